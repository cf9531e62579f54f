"""Rounds of screening: a whole cell at once, with those who were left out."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import Person
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.removal.models import ScreeningRound, ScreeningSkip
from chibo.removal.rules import capabilities
from chibo.removal.rules.rounds import check_round
from chibo.removal.vocabulary import EntryState


@transaction.atomic
def hold_round(
    unit: Unit,
    *,
    year: int,
    held_on: date,
    on: date,
    by: Viewer,
    skipped: Mapping[int, str] | None = None,
    note: str = "",
) -> ScreeningRound:
    """Ghi chi bộ đã rà soát đảng viên của năm: everybody on the roll that day, but for those left out.

    :param held_on: the day of the review; ``on`` is today
    :param skipped: id of a person → why not reviewed
    :raises Refusal: no cell that day, a day to come, recorded already, somebody left out who is not on the roll, nobody left
    """
    by.must(capabilities.WRITE, unit)
    placement = org.standing([unit.pk], on=held_on).first()
    check_round(year=year, on=held_on, today=on, is_cell=placement is not None and placement.is_cell)
    other = ScreeningRound.objects.filter(unit=unit, year=year, state=EntryState.STANDING).first()
    if other is not None:
        raise Refusal(
            f"Chi bộ đã ghi rà soát năm {year} vào ngày {show_day(other.on)}. Muốn ghi lại, hãy hủy lần ấy trước.",
            field="year",
            code="held",
            status=409,
        )
    roll = set(members.roll(unit, on=held_on).values_list("person_id", flat=True))
    left_out = dict(skipped or {})
    if strange := set(left_out) - roll:
        name = Person.objects.filter(pk__in=strange).values_list("full_name", flat=True).first() or "Người được chọn"
        raise Refusal(
            f"Đồng chí {name} không có tên trong danh sách ngày {show_day(held_on)}. Hãy xem lại danh sách.",
            field="skipped",
            code="not_member",
        )
    if not roll - set(left_out):
        raise Refusal(
            "Không còn đảng viên nào được rà soát. Hãy đánh dấu những người đã rà soát.", field="skipped", code="nobody"
        )
    row = ScreeningRound.objects.create(
        unit=unit, year=year, on=held_on, note=tidy(note)[:500], is_illustration=unit.is_illustration
    )
    ScreeningSkip.objects.bulk_create(
        [ScreeningSkip(round=row, person_id=pk, reason=tidy(why)[:200]) for pk, why in left_out.items()]
    )
    _tell("removal.screened", row, f"Rà soát đảng viên năm {year}: {len(roll) - len(left_out)} đồng chí", on=on, by=by,
          after={"year": year, "on": held_on, "reviewed": len(roll) - len(left_out), "skipped": len(left_out)})  # fmt: skip
    return row


@transaction.atomic
def hold_rounds(units: Sequence[Unit], *, year: int, held_on: date, on: date, by: Viewer) -> int:
    """The same for several whole cells at once.

    :returns: how many were recorded
    :raises Refusal: one of them is not possible; none is recorded then
    """
    if not units:
        raise Refusal(
            "Chưa chọn chi bộ nào. Hãy đánh dấu những chi bộ đã rà soát.", field="cells", code="nothing_chosen"
        )
    for unit in units:
        try:
            hold_round(unit, year=year, held_on=held_on, on=on, by=by)
        except Refusal as refusal:
            name = org.name_of(unit, on=held_on) or unit.ref
            raise Refusal(
                f"{name}: {refusal.message}", field=refusal.field, code=refusal.code, status=refusal.status
            ) from refusal
    return len(units)


@transaction.atomic
def annul_round(row: ScreeningRound, *, reason: str, on: date, by: Viewer) -> None:
    """Hủy lần rà soát ghi nhầm; it leaves every list and figure.

    :raises Refusal: no reason, annulled already
    """
    by.must(capabilities.WRITE, row.unit)
    row = ScreeningRound.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
    why = tidy(reason)
    if not why:
        raise Refusal("Cần ghi lý do hủy. Hãy viết ngắn gọn vì sao ghi nhầm.", field="reason", code="reason")
    if row.state == EntryState.ANNULLED:
        raise Refusal("Lần rà soát này đã được hủy. Không cần làm gì thêm.", code="annulled", status=409)
    row.state = EntryState.ANNULLED
    row.save(update_fields=["state"])
    _tell("removal.screening_annulled", row, f"Hủy lần rà soát đảng viên năm {row.year}", on=on, by=by, reason=why,
          before={"year": row.year, "on": row.on})  # fmt: skip


def _tell(what: str, row: ScreeningRound, label: str, *, on: date, by: Viewer, **more: object) -> None:
    journal.record(what, subject=row.reference, label=label, place=row.unit.reference, on=on, by=by, **more)
