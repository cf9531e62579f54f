"""What is put on record about admissions and probations: special kinds with their consent, the class of new members."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from chibo.admission import rules
from chibo.admission.models import AdmissionFact, Probation
from chibo.admission.rules.records import check_class, check_fact
from chibo.admission.vocabulary import SpecialKind
from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel.clock import today
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import MemberEvent, Person
from chibo.members.vocabulary import Cause, EventState
from chibo.org.models import Unit

ADMISSIONS = frozenset({Cause.ADMISSION, Cause.READMISSION})


@transaction.atomic
def record_fact(
    event: MemberEvent,
    *,
    kind: str,
    by: Viewer,
    consent: Decision | None = None,
    note: str = "",
    case: str = "",
    is_illustration: bool = False,
) -> AdmissionFact:
    """Ghi trường hợp đặc biệt of an admission on record, with the document of consent.

    :raises Refusal: no admission, the kind is on record already, kết nạp lại of somebody admitted for the first time
    """
    by.must(rules.WRITE, event.cell)
    note = check_fact(event, kind, note)
    if AdmissionFact.objects.filter(event=event, kind=kind).exists():
        raise Refusal(
            f"Lần kết nạp này đã được ghi là trường hợp {SpecialKind(kind).label.lower()}. Không cần ghi lại.",
            field="kind",
            code="twice",
        )
    made = AdmissionFact.objects.create(
        event=event, kind=kind, consent=consent, note=note, case=case, is_illustration=is_illustration
    )
    _tell(
        "admission.fact_recorded", event, f"Ghi trường hợp {SpecialKind(kind).label.lower()}", by=by,
        because=consent, after={"kind": kind, "case": case, "note": note},
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_fact(fact: AdmissionFact, *, reason: str, by: Viewer) -> None:
    """Bỏ ghi nhận sai; the journal keeps what it said.

    :raises Refusal: no reason
    """
    by.must(rules.WRITE, fact.event.cell)
    if not reason.strip():
        raise Refusal("Hãy ghi lý do bỏ ghi nhận này.", field="reason", code="reason")
    _tell(
        "admission.fact_withdrawn", fact.event, f"Bỏ ghi nhận trường hợp {fact.get_kind_display().lower()}", by=by,
        reason=reason, before={"kind": fact.kind, "note": fact.note},
    )  # fmt: skip
    fact.delete()


@transaction.atomic
def begin_probation(event: MemberEvent, *, helper: Person | None, by: Viewer, case: str = "") -> Probation:
    """Phân công người giúp đỡ an admission's probation; again with another helper, the record is changed.

    :raises Refusal: no admission, or the helper is the person
    """
    by.must(rules.WRITE, event.cell)
    _must_be_admission(event)
    if helper is not None and helper.pk == event.person_id:
        raise Refusal("Người giúp đỡ phải là một đảng viên khác. Hãy chọn lại.", field="helper", code="helper_self")
    made, is_new = Probation.objects.get_or_create(event=event, defaults={"helper": helper, "case": case})
    before = None if is_new else _uid(made.helper)
    if not is_new:
        made.helper = helper
        made.save(update_fields=["helper"])
    _tell(
        "admission.helper_assigned", event, "Phân công đảng viên giúp đỡ đảng viên dự bị", by=by,
        before={"helper": before} if before is not None else None, after={"helper": _uid(helper)},
    )  # fmt: skip
    return made


@transaction.atomic
def record_class(event: MemberEvent, *, result: str, by: Viewer, number: str = "", on: date | None = None) -> Probation:
    """Ghi kết quả lớp bồi dưỡng đảng viên mới.

    :raises Refusal: no admission, an unknown result, a day before the admission or not yet come
    """
    by.must(rules.WRITE, event.cell)
    _must_be_admission(event)
    number = check_class(event, result=result, number=number, on=on, today=today())
    made, _ = Probation.objects.get_or_create(event=event)
    before = {"class_result": made.class_result, "class_number": made.class_number, "class_on": made.class_on}
    made.class_result, made.class_number, made.class_on = result, number, on
    made.save()
    _tell(
        "admission.class_recorded", event, "Ghi kết quả lớp bồi dưỡng đảng viên mới", by=by, before=before,
        after={"class_result": result, "class_number": number, "class_on": on},
    )  # fmt: skip
    return made


def _must_be_admission(event: MemberEvent) -> None:
    if event.cause not in ADMISSIONS or event.state != EventState.STANDING:
        raise Refusal(
            "Việc này không phải lần kết nạp đang có hiệu lực. Hãy mở lại hồ sơ đảng viên để chọn đúng lần kết nạp.",
            code="no_admission",
        )


def _uid(person: Person | None) -> str:
    return str(person.uid) if person else ""


def _tell(what: str, event: MemberEvent, label: str, *, by: Viewer, **more: Any) -> None:
    unit: Unit | None = event.cell
    journal.record(
        what, subject=f"person:{event.person.uid}", label=f"{label}: đồng chí {event.person.full_name}",
        place=unit.reference if unit else "", on=event.on, by=by, **more,
    )  # fmt: skip


def facts_of(event: MemberEvent, kinds: Iterable[str], *, by: Viewer, consent: Decision | None, case: str) -> None:
    """Every special kind of an admission that a case made; the decision of consent is that of all of them."""
    for kind in kinds:
        record_fact(event, kind=kind, by=by, consent=consent, case=case, is_illustration=event.person.is_illustration)
