"""Taking back what a workbook brought in: as if it had never been, events and all; only the journal remembers."""

from collections import Counter
from collections.abc import Collection

from django.db import transaction
from django.db.models import ForeignKey, ProtectedError

from chibo.journal import actions as journal
from chibo.journal.actions import Telling
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import closure, queries, rules
from chibo.org.actions.undoing import take_back, what_stands_on
from chibo.org.models import Closure, OrgEvent, OrgEventParty, Placement, Term, Unit
from chibo.org.vocabulary import PartyRole

NOUNS = {
    "grant": "quyền được giao",
    "holding": "chức danh",
    "memberevent": "sự kiện của đảng viên",
    "coverage": "xác nhận về mức đầy đủ của số liệu",
    "workunit": "cơ quan, đơn vị gắn với tổ chức",
    "mergerproject": "đề án hợp nhất",
    "unit": "tổ chức đã kết thúc và bàn giao về đây",
}
"""What may hang on a unit, by the name of its table."""
SOMETHING = "dữ liệu khác"
TOLD_BY_EVENTS = (Placement, OrgEventParty, Closure, Term)
"""Tables whose rows :func:`what_stands_on` already tells about, or that are derived."""


@transaction.atomic
def unload(*, events: Collection[int], reason: str, by: Viewer) -> int:
    """Take back events, the latest written first, and forget them; units they founded vanish.

    :param events: ids of all events of one load
    :returns: how many units were touched
    :raises Refusal: something stands on them, which is listed
    """
    closure.hold_tree()
    rows = list(OrgEvent.objects.filter(pk__in=events).order_by("-pk"))
    _gate(rows, by)
    standing = what_stands_on_load(events)
    if standing:
        raise rules.stands_on(standing)
    names = queries.names_of(_touched(events), on=FOREVER)
    touched: dict[int, tuple[Unit, object]] = {}
    for event in rows:
        taken = take_back(event, by=by)
        touched |= {pk: (unit, taken.before.get(unit.ref)) for pk, unit in taken.units.items()}
        _forget(event)
    if touched:
        journal.record_many(
            "org.unloaded",
            [
                Telling(unit.reference, f"Hoàn tác nhập {names.get(pk, unit.ref)}", before=image, place=unit.reference)
                for pk, (unit, image) in touched.items()
            ],
            on=max(event.on for event in rows),
            by=by,
            reason=reason,
        )
    return len(touched)


def _forget(event: OrgEvent) -> None:
    try:
        OrgEvent.objects.filter(pk=event.pk).delete()
    except ProtectedError as error:
        left = rules.listed([str(thing) for thing in error.protected_objects])
        raise Refusal(
            f"Chưa hoàn tác được: sự kiện ngày {show_day(event.on)} đang được dùng ở {left}. Hãy bỏ các chỗ đó trước.",
            code="stands_on",
            status=409,
        ) from None


def what_stands_on_load(events: Collection[int]) -> list[str]:
    """What was done since and would fall with these events, as Vietnamese sentences without full stop."""
    found: list[str] = []
    for event in OrgEvent.objects.filter(pk__in=events).order_by("pk"):
        found += what_stands_on(event, besides=events)
    found += _hanging(events)
    return list(dict.fromkeys(found))


def _hanging(events: Collection[int]) -> list[str]:
    """Whatever refers to the units they founded, table by table. A derived table (its rows have no ``uid``) follows its
    truth."""
    founded = _parties(events).filter(role=PartyRole.FOUNDED).values("unit")
    found = []
    for field in _references():
        rows = field.model._default_manager.filter(**{f"{field.name}__in": founded}).order_by()
        if field.model is Unit:
            rows = rows.exclude(pk__in=founded)
        count = Counter(rows.values_list(field.attname, flat=True))
        if count:
            names = queries.names_of(count.keys(), on=FOREVER)
            noun = NOUNS.get(field.model._meta.model_name, SOMETHING)
            found += [
                f"{names.get(pk, '')} đã có {show_int(number)} {noun}" for pk, number in count.most_common(rules.SHOWN)
            ]
    return found


def _references() -> list[ForeignKey]:
    """All foreign keys to a unit, of tables that hold truth and are not told about otherwise."""
    related = (relation for relation in Unit._meta.get_fields(include_hidden=True) if relation.auto_created)
    fields = [relation.field for relation in related if isinstance(getattr(relation, "field", None), ForeignKey)]
    return [field for field in fields if field.model not in TOLD_BY_EVENTS and _is_truth(field.model)]


def _is_truth(model: type) -> bool:
    return model._meta.app_label == "org" or any(f.name == "uid" for f in model._meta.concrete_fields)


def _parties(events: Collection[int]):
    return OrgEventParty.objects.filter(event__in=events).exclude(role=PartyRole.RECEIVER)


def _touched(events: Collection[int]) -> set[int]:
    return set(_parties(events).values_list("unit_id", flat=True))


def _gate(events: Collection[OrgEvent], by: Viewer) -> None:
    """:raises NotEntitled: the viewer may not write at one of the units the events touched"""
    for event in events:
        units = Unit.objects.in_bulk(_touched([event.pk]))
        for unit_id in queries.top_most(units, on=event.on):
            by.must(rules.WRITE, units[unit_id])
