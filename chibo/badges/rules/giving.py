"""When a badge may be proposed, decided, handed over."""

from datetime import date

from chibo.badges.rules.age import PartyAge
from chibo.badges.rules.days import DAYS, award_days, early_months, milestones, posthumous_months
from chibo.badges.vocabulary import BadgeKind
from chibo.kernel.days import add_months, show_day
from chibo.kernel.refusal import Question, Refusal
from chibo.rulebook import queries as rulebook


def check_milestone(years: int, award_day: date) -> None:
    """:raises Refusal: no badge of so many years on that day"""
    known = milestones(award_day)
    if years not in known:
        told = ", ".join(str(one) for one in known)
        raise Refusal(
            f"Đợt {show_day(award_day)} không có Huy hiệu {years} năm tuổi Đảng. Hãy chọn một trong các mốc: {told}.",
            field="years",
            code="milestone",
            rule="badge.years",
        )


FAR = 24
"""Months ahead for which a badge may be proposed."""


def check_near(award_day: date, on: date) -> None:
    """:raises Refusal: an award day that is far away"""
    if award_day > add_months(on, FAR):
        raise Refusal(
            f"Đợt {show_day(award_day)} còn xa. Hãy chọn một đợt trong vòng {FAR // 12} năm tới.",
            field="award_day",
            code="far",
        )


def check_day(award_day: date, *, confirmed: bool) -> None:
    """:raises Question: no award day of the year, unless confirmed"""
    if award_day in award_days(award_day.year) or confirmed:
        return
    told = ", ".join(show_day(one) for one in award_days(award_day.year))
    ruling = rulebook.value(DAYS, on=award_day)
    raise Question(
        f"Ngày {show_day(award_day)} không phải đợt trao tặng ({told}; {ruling.cite}). Dịp khác do ban thường vụ cấp ủy cấp tỉnh "
        "quyết định; hãy xác nhận nếu đã có ý kiến.",
        field="award_day",
        code="award_day",
        rule=DAYS,
    )


def check_age(
    name: str,
    age: PartyAge,
    *,
    years: int,
    kind: str,
    award_day: date,
    died_on: date | None,
    reason: str,
    confirmed: bool,
) -> None:
    """Whether the years are complete, or near enough for the kind.

    :raises Refusal: not on record, a probationer, a kind that does not fit; no reason for an early one
    :raises Question: further away than the rule allows, unless confirmed
    """
    complete = age.complete_on(years)
    if complete is None:
        raise Refusal(
            f"Chưa ghi ngày vào Đảng của đồng chí {name}. Hãy bổ sung hồ sơ trước.", field="person", code="no_party_age"
        )
    if not age.counts:
        raise Refusal(
            f"Đồng chí {name} là đảng viên dự bị, chưa được tính tuổi Đảng.", field="person", code="probationary"
        )
    if (kind == BadgeKind.POSTHUMOUS) != (died_on is not None):
        words = "đã từ trần; hãy chọn Truy tặng" if died_on else "chưa được ghi là từ trần; hãy chọn hình thức khác"
        raise Refusal(f"Đồng chí {name} {words}.", field="kind", code="kind")
    if kind == BadgeKind.EARLY and not reason.strip():
        raise Refusal("Tặng sớm phải có lý do. Hãy ghi tình trạng bệnh nặng.", field="reason", code="reason")
    if kind == BadgeKind.REGULAR and complete > award_day:
        raise Refusal(
            f"Đồng chí {name} đủ {years} năm tuổi Đảng ngày {show_day(complete)}, sau đợt {show_day(award_day)}. Hãy chọn đợt "
            "sau; bệnh nặng thì chọn Tặng sớm.",
            field="award_day",
            code="too_early",
        )
    if kind == BadgeKind.REGULAR:
        return
    months, ruling = posthumous_months(award_day) if died_on else early_months(years, award_day)
    limit = add_months(died_on or award_day, months)
    if complete > limit and ruling.may_block:
        raise Refusal(
            _too_far(name, years, complete, months, ruling.cite), field="years", code="too_early", rule=ruling.key
        )
    if complete > limit and not confirmed:
        raise Question(
            f"{_too_far(name, years, complete, months, ruling.cite)} Hãy xem lại, hoặc xác nhận để vẫn đề nghị.",
            field="years",
            code="too_early",
            rule=ruling.key,
        )


def _too_far(name: str, years: int, complete: date, months: int, cite: str) -> str:
    return f"Đồng chí {name} đủ {years} năm tuổi Đảng ngày {show_day(complete)}; chỉ xét sớm không quá {months} tháng ({cite})."
