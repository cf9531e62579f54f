"""Badges of many people at once, as unsaved rows: illustration, or a register taken over."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from chibo.badges.models import PartyBadge
from chibo.badges.rules import capabilities
from chibo.badges.vocabulary import COUNTED, HAD
from chibo.journal import actions as journal
from chibo.kernel.bulk import batches, insert_tuples
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit

AT_ONCE = 5_000
COLUMNS = tuple(field.attname for field in PartyBadge._meta.concrete_fields if not field.primary_key)


@transaction.atomic
def load_badges(rows: Sequence[PartyBadge], *, at: Unit, on: date, by: Viewer) -> int:
    """Load badges below a unit; one entry of the journal. Whoever loads answers for the years.

    :raises Refusal: a badge twice, or handed over on a day to come
    """
    by.must(capabilities.WRITE, at)
    keys = {(row.person_id, row.years) for row in rows if row.state in COUNTED}
    there: set[tuple[int, int]] = set()
    for some in batches(sorted({row.person_id for row in rows}), AT_ONCE):
        known = PartyBadge.objects.filter(person__in=some, state__in=COUNTED)
        there |= set(known.values_list("person_id", "years"))
    if len(keys) < len([row for row in rows if row.state in COUNTED]) or keys & there:
        raise Refusal("Có huy hiệu được ghi hai lần cho một người. Hãy bỏ bớt trong dữ liệu nạp.", code="already")
    if any(row.state in HAD and row.awarded_on > on for row in rows):
        raise Refusal("Có huy hiệu ghi trao vào ngày chưa đến. Hãy sửa dữ liệu nạp.", code="not_yet")
    insert_tuples(PartyBadge, COLUMNS, (tuple(getattr(row, name) for name in COLUMNS) for row in rows))
    journal.record(
        "badges.loaded", subject=at.reference, label=f"Nạp {len(rows)} Huy hiệu Đảng", place=at.reference, on=on, by=by,
        count=len(rows), after={"rows": len(rows)},
    )  # fmt: skip
    return len(rows)
