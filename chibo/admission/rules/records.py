"""What may be put on record about an admission."""

from datetime import date

from chibo.admission.vocabulary import ClassResult, SpecialKind
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.members.models import MemberEvent
from chibo.members.vocabulary import Cause, EventState


def check_fact(event: MemberEvent, kind: str, note: str) -> str:
    """The note, tidied.

    :raises Refusal: no admission in force, an unknown kind, or kết nạp lại said of a first admission
    """
    if event.cause not in (Cause.ADMISSION, Cause.READMISSION) or event.state != EventState.STANDING:
        raise Refusal(
            "Chỉ ghi được cho lần kết nạp đang có hiệu lực. Hãy chọn lại lần kết nạp.",
            field="event",
            code="no_admission",
        )
    if kind not in SpecialKind.values:
        raise Refusal("Không có trường hợp này trong danh mục. Hãy chọn lại.", field="kind", code="kind")
    if kind == SpecialKind.READMISSION and event.cause != Cause.READMISSION:
        raise Refusal(
            "Đây là lần kết nạp đầu tiên, không phải kết nạp lại. Hãy chọn trường hợp khác.", field="kind", code="first"
        )
    note = tidy(note)
    if len(note) > 500:
        raise Refusal("Ghi chú dài quá 500 ký tự. Hãy viết gọn lại.", field="note", code="too_long")
    return note


def check_class(event: MemberEvent, *, result: str, number: str, on: date | None, today: date) -> str:
    """The number of the certificate, tidied.

    :raises Refusal: an unknown result, too long, before the admission or not yet come
    """
    if result not in ClassResult.values:
        raise Refusal("Kết quả này không có trong danh mục. Hãy chọn lại.", field="result", code="value")
    number = tidy(number)
    if len(number) > 60:
        raise Refusal("Số giấy chứng nhận dài quá 60 ký tự. Hãy xem lại.", field="number", code="too_long")
    if on is not None and not event.on <= on <= today:
        raise Refusal(
            f"Ngày cấp phải sau ngày kết nạp ({show_day(event.on)}) và không sau hôm nay. Hãy xem lại ngày.",
            field="on",
            code="order",
        )
    return number
