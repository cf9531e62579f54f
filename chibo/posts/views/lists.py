"""Who holds what at a unit and below it on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.members.views.place import UNIT, choices_around, unit_of
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.posts import queries, rules
from chibo.posts.forms import FilterForm
from chibo.posts.models import Holding
from chibo.posts.vocabulary import ROLES
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.sources import QuerySource
from chibo.tables.table import Order, Table
from chibo.ui import params
from chibo.ui.markup import with_query

MOST_NAMED = 10
ORDERS = (
    Order("chuc-danh", "Chức danh", ("rank", "person__name_key", "pk")),
    Order("ten", "Họ và tên", ("person__name_key", "pk")),
    Order("tu-ngay", "Từ ngày", ("since", "pk")),
)
COLUMNS = (
    Column(
        "name",
        "Họ và tên",
        "person.full_name",
        main=True,
        url=lambda row: reverse("members:person", args=[row.person.uid]),
        order="ten",
        width=28,
    ),
    Column("title", "Chức danh", "title", url=lambda row: row.get_absolute_url(), order="chuc-danh", width=36),
    Column("unit", "Tổ chức", "unit_name", width=40),
    Column("body", "Khối", lambda row: row.get_body_display(), width=18),
    Column("since", "Từ ngày", "since", kind="day", precision="since_precision", order="tu-ngay"),
    Column("until", "Thôi giữ từ ngày", "until", kind="day", precision="until_precision"),
    Column("how", "Hình thức", lambda row: row.get_how_display() if row.how else "", width=14),
)

LEAVING = (
    Column("uid", "Mã hồ sơ", lambda row: str(row.person.uid), kind="id", width=38),
    Column("ref", "Mã tổ chức", "unit.ref", kind="id", width=16),
    Column("born", "Ngày sinh", "person.born_on", kind="day", precision="person.born_precision"),
    Column("number", "Số quyết định", lambda row: row.decision.number if row.decision else "", width=18),
    Column("issued", "Ngày quyết định", lambda row: row.decision.issued_on if row.decision else None, kind="day"),
    Column("issuer", "Cơ quan ban hành", lambda row: row.decision.issuer if row.decision else "", width=30),
    Column("note", "Ghi chú", "note", width=30),
)
"""What a file has beside the columns of the page, so that it can come back as a workbook of the kind ``posts``."""


class HoldersSource(QuerySource):
    """Holdings with what their units were called on the day; names are looked up for one page at a time."""

    def __init__(self, found: QuerySet[Holding], *, on: date, of: Unit, order: Sequence[str] = ORDERS[0].by) -> None:
        super().__init__(found, order)
        self.on, self.of = on, of

    def shown(self, rows: list[Holding]) -> list[Holding]:
        names = queries.unit_names(rows, without=self.of.pk)
        for row in rows:
            row.unit_name = names.on(row.unit_id, self.on)
        return rows


@dataclass
class Question:
    """What the address of the list asks."""

    unit: Unit
    asked: params.Asked
    form: FilterForm

    @staticmethod
    def of(request: HttpRequest) -> "Question":
        """:raises Refusal: a bad day, an unknown unit or choice, no right, or a unit that did not stand that day"""
        unit, asked = unit_of(request, capability=rules.READ), params.asked(request.GET, today=clock.today())
        org.placement_of(unit, on=asked.on, field=params.DAY)
        units = choices_around(unit, on=asked.on, by=request.viewer, capability=rules.READ)
        form = FilterForm(request.GET.dict() | {UNIT: str(unit.uid)}, units=units)
        form.is_valid()
        for name, errors in form.errors.items():
            raise Refusal(errors[0], field=name, code="filter")
        return Question(unit, asked, form)

    @property
    def below(self) -> bool:
        return self.form.cleaned_data["pham-vi"] != "rieng"

    @property
    def is_filtered(self) -> bool:
        return any(self.form.cleaned_data[name] for name in ("khoi", "chuc-danh", "pham-vi"))

    def holdings(self) -> QuerySet[Holding]:
        """The rows that are asked for."""
        found = queries.holders_at(self.unit, on=self.asked.on, below=self.below)
        if body := self.form.cleaned_data["khoi"]:
            found = found.filter(body=body)
        role = self.form.cleaned_data["chuc-danh"]
        if role == "lanh-dao":
            return found.filter(role__in=[code for code, one in ROLES.items() if one.leads])
        return found.filter(role=role) if role else found


def holders(request: HttpRequest) -> HttpResponse:
    """The list: filter, page by page, as a file, on paper; posts held by two at once stand above it."""
    question, viewer = Question.of(request), request.viewer
    on, name = question.asked.on, org.name_of(question.unit, on=question.asked.on)
    source = HoldersSource(question.holdings(), on=on, of=question.unit)
    columns = (*COLUMNS, *LEAVING) if request.GET.get(params.EXPORT) in ("xlsx", "csv") else COLUMNS
    table = Table(
        "posts.list", f"Chức danh tại {name}", columns, source, orders=ORDERS, noun="chức danh",
        empty="Chưa ghi chức danh nào khớp. Hãy nới điều kiện lọc, đổi ngày, hoặc ghi chức danh mới.",
    )  # fmt: skip
    heading = Heading(
        "Danh sách người giữ chức danh",
        scope=name,
        when=f"ngày {show_day(on)}",
        filters=tuple(question.form.told()),
        by=viewer.label,
        illustration=question.unit.is_illustration,
    )
    context = {
        "unit": question.unit,
        "unit_name": name,
        "asked": question.asked,
        "today": clock.today(),
        "filter": question.form,
        "is_filtered": question.is_filtered,
        "unfiltered": with_query(request.path, params.carried(request.GET) | {UNIT: question.unit.uid}),
        "may_write": viewer.may(rules.WRITE, question.unit),
        "twice": _twice(question),
        "left_behind": _left_behind(question),
    }
    return respond(
        request,
        "posts/list.html",
        context,
        table=table,
        heading=heading,
        exported=journal.list_exported(
            "posts.list_exported", "danh sách chức danh", place=question.unit.reference, on=on, by=viewer
        ),
    )


def _twice(question: Question) -> list[tuple[Holding, str, list[Holding]]]:
    """(one of them, name of the unit, all holders) of posts that several people hold at once."""
    groups = queries.held_twice(question.unit, on=question.asked.on, below=question.below)
    names = queries.unit_names(one for group in groups for one in group)
    return [(group[0], names.on(group[0].unit_id, question.asked.on), group) for group in groups]


def _left_behind(question: Question) -> list[Holding]:
    found = queries.left_behind(question.unit, on=question.asked.on, below=question.below)
    return list(found[: MOST_NAMED + 1])
