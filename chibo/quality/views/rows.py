"""The list of a rule at a unit: what is wrong with whom, and where it is mended."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.catalogue.actions import EXPORT, note_export
from chibo.journal import actions as journal
from chibo.kernel.days import show_window
from chibo.members.rules import capabilities as members
from chibo.members.views.place import UNIT
from chibo.quality.queries.lists import table_of
from chibo.quality.queries.scores import Score, rows_of, score_of
from chibo.quality.queries.waivers import waivers_at
from chibo.quality.rules import rule_of
from chibo.quality.views.asked import Page, page_of
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.ui import params
from chibo.ui.markup import with_query


@require_safe
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """Who or which unit, what is wrong, the page where it is mended; with exports."""
    rule, page = rule_of(code), page_of(request)
    viewer = request.viewer
    if rule.about_people:
        viewer.must(members.READ, page.unit)
    if request.GET.get(params.EXPORT):
        viewer.must(EXPORT, page.unit)
    score = score_of(rule, page.look)
    table = table_of(rule, rows_of(rule, page.look), page.look, total=score.faults, columns=_columns(page, score))
    heading = Heading(
        f"Cần làm sạch: {rule.title}", scope=page.unit_name, when=show_window(page.on), by=viewer.label,
        illustration=page.unit.is_illustration,
    )  # fmt: skip
    context = page.context() | {
        "rule": rule,
        "score": score,
        "source": rule.source(page.on),
        "waived": waivers_at(rule, page.look).exists() if rule.may_be_waived else False,
        "waivers_url": page.url("waivers", rule.code),
        "assign_url": page.url("assign", rule.code),
        "matrix_url": page.url("matrix", nhom=rule.group.value),
        "may_export": viewer.may(EXPORT, page.unit) is not None,
    }
    if rule.about_people and score.faults:
        journal.read(f"Xem danh sách cần làm sạch: {rule.title}", page.unit.reference, viewer, page.today)

    def exported(form: str, count: int) -> None:
        what = f"{heading.title}, {page.unit_name}, {show_window(page.on)}"
        note_export(what=what, unit=page.unit, form=form, rows=count, on=page.today, by=viewer)

    return respond(request, "quality/rows.html", context, table=table, heading=heading, exported=exported)


def _columns(page: Page, score: Score) -> list[Column]:
    """What may be done about a row besides mending it."""
    if not (page.may_write and score.rule.may_be_waived):
        return []

    def url(row: dict) -> str:
        return with_query(reverse("quality:waive", args=[score.rule.code, row["uid"]]), {UNIT: str(page.unit.uid)})

    return [Column("waive", "Nếu không sai", lambda row: "Xác nhận là đúng", kind="link", url=url, exported=False)]
