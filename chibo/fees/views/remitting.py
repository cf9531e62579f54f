"""Trích nộp: what an organization passes on and what those below pass on to it."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from chibo.fees import actions, rules
from chibo.fees.actions.remitting import rule_key
from chibo.fees.forms import ReceiveForm, RemitForm, ReverseForm
from chibo.fees.models import Remittance
from chibo.fees.queries.fund import incoming_to, keeping_of, remittances_of, undivided_of
from chibo.fees.queries.people import remittance_by_uid
from chibo.fees.rules import money
from chibo.fees.views.asked import Page, cell_page, page_of
from chibo.fees.vocabulary import RetentionKind, months
from chibo.journal import queries as journals
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.members.actions.rehearsal import rehearse
from chibo.members.queries.names import CellNames
from chibo.rulebook import queries as rulebook
from chibo.tables.columns import Column
from chibo.tables.export import respond
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.ui.confirm import Answer, Change, Preview, two_step

WAY = "chieu"
COLUMNS = (
    Column("period", "Các tháng", "period", main=True, url=lambda row: row.get_absolute_url(), width=34),
    Column("other", "Nơi nộp, nơi nhận", "other_name", width=40),
    Column("on", "Ngày nộp", "on", kind="day"),
    Column("total", "Đã thu (đ)", "total", kind="int"),
    Column("kept", "Giữ lại (đ)", "kept", kind="int"),
    Column("passed", "Nộp lên (đ)", "passed", kind="int"),
    Column("received_on", "Ngày nhận", "received_on", kind="day"),
    Column("state", "Tình trạng", lambda row: state_of(row)[1], kind="badge", state=lambda row: state_of(row)[0]),
)


def state_of(row: Remittance) -> tuple[str, str]:
    """(colour, words)"""
    if row.reverses_id is not None:
        return "plain", "Phiếu thu hồi"
    if getattr(row, "is_taken_back", False):
        return "plain", "Đã thu hồi"
    return ("done", "Cấp trên đã nhận") if row.received_on else ("waiting", "Chờ cấp trên nhận")


class Source(QuerySource):
    """Remittances with the name of the other side; looked up for one page at a time."""

    def shown(self, rows: list[Remittance]) -> list[Remittance]:
        names = CellNames({one for row in rows for one in (row.unit_id, row.to_id)})
        taken = set(
            Remittance.objects.filter(reverses__in=[row.pk for row in rows]).values_list("reverses_id", flat=True)
        )
        for row in rows:
            row.is_taken_back = row.pk in taken
            row.other_name = names.on(row.to_id if self.is_out else row.unit_id, row.on)
        return rows

    is_out = True


class Incoming(Source):
    """Those that come from below."""

    is_out = False


def remittances(request: HttpRequest) -> HttpResponse:
    """What the unit of the address passed on, or (``chieu=den``) what came from below."""
    page = page_of(request)
    incoming = request.GET.get(WAY) == "den"
    found = incoming_to(page.unit) if incoming else remittances_of(page.unit)
    title = "Đảng phí cấp dưới nộp" if incoming else "Trích nộp đảng phí"
    table = Table(
        "fees.incoming" if incoming else "fees.remittances",
        f"{title}: {page.name}",
        COLUMNS,
        (Incoming if incoming else Source)(found, ("-on", "-pk")),
        noun="lần nộp",
        empty="Chưa có lần nộp nào.",
    )
    context = page.context() | {
        "title": title,
        "ways": [
            ("Nộp lên cấp trên", page.url("remittances"), not incoming),
            ("Cấp dưới nộp", page.url("remittances", **{WAY: "den"}), incoming),
        ],
        "remit_url": page.url("remit", page.unit.uid) if page.placement.superior_id else "",
    }
    return respond(
        request, "fees/list.html", context, table=table,
        heading=page.heading(title, f"đến ngày {show_day(page.today)}"), exported=page.exported("trích nộp đảng phí"),
    )  # fmt: skip


def remit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Trích nộp: the split is shown before it is done."""
    page = cell_page(request, uid)
    keeping = keeping_of(page.placement, on=page.today)
    form = RemitForm(
        request.POST or None,
        initial={
            "first_month": min(_first_open(page), page.month),
            "last_month": page.month,
            "on": page.today,
            "keeping": keeping,
        },
    )

    def preview(data: dict[str, Any]) -> Preview:
        made = _rehearsed(page, data)
        consequences = [
            f"{page.name} giữ lại {money.show(made.kept)}.",
            f"Nộp lên {money.show(made.passed)}; cấp trên xác nhận khi nhận.",
        ]
        return Preview(
            title=f"Trích nộp đảng phí {made.period}: {page.name}",
            changes=[
                Change("Đã thu, chưa chia", "", money.show(made.total)),
                Change(f"Giữ lại {made.share.normalize():f}%", "", money.show(made.kept)),
                Change("Nộp lên cấp trên", "", money.show(made.passed)),
            ],
            consequences=consequences,
            warnings=_doubts(made, made.on),
            button="Ghi trích nộp",
        )

    def act(data: dict[str, Any], said: Answer) -> str:
        made = _remit(page, data)
        messages.success(request, f"Đã ghi trích nộp {money.show(made.passed)}.")
        return made.get_absolute_url()

    waiting = undivided_of(page.unit, until=months.last_day(page.month))
    context = page.context() | {"waiting": waiting, "back": page.url("remittances"), "rules": _rules(page.today)}
    return two_step(request, form, "fees/remit.html", context, preview=preview, act=act)


def _first_open(page: Page) -> date:
    """The month after the last one that was passed on and not taken back; that of the page where there is none."""
    standing = Remittance.objects.filter(unit=page.unit, reverses=None, reversed_by=None).order_by("-last_month")
    last = standing.values_list("last_month", flat=True).first()
    return months.after(last) if last else page.month


def _remit(page: Page, data: dict[str, Any]) -> Remittance:
    share = data["share"]
    return actions.remit(
        page.unit,
        first_month=data["first_month"],
        last_month=data["last_month"],
        on=data["on"],
        today=page.today,
        by=page.request.viewer,
        keeping=data["keeping"],
        share=None if share is None else Decimal(share),
        grounds=data["grounds"],
    )


def _rehearsed(page: Page, data: dict[str, Any]) -> Remittance:
    """What would come of it; nothing is kept."""
    made: list[Remittance] = []
    rehearse(lambda: made.append(_remit(page, data)), lambda: None)
    return made[0]


def _doubts(made: Remittance, on: date) -> list[str]:
    ruling = rulebook.value(rule_key(made.keeping), on=on)
    if not ruling.is_on_record:
        return ["Sổ quy định chưa có tỷ lệ giữ lại của ngày này: tỷ lệ do đồng chí ghi."]
    if not ruling.may_block:
        return [f"Tỷ lệ trong sổ quy định chưa chắc chắn: {ruling.text}. {ruling.cite}. Hãy đối chiếu với văn bản."]
    return []


def _rules(on: date) -> list[tuple[str, str]]:
    """(kind, what the rulebook says) of every kind of share."""
    return [(one.label, rulebook.text(rule_key(one.value), on=on)) for one in RetentionKind]


def remittance(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One remittance, for either side."""
    found = remittance_by_uid(uid)
    viewer = request.viewer
    if not viewer.may(rules.READ, found.to):
        viewer.must(rules.READ, found.unit)
    names = CellNames({found.unit_id, found.to_id})
    back = Remittance.objects.filter(reverses=found).first()
    is_open = found.reverses_id is None and back is None
    may_receive = is_open and found.received_on is None and viewer.may(rules.APPROVE, found.to)
    needed = found.received_on is None or viewer.may(rules.APPROVE, found.to)
    context = {
        "remittance": found,
        "back": back,
        "unit_name": names.on(found.unit_id, found.on),
        "to_name": names.on(found.to_id, found.on),
        "may_receive": may_receive and viewer.reference != found.sent_by,
        "may_reverse": is_open and viewer.may(rules.WRITE, found.unit) and needed,
        "entries": journals.entries_of(found.reference)[:20],
        "list_url": f"{reverse('fees:remittances')}?don-vi={found.unit.uid}",
        "reverses": found.reverses,
    }
    return render(request, "fees/remittance.html", context)


def receive(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Nhận: the level above has the money."""
    found = remittance_by_uid(uid)
    request.viewer.must(rules.APPROVE, found.to)
    today = clock.today()
    form = ReceiveForm(request.POST or None, initial={"on": today})

    def preview(data: dict[str, Any]) -> Preview:
        rehearse(lambda: actions.receive(found, on=data["on"], today=today, by=request.viewer), lambda: None)
        return Preview(
            title=f"Nhận đảng phí {found.period}",
            changes=[
                Change("Số tiền nhận", "", money.show(found.passed)),
                Change("Ngày nhận", "", show_day(data["on"])),
            ],
            button="Đã nhận đủ",
        )

    def act(data: dict[str, Any], said: Answer) -> str:
        actions.receive(found, on=data["on"], today=today, by=request.viewer)
        messages.success(request, f"Đã nhận {money.show(found.passed)}.")
        return found.get_absolute_url()

    context = _deed(found, "Nhận đảng phí cấp dưới nộp", "Xem trước khi nhận", "Chỉ ghi nhận khi đã cầm đủ số tiền.")
    return two_step(request, form, "fees/deed.html", context, preview=preview, act=act)


def reverse_remittance(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Thu hồi: by a reversing entry on both sides."""
    found = remittance_by_uid(uid)
    request.viewer.must(rules.WRITE, found.unit)
    today = clock.today()
    form = ReverseForm(request.POST or None, initial={"on": today})

    def carry_out(data: dict[str, Any]) -> Remittance:
        return actions.reverse_remittance(found, reason=data["reason"], on=data["on"], today=today, by=request.viewer)

    def preview(data: dict[str, Any]) -> Preview:
        rehearse(lambda: carry_out(data), lambda: None)
        return Preview(
            title=f"Thu hồi lần nộp đảng phí {found.period}",
            changes=[Change("Nộp lên", money.show(found.passed), "thu hồi"), Change("Giữ lại", money.show(found.kept), "chưa chia")],
            consequences=[f"{money.show(found.total)} trở lại phần chưa chia; lần nộp cũ giữ nguyên trong sổ."],
            button="Thu hồi",
        )  # fmt: skip

    def act(data: dict[str, Any], said: Answer) -> str:
        back = carry_out(data)
        messages.success(request, "Đã thu hồi lần nộp.")
        return back.get_absolute_url()

    context = _deed(
        found, "Thu hồi lần nộp", "Xem trước khi thu hồi", "Lần nộp đã ghi không bị xóa; một phiếu ngược lại được lập."
    )
    return two_step(request, form, "fees/deed.html", context, preview=preview, act=act)


def _deed(found: Remittance, title: str, button: str, explain: str) -> dict[str, Any]:
    return {
        "title": f"{title} {found.period}",
        "back": found.get_absolute_url(),
        "button": button,
        "explain": explain,
    }
