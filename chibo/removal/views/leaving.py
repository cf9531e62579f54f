"""Cases of leaving that go on; the registers of those who left the Party and those who died."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.kernel.days import FOREVER
from chibo.members.queries.names import CellNames
from chibo.members.vocabulary import Cause
from chibo.procedures.queries.cases import within
from chibo.procedures.rules.handlers import of_case
from chibo.procedures.vocabulary import CaseState
from chibo.removal.queries.leaving import left, may_return
from chibo.removal.views.asked import Place
from chibo.removal.vocabulary import LEFT, PROCEDURES
from chibo.tables.columns import Column
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.ui import params
from chibo.ui.markup import with_query


@dataclass(frozen=True)
class Kind:
    """A list of the page."""

    slug: str
    title: str
    takes_period: bool = True
    causes: tuple[str, ...] = ()
    paper: str = ""


LISTS = (
    Kind("dang-giai-quyet", "Hồ sơ đang giải quyết", takes_period=False),
    Kind("ra-dang", "Đảng viên ra khỏi Đảng", causes=LEFT, paper="so-ra-dang"),
    Kind("tu-tran", "Đảng viên từ trần", causes=(Cause.DEATH,), paper="so-tu-tran"),
)
BY_SLUG = {one.slug: one for one in LISTS}
WHICH = "xem"


@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    """One of the lists of a unit."""
    place, which = Place.of(request), BY_SLUG[params.chosen(request.GET, WHICH, BY_SLUG) or "dang-giai-quyet"]
    period = params.asked_period(request.GET, today=place.today).period
    if which.causes:
        source = _LeftSource(left(place.unit, period=period, causes=which.causes), place)
        columns = _left_columns(with_reason=which.slug == "ra-dang")
        noun, empty = "đảng viên", "Không có ai trong thời gian này."
    else:
        cases = within([place.unit.pk], on=place.today).filter(state=CaseState.OPEN, code__in=PROCEDURES)
        source = QuerySource(cases, ("due_on", "pk"))
        columns = _case_columns(place)
        noun, empty = "hồ sơ", "Không có hồ sơ nào đang giải quyết."
    table = Table(f"removal.leaving.{which.slug}", which.title, columns, source, noun=noun, empty=empty)
    heading = place.heading(which.title, period=period if which.takes_period else None)
    context = place.context("leaving") | {
        "which": which,
        "lists": LISTS,
        "period": period,
        "paper_url": _paper_url(which, place, period),
    }
    return place.respond("removal/leaving.html", context, table=table, heading=heading)


def _paper_url(which: Kind, place: Place, period) -> str:
    if not which.paper:
        return ""
    ref = f"{place.unit.reference}/{period.first.isoformat()}/{period.last.isoformat()}"
    return with_query(reverse("papers:paper", args=[which.paper]), {"ve": ref})


class _LeftSource(QuerySource):
    """Who left, with the name of the cell then and what it means for coming back."""

    def __init__(self, found, place: Place) -> None:
        super().__init__(found, ("on", "name_key", "pk"))
        self.today = place.today

    def shown(self, rows):
        names = CellNames({row.cell_id for row in rows})
        for row in rows:
            row.cell_name = names.on(row.cell_id, row.tree_day)
            row.told = may_return(row.event, on=self.today)
        return rows


def _left_columns(*, with_reason: bool) -> tuple[Column, ...]:
    reason = (
        Column("cause", "Hình thức", lambda row: row.get_cause_display(), width=20),
        Column("ground", "Lý do xóa tên", lambda row: row.get_ground_display() if row.ground else "", width=36),
        Column("back", "Xét kết nạp lại từ", lambda row: row.told.day if row.is_final else None, kind="day"),
        Column(
            "state", "Tình trạng", lambda row: "Có hiệu lực" if row.is_final else "Đã phục hồi", kind="badge",
            state=lambda row: "plain" if row.is_final else "done",
        ),
    )  # fmt: skip
    return (
        Column("name", "Họ và tên", "person.full_name", main=True, width=28, url=_person_url),
        Column("born", "Ngày sinh", "person.born_on", kind="day", precision="person.born_precision"),
        Column("cell", "Chi bộ khi đó", "cell_name", width=34),
        Column("on", "Ngày", kind="day"),
        *(reason if with_reason else ()),
        Column("decision", "Quyết định", lambda row: str(row.event.decision or ""), width=36),
    )


def _person_url(row) -> str:
    return reverse("removal:person", args=[row.person.uid])


def _case_columns(place: Place) -> tuple[Column, ...]:
    def step(case) -> str:
        definition = of_case(case).definition
        return definition.steps[case.step].title if case.step in definition.steps else ""

    return (
        Column("label", "Về ai", "subject_label", main=True, width=30, url=lambda case: case.get_absolute_url()),
        Column("what", "Quy trình", lambda case: of_case(case).definition.title, width=34),
        Column("mark", "Mã hồ sơ", kind="id", width=18),
        Column("step", "Bước đang chờ", step, width=40),
        Column("due", "Hạn", lambda case: case.due_on if case.due_on < FOREVER else None, kind="day"),
        Column(
            "state", "Tình trạng", lambda case: "Quá hạn" if case.due_on < place.today else "Đang giải quyết",
            kind="badge", state=lambda case: "late" if case.due_on < place.today else "waiting",
        ),
    )  # fmt: skip
