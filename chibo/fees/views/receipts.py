"""Receipts of an organization, one receipt, taking one back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from chibo.fees import actions, rules
from chibo.fees.forms import ReverseForm
from chibo.fees.models import Receipt, ReceiptLine
from chibo.fees.queries.fund import receipts_of
from chibo.fees.queries.people import receipt_by_uid
from chibo.fees.rules import money
from chibo.fees.views.asked import page_of
from chibo.fees.vocabulary import months
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.members.actions.rehearsal import rehearse
from chibo.org import queries as org
from chibo.tables.columns import Column
from chibo.tables.export import Heading, answer, respond
from chibo.tables.sources import QuerySource, RowsSource
from chibo.tables.table import Table
from chibo.ui.confirm import Answer, Change, Preview, two_step

RECEIPTS = (
    Column("mark", "Số phiếu", "mark", kind="id", main=True, url=lambda row: row.get_absolute_url()),
    Column("on", "Ngày thu", "on", kind="day"),
    Column("way", "Hình thức", lambda row: row.get_way_display(), width=24),
    Column("total", "Số tiền (đ)", "total", kind="int"),
    Column("collector", "Người thu", lambda row: row.collector.full_name if row.collector else "", width=26),
    Column("approver", "Người duyệt", lambda row: row.approver.full_name if row.approver else "", width=26),
    Column("reverses", "Thu hồi phiếu", lambda row: row.reverses.mark if row.reverses else "", kind="id"),
    Column("entered_by", "Người ghi", "entered_by", width=26),
)
LINES = (
    Column("name", "Họ và tên", "person.full_name", main=True, width=28),
    Column("month", "Tháng", lambda row: months.show(row.month), kind="id"),
    Column("amount", "Số tiền (đ)", "amount", kind="int"),
    Column("extra", "Ghi chú", lambda row: _note(row), width=30),
    Column("slip", "Biên nhận", lambda row: "In biên nhận", url=lambda row: _slip(row), exported=False),
)


def _note(row: ReceiptLine) -> str:
    parts = ["tự nguyện đóng thêm"] if row.is_extra else []
    if row.code:
        parts.append(f"mã giao dịch {row.code}")
    if getattr(row, "is_taken_back", False):
        parts.append("đã thu hồi")
    return "; ".join(parts)


def _slip(row: ReceiptLine) -> str:
    """Where the slip for the payer is printed."""
    return f"{reverse('papers:paper', args=['dang-phi-bien-nhan'])}?ve={row.receipt.reference}/{row.person.uid}"


def receipts(request: HttpRequest) -> HttpResponse:
    """The receipts of the unit of the address, latest first."""
    page = page_of(request)
    rows = receipts_of(page.unit).select_related("collector", "approver", "reverses")
    table = Table(
        "fees.receipts",
        f"Phiếu thu đảng phí của {page.name}",
        RECEIPTS,
        QuerySource(rows, ("-on", "-pk")),
        noun="phiếu thu",
        empty="Chưa có phiếu thu nào. Hãy thu ở “Đảng phí tháng” của từng chi bộ.",
    )
    return respond(
        request, "fees/list.html", page.context() | {"title": "Phiếu thu đảng phí"}, table=table,
        heading=page.heading("Phiếu thu đảng phí", f"đến ngày {show_day(page.today)}"),
        exported=page.exported("phiếu thu đảng phí"),
    )  # fmt: skip


def receipt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One receipt with its lines."""
    found = receipt_by_uid(uid)
    request.viewer.must(rules.READ, found.unit)
    lines = _lines(found)
    name = org.name_of(found.unit, on=min(found.on, found.unit.ended_on - found.on.resolution))
    table = Table("fees.receipt", f"Các dòng của phiếu thu {found.mark}", LINES, RowsSource(lines), noun="dòng")
    heading = Heading(
        f"Phiếu thu đảng phí {found.mark}",
        scope=name,
        when=f"ngày {show_day(found.on)}",
        by=request.viewer.label,
        illustration=found.unit.is_illustration,
    )
    if leaving := answer(request, [table], heading):
        return leaving
    is_whole = all(line.is_taken_back for line in lines)
    context = {
        "receipt": found,
        "unit_name": name,
        "page": table.page(request.GET),
        "may_reverse": request.viewer.may(rules.WRITE, found.unit) and found.reverses_id is None and not is_whole,
        "backs": list(Receipt.objects.filter(reverses=found).order_by("on", "pk")),
        "is_taken_back": is_whole,
        "list_url": f"{reverse('fees:receipts')}?don-vi={found.unit.uid}",
        "reference": found.reference,
    }
    return render(request, "fees/receipt.html", context)


def _lines(found: Receipt) -> list[ReceiptLine]:
    lines = list(found.lines.select_related("person", "receipt").order_by("person__name_key", "month", "pk"))
    taken = set(ReceiptLine.objects.filter(reverses__receipt=found).values_list("reverses_id", flat=True))
    for line in lines:
        line.is_taken_back = line.pk in taken
    return lines


def reverse_receipt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Thu hồi: by a reversing receipt, shown before it is done."""
    found = receipt_by_uid(uid)
    request.viewer.must(rules.WRITE, found.unit)
    if found.reverses_id is not None:
        raise Refusal("Phiếu này là phiếu thu hồi, không thu hồi lại được. Hãy lập phiếu thu mới.", status=409)
    lines = [line for line in _lines(found) if not line.is_taken_back]
    if not lines:
        raise Refusal("Phiếu này đã được thu hồi cả. Hãy mở lại phiếu để xem.", status=409)
    today = clock.today()
    form = ReverseForm(request.POST or None, initial={"on": today})
    chosen = request.POST.getlist("dong")

    def wanted() -> list[ReceiptLine]:
        if not chosen:
            return lines
        known = {str(line.pk): line for line in lines}
        if not known.keys() >= set(chosen):
            raise Refusal("Có dòng đã được thu hồi từ khi mở trang. Hãy mở lại phiếu rồi đánh dấu lại.")
        return [line for pk, line in known.items() if pk in chosen]

    def carry_out(data: dict) -> Receipt:
        return actions.reverse_receipt(
            found, reason=data["reason"], on=data["on"], today=today, by=request.viewer, lines=wanted()
        )

    def preview(data: dict) -> Preview:
        rows = wanted()
        rehearse(lambda: carry_out(data), lambda: None)
        return Preview(
            title=f"Thu hồi phiếu thu {found.mark}",
            changes=[
                Change(f"{line.person.full_name}, tháng {months.show(line.month)}", money.show(line.amount), "thu hồi")
                for line in rows
            ],
            consequences=[
                f"Lập phiếu thu hồi {money.show(-sum(line.amount for line in rows))}; phiếu {found.mark} giữ nguyên.",
                "Các tháng này lại thành chưa đóng.",
            ],
            button="Thu hồi",
        )

    def act(data: dict, said: Answer) -> str:
        back = carry_out(data)
        messages.success(request, f"Đã thu hồi: {back.mark}, {money.show(back.total)}.")
        return back.get_absolute_url()

    context = {
        "receipt": found,
        "lines": lines,
        "chosen": {line.pk for line in lines if str(line.pk) in chosen},
        "title": f"Thu hồi phiếu thu {found.mark}",
        "back": found.get_absolute_url(),
        "button": "Xem trước khi thu hồi",
        "explain": "Đánh dấu các dòng cần thu hồi; không đánh dấu dòng nào thì thu hồi cả phiếu. Phiếu đã lập không bị xóa.",
    }
    return two_step(request, form, "fees/deed.html", context, preview=preview, act=act)
