"""Reports on the situation of members: what is owed, late or sent; one with its balance; lists held against each other."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.dossiers import actions, forms
from chibo.dossiers.models import MemberSituationReport
from chibo.dossiers.queries import reports as queries
from chibo.dossiers.rules.capabilities import READ, WRITE
from chibo.dossiers.views.place import NamedRows, Place, show
from chibo.dossiers.views.talking import talk, typed
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, Period, add_months, show_day
from chibo.kernel.refusal import Refusal
from chibo.members.queries.names import CellNames
from chibo.members.views.place import UNIT
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.rulebook import queries as rulebook
from chibo.tables.columns import Column

ONLY = "loc"
FILTERS = (("", "Tất cả"), ("cham", "Quá hạn chưa gửi"), ("chua-gui", "Chưa gửi"), ("da-gui", "Đã gửi"))


def reports(request: HttpRequest) -> HttpResponse:
    """What is owed and sent, latest due day first."""
    place, only = Place.of(request), request.GET.get(ONLY, "")
    if only not in dict(FILTERS):
        raise Refusal("Không có cách lọc này. Hãy chọn một cách có trên trang.", field=ONLY, code="filter")
    rows = queries.reports_below(place.unit, on=place.today)
    if only == "cham":
        rows = queries.late(rows, on=place.today)
    elif only:
        rows = rows.filter(submitted_on=FOREVER) if only == "chua-gui" else rows.filter(submitted_on__lt=FOREVER)
    return show(
        place, "dossiers/reports.html", name="dossiers.reports", title="Báo cáo tình hình đảng viên",
        columns=(
            Column(
                "name", "Tổ chức", "unit_called", main=True, width=36,
                url=lambda row: reverse("dossiers:report", args=[row.uid]),
            ),
            Column("first", "Từ ngày", "first", kind="day"),
            Column("last", "Đến ngày", "last", kind="day"),
            Column("due", "Hạn gửi", "due_on", kind="day"),
            Column("sent", "Ngày gửi", lambda row: sent_of(row), kind="day"),
            Column(
                "state", "Tình trạng", lambda row: _state(row, place.today)[1], kind="badge",
                state=lambda row: _state(row, place.today)[0],
            ),
            Column("closing", "Đảng số cuối kỳ", lambda row: row.balance.get("closing"), kind="int"),
        ),
        source=NamedRows(
            rows, ("-due_on", "-pk"), on=place.today, fields={"unit_id": "unit_called"}, of=place.unit
        ),
        current="reports", noun="báo cáo",
        empty="Chưa giao kỳ báo cáo nào khớp. Cấp trên giao kỳ báo cáo thì danh sách hiện ở đây.",
        filters=[(f"{reverse('dossiers:reports')}?{UNIT}={place.unit.uid}&{ONLY}={key}", title, key == only) for key, title in FILTERS],
    )  # fmt: skip


def report(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One report: the balance as it is now, or as it was sent and what has changed since; sent from here."""
    found, today, viewer = queries.report_by_uid(uid), clock.today(), request.viewer
    viewer.must(READ, found.unit)
    is_sent = found.submitted_on < FOREVER
    balance = found.balance if is_sent else queries.balance_of(found, by=viewer)
    form = forms.SubmitForm(*typed(request), today=today, initial={"on": today})

    def act(data: dict) -> str:
        actions.submit_report(found, **data, by=viewer)
        return f"Đã gửi báo cáo từ {show_day(found.first)} đến {show_day(found.last)}."

    before = queries.report_before(found)
    context = {
        "report": found,
        "unit": found.unit,
        "unit_name": CellNames([found.unit_id]).on(found.unit_id, found.last),
        "today": today,
        "is_sent": is_sent,
        "state": _state(found, today),
        "lines": [
            (title, balance[code], before.balance.get(code) if before and before.balance else None)
            for code, title in queries.TITLES.items()
            if code in balance and (balance[code] or code in ("opening", "closing"))
        ],
        "residual": balance.get("residual", 0),
        "before": before if before and before.balance else None,
        "changed": queries.changed_since(found, by=viewer) if is_sent else [],
        "may_send": not is_sent and viewer.may(WRITE, found.unit) is not None and today > found.last,
        "figure_url": f"{reverse('catalogue:figure', args=['MEM-04'])}?{UNIT}={found.unit.uid}"
        f"&tu={found.first:%d/%m/%Y}&den={found.last:%d/%m/%Y}",
    }
    return talk(request, form, "dossiers/report.html", context, act=act, back=request.path)


def open_reports(request: HttpRequest) -> HttpResponse:
    """Giao kỳ báo cáo to every TCCSĐ at or below the unit."""
    place = Place.of(request, capability=WRITE)
    months = rulebook.value("dossiers.report.months", on=place.today)
    days = rulebook.value("dossiers.report.due_days", on=place.today)
    form = forms.OpenReportsForm(
        *typed(request), today=place.today, initial=_next_period(place.today, months.value or 6, days.value or 20)
    )
    units = [p.unit for p in bases_below(place.unit, place)]

    def act(data: dict) -> str:
        done = actions.open_reports(
            at=place.unit, units=units, period=Period(data["first"], data["last"]), due_on=data["due_on"],
            on=place.today, by=request.viewer,
        )  # fmt: skip
        return f"Đã giao {done} tổ chức báo cáo." if done else "Các tổ chức đều đã được giao kỳ báo cáo này."

    context = place.context("reports", capability=WRITE) | {
        "title": "Giao kỳ báo cáo tình hình đảng viên",
        "button": f"Giao {len(units)} tổ chức báo cáo",
        "notes": [f"Kỳ: {months.text} ({months.cite}).", f"Hạn: {days.text} sau khi hết kỳ ({days.cite})."],
    }
    back = f"{reverse('dossiers:reports')}?{UNIT}={place.unit.uid}"
    return talk(request, form, "dossiers/unit_deed.html", context, act=act, back=back)


def reconciliations(request: HttpRequest) -> HttpResponse:
    """Lists held against each other, latest first."""
    place = Place.of(request)
    ruling = rulebook.value("dossiers.reconcile.months", on=place.today)
    return show(
        place, "dossiers/reconciliations.html", name="dossiers.reconciliations",
        title="Đối chiếu danh sách với cấp trên",
        columns=(
            Column("name", "Tổ chức", "unit_called", main=True, width=36),
            Column("on", "Ngày", "on", kind="day"),
            Column("members", "Trong hệ thống", "members", kind="int"),
            Column("listed", "Danh sách cấp trên", "listed", kind="int"),
            Column("files", "Hồ sơ trên giá", "files", kind="int"),
            Column("differences", "Chênh lệch và cách xử lý", "differences", width=60),
            Column("sender", "Người đối chiếu", "sender", width=28),
        ),
        source=NamedRows(
            queries.reconciliations_below(place.unit, on=place.today), ("-on", "-pk"), on=place.today,
            fields={"unit_id": "unit_called"}, of=place.unit,
        ),
        current="reports", noun="lần đối chiếu", empty="Chưa ghi lần đối chiếu nào.",
        rule=f"Đối chiếu {ruling.text} một lần ({ruling.cite}).",
    )  # fmt: skip


def reconcile(request: HttpRequest) -> HttpResponse:
    """Ghi đối chiếu."""
    place = Place.of(request, capability=WRITE)
    form = forms.ReconcileForm(*typed(request), today=place.today, initial={"on": place.today})

    def act(data: dict) -> str:
        actions.reconcile(unit=place.unit, **data, by=request.viewer)
        return "Đã ghi đối chiếu danh sách."

    here = queries.balance_of(
        MemberSituationReport(unit=place.unit, first=place.today, last=place.today), by=request.viewer
    )
    context = place.context("reports", capability=WRITE) | {
        "title": "Ghi đối chiếu danh sách với cấp trên",
        "button": "Ghi đối chiếu",
        "notes": [f"Hôm nay danh sách trong hệ thống có {here['closing']} đảng viên."],
    }
    back = f"{reverse('dossiers:reconciliations')}?{UNIT}={place.unit.uid}"
    return talk(request, form, "dossiers/unit_deed.html", context, act=act, back=back)


def bases_below(unit: Unit, place: Place) -> list:
    """The TCCSĐ at or below the unit today."""
    kinds = org.level_kinds("base", on=place.today)
    return list(org.units_below(unit, on=place.today, kinds=kinds).select_related("unit"))


def sent_of(row: MemberSituationReport) -> object:
    """The day it was sent; nothing where it was not."""
    return row.submitted_on if row.submitted_on < FOREVER else None


def _state(row: MemberSituationReport, today: date) -> tuple[str, str]:
    if row.submitted_on < FOREVER:
        return ("done", "Đúng hạn") if row.submitted_on <= row.due_on else ("waiting", "Gửi sau hạn")
    return ("late", "Quá hạn, chưa gửi") if row.due_on < today else ("new", "Chưa gửi")


def _next_period(today: date, months: int, days: int) -> dict:
    """The period that ended last, by months from the beginning of the year."""
    start = date(today.year, 1, 1)
    while add_months(start, months) <= today:
        start = add_months(start, months)
    first = add_months(start, -months)
    last = start - timedelta(days=1)
    return {"first": first, "last": last, "due_on": last + timedelta(days=days)}
