"""Taking an event back while nothing stands on it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, ProtectedError, Q

from chibo.journal import actions as journal
from chibo.kernel.bulk import batches, insert_rows
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import closure, queries, rules
from chibo.org.actions import images, occupants
from chibo.org.models import MergerProject, OrgEvent, OrgEventParty, Placement, Term, Unit, WorkUnit
from chibo.org.vocabulary import PartyRole


@dataclass(frozen=True)
class Taken:
    """What was taken back.

    :param units: unit id → unit, of everything the event had touched
    :param before: short reference → what the event had made of it
    :param moved: how many of each kind of occupant came back
    """

    units: dict[int, Unit]
    before: dict[str, object]
    moved: dict[str, int]


@transaction.atomic
def undo(*, event: OrgEvent, reason: str, by: Viewer) -> OrgEvent:
    """Take an event back: the tree, and everything that was moved, stands as if it had not been; the event stays on
    record as undone.

    :raises Refusal: already undone, no reason given, or something stands on it, which is listed
    """
    closure.hold_tree()
    event = OrgEvent.objects.get(pk=event.pk)
    parts = list(OrgEventParty.objects.filter(event=event).exclude(role=PartyRole.RECEIVER).select_related("unit"))
    units = {part.unit_id: part.unit for part in parts}
    for unit_id in queries.top_most(units, on=event.on):
        by.must(rules.WRITE, units[unit_id])
    if event.undone:
        raise Refusal("Sự kiện này đã được hoàn tác trước đó.", code="already_undone", status=409)
    if not reason.strip():
        raise Refusal("Hoàn tác phải có lý do. Hãy ghi lý do.", field="reason", code="no_reason")
    standing = what_stands_on(event)
    if standing:
        raise rules.stands_on(standing)
    taken = take_back(event, by=by)
    _journal(event, reason, by, taken)
    event.undone, event.replaced = True, {}
    event.save(update_fields=["undone", "replaced"])
    return event


def take_back(event: OrgEvent, *, by: Viewer) -> Taken:
    """The mechanism of :func:`undo`, without gate, check and journal; the event itself is left as it was.

    :raises Refusal: the old superior now stands below, or a new unit is still in use
    """
    parts = list(OrgEventParty.objects.filter(event=event).exclude(role=PartyRole.RECEIVER).select_related("unit"))
    units = {part.unit_id: part.unit for part in parts}
    rows = list(Placement.objects.filter(event=event))
    before = {units[row.unit_id].ref: images.facts_of(row) for row in rows if row.unit_id in units}
    before |= {
        part.unit.ref: {"ended_on": part.unit.ended_on, "successor": part.unit.principal_successor_id}
        for part in parts
        if part.role == PartyRole.ENDED
    }
    founded = {part.unit_id for part in parts if part.role == PartyRole.FOUNDED}
    ended = [part.unit for part in parts if part.role == PartyRole.ENDED]
    _put_back(event, rows, founded, ended)
    try:
        touched = closure.rebuild(set(units))
    except closure.Circle:
        raise Refusal(
            "Chưa hoàn tác được: cấp trên cũ nay nằm trong chính tổ chức này. Hãy chuyển cấp trên cũ đi trước.",
            code="stands_on",
            status=409,
        ) from None
    moved = occupants.undo(event, touched=touched | set(units), by=by)
    _delete(founded)
    return Taken(units, before, moved)


def what_stands_on(event: OrgEvent, *, besides: Collection[int] = ()) -> list[str]:
    """What was done since and would fall with the event, as Vietnamese sentences without full stop.

    :param besides: ids of events that are taken back with it
    """
    parts = list(OrgEventParty.objects.filter(event=event).exclude(role=PartyRole.RECEIVER))
    touched = {part.unit_id for part in parts}
    founded = {part.unit_id for part in parts if part.role == PartyRole.FOUNDED}
    with_it = {event.pk, *besides}
    found = _later_events(event, touched, founded, with_it)
    found += _units_placed_since(event, founded, with_it)
    found += _superiors_gone(event, touched - founded, with_it)
    names = queries.names_of(founded, on=event.on)
    for term in Term.objects.filter(unit_id__in=founded):
        found.append(f"đã ghi nhiệm kỳ {term.label} của {names[term.unit_id]}")
    for work_unit in WorkUnit.objects.filter(Q(party_unit__in=founded) | Q(committee__in=founded)):
        found.append(f"đơn vị {work_unit.name} đã gắn với tổ chức mới")
    for project in MergerProject.objects.filter(unit__in=founded).select_related("party_board", "state_office"):
        found.append(f"đã có đề án hợp nhất {project}")
    return found + [sentence.rstrip(".") for sentence in occupants.stands_on(event)]


def _later_events(event: OrgEvent, touched: set[int], founded: set[int], with_it: set[int]) -> list[str]:
    later = OrgEventParty.objects.filter(unit_id__in=touched, event__undone=False).filter(
        Q(event__on__gt=event.on) | Q(event__on=event.on, event_id__gt=event.pk) | Q(unit_id__in=founded)
    )
    later = later.exclude(Q(role=PartyRole.RECEIVER) & ~Q(unit_id__in=founded))
    rows = list(later.exclude(event__in=with_it).select_related("event").order_by("event__on", "event_id")[:200])
    names = queries.names_of({row.unit_id for row in rows}, on=event.on)
    seen: dict[int, str] = {}
    for row in rows:
        seen.setdefault(
            row.event_id,
            f"{row.event.get_kind_display().lower()} {names[row.unit_id]} ngày {show_day(row.event.on)}",
        )
    return list(seen.values())


def _units_placed_since(event: OrgEvent, founded: set[int], with_it: set[int]) -> list[str]:
    """Units that came under one founded by the event, or under one whose kind would change back too far."""
    found = []
    placed = Placement.objects.filter(superior_id__in=founded).exclude(event__in=with_it).order_by("since")
    placed = placed.exclude(unit_id__in=founded)
    for placement in placed[:200]:
        found.append(f"{placement.name} đã về trực thuộc tổ chức mới ngày {show_day(placement.since)}")
    regraded = OrgEventParty.objects.filter(event=event, role=PartyRole.SUBJECT).exclude(before__kind=F("after__kind"))
    old_kind = dict(regraded.exclude(before=None).values_list("unit_id", "before__kind"))
    below = Placement.objects.filter(superior_id__in=old_kind, until__gt=event.on).exclude(event__in=with_it)
    for placement in below.order_by("since")[:200]:
        if old_kind[placement.superior_id] not in rules.SUPERIORS[placement.kind]:
            found.append(f"{placement.name} đã được lập trực thuộc ngày {show_day(placement.since)}")
    return found


def _superiors_gone(event: OrgEvent, unit_ids: set[int], with_it: set[int]) -> list[str]:
    """Old superiors that are no longer there to go back to."""
    found = []
    back = Placement.objects.filter(unit_id__in=unit_ids, until=event.on, superior__ended_on__lt=FOREVER)
    coming_back = OrgEventParty.objects.filter(event__in=with_it, role=PartyRole.ENDED).values("unit")
    back = back.exclude(superior__in=coming_back)
    for placement in back.filter(superior__ended_on__gt=event.on).select_related("superior")[:200]:
        ended = show_day(placement.superior.ended_on)
        found.append(f"cấp trên cũ của {placement.name} đã kết thúc ngày {ended}")
    return found


def _put_back(event: OrgEvent, rows: list[Placement], founded: set[int], ended: list[Unit]) -> None:
    """Placements, units and terms as they were before."""
    kept = {image["id"]: images.row_from(image) for image in event.replaced.get("placements", [])}
    over = [row for row in rows if row.pk in kept]
    gone = [row for row in rows if row.pk not in kept]
    OrgEventParty.objects.filter(event=event).update(before=None, after=None)
    for some in batches([row.pk for row in gone], 10_000):
        OrgEventParty.objects.filter(after_id__in=some).update(after=None)
        OrgEventParty.objects.filter(before_id__in=some).update(before=None)
        Placement.objects.filter(pk__in=some)._raw_delete(Placement.objects.db)
    reopened = {row.unit_id for row in gone if row.unit_id not in founded}
    written_over = {kept[row.pk].unit_id for row in over}
    deleted = [row for pk, row in kept.items() if pk not in {r.pk for r in over}]
    reopened |= {unit.pk for unit in ended} - {row.unit_id for row in deleted}
    for some in batches(sorted(reopened - written_over), 10_000):
        Placement.objects.filter(unit_id__in=some, until=event.on).update(until=FOREVER)
    Placement.objects.bulk_update([kept[row.pk] for row in over], images.PLACEMENT_FIELDS, batch_size=500)
    insert_rows(Placement, deleted)
    for row in deleted:
        OrgEventParty.objects.filter(event_id=row.event_id, unit_id=row.unit_id).exclude(
            role__in=(PartyRole.ENDED, PartyRole.RECEIVER)
        ).update(after=row)
    for unit in ended:
        unit.ended_on, unit.ending, unit.principal_successor = FOREVER, "", None
    Unit.objects.bulk_update(ended, ["ended_on", "ending", "principal_successor"], batch_size=500)
    for pk, until in event.replaced.get("terms", []):
        Term.objects.filter(pk=pk).update(until=date.fromisoformat(until))


def _delete(founded: set[int]) -> None:
    try:
        Unit.objects.filter(pk__in=founded).delete()
    except ProtectedError as error:
        names = rules.listed([str(thing) for thing in error.protected_objects])
        raise Refusal(
            f"Chưa hoàn tác được: tổ chức mới lập đang được dùng ở {names}. Hãy bỏ các chỗ đó trước.",
            code="stands_on",
            status=409,
        ) from None


def _journal(event: OrgEvent, reason: str, by: Viewer, taken: Taken) -> None:
    units = taken.units
    journal.record(
        "org.undone",
        subject=event.reference,
        label=f"Hoàn tác {event.get_kind_display().lower()} ngày {show_day(event.on)}",
        place=next(iter(units.values())).reference if units else "",
        on=event.on,
        by=by,
        because=event.decision,
        reason=reason,
        before=taken.before,
        after={"undone": True, "moved": taken.moved},
        count=len(units),
        subjects=[event.reference, *(unit.reference for unit in units.values())],
    )
