"""One unit on a day: by reference, its placement, its name."""

import itertools
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet

from chibo.kernel.days import ONE_DAY
from chibo.kernel.refusal import NotFound, Refusal
from chibo.kernel.text import fold, tidy
from chibo.org import rules
from chibo.org.models import Placement, Unit

LONGEST_REFERENCE = 200


def in_force(on: date, prefix: str = "") -> Q:
    """The condition that a dated row holds on the day."""
    return Q(**{f"{prefix}since__lte": on, f"{prefix}until__gt": on})


def by_ref(ref: str, *, on: date, field: str = "unit") -> Unit:
    """The unit with this short reference; else with this code, name or name without diacritics on the day.

    :raises NotFound: none
    :raises Refusal: several, with the choices
    """
    ref = ref or ""
    if len(ref) > LONGEST_REFERENCE:
        raise _unknown(ref, field)
    text = tidy(ref)
    if not text:
        raise Refusal("Chưa chọn tổ chức. Hãy nhập mã hoặc tên tổ chức.", field=field, code="no_unit")
    unit = Unit.objects.filter(ref=text).first()
    if unit is not None:
        return unit
    there = Placement.objects.filter(in_force(on)).select_related("unit")
    for condition in (Q(code=text), Q(name=text), Q(folded=fold(text))):
        found = list(there.filter(condition).order_by("name_key", "id")[:21])
        if len(found) == 1:
            return found[0].unit
        if found:
            raise _ambiguous(text, found, on, field)
    raise _unknown(text, field)


def by_uid(uid: UUID | str) -> Unit:
    """The unit of an address.

    :raises NotFound: none
    """
    try:
        return Unit.objects.get(uid=uid)
    except (Unit.DoesNotExist, ValidationError):
        raise NotFound("Không có tổ chức này. Hãy tìm lại từ cây tổ chức.", code="unknown_unit") from None


def _unknown(text: str, field: str) -> NotFound:
    shown = text if len(text) <= 30 else text[:30] + "…"
    return NotFound(
        f"Không có tổ chức nào có mã hoặc tên “{shown}”. Hãy kiểm tra lại, hoặc tìm trong cây tổ chức.",
        field=field,
        code="unknown_unit",
    )


def _ambiguous(text: str, found: list[Placement], on: date, field: str) -> Refusal:
    above = names_of({p.superior_id for p in found if p.superior_id}, on=on)
    choices = tuple((p.unit.ref, f"{p.name} ({above[p.superior_id]})" if p.superior_id else p.name) for p in found[:20])
    shown = "; ".join(f"{ref}: {label}" for ref, label in choices[:5])
    count = "hơn 20" if len(found) > 20 else str(len(found))
    return Refusal(
        f"Có {count} tổ chức cùng tên hoặc mã “{text[:60]}”. Hãy chọn một bằng mã ngắn: {shown}"
        f"{' …' if len(choices) > 5 else '.'}",
        field=field,
        code="ambiguous_unit",
        choices=choices,
    )


def placement_of(unit: Unit, *, on: date, field: str = "on") -> Placement:
    """What the unit was at the end of the day.

    :raises Refusal: it did not exist that day; says from when to when it did
    """
    placement = Placement.objects.filter(in_force(on), unit=unit).select_related("superior", "place").first()
    if placement is None:
        raise rules.outside_its_life(unit, name_of(unit, on=on), on, field=field)
    placement.unit = unit
    return placement


def nearest_placement(unit: Unit, *, on: date) -> Placement:
    """What the unit was on the day; before its life the first, after it the last it was."""
    rows = list(Placement.objects.filter(unit=unit).select_related("superior", "place").order_by("since"))
    nearest = next((p for p in reversed(rows) if p.since <= on), rows[0])
    nearest.unit = unit
    return nearest


def nearest_day(placement: Placement, on: date) -> date:
    """The day itself where the placement holds on it, else its first or last day."""
    return max(placement.since, min(on, placement.until - ONE_DAY))


def placements_of(unit_ids: Iterable[int], *, on: date) -> dict[int, Placement]:
    """The placements of those units that exist on the day, by unit id; one query."""
    found = Placement.objects.filter(in_force(on), unit_id__in=list(unit_ids)).select_related("unit")
    return {p.unit_id: p for p in found}


def name_of(unit: Unit, *, on: date) -> str:
    """The name on the day; outside the unit's life the nearest one it had."""
    return names_of([unit.pk], on=on).get(unit.pk, unit.ref)


def names_of(unit_ids: Iterable[int], *, on: date) -> dict[int, str]:
    """As :func:`name_of` for many units; one query."""
    names: dict[int, str] = {}
    rows = Placement.objects.filter(unit_id__in=list(unit_ids)).order_by("unit_id", "since")
    for unit_id, name, since in rows.values_list("unit_id", "name", "since"):
        if unit_id not in names or since <= on:
            names[unit_id] = name
    return names


def history_of(unit: Unit) -> QuerySet[Placement]:
    """All placements of the unit, oldest first."""
    return (
        Placement.objects.filter(unit=unit)
        .select_related("superior", "place", "event", "event__decision")
        .order_by("since")
    )


def last_placements(unit_ids: Iterable[int]) -> dict[int, Placement]:
    """The last placement of each unit, by unit id; one query."""
    rows = Placement.objects.filter(unit_id__in=list(unit_ids), until=F("unit__ended_on")).select_related("unit")
    return {p.unit_id: p for p in rows}


def free_refs(stem: str, count: int) -> list[str]:
    """So many short references that nobody has, made of a stem and numbers: ``NT-XA-01-1``, ``NT-XA-01-2``."""
    taken = set(Unit.objects.filter(ref__startswith=stem).values_list("ref", flat=True))
    numbered = (f"{stem}-{number}" for number in itertools.count(1))
    return list(itertools.islice((ref for ref in numbered if ref not in taken), count))
