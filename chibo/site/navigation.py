"""The menu: at most ten plain words and, below them, the tools; only those the viewer may use. Four are buttons on a phone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from chibo.site.links import address, report

ON_PHONE = 3


@dataclass(frozen=True)
class Entry:
    """A line of the menu.

    :ivar may: capabilities, any of which shows it; none shows it to everybody
    :ivar url: address for a viewer; empty where it makes no sense for them
    :ivar group: heading under which it stands; empty for the work of every day
    :ivar on_phone: rank among the buttons of a phone, 0 for not among them
    :ivar short: the word on the button
    """

    label: str
    icon: str
    may: tuple[str, ...]
    url: Callable[[Any], str]
    on_phone: int = 0
    short: str = ""
    group: str = ""


@dataclass(frozen=True)
class Item:
    """A line as the page shows it."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int | None = None
    group: str = ""


def _own_record(viewer: Any) -> str:
    return address("members:person", viewer.person_uid) if viewer.person_uid else ""


def _reorganizing(viewer: Any) -> str:
    return address("org:reorganize_choose", viewer.home.uid) if viewer.home else ""


BRINGS_IN = ("org.write", "members.write", "posts.write")
"""What bringing in a workbook of some kind takes."""
TOOLS = "Công cụ"
ENTRIES = (
    Entry("Trang chủ", "home", (), lambda v: reverse("site:home"), 1),
    Entry("Hồ sơ của tôi", "user", ("members.read_own",), _own_record, 4, "Hồ sơ"),
    Entry("Đảng viên", "users", ("members.read",), lambda v: address("members:list"), 2),
    Entry("Cây tổ chức", "sitemap", ("org.read",), lambda v: address("org:tree"), 6, "Tổ chức"),
    Entry("Chức danh", "id-badge-2", ("posts.read",), lambda v: address("posts:list")),
    Entry(
        "Chuyển sinh hoạt", "arrows-exchange", ("members.read",), lambda v: address("members:transfers"), 7, "Chuyển"
    ),
    Entry("Chỉ tiêu", "list-numbers", ("figures.read",), lambda v: address("catalogue:index"), 5),
    Entry("Báo cáo", "report", ("figures.read",), lambda v: report(v.home), 3),
    Entry("Cân đối đảng số", "scale", ("figures.read",), lambda v: address("catalogue:figure", "MEM-04")),
    Entry("Sắp xếp tổ chức", "git-merge", ("org.write",), _reorganizing),
    Entry("Phân quyền", "key", ("access.grant",), lambda v: address("access:list"), 8),
    Entry("Nhập tệp", "file-import", BRINGS_IN, lambda v: address("exchange:list"), group=TOOLS),
    Entry("Làm sạch dữ liệu", "clipboard-check", ("quality.read",), lambda v: address("quality:desk"), group=TOOLS),
    Entry(
        "Quyết định",
        "certificate",
        ("decisions.write", "journal.read"),
        lambda v: address("decisions:list"),
        group=TOOLS,
    ),
    Entry("Quy định", "book", ("rulebook.read",), lambda v: address("rulebook:list"), 9, group=TOOLS),
    Entry("Vai trò", "shield-check", ("access.grant",), lambda v: address("access:roles"), group=TOOLS),
    Entry("Nhật ký", "clipboard-list", ("journal.read",), lambda v: address("journal:list"), 10, group=TOOLS),
    Entry("Việc đang chạy", "clock", ("jobs.read",), lambda v: address("jobs:list"), group=TOOLS),
)


def menu(viewer: Any, path: str) -> tuple[list[Item], list[Item]]:
    """The menu and the buttons of a phone, with the line that leads here marked."""
    shown = [
        (entry, Item(entry.label, url, entry.icon, group=entry.group))
        for entry in ENTRIES
        if (not entry.may or any(viewer.may(one) for one in entry.may)) and (url := entry.url(viewer))
    ]
    here = _current([item for _, item in shown], path)
    lines = [replace(item, current=item is here) for _, item in shown]
    ranked = sorted((entry.on_phone, place) for place, (entry, _) in enumerate(shown) if entry.on_phone)
    buttons = [
        replace(lines[place], label=shown[place][0].short or shown[place][0].label) for _, place in ranked[:ON_PHONE]
    ]
    return lines, [*buttons, Item("Thêm", "#menu", "menu-2")]


def _current(items: list[Item], path: str) -> Item | None:
    """The line whose address is the longest beginning of this one; home only for itself."""
    best = None
    for item in items:
        base = item.url.partition("?")[0]
        fits = path == base if base == "/" else path.startswith(base)
        if fits and (best is None or len(base) > len(best.url.partition("?")[0])):
            best = item
    return best
