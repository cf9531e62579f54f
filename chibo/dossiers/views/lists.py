"""Lists of files: the overview, what is missing, on its way, not yet come, lent out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from chibo.dossiers.indicators import INDICATORS
from chibo.dossiers.queries import contents, travelling
from chibo.dossiers.rules.document_types import document_types
from chibo.dossiers.views.place import BORN, CELL, NamedRows, Place, person_column, show
from chibo.dossiers.views.registers import BOOKS
from chibo.dossiers.vocabulary import Owed
from chibo.indicators import Asked, evaluate
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import Refusal
from chibo.members import queries as members
from chibo.members.queries.names import CellNames
from chibo.members.views.place import UNIT
from chibo.tables.columns import Column

KIND = "loai"
NAMED = 3


def overview(request: HttpRequest) -> HttpResponse:
    """How the unit stands: custody, slips, reports, and the ways to the lists and registers."""
    place = Place.of(request)
    asked = Asked(request.viewer.scope(place.unit), place.today)
    figures = [evaluate(indicator, asked) for indicator in INDICATORS]
    context = {
        "figures": [
            (one, f"{reverse('catalogue:figure', args=[one.indicator.code])}?{UNIT}={place.unit.uid}")
            for one in figures
        ],
        "books": [(reverse("dossiers:register", args=[slug]), book.title) for slug, book in BOOKS.items()],
    }
    return render(request, "dossiers/home.html", place.context("home") | context)


def missing(request: HttpRequest) -> HttpResponse:
    """Whose file lacks what it must hold, by cell."""
    place, kind = Place.of(request), request.GET.get(KIND, "")
    kinds = [one for one in document_types().values() if one.owed != Owed.NOBODY]
    if kind and kind not in {one.code for one in kinds}:
        raise Refusal("Không có loại tài liệu này. Hãy chọn một loại trong danh sách.", field=KIND, code="unknown_kind")
    rows = contents.lacking(members.roll(place.unit, on=place.today), kind).select_related("person")
    return show(
        place, "dossiers/missing.html", name="dossiers.missing", title="Hồ sơ thiếu tài liệu",
        columns=(
            person_column(), BORN, CELL,
            Column("missing", "Còn thiếu", lambda row: _shown(row.lacks), width=60),
            Column("n", "Số loại thiếu", lambda row: len(row.lacks), kind="int"),
        ),
        source=NamedRows(
            rows, ("name_key", "person_id"), on=place.today, fields={"cell_id": "cell_name"}, of=place.unit, more=_lacks
        ),
        current="missing", noun="hồ sơ", empty="Không có hồ sơ nào thiếu tài liệu bắt buộc.",
        kinds=kinds, kind=kind,
    )  # fmt: skip


def _lacks(rows: list) -> None:
    there = contents.kinds_there([row.person_id for row in rows])
    for row in rows:
        row.lacks = [one.title for one in contents.owed_by(row) if one.code not in there.get(row.person_id, ())]


def _shown(titles: list[str]) -> str:
    more = len(titles) - NAMED
    return "; ".join(titles[:NAMED]) + (f"; và {more} loại khác" if more > 0 else "")


def under_way(request: HttpRequest) -> HttpResponse:
    """Files handed over and not received."""
    place = Place.of(request)
    return show(
        place, "dossiers/travelling.html", name="dossiers.under_way", title="Hồ sơ đang chuyển",
        columns=(
            person_column(),
            Column("errand", "Lý do", lambda row: row.get_errand_display(), width=28),
            Column("sender", "Nơi giao", lambda row: row.sender or row.from_place, width=32),
            Column("receiver", "Nơi nhận", lambda row: row.receiver or row.to_place, width=32),
            Column("handed", "Ngày giao", "handed_on", kind="day"),
            Column("days", "Số ngày", lambda row: (place.today - row.handed_on).days, kind="int"),
            Column("letter", "Số phiếu", "letter", width=16),
        ),
        source=NamedRows(
            travelling.under_way_at(place.unit, on=place.today), ("handed_on", "pk"), on=place.today,
            fields={"from_unit_id": "sender", "to_unit_id": "receiver"},
        ),
        current="under_way", noun="hồ sơ", empty="Không có hồ sơ nào đang chuyển.",
        lead="Hồ sơ đã giao mà nơi nhận chưa xác nhận; vẫn tính ở nơi giao.",
    )  # fmt: skip


def awaited(request: HttpRequest) -> HttpResponse:
    """Members who came and whose file has not."""
    place = Place.of(request)
    return show(
        place, "dossiers/travelling.html", name="dossiers.awaited", title="Đảng viên đã đến, hồ sơ chưa về",
        columns=(
            person_column(), BORN, CELL,
            Column("came", "Đến từ ngày", "chain.on", kind="day"),
            Column("source", "Nơi đi", lambda row: row.source or row.chain.other_place, width=36),
            Column("days", "Số ngày", lambda row: (place.today - row.chain.on).days, kind="int"),
        ),
        source=NamedRows(
            travelling.awaited_at(place.unit, on=place.today), ("name_key", "person_id"), on=place.today,
            fields={"cell_id": "cell_name"}, of=place.unit, more=_sources,
        ),
        current="awaited", noun="hồ sơ", empty="Mọi đảng viên chuyển đến đều đã có hồ sơ về cùng.",
        lead="Đảng viên được tiếp nhận từ nơi có người giữ hồ sơ khác, từ khi đơn vị ghi giao nhận từng hồ sơ.",
    )  # fmt: skip


def _sources(rows: list) -> None:
    names = CellNames([row.chain.from_cell_id for row in rows])
    for row in rows:
        row.source = names.on(row.chain.from_cell_id, row.chain.on)


def loans(request: HttpRequest) -> HttpResponse:
    """Files lent out, those due first on top."""
    place = Place.of(request)
    return show(
        place, "dossiers/travelling.html", name="dossiers.loans", title="Hồ sơ đang cho mượn",
        columns=(
            person_column(),
            Column("borrower", "Người, cơ quan mượn", "borrower", width=30),
            Column("purpose", "Để làm gì", "purpose", width=30),
            Column("lent", "Ngày mượn", "lent_on", kind="day"),
            Column("due", "Hẹn trả", "due_on", kind="day"),
            Column(
                "state", "Tình trạng", lambda row: "Quá hạn" if row.due_on < place.today else "Trong hạn", kind="badge",
                state=lambda row: "late" if row.due_on < place.today else "waiting",
            ),
            Column("returned", "Ngày trả", lambda row: row.returned_on if row.returned_on < FOREVER else None, kind="day"),
        ),
        source=NamedRows(
            travelling.loans_at(place.unit, on=place.today), ("due_on", "pk"), on=place.today, fields={}
        ),
        current="loans", noun="lần mượn", empty="Không có hồ sơ nào đang cho mượn.",
        lead="Hồ sơ cho mượn vẫn thuộc nơi giữ; quá hạn thì hãy nhắc trả.",
    )  # fmt: skip
