"""Kết nạp: what its steps check, which it needs, and the entry on the roll it ends in."""

from collections.abc import Iterator, Mapping
from datetime import date

from chibo.admission import rules
from chibo.admission.actions.admitting import admit
from chibo.admission.procedures import introducing
from chibo.admission.procedures.subjects import prospect_in
from chibo.admission.rules import kinds
from chibo.admission.rules.source import CLASS_VALIDITY
from chibo.admission.vocabulary import USUAL, Schooling, SpecialKind
from chibo.decisions.models import Decision
from chibo.kernel.days import Precision, add_months, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Entrusted
from chibo.members import queries as members
from chibo.members.queries.departures import WAITING, departure_of
from chibo.members.queries.subjects import person_named
from chibo.members.rules import capabilities
from chibo.procedures.rules.handlers import Check, Condition, Finding, Moment, Outcome
from chibo.rulebook import calendar
from chibo.rulebook import queries as rulebook

AFTER_CRIME = "readmission.months_after_crime"
EDUCATION, CEREMONY = "admission.education.min", "admission.ceremony.working_days"
PROVINCE = frozenset({SpecialKind.READMISSION, SpecialKind.OVER_AGE})
"""Kinds that need the consent of the province; the others need that of the level above."""
CONSENTS = {"dong-y": "admission.consent.special", "dong-y-tinh": "readmission.consent"}
ENTRUSTED = frozenset({capabilities.WRITE, rules.WRITE})
"""What the ceremony writes: the roll and what is on record about the admission."""


def in_source(moment: Moment) -> Iterator[Finding]:
    """:raises Refusal: no longer in the source, or a member meanwhile"""
    prospect = prospect_in(moment.case)
    if not prospect.is_listed:
        raise Refusal(
            f"{prospect.full_name} không còn trong nguồn ({prospect.get_state_display().lower()}). Hãy rút hồ sơ này.",
            code="not_listed",
        )
    if moment.on < prospect.listed_on:
        raise Refusal(
            f"{prospect.full_name} được đưa vào nguồn ngày {show_day(prospect.listed_on)}. Hãy chọn ngày từ đó trở đi.",
            field="on",
            code="before_listing",
        )
    person = prospect.person
    if person is not None and members.cell_on(person, on=moment.on) is not None:
        raise Refusal(
            f"Đồng chí {person.full_name} đang là đảng viên trong danh sách. Hãy rút hồ sơ này.", code="is_member"
        )
    yield from ()


def kind_fits(moment: Moment) -> Iterator[Finding]:
    """The kind chosen against the record.

    :raises Refusal: kết nạp lại of one who never was a member, or the other way round
    """
    prospect, chosen = prospect_in(moment.case), chosen_kinds(moment)
    once = prospect.person is not None and prospect.person.stays.exists()
    if once and SpecialKind.READMISSION not in chosen:
        raise Refusal(
            f"Đồng chí {prospect.full_name} đã từng là đảng viên. Hãy chọn trường hợp “Kết nạp lại”.",
            field="kind",
            code="was_member",
        )
    if SpecialKind.READMISSION in chosen and not once:
        raise Refusal(
            f"Chưa có hồ sơ đảng viên trước đây của {prospect.full_name}. Hãy nối hồ sơ (nhập số CCCD ở trang nguồn), hoặc "
            "chọn trường hợp khác.",
            field="kind",
            code="never_member",
        )
    for kind in kinds.suggested(prospect, on=moment.on):
        if kind not in chosen:
            label = SpecialKind(kind).label.lower()
            yield Finding(f"Trang nguồn cho thấy đây là trường hợp {label}, hồ sơ chưa ghi như vậy.", field="kind")


def chosen_kinds(moment: Moment) -> frozenset[str]:
    """The special kinds said when the case was opened."""
    return frozenset({moment.value("kind"), moment.value("other_kind")} - {None, "", USUAL})


def age(moment: Moment) -> Iterator[Finding]:
    """Old enough, and not too old, by month on the day."""
    prospect = prospect_in(moment.case)
    born, on = prospect.born_on, moment.on
    if prospect.born_precision != Precision.DAY:
        yield Finding(
            f"Mới biết {show_day(born, prospect.born_precision)} là "
            f"{'năm' if prospect.born_precision == Precision.YEAR else 'tháng'} sinh; chưa tính được tuổi theo tháng.",
            kinds.AGE_MIN if kinds.is_under_age(born, on) else "",
        )
        return
    least, most = rulebook.value(kinds.AGE_MIN, on=on), rulebook.value(kinds.AGE_MAX, on=on)
    years, months = divmod(max(kinds.months_old(born, on), 0), 12)
    told = f"{prospect.full_name} sinh {show_day(born)}, ngày {show_day(on)} mới {years} tuổi {months} tháng"
    if kinds.is_under_age(born, on):
        yield Finding(f"{told}; chưa đủ {least.text}.", kinds.AGE_MIN, "on")
    elif kinds.lacks_days(born, on):
        yield Finding(
            f"{prospect.full_name} đủ {least.text} tính theo tháng, nhưng chưa đến ngày sinh {show_day(born)}."
        )
    if kinds.is_over_age(born, on) and SpecialKind.OVER_AGE not in chosen_kinds(moment):
        yield Finding(
            f"{prospect.full_name} đã quá {most.text} tính theo tháng; hồ sơ phải mở theo trường hợp quá tuổi.",
            kinds.AGE_MAX,
            "on",
        )


def education(moment: Moment) -> Iterator[Finding]:
    """General education, as far as it is on record."""
    prospect = prospect_in(moment.case)
    if prospect.schooling == Schooling.BELOW:
        yield Finding(f"{prospect.full_name} chưa hoàn thành trung học cơ sở.", EDUCATION)
    elif prospect.schooling == Schooling.NONE:
        yield Finding(f"Trang nguồn chưa ghi học vấn phổ thông của {prospect.full_name}.", EDUCATION)


def certificate(moment: Moment) -> Iterator[Finding]:
    """The class certificate, in force on the day."""
    prospect = prospect_in(moment.case)
    held = [one for one in prospect.certificates.order_by("-expires_on", "-pk") if one.issued_on <= moment.on]
    if not held:
        yield Finding(f"Chưa ghi giấy chứng nhận lớp nhận thức về Đảng của {prospect.full_name}.", CLASS_VALIDITY)
    elif not held[0].is_valid(moment.on):
        yield Finding(
            f"Giấy chứng nhận số {held[0].number} hết hạn ngày {show_day(held[0].expires_on)}, trước ngày {show_day(moment.on)}.",
            CLASS_VALIDITY,
            "on",
        )


def readmission(moment: Moment) -> Iterator[Finding]:
    """Kết nạp lại: the waiting time, and whether the way out of the Party lets anybody back."""
    prospect = prospect_in(moment.case)
    if prospect.person is None or (left := departure_of(prospect.person, on=moment.on)) is None:
        return
    if left.excluded is not None:
        yield Finding(f"{prospect.full_name} đã ra khỏi Đảng vì {left.how}.", left.excluded.key)
    if left.waits_until is not None and moment.on < left.waits_until:
        yield Finding(
            f"{prospect.full_name} ra khỏi Đảng ngày {show_day(left.event.on)}; chưa đủ {left.waiting.text} "
            f"(từ {show_day(left.waits_until)}).",
            WAITING,
            "on",
        )


def cleared(moment: Moment) -> Iterator[Finding]:
    """Kết nạp lại of somebody who had been convicted: the waiting time from the day the conviction was cleared.

    :raises Refusal: a day to come
    """
    day, waiting = moment.value("cleared_on"), rulebook.value(AFTER_CRIME, on=moment.on)
    if day is None:
        return
    if day > moment.on:
        raise Refusal(
            f"Ngày được xóa án tích ({show_day(day)}) sau ngày làm bước này. Hãy xem lại.",
            field="cleared_on",
            code="cleared_later",
        )
    if waiting.is_on_record and moment.on < (until := add_months(day, int(waiting.value))):
        name = prospect_in(moment.case).full_name
        yield Finding(
            f"{name} chưa đủ {waiting.text} từ khi được xóa án tích (từ {show_day(until)}).", AFTER_CRIME, "cleared_on"
        )


def paper_not_later(moment: Moment) -> Iterator[Finding]:
    """:raises Refusal: a paper of a later day than the step"""
    _not_later(moment.because, moment.on)
    yield from ()


def decision_after_resolutions(moment: Moment) -> Iterator[Finding]:
    """:raises Refusal: the decision is of a day before a resolution or consent it rests on, or after the step"""
    _not_later(moment.because, moment.on)
    for step, title in {"chi-bo": "nghị quyết của chi bộ", "co-so": "nghị quyết của đảng ủy cơ sở"}.items():
        _not_before(moment.because, moment.case.day_of(step), title)
    for step in CONSENTS:
        act = moment.case.act_of(step)
        if act is not None and act.decision is not None:
            _not_before(moment.because, act.decision.issued_on, "văn bản đồng ý")
    yield from ()


def _not_later(decision: Decision | None, on: date) -> None:
    if decision is not None and decision.issued_on > on:
        raise Refusal(
            f"Văn bản ký ngày {show_day(decision.issued_on)}, sau ngày của bước này ({show_day(on)}). Hãy xem lại hai ngày.",
            field="on",
            code="decision_later",
        )


def _not_before(decision: Decision | None, day: date | None, title: str) -> None:
    if decision is not None and day is not None and decision.issued_on < day:
        raise Refusal(
            f"Quyết định ký ngày {show_day(decision.issued_on)}, trước {title} ngày {show_day(day)}. Hãy xem lại ngày ký.",
            field="issued_on",
            code="decision_before_resolution",
        )


def consent_given(moment: Moment) -> Iterator[Finding]:
    """The consent that a special kind needs, where its step was passed over."""
    for step, needed in (("dong-y", needs_consent_above), ("dong-y-tinh", needs_consent_province)):
        if needed(moment) and moment.case.act_of(step) is None:
            yield Finding("Chưa có văn bản đồng ý cho trường hợp đặc biệt.", CONSENTS[step])


def late_ceremony(moment: Moment) -> Iterator[Finding]:
    """The ceremony within the working days of the rule; not before the decision.

    :raises Refusal: before the decision
    """
    act = moment.case.act_of("quyet-dinh")
    decided = act.decision.issued_on if act is not None and act.decision is not None else None
    if decided is None:
        return
    if moment.on < decided:
        raise Refusal(
            f"Lễ kết nạp ngày {show_day(moment.on)} trước quyết định kết nạp ngày {show_day(decided)}. Hãy xem lại ngày.",
            field="on",
            code="before_decision",
        )
    ruling = rulebook.value(CEREMONY, on=moment.case.rule_day)
    if ruling.is_on_record and moment.on > (last := calendar.add_working_days(decided, int(ruling.value))):
        yield Finding(f"Lễ kết nạp sau hạn {show_day(last)} ({ruling.text} từ ngày quyết định).", CEREMONY, "on")


def needs_consent_above(moment: Moment) -> bool:
    """Whether the level above must agree first."""
    return bool(chosen_kinds(moment) - PROVINCE)


def needs_consent_province(moment: Moment) -> bool:
    """Whether the province must agree first."""
    return bool(chosen_kinds(moment) & PROVINCE)


def take_in(moment: Moment) -> str:
    """Kết nạp on the day of the ceremony: the person is registered, stands on the roll, has a helper."""
    act = moment.case.act_of("quyet-dinh")
    consents = [one.decision for step in CONSENTS if (one := moment.case.act_of(step)) is not None]
    event = admit(
        prospect_in(moment.case),
        cell=moment.case.unit,
        on=moment.on,
        because=act.decision if act is not None else None,
        kinds=sorted(chosen_kinds(moment)),
        consent=consents[-1] if consents else None,
        helper=person_named(moment.value("helper")),
        case=moment.case.reference,
        by=Entrusted(moment.by, ENTRUSTED),
    )
    return f"event:{event.uid}"


CHECKS: Mapping[str, Check] = {
    "in_source": in_source, "kind_fits": kind_fits, "age": age, "education": education, "certificate": certificate,
    "readmission": readmission, "cleared": cleared, "introducers": introducing.introducers,
    "introducers_still": introducing.introducers_still, "union_paper": introducing.union_paper,
    "paper_not_later": paper_not_later, "consent_given": consent_given,
    "decision_after_resolutions": decision_after_resolutions, "helper": introducing.helper, "late_ceremony": late_ceremony,
}  # fmt: skip
CONDITIONS: Mapping[str, Condition] = {
    "needs_consent_above": needs_consent_above, "needs_consent_province": needs_consent_province,
}  # fmt: skip
OUTCOMES: Mapping[str, Outcome] = {"admit": take_in}
