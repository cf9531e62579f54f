"""One person's party age and badges; one badge."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.badges import actions
from chibo.badges.forms import AgainForm, BackForm, LostForm, ProposeForm
from chibo.badges.models import PartyBadge
from chibo.badges.queries.due import badge_by_uid, badges_of
from chibo.badges.queries.party_age import party_age
from chibo.badges.rules import capabilities
from chibo.badges.rules.days import award_days, milestones, money, next_award_day
from chibo.badges.views.register import BADGES
from chibo.badges.vocabulary import HAD, BadgeKind, BadgeState
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.members import queries as members
from chibo.members.actions.rehearsal import rehearse
from chibo.members.queries.sight import person_of, sight_of
from chibo.members.views.place import UNIT
from chibo.org import queries as org
from chibo.ui.confirm import Answer, Preview, two_step
from chibo.ui.markup import with_query

NAMES = {"why": "reason"}
"""What a field of a form is called by the action; ``reason`` is the confirming page's own."""


@require_safe
def of_person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The whole page, or only its part for the page of the member."""
    sight = sight_of(person_of(uid), by=request.viewer)
    if not sight.is_own:
        request.viewer.must(capabilities.READ, sight.cell)
    today, person = clock.today(), sight.person
    age = party_age(person, on=today)
    done = {row.years for row in badges_of(person)}
    is_member = members.cell_on(person, on=today) is not None
    ahead = [one for one in milestones(today) if one not in done and one > max(done, default=0)] if is_member else []
    years = age.years(today) if is_member else None
    coming = next((one for one in ahead if years is not None and age.counts and one >= years), None)
    complete = age.complete_on(coming) if coming else None
    day = _first_day(complete) if complete else None
    context = {
        "person": person,
        "today": today,
        "age": age,
        "years": years,
        "badges": badges_of(person) if sight.is_whole else [],
        "next_years": coming,
        "next_on": complete,
        "next_day": day,
        "next_is_ahead": day is not None and day > today,
        "may_write": sight.may(capabilities.WRITE, request.viewer),
    }
    part = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")
    return render(request, "badges/_person.html" if part else "badges/person.html", context | {"is_part": part})


def _first_day(complete):
    return next((one for one in award_days(complete.year) if one >= complete), next_award_day(complete))


@require_safe
def badge(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One badge; the reason of an early one is a reading that is journalled."""
    row = badge_by_uid(uid)
    sight = sight_of(row.person, by=request.viewer)
    if not sight.is_own:
        request.viewer.must(capabilities.READ, sight.cell)
    if row.sealed and not sight.is_own:
        journal.read("Xem lý do tặng sớm Huy hiệu Đảng", sight.reference, request.viewer, clock.today())
    copies = list(row.copies.order_by("lost_on"))
    for copy in copies:
        copy.again = copy.reissued_on if copy.reissued_on < FOREVER else None
    amount, told = money(row.years, row.award_day)
    may_write = sight.may(capabilities.WRITE, request.viewer)
    context = {
        "row": row,
        "person": row.person,
        "cell_name": org.name_of(row.cell, on=row.proposed_on) if row.cell else "",
        "reason": row.reason,
        "handed": row.state in HAD,
        "returned": row.state == BadgeState.RETURNED,
        "kind": BADGES[BadgeState(row.state)],
        "copies": copies,
        "money": amount,
        "money_told": told,
        "deeds": _deeds(row, copies) if may_write else [],
        "following": _next(row, clock.today()) if may_write else None,
    }
    return render(request, "badges/badge.html", context)


NEXT = {
    BadgeState.PROPOSED: ("badges:decide_many", "Ghi quyết định"),
    BadgeState.DECIDED: ("badges:award_many", "Ghi đã trao"),
}


def _next(row: PartyBadge, on: date) -> tuple[str, str] | None:
    """(address, words) of the step that follows: the list of those at that step in the cell, with this one ticked."""
    if row.state not in NEXT:
        return None
    name, title = NEXT[BadgeState(row.state)]
    place = members.last_cell(row.person) or row.cell
    if not place.exists_on(on):
        return None
    return with_query(reverse(name), {UNIT: str(place.uid), "chon": str(row.uid)}), title


def _deeds(row: PartyBadge, copies: list) -> list[tuple[str, str]]:
    """What else can be done."""
    names = {BadgeState.AWARDED: ["give_back"], BadgeState.PROPOSED: [], BadgeState.DECIDED: []}.get(row.state)
    if names is None:
        return []
    if row.state == BadgeState.AWARDED:
        names = [*names, "reissue" if any(copy.again is None for copy in copies) else "lose"]
    titles = {
        "give_back": "Ghi giao lại",
        "lose": "Ghi báo mất",
        "reissue": "Ghi cấp lại",
        "withdraw": "Thôi đề nghị, hủy",
    }
    return [(reverse(f"badges:{name}", args=[row.uid]), titles[name]) for name in [*names, "withdraw"]]


def propose(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Đề nghị một huy hiệu: on time, early, after death."""
    sight = sight_of(person_of(uid), by=request.viewer)
    request.viewer.must(capabilities.WRITE, sight.cell)
    person, today = sight.person, clock.today()
    day = next_award_day(today)
    age = party_age(person, on=today)
    years = [one for one in milestones(day) if age.years(day) is None or one <= age.years(day) + 2] or milestones(day)
    form = ProposeForm(
        request.POST or None,
        milestones=milestones(day),
        initial={"award_day": day, "years": str(years[-1]) if years else ""},
    )

    def give(data: dict, *, confirmed: bool) -> PartyBadge:
        return actions.propose(
            person, years=int(data["years"]), award_day=data["award_day"], kind=data["kind"], reason=data["why"],
            on=today, by=request.viewer, confirmed=confirmed,
        )  # fmt: skip

    def preview(data: dict) -> Preview:
        # What is not possible at all is said before the preview; what is only in doubt, when it is confirmed.
        rehearse(lambda: give(data, confirmed=True), lambda: None)
        kind = BadgeKind(data["kind"])
        amount, told = money(int(data["years"]), data["award_day"])
        complete = age.complete_on(int(data["years"]))
        shown = f"Tiền thưởng: {amount:,} đồng, ".replace(",", ".") if amount else ""
        return Preview(
            title=f"{kind.label} Huy hiệu {data['years']} năm, đợt {show_day(data['award_day'])}",
            consequences=[
                f"Tuổi đảng tính từ {show_day(age.counted_from)}, đủ {data['years']} năm ngày {show_day(complete)}."
                if complete
                else "Chưa ghi ngày vào Đảng.",
                f"{shown}{told}",
            ],
            button="Ghi đề nghị",
        )

    def act(data: dict, answer: Answer) -> str:
        row = give(data, confirmed=answer.confirmed)
        messages.success(request, f"Đã ghi đề nghị {row} cho đồng chí {person.full_name}.")
        return row.get_absolute_url()

    context = {
        "title": "Đề nghị huy hiệu",
        "person": person,
        "note": age.explained or f"Tuổi đảng tính từ {show_day(age.counted_from) if age.counted_from else 'chưa rõ'}.",
        "back": reverse("badges:person", args=[person.uid]),
    }
    return two_step(request, form, "badges/form.html", context, preview=preview, act=act)


def give_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ghi giao lại."""
    return _deed(
        request, uid, BackForm, "Ghi giao lại huy hiệu", "Huy hiệu vẫn tính là đã trao; sổ ghi ngày giao lại.",
        actions.give_back, initial={"returned_on": clock.today()},
    )  # fmt: skip


def lose(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ghi báo mất, đề nghị cấp lại."""
    return _deed(
        request, uid, LostForm, "Ghi báo mất huy hiệu", "Có lý do chính đáng thì được xét cấp lại.", actions.lose,
        initial={"lost_on": clock.today()},
    )  # fmt: skip


def reissue(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ghi đã cấp lại."""
    return _deed(
        request, uid, AgainForm, "Ghi cấp lại huy hiệu", "Cấp lại không tính thêm một lần trao.", actions.reissue,
        initial={"reissued_on": clock.today()},
    )  # fmt: skip


def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Thôi đề nghị, hoặc hủy một huy hiệu ghi nhầm."""

    def act(row: PartyBadge, *, on, by, reason: str = "") -> None:
        actions.withdraw([row], reason=reason, on=on, by=by)

    says = "Huy hiệu này ra khỏi mọi danh sách và số liệu; nhật ký vẫn giữ."
    return _deed(request, uid, Form, "Thôi đề nghị, hủy huy hiệu", says, act, asks_reason=True)


def _deed(request, uid, form_class, title: str, says: str, act, *, initial=None, asks_reason=False) -> HttpResponse:
    row = badge_by_uid(uid)
    request.viewer.must(capabilities.WRITE, sight_of(row.person, by=request.viewer).cell)
    form = form_class(request.POST if request.method == "POST" else None, initial=initial or {})

    def carry_out(data: dict, reason: str) -> None:
        named = {NAMES.get(name, name): value for name, value in data.items()}
        act(row, on=clock.today(), by=request.viewer, **({"reason": reason} if asks_reason else named))

    def preview(data: dict) -> Preview:
        # The reason is asked for on the page that confirms: here any will do.
        rehearse(lambda: carry_out(data, title), lambda: None)
        return Preview(
            title=f"{title}: đồng chí {row.person.full_name}",
            consequences=[says],
            button=title,
            asks_reason=asks_reason,
        )

    def done(data: dict, answer: Answer) -> str:
        carry_out(data, answer.reason)
        messages.success(request, f"{title}: đã ghi.")
        return row.get_absolute_url()

    context = {"title": title, "person": row.person, "note": str(row), "back": row.get_absolute_url()}
    return two_step(request, form, "badges/form.html", context, preview=preview, act=done)
