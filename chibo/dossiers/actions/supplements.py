"""The yearly slip: declared, checked by the chi ủy, filed; one by one or for many at once."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from chibo.dossiers.actions.telling import cell_of, reference, tell
from chibo.dossiers.models import FileSupplement
from chibo.dossiers.models.contents import CHANGES
from chibo.dossiers.queries.supplements import slips_by_person, slips_of
from chibo.dossiers.rules.capabilities import CELL, WRITE
from chibo.dossiers.rules.keeping import may_say, must_have_come, must_have_reason
from chibo.dossiers.vocabulary import SupplementState
from chibo.journal import actions as journal
from chibo.kernel import clock, secrets
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person, Stay
from chibo.members.vocabulary import Nature
from chibo.org.models import Unit

FIRST_YEAR = 1930


@transaction.atomic
def declare_supplement(person: Person, *, year: int, on: date, by: Viewer, changes: str = "") -> FileSupplement:
    """Nhận phiếu bổ sung: the member declares what changed in the year, or that nothing did.

    :raises Refusal: a year to come, declared already, a secrecy marking
    """
    cell = cell_of(person, by=by, capability=_taking(by))
    _check_year(year, on)
    if slips_of(year).filter(person=person).exists():
        raise Refusal(
            f"Đồng chí {person.full_name} đã có phiếu bổ sung năm {year}. Hãy mở phiếu ấy.",
            field="year",
            code="declared",
        )
    said = may_say(changes, field="changes", longest=4000)
    slip = FileSupplement.objects.create(
        person=person, cell=cell, first_year=year, last_year=year, state=SupplementState.DECLARED, declared_on=on,
        has_changes=bool(said), changes_sealed=secrets.seal(said, purpose=CHANGES) if said else None,
    )  # fmt: skip
    tell(
        "supplement_declared", person, cell, label=f"Nhận phiếu bổ sung hồ sơ năm {year} của đồng chí {person.full_name}",
        on=on, by=by, after={"supplement": str(slip.uid), "year": year}, sensitive={"changes": said} if said else None,
    )  # fmt: skip
    return slip


@transaction.atomic
def check_supplements(slips: Sequence[FileSupplement], *, on: date, by: Viewer) -> int:
    """Chi ủy kiểm tra: what was declared agrees with what the chi ủy knows.

    :raises Refusal: a day to come or before the slip, or one that does not wait for the check
    """
    return _advance(slips, SupplementState.DECLARED, SupplementState.CHECKED, on=on, by=by)


@transaction.atomic
def file_supplements(slips: Sequence[FileSupplement], *, on: date, by: Viewer) -> int:
    """Lưu phiếu vào hồ sơ, by whoever keeps the files.

    :raises Refusal: as :func:`check_supplements`
    """
    return _advance(slips, SupplementState.CHECKED, SupplementState.FILED, on=on, by=by)


@transaction.atomic
def send_back_supplement(slip: FileSupplement, *, reason: str, on: date, by: Viewer) -> None:
    """Trả phiếu về to be declared again.

    :raises Refusal: no reason, or it is not past the declaration
    """
    cell = cell_of(slip.person, by=by, capability=_taking(by))
    if slip.state == SupplementState.FILED:
        by.must(WRITE, cell)
    reason = must_have_reason(reason)
    if slip.first_year != slip.last_year:
        raise Refusal(
            "Phiếu nhập gộp nhiều năm không trả lại từng năm được. Hãy ghi phiếu mới cho năm cần bổ sung.",
            code="several",
        )
    before = slip.state
    slip.state, slip.checked_on, slip.checked_by, slip.filed_on = SupplementState.DECLARED, None, "", None
    slip.save()
    tell(
        "supplement_sent_back", slip.person, cell, on=on, by=by, reason=reason, before={"state": before},
        label=f"Trả lại phiếu bổ sung hồ sơ năm {slip.years} của đồng chí {slip.person.full_name}",
        after={"supplement": str(slip.uid), "state": slip.state},
    )  # fmt: skip


@transaction.atomic
def tick_supplements(people: Sequence[Person], *, cell: Unit, year: int, on: date, by: Viewer) -> int:
    """Đánh dấu nhiều người một lần: the chi ủy has their slips, checked. Those not declared yet are declared without
    changes; whoever keeps the files files them in the same go.

    :param cell: where all of them are on the roll on the day
    :returns: how many slips came further
    :raises Refusal: nobody, a year to come, or somebody not on the roll of the cell
    """
    by.must(CELL if by.may(CELL, cell) else WRITE, cell)
    _check_year(year, on)
    if not people:
        raise Refusal("Chưa chọn ai. Hãy đánh dấu ít nhất một đảng viên.", field="people", code="nobody")
    here = Stay.objects.filter(cell=cell, nature=Nature.PERMANENT, since__lte=on, until__gt=on)
    there = set(here.filter(person__in=[p.pk for p in people]).values_list("person_id", flat=True))
    if (missing := next((p for p in people if p.pk not in there), None)) is not None:
        raise Refusal(
            f"Đồng chí {missing.full_name} không có tên trong chi bộ này. Hãy tải lại trang.",
            field="people",
            code="not_here",
        )
    files = by.may(WRITE, cell) is not None
    target = SupplementState.FILED if files else SupplementState.CHECKED
    held = slips_by_person([p.pk for p in people], year=year)
    fresh, further = [], []
    for person in people:
        slip = held.get(person.pk)
        if slip is None:
            fresh.append(_ticked(person, cell, year, target, on, by))
        elif slip.state != SupplementState.FILED and slip.state != target:
            _to(slip, target, on, by)
            further.append(slip)
    FileSupplement.objects.bulk_create(fresh)
    FileSupplement.objects.bulk_update(further, ["state", "checked_on", "checked_by", "filed_on"])
    done = len(fresh) + len(further)
    if done:
        journal.record(
            "dossiers.supplements_ticked",
            subject=cell.reference,
            label=f"{target.label}: phiếu bổ sung hồ sơ năm {year} của {done} đảng viên",
            place=cell.reference,
            on=on,
            by=by,
            count=done,
            after={"year": year, "state": target},
            subjects=[cell.reference, *(reference(p) for p in people)],
        )
    return done


def _ticked(person: Person, cell: Unit, year: int, state: str, on: date, by: Viewer) -> FileSupplement:
    slip = FileSupplement(person=person, cell=cell, first_year=year, last_year=year, declared_on=on)
    _to(slip, state, on, by)
    return slip


def _to(slip: FileSupplement, state: str, on: date, by: Viewer) -> None:
    slip.state = state
    if slip.checked_on is None:
        slip.checked_on, slip.checked_by = on, by.label[:200]
    if state == SupplementState.FILED:
        slip.filed_on = on


def _advance(slips: Sequence[FileSupplement], since: str, state: str, *, on: date, by: Viewer) -> int:
    must_have_come(on, today=clock.today(), what="xử lý phiếu")
    for slip in slips:
        cell = cell_of(slip.person, by=by, capability=WRITE if state == SupplementState.FILED else _taking(by))
        if slip.state != since:
            raise Refusal(
                f"Phiếu của đồng chí {slip.person.full_name} đang ở bước “{slip.get_state_display()}”. Hãy tải lại trang.",
                code="step",
                status=409,
            )
        if on < slip.declared_on:
            raise Refusal("Ngày xử lý phiếu không thể trước ngày khai. Hãy xem lại ngày.", field="on", code="order")
        _to(slip, state, on, by)
        slip.save()
        tell(
            f"supplement_{state}", slip.person, cell, on=on, by=by, before={"state": since},
            label=f"{SupplementState(state).label}: phiếu bổ sung năm {slip.years} của đồng chí {slip.person.full_name}",
            after={"supplement": str(slip.uid), "state": state},
        )  # fmt: skip
    return len(slips)


def _taking(by: Viewer) -> str:
    """The right by which the viewer takes slips in: that of the chi ủy, or of whoever keeps the files."""
    return CELL if by.may(CELL) else WRITE


def _check_year(year: int, on: date) -> None:
    must_have_come(on, today=clock.today(), what="nhận phiếu")
    if not FIRST_YEAR <= year <= on.year:
        raise Refusal(f"Năm của phiếu phải từ {FIRST_YEAR} đến {on.year}. Hãy xem lại.", field="year", code="year")
