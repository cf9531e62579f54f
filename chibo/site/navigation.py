"""The menu: at most ten plain words and, below them, the tools; only those the viewer may use. Four are buttons on a phone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from chibo.inbox.queries import waiting
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
    :ivar counts: how much waits there; at most one entry of a menu asks, in one statement
    """

    label: str
    icon: str
    may: tuple[str, ...]
    url: Callable[[Any], str]
    on_phone: int = 0
    short: str = ""
    group: str = ""
    counts: Callable[[Any, date], int] | None = None


@dataclass(frozen=True)
class Item:
    """A line as the page shows it."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: str = ""
    group: str = ""


def _own_record(viewer: Any) -> str:
    return address("own:record") if viewer.person_uid else ""


def _reorganizing(viewer: Any) -> str:
    return address("org:reorganize_choose", viewer.home.uid) if viewer.home else ""


BRINGS_IN = ("org.write", "members.write", "posts.write", "fees.write", "admission.write", "admission.target")
"""What bringing in a workbook of some kind takes."""
WORKS = ("cases.read", "fees.read", "dossiers.read", "quality.read")
"""Any of them may have something waiting."""
FIGURES, TOOLS = "Tổ chức và số liệu", "Công cụ"
ENTRIES = (
    Entry("Trang chủ", "home", (), lambda v: reverse("site:home"), 5),
    Entry("Công việc của tôi", "inbox", WORKS, lambda v: address("inbox:list"), 1, "Việc", counts=waiting),
    Entry("Hồ sơ của tôi", "user", ("members.read_own",), _own_record, 4, "Hồ sơ"),
    Entry("Đảng viên", "users", ("members.read",), lambda v: address("members:list"), 2),
    Entry(
        "Phát triển đảng viên", "user-plus", ("admission.read",), lambda v: address("admission:list"), 6, "Phát triển"
    ),
    Entry("Chuyển sinh hoạt", "arrows-exchange", ("cases.read",), lambda v: address("transfers:list"), 7, "Chuyển"),
    Entry("Đảng phí", "cash", ("fees.read",), lambda v: address("fees:list"), 3),
    Entry("Hồ sơ đảng viên", "folders", ("dossiers.read",), lambda v: address("dossiers:home")),
    Entry("Huy hiệu Đảng", "medal", ("badges.read",), lambda v: address("badges:list")),
    Entry("Sàng lọc", "user-minus", ("removal.read",), lambda v: address("removal:list")),
    Entry("Cây tổ chức", "sitemap", ("org.read",), lambda v: address("org:tree"), 8, "Tổ chức", FIGURES),
    Entry("Chức danh", "id-badge-2", ("posts.read",), lambda v: address("posts:list"), group=FIGURES),
    Entry("Chỉ tiêu", "list-numbers", ("figures.read",), lambda v: address("catalogue:index"), 9, group=FIGURES),
    Entry("Báo cáo", "report", ("figures.read",), lambda v: report(v.home), 4, group=FIGURES),
    Entry(
        "Cân đối đảng số", "scale", ("figures.read",), lambda v: address("catalogue:figure", "MEM-04"), group=FIGURES
    ),
    Entry("Sắp xếp tổ chức", "git-merge", ("org.write",), _reorganizing, group=FIGURES),
    Entry("Quy trình", "route", ("cases.read",), lambda v: address("procedures:list"), group=TOOLS),
    Entry("Phân quyền", "key", ("access.grant",), lambda v: address("access:list"), 10, group=TOOLS),
    Entry("Mẫu văn bản", "file-text", WORKS, lambda v: address("papers:list"), group=TOOLS),
    Entry("Nhập tệp", "file-import", BRINGS_IN, lambda v: address("exchange:list"), group=TOOLS),
    Entry("Làm sạch dữ liệu", "clipboard-check", ("quality.read",), lambda v: address("quality:desk"), group=TOOLS),
    Entry(
        "Quyết định",
        "certificate",
        ("decisions.write", "journal.read"),
        lambda v: address("decisions:list"),
        group=TOOLS,
    ),
    Entry("Quy định", "book", ("rulebook.read",), lambda v: address("rulebook:list"), 11, group=TOOLS),
    Entry("Vai trò", "shield-check", ("access.grant",), lambda v: address("access:roles"), group=TOOLS),
    Entry("Nhật ký", "clipboard-list", ("journal.read",), lambda v: address("journal:list"), 12, group=TOOLS),
    Entry("Việc đang chạy", "clock", ("jobs.read",), lambda v: address("jobs:list"), group=TOOLS),
)


def menu(viewer: Any, path: str, *, on: date) -> tuple[list[Item], list[Item]]:
    """The menu and the buttons of a phone, with the line that leads here marked."""
    shown = [
        (entry, Item(entry.label, url, entry.icon, count=_count(entry, viewer, on), group=entry.group))
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


def _count(entry: Entry, viewer: Any, on: date) -> str:
    n = entry.counts(viewer, on) if entry.counts else 0
    return "99+" if n > 99 else str(n) if n else ""


def _current(items: list[Item], path: str) -> Item | None:
    """The line whose address is the longest beginning of this one; home only for itself."""
    best = None
    for item in items:
        base = item.url.partition("?")[0]
        fits = path == base if base == "/" else path.startswith(base)
        if fits and (best is None or len(base) > len(best.url.partition("?")[0])):
            best = item
    return best
