"""Confirming that a finding is right as it stands, and taking that back."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.kernel import clock
from chibo.kernel.days import show_day, show_window
from chibo.members.rules import capabilities as members
from chibo.members.views.place import UNIT
from chibo.org import queries as org
from chibo.org.queries.units import names_of
from chibo.quality import actions
from chibo.quality.forms import WaiveForm
from chibo.quality.models import Waiver
from chibo.quality.queries.waivers import alike_people, subject_of, waiver_of, waivers_at
from chibo.quality.rules import WRITE, rule_of
from chibo.quality.rules.clean import ALIKE, TWIN
from chibo.quality.views.asked import page_of
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.ui.confirm import Answer, Preview, two_step
from chibo.ui.forms import Form
from chibo.ui.markup import with_query

OF_PAIRS = (TWIN, ALIKE)


def waive(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """Say that what a rule found about a person or unit is right, with the grounds."""
    rule, page = rule_of(code), page_of(request)
    person, unit, at = subject_of(rule, uid, page.look)
    request.viewer.must(WRITE, at)
    others = {str(p.uid): p for p in alike_people(person)} if rule.code in OF_PAIRS else {}
    offered = [(key, f"{p.full_name}, sinh {show_day(p.born_on, p.born_precision)}") for key, p in others.items()]
    name = person.full_name if person else org.name_of(unit, on=page.on)

    def preview(data: dict) -> Preview:
        return Preview(
            title=f"Xác nhận là đúng: {name}",
            consequences=[f"“{rule.title}” không còn bị coi là lỗi ở đây. Việc xác nhận bỏ được bất cứ lúc nào."],
            button="Xác nhận là đúng",
            asks_reason=True,
        )

    def act(data: dict, answer: Answer) -> str:
        actions.waive(
            rule=rule, at=at, person=person, unit=unit, alike=others.get(data.get("alike", "")), reason=answer.reason,
            on=page.today, by=request.viewer,
        )  # fmt: skip
        messages.success(request, "Đã xác nhận là đúng; mục này không còn bị coi là lỗi.")
        return page.url("rows", rule.code)

    form = WaiveForm(request.POST if request.method == "POST" else None, alike=offered)
    context = page.context() | {"rule": rule, "name": name, "rows_url": page.url("rows", rule.code)}
    return two_step(request, form, "quality/waive.html", context, preview=preview, act=act)


@require_safe
def waivers(request: HttpRequest, code: str) -> HttpResponse:
    """What was found right at the unit, by whom and why."""
    rule, page = rule_of(code), page_of(request)
    if rule.about_people:
        request.viewer.must(members.READ, page.unit)
    columns = [
        Column("name", "Về", "about", main=True, width=40),
        Column("reason", "Căn cứ", width=50),
        Column("made_by", "Người xác nhận", width=24),
        Column("made_on", "Ngày", kind="day"),
    ]
    if page.may_write:
        columns.append(
            Column("back", "Bỏ xác nhận", lambda w: "Bỏ xác nhận", kind="link", url=_back_url, exported=False)
        )
    source = WaiverRows(waivers_at(rule, page.look), page.on)
    caption = f"Đã xác nhận là đúng: {rule.title}"
    table = Table(f"quality.waivers.{code}", caption, columns, source, noun="xác nhận", empty="Chưa xác nhận mục nào.")
    heading = Heading(caption, scope=page.unit_name, when=show_window(page.on), by=request.viewer.label)
    context = page.context() | {"rule": rule, "rows_url": page.url("rows", rule.code)}
    return respond(request, "quality/waivers.html", context, table=table, heading=heading)


class WaiverRows(QuerySource):
    """Waivers, newest first, each with whom or what it is about."""

    def __init__(self, rows: QuerySet[Waiver], on: date) -> None:
        super().__init__(rows, ("-made_on", "-id"))
        self._on = on

    def shown(self, rows: list[Waiver]) -> list[Waiver]:
        names = names_of({row.unit_id for row in rows if row.unit_id}, on=self._on)
        for row in rows:
            row.about = _about(row, names)
        return rows


def _about(waiver: Waiver, names: dict[int, str]) -> str:
    if waiver.unit is not None:
        return names.get(waiver.unit_id, waiver.unit.ref)
    name = waiver.person.full_name
    return f"{name} khác {waiver.alike.full_name}" if waiver.alike else name


def _back_url(waiver: Waiver) -> str:
    return reverse("quality:take_back", args=[waiver.uid])


def take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The finding counts again."""
    waiver, at = waiver_of(uid, viewer=request.viewer)
    request.viewer.must(WRITE, at)
    rule, today = rule_of(waiver.rule), clock.today()
    about = _about(waiver, names_of([waiver.unit_id] if waiver.unit_id else [], on=today))
    back = with_query(reverse("quality:rows", args=[rule.code]), {UNIT: str(at.uid) if at else None})

    def preview(data: dict) -> Preview:
        return Preview(
            title=f"Bỏ xác nhận: {about}",
            consequences=[f"“{rule.title}” lại được soát ở đây."],
            button="Bỏ xác nhận",
            asks_reason=True,
        )

    def act(data: dict, answer: Answer) -> str:
        actions.take_back(waiver, at=at, reason=answer.reason, on=today, by=request.viewer)
        messages.success(request, "Đã bỏ xác nhận; mục này lại được soát.")
        return back

    form = Form(request.POST if request.method == "POST" else None)
    context = {"waiver": waiver, "about": about, "rule": rule, "back": back}
    return two_step(request, form, "quality/take_back.html", context, preview=preview, act=act)
