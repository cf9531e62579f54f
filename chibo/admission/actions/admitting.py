"""What a case of admission or recognition leads to in the records."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from chibo.admission import rules
from chibo.admission.actions.prospects import close
from chibo.admission.actions.records import begin_probation, facts_of
from chibo.admission.models import Probation, Prospect
from chibo.admission.queries import probations
from chibo.admission.rules.source import must_be_listed
from chibo.admission.vocabulary import ClassResult, ProbationResult, ProspectState, Schooling
from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members import actions as members
from chibo.members.models import MemberEvent, Person
from chibo.members.vocabulary import Ground
from chibo.org.models import Unit

EDUCATION = {Schooling.LOWER: "Trung học cơ sở", Schooling.UPPER: "Trung học phổ thông"}


@transaction.atomic
def admit(
    prospect: Prospect,
    *,
    cell: Unit,
    on: date,
    by: Viewer,
    because: Decision | None,
    kinds: Sequence[str] = (),
    consent: Decision | None = None,
    helper: Person | None = None,
    case: str = "",
) -> MemberEvent:
    """Kết nạp somebody of the source: registered where not on record, onto the roll on the day of the ceremony.

    :param kinds: the special kinds of this admission
    :raises Refusal: no longer in the source, or the history does not allow it
    """
    by.must(rules.WRITE, cell)
    must_be_listed(prospect.full_name, prospect.is_listed)
    person = prospect.person or _register(prospect, by)
    enter = members.readmit_member if person.stays.exists() else members.admit_member
    event = enter(person, cell=cell, on=on, because=because, by=by)
    facts_of(event, kinds, by=by, consent=consent, case=case)
    begin_probation(event, helper=helper, by=by, case=case)
    Probation.objects.filter(event=event).update(is_illustration=prospect.is_illustration)
    prospect.person, prospect.state, prospect.unit = person, ProspectState.ADMITTED, cell
    close(prospect, on=on)
    journal.record(
        "admission.admitted",
        subject=prospect.reference,
        label=f"Kết nạp {prospect.full_name} vào Đảng",
        place=cell.reference,
        on=on,
        by=by,
        because=because,
        after={"event": str(event.uid), "case": case, "kinds": list(kinds)},
        subjects=[prospect.reference, f"person:{person.uid}"],
    )
    return event


def _register(prospect: Prospect, by: Viewer) -> Person:
    told = {name: getattr(prospect, name) for name in ("sex", "ethnicity", "religion", "occupation", "qualification")}
    told |= {"residence": prospect.residence, "general_education": EDUCATION.get(prospect.schooling, "")}
    return members.register_person(
        full_name=prospect.full_name,
        born_on=prospect.born_on,
        born_precision=prospect.born_precision,
        attributes={name: value for name, value in told.items() if value},
        known_since=prospect.listed_on,
        national_id=prospect.national_id,
        confirmed=True,
        is_illustration=prospect.is_illustration,
        by=by,
    )


@transaction.atomic
def decide_probation(
    person: Person,
    *,
    recognized: bool,
    admitted_on: date,
    considered_on: date,
    on: date,
    by: Viewer,
    because: Decision | None,
    class_result: str = "",
    class_number: str = "",
    class_on: date | None = None,
    helper: Person | None = None,
    case: str = "",
    rule_day: date | None = None,
) -> MemberEvent:
    """Công nhận as of the day the probation was over, or xóa tên đảng viên dự bị from the decision's day.

    :param considered_on: the day the chi bộ considered it; later than the rule's days it is marked late
    :param rule_day: the day whose rules count; that of the admission where none is given
    :raises Refusal: before the probation is over, no admission of that day, or the history does not allow it
    """
    admission = probations.admission_of(person, on=on)
    if admission is None or admission.on != admitted_on:
        raise Refusal(
            f"Chưa có lần kết nạp ngày {show_day(admitted_on)} trong hồ sơ của đồng chí {person.full_name}. Hãy xem lại ngày "
            "làm lễ kết nạp.",
            field="admitted_on",
            code="no_admission",
        )
    window = probations.window_of(admitted_on, on=rule_day)
    if recognized and on < window.due:
        raise Refusal(
            f"Thời gian dự bị của đồng chí {person.full_name} đến {show_day(window.due)} mới đủ. Hãy chờ đến ngày đó.",
            field="on",
            code="too_early",
        )
    if recognized:
        event = members.recognize(person, on=window.due, because=because, by=by)
    else:
        day = (because.effective_on or because.issued_on) if because is not None else on
        event = members.strike_off(person, ground=Ground.PROBATION_FAILED, on=day, because=because, by=by)
    probation, _ = Probation.objects.get_or_create(event=admission)
    probation.considered_on, probation.is_late = considered_on, considered_on > window.last
    probation.result = ProbationResult.RECOGNIZED if recognized else ProbationResult.REFUSED
    probation.helper, probation.case = helper or probation.helper, case
    if class_result in ClassResult.values and class_result:
        probation.class_result, probation.class_number, probation.class_on = class_result, class_number, class_on
    probation.is_illustration = person.is_illustration
    probation.save()
    journal.record(
        "admission.probation_decided",
        subject=f"person:{person.uid}",
        label=f"{probation.get_result_display()}: đồng chí {person.full_name}",
        place=admission.cell.reference if admission.cell else "",
        on=event.on,
        by=by,
        because=because,
        after={"event": str(event.uid), "case": case, "considered_on": considered_on, "is_late": probation.is_late},
    )
    return event
