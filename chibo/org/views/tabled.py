"""What the pages of a unit and of an event show, as tables for files and paper."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest

from chibo.kernel.days import FOREVER, show_day
from chibo.org import queries as org
from chibo.org.models import MergerProject, OrgEvent, OrgEventParty, Placement, Term
from chibo.org.views.around import Around
from chibo.tables.columns import Column
from chibo.tables.heading import Heading
from chibo.tables.sources import Key, QuerySource, RowsSource
from chibo.tables.table import Table


def heading(request: HttpRequest, page: Around, title: str) -> Heading:
    """What a file about a unit says of itself."""
    when, illustration = f"ngày {show_day(page.day)}", page.unit.is_illustration
    return Heading(title, scope=page.name, when=when, by=request.viewer.label, illustration=illustration)


def _end(until: date) -> date | None:
    return until if until < FOREVER else None


def unit_tables(
    history: Iterable[Placement], parts: Iterable[OrgEventParty], terms: Iterable[Term], names: Mapping[int, str]
) -> list[Table]:
    """The events of a unit, its names and kinds over time, its terms."""
    return [_events(parts, names), _stretches(history), _terms(terms)]


def _events(parts: Iterable[OrgEventParty], names: Mapping[int, str]) -> Table:
    columns = (
        Column("on", "Ngày", "event.on", kind="day"),
        Column("kind", "Sự kiện", lambda part: part.event.get_kind_display(), main=True),
        Column("role", "Vai trò", lambda part: part.get_role_display(), width=22),
        Column("name", "Tên từ ngày này", lambda part: part.after.name if part.after else "", width=40),
        Column(
            "above", "Trực thuộc", lambda part: names.get(part.after.superior_id, "") if part.after else "", width=36
        ),
        Column("decision", "Theo", lambda part: str(part.event.decision or ""), width=44),
    )
    return Table("org.unit.events", "Lịch sử tổ chức", columns, RowsSource(parts))


def _stretches(history: Iterable[Placement]) -> Table:
    columns = (
        Column("since", "Từ ngày", kind="day"),
        Column("until", "Đến trước ngày", lambda row: _end(row.until), kind="day", width=15),
        Column("name", "Tên", main=True, width=44),
        Column("kind", "Loại tổ chức", lambda row: row.get_kind_display()),
        Column("sector", "Loại hình", lambda row: row.get_sector_display()),
    )
    return Table("org.unit.names", "Tên và loại qua các thời kỳ", columns, RowsSource(history))


def _terms(terms: Iterable[Term]) -> Table:
    columns = (
        Column("label", "Nhiệm kỳ", main=True, width=18),
        Column("ordinal", "Đại hội lần thứ", kind="int", width=16),
        Column("congress_on", "Khai mạc", kind="day", precision="congress_precision"),
        Column("assumed", "Ghi chú", lambda term: "giả định" if term.congress_assumed else "", width=14),
        Column("decision", "Theo", lambda term: str(term.decision or ""), width=44),
    )
    return Table("org.unit.terms", "Đại hội và nhiệm kỳ", columns, RowsSource(terms))


def projects_table(projects: Sequence[MergerProject]) -> Table:
    """Every status that merger projects have had."""
    rows = [(project, status) for project in projects for status in project.statuses.all()]
    columns = (
        Column("project", "Đề án", lambda row: str(row[0]), main=True, width=60),
        Column("status", "Tình trạng", lambda row: row[1].get_status_display()),
        Column("since", "Từ ngày", lambda row: row[1].since, kind="day"),
        Column("until", "Đến trước ngày", lambda row: _end(row[1].until), kind="day", width=15),
    )
    return Table("org.projects", "Đề án hợp nhất cơ quan", columns, RowsSource(rows))


class EventParts(QuerySource):
    """The parts of an event as they are shown; the names of a batch are fetched together."""

    def __init__(self, parts: Any, event: OrgEvent) -> None:
        super().__init__(parts, ("-counted", "role", "id"))
        self.event = event

    def shown(self, rows: list[OrgEventParty]) -> list[dict[str, Any]]:
        parts = rows
        above = {p.superior_id for part in parts for p in (part.before, part.after) if p and p.superior_id}
        names = org.names_of({part.unit_id for part in parts} | above, on=self.event.on)
        return [{"part": part, "names": names} for part in parts]

    def key(self, row: dict[str, Any]) -> Key:
        return super().key(row["part"])


def event_table(event: OrgEvent, parts: Any) -> Table:
    """Who took part in an event, before and after."""
    columns = (
        Column("name", "Tổ chức", _party_name, main=True, width=44),
        Column("role", "Vai trò", lambda row: row["part"].get_role_display(), width=24),
        Column("before", "Trước đó", lambda row: _stood(row["part"].before, row["names"]), width=44),
        Column("after", "Từ ngày này", _after, width=60),
    )
    return Table("org.event", str(event), columns, EventParts(parts, event))


def _party_name(row: dict[str, Any]) -> str:
    part = row["part"]
    stretch = part.before or part.after
    return stretch.name if stretch else row["names"].get(part.unit_id, part.unit.ref)


def _stood(stretch: Placement | None, names: Mapping[int, str]) -> str:
    if stretch is None:
        return ""
    above = names.get(stretch.superior_id, "")
    return f"{stretch.get_kind_display()}{f', trực thuộc {above}' if above else ''}"


def _after(row: dict[str, Any]) -> str:
    part = row["part"]
    if part.after is None:
        return "kết thúc" if part.role == "ended" else ""
    return f"{part.after.name}: {_stood(part.after, row['names'])}"
