"""When a file may be handed over, received, lent; what must be said."""

from datetime import date

from chibo.files import rules as files
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy


def must_have_come(on: date, *, today: date, what: str, field: str = "on") -> None:
    """:raises Refusal: a day to come"""
    if on > today:
        raise Refusal(f"Ngày {what} chưa đến. Hãy nhập ngày đã thực hiện.", field=field, code="future")


def must_follow(on: date, first: date, *, what: str, before: str, field: str = "on") -> None:
    """:raises Refusal: the day lies before the one it follows"""
    if on < first:
        raise Refusal(
            f"Ngày {what} không thể trước ngày {before} ({show_day(first)}). Hãy xem lại ngày.",
            field=field,
            code="order",
        )


def must_say(text: str, *, field: str, what: str, longest: int) -> str:
    """The text, tidied.

    :raises Refusal: nothing said, too long, a secrecy marking
    """
    said = may_say(text, field=field, longest=longest)
    if not said:
        raise Refusal(f"Chưa ghi {what}. Hãy ghi rồi lưu lại.", field=field, code="empty")
    return said


def may_say(text: str, *, field: str, longest: int) -> str:
    """As :func:`must_say`; nothing is taken too."""
    said = tidy(text or "")
    if len(said) > longest:
        raise Refusal(f"Nội dung dài quá {longest} ký tự. Hãy rút gọn.", field=field, code="too_long")
    files.refuse_if_classified(said, field=field)
    return said


def must_have_reason(reason: str) -> str:
    """:raises Refusal: no reason"""
    return must_say(reason, field="reason", what="lý do", longest=300)
