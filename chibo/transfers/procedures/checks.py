"""What speaks against a step: what the records make impossible is refused, what rules say is found and weighed."""

from collections.abc import Iterable, Iterator
from datetime import date

from chibo.kernel.days import add_months, show_day
from chibo.kernel.refusal import Refusal
from chibo.members import queries as members
from chibo.members.models import Person
from chibo.members.queries.subjects import person_in
from chibo.members.vocabulary import Activity, EventState, Exemption
from chibo.posts.queries import standing as holdings
from chibo.procedures.models import Case
from chibo.procedures.rules.handlers import Check, Finding, Moment
from chibo.procedures.vocabulary import CaseState
from chibo.rulebook import calendar
from chibo.rulebook import queries as rulebook
from chibo.transfers.procedures.subjects import base_of, other_cell, sides
from chibo.transfers.rules import holds

MOVING = ("chuyen-chinh-thuc", "chuyen-noi-bo", "chuyen-tam-thoi", "chuyen-di", "chuyen-ra-nuoc-ngoai")
ARRIVED = ("phieu-bao", "het-tam-thoi", "ve-nuoc")
"""Steps at which the person has already got where they went."""


def one_at_a_time(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: not on the roll, or another transfer is under way"""
    person = on_roll(m)
    others = Case.objects.filter(subject=m.case.subject, state=CaseState.OPEN, code__in=MOVING).exclude(pk=m.case.pk)
    other = others.exclude(step__in=ARRIVED).order_by("pk").first()
    if other is not None:
        raise Refusal(
            f"Đồng chí {person.full_name} đang có hồ sơ chuyển sinh hoạt {other.mark} chưa xong. "
            "Hãy làm tiếp hồ sơ ấy, hoặc rút nó trước.",
            field="subject",
            code="transfer_under_way",
            status=409,
        )
    if person.events.filter(state=EventState.PENDING).exists():
        raise Refusal(
            f"Đồng chí {person.full_name} đang có một lần chuyển sinh hoạt chưa tiếp nhận. "
            "Hãy tiếp nhận hoặc trả lại lần đó trước.",
            field="subject",
            code="transfer_under_way",
            status=409,
        )
    return ()


def on_roll(m: Moment) -> Person:
    """The person of the case, who is on a roll on the day.

    :raises Refusal: is not
    """
    person = person_in(m.case)
    if members.cell_on(person, on=m.on) is None:
        raise Refusal(
            f"Đồng chí {person.full_name} không có tên trong danh sách đảng viên ngày {show_day(m.on)}. Hãy xem lại ngày.",
            field="on",
            code="not_member",
        )
    return person


def is_member(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: not on the roll"""
    on_roll(m)
    return ()


def another_cell(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: no cell to go to, or the same one"""
    if other_cell(m).pk == m.case.unit_id:
        raise Refusal(
            "Đồng chí đang sinh hoạt tại chính chi bộ này. Hãy chọn chi bộ khác.", field="other_unit", code="same_cell"
        )
    return ()


def another_base(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: both cells belong to one base: that is chuyển nội bộ"""
    another_cell(m)
    here, there = sides(m)
    if base_of(here, m.on) == base_of(there, m.on):
        raise Refusal(
            "Hai chi bộ cùng một đảng bộ cơ sở. Hãy dùng quy trình chuyển sinh hoạt nội bộ.",
            field="other_unit",
            code="same_base",
        )
    return ()


def same_base(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: the cells belong to two bases: that is chuyển chính thức"""
    another_cell(m)
    here, there = sides(m)
    if base_of(here, m.on) != base_of(there, m.on):
        raise Refusal(
            "Hai chi bộ thuộc hai tổ chức cơ sở đảng. Hãy dùng quy trình chuyển sinh hoạt chính thức.",
            field="other_unit",
            code="another_base",
        )
    return ()


def destination_stands(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: the cell to go to has ended"""
    other_cell(m)
    return ()


def under_inspection(m: Moment) -> Iterator[Finding]:
    """Inspection, suspension, a case about leaving: each in a sentence."""
    person = person_in(m.case)
    for text in kept_by(person, m.on, but=m.case):
        yield Finding(text, holds.RULE)


def kept_by(person: Person, on: date, *, but: Case | None = None) -> Iterator[str]:
    """What keeps a member from being transferred on a day."""
    if value_on(person, "activity", on) == Activity.SUSPENDED:
        yield f"Đồng chí {person.full_name} đang bị đình chỉ sinh hoạt đảng."
    cases = Case.objects.filter(subject=f"person:{person.uid}", state=CaseState.OPEN, code__in=holds.KEEPING)
    for case in cases.exclude(pk=but.pk if but else None).order_by("pk"):
        yield f"Đồng chí {person.full_name} đang có hồ sơ {case.mark} chưa giải quyết xong."
    for hold in holds.installed():
        yield from hold(person, on)


def value_on(person: Person, name: str, on: date) -> str:
    """The value of an attribute on a day."""
    row = person.attributes.filter(name=name, since__lte=on, until__gt=on).first()
    return row.value if row else ""


def holding_seats(m: Moment) -> Iterator[Finding]:
    """Posts and seats that the person holds: somebody has to decide on them."""
    person = person_in(m.case)
    held = holdings().filter(person=person, since__lte=m.on, until__gt=m.on).order_by("since", "pk")
    if titles := [one.title for one in held]:
        yield Finding(
            f"Đồng chí {person.full_name} đang giữ: {'; '.join(titles)}. Cần làm thủ tục thôi giữ trước khi chuyển đi."
        )


def formalities_in_time(m: Moment) -> Iterator[Finding]:
    """Working days since the change of work or residence."""
    changed = m.value("ngay_thay_doi")
    if changed is None or changed > m.on:
        return
    passed = calendar.working_days_between(changed, m.on)
    for key in ("transfer.formalities.working_days", "transfer.formalities.remind_working_days"):
        ruling = rulebook.value(key, on=m.case.rule_day)
        if ruling.is_on_record and passed > int(ruling.value):
            yield Finding(
                f"Đã {passed} ngày làm việc kể từ khi thay đổi nơi công tác, cư trú ({show_day(changed)}); quy định nêu "
                f"{ruling.value} ngày.",
                key,
                "ngay_thay_doi",
            )
            return


def until_is_later(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: a temporary stay that would end before it begins"""
    if (until := m.value("den_ngay")) is not None and until <= m.on:
        raise Refusal(
            f"Ngày hết sinh hoạt tạm thời {show_day(until)} phải sau ngày {show_day(m.on)}. Hãy xem lại ngày.",
            field="den_ngay",
            code="order",
        )
    return ()


def prolonged_until(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: prolonged without a new day, or to a day gone by"""
    if m.data.get("ket_thuc") == "gia_han" and (m.data.get("den_ngay") is None or m.data["den_ngay"] <= m.on):
        raise Refusal(f"Gia hạn cần ngày mới sau ngày {show_day(m.on)}. Hãy ghi ngày.", field="den_ngay", code="order")
    return ()


def return_is_later(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: expected back before leaving"""
    if (back := m.value("du_kien_ve")) is not None and back <= m.on:
        raise Refusal(
            f"Ngày dự kiến về {show_day(back)} phải sau ngày đi {show_day(m.on)}. Hãy rút hồ sơ và ghi lại ngày.",
            field="du_kien_ve",
            code="order",
        )
    return ()


def on_no_roll(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: already on a roll here"""
    person = person_in(m.case)
    if members.cell_on(person, on=m.on) is not None:
        raise Refusal(
            f"Đồng chí {person.full_name} đang có tên trong danh sách của một chi bộ. Hãy dùng quy trình chuyển sinh hoạt.",
            field="subject",
            code="already_member",
        )
    return ()


def presented_after_sent(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: the letter is handed in before it was written"""
    if (sent := m.value("ngay_gioi_thieu")) is not None and sent > m.on:
        raise Refusal(
            f"Giấy giới thiệu ghi ngày {show_day(sent)}, sau ngày nộp {show_day(m.on)}. Hãy xem lại hai ngày.",
            field="on",
            code="order",
        )
    return ()


def exemption_term(m: Moment) -> Iterator[Finding]:
    """How long somebody may be exempt.

    :raises Refusal: the end before the beginning, no end where the reason needs one
    """
    since, until = m.value("tu_ngay"), m.value("den_ngay")
    if until is not None and until <= since:
        raise Refusal(
            f"Ngày hết miễn {show_day(until)} phải sau ngày bắt đầu {show_day(since)}. Hãy xem lại hai ngày.",
            field="den_ngay",
            code="order",
        )
    ruling = rulebook.value("exemption.mobile.months", on=m.case.rule_day)
    if m.value("ly_do") != Exemption.MOBILE or not ruling.is_on_record:
        return
    if until is None or until > add_months(since, int(ruling.value)):
        yield Finding(
            f"Miễn do đi làm xa thì không quá {ruling.value} tháng, và phải ghi ngày hết miễn; lâu hơn thì chuyển sinh hoạt.",
            "exemption.mobile.months",
            "den_ngay",
        )


def suspended_in_order(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: a suspension that ends before it begins, or is prolonged backwards"""
    since, until = m.value("tu_ngay"), m.data.get("den_ngay")
    before = m.case.value("den_ngay")
    first = before if m.step and m.step.key == "gia-han" else since
    if until is None or first is None or until <= first:
        raise Refusal(
            f"Thời hạn đình chỉ phải đến sau ngày {show_day(first)}. Hãy xem lại ngày.", field="den_ngay", code="order"
        )
    return ()


def back_in_order(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: back before the suspension began"""
    back, since = m.data.get("tro_lai_tu"), m.case.value("tu_ngay")
    if back is not None and since is not None and back <= since:
        raise Refusal(
            f"Ngày trở lại sinh hoạt phải sau ngày bắt đầu đình chỉ {show_day(since)}. Hãy xem lại ngày.",
            field="tro_lai_tu",
            code="order",
        )
    return ()


def something_to_lift(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: neither suspended, interrupted nor exempt on the day"""
    person = on_roll(m)
    activity, exemption = value_on(person, "activity", m.on), value_on(person, "exemption", m.on)
    kept_out = activity in (Activity.SUSPENDED, Activity.INTERRUPTED)
    exempt = exemption not in ("", Exemption.NONE)
    ways = {
        "tro_lai": activity == Activity.SUSPENDED,
        "noi_lai": activity == Activity.INTERRUPTED,
        "khoi_phuc": kept_out,
        "het_mien": exempt,
    }
    if not ways[m.value("hinh_thuc")]:
        raise Refusal(
            f"Ngày {show_day(m.on)} hồ sơ đồng chí {person.full_name} không ghi đình chỉ, gián đoạn hoặc miễn sinh hoạt tương ứng. "
            "Hãy chọn hình thức khác, hoặc xem lại hồ sơ đảng viên.",
            field="hinh_thuc",
            code="nothing_to_lift",
        )
    return ()


CHECKS: dict[str, Check] = {
    "mot_lan_chuyen": one_at_a_time,
    "dang_la_dang_vien": is_member,
    "noi_den_khac_chi_bo": another_cell,
    "noi_den_khac_co_so": another_base,
    "noi_den_cung_co_so": same_base,
    "noi_den_con_hoat_dong": destination_stands,
    "dang_kiem_tra": under_inspection,
    "dang_giu_chuc_vu": holding_seats,
    "han_lam_thu_tuc": formalities_in_time,
    "den_ngay_sau": until_is_later,
    "gia_han_tam_thoi": prolonged_until,
    "ngay_ve_sau": return_is_later,
    "chua_co_noi_sinh_hoat": on_no_roll,
    "nop_sau_gioi_thieu": presented_after_sent,
    "thoi_han_mien": exemption_term,
    "dinh_chi_dung_han": suspended_in_order,
    "tro_lai_sau": back_in_order,
    "co_gi_de_tro_lai": something_to_lift,
}
