"""Many rounds and periods of help at once, as unsaved rows: illustration, or records taken over."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit
from chibo.removal.models import AssistancePeriod, ScreeningRound, ScreeningSkip
from chibo.removal.rules import capabilities
from chibo.removal.rules.helping import check_start
from chibo.removal.rules.rounds import check_round
from chibo.removal.vocabulary import EntryState


@transaction.atomic
def load_rounds(
    rows: Sequence[ScreeningRound], *, at: Unit, on: date, by: Viewer, skips: Sequence[ScreeningSkip] = ()
) -> int:
    """Load rounds of screening below a unit; one entry of the journal. Whoever loads answers for cells that stood.

    :raises Refusal: a day that is not possible, or a cell twice in a year
    """
    by.must(capabilities.WRITE, at)
    for row in rows:
        check_round(year=row.year, on=row.on, today=on, is_cell=True)
    keys = {(row.unit_id, row.year) for row in rows}
    held = set(
        ScreeningRound.objects.filter(state=EntryState.STANDING, year__in={row.year for row in rows}).values_list(
            "unit_id", "year"
        )
    )
    if len(keys) < len(rows) or keys & held:
        raise Refusal(
            "Có chi bộ được ghi rà soát hai lần trong một năm. Hãy bỏ bớt trong dữ liệu nạp.", code="held", status=409
        )
    ScreeningRound.objects.bulk_create(rows, batch_size=1_000)
    ScreeningSkip.objects.bulk_create(skips, batch_size=1_000)
    journal.record(
        "removal.rounds_loaded", subject=at.reference, label=f"Nạp {len(rows)} lần rà soát đảng viên", place=at.reference,
        on=on, by=by, count=len(rows), after={"rows": len(rows)},
    )  # fmt: skip
    return len(rows)


@transaction.atomic
def load_help(rows: Sequence[AssistancePeriod], *, at: Unit, on: date, by: Viewer) -> int:
    """Load periods of help below a unit; one entry of the journal.

    :raises Refusal: a day that is not possible, nobody to help; overlapping periods of a person
    """
    by.must(capabilities.WRITE, at)
    for row in rows:
        row.helper = check_start(since=row.since, due_on=row.due_on, helper=row.helper, today=on)
    lines: dict[int, list[AssistancePeriod]] = {}
    for row in rows:
        lines.setdefault(row.person_id, []).append(row)
    for line in lines.values():
        line.sort(key=lambda one: one.since)
        if any(a.until > b.since for a, b in pairwise(line)):
            raise Refusal("Có đảng viên được ghi giúp đỡ hai lần cùng lúc. Hãy sửa dữ liệu nạp.", code="helped_already")
    AssistancePeriod.objects.bulk_create(rows, batch_size=1_000)
    journal.record(
        "removal.help_loaded", subject=at.reference, label=f"Nạp {len(rows)} lần giúp đỡ đảng viên", place=at.reference,
        on=on, by=by, count=len(rows), after={"rows": len(rows)},
    )  # fmt: skip
    return len(rows)
