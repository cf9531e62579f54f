"""Members away: the list, one of them, keeping in touch in two taps, coming back, corrections."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import NotFound, Refusal
from chibo.members import queries as members
from chibo.members.queries.names import CellNames
from chibo.members.queries.sight import person_of, sight_of
from chibo.members.vocabulary import Exemption
from chibo.tables.columns import Column
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.transfers import actions
from chibo.transfers.forms import AwayForm, ContactForm, CorrectAwayForm, DayForm
from chibo.transfers.models import ContactLog, MobileSpell
from chibo.transfers.queries import away
from chibo.transfers.rules import capabilities
from chibo.transfers.rules.contact import Limits, limits, next_due
from chibo.transfers.views.asked import Place
from chibo.transfers.vocabulary import AwayReason, Contact, Means, RecordState
from chibo.ui import params
from chibo.ui.confirm import Answer, Preview, two_step
from chibo.ui.forms import refused

STATE, REASON = "lien-lac", "ly-do"
SHOWN = {Contact.IN_TOUCH: "done", Contact.LATE: "waiting", Contact.LOST: "late"}


@require_safe
def away_list(request: HttpRequest) -> HttpResponse:
    """Who of a unit is away, longest silent first."""
    place = Place.of(request)
    found, held = away.away(place.unit, on=place.today), limits(place.today)
    state, reason = (
        params.chosen(request.GET, STATE, dict(Contact.choices)),
        params.chosen(request.GET, REASON, dict(AwayReason.choices)),
    )
    if state:
        found = found.filter(away.in_state(held, state))
    if reason:
        found = found.filter(reason=reason)
    may_keep = place.may(capabilities.KEEP)
    table = Table(
        "transfers.away", "Đảng viên đi làm xa", _columns(held, may_keep=may_keep), _AwaySource(found, place.today),
        noun="đảng viên", empty="Không có đảng viên nào đang đi làm xa.",
    )  # fmt: skip
    filters = [("Liên lạc", Contact(state).label)] if state else []
    filters += [("Lý do", AwayReason(reason).label)] if reason else []
    context = place.context("away") | {
        "states": Contact.choices, "state": state, "reasons": AwayReason.choices, "reason": reason, "limits": held,
    }  # fmt: skip
    heading = place.heading("Đảng viên đi làm xa", filters=tuple(filters))
    return place.respond("transfers/away.html", context, table=table, heading=heading)


class _AwaySource(QuerySource):
    """Spells with the names of the cells."""

    def __init__(self, found, today) -> None:
        super().__init__(found, ("last_on", "name_key", "pk"))
        self.today = today

    def shown(self, rows):
        names = CellNames({row.cell_id for row in rows})
        for row in rows:
            row.cell_name = names.on(row.cell_id, self.today)
        return rows


def _columns(held: Limits, *, may_keep: bool) -> tuple[Column, ...]:
    def state(row) -> Contact:
        return held.state(row.last_on, row.regime)

    contact = Column(
        "contact", "Việc tiếp", lambda row: "Ghi liên lạc", exported=False,
        url=lambda row: reverse("transfers:contact", args=[row.uid]),
    )  # fmt: skip
    return (
        Column("name", "Họ và tên", "person.full_name", main=True, width=28, url=lambda row: row.get_absolute_url()),
        Column("cell", "Chi bộ", "cell_name", width=34),
        Column("where", "Nơi đến", "where", width=30),
        Column("reason", "Lý do", lambda row: row.get_reason_display(), width=20),
        Column("since", "Đi từ ngày", kind="day"),
        Column("expected_on", "Dự kiến về", kind="day"),
        Column("regime", "Chế độ", lambda row: row.get_regime_display(), width=14),
        Column("last_on", "Liên lạc gần nhất", kind="day"),
        Column("state", "Liên lạc", lambda row: state(row).label, kind="badge", state=lambda row: SHOWN[state(row)]),
        *([contact] if may_keep else []),
    )


@require_safe
def away_one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One time away: where, since when, every contact."""
    spell = away.spell(uid)
    sight = sight_of(spell.person, by=request.viewer)
    today = clock.today()
    if not sight.is_own:
        journal.read("Xem hồ sơ đảng viên đi làm xa", sight.reference, request.viewer, today)
    contacts = list(away.contacts(spell))
    last = contacts[0].on if contacts else spell.since
    state = limits(today).state(last, spell.regime) if spell.holds_on(today) else None
    context = {
        "spell": spell,
        "person": spell.person,
        "contacts": contacts,
        "last": last,
        "due": next_due(last, spell.regime) if state else None,
        "state": state,
        "badge": SHOWN[state] if state else "plain",
        "limits": limits(today),
        "exempt": _exempt(spell, today),
        "may_keep": sight.may(capabilities.KEEP, request.viewer) and spell.state == RecordState.STANDING,
        "forever": FOREVER,
    }
    return render(request, "transfers/away_one.html", context)


def _exempt(spell: MobileSpell, today) -> str:
    """Why the person is exempt from activity today; empty for who is not."""
    held = members.spell_on(spell.person, on=today)
    return Exemption(held.exemption).label if held and held.exemption not in ("", Exemption.NONE) else ""


def go_away(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ghi đi làm xa."""
    sight = sight_of(person_of(uid), by=request.viewer)
    request.viewer.must(capabilities.KEEP, sight.cell)
    person = sight.person

    def act(data: dict) -> str:
        spell = actions.go_away(
            person, on=clock.today(), by=request.viewer, is_illustration=person.is_illustration, **data
        )
        messages.success(request, f"Đã ghi đồng chí {person.full_name} đi làm xa từ {show_day(spell.since)}.")
        return spell.get_absolute_url()

    form = AwayForm(request.POST or None, initial={"since": clock.today()})
    note = "Đảng viên vẫn có tên ở chi bộ; chi bộ giữ liên lạc. Đi lâu dài thì chuyển sinh hoạt."
    return _one_step(request, form, act, title="Ghi đi làm xa", person=person, note=note)


def contact(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ghi liên lạc: today, by telephone, by whoever is signed in, unless something else is said."""
    spell = _kept(request, uid)

    def act(data: dict) -> str:
        actions.log_contact(spell, today=clock.today(), by=request.viewer, **data)
        messages.success(request, f"Đã ghi liên lạc với đồng chí {spell.person.full_name}.")
        return spell.get_absolute_url()

    initial = {"on": clock.today(), "means": Means.PHONE, "by_whom": request.viewer.label[:100]}
    form = ContactForm(request.POST or None, initial=initial)
    return _one_step(request, form, act, title="Ghi liên lạc", person=spell.person, note=str(spell), spell=spell)


def back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ghi đã về."""
    spell = _kept(request, uid)

    def act(data: dict) -> str:
        actions.come_back(spell, until=data["on"], on=clock.today(), by=request.viewer)
        messages.success(request, f"Đã ghi đồng chí {spell.person.full_name} về ngày {show_day(data['on'])}.")
        return spell.get_absolute_url()

    form = DayForm(request.POST or None, initial={"on": clock.today()})
    return _one_step(request, form, act, title="Ghi đã về", person=spell.person, note=str(spell), spell=spell)


def correct(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Sửa sai."""
    spell = _kept(request, uid)

    def act(data: dict) -> str:
        facts = {name: data[name] for name in ("place", "country", "regime", "note", "since", "expected_on")}
        actions.correct_away(
            spell, reason=data["why"], reason_away=data["reason"], until=data["until"] or FOREVER, on=clock.today(),
            by=request.viewer, **facts,
        )  # fmt: skip
        messages.success(request, f"Đã sửa ghi nhận đi làm xa của đồng chí {spell.person.full_name}.")
        return spell.get_absolute_url()

    names = ("place", "country", "reason", "regime", "since", "expected_on", "note")
    initial = {name: getattr(spell, name) for name in names} | {"until": None if spell.is_open else spell.until}
    form = CorrectAwayForm(request.POST or None, initial=initial)
    note = "Giá trị cũ và lý do còn trong nhật ký."
    return _one_step(
        request, form, act, title="Sửa sai ghi nhận đi làm xa", person=spell.person, note=note, spell=spell
    )


def annul(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hủy ghi nhận đi xa."""
    spell = _kept(request, uid)

    def act(data: dict, answer: Answer) -> str:
        actions.annul_away(spell, reason=answer.reason, on=clock.today(), by=request.viewer)
        messages.success(request, "Đã hủy ghi nhận đi làm xa.")
        return reverse("transfers:person", args=[spell.person.uid])

    says = "Lần đi xa này ra khỏi mọi danh sách và số liệu; nhật ký vẫn giữ."
    return _annulling(request, spell, "Hủy ghi nhận đi làm xa", says, act)


def annul_contact(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hủy một lần liên lạc ghi nhầm."""
    found = ContactLog.objects.filter(uid=uid).select_related("spell").first()
    if found is None:
        raise NotFound("Không có lần liên lạc này. Hãy mở lại danh sách đảng viên đi làm xa.", code="unknown_contact")
    spell = _kept(request, found.spell.uid)

    def act(data: dict, answer: Answer) -> str:
        actions.annul_contact(found, reason=answer.reason, on=clock.today(), by=request.viewer)
        messages.success(request, "Đã hủy lần liên lạc.")
        return spell.get_absolute_url()

    return _annulling(
        request, spell, f"Hủy lần liên lạc ngày {show_day(found.on)}", "Nhật ký vẫn giữ lần ghi này.", act
    )


def _kept(request: HttpRequest, uid: UUID) -> MobileSpell:
    spell = away.spell(uid)
    sight = sight_of(spell.person, by=request.viewer)
    request.viewer.must(capabilities.KEEP, sight.cell)
    return spell


def _one_step(request: HttpRequest, form, act, *, title: str, person, note: str, spell=None) -> HttpResponse:
    """A form that acts at once: nothing of it moves anybody on the roll."""
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(act(form.cleaned_data))
        except Refusal as refusal:
            refused(form, refusal)
    context = {"form": form, "title": title, "person": person, "note": note, "back": _back(person, spell)}
    return render(request, "transfers/form.html", context, status=422 if form.is_bound and form.errors else 200)


def _annulling(request: HttpRequest, spell: MobileSpell, title: str, says: str, act) -> HttpResponse:
    form = Form(request.POST if request.method == "POST" else None)
    context = {"title": title, "person": spell.person, "note": says, "back": _back(spell.person, spell), "form": form}

    def preview(data: dict) -> Preview:
        return Preview(
            title=f"{title}: đồng chí {spell.person.full_name}", consequences=[says], button=title, asks_reason=True
        )

    return two_step(request, form, "transfers/form.html", context, preview=preview, act=act)


def _back(person, spell: MobileSpell | None) -> str:
    return spell.get_absolute_url() if spell else reverse("transfers:person", args=[person.uid])
