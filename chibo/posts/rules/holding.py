"""Whether somebody could hold a post on these days: pure, from what is known about person and unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chibo.kernel.days import FOREVER, Precision, add_months, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.posts.vocabulary import OTHER, ROLES, Body, How

BODIES, WAYS = frozenset(Body.values), frozenset(How.values)
LONGEST_TITLE, LONGEST_NOTE, HIGHEST_TERM = 200, 500, 99


@dataclass(frozen=True)
class Absence:
    """Out of the Party from one day to another, and why in words."""

    since: date
    until: date
    cause: str


@dataclass(frozen=True)
class Membership:
    """What the records say about a person's membership.

    :ivar party_since: first day in the Party, as far as known
    """

    name: str
    born_on: date
    is_on_record: bool
    party_since: date | None = None
    absences: tuple[Absence, ...] = ()
    died_on: date | None = None


@dataclass(frozen=True)
class Life:
    """When a unit stood. Of one that stood when the records began the first day is not known."""

    name: str
    founded_on: date
    ended_on: date
    is_beginning_known: bool = True


@dataclass(frozen=True)
class Facts:
    """What is to be held on record about a holding."""

    role: str
    title: str
    body: str
    since: date
    since_precision: str
    until: date
    until_precision: str
    how: str
    term: int | None
    note: str


def facts(
    *,
    role: str,
    title: str = "",
    body: str = "",
    since: date,
    since_precision: str = Precision.DAY,
    until: date = FOREVER,
    until_precision: str = Precision.DAY,
    how: str = "",
    term: int | None = None,
    note: str = "",
) -> Facts:
    """The same, tidied; the title of a role on the list is its own where none is given.

    :raises Refusal: no such role, body or way, no title, a text too long, an impossible term
    """
    if role not in ROLES:
        raise Refusal("Chưa rõ chức danh. Hãy chọn một chức danh trong danh mục.", field="role", code="role")
    title, note = tidy(title), tidy(note)
    if role == OTHER and not title:
        raise Refusal(
            "Chức danh ngoài danh mục cần có tên gọi. Hãy ghi như trên văn bản.", field="title", code="no_title"
        )
    if role != OTHER or not body:
        body = ROLES[role].body.value
    if body not in BODIES or how not in WAYS:
        raise Refusal(
            "Khối hoặc hình thức không có trong danh mục. Hãy chọn lại.",
            field="how" if body in BODIES else "body",
            code="value",
        )
    for name, text, longest in (("title", title, LONGEST_TITLE), ("note", note, LONGEST_NOTE)):
        if len(text) > longest:
            raise Refusal(f"Nội dung quá dài. Hãy viết gọn trong {longest} ký tự.", field=name, code="too_long")
    if term is not None and not 0 < term <= HIGHEST_TERM:
        raise Refusal("Nhiệm kỳ (khóa) là một số từ 1 đến 99. Hãy xem lại.", field="term", code="term")
    return Facts(
        role,
        title or ROLES[role].label,
        body,
        since,
        str(since_precision),
        until,
        str(until_precision),
        how,
        term,
        note,
    )


def latest(day: date, precision: str) -> date:
    """The last day that a day of reduced precision can be."""
    months = {Precision.YEAR: 12, Precision.MONTH: 1}.get(precision)
    return date.fromordinal(add_months(day, months).toordinal() - 1) if months and day < FOREVER else day


def beginning(found: Facts, life: Life) -> date:
    """The earliest day on which the holding can have begun: not before the unit where only the month or year is known."""
    known = life.is_beginning_known and found.since < life.founded_on
    return life.founded_on if known and life.founded_on <= latest(found.since, found.since_precision) else found.since


def check(found: Facts, member: Membership, life: Life) -> None:
    """:raises Refusal: the days contradict each other, the person's life or membership, or the life of the unit"""
    since, until = found.since, found.until
    if until <= since:
        raise Refusal(
            f"Ngày thôi giữ chức danh {show_day(until)} không sau ngày bắt đầu {show_day(since)}. Hãy xem lại hai ngày.",
            field="until",
            code="period",
        )
    _check_unit(since, until, life)
    if latest(since, found.since_precision) < member.born_on:
        raise Refusal(
            f"Ngày {show_day(since, found.since_precision)} trước ngày sinh của đồng chí {member.name}. Hãy xem lại ngày.",
            field="since",
            code="before_birth",
        )
    if member.died_on is not None and until > member.died_on:
        raise Refusal(
            f"Đồng chí {member.name} đã từ trần ngày {show_day(member.died_on)}. Hãy ghi ngày thôi giữ chức danh không sau "
            "ngày đó.",
            field="since" if since >= member.died_on else "until",
            code="after_death",
        )
    if found.body == Body.DANG:
        _check_membership(found, member)


def _check_unit(since: date, until: date, life: Life) -> None:
    if life.is_beginning_known and since < life.founded_on:
        raise Refusal(
            f"{life.name} thành lập ngày {show_day(life.founded_on)}. Hãy chọn ngày bắt đầu từ ngày đó, hoặc chọn tổ chức "
            "trước đó.",
            field="since",
            code="before_founding",
        )
    if until > life.ended_on:
        raise Refusal(
            f"{life.name} kết thúc hoạt động ngày {show_day(life.ended_on)}. Hãy ghi ngày thôi giữ chức danh không sau ngày "
            "đó, hoặc chọn tổ chức kế thừa.",
            field="since" if since >= life.ended_on else "until",
            code="after_ending",
        )


def _check_membership(found: Facts, member: Membership) -> None:
    """A post of the Party is held by members only."""
    if not member.is_on_record:
        raise Refusal(
            f"Đồng chí {member.name} chưa có tên trong danh sách đảng viên nào nên chưa giữ được chức danh trong Đảng. "
            "Hãy ghi việc vào Đảng hoặc chuyển đến trước.",
            field="person",
            code="not_member",
        )
    if member.party_since is not None and latest(found.since, found.since_precision) < member.party_since:
        raise Refusal(
            f"Đồng chí {member.name} vào Đảng ngày {show_day(member.party_since)}, sau ngày bắt đầu giữ chức danh trong Đảng. "
            "Hãy xem lại ngày.",
            field="since",
            code="before_party",
        )
    for absence in member.absences:
        if absence.since < found.until and found.since < absence.until:
            raise Refusal(
                f"Đồng chí {member.name} ra khỏi Đảng ngày {show_day(absence.since)} ({absence.cause.lower()}). Hãy ghi ngày "
                "thôi giữ chức danh trong Đảng không sau ngày đó.",
                field="since" if found.since >= absence.since else "until",
                code="left_party",
            )


def check_alone(found: Facts, others: Iterable[tuple[date, date]], name: str) -> None:
    """:raises Refusal: the same person already holds the same post of the same unit on one of the days"""
    if found.role == OTHER:
        return
    for since, until in others:
        if since < found.until and found.since < until:
            end = f" đến {show_day(until)}" if until < FOREVER else ""
            raise Refusal(
                f"Đồng chí {name} đã giữ chức danh này ở cùng tổ chức từ {show_day(since)}{end}. Hãy sửa lần ghi đó, hoặc chọn "
                "ngày khác.",
                field="since",
                code="overlap",
            )


def must_stand(is_standing: bool) -> None:
    """:raises Refusal: the record has been annulled"""
    if not is_standing:
        raise Refusal("Lần ghi chức danh này đã bị hủy. Hãy ghi lại nếu cần.", code="annulled", status=409)


def must_have_reason(reason: str) -> None:
    """:raises Refusal: none was given"""
    if not reason.strip():
        raise Refusal("Cần ghi lý do. Hãy viết ngắn gọn vì sao.", field="reason", code="reason")
