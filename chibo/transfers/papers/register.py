"""Danh sách đảng viên chuyển sinh hoạt đảng: the letters of a unit in a period."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from chibo.kernel.days import Period, show_day
from chibo.kernel.references import uid_in
from chibo.kernel.viewer import Viewer
from chibo.members.models import MemberEvent, Movement
from chibo.members.queries.names import CellNames
from chibo.members.queries.sheet import official_days
from chibo.members.rules.capabilities import SENSITIVE
from chibo.members.vocabulary import EventState
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.papers.rules import Facts, Head, with_period
from chibo.procedures.papers import committee_of, place_of
from chibo.transfers.queries.moves import letters
from chibo.transfers.rules import capabilities


def register(ref: str, on: date, by: Viewer) -> Facts:
    """``unit:<uid>``, or ``unit:<uid>/2026-01-01/2026-06-30``: since the beginning of the year, or of a period.

    :raises Refusal: no such unit, not a period, or the viewer may not read its transfers
    """
    unit, period = _asked(ref, on)
    by.must(capabilities.READ, unit)
    rows = list(letters(unit, period=period).order_by("sent_on", "pk"))
    left = {one.event_id: one for one in Movement.objects.filter(event__in=[row.pk for row in rows], is_entry=False)}
    names = CellNames([pk for row in rows for pk in (row.cell_id, _start(row, left))])
    official = official_days([row.person_id for row in rows], on=on)
    shows_numbers = by.may(SENSITIVE, unit) is not None
    people = [
        {
            "full_name": row.person.full_name,
            "born_on": (row.person.born_on, row.person.born_precision),
            "admitted_on": left[row.pk].party_since if row.pk in left else None,
            "official_on": official.get(row.person_id),
            "card_number": row.person.card if shows_numbers else "",
            "kind": row.get_transfer_kind_display(),
            "from_cell": names.on(_start(row, left), row.on),
            "to_cell": row.other_place or names.on(row.cell_id, row.on),
            "since": row.sent_on,
            "happened_on": row.received_on,
            "note": "đã trả lại" if row.state == EventState.ANNULLED else "",
        }
        for row in rows
    ]
    placement = org.nearest_placement(unit, on=period.last)
    above = org.name_of(placement.superior, on=period.last) if placement.superior_id else None
    told = f"từ {show_day(period.first)} đến {show_day(period.last)}"
    return Facts(
        {"unit": placement.name, "period": told, "count": len(people), "people": people},
        Head(above=above, issuer=committee_of(placement), place=place_of(placement), on=on),
        reference=unit.ref,
        subject=unit.reference,
        place=unit.reference,
        name=placement.name,
        back=f"{reverse('transfers:letters')}?don-vi={unit.uid}",
    )


def _asked(ref: str, on: date) -> tuple[Unit, Period]:
    ref, period = with_period(ref, on=on)
    return org.by_uid(uid_in(ref, "unit")), period


def _start(row: MemberEvent, left: Mapping[int, Movement]) -> int | None:
    """The cell that somebody was introduced from."""
    return row.from_cell_id or (left[row.pk].cell_id if row.pk in left else None)
