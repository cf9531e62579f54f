"""What the record of somebody in the source may say."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from chibo.admission.vocabulary import Introducer, LeftReason, Schooling
from chibo.kernel.days import FOREVER, Precision, add_months, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.members.rules.person import check_birth, clean_name, clean_national_id
from chibo.members.vocabulary import ATTRIBUTE_LABELS
from chibo.rulebook import queries as rulebook

CLASS_VALIDITY = "admission.class_validity.months"
TEXTS = {"residence": 400, "workplace": 200, "introducer_name": 200, "note": 500}
CHOICES = ("sex", "ethnicity", "religion", "occupation", "qualification")
LABELS = {
    "full_name": "Họ và tên",
    "born_on": "Ngày sinh",
    "residence": "Nơi ở",
    "workplace": "Nơi làm việc, học tập",
    "introducer_name": "Tên tổ chức giới thiệu",
    "note": "Ghi chú",
}


@dataclass(frozen=True)
class Facts:
    """What is held on record about somebody in the source, without the personal number."""

    full_name: str
    born_on: date
    listed_on: date
    introduced_by: str
    born_precision: str = Precision.DAY
    sex: str = ""
    ethnicity: str = ""
    religion: str = ""
    occupation: str = ""
    qualification: str = ""
    schooling: str = ""
    residence: str = ""
    workplace: str = ""
    in_youth_union: bool = False
    broke_population_policy: bool = False
    introducer_name: str = ""
    note: str = ""


def facts(*, today: date, **given: Any) -> Facts:
    """The same, tidied.

    :raises Refusal: a value is not possible, or a text is too long
    """
    found = {name: given[name] for name in (f.name for f in fields(Facts)) if name in given}
    found["full_name"] = clean_name(found["full_name"])
    check_birth(found["born_on"], today=today)
    if found["listed_on"] > today:
        raise Refusal(
            f"Ngày đưa vào nguồn {show_day(found['listed_on'])} chưa đến. Hãy ghi ngày không sau hôm nay.",
            field="listed_on",
            code="future",
        )
    if found["listed_on"] <= found["born_on"]:
        raise Refusal(
            "Ngày đưa vào nguồn không sau ngày sinh. Hãy xem lại hai ngày này.", field="listed_on", code="order"
        )
    for name in CHOICES:
        if (value := found.get(name, "")) and value not in ATTRIBUTE_LABELS[name]:
            raise _unknown(name)
    if found["introduced_by"] not in Introducer.values:
        raise _unknown("introduced_by")
    if found.get("schooling", "") not in Schooling.values:
        raise _unknown("schooling")
    for name, longest in TEXTS.items():
        found[name] = tidy(found.get(name, ""))
        if len(found[name]) > longest:
            raise Refusal(f"{LABELS[name]} dài quá {longest} ký tự. Hãy viết gọn lại.", field=name, code="too_long")
    return Facts(**found)


def number(text: str) -> str:
    """The personal number, as of members."""
    return clean_national_id(text)


def _unknown(field: str) -> Refusal:
    return Refusal("Giá trị này không có trong danh mục. Hãy chọn lại trong danh mục.", field=field, code="value")


def expiry(issued_on: date) -> date:
    """The last day of a certificate by the rule in force when it was issued; open where there is no rule on record."""
    ruling = rulebook.value(CLASS_VALIDITY, on=issued_on)
    return add_months(issued_on, int(ruling.value)) if ruling.is_on_record else FOREVER


def check_certificate(*, number: str, issued_on: date, issuer: str, born_on: date, today: date) -> tuple[str, str]:
    """Number and issuer, tidied.

    :raises Refusal: no number, too long, or a day that cannot be
    """
    number, issuer = tidy(number), tidy(issuer)
    if not number or len(number) > 60:
        raise Refusal("Hãy nhập số giấy chứng nhận, nhiều nhất 60 ký tự.", field="number", code="number")
    if len(issuer) > 200:
        raise Refusal("Nơi cấp dài quá 200 ký tự. Hãy viết gọn lại.", field="issuer", code="too_long")
    if issued_on > today:
        raise Refusal(f"Ngày cấp {show_day(issued_on)} chưa đến. Hãy xem lại ngày.", field="issued_on", code="future")
    if issued_on <= born_on:
        raise Refusal("Ngày cấp không sau ngày sinh. Hãy xem lại ngày.", field="issued_on", code="order")
    return number, issuer


def must_be_listed(name: str, is_listed: bool) -> None:
    """:raises Refusal: no longer in the source"""
    if not is_listed:
        raise Refusal(
            f"Đồng chí {name} không còn trong nguồn. Hãy mở lại trang của đồng chí ấy để xem đã kết nạp hay đã ra khỏi nguồn.",
            code="not_listed",
            status=409,
        )


def check_leaving(*, reason: str, note: str, on: date, listed_on: date, today: date) -> str:
    """The note, tidied.

    :raises Refusal: no reason, none in words where it is another one, or a day before listing or not yet come
    """
    note = tidy(note)
    if reason not in LeftReason.values or not reason:
        raise Refusal("Hãy chọn lý do đưa ra khỏi nguồn.", field="left_reason", code="reason")
    if reason == LeftReason.OTHER and not note:
        raise Refusal("Lý do khác cần ghi bằng lời. Hãy viết ngắn gọn vì sao.", field="note", code="note")
    if len(note) > TEXTS["note"]:
        raise Refusal("Ghi chú dài quá 500 ký tự. Hãy viết gọn lại.", field="note", code="too_long")
    if not listed_on <= on <= today:
        raise Refusal(
            f"Ngày {show_day(on)} không nằm giữa ngày đưa vào nguồn ({show_day(listed_on)}) và hôm nay. Hãy xem lại ngày.",
            field="on",
            code="order",
        )
    return note
