"""Công việc của tôi: what waits for me and below me, by its day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chibo.inbox import queries
from chibo.inbox.queries.counts import FIRST
from chibo.inbox.rules import READ, Group
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.duties import installed
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.table import Table
from chibo.ui.markup import with_query

TAB, KIND, GROUP = "muc", "loai", "nhom"
BELOW = "cap-duoi"
TABS = {"": "Chờ tôi", BELOW: "Cấp dưới"}
COLUMNS = (
    Column("due", "Hạn", "due", kind="day"),
    Column("word", "Tình trạng", lambda r: r.word, kind="badge", state=lambda r: r.colour),
    Column("what", "Việc", lambda r: r.what, main=True, url=lambda r: r.address, width=60),
    Column("unit", "Nơi phải làm", "unit_name", width=36),
    Column("mark", "Mã hồ sơ", lambda r: r.duty.mark, kind="id"),
    Column("kind", "Loại việc", "kind_title", width=26),
    Column("note", "Ghi chú", lambda r: r.duty.note, width=40),
    Column("rule", "Quy định đặt hạn", lambda r: r.cite, width=50),
)
EMPTY = {
    "": "Không có việc nào chờ đồng chí. Khi có hồ sơ đến bước của đồng chí, việc hiện ở đây.",
    BELOW: "Không có việc nào chờ ở cấp dưới trong phạm vi của đồng chí.",
}


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """The list: one's own desk or that below, of one kind or all, of one group of days or all."""
    today, viewer = clock.today(), request.viewer
    tab, group = _chosen(request, TAB, TABS), _group(request)
    asked = request.GET.get(KIND, "").strip()
    kind, part = queries.kind_asked(asked)
    if tab:
        desk = queries.below(viewer, on=today)
        legs = queries.legs_of(desk, kind, part, in_menu=not asked)
        here = queries.overview(legs, on=today)
        numbers = {"": _bounded(queries.waiting(viewer, today)), tab: show_int(here.of())}
    elif not asked:
        legs, here = queries.own_overview(viewer, on=today)
        numbers = {"": show_int(here.of())}
    else:
        legs = queries.legs_of(queries.own(viewer, on=today), kind, part)
        here = queries.overview(legs, on=today)
        numbers = {"": show_int(here.of())}
    table = Table(
        "inbox.list",
        "Việc theo ngày phải xong",
        COLUMNS,
        queries.Lines(legs, on=today, group=group, first=here.first, most=FIRST),
        total=here.of(group=group),
        noun="việc",
        empty="Không có việc nào trong mục này. Hãy bỏ bớt điều kiện lọc." if asked or group else EMPTY[tab],
    )
    shown = tab == BELOW or queries.has_below(viewer, READ, on=today)
    context = {
        "today": today,
        "tab": tab,
        "group": group,
        "tabs": [
            (with_query("", _query(name, asked)) or "?", title, numbers.get(name, ""), name == tab)
            for name, title in TABS.items()
            if not name or shown
        ],
        "groups": [
            (one, here.of(group=one), with_query("", _query(tab, asked, "" if one == group else one)) or "?")
            for one in Group
        ],
        "late": here.of(group=Group.LATE),
        "total": here.of(),
        "kinds": _kinds(),
        "kind": asked,
    }
    filters = [("Mục", TABS[tab])] + ([("Nhóm", group.label)] if group else [])
    heading = Heading(
        "Công việc của tôi", scope=getattr(viewer, "home_name", ""), when=show_day(today), by=viewer.label,
        filters=tuple(filters),
    )  # fmt: skip
    return respond(request, "inbox/list.html", context, table=table, heading=heading)


def _query(tab: str, kind: str, group: str = "") -> dict[str, Any]:
    return {TAB: tab or None, KIND: kind or None, GROUP: group or None}


def _bounded(n: int) -> str:
    return "99+" if n > 99 else show_int(n)


def _kinds() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Kinds with their parts, for the filter."""
    return [
        (one.kind, one.title, [(f"{one.kind}.{code}", title) for code, title in one.parts().items()])
        for one in installed()
    ]


def _group(request: HttpRequest) -> Group | None:
    text = _chosen(request, GROUP, {"": "", **{group.value: group.label for group in Group}})
    return Group(text) if text else None


def _chosen(request: HttpRequest, name: str, known: dict[str, str]) -> str:
    text = request.GET.get(name, "").strip()
    if text not in known:
        raise Refusal("Trang này không có mục ấy. Hãy mở lại Công việc của tôi.", field=name, code="unknown_choice")
    return text
