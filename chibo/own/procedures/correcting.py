"""What the steps of a correction check and bring about."""

from collections.abc import Iterable
from datetime import date

from chibo.kernel.days import parse_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold, tidy
from chibo.kernel.viewer import Entrusted, Viewer
from chibo.members import actions
from chibo.members import queries as members
from chibo.members.queries.subjects import person_in, sight_in, subject_of
from chibo.members.rules import capabilities
from chibo.members.rules.person import clean_card, clean_name, clean_national_id, clean_value
from chibo.members.vocabulary import ATTRIBUTES
from chibo.own.vocabulary import BIRTH, CARD, CHANGED, IDENTITY, ITEMS, NAME, NEVER_CHANGES, NUMBERS
from chibo.procedures.rules.handlers import Finding, Moment, Subject

WRITES = frozenset({capabilities.WRITE})


def subject(ref: str, on: date, by: Viewer) -> Subject:
    """The member of a reference, at the cell of the day or the last one.

    :raises NotFound: nobody
    :raises NotEntitled: not the viewer's
    """
    sight = sight_in(ref, by)
    return subject_of(sight.person, members.cell_on(sight.person, on=on) or sight.cell)


def stated_well(moment: Moment) -> Iterable[Finding]:
    """:raises Refusal: no value, one that cannot be, a day where none belongs or none where one does, nothing new"""
    item = moment.value("muc")
    changed = moment.value("loai") == CHANGED
    if changed and item in NEVER_CHANGES:
        raise Refusal(
            f"{ITEMS[item]} không thay đổi theo ngày. Hãy chọn “Hồ sơ ghi sai”.", field="loai", code="never_changes"
        )
    since = moment.value("tu_ngay")
    if changed and since is None:
        raise Refusal("Hãy ghi ngày bắt đầu thay đổi.", field="tu_ngay", code="no_day")
    if since is not None and since > moment.on:
        raise Refusal("Ngày thay đổi chưa tới. Hãy khai khi thông tin đã thay đổi.", field="tu_ngay", code="future")
    value = value_of(moment)
    person = person_in(moment.case)
    if item in ATTRIBUTES:
        row = person.attributes.filter(name=item).order_by("-since").first()
        if row is None and since is None:
            raise Refusal(
                f"Hồ sơ chưa có {ITEMS[item].lower()}. Hãy chọn “Thông tin đã thay đổi” và ghi từ ngày nào.",
                field="loai",
                code="nothing_there",
            )
        same = row is not None and row.value == value
    else:
        same = value == getattr(person, item)
    if same:
        raise Refusal("Hồ sơ đang ghi đúng như vậy. Hãy ghi nội dung khác.", field=_field(item), code="same")
    return ()


def has_reason(moment: Moment) -> Iterable[Finding]:
    """:raises Refusal: a no without a reason"""
    for answer, no, reason in (
        ("xac_nhan", "khong_dung", "y_kien_chi_uy"),
        ("duyet", "khong_dong_y", "y_kien_dang_uy"),
    ):
        if moment.data.get(answer) == no and not moment.data.get(reason):
            raise Refusal(
                "Không đồng ý thì cần ghi lý do để đảng viên biết. Hãy viết ngắn gọn.", field=reason, code="reason"
            )
    return ()


def correct(moment: Moment) -> str:
    """Write what was approved into the record, in the name of whoever approved it; what was refused changes nothing."""
    if moment.value("duyet") != "dong_y":
        return ""
    person, item, value = person_in(moment.case), moment.value("muc"), value_of(moment)
    by = Entrusted(moment.by, WRITES)
    reason = f"Theo lời khai của đảng viên, hồ sơ {moment.case.mark}: {moment.value('ly_do')}"[:2000]
    if item in ATTRIBUTES:
        row = person.attributes.filter(name=item).order_by("-since").first()
        if moment.value("loai") == CHANGED or row is None:
            actions.change_attribute(
                person, name=item, value=value, since=moment.value("tu_ngay"), source=f"Hồ sơ {moment.case.mark}", by=by
            )
        else:
            actions.correct_attribute(row, value=value, reason=reason, by=by)
    else:
        actions.correct_person(person, reason=reason, by=by, **{item: value})
    return f"person:{person.uid}"


def value_of(moment: Moment) -> str | date:
    """The value as the record keeps it; of a list by its word or its code.

    :raises Refusal: none, or one that cannot be
    """
    item = moment.value("muc")
    text = tidy(str(moment.value(_field(item)) or ""))
    if not text:
        raise Refusal(f"{ITEMS[item]}: hãy ghi nội dung đúng.", field=_field(item), code="missing")
    try:
        return _clean(item, text)
    except Refusal as refusal:
        refusal.field = _field(item)
        raise


def _clean(item: str, text: str) -> str | date:
    if item == NAME:
        return clean_name(text)
    if item == BIRTH:
        return parse_day(text, field="gia_tri")
    if item == IDENTITY:
        return clean_national_id(text)
    if item == CARD:
        return clean_card(text)
    _, values = ATTRIBUTES[item]
    if values is not None:
        text = next((code for code, label in values if fold(label) == fold(text)), text)
    return clean_value(item, text)


def _field(item: str) -> str:
    return "so_moi" if item in NUMBERS else "gia_tri"


CHECKS = {"khai_dung": stated_well, "co_ly_do": has_reason}
OUTCOMES = {"sua_ho_so": correct}
