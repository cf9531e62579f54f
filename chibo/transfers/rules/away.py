"""What a record of a member away must say, and when."""

from datetime import date

from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.transfers.vocabulary import AwayReason, Means, Regime


def clean_facts(*, place: str, country: str, reason: str, regime: str, note: str) -> dict[str, str]:
    """The facts tidied.

    :raises Refusal: no place, or a value that is not offered
    """
    place, country, note = tidy(place), tidy(country), tidy(note)
    if not place:
        raise Refusal("Cần ghi nơi đến. Hãy ghi xã, tỉnh hoặc thành phố nơi đảng viên ở.", field="place", code="place")
    for value, longest, field in ((place, 200, "place"), (country, 80, "country"), (note, 500, "note")):
        if len(value) > longest:
            raise Refusal(f"Nội dung quá dài. Hãy rút ngắn còn nhiều nhất {longest} ký tự.", field=field, code="long")
    if reason not in AwayReason.values:
        raise Refusal("Chưa chọn lý do đi xa. Hãy chọn một lý do trong danh sách.", field="reason", code="reason")
    if regime not in Regime.values:
        raise Refusal("Chưa chọn chế độ liên lạc. Hãy chọn một chế độ trong danh sách.", field="regime", code="regime")
    return {"place": place, "country": country, "reason": reason, "regime": regime, "note": note}


def check_days(since: date, until: date, expected_on: date | None) -> None:
    """:raises Refusal: back before having left, or expected back before that"""
    if until <= since:
        raise Refusal(f"Ngày về phải sau ngày đi {show_day(since)}. Hãy xem lại hai ngày.", field="until", code="order")
    if expected_on is not None and expected_on <= since:
        raise Refusal(
            f"Ngày dự kiến về phải sau ngày đi {show_day(since)}. Hãy xem lại hai ngày.",
            field="expected_on",
            code="order",
        )


def check_contact(on: date, since: date, until: date, today: date, means: str, by_whom: str) -> str:
    """The name of who was in touch, tidied.

    :raises Refusal: a day outside of the time away or not yet come, no means, nobody named
    """
    if on > today:
        raise Refusal(f"Ngày {show_day(on)} chưa đến. Hãy ghi ngày đã liên lạc thật.", field="on", code="not_yet")
    if not since <= on <= (until if until < FOREVER else today):
        raise Refusal(
            f"Ngày {show_day(on)} không nằm trong thời gian đi xa (từ {show_day(since)}). Hãy xem lại ngày.",
            field="on",
            code="order",
        )
    if means not in Means.values:
        raise Refusal("Chưa chọn hình thức liên lạc. Hãy chọn một hình thức.", field="means", code="means")
    name = tidy(by_whom)
    if not name or len(name) > 100:
        raise Refusal("Cần ghi ai đã liên lạc. Hãy ghi tên, nhiều nhất 100 ký tự.", field="by_whom", code="by_whom")
    return name
