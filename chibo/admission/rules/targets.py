"""What a target may be."""

from datetime import date

from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy

FIRST_YEAR, LAST_YEAR, MOST = 1930, 2100, 10_000


def check(*, year: int, number: int, on: date) -> None:
    """:raises Refusal: a year outside the calendar kept, a number that cannot be, or a day long after the year"""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(f"Năm {year} ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}. Hãy xem lại năm.", field="year", code="year")
    if not 0 <= number <= MOST:
        raise Refusal("Chỉ tiêu là số từ 0 đến 10.000. Hãy xem lại số.", field="number", code="number")
    if not year - 2 <= on.year <= year + 1:
        raise Refusal(
            f"Chỉ tiêu năm {year} không thể giao ngày {show_day(on)}. Hãy xem lại năm hoặc ngày.", field="on", code="on"
        )


def check_change(*, before: int, number: int, since: date, on: date, reason: str) -> str:
    """The reason, tidied.

    :raises Refusal: nothing changes, before the version that stands, or no reason
    """
    reason = tidy(reason)[:500]
    if before == number:
        raise Refusal(
            f"Chỉ tiêu đã là {number}. Hãy nhập số khác, hoặc bỏ qua tổ chức này.", field="number", code="same"
        )
    if on < since:
        raise Refusal(
            f"Chỉ tiêu hiện tại được giao ngày {show_day(since)}; điều chỉnh phải từ ngày đó trở đi. Hãy xem lại ngày.",
            field="on",
            code="order",
        )
    if not reason:
        raise Refusal("Hãy ghi lý do điều chỉnh chỉ tiêu.", field="reason", code="reason")
    return reason
