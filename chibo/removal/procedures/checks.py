"""What speaks against a step: what the records make impossible is refused, what rules say is found and weighed."""

from collections.abc import Iterable
from datetime import date

from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.members import queries as members
from chibo.members.models import Attribute, Person
from chibo.members.queries.subjects import person_in
from chibo.members.vocabulary import EventState, Ground, Status
from chibo.posts.models import Holding
from chibo.procedures.models import Case
from chibo.procedures.rules.handlers import Check, Finding, Moment
from chibo.procedures.vocabulary import CaseState
from chibo.removal.models import AssistancePeriod
from chibo.removal.queries.helping import open_help
from chibo.removal.rules import traces
from chibo.removal.rules.helping import MONTHS
from chibo.removal.vocabulary import EntryState, HelpResult
from chibo.rulebook import queries as rulebook

INACTIVE = "strikeoff.months_no_activity"
LEAVING = ("xoa-ten", "xin-ra", "bao-tu-tran")


def is_member(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: not on the roll"""
    _on_roll(person_in(m.case), m.on, "on")
    return ()


def _on_roll(person: Person, day: date, field: str) -> None:
    if members.stay_on(person, on=day) is None:
        raise Refusal(
            f"Đồng chí {person.full_name} không có tên trong danh sách đảng viên ngày {show_day(day)}. Hãy xem lại ngày.",
            field=field,
            code="not_member",
        )


def not_leaving_twice(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: another case about leaving is open"""
    others = Case.objects.filter(subject=m.case.subject, state=CaseState.OPEN, code__in=LEAVING).exclude(pk=m.case.pk)
    if (other := others.order_by("pk").first()) is not None:
        raise Refusal(
            f"{m.case.subject_label} đang có hồ sơ {other.mark} về việc ra khỏi danh sách. Hãy làm tiếp hồ sơ ấy, hoặc rút nó "
            "trước.",
            field="subject",
            code="leaving_already",
            status=409,
        )
    return ()


def not_helped_yet(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: under help already"""
    person = person_in(m.case)
    if (row := open_help(person)) is not None:
        raise Refusal(
            f"Đồng chí {person.full_name} đang được giúp đỡ từ ngày {show_day(row.since)}. Hãy ghi kết quả lần ấy trước.",
            field="subject",
            code="helped_already",
            status=409,
        )
    return ()


def is_helped(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: the help of the case was ended or annulled elsewhere"""
    person = person_in(m.case)
    row = open_help(person)
    if row is None:
        raise Refusal(
            f"Không còn lần giúp đỡ nào đang tiếp tục của đồng chí {person.full_name}. Hãy trả hồ sơ về bước phân công giúp đỡ, "
            "hoặc rút hồ sơ.",
            code="not_helped",
            status=409,
        )
    if m.on <= row.since:
        raise Refusal(
            f"Giúp đỡ bắt đầu ngày {show_day(row.since)}. Hãy ghi nhận xét vào một ngày sau đó.",
            field="on",
            code="order",
        )
    return ()


def time_is_over(m: Moment) -> Iterable[Finding]:
    """Judged before the time agreed on is over."""
    row = open_help(person_in(m.case))
    if row is not None and m.on < row.due_on:
        yield Finding(f"Thời gian giúp đỡ đến {show_day(row.due_on)} mới hết.", MONTHS, "on")


def ground(m: Moment) -> Iterable[Finding]:
    """What the ground needs.

    :raises Refusal: a ground of probation for an official member or the other way round, no number of months
    """
    person, why = person_in(m.case), m.value("can_cu")
    spell = members.spell_on(person, on=m.on)
    on_probation = spell is not None and spell.status == Status.PROBATIONARY
    if why == Ground.PROBATION_FAILED and not on_probation:
        raise Refusal(
            f"Đồng chí {person.full_name} không phải đảng viên dự bị. Hãy chọn căn cứ khác.",
            field="can_cu",
            code="ground",
        )
    if why == Ground.NO_ACTIVITY:
        yield from _inactive(m)
    if why == Ground.LOST_WILL:
        yield from _helped_in_vain(m, person)


def _inactive(m: Moment) -> Iterable[Finding]:
    months = m.value("so_thang")
    if months is None:
        raise Refusal(
            "Cần ghi số tháng bỏ sinh hoạt hoặc không đóng đảng phí trong năm.", field="so_thang", code="months"
        )
    ruling = rulebook.value(INACTIVE, on=m.case.rule_day)
    if isinstance(ruling.value, int) and months < ruling.value:
        yield Finding(
            f"Mới {months} tháng, quy định xem xét xóa tên từ {ruling.value} tháng trong năm.", INACTIVE, "so_thang"
        )


def _helped_in_vain(m: Moment, person: Person) -> Iterable[Finding]:
    rows = AssistancePeriod.objects.filter(
        person=person, state=EntryState.STANDING, result=HelpResult.PROPOSED, until__lte=m.on
    )
    if not rows.exists():
        yield Finding(
            "Chưa có lần giúp đỡ nào kết thúc mà không tiến bộ. Căn cứ này cần thời gian giúp đỡ trước.",
            MONTHS,
            "can_cu",
        )


def effect_after_decision(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: effective before the decision, or on a day that has not come"""
    day = m.data.get("hieu_luc")
    if day is not None and m.because is not None and day < m.because.issued_on:
        raise Refusal(
            f"Ngày hiệu lực {show_day(day)} trước ngày ký quyết định {show_day(m.because.issued_on)}. Hãy xem lại hai ngày.",
            field="hieu_luc",
            code="effect_before",
        )
    if day is not None and day > m.on:
        raise Refusal(
            f"Ngày hiệu lực {show_day(day)} chưa đến vào ngày {show_day(m.on)} đang ghi. Hãy ghi bước này từ hôm đó.",
            field="hieu_luc",
            code="not_yet",
        )
    return ()


def received_after(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: received before it was decided, or on a day to come"""
    day, decided = m.data.get("ngay_nhan"), m.case.day_of("quyet-dinh")
    if day is not None and ((decided and day < decided) or day > m.on):
        raise Refusal(
            f"Ngày nhận quyết định {show_day(day)} phải từ ngày quyết định {show_day(decided)} đến ngày đang ghi. Hãy xem lại.",
            field="ngay_nhan",
            code="order",
        )
    return ()


def member_when_dying(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: on no roll on the day of death"""
    day = m.value("ngay_mat")
    if day is not None:
        _on_roll(person_in(m.case), day, "ngay_mat")
    return ()


def death_has_come(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: a day to come"""
    day = m.value("ngay_mat")
    if day is not None and day > m.on:
        raise Refusal(
            f"Ngày từ trần {show_day(day)} sau ngày {show_day(m.on)} đang ghi. Hãy xem lại hai ngày.",
            field="ngay_mat" if m.step is None else "on",
            code="not_yet",
        )
    return ()


def nothing_after_death(m: Moment) -> Iterable[Finding]:
    """What is on record for a later day.

    :raises Refusal: an event of the roll: one of the two is wrong
    """
    person, day = person_in(m.case), m.value("ngay_mat")
    later = person.events.filter(on__gt=day).exclude(state=EventState.ANNULLED).order_by("on").first()
    if later is not None:
        raise Refusal(
            f"Sau ngày từ trần {show_day(day)} còn ghi “{later.get_cause_display()}” ngày {show_day(later.on)} của đồng chí "
            f"{person.full_name}. Một trong hai việc sai: hãy sửa ngày từ trần, hoặc hủy việc ấy ở hồ sơ đảng viên trước.",
            field="ngay_mat",
            code="later_fact",
            status=409,
        )
    for one in Attribute.objects.filter(person=person, since__gt=day).order_by("since")[:3]:
        yield Finding(f"Có thông tin ghi thay đổi từ ngày {show_day(one.since)}, sau ngày từ trần.", field="ngay_mat")
    for one in Holding.objects.filter(person=person, since__gt=day).order_by("since")[:3]:
        yield Finding(f"Có chức danh ghi từ ngày {show_day(one.since)}, sau ngày từ trần.", field="ngay_mat")
    for traces_of in traces.installed():
        for text in traces_of(person, day):
            yield Finding(text, field="ngay_mat")


CHECKS: dict[str, Check] = {
    "dang_la_dang_vien": is_member,
    "khong_con_ho_so_ra": not_leaving_twice,
    "chua_duoc_giup": not_helped_yet,
    "dang_duoc_giup": is_helped,
    "chua_het_han": time_is_over,
    "can_cu": ground,
    "hieu_luc_dung": effect_after_decision,
    "nhan_sau_quyet_dinh": received_after,
    "dang_la_dang_vien_ngay_mat": member_when_dying,
    "ngay_mat_dung": death_has_come,
    "viec_sau_ngay_mat": nothing_after_death,
}
