"""What every action about badges journals, and how it holds a badge."""

from collections.abc import Sequence
from datetime import date

from chibo.badges.models import PartyBadge
from chibo.badges.rules import capabilities
from chibo.journal import actions as journal
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members


def held(badges: Sequence[PartyBadge], by: Viewer) -> list[PartyBadge]:
    """The rows, held until the transaction ends; the right is asked for at the present (or last) cell of each person.

    :raises Refusal: none was chosen
    """
    if not badges:
        raise Refusal(
            "Chưa chọn huy hiệu nào. Hãy đánh dấu những người trong danh sách.", field="badges", code="nothing_chosen"
        )
    keys = [one.pk for one in badges]
    rows = PartyBadge.objects.select_for_update(of=("self",)).select_related("person", "cell", "decision")
    found = list(rows.filter(pk__in=keys).order_by("pk"))
    asked: set[int] = set()
    for row in found:
        place = members.last_cell(row.person) or row.cell
        if place.pk not in asked:
            by.must(capabilities.WRITE, place)
            asked.add(place.pk)
    return found


def tell(what: str, rows: Sequence[PartyBadge], label: str, *, on: date, by: Viewer, **more: object) -> None:
    """One entry for all the badges of an act."""
    first = rows[0]
    journal.record(
        what, subject=f"person:{first.person.uid}" if len(rows) == 1 else first.reference, label=label,
        place=first.cell.reference, on=on, by=by, count=len(rows),
        subjects=[ref for row in rows for ref in (f"person:{row.person.uid}", row.reference)], **more,
    )  # fmt: skip


def named(rows: Sequence[PartyBadge]) -> str:
    """Whom an entry is about."""
    return f"đồng chí {rows[0].person.full_name}, {rows[0].years} năm" if len(rows) == 1 else f"{len(rows)} đồng chí"
