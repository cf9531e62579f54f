"""What is allowed about fees, and the sentences that refuse."""

from collections.abc import Sequence
from datetime import date

from chibo.fees.rules import money
from chibo.fees.rules.reckoning import needs
from chibo.fees.vocabulary import EXEMPTIONS, UNASKED, BasisKind, Region, ReliefReason, Way, months
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.rulebook.queries import Ruling

LONGEST = 300
AHEAD = 24
"""Months that may be paid ahead."""
LONG_AHEAD = 120
"""Months ahead in which a relief may end."""
EARLIEST = date(1930, 2, 1)
"""No dues are older than the Party."""


def must_be_amount(amount: int, *, field: str = "amount", low: int = 0) -> int:
    """:raises Refusal: not a whole amount between the bounds"""
    if isinstance(amount, bool) or not isinstance(amount, int) or not low <= amount <= money.MOST:
        raise Refusal(
            f"Số tiền phải là số nguyên đồng từ {money.show(low)} đến {money.show(money.MOST)}. Hãy xem lại.",
            field=field,
            code="amount",
        )
    return amount


def must_have_reason(reason: str, *, field: str = "reason") -> str:
    """:raises Refusal: none was given, or it is too long"""
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal("Cần ghi lý do. Hãy viết ngắn gọn vì sao.", field=field, code="reason")
    if len(reason) > LONGEST:
        raise Refusal(f"Lý do quá dài. Hãy viết gọn trong {LONGEST} ký tự.", field=field, code="too_long")
    return reason


def must_be_month(month: date, *, field: str = months.PARAMETER) -> date:
    """:raises Refusal: not the first day of a month, or one before there was a Party"""
    if month.day != 1 or month < EARLIEST:
        raise Refusal("Tháng không hợp lệ. Hãy ghi tháng như 11/2026.", field=field, code="month")
    return month


def must_not_be_far(month: date, on: date, *, field: str, ahead: int = AHEAD) -> date:
    """:raises Refusal: too many months ahead of the day"""
    if months.serial(month) > months.serial(on) + ahead:
        raise Refusal(
            f"Tháng {months.show(month)} còn xa. Hãy chọn tháng trong vòng {ahead // 12} năm tới.",
            field=field,
            code="far",
        )
    return month


def check_basis(kind: str, amount: int, region: str) -> None:
    """:raises Refusal: no such kind or region, an amount that cannot be, a kind without what it is reckoned on"""
    if kind not in BasisKind.values:
        raise Refusal("Diện đóng không có trong danh mục. Hãy chọn lại.", field="kind", code="kind")
    by_amount, by_region = needs(kind)
    must_be_amount(amount)
    if amount and not by_amount:
        raise Refusal(
            "Diện này không tính trên số tiền riêng của đảng viên. Hãy để trống số tiền, hoặc chọn diện khác.",
            field="amount",
            code="amount_not_used",
        )
    if by_region and (region not in Region.values or not region):
        raise Refusal("Hãy chọn vùng lương tối thiểu (I, II, III hoặc IV).", field="region", code="region")
    if region and not by_region:
        raise Refusal(
            "Diện này không tính theo vùng. Hãy để trống vùng, hoặc chọn diện khác.", field="region", code="region"
        )


def check_relief(
    reason: str, percent: int, since: date, until: date, *, percents: Ruling, longest: Ruling, allowed: Ruling
) -> list[str]:
    """What a relief has against it that only warns.

    :raises Refusal: what a confirmed rule does not allow, or what cannot be
    """
    if reason not in ReliefReason.values or reason in (ReliefReason.NONE, ReliefReason.PARTY_AGE):
        raise Refusal(
            "Hãy chọn lý do miễn, giảm. Đủ 50 năm tuổi Đảng thì Chibo tự tính, không cần ghi.",
            field="reason",
            code="reason",
        )
    if until <= since:
        raise Refusal("Tháng cuối đang trước tháng đầu. Hãy xem lại hai tháng.", field="last", code="period")
    if reason in UNASKED or reason in EXEMPTIONS:
        if percent != 100:
            raise Refusal("Lý do này là miễn hoặc không thu, không có mức giảm.", field="percent", code="percent")
        if reason in EXEMPTIONS and allowed.is_on_record and reason not in allowed.value:
            return _told(allowed, f"Lý do không nằm trong quy định: {allowed.text}.", "reason")
        return []
    told = []
    if not percents.is_on_record:
        told.append("Chưa có quy định trong sổ về mức giảm của thời gian này.")
    elif percent not in percents.value:
        told += _told(percents, f"Mức giảm phải là một trong: {percents.text}.", "percent")
    span = months.serial(until) - months.serial(since)
    if longest.is_on_record and span > int(longest.value):
        told += _told(longest, f"Mỗi lần giảm không quá {longest.text}; đang ghi {span} tháng.", "last")
    return told


def _told(ruling: Ruling, sentence: str, field: str) -> list[str]:
    sentence = f"{sentence} Căn cứ: {ruling.cite}."
    if ruling.may_block:
        raise Refusal(f"{sentence} Hãy sửa lại.", field=field, code="rule", rule=ruling.key)
    return [sentence]


def must_be_two(approver: object, collector: object, *, field: str = "collector") -> None:
    """:raises Refusal: one person does both"""
    if approver is None or collector is None:
        raise Refusal(
            "Cần có người chỉ đạo, duyệt thu và người trực tiếp thu. Hãy chọn đủ hai đồng chí.",
            field=field,
            code="two_people",
            rule="fee.two_people",
        )
    if approver == collector:
        raise Refusal(
            "Người duyệt và người thu phải là hai đồng chí khác nhau. Hãy chọn lại một trong hai.",
            field=field,
            code="two_people",
            rule="fee.two_people",
        )


def must_be_another(reference: str, first: str, *, what: str) -> None:
    """:raises Refusal: the one who does the second step did the first"""
    if reference == first and not reference.startswith("system:"):
        raise Refusal(
            f"Đồng chí đã {what}, nên người khác phải làm bước này. Hãy nhờ đồng chí được giao quyền duyệt.",
            code="two_people",
            rule="fee.two_people",
            status=409,
        )


def check_receipt_day(day: date, today: date, *, way: str) -> None:
    """:raises Refusal: in the future, or by no known way"""
    if day > today:
        raise Refusal(
            f"Ngày thu {show_day(day)} còn ở phía trước. Hãy ghi ngày đã thu tiền.", field="on", code="future"
        )
    if way not in Way.values:
        raise Refusal("Hình thức thu không có trong danh mục. Hãy chọn lại.", field="way", code="way")


def must_be_lines(lines: Sequence[object]) -> None:
    """:raises Refusal: nothing to write down"""
    if not lines:
        raise Refusal("Chưa đánh dấu đồng chí nào đã nộp. Hãy đánh dấu rồi lưu.", code="no_lines")


def check_share(share: object, ruling: Ruling, grounds: str) -> None:
    """:raises Refusal: the share is not that of a sure rule and nothing says why"""
    if not 0 <= share <= 100:
        raise Refusal("Tỷ lệ giữ lại từ 0 đến 100%. Hãy xem lại.", field="share", code="share")
    same = ruling.is_on_record and share == ruling.value
    if not grounds and not same:
        rule = f"Sổ quy định ghi {ruling.text} ({ruling.cite})" if ruling.is_on_record else "Sổ chưa có quy định"
        raise Refusal(
            f"{rule}. Nếu áp dụng tỷ lệ khác, hãy ghi căn cứ (văn bản của cấp ủy cấp trên).",
            field="grounds",
            code="grounds",
            rule=ruling.key,
        )
