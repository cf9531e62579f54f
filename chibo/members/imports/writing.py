"""Writing what was planned about people: new records, changes of old ones, a journal entry and a trace for each."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from chibo.exchange.rules.kinds import Part, Plan, Setting, Trace
from chibo.exchange.rules.states import must_at
from chibo.exchange.vocabulary import Outcome
from chibo.journal import actions as journal
from chibo.journal.actions import Telling
from chibo.kernel import clock
from chibo.kernel.bulk import batches
from chibo.kernel.days import FOREVER, Precision
from chibo.kernel.refusal import Refusal
from chibo.members.actions import imported
from chibo.members.actions.loader import PeopleLoader
from chibo.members.actions.preparing import Ready, Unloadable, prepare
from chibo.members.actions.specs import EventSpec, PersonSpec
from chibo.members.derivation.writing import CellSpans, refresh_roll
from chibo.members.imports.differences import IDENTITY, LIFE, PARTICULARS, PLAIN
from chibo.members.models import Person
from chibo.members.queries.sheet import PARTS, PLACE_COLUMNS, State
from chibo.members.rules import capabilities
from chibo.members.vocabulary import Activity, Cause, Exemption, Status, place_text

CREATED, CHANGED = "members.person_imported", "members.person_changed_by_import"
_PARTICULARS = (*PARTICULARS, "card_issued_on", "old_card", "old_national_id")
_STATES = {
    State.EXEMPT.value: ("exemption", Exemption.OTHER.value),
    State.SUSPENDED.value: ("activity", Activity.SUSPENDED.value),
    State.INTERRUPTED.value: ("activity", Activity.INTERRUPTED.value),
}
_PLACES = tuple((name, tuple(f"{prefix}_{part}" for part, _ in PARTS)) for name, (prefix, _) in PLACE_COLUMNS.items())
NUMBERS = ("national_id", "card")
WORTH_A_PROCESS = 1_000
"""New people for whom a process beside this one is started."""
day = lru_cache(maxsize=100_000)(date.fromisoformat)


@dataclass
class Load:
    """New people of a part, as the process beside takes them.

    :ivar people: specs, or the JSON in which the elements at ``places`` tell of them
    :ivar numbers: the rows of the workbook they stand in
    """

    people: list[PersonSpec] | bytes
    places: list[int]
    numbers: list[int]

    def specs(self) -> list[PersonSpec]:
        """The people, in the order of ``numbers``."""
        if isinstance(self.people, list):
            return self.people
        everything = json.loads(self.people)
        return [profile_spec(everything[place]) for place in self.places]


class Writer:
    """Writes the plans of one batch, part after part, inside the caller's transactions."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.source = setting.source[:200]
        self._loader: PeopleLoader | None = None
        self._announced: dict[int, Load] = {}

    def ahead(self, part: Part) -> None:
        """Let the new people of a part be prepared while another is being written."""
        load = self._announced[id(part)] = _load_of(part)
        if len(load.places) >= WORTH_A_PROCESS:
            self._ready_loader(beside=True).ahead(load)

    def write_part(self, part: Part, changes: Callable[[Sequence[Plan]], Sequence[imported.Change]]) -> list[Trace]:
        """Write a part as it was staged.

        :param changes: makes the changes of the plans that update
        :raises Refusal: the records have changed since
        """
        must_at(self.setting.by, capabilities.WRITE, self.setting.place)
        load = self._announced.pop(id(part), None) or _load_of(part)
        ready = self._load(load)
        journal.insert_many(ready.entries)
        marks = imported.marks()
        traces = [
            Trace(number, person, {"created": True, **marks})
            for number, person in zip(load.numbers, ready.person_ids, strict=True)
        ]
        if len(load.places) == len(part.rows):
            return traces
        changed = [plan for plan in part.plans() if plan.outcome == Outcome.UPDATE]
        return traces + self.write(changed, (), changes(changed))

    def close(self) -> None:
        """End the process that prepares."""
        if self._loader is not None:
            self._loader.close()

    def _ready_loader(self, *, beside: bool = False) -> PeopleLoader:
        if self._loader is None:
            setting = self.setting
            told = (setting.batch, setting.place.reference, setting.on, setting.by.reference, setting.by.label[:200])
            self._loader = PeopleLoader(preparer, self.source, told, beside=beside)
        return self._loader

    def write(
        self, plans: Sequence[Plan], specs: Sequence[PersonSpec], changes: Sequence[imported.Change]
    ) -> list[Trace]:
        """Write people and changes.

        :param specs: one for each plan that creates, in their order
        :param changes: one for each plan that updates, in their order
        :raises Refusal: the records have changed since
        """
        must_at(self.setting.by, capabilities.WRITE, self.setting.place)
        created = [plan for plan in plans if plan.outcome == Outcome.CREATE]
        changed = [plan for plan in plans if plan.outcome == Outcome.UPDATE]
        ready = self._load(Load(list(specs), [], [plan.number for plan in created]))
        journal.insert_many(ready.entries)
        images = self._change(changed, changes)
        uids = _uids(images)
        told = [self._told_change(p, c, images, uids[c.person]) for p, c in zip(changed, changes, strict=True)]
        self._tell(CHANGED, told)
        marks = imported.marks()
        news = [
            Trace(plan.number, person, {"created": True, **marks})
            for plan, person in zip(created, ready.person_ids, strict=True)
        ]
        olds = [
            Trace(plan.number, change.person, {"image": images[change.person], **marks})
            for plan, change in zip(changed, changes, strict=True)
        ]
        return news + olds

    def _load(self, load: Load) -> Ready:
        if not load.numbers:
            return Ready()
        try:
            ready = self._ready_loader().load(load)
        except Unloadable as refusal:
            raise Refusal(
                f"Dòng {load.numbers[refusal.place]}: {refusal.message}", field=refusal.field, code="changed_since"
            ) from refusal
        except IntegrityError as error:
            raise Refusal(
                "Một số định danh hoặc số thẻ trong tệp vừa được ghi cho người khác. Hãy kiểm tra lại tệp.",
                code="changed_since",
                status=409,
            ) from error
        refresh_roll(person_ids=ready.person_ids, fresh=True)
        return ready

    def _change(self, plans: Sequence[Plan], changes: Sequence[imported.Change]) -> dict[int, dict]:
        if not changes:
            return {}
        try:
            return imported.change_people(changes, on=self.setting.on, source=self.source)
        except IntegrityError as error:
            raise Refusal(
                "Một hồ sơ trong tệp vừa được sửa. Hãy kiểm tra lại tệp.", code="changed_since", status=409
            ) from error

    def _tell(self, what: str, tellings: Sequence[Telling]) -> None:
        if tellings:
            journal.record_many(what, tellings, on=self.setting.on, by=self.setting.by)

    def _told_change(self, plan: Plan, change: imported.Change, images: dict[int, dict], uid: Any) -> Telling:
        hidden = {*NUMBERS, "old_card", "old_national_id"}
        before = {name: old for name, old, _ in plan.differences if name not in hidden}
        after = {name: new for name, _, new in plan.differences if name not in hidden}
        numbers = [(name, old, new) for name, old, new in plan.differences if name in hidden]
        sensitive = {"before": {n: old for n, old, _ in numbers}, "after": {n: new for n, _, new in numbers}}
        return Telling(
            f"person:{uid}",
            f"Cập nhật hồ sơ đồng chí {plan.label} từ tệp",
            before,
            {"batch": self.setting.batch, "row": plan.number, **after},
            sensitive if numbers else None,
            self.setting.place.reference,
        )


def _uids(people: Iterable[int]) -> dict[int, UUID]:
    found: dict[int, UUID] = {}
    for part in batches(people, 5_000):
        found |= dict(Person.objects.filter(pk__in=part).values_list("pk", "uid"))
    return found


def _load_of(part: Part) -> Load:
    new = [(place, number) for number, outcome, place in part.rows if outcome == Outcome.CREATE]
    return Load(part.data, [place for place, _ in new], [number for _, number in new])


def preparer(spans: CellSpans, source: str, told: tuple) -> Callable[..., Ready]:
    """Makes the rows of new people and of the journal about them, for :class:`PeopleLoader`."""
    batch, place, on, actor, actor_label = told

    def make(load: Load, first_person: int, first_event: int) -> Ready:
        specs = load.specs()
        ready = prepare(specs, first_person, first_event, spans=spans, source=source)
        tellings = [
            _told_new(number, spec, row[1], batch, place)
            for number, spec, row in zip(load.numbers, specs, ready.people, strict=True)
        ]
        ready.entries = journal.rows_of(journal.Many(CREATED, on, actor, actor_label, clock.now()), tellings)
        return ready

    return make


def _told_new(number: int, spec: PersonSpec, uid: str, batch: str, place: str) -> Telling:
    """What it said is in the batch, encrypted, under the number of the row."""
    events = [[str(event.cause), event.on.isoformat(), event.cell] for event in spec.events]
    after = {"batch": batch, "row": number, "events": events}
    subject = f"person:{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}"
    return Telling(subject, f"Nhập hồ sơ đồng chí {spec.full_name}", None, after, None, place)


def profile_spec(data: dict) -> PersonSpec:
    """A new person of a roll."""
    values = data["values"]
    get = values.get
    born_text, precision = values["born"]
    born, since = day(born_text), day(data["on"])
    attributes = []
    for name in PLAIN:
        value = get(name)
        if value is not None:
            if name in LIFE:
                attributes.append((name, value, since, Precision.DAY, FOREVER))
            else:
                attributes.append((name, value, born, precision, FOREVER))
    for name, parts in _PLACES:
        given = [get(part) or "" for part in parts]
        if any(given):
            from_birth = name in IDENTITY
            attributes.append(
                (name, place_text(*given), *((born, precision) if from_birth else (since, Precision.DAY)), FOREVER)
            )
    kept = _STATES.get(get("state"))
    if kept:
        attributes.append((*kept, since, Precision.DAY, FOREVER))
    particulars = {name: value for name in _PARTICULARS if (value := get(name))}
    return PersonSpec(
        get("full_name"), born, precision, get("national_id") or "", get("card") or "", attributes,
        opening_events(data), particulars,
    )  # fmt: skip


def opening_events(data: dict) -> list[EventSpec]:
    """How the roll opens for a person, and what follows until today."""
    values, status = data["values"], data["status"]
    party, official = values.get("party_since"), values.get("official_since")
    events = [
        EventSpec(
            Cause.OPENING,
            day(data["on"]),
            cell=data["cell"],
            status=status,
            party_since=day(party) if party else None,
            official_since=day(official) if official and status == Status.OFFICIAL else None,
        )
    ]
    if data["recognized"]:
        events.append(EventSpec(Cause.RECOGNITION, day(data["recognized"]), status=Status.OFFICIAL))
    if data["exit"]:
        cause, on = data["exit"]
        events.append(EventSpec(Cause(cause), day(on)))
    return events


def profile_change(plan: Plan) -> imported.Change:
    """The changes of a row of a roll."""
    data = plan.data
    settings = []
    for name, value in data.get("attributes", {}).items():
        from_birth = name in IDENTITY
        settings.append(imported.Setting(name, value, None if from_birth else data["on"]))
    facts = dict(data.get("person", {}))
    if "born_on" in facts:
        facts["born_on"] = day(facts["born_on"])
    edits = {
        int(key): {name: value if name == "status" else day(value) for name, value in fields.items()}
        for key, fields in data.get("events", {}).items()
    }
    events = [
        EventSpec(
            Cause(cause), day(on), cell=cell, status=status, party_since=day(party) if party else None,
            official_since=day(official) if official else None,
        )
        for cause, on, cell, status, party, official in data.get("new", ())
    ]  # fmt: skip
    return imported.Change(plan.target, facts, settings, data.get("particulars", {}), edits, events)
