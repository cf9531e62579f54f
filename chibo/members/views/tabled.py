"""What the pages of one member show, as tables for files and paper."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from chibo.journal.models import Entry
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.members.models import Attribute, Person, Stay
from chibo.members.queries.record import Moment
from chibo.tables.columns import Column
from chibo.tables.heading import Heading
from chibo.tables.sources import QuerySource, RowsSource
from chibo.tables.table import Table


def heading(request: HttpRequest, person: Person, title: str) -> Heading:
    """What a file about a member says of itself."""
    when, illustration = f"ngày {show_day(clock.today())}", person.is_illustration
    return Heading(title, scope=person.full_name, when=when, by=request.viewer.label, illustration=illustration)


def history_tables(moments: Iterable[Moment], stays: Iterable[tuple[Stay, str]]) -> list[Table]:
    """The timeline, and the cells one belonged to."""
    events = (
        Column("on", "Ngày", kind="day", precision="precision"),
        Column("title", "Việc", _title, main=True, width=40),
        Column("text", "Nội dung", width=50),
        Column("days", "Các mốc", lambda m: "; ".join(f"{title} {show_day(day)}" for title, day in m.days), width=40),
        Column("because", "Theo", _because, width=50),
    )
    places = (
        Column("cell", "Chi bộ", lambda row: row[1], main=True, width=44),
        Column("nature", "Hình thức", lambda row: row[0].get_nature_display()),
        Column("since", "Từ ngày", lambda row: row[0].since, kind="day"),
        Column("until", "Đến hết ngày", lambda row: row[0].last_day if row[0].until < FOREVER else None, kind="day"),
    )
    return [
        Table("members.history", "Quá trình", events, RowsSource(list(moments))),
        Table("members.stays", "Các nơi đã sinh hoạt", places, RowsSource(list(stays))),
    ]


def _title(moment: Moment) -> str:
    return f"{moment.title} (đã hủy)" if moment.css == "annulled" else moment.title


def _because(moment: Moment) -> str:
    if moment.event is None:
        return ""
    return "; ".join(str(one) for one in (moment.event.decision, moment.event.org_event) if one)


def attributes_table(rows: Iterable[tuple[str, str, list[Attribute]]]) -> Table:
    """Every value that an attribute has had."""
    columns = (
        Column("title", "Mục", lambda row: row[0], main=True, width=30),
        Column("value", "Nội dung", lambda row: row[1].shown, width=40),
        Column("since", "Từ ngày", lambda row: row[1].since, kind="day", precision=lambda row: row[1].since_precision),
        Column("until", "Đến trước ngày", lambda r: r[1].until if r[1].until < FOREVER else None, kind="day", width=15),
        Column("source", "Nguồn", lambda row: row[1].source, width=30),
    )
    listed = [(title, value) for _, title, values in rows for value in values]
    return Table("members.attributes", "Lý lịch", columns, RowsSource(listed))


def journal_table(entries: QuerySet[Entry]) -> Table:
    """Who recorded and who read what."""
    columns: tuple[Any, ...] = (
        Column("at", "Lúc ghi", kind="moment"),
        Column("label", "Việc", main=True, width=50),
        Column("on", "Ngày của việc", kind="day"),
        Column("actor_label", "Người ghi", width=26),
        Column("because", "Căn cứ, lý do", lambda entry: entry.because_label or entry.reason, width=44),
    )
    return Table("members.journal", "Nhật ký", columns, QuerySource(entries, ("-id",)))
