"""When a cell may be said to have reviewed its members."""

from datetime import date

from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal


def check_round(*, year: int, on: date, today: date, is_cell: bool) -> None:
    """:raises Refusal: no cell, a day to come, or one that has nothing to do with the year"""
    if not is_cell:
        raise Refusal(
            f"Ngày {show_day(on)} tổ chức này không phải chi bộ đang hoạt động. Hãy chọn chi bộ khác hoặc ngày khác.",
            field="on",
            code="no_such_cell",
        )
    if on > today:
        raise Refusal(f"Ngày {show_day(on)} chưa đến. Hãy ghi ngày chi bộ đã rà soát.", field="on", code="not_yet")
    if on.year not in (year, year + 1):
        raise Refusal(
            f"Ngày {show_day(on)} không thuộc năm {year} hay năm sau đó. Hãy xem lại năm và ngày.",
            field="on",
            code="year",
        )
