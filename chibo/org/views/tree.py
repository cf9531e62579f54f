"""The tree: one branch open at a time by links, more of them with htmx."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.org import queries as org
from chibo.org import rules
from chibo.org.imports import tree_table
from chibo.org.models import Placement, Unit
from chibo.tables.export import Heading, answer
from chibo.ui import params
from chibo.ui.params import Asked

OPEN = "mo"


@dataclass
class Node:
    """A unit in the tree; ``below`` is None while its branch is closed."""

    placement: Placement
    below: "list[Node] | None" = None
    is_current: bool = False


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """The viewer's part of the tree on a day; asked by htmx, one branch of it."""
    request.viewer.must(rules.READ)
    asked = params.asked(request.GET, today=clock.today())
    opened = _opened(request, asked)
    if opened is not None and request.headers.get("HX-Target") == f"nhanh-{opened.pk}":
        placement = org.placement_of(opened, on=asked.on)
        node = Node(placement, below=_below(opened, asked), is_current=False)
        placement.child_count = len(node.below)
        return _answer(request, "org/_node.html", {"node": node})
    tops = request.viewer.entitled(rules.READ)
    if leaving := _leaving(request, [opened.pk] if opened is not None else tops, asked):
        return leaving
    context = {"asked": asked, "today": clock.today(), "nodes": _nodes(tops, opened, asked), "opened": None}
    if opened is not None:
        context["opened"] = org.placement_of(opened, on=asked.on)
    return _answer(request, "org/tree.html", context)


def _leaving(request: HttpRequest, tops: list[int], asked: Asked) -> HttpResponse | None:
    """The branch, or all of the viewer's, as a workbook that can be brought in again."""
    if params.EXPORT not in request.GET:
        return None
    names = [placement.name for placement in org.standing(tops, on=asked.on)]
    heading = Heading(
        "Cây tổ chức",
        scope=rules.listed(names),
        when=f"ngày {show_day(asked.on)}",
        by=request.viewer.label,
        illustration=Unit.objects.filter(pk__in=tops, is_illustration=True).exists(),
    )
    return answer(request, [tree_table(tops, on=asked.on)], heading)


def _answer(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Target, Cookie"
    return response


def _opened(request: HttpRequest, asked: Asked) -> Unit | None:
    if not request.GET.get(OPEN):
        return None
    unit = org.by_uid(request.GET[OPEN][:40])
    request.viewer.must(rules.READ, unit)
    org.placement_of(unit, on=asked.on)
    return unit


def _nodes(tops: list[int], opened: Unit | None, asked: Asked) -> list[Node]:
    """The viewer's top units, with the branches open on the way to the opened one (or the only top open)."""
    nodes = [Node(p) for p in org.with_child_counts(org.standing(tops, on=asked.on), on=asked.on)]
    if opened is None:
        path = {nodes[0].placement.unit_id} if len(nodes) == 1 else set()
    else:
        path = {p.unit_id for p in org.ancestors(opened, on=asked.on)} | {opened.pk}
    todo = list(nodes)
    while todo:
        node = todo.pop()
        if node.placement.unit_id in path:
            node.is_current = opened is not None and node.placement.unit_id == opened.pk
            node.below = _below(node.placement.unit, asked)
            todo += node.below
    return nodes


def _below(unit: Unit, asked: Asked) -> list[Node]:
    return [Node(p) for p in org.with_child_counts(org.children(unit, on=asked.on), on=asked.on)]
