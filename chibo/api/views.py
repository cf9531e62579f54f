"""The calls. Refusals are turned into JSON by the site's middleware; whoever is not signed in gets 401 there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from chibo.api import queries, reading
from chibo.catalogue import presenting, wire
from chibo.catalogue import queries as catalogued
from chibo.indicators import Asked, count_rows
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.refusal import NotFound
from chibo.org import queries as org
from chibo.tables.paging import read_limit, slice_of
from chibo.tables.sources import QuerySource

View = Callable[..., dict[str, Any]]


def answers(view: View) -> Callable[..., HttpResponse]:
    """The returned dictionary as JSON; GET and HEAD only. Nothing is written on a call's behalf, so no token is asked."""

    @csrf_exempt
    @wraps(view)
    def call(request: HttpRequest, **parts: str) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            body = '{"error": "method", "message": "Giao diện này chỉ để đọc. Hãy gọi bằng GET."}'
            return HttpResponseNotAllowed(["GET", "HEAD"], content=body, content_type="application/json")
        return JsonResponse(view(request, **parts), json_dumps_params={"ensure_ascii": False})

    return call


@answers
def catalogue(request: HttpRequest) -> dict[str, Any]:
    """``GET /api/v1/figures``: every indicator with its dimensions, in reading order."""
    reading.checked(request.GET, ())
    request.viewer.must(catalogued.READ)
    return {"figures": wire.catalogue_as_data()}


@answers
def figure(request: HttpRequest, code: str) -> dict[str, Any]:
    """``GET /api/v1/figures/CODE?unit=&on=|from=&to=&by=&where=dim=value&structure=``."""
    query = reading.checked(request.GET, reading.FIGURE)
    asked = reading.question(code, query, today=clock.today())
    return wire.figure_as_data(catalogued.figure(asked, viewer=request.viewer))


@answers
def rows(request: HttpRequest, code: str) -> dict[str, Any]:
    """``…/rows?…&part=value|base|rest&limit=&cursor=``: the list behind the figure, a page at a time.

    A page of people is written to the journal as one reading.
    """
    query = reading.checked(request.GET, reading.ROWS)
    today, viewer = clock.today(), request.viewer
    asked = reading.question(code, query, today=today)
    part = reading.part_of(query)
    limit = read_limit(query, key="limit")
    found = catalogued.rows(asked, viewer=viewer, part=part)
    source = QuerySource(presenting.with_related(found), presenting.order_of(asked.indicator, found.model, part=part))
    page = slice_of(
        source, about=reading.name_of_question(asked, part), cursor=query.get("cursor", ""), limit=limit, field="cursor"
    )
    columns = presenting.columns_of(asked.indicator, found.model, part=part)
    scope = Asked(viewer.scope(asked.unit, structure=asked.structure), asked.window)
    if people := [f"person:{row.person.uid}" for row in page.rows if hasattr(row, "person")]:
        journal.read(f"Xem danh sách {asked.indicator.code} {asked.indicator.title}", people, viewer, today)
    return {
        "code": asked.indicator.code,
        "title": asked.indicator.title,
        "scope": {"unit": asked.unit.ref, "name": org.name_of(asked.unit, on=scope.on)},
        "window": wire.window_as_data(asked.window),
        "part": part,
        "columns": [{"code": c.code, "title": c.title, "kind": c.kind} for c in columns],
        "total": count_rows(found),
        "start": page.start,
        "rows": [wire.row_as_data(row) for row in presenting.shown(page.rows, columns, scope)],
        "next": page.next,
    }


@answers
def units(request: HttpRequest) -> dict[str, Any]:
    """``GET /api/v1/units?q=&on=&limit=``: units of the viewer that match; without words the uppermost ones."""
    query = reading.checked(request.GET, reading.UNITS)
    on = reading.day_of(query, today=clock.today())
    limit = read_limit(query, key="limit", default=20)
    found = queries.units(query.get("q", ""), on=on, limit=limit, viewer=request.viewer)
    return {"on": on.isoformat(), "units": [queries.unit_as_data(placement) for placement in found]}


@answers
def unit(request: HttpRequest, ref: str) -> dict[str, Any]:
    """``GET /api/v1/units/REF?on=``: what a unit was on a day, what it stood under and what stood directly under it."""
    query = reading.checked(request.GET, reading.UNIT)
    on = reading.day_of(query, today=clock.today())
    return {"on": on.isoformat()} | queries.unit(ref, on=on, viewer=request.viewer)


@answers
def unknown(request: HttpRequest) -> dict[str, Any]:
    """Any other address."""
    raise NotFound("Không có địa chỉ này. Hãy gọi /api/v1/figures hoặc /api/v1/units.", code="unknown_address")
