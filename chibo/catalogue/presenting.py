"""What a row of a list shows: columns by code, values for a whole page of rows in a constant number of queries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, QuerySet

from chibo.admission.indicators.pipeline import ENDINGS, since_of, step_of
from chibo.admission.models import Pipeline, TargetYear
from chibo.admission.vocabulary import ClassResult, Outcome
from chibo.badges.models import PartyBadge
from chibo.dossiers.indicators.custody import LEVELS as FILE_LEVELS
from chibo.dossiers.indicators.custody import STANDINGS as FILE_STANDINGS
from chibo.dossiers.models import MemberSituationReport
from chibo.fees.models import Charge, FundEntry, Remittance
from chibo.fees.vocabulary import EntryCause
from chibo.fees.vocabulary import months as fee_months
from chibo.indicators import Asked, Indicator
from chibo.kernel.days import FOREVER, ONE_DAY
from chibo.members.models import MemberEvent, Movement, Spell
from chibo.members.vocabulary import Cause, Status
from chibo.org.models import MergerStatus, OrgEventParty, Placement, Term
from chibo.org.vocabulary import EventKind, Kind, ProjectStatus, Sector
from chibo.removal.models import AssistancePeriod
from chibo.transfers.vocabulary import Purpose, Regime

RELATED: dict[type[Model], tuple[str, ...]] = {
    Spell: ("person",),
    Movement: ("person", "event__decision"),
    MemberEvent: ("person",),
    Placement: ("unit",),
    OrgEventParty: ("unit", "event__decision", "before", "after"),
    Term: ("unit",),
    AssistancePeriod: ("person",),
    PartyBadge: ("person",),
    MergerStatus: ("project__party_board", "project__state_office"),
    MemberSituationReport: ("unit",),
    Charge: ("person",),
    Remittance: ("unit",),
    FundEntry: ("unit", "receipt", "remittance", "event"),
    TargetYear: ("unit",),
    Pipeline: ("person", "prospect"),
}
"""What is fetched with the rows of each table."""


class Names:
    """Names of units on days, all versions fetched in one query."""

    def __init__(self, unit_ids: set[int]) -> None:
        self.lines: dict[int, list[tuple[date, date, str]]] = {}
        rows = Placement.objects.filter(unit__in=unit_ids).order_by("unit_id", "since")
        for unit, since, until, name in rows.values_list("unit_id", "since", "until", "name"):
            self.lines.setdefault(unit, []).append((since, until, name))

    def on(self, unit: int | None, day: date) -> str:
        """The name on the day; the nearest known one where the unit did not stand."""
        line = self.lines.get(unit, [])
        for since, until, name in line:
            if since <= day < until:
                return name
        return (line[0][2] if day < line[0][0] else line[-1][2]) if line else ""


@dataclass(frozen=True)
class Shown:
    """A column: title, kind of value (text, day, int, id), how a row gives it, and the page it leads to."""

    code: str
    title: str
    kind: str
    value: Callable[[Model, Names, Asked], object]
    link: Callable[[Model], str] | None = None
    units: Callable[[Model], tuple[int | None, ...]] = lambda row: ()
    sensitive: bool = False
    precision: Callable[[Model], str] | None = None
    """For days: how exactly it is known."""


def _person_url(row: Model) -> str:
    return f"/dang-vien/{row.person.uid}/"


def _unit_url(row: Model) -> str:
    return f"/to-chuc/{row.unit.uid}/"


def _pipeline_url(row: Pipeline) -> str:
    return _person_url(row) if row.person is not None else row.prospect.get_absolute_url()


def _day(row: Model, asked: Asked) -> date:
    return min(asked.on, row.until - ONE_DAY) if getattr(row, "until", FOREVER) < FOREVER else asked.on


_COLUMNS = (
    Shown("person_name", "Họ và tên", "text", lambda r, n, a: r.person.full_name, _person_url),
    Shown(
        "born_on",
        "Ngày sinh",
        "day",
        lambda r, n, a: r.person.born_on,
        precision=lambda r: r.person.born_precision,
    ),
    Shown("party_since", "Ngày vào Đảng", "day", lambda r, n, a: r.party_since),
    Shown("cell_name", "Chi bộ", "text", lambda r, n, a: n.on(r.cell_id, _day(r, a)), units=lambda r: (r.cell_id,)),
    Shown("status", "Tư cách", "text", lambda r, n, a: Status(r.status).label if r.status else ""),
    Shown("movement_day", "Ngày", "day", lambda r, n, a: r.on),
    Shown(
        "cell_then", "Chi bộ khi đó", "text", lambda r, n, a: n.on(r.cell_id, r.tree_day), units=lambda r: (r.cell_id,)
    ),
    Shown(
        "other_cell_name",
        "Chi bộ mới",
        "text",
        lambda r, n, a: n.on(r.other_cell_id, r.other_day or r.on),
        units=lambda r: (r.other_cell_id,),
    ),
    Shown("cause", "Hình thức", "text", lambda r, n, a: Cause(r.cause).label),
    Shown("sent_on", "Giới thiệu", "day", lambda r, n, a: r.event.sent_on),
    Shown("due_on", "Hạn nộp giấy", "day", lambda r, n, a: r.event.due_on),
    Shown("presented_on", "Nộp giấy", "day", lambda r, n, a: r.event.presented_on),
    Shown("received_on", "Tiếp nhận", "day", lambda r, n, a: r.event.received_on),
    Shown(
        "direction", "Loại", "text", lambda r, n, a: f"{Cause(r.cause).label} ({r.event.get_transfer_kind_display()})"
    ),
    Shown("event_decision", "Quyết định", "text", lambda r, n, a: str(r.event.decision or "")),
    Shown("unit_name", "Tổ chức", "text", lambda r, n, a: n.on(r.unit_id, a.on), _unit_url, lambda r: (r.unit_id,)),
    Shown("kind", "Loại tổ chức", "text", lambda r, n, a: Kind(r.kind).label),
    Shown("sector", "Loại hình", "text", lambda r, n, a: Sector(r.sector).label),
    Shown(
        "superior_name", "Cấp trên", "text", lambda r, n, a: n.on(r.superior_id, a.on), units=lambda r: (r.superior_id,)
    ),
    Shown("unit_since", "Từ ngày", "day", lambda r, n, a: r.unit.founded_on),
    Shown("event_day", "Ngày hiệu lực", "day", lambda r, n, a: r.event.on),
    Shown("change", "Hình thức", "text", lambda r, n, a: EventKind(r.event.kind).label),
    Shown(
        "unit_name_then",
        "Tổ chức",
        "text",
        lambda r, n, a: n.on(r.unit_id, r.tree_day),
        _unit_url,
        lambda r: (r.unit_id,),
    ),
    Shown("term", "Nhiệm kỳ", "text", lambda r, n, a: r.label),
    Shown("ordinal", "Đại hội lần thứ", "id", lambda r, n, a: str(r.ordinal or "")),
    Shown(
        "congress_on",
        "Ngày đại hội",
        "text",
        lambda r, n, a: f"{r.congress_on:%d/%m/%Y}" + (" (giả định)" if r.congress_assumed else ""),
    ),
    Shown("length", "Số năm", "int", lambda r, n, a: r.length),
    Shown("founded_on", "Thành lập tổ chức", "day", lambda r, n, a: r.unit.founded_on),
    Shown(
        "pair", "Cặp cơ quan", "text", lambda r, n, a: f"{r.project.party_board.name} – {r.project.state_office.name}"
    ),
    Shown("project_status", "Tình trạng", "text", lambda r, n, a: ProjectStatus(r.status).label),
    Shown("project_since", "Từ ngày", "day", lambda r, n, a: r.since),
    Shown(
        "target_unit",
        "Tổ chức cơ sở đảng",
        "text",
        lambda r, n, a: n.on(r.unit_id, r.on),
        _unit_url,
        lambda r: (r.unit_id,),
    ),
    Shown("target_year", "Năm", "id", lambda r, n, a: str(r.year)),
    Shown("target_number", "Chỉ tiêu", "int", lambda r, n, a: r.number),
    Shown("target_achieved", "Đã kết nạp", "int", lambda r, n, a: r.achieved),
    Shown("outcome_then", "Kết quả sau kết nạp", "text", lambda r, n, a: Outcome(r.outcome).label),
    Shown("class_result", "Lớp đảng viên mới", "text", lambda r, n, a: ClassResult(r.class_result or "").label),
    Shown("pipeline_name", "Họ và tên", "text", lambda r, n, a: r.full_name, _pipeline_url),
    Shown("pipeline_born", "Ngày sinh", "day", lambda r, n, a: r.born_on),
    Shown("pipeline_unit", "Chi bộ", "text", lambda r, n, a: n.on(r.unit_id, a.on), units=lambda r: (r.unit_id,)),
    Shown("pipeline_step", "Bước", "text", lambda r, n, a: step_of(r, on=a.on)),
    Shown("pipeline_since", "Từ ngày", "day", lambda r, n, a: since_of(r, on=a.on)),
    Shown("pipeline_ending", "Đến hạn", "text", lambda r, n, a: ENDINGS.get(r.ending, "")),
    Shown("badge_years", "Huy hiệu", "text", lambda r, n, a: f"{r.years} năm"),
    Shown("badge_kind", "Hình thức", "text", lambda r, n, a: r.get_kind_display()),
    Shown("award_day", "Đợt trao", "day", lambda r, n, a: r.award_day),
    Shown("awarded_on", "Ngày trao", "day", lambda r, n, a: r.awarded_on),
    Shown(
        "badge_cell",
        "Chi bộ khi đó",
        "text",
        lambda r, n, a: n.on(r.cell_id, r.proposed_on),
        units=lambda r: (r.cell_id,),
    ),
    Shown("counted_from", "Tuổi đảng tính từ", "day", lambda r, n, a: r.counted_from),
    Shown("milestone", "Mốc", "text", lambda r, n, a: f"{r.milestone} năm"),
    Shown("help_since", "Giúp đỡ từ", "day", lambda r, n, a: r.since),
    Shown("help_due", "Đến ngày", "day", lambda r, n, a: r.due_on),
    Shown("help_until", "Kết thúc", "day", lambda r, n, a: r.until if r.until <= a.on else None),
    Shown("help_cell", "Chi bộ khi đó", "text", lambda r, n, a: n.on(r.cell_id, r.since), units=lambda r: (r.cell_id,)),
    Shown("file_level", "Nơi giữ của chi bộ", "text", lambda r, n, a: FILE_LEVELS[r.kept_at]),
    Shown("file_standing", "Tình trạng", "text", lambda r, n, a: FILE_STANDINGS[r.standing]),
    Shown(
        "unit_reporting", "Tổ chức", "text", lambda r, n, a: n.on(r.unit_id, r.last), _unit_url, lambda r: (r.unit_id,)
    ),
    Shown("report_period", "Kỳ", "text", lambda r, n, a: f"{r.first:%d/%m/%Y} – {r.last:%d/%m/%Y}"),
    Shown("report_due", "Hạn gửi", "day", lambda r, n, a: r.due_on),
    Shown("report_sent", "Ngày gửi", "day", lambda r, n, a: r.submitted_on if r.submitted_on < FOREVER else None),
    Shown("country", "Nước đến", "text", lambda r, n, a: r.country),
    Shown("purpose", "Mục đích", "text", lambda r, n, a: Purpose(r.purpose).label if r.purpose else ""),
    Shown("expected_on", "Dự kiến về", "day", lambda r, n, a: r.expected_on),
    Shown("returned_on", "Đã về", "day", lambda r, n, a: r.returned_on if (r.returned_on or FOREVER) <= a.on else None),
    Shown("away_since", "Đi từ ngày", "day", lambda r, n, a: r.away_since),
    Shown("away_place", "Nơi đến", "text", lambda r, n, a: ", ".join(x for x in (r.away_place, r.away_country) if x)),
    Shown("away_regime", "Chế độ liên lạc", "text", lambda r, n, a: Regime(r.away_regime).label),
    Shown("last_contact_on", "Liên lạc gần nhất", "day", lambda r, n, a: r.last_contact_on),
    Shown("fee_month", "Tháng", "id", lambda r, n, a: fee_months.show(r.month)),
    Shown("fee_due", "Phải đóng (đ)", "int", lambda r, n, a: r.due),
    Shown("fee_covered", "Đã đóng (đ)", "int", lambda r, n, a: r.covered),
    Shown("fee_settled_on", "Ngày đóng đủ", "day", lambda r, n, a: r.settled_on if r.is_settled and r.due else None),
    Shown("unit_of_day", "Tổ chức", "text", lambda r, n, a: n.on(r.unit_id, r.on), _unit_url, lambda r: (r.unit_id,)),
    Shown("fee_period", "Các tháng", "text", lambda r, n, a: r.period),
    Shown("remitted_on", "Ngày nộp", "day", lambda r, n, a: r.on),
    Shown("remitted_total", "Đã chia (đ)", "int", lambda r, n, a: r.total),
    Shown("remitted_kept", "Giữ lại (đ)", "int", lambda r, n, a: r.kept),
    Shown("remitted_passed", "Nộp lên (đ)", "int", lambda r, n, a: r.passed),
    Shown("entry_on", "Ngày", "day", lambda r, n, a: r.on),
    Shown("entry_cause", "Nội dung", "text", lambda r, n, a: EntryCause(r.cause).label),
    Shown("entry_about", "Chứng từ", "text", lambda r, n, a: r.about),
    Shown("entry_amount", "Số tiền (đ)", "int", lambda r, n, a: r.amount),
    Shown("entry_change", "Thay đổi quỹ (đ)", "int", lambda r, n, a: r.change),
)
COLUMNS: dict[str, Shown] = {column.code: column for column in _COLUMNS}
LINE_COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Spell: ("person_name", "born_on", "party_since", "cell_name", "status"),
    Movement: ("person_name", "born_on", "cause", "movement_day", "cell_then", "event_decision"),
    MemberEvent: ("person_name", "born_on"),
    FundEntry: ("unit_of_day", "entry_on", "entry_cause", "entry_about", "entry_amount", "entry_change"),
}
"""Columns of the lines of a balance, by the table their rows come from."""


def columns_of(indicator: Indicator, model: type[Model], *, part: str = "value") -> tuple[Shown, ...]:
    """The columns of the list of an indicator (or of its base)."""
    population = indicator.base if part != "value" and indicator.base is not None else indicator.population
    codes = population.columns
    if model in LINE_COLUMNS and indicator.kind == "balance":
        codes = LINE_COLUMNS[model]
    return tuple(COLUMNS[code] for code in codes)


def order_of(indicator: Indicator, model: type[Model], *, part: str = "value") -> tuple[str, ...]:
    """The order of that list; its last column is unique."""
    population = indicator.base if part != "value" and indicator.base is not None else indicator.population
    if indicator.kind == "balance" and model is not FundEntry:
        return ("person__name_key", "id") if model is MemberEvent else ("name_key", "person_id", "id")
    return population.order if population.order[-1] == "id" else (*population.order, "id")


def with_related(rows: QuerySet) -> QuerySet:
    """The rows with what their columns need."""
    return rows.select_related(*RELATED.get(rows.model, ()))


def shown(page: Sequence[Model], columns: Sequence[Shown], asked: Asked) -> list[dict[str, object]]:
    """The values of a page of rows, by column code, with ``uid`` and ``url``; at most one query."""
    unit_ids = {unit for column in columns for row in page for unit in column.units(row) if unit is not None}
    names = Names(unit_ids)
    return [
        {
            "uid": str(uid_of(row)),
            **{column.code: column.value(row, names, asked) for column in columns},
            "url": next((column.link(row) for column in columns if column.link), ""),
        }
        for row in page
    ]


def uid_of(row: Model) -> object:
    """The reference of what a row counts: a person, a prospect, a unit, a term, a project."""
    for path in ("person", "prospect", "unit", "project"):
        if getattr(row, path, None) is not None:
            return getattr(row, path).uid
    return row.uid
