"""Many slips, hand-overs and reports at once: from older books, or for an illustration."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from chibo.dossiers.models import FileSupplement, Handover, MemberSituationReport
from chibo.dossiers.rules.capabilities import WRITE
from chibo.dossiers.vocabulary import Errand, SupplementState, Travel
from chibo.journal import actions as journal
from chibo.kernel.bulk import insert_rows
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit


@dataclass(frozen=True)
class Slips:
    """The slips of a member from one year to another, all filed."""

    person_id: int
    cell_id: int
    first_year: int
    last_year: int
    filed_on: date


@dataclass(frozen=True)
class Owed:
    """A report owed, and when it was sent; not sent yet: FOREVER."""

    unit: Unit
    first: date
    last: date
    due_on: date
    submitted_on: date = FOREVER


@dataclass(frozen=True)
class Followed:
    """The file of somebody who came by a transfer, received on a day."""

    person_id: int
    event_id: int
    from_unit_id: int | None
    to_unit_id: int | None
    handed_on: date
    received_on: date


@transaction.atomic
def load_handovers(moves: Sequence[Followed], *, at: Unit, on: date, by: Viewer, source: str = "") -> int:
    """Nhập giao nhận hồ sơ đã xong: files that followed their members.

    :param at: the unit in whose name they are loaded; its right is needed
    """
    by.must(WRITE, at)
    rows = [
        Handover(
            person_id=one.person_id, event_id=one.event_id, from_unit_id=one.from_unit_id, to_unit_id=one.to_unit_id,
            errand=Errand.TRANSFER, state=Travel.RECEIVED, handed_on=one.handed_on, received_on=one.received_on,
        )
        for one in moves
    ]  # fmt: skip
    Handover.objects.bulk_create(rows, batch_size=2_000)
    _tell("handovers_loaded", f"Nhập {len(rows)} lần giao nhận hồ sơ", at, on, by, len(rows), source)
    return len(rows)


@transaction.atomic
def load_supplements(slips: Iterable[Slips], *, at: Unit, on: date, by: Viewer, source: str = "") -> int:
    """Nhập phiếu bổ sung đã lưu, one row for all years of a member.

    :param at: the unit in whose name they are loaded; its right is needed
    :returns: how many rows were written
    :raises Refusal: a member has a slip of one of the years already
    """
    by.must(WRITE, at)
    rows = (
        FileSupplement(
            person_id=one.person_id, cell_id=one.cell_id, first_year=one.first_year, last_year=one.last_year,
            state=SupplementState.FILED, declared_on=one.filed_on, checked_on=one.filed_on, filed_on=one.filed_on,
        )
        for one in slips
    )  # fmt: skip
    try:
        with transaction.atomic():
            written = insert_rows(FileSupplement, rows)
    except IntegrityError as error:
        raise Refusal(
            "Có đảng viên đã có phiếu bổ sung của một năm trong danh sách. Hãy bỏ những năm đã có rồi nhập lại.",
            code="twice",
        ) from error
    _tell("supplements_loaded", f"Nhập phiếu bổ sung đã lưu của {written} đảng viên", at, on, by, written, source)
    return written


@transaction.atomic
def load_reports(reports: Sequence[Owed], *, at: Unit, on: date, by: Viewer, source: str = "") -> int:
    """Nhập báo cáo tình hình đảng viên của các kỳ trước: when they were due and sent; their balances are not kept.

    :raises Refusal: a unit has a report of the period already
    """
    by.must(WRITE, at)
    rows = [
        MemberSituationReport(
            unit=one.unit, first=one.first, last=one.last, due_on=one.due_on, submitted_on=one.submitted_on
        )
        for one in reports
    ]
    try:
        with transaction.atomic():
            MemberSituationReport.objects.bulk_create(rows, batch_size=2_000)
    except IntegrityError as error:
        raise Refusal(
            "Có tổ chức đã có báo cáo của kỳ trong danh sách. Hãy bỏ những kỳ đã có rồi nhập lại.", code="twice"
        ) from error
    _tell("reports_loaded", f"Nhập {len(rows)} báo cáo tình hình đảng viên", at, on, by, len(rows), source)
    return len(rows)


def _tell(what: str, label: str, at: Unit, on: date, by: Viewer, count: int, source: str) -> None:
    journal.record(
        f"dossiers.{what}", subject=at.reference, label=label, place=at.reference, on=on, by=by, count=count,
        after={"rows": count, "source": source},
    )  # fmt: skip
