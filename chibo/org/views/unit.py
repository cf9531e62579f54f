"""The page of a unit."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chibo.kernel.days import FOREVER
from chibo.org import queries as org
from chibo.org import rules
from chibo.org.models import WorkUnit
from chibo.org.views import tabled
from chibo.org.views.around import Around, around
from chibo.org.vocabulary import Kind
from chibo.tables.export import answer

MOST_CHILDREN = 100


@require_safe
def unit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Facts on a day, what stands below, history, terms, offices."""
    page = around(request, uid)
    children = list(org.with_child_counts(org.children(page.unit, on=page.day), on=page.day)[: MOST_CHILDREN + 1])
    facts = _facts(page)
    tables = tabled.unit_tables(facts["history"], facts["parts"], facts["terms"], facts["names"])
    if leaving := answer(request, tables, tabled.heading(request, page, "Lịch sử tổ chức và nhiệm kỳ")):
        return leaving
    context = facts | {
        "page": page,
        "children": children[:MOST_CHILDREN],
        "more_children": len(children) > MOST_CHILDREN,
        "may_write": request.viewer.may(rules.WRITE, page.unit),
    }
    return render(request, "org/unit.html", context)


def _facts(page: Around) -> dict:
    on, history = page.day, list(org.history_of(page.unit))
    parts = list(org.event_history(page.unit))
    predecessors, successor = org.predecessors(page.unit)[:20], page.unit.principal_successor
    superiors = {part.after.superior_id for part in parts if part.after and part.after.superior_id}
    names = org.names_of(superiors | {one.pk for one in (*predecessors, successor) if one}, on=on)
    return {
        "kind_counts": [(Kind(kind), number) for kind, number in org.kind_counts(page.unit, on=on)],
        "history": history,
        "stretch_number": next(n for n, p in enumerate(history, start=1) if p.pk == page.here.pk),
        "is_open": page.here.until >= FOREVER,
        "parts": parts,
        "names": names,
        "terms": list(org.terms_of(page.unit)),
        "term_now": org.term_of(page.unit, on=on),
        "predecessors": [(one, names.get(one.pk, one.ref)) for one in predecessors],
        "successor": successor,
        "successor_name": names.get(successor.pk, successor.ref) if successor else "",
        "offices": list(WorkUnit.objects.filter(committee=page.unit).order_by("name")[:50]),
        "party_units_of": list(page.unit.work_units.order_by("name")[:10]),
        "coverages": _coverages(page),
    }


def _coverages(page: Around) -> list[dict]:
    return [
        {
            "is_gap": c.is_gap,
            "area_name": org.AREA_NAMES.get(c.area, c.area),
            "since": c.since,
            "until": c.until,
            "is_open": c.until >= FOREVER,
            "note": c.note,
        }
        for c in org.coverages_of(page.unit)
    ]
