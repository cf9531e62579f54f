"""Grants as pages: all of them, at a unit, the table of roles, giving and ending."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.access import actions, queries, rules
from chibo.access.forms import EndForm, GrantForm
from chibo.access.models import Grant
from chibo.accounts.models import Account
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import NotFound, Refusal
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.tables.columns import Column
from chibo.tables.export import Heading, answer
from chibo.tables.sources import Key, QuerySource, RowsSource, Source
from chibo.tables.table import Table
from chibo.ui import params
from chibo.ui.confirm import Answer, Preview, two_step

PAGE = 100


@require_safe
def grant_list(request: HttpRequest) -> HttpResponse:
    """The grants the viewer may read, newest first, ended ones included."""
    today = clock.today()
    page = params.whole_number(request.GET, params.PAGE, default=1, low=1, high=100_000, label="số trang")
    found = queries.grants_listed(on=today, by=request.viewer)
    title = "Quyền đã giao, kể cả đã kết thúc"
    if leaving := answer(request, [_table(Listed(found, today))], _heading(request, title, today)):
        return leaving
    grants = list(found[(page - 1) * PAGE : page * PAGE + 1])
    context = {"rows": _rows(grants[:PAGE], today), "page": page, "more": len(grants) > PAGE, "count": found.count()}
    return render(request, "access/list.html", context | {"may_grant": request.viewer.may(rules.GRANT)})


@require_safe
def unit_grants(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who may do what at a unit today: its own grants and those from above, with the reason of each."""
    unit = org.by_uid(uid)
    request.viewer.must(rules.READ, unit)
    today = clock.today()
    name = org.name_of(unit, on=today)
    rows = _rows(list(queries.grants_at(unit, on=today)), today)
    if leaving := answer(request, [_table(RowsSource(rows))], _heading(request, "Quyền đã giao", today, scope=name)):
        return leaving
    context = {
        "unit": unit,
        "name": name,
        "on": today,
        "rows": rows,
        "may_grant": request.viewer.may(rules.GRANT, unit),
    }
    return render(request, "access/unit.html", context)


class Listed(QuerySource):
    """Grants as they are shown, newest first."""

    def __init__(self, grants: QuerySet[Grant], today: date) -> None:
        super().__init__(grants, ("-since", "-id"))
        self.today = today

    def shown(self, rows: list[Grant]) -> list[dict[str, Any]]:
        return _rows(rows, self.today)

    def key(self, row: dict[str, Any]) -> Key:
        return super().key(row["grant"])


def _heading(request: HttpRequest, title: str, today: date, scope: str = "") -> Heading:
    return Heading(title, scope=scope, when=f"ngày {show_day(today)}", by=request.viewer.label)


def _table(source: Source) -> Table:
    columns = (
        Column("name", "Người được giao", "grant.account.display_name", main=True),
        Column("username", "Tên đăng nhập", "grant.account.username", kind="id"),
        Column("role", "Vai trò", width=30),
        Column("place", "Nơi có hiệu lực", width=36),
        Column("since", "Từ ngày", "grant.since", kind="day"),
        Column(
            "until", "Đến trước ngày", lambda r: r["grant"].until if r["grant"].until < FOREVER else None, kind="day"
        ),
        Column("state", "Tình trạng", _state, width=18),
        Column("reason", "Lý do", "grant.reason", width=36),
        Column("by", "Người giao", "grant.given_by_label", width=24),
    )
    return Table("access.grants", "Quyền đã giao", columns, source)


def _state(row: dict[str, Any]) -> str:
    return "đã kết thúc" if row["ended"] else "chưa đến ngày" if row["ahead"] else "đang có hiệu lực"


def _rows(grants: list[Grant], today: date) -> list[dict[str, Any]]:
    names = org.names_of({grant.unit_id for grant in grants if grant.unit_id}, on=today)
    known = rules.roles()
    return [
        {
            "grant": grant,
            "role": known[grant.role].title if grant.role in known else grant.role,
            "place": names.get(grant.unit_id, "Toàn hệ thống"),
            "ended": grant.until <= today,
            "ahead": grant.since > today,
        }
        for grant in grants
    ]


@require_safe
def role_table(request: HttpRequest) -> HttpResponse:
    """Roles × capabilities, one screen."""
    request.viewer.must(rules.READ)
    roles = rules.roles()
    rows = [
        (capability.title, [code in role.capabilities for role in roles.values()])
        for code, capability in rules.capabilities().items()
    ]
    columns = [Column("title", "Quyền", lambda row: row[0], main=True, width=44)]
    columns += [
        Column(code, role.title, lambda row, place=place: "có" if row[1][place] else "", width=16)
        for place, (code, role) in enumerate(roles.items())
    ]
    notes = [f"{role.title}: {role.note}" for role in roles.values() if role.note]
    table = Table("access.roles", "Vai trò và quyền", columns, RowsSource(rows), notes=notes)
    if leaving := answer(request, [table], _heading(request, "Bảng vai trò và quyền", clock.today())):
        return leaving
    return render(request, "access/roles.html", {"roles": list(roles.values()), "rows": rows})


def give(request: HttpRequest) -> HttpResponse:
    """Give a role: the form, then what it allows, then done."""
    request.viewer.must(rules.GRANT)

    def preview(said: dict[str, Any]) -> Preview:
        account, unit, role = _who(said), _where(said), rules.role_of(said["role"])
        rules.check_place(role, unit)
        place = "toàn hệ thống" if unit is None else f"{org.name_of(unit, on=said['since'])} và mọi tổ chức bên dưới"
        until = "" if said["until"] is None else f" đến trước {show_day(said['until'])}"
        allowed = [rules.capability_title(code) for code in rules.capabilities() if code in role.capabilities]
        return Preview(
            title=f"Giao vai trò {role.title} cho {account.display_name}",
            consequences=[f"Nơi có hiệu lực: {place}, từ {show_day(said['since'])}{until}.", *allowed],
            button="Giao quyền",
        )

    def act(said: dict[str, Any], answer: Answer) -> str:
        unit = _where(said)
        actions.grant(
            account=_who(said),
            role=said["role"],
            unit=unit,
            since=said["since"],
            until=said["until"] or FOREVER,
            reason=said["reason"],
            by=request.viewer,
        )
        return reverse("access:list") if unit is None else reverse("access:unit", args=[unit.uid])

    form = GrantForm(request.POST or None, initial={"unit": request.GET.get("donvi", "")[:200], "since": clock.today()})
    return two_step(request, form, "access/form.html", {"title": "Giao quyền"}, preview=preview, act=act)


def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """End a grant: the day, the reason, done."""
    grant = Grant.objects.select_related("account", "unit").filter(uid=uid).first()
    if grant is None:
        raise NotFound("Không có quyền này. Hãy mở lại từ danh sách.", code="unknown_grant")
    request.viewer.must(rules.GRANT, grant.unit)
    (row,) = _rows([grant], clock.today())

    def preview(said: dict[str, Any]) -> Preview:
        rules.check_end(grant, account=grant.account, on=said["end_on"], by=request.viewer)
        return Preview(
            title=f"Kết thúc vai trò {row['role']} của {grant.account.display_name}",
            consequences=[f"Từ {show_day(said['end_on'])}, vai trò này không còn hiệu lực tại: {row['place']}."],
            button="Kết thúc quyền",
            asks_reason=True,
        )

    def act(said: dict[str, Any], answer: Answer) -> str:
        actions.end(grant=grant, on=said["end_on"], reason=answer.reason, by=request.viewer)
        return reverse("access:list")

    form = EndForm(request.POST or None, initial={"end_on": clock.today()})
    title = f"Kết thúc vai trò {row['role']} của {grant.account.display_name}"
    return two_step(
        request, form, "access/form.html", {"title": title, "facts": row["place"]}, preview=preview, act=act
    )


def _who(said: dict[str, Any]) -> Account:
    found = Account.objects.filter(username=said["username"].strip().lower()).first()
    if found is None:
        raise Refusal(
            "Không có tài khoản này. Hãy kiểm tra lại tên đăng nhập.", field="username", code="unknown_account"
        )
    return found


def _where(said: dict[str, Any]) -> Unit | None:
    """:raises Refusal: no such unit, beside its field (never as a missing page)"""
    if not said["unit"]:
        return None
    try:
        return org.by_ref(said["unit"], on=said["since"])
    except NotFound as missing:
        raise Refusal(missing.message, field="unit", code=missing.code, choices=missing.choices) from missing
