"""The list of units below a unit, by kind."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.org import queries as org
from chibo.org.models import Placement
from chibo.org.views.around import Around, around
from chibo.org.vocabulary import Kind
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.ui import markup, params

KIND, TEXT = "loai", "ten"


@require_safe
def below(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything below on a day, filtered by kind and name, exportable."""
    page = around(request, uid)
    kind, text = request.GET.get(KIND, ""), request.GET.get(TEXT, "")[:200]
    if kind and kind not in Kind.values:
        raise Refusal("Không có loại tổ chức này. Hãy chọn lại ở danh sách.", field=KIND, code="kind")
    found = org.units_below(page.unit, on=page.day, kinds=[kind] if kind else None).exclude(unit=page.unit)
    found = org.named_like(org.with_superior_name(found, on=page.day), text)
    table = _table(page, found, params.carried(request.GET))
    heading = Heading(
        "Tổ chức trực thuộc",
        scope=page.name,
        when=f"ngày {show_day(page.day)}",
        filters=((("Loại tổ chức", Kind(kind).label),) if kind else ()) + ((("Tên có", text),) if text else ()),
        by=request.viewer.label,
        illustration=page.unit.is_illustration,
    )
    context = {"around": page, "kinds": Kind.choices, "kind": kind, "text": text, "total": found.count()}
    return respond(request, "org/below.html", context, table=table, heading=heading)


def _table(page: Around, found, carried: dict[str, str]) -> Table:
    columns = (
        Column("name", "Tên tổ chức", "name", main=True, url=lambda row: _url(row, carried), width=44),
        Column("kind", "Loại tổ chức", lambda row: row.get_kind_display(), width=26),
        Column("superior", "Trực thuộc", "superior_name", width=36),
        Column("sector", "Loại hình", lambda row: row.get_sector_display(), width=24),
        Column("ref", "Mã ngắn", "unit.ref", width=16),
        Column("since", "Có từ", "unit.founded_on", kind="day"),
    )
    source = QuerySource(found, order=("name_key", "id"))
    return Table("org.below", f"Tổ chức trực thuộc {page.name}", columns, source, noun="tổ chức")


def _url(row: Placement, carried: dict[str, str]) -> str:
    return markup.with_query(row.unit.get_absolute_url(), carried)
