"""Công việc của tôi: what waits for me and below me, by its day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chibo.inbox import queries
from chibo.inbox.rules import Group
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.duties import Desk, installed
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
    desks = {"": queries.own(viewer, on=today), BELOW: queries.below(viewer, on=today)}
    legs = {name: queries.legs_of(desk, kind, part) for name, desk in desks.items()}
    tallies = {name: queries.tallies(some, on=today) for name, some in legs.items()}
    here = tallies[tab]
    table = Table(
        "inbox.list",
        "Việc theo ngày phải xong",
        COLUMNS,
        queries.Lines(legs[tab], on=today, group=group),
        total=here.of(group=group),
        noun="việc",
        empty="Không có việc nào trong mục này. Hãy bỏ bớt điều kiện lọc." if asked or group else EMPTY[tab],
    )
    context = {
        "today": today,
        "tab": tab,
        "group": group,
        "tabs": [
            (with_query("", _query(name, asked)) or "?", title, tallies[name].of(), name == tab)
            for name, title in TABS.items()
            if name == tab or not name or tallies[name].of()
        ],
        "groups": [
            (one, here.of(group=one), with_query("", _query(tab, asked, "" if one == group else one)) or "?")
            for one in Group
        ],
        "late": here.of(group=Group.LATE),
        "total": here.of(),
        "kinds": _kinds(desks[tab]),
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


def _kinds(desk: Desk) -> list[tuple[str, str, list[tuple[str, str]]]]:
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
