"""What a person's record may hold."""

import re
from datetime import date

from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.members.vocabulary import ATTRIBUTE_LABELS, ATTRIBUTES, LONGEST_VALUE

_NAME = re.compile(r"[^\W\d_]+(?:['’\-. ][^\W\d_]+)*\.?", re.UNICODE)


def clean_name(text: str) -> str:
    """A full name: two syllables or more, letters only, at most 100 characters.

    :raises Refusal: it is not
    """
    name = tidy(text)
    if len(name) > 100:
        raise Refusal("Họ và tên dài quá 100 ký tự. Hãy rút gọn.", field="full_name", code="too_long")
    if " " not in name or not _NAME.fullmatch(name):
        raise Refusal(
            "Họ và tên cần có ít nhất hai tiếng và chỉ gồm chữ cái. Hãy nhập như “Nguyễn Văn An”.",
            field="full_name",
            code="name",
        )
    return name


def clean_national_id(text: str) -> str:
    """The personal number: 12 digits, kept as text; empty when none is given.

    :raises Refusal: it is not
    """
    if len(text) == 12 and text.isascii() and text.isdigit():
        return text
    number = tidy(text).replace(" ", "")
    if number and not re.fullmatch(r"[0-9]{12}", number):
        raise Refusal(
            "Số định danh cá nhân (CCCD) gồm đúng 12 chữ số. Hãy xem lại, kể cả số 0 ở đầu.",
            field="national_id",
            code="national_id",
        )
    return number


def clean_card(text: str) -> str:
    """The number of the membership card: 12 digits, or 8 of the older cards; empty when none is given.

    :raises Refusal: it is not
    """
    if len(text) == 12 and text.isascii() and text.isdigit():
        return text
    number = tidy(text).replace(" ", "").replace(".", "")
    if number and not re.fullmatch(r"[0-9]{12}|[0-9]{8}", number):
        raise Refusal(
            "Số thẻ đảng viên gồm 12 chữ số (thẻ cũ 8 chữ số). Hãy xem lại, kể cả số 0 ở đầu.",
            field="card",
            code="card",
        )
    return number


def clean_old_number(text: str, *, field: str) -> str:
    """A number of an older card or identity card: up to 20 digits and letters, kept as text.

    :raises Refusal: it is not
    """
    number = tidy(text).replace(" ", "").replace(".", "")
    if number and not re.fullmatch(r"[0-9A-Za-z/\-]{1,20}", number):
        raise Refusal(
            "Số giấy tờ cũ gồm nhiều nhất 20 chữ số, chữ cái. Hãy xem lại số này.", field=field, code="old_number"
        )
    return number


def clean_value(name: str, value: str) -> str:
    """A value of an attribute, by code; free text where the attribute has no list.

    :raises Refusal: unknown attribute or value
    """
    if name not in ATTRIBUTES:
        raise Refusal("Không có loại thông tin này. Hãy chọn một mục trong danh sách.", field="name", code="attribute")
    title, values = ATTRIBUTES[name]
    value = tidy(value)
    if values is None:
        if len(value) > LONGEST_VALUE:
            raise Refusal(f"{title} dài quá {LONGEST_VALUE} ký tự. Hãy rút gọn.", field="value", code="too_long")
        return value
    if value not in ATTRIBUTE_LABELS[name]:
        raise Refusal(
            f"“{value[:40]}” không có trong danh mục {title.lower()}. Hãy chọn một giá trị trong danh mục.",
            field="value",
            code="value",
        )
    return value


def check_birth(born_on: date, *, today: date) -> None:
    """:raises Refusal: born in the future, or more than 120 years ago"""
    if born_on > today or born_on.year < today.year - 120:
        raise Refusal(
            f"Ngày sinh {show_day(born_on)} không hợp lý. Hãy xem lại năm sinh.", field="born_on", code="birth"
        )
