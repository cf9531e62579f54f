"""Công nhận chính thức: what its steps check, and the recognition or striking off it ends in."""

from collections.abc import Iterator, Mapping

from chibo.admission import rules
from chibo.admission.actions.admitting import decide_probation
from chibo.admission.procedures import introducing
from chibo.admission.procedures.admitting import decision_after_resolutions
from chibo.admission.queries import probations
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Entrusted
from chibo.members.queries.subjects import person_in, person_named
from chibo.members.rules import capabilities
from chibo.procedures.rules.handlers import Check, Finding, Moment, Outcome

RECOGNIZE = "cong_nhan"
NOT_YET = "chua_hoc"
ENTRUSTED = frozenset({capabilities.WRITE, rules.WRITE})


def on_probation(moment: Moment) -> Iterator[Finding]:
    """:raises Refusal: not a probationary member on the day, or admitted on another day than the case says"""
    person = person_in(moment.case)
    if not probations.is_on_probation(person, on=moment.on):
        raise Refusal(
            f"Ngày {show_day(moment.on)} đồng chí {person.full_name} không phải đảng viên dự bị trong danh sách. Hãy xem lại "
            "ngày, hoặc rút hồ sơ này.",
            field="on",
            code="not_on_probation",
        )
    admission, said = probations.admission_of(person, on=moment.on), moment.value("admitted_on")
    if admission is None or (said is not None and admission.on != said):
        known = f" Theo hồ sơ đảng viên: {show_day(admission.on)}." if admission is not None else ""
        raise Refusal(
            f"Ngày làm lễ kết nạp của đồng chí {person.full_name} không khớp hồ sơ đảng viên.{known} Hãy xem lại ngày này.",
            field="admitted_on",
            code="admitted_on",
        )
    yield from ()


def class_done(moment: Moment) -> Iterator[Finding]:
    """Whether the class of new members was attended, and when."""
    result, on, admitted = moment.value("class_result"), moment.value("class_on"), moment.value("admitted_on")
    if result == NOT_YET:
        yield Finding("Đảng viên dự bị chưa học lớp bồi dưỡng đảng viên mới.", field="class_result")
    if on is not None and not admitted <= on <= moment.on:
        raise Refusal(
            f"Ngày cấp giấy chứng nhận không ở giữa ngày kết nạp {show_day(admitted)} và ngày của bước này. Hãy xem lại ngày.",
            field="class_on",
            code="order",
        )


def late_review(moment: Moment) -> Iterator[Finding]:
    """Considered after the working days of the rule: still recognised as of the day the months were over."""
    window = probations.window_of(moment.value("admitted_on"), on=moment.case.rule_day)
    if moment.on > window.last:
        yield Finding(
            f"Chi bộ xét sau hạn {show_day(window.last)}; vẫn công nhận từ ngày {show_day(window.due)}.",
            probations.REVIEW,
            "on",
        )


def striking_says_why(moment: Moment) -> Iterator[Finding]:
    """:raises Refusal: a proposal to strike off without a reason"""
    if moment.value("proposal") != RECOGNIZE and not moment.data.get("why"):
        raise Refusal("Đề nghị xóa tên thì phải ghi lý do. Hãy ghi nhận xét của chi bộ.", field="why", code="no_reason")
    yield from ()


def decide(moment: Moment) -> str:
    """Recognition dated back, or the striking off, with the votes in the case and the decision."""
    case = moment.case
    considered = case.day_of("chi-bo") or moment.on
    result = case.value("class_result")
    event = decide_probation(
        person_in(case),
        recognized=case.value("proposal") == RECOGNIZE,
        admitted_on=case.value("admitted_on"),
        considered_on=considered,
        on=moment.on,
        because=moment.because,
        class_result="" if result == NOT_YET else result or "",
        class_number=case.value("class_number") or "",
        class_on=case.value("class_on"),
        helper=person_named(case.value("helper")),
        case=case.reference,
        rule_day=case.rule_day,
        by=Entrusted(moment.by, ENTRUSTED),
    )
    return f"event:{event.uid}"


CHECKS: Mapping[str, Check] = {
    "on_probation": on_probation, "class_done": class_done, "helper": introducing.helper, "late_review": late_review,
    "striking_says_why": striking_says_why, "decision_after_resolutions": decision_after_resolutions,
}  # fmt: skip
OUTCOMES: Mapping[str, Outcome] = {"decide": decide}
