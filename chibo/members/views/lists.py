"""The member list of a unit on a day."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from chibo.indicators import Asked, evaluate, list_rows
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.members import queries
from chibo.members.forms import FilterForm
from chibo.members.indicators import MEM_01
from chibo.members.models import Person
from chibo.members.queries.listing import RollSource, is_number, named
from chibo.members.rules import capabilities
from chibo.members.views.place import UNIT, choices_around, unit_of
from chibo.members.vocabulary import Status
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.table import Table
from chibo.ui import params
from chibo.ui.markup import with_query

COLUMNS = (
    Column(
        "name",
        "Họ và tên",
        "person__full_name",
        main=True,
        url=lambda row: reverse("members:person", args=[row["person__uid"]]),
        width=28,
    ),
    Column("born", "Ngày sinh", "person__born_on", kind="day", precision="person__born_precision"),
    Column("party", "Ngày vào Đảng", "party_since", kind="day"),
    Column("cell", "Chi bộ", "cell_name", width=34),
    Column(
        "status",
        "Tư cách",
        lambda row: Status(row["status"]).label,
        kind="badge",
        state=lambda row: "new" if row["status"] == Status.OFFICIAL else "waiting",
    ),
)


@dataclass
class Question:
    """What the address of a list asks."""

    request: HttpRequest
    unit: Unit
    asked: params.Asked

    @staticmethod
    def of(request: HttpRequest) -> "Question":
        """:raises Refusal: a bad day, an unknown unit, no right, or a unit that did not stand that day"""
        found = Question(request, unit_of(request), params.asked(request.GET, today=clock.today()))
        org.placement_of(found.unit, on=found.tree_day, field=params.DAY)
        return found

    @property
    def tree_day(self):
        """The day in whose structure the unit is looked at."""
        return self.asked.structure.day or self.asked.on

    @cached_property
    def form(self) -> FilterForm:
        units = choices_around(self.unit, on=self.tree_day, by=self.request.viewer)
        form = FilterForm(self.request.GET.dict() | {UNIT: str(self.unit.uid)}, units=units)
        form.is_valid()
        return form

    @property
    def where(self) -> dict[str, list[str]]:
        """:raises Refusal: a choice that is not on the list"""
        for name, errors in self.form.errors.items():
            raise Refusal(errors[0], field=name, code="filter")
        return self.form.where()

    @property
    def figure(self) -> Asked:
        """The same question as the catalogue asks it."""
        return Asked(self.request.viewer.scope(self.unit, structure=self.asked.structure), self.asked.on)

    def keys(self) -> QuerySet:
        """Today's whole roll from the list made for it; every other question from the rows of MEM-01."""
        where, text, on = self.where, self.form.cleaned_data.get("ten", ""), self.asked.on
        if not where and not text and on == clock.today() and self.asked.structure.day in (None, on):
            return queries.present_roll(self.unit, on=on)
        rows = list_rows(MEM_01, self.figure, where)
        if text:
            if is_number(text):
                self.request.viewer.must(capabilities.SENSITIVE, self.unit)
            # By keys: the names are looked through in their own index, not row by row beside the roll.
            rows = rows.filter(person__in=Person.objects.filter(named(text)).values("pk"))
        return rows

    def source(self) -> RollSource:
        """The rows of the list."""
        return RollSource(self.keys(), on=self.asked.on, of=self.unit)

    def heading(self, title: str = "Danh sách đảng viên") -> Heading:
        return Heading(
            title,
            scope=org.name_of(self.unit, on=self.tree_day),
            when=f"ngày {show_day(self.asked.on)}",
            structure=self.asked.structure,
            filters=tuple(self.form.told()),
            by=self.request.viewer.label,
            illustration=self.unit.is_illustration,
        )


def members(request: HttpRequest) -> HttpResponse:
    """The list: filter, page by page, as a file, on paper. Who may only read oneself is led to the own page."""
    viewer = request.viewer
    if not viewer.may(capabilities.READ) and viewer.may(capabilities.READ_OWN) and viewer.person_uid:
        return redirect("members:person", viewer.person_uid)
    question = Question.of(request)
    table = Table("members.list", "Đảng viên", COLUMNS, question.source(), noun="đảng viên", counted=False)
    context = {
        "unit": question.unit,
        "unit_name": org.name_of(question.unit, on=question.tree_day),
        "asked": question.asked,
        "today": clock.today(),
        "filter": question.form,
        "is_filtered": bool(question.where or question.form.cleaned_data.get("ten")),
        "unfiltered": with_query(request.path, params.carried(request.GET) | {UNIT: question.unit.uid}),
        "may_write": viewer.may(capabilities.WRITE, question.unit),
        "may_see_numbers": viewer.may(capabilities.SENSITIVE, question.unit),
    }
    return respond(
        request,
        "members/list.html",
        context,
        table=table,
        heading=question.heading(),
        exported=journal.list_exported(
            "members.list_exported",
            "danh sách đảng viên",
            place=question.unit.reference,
            on=question.asked.on,
            by=viewer,
        ),
    )


def summary(request: HttpRequest) -> HttpResponse:
    """How many the list holds, and how many of them are official: MEM-01, loaded beside the list."""
    question = Question.of(request)
    where, text = question.where, question.form.cleaned_data.get("ten", "")
    figure = evaluate(MEM_01, question.figure, where=where, by=["status"])
    official = next((cell.value for cell in figure.cells if cell.key["status"] == Status.OFFICIAL), 0)
    context = {"total": figure.value, "official": official, "question": question}
    if text:
        context |= {"total": question.source().count(), "official": None}
    return render(request, "members/_summary.html", context)
