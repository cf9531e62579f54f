"""The journal as a page."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chibo.journal import actions, queries, rules
from chibo.journal.models import Entry
from chibo.kernel import clock
from chibo.kernel.days import parse_day, show_day
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import NotFound, Refusal
from chibo.tables.columns import Column
from chibo.tables.export import FORMS, Heading, answer
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.ui import params

PAGE = 50
GROUPS = {
    "to-chuc": ("Tổ chức đảng", "org."),
    "dang-vien": ("Đảng viên", "members."),
    "phan-quyen": ("Phân quyền", "access."),
    "tai-khoan": ("Tài khoản, đăng nhập", "accounts."),
    "quy-dinh": ("Quy định", "rulebook."),
    "quyet-dinh": ("Quyết định", "decisions."),
    "tep": ("Tệp", "files."),
    "xem": ("Lượt xem dữ liệu nhạy cảm", rules.READING),
}


@require_safe
def entry_list(request: HttpRequest) -> HttpResponse:
    """All entries, newest first, by group and days of writing."""
    request.viewer.must(rules.READ)
    group = request.GET.get("loai", "")
    if group and group not in GROUPS:
        raise Refusal(
            "Không có loại việc này trong nhật ký. Hãy chọn từ danh sách.", field="loai", code="unknown_group"
        )
    days = {key: _day(request, key) for key in (params.FIRST, params.LAST)}
    found = queries.entries(what=GROUPS[group][1] if group else "", since=days[params.FIRST], until=days[params.LAST])
    if leaving := _leaving(request, found, group, days):
        return leaving
    after = params.whole_number(request.GET, params.CURSOR, default=0, label="chỗ trong danh sách")
    rows = list((found.filter(id__lt=after) if after else found)[: PAGE + 1])
    context = {
        "rows": rows[:PAGE],
        "next": str(rows[PAGE - 1].pk) if len(rows) > PAGE else "",
        "groups": [(key, label) for key, (label, _) in GROUPS.items()],
        "group": group,
        "days": {key: show_day(day) for key, day in days.items()},
        "is_first": not after,
        "unsealed": queries.unsealed_count(),
    }
    return render(request, "journal/list.html", context)


COLUMNS = (
    Column("at", "Lúc ghi", kind="moment"),
    Column("label", "Việc", main=True, width=60),
    Column("count", "Số đối tượng", kind="int"),
    Column("on", "Ngày của việc", kind="day"),
    Column("actor_label", "Người làm", width=26),
    Column("because_label", "Căn cứ", width=36),
    Column("reason", "Lý do", width=36),
)


def _leaving(
    request: HttpRequest, found: QuerySet[Entry], group: str, days: dict[str, date | None]
) -> HttpResponse | None:
    """The entries as a file or on paper; that they left is an entry too."""
    filters = [("Loại việc", GROUPS[group][0])] if group else []
    filters += [("Ghi từ ngày", show_day(days[params.FIRST]))] if days[params.FIRST] else []
    filters += [("Đến ngày", show_day(days[params.LAST]))] if days[params.LAST] else []
    viewer = request.viewer

    def exported(form: str, rows: int) -> None:
        actions.record(
            "journal.exported",
            subject="journal",
            label=f"Xuất nhật ký ({FORMS[form]}), {show_int(rows)} dòng",
            on=clock.today(),
            by=viewer,
        )

    # What is written meanwhile, this very export included, is left out.
    known = found.filter(id__lte=found.values_list("id", flat=True).first() or 0)
    table = Table("journal.list", "Nhật ký", COLUMNS, QuerySource(known, ("-id",)))
    return answer(request, [table], Heading("Nhật ký", filters=tuple(filters), by=viewer.label), exported=exported)


def _day(request: HttpRequest, key: str) -> date | None:
    text = request.GET.get(key, "").strip()
    return parse_day(text, field=key) if text else None


@require_safe
def entry(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One entry with what was and what is; the sensitive part only as "there is one"."""
    request.viewer.must(rules.READ)
    found = Entry.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound("Không có dòng nhật ký này. Hãy mở lại từ danh sách.", code="unknown_entry")
    names = sorted({*(found.before or {}), *(found.after or {})})
    changes = [(name, (found.before or {}).get(name), (found.after or {}).get(name)) for name in names]
    return render(request, "journal/entry.html", {"entry": found, "changes": changes})
