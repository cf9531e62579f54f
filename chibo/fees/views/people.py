"""One member's fees; asking for a relief, deciding on it, ending it; putting a due right; who directs and who collects."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chibo.fees import actions, rules
from chibo.fees.forms import AssignForm, CorrectForm, DecideForm, EndReliefForm, ReliefForm
from chibo.fees.models import Charge, FeeRelief
from chibo.fees.queries.month import people_at, the_two
from chibo.fees.queries.people import (
    bases_of,
    charges_of,
    lines_of,
    own_dues,
    payer_for,
    relief_by_uid,
    reliefs_of,
)
from chibo.fees.rules import money
from chibo.fees.views.asked import MONTH, cell_page
from chibo.fees.views.lists import last_month
from chibo.fees.vocabulary import SHORT, BasisKind, ReliefState, months, word_of
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import NotFound, Refusal
from chibo.members.actions.rehearsal import rehearse
from chibo.members.models import Person
from chibo.members.queries.names import CellNames
from chibo.org import queries as org
from chibo.tables.columns import Column
from chibo.tables.export import Heading, answer
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table
from chibo.ui.confirm import Answer, Change, Preview, two_step
from chibo.ui.forms import refused


def kind_of(row: Charge) -> str:
    """By which line a month was reckoned."""
    if row.kind:
        return SHORT[BasisKind(row.kind)]
    return "" if row.reason else "Theo sổ cũ"


CHARGES = (
    Column("month", "Tháng", lambda row: months.show(row.month), kind="id", main=True),
    Column("cell", "Chi bộ", "cell_name", width=36),
    Column("kind", "Diện đóng", lambda row: kind_of(row), width=34),
    Column("relief", "Miễn, giảm", lambda row: word_of(row.reason, row.percent), width=14),
    Column("due", "Phải đóng (đ)", "due", kind="int"),
    Column("paid", "Đã đóng (đ)", "paid", kind="int"),
    Column("on", "Ngày đóng đủ", lambda row: row.settled_on if row.due and row.is_settled else None, kind="day"),
)
LINES = (
    Column("on", "Ngày", "on", kind="day", main=True),
    Column("month", "Cho tháng", lambda row: months.show(row.month), kind="id"),
    Column("amount", "Số tiền (đ)", "amount", kind="int"),
    Column("way", "Hình thức", lambda row: row.receipt.get_way_display(), width=24),
    Column("mark", "Phiếu thu", "receipt.mark", kind="id"),
    Column("extra", "Ghi chú", lambda row: "tự nguyện đóng thêm" if row.is_extra else "", width=24),
)
MOST = 120


def person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a member owed and paid, month by month; for the member too."""
    who, cell, is_own = payer_for(uid, by=request.viewer)
    if not is_own:
        journal.read("Xem đảng phí của đảng viên", f"person:{who.uid}", request.viewer, clock.today())
    charges, today = list(charges_of(who)[:MOST]), clock.today()
    names = CellNames({one.cell_id for one in charges})
    for one in charges:
        one.cell_name = names.on(one.cell_id, one.tree_day)
    dues = Table("fees.person", "Đảng phí theo tháng", CHARGES, RowsSource(charges), noun="tháng")
    paid = Table("fees.person_lines", "Các lần đóng", LINES, RowsSource(list(lines_of(who)[:MOST])), noun="lần")
    heading = Heading(
        "Đảng phí", scope=who.full_name, when=f"ngày {show_day(today)}", by=request.viewer.label,
        illustration=who.is_illustration,
    )  # fmt: skip
    if leaving := answer(request, [dues, paid], heading):
        return leaving
    may_write = cell is not None and request.viewer.may(rules.WRITE, cell) is not None
    context = {
        "person": who,
        "cell": cell,
        "cell_name": org.name_of(cell, on=today) if cell else "",
        "is_own": is_own,
        "dues": dues.page({}),
        "lines": paid.page({}),
        "charges": charges,
        "bases": list(bases_of(who)[:10]),
        "reliefs": [(one, last_month(one)) for one in reliefs_of(who)[:10]],
        "may_write": may_write,
        "today": today,
        "forever": FOREVER,
        "correct_url": reverse("fees:due_correct", args=[who.uid]),
    } | own_dues(who, on=today)
    return render(request, "fees/_person.html" if request.htmx else "fees/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def relief_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Đề nghị miễn, giảm."""
    who, cell = _writable(request, uid)
    today = clock.today()
    form = ReliefForm(request.POST or None, initial={"first": months.month_of(today), "percent": 100})

    def preview(data: dict[str, Any]) -> Preview:
        made: list[FeeRelief] = []
        rehearse(lambda: made.append(_ask(request, who, cell, data, confirmed=True)), lambda: None)
        relief = made[0]
        return Preview(
            title=f"Đề nghị miễn, giảm đảng phí: đồng chí {who.full_name}",
            changes=[
                Change("Đề nghị", "", relief.what),
                Change("Thời gian", "", f"từ tháng {months.show(relief.since)} đến hết tháng {last_month(relief)}"),
            ],
            consequences=["Một đồng chí khác có quyền duyệt phải duyệt; khi được duyệt mới áp dụng."],
            button="Gửi đề nghị",
        )

    def act(data: dict[str, Any], said: Answer) -> str:
        relief = _ask(request, who, cell, data, confirmed=said.confirmed)
        messages.success(request, "Đã gửi đề nghị miễn, giảm.")
        return relief.get_absolute_url()

    context = _deed(who, f"Đề nghị miễn, giảm: {who.full_name}", "Xem trước khi gửi")
    return two_step(request, form, "fees/deed.html", context, preview=preview, act=act)


def _ask(request: HttpRequest, who: Person, cell: Any, data: dict[str, Any], *, confirmed: bool) -> FeeRelief:
    return actions.ask_relief(
        who,
        unit=cell,
        reason=data["reason"],
        percent=data["percent"],
        since=data["first"],
        until=months.after(data["last"]),
        grounds=data["grounds"],
        on=clock.today(),
        by=request.viewer,
        confirmed=confirmed,
    )


def relief(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One relief: what it says, who asked, who approved."""
    found, viewer = relief_by_uid(uid), request.viewer
    is_own = getattr(viewer, "person_uid", None) == found.person.uid
    if not is_own:
        viewer.must(rules.READ, found.unit)
        journal.read("Xem lý do miễn, giảm đảng phí", f"person:{found.person.uid}", viewer, clock.today())
    may_decide = found.state == ReliefState.ASKED and viewer.may(rules.APPROVE, found.unit) is not None
    context = {
        "relief": found,
        "last": last_month(found),
        "is_own": is_own,
        "unit_name": org.name_of(found.unit, on=min(clock.today(), found.unit.ended_on - found.since.resolution)),
        "may_decide": may_decide and viewer.reference != found.asked_by,
        "same": may_decide and viewer.reference == found.asked_by,
        "may_end": found.state in (ReliefState.ASKED, ReliefState.APPROVED)
        and viewer.may(rules.APPROVE if found.state == ReliefState.APPROVED else rules.WRITE, found.unit) is not None,
        "state": {"asked": "waiting", "approved": "done"}.get(found.state, "plain"),
    }
    return render(request, "fees/relief.html", context)


def relief_decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Duyệt hoặc không: by another than who asked."""
    found = relief_by_uid(uid)
    request.viewer.must(rules.APPROVE, found.unit)
    form = DecideForm(request.POST or None)

    def decide(data: dict[str, Any]) -> FeeRelief:
        return actions.decide_relief(
            found, approve=data["answer"] == "approve", reason=data["reason"], on=clock.today(), by=request.viewer
        )

    def preview(data: dict[str, Any]) -> Preview:
        after: list[FeeRelief] = []
        rehearse(lambda: after.append(decide(data)), lambda: None)
        return Preview(
            title=f"{found.what}: đồng chí {found.person.full_name}",
            changes=[Change("Trạng thái", found.get_state_display(), after[0].get_state_display())],
            consequences=[f"Từ tháng {months.show(found.since)} đến hết tháng {last_month(found)}."],
            button="Ghi",
        )

    def act(data: dict[str, Any], said: Answer) -> str:
        decide(data)
        messages.success(request, "Đã ghi.")
        return found.get_absolute_url()

    context = _deed(found.person, f"Duyệt miễn, giảm: {found.person.full_name}", "Xem trước") | {
        "back": found.get_absolute_url(),
        "explain": found.what,
    }
    return two_step(request, form, "fees/deed.html", context, preview=preview, act=act)


@require_http_methods(["GET", "HEAD", "POST"])
def relief_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Kết thúc sớm, or annulled where it never held."""
    found = relief_by_uid(uid)
    request.viewer.must(rules.APPROVE if found.state == ReliefState.APPROVED else rules.WRITE, found.unit)
    form = EndReliefForm(request.POST or None, initial={"until": max(found.since, months.month_of(clock.today()))})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_relief(
                found, until=form.cleaned_data["until"], reason=form.cleaned_data["reason"], on=clock.today(),
                by=request.viewer,
            )  # fmt: skip
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, "Đã kết thúc.")
            return HttpResponseRedirect(found.get_absolute_url())
    context = _deed(found.person, f"Kết thúc miễn, giảm: {found.person.full_name}", "Ghi kết thúc") | {
        "form": form,
        "back": found.get_absolute_url(),
        "explain": "Chọn tháng đầu của lần miễn, giảm thì cả lần ấy được hủy.",
    }
    return render(request, "fees/deed.html", context, status=422 if form.is_bound and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def due_correct(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Sửa mức phải đóng: by a reversing entry."""
    who, _ = _writable(request, uid)
    text = request.GET.get(MONTH, "").strip()
    month = months.parse(text) if text else months.month_of(clock.today())
    charge = charges_of(who).filter(month=month).first()
    form = CorrectForm(request.POST or None)

    def carry_out(data: dict[str, Any]) -> Any:
        return actions.correct_due(
            who,
            month=month,
            reason=data["reason"],
            on=clock.today(),
            by=request.viewer,
            amount=data["amount"] if data["how"] == "amount" else None,
            strike=data["how"] == "strike",
        )

    def preview(data: dict[str, Any]) -> Preview:
        after: list[Any] = []
        rehearse(lambda: after.append(carry_out(data)), lambda: None)
        shown = money.show(after[0].due) if after[0] is not None else "không phải đóng"
        return Preview(
            title=f"Sửa mức phải đóng tháng {months.show(month)}: đồng chí {who.full_name}",
            changes=[Change("Phải đóng", money.show(charge.due) if charge else "không phải đóng", shown)],
            consequences=["Mức cũ không bị xóa: một bút toán ngược lại được ghi cùng lý do."],
            button="Sửa",
        )

    def act(data: dict[str, Any], said: Answer) -> str:
        carry_out(data)
        messages.success(request, "Đã sửa mức phải đóng.")
        return reverse("fees:person", args=[who.uid])

    title = f"Sửa mức phải đóng tháng {months.show(month)}: {who.full_name}"
    explain = f"Đang ghi {money.show(charge.due)}." if charge else "Tháng này chưa có mức phải đóng."
    context = _deed(who, title, "Xem trước khi sửa") | {"explain": explain}
    return two_step(request, form, "fees/deed.html", context, preview=preview, act=act)


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Phân công: who directs and who collects."""
    page = cell_page(request, uid)
    approver, collector = the_two(page.unit, on=page.today)
    form = AssignForm(
        request.POST or None,
        people=people_at(page.unit, on=page.on),
        initial={
            "since": page.today,
            "approver": approver.uid if approver else None,
            "collector": collector.uid if collector else None,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.assign(page.unit, on=page.today, by=request.viewer, **form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, "Đã ghi phân công.")
            return HttpResponseRedirect(page.url("list"))
    context = page.context() | {
        "form": form,
        "title": f"Phân công thu đảng phí: {page.name}",
        "back": page.url("list"),
        "button": "Lưu phân công",
        "explain": "Người chỉ đạo, duyệt thu và người trực tiếp thu là hai đồng chí khác nhau.",
    }
    return render(request, "fees/deed.html", context, status=422 if form.is_bound and form.errors else 200)


def _writable(request: HttpRequest, uid: UUID) -> tuple[Person, Any]:
    who, cell, _ = payer_for(uid, by=request.viewer)
    if cell is None:
        raise NotFound("Đồng chí này chưa có tên trong chi bộ nào.", code="no_cell")
    request.viewer.must(rules.WRITE, cell)
    return who, cell


def _deed(who: Person, title: str, button: str) -> dict[str, Any]:
    return {"title": title, "back": reverse("fees:person", args=[who.uid]), "button": button, "explain": ""}
