"""Whose work is looked at: one's own, that of those below, that of one unit."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.expressions import F
from django.db.models.fields import IntegerField

from chibo.kernel.duties import Desk, Provider, installed
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.models import Closure, Placement, Unit

NOTHING = Q(pk__in=())


def own(viewer: Any, *, on: date) -> Desk:
    """What waits for the viewer: at the units of the grants themselves, for what these carry."""

    def where(field: str, capability: str, read: str = "") -> Q:
        return Q(**{f"{field}__in": sorted(viewer.held_at(capability))})

    return Desk(on, viewer, where, account=viewer.reference)


def below(viewer: Any, *, on: date) -> Desk:
    """What waits for others at and below the viewer's units, as far as the viewer may see it."""

    def where(field: str, capability: str, read: str = "") -> Q:
        return _inside(field, viewer.entitled(read or capability), on=on, without=viewer.held_at(capability))

    return Desk(on, viewer, where, is_own=False)


def has_below(viewer: Any, read: str, *, on: date) -> bool:
    """Whether anything stands below the units where the viewer has a capability."""
    units = viewer.entitled(read)
    return bool(units) and Placement.objects.filter(org.in_force(on), superior_id__in=units).exists()


def unit_desks(unit: Unit, viewer: Viewer, *, on: date) -> tuple[Desk, Desk]:
    """What waits at a unit, and what waits below it, as far as the viewer may see it."""

    def seen(build: Callable[[str], Q]) -> Callable[..., Q]:
        def where(field: str, capability: str, read: str = "") -> Q:
            seen_by = {capability, read or capability}
            return build(field) if any(viewer.may(one, unit) for one in seen_by) else NOTHING

        return where

    def under(field: str) -> Q:
        return _inside(field, [unit.pk], on=on, without=frozenset([unit.pk]))

    at = Desk(on, viewer, seen(lambda field: Q(**{field: unit.pk})))
    return at, replace(at, where=seen(under), is_own=False)


def _inside(field: str, units: list[int], *, on: date, without: frozenset[int]) -> Q:
    if not units:
        return NOTHING
    stand = Closure.objects.filter(org.in_force(on), ancestor_id__in=units).values("descendant_id")
    if without:
        stand = stand.exclude(descendant_id__in=sorted(without))
    return Q(**{f"{field}__in": stand})


@dataclass(frozen=True)
class Leg:
    """The rows of one kind on a desk, as the list of all kinds needs them.

    :ivar number: the kind as it stands in the order of the list
    """

    number: int
    provider: Provider
    desk: Desk
    rows: QuerySet


def kind_asked(text: str) -> tuple[str, str]:
    """A kind and a part of it, as an address names them: ``ho-so`` or ``ho-so.ket-nap``.

    :raises Refusal: no such kind
    """
    kind, _, part = text.partition(".")
    known = {provider.kind: provider for provider in installed()}
    if text and (kind not in known or (part and part not in known[kind].parts())):
        raise Refusal(
            "Không có loại việc này. Hãy chọn một loại trong danh sách.", field="loai", code="unknown_kind", status=422
        )
    return kind, part


def legs_of(desk: Desk, kind: str = "", part: str = "", *, in_menu: bool = False) -> list[Leg]:
    """The rows of every kind, or of one; of those only that the menu counts."""
    found = []
    for number, provider in enumerate(installed()):
        if (kind and provider.kind != kind) or (in_menu and not provider.in_menu):
            continue
        asked = replace(desk, only=part) if part else desk
        found.append(Leg(number, provider, asked, _uniform(provider.rows(asked), number)))
    return found


def _uniform(rows: QuerySet, number: int) -> QuerySet:
    return rows.order_by().annotate(
        line_due=F("due_on"), line_kind=Value(number, output_field=IntegerField()), line_key=F("key")
    )


COLUMNS = ("line_due", "line_kind", "line_key")


def joined(legs: list[Leg]) -> QuerySet | None:
    """All rows as one statement; None where there is no kind at all."""
    parts = [leg.rows.values_list(*COLUMNS) for leg in legs]
    if not parts:
        return None
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
