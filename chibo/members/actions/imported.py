"""What workbooks bring about people who are on record, and taking it back: facts, attributes, particulars, events.

Everything is done for many people at once; each change gives back the image that undoes it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model

from chibo.journal.models import Entry
from chibo.kernel.bulk import batches, insert_tuples
from chibo.kernel.days import FOREVER, Precision
from chibo.kernel.text import fold, name_key
from chibo.members.actions import preparing
from chibo.members.actions.bulk import write_events
from chibo.members.actions.preparing import iso, number
from chibo.members.actions.specs import EventSpec
from chibo.members.derivation.writing import refresh_roll, settle
from chibo.members.models import Attribute, MemberEvent, Movement, Particulars, Person, RollEntry, Spell, Stay
from chibo.members.models.particulars import OLD_CARD, OLD_NATIONAL_ID
from chibo.members.models.truth import CARD, NATIONAL_ID
from chibo.members.vocabulary import WIDE

PART = 2_000
PERSON_COLUMNS = (
    "full_name", "name_key", "folded", "born_on", "born_precision", "national_id_sealed", "national_id_index",
    "card_sealed", "card_index",
)  # fmt: skip
PARTICULARS_COLUMNS = preparing.PARTICULARS_COLUMNS[1:]
VALUE_COLUMNS = ("value", "since", "since_precision", "until", "source")
DERIVED = (RollEntry, Movement, Spell, Stay)
Value = list[Any]
"""A row of an attribute in the order of ``VALUE_COLUMNS``, days as ISO text."""


@dataclass(slots=True)
class Setting:
    """A value of an attribute that is to hold from a day on.

    :ivar since: None: what holds on the day of the workbook was wrong, or where nothing does, from birth
    """

    name: str
    value: str
    since: str | None = None
    precision: str = Precision.DAY
    source: str = ""


@dataclass(slots=True)
class Change:
    """What is to become of one person.

    :ivar facts: fields of the person and the numbers ``national_id``, ``card`` in clear
    :ivar particulars: fields of :class:`Particulars`, numbers in clear
    :ivar edits: primary key of an event → its fields
    :ivar events: new ones
    :ivar takes_back: position among them → the event on record that it takes back
    """

    person: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    attributes: Sequence[Setting] = ()
    particulars: Mapping[str, Any] = field(default_factory=dict)
    edits: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    events: Sequence[EventSpec] = ()
    takes_back: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_counted(self) -> bool:
        """Whether what is derived must be written anew."""
        names = any(setting.name in WIDE for setting in self.attributes)
        return bool(self.events or self.edits or names or {"full_name", "born_on"} & set(self.facts))


@transaction.atomic
def change_people(changes: Sequence[Change], *, on: date, source: str = "") -> dict[int, dict]:
    """Write changes; the caller has gated and journals.

    :param on: the day as of which the workbook speaks
    :returns: person → image for :func:`restore_people`
    :raises Refusal: the history of somebody does not allow it; nothing is kept then
    """
    images: dict[int, dict] = {change.person: {} for change in changes}
    for part in batches(changes, PART):
        _change_facts([c for c in part if c.facts], images)
        _change_attributes([c for c in part if c.attributes], images, on, source)
        _change_particulars([c for c in part if c.particulars], images)
        _change_events(part, images)
        settle([change.person for change in part if change.is_counted])
    return images


def _change_facts(changes: Sequence[Change], images: dict[int, dict]) -> None:
    people = Person.objects.in_bulk([change.person for change in changes])
    rows = []
    for change in changes:
        person, facts = people[change.person], dict(change.facts)
        images[person.pk]["person"] = [_stored(getattr(person, name)) for name in PERSON_COLUMNS]
        name = facts.get("full_name", person.full_name)
        sealed = [
            number(facts[key], purpose)
            if key in facts
            else (getattr(person, f"{key}_sealed"), getattr(person, f"{key}_index"))
            for key, purpose in (("national_id", NATIONAL_ID), ("card", CARD))
        ]
        rows.append(
            (
                name, name_key(name), fold(name), iso(facts.get("born_on", person.born_on)),
                str(facts.get("born_precision", person.born_precision)), *sealed[0], *sealed[1], person.pk,
            )
        )  # fmt: skip
    _update(Person, PERSON_COLUMNS, rows)


def _change_attributes(changes: Sequence[Change], images: dict[int, dict], on: date, source: str) -> None:
    if not changes:
        return
    births = dict(Person.objects.filter(pk__in=[c.person for c in changes]).values_list("pk", "born_on"))
    names = {setting.name for change in changes for setting in change.attributes}
    stored = values_of(births, names)
    gone, new = [], []
    for change in changes:
        pk = change.person
        before = images[pk].setdefault("attributes", {})
        touched: dict[str, list[Value]] = {}
        for setting in change.attributes:
            name = setting.name
            if name not in touched:
                before[name] = stored.get((pk, name), [])
                touched[name] = [list(row) for row in before[name]]
            put(touched[name], setting, on=on.isoformat(), born=births[pk].isoformat(), source=setting.source or source)
        gone += [(pk, name) for name in touched]
        new += [(pk, name, *row) for name, rows in touched.items() for row in rows]
    replace_values(gone, new)


def put(rows: list[Value], setting: Setting, *, on: str, born: str, source: str = "") -> None:
    """Let a value hold, in the rows of one attribute of one person, oldest first. Later values stay.

    A value that is already known, only from a later day, is known from the earlier day then.
    """
    value, since = setting.value, setting.since
    if since is None:
        held = next((row for row in rows if row[1] <= on < row[3]), None)
        if held is not None:
            held[0], held[4] = value, source
            return
        since = born
    held = next((row for row in rows if row[1] <= since < row[3]), None)
    after = next((row for row in rows if row[1] > since), None)
    if held is not None and held[0] == value:
        return
    if after is not None and after[0] == value and (held is None or held[3] == after[1]):
        after[1], after[2], after[4] = since, str(setting.precision), source
        if held is not None and held[1] == since:
            rows.remove(held)
        elif held is not None:
            held[3] = since
        return
    if held is not None and held[1] == since:
        held[0], held[2], held[4] = value, str(setting.precision), source
        return
    until = held[3] if held is not None else after[1] if after is not None else FOREVER.isoformat()
    if held is not None:
        held[3] = since
    rows.append([value, since, str(setting.precision), until, source])
    rows.sort(key=lambda row: row[1])


def values_of(people: Iterable[int], names: Iterable[str]) -> dict[tuple[int, str], list[Value]]:
    """(person, attribute) → its rows, oldest first."""
    found: dict[tuple[int, str], list[Value]] = {}
    rows = Attribute.objects.filter(person_id__in=list(people), name__in=list(names)).order_by("since")
    for pk, name, value, since, precision, until, source in rows.values_list("person_id", "name", *VALUE_COLUMNS):
        found.setdefault((pk, name), []).append([value, since.isoformat(), precision, until.isoformat(), source])
    return found


def replace_values(gone: Sequence[tuple[int, str]], new: Sequence[tuple]) -> None:
    """Remove all rows of these (person, attribute), insert others."""
    if not gone:
        return
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM members_attribute WHERE person_id = %s AND name = %s", gone)
    insert_tuples(Attribute, ("person_id", "name", *VALUE_COLUMNS), new, stored=True)


def _change_particulars(changes: Sequence[Change], images: dict[int, dict]) -> None:
    if not changes:
        return
    stored = {row.person_id: row for row in Particulars.objects.filter(person_id__in=[c.person for c in changes])}
    rows = []
    for change in changes:
        known, given = stored.get(change.person), change.particulars
        row = [getattr(known, name) for name in PARTICULARS_COLUMNS] if known else None
        images[change.person]["particulars"] = [_stored(value) for value in row] if row else None
        held = dict(zip(PARTICULARS_COLUMNS, row, strict=True)) if row else {}
        for key, purpose in (("old_card", OLD_CARD), ("old_national_id", OLD_NATIONAL_ID)):
            if key in given:
                held[f"{key}_sealed"], held[f"{key}_index"] = number(given[key] or "", purpose)
        held |= {name: given[name] for name in given if name in PARTICULARS_COLUMNS}
        rows.append((change.person, *(_filled(name, held.get(name)) for name in PARTICULARS_COLUMNS)))
    replace_particulars([change.person for change in changes], rows)


def _filled(name: str, value: Any) -> Any:
    if name == "card_issued_on":
        return iso(value or None)
    return value if name.endswith(("_sealed", "_index")) else value or ""


def replace_particulars(people: Sequence[int], rows: Sequence[tuple]) -> None:
    """Remove the particulars of people, insert others."""
    Particulars.objects.filter(person_id__in=people).delete()
    insert_tuples(Particulars, ("person_id", *PARTICULARS_COLUMNS), rows, stored=True)


def _change_events(changes: Sequence[Change], images: dict[int, dict]) -> None:
    edited = {key: change.person for change in changes for key in change.edits}
    events = MemberEvent.objects.in_bulk(list(edited))
    for change in changes:
        for key, fields in change.edits.items():
            event = events[key]
            kept = images[change.person].setdefault("events", {})
            kept[str(key)] = {name: _stored(getattr(event, name)) for name in fields}
            MemberEvent.objects.filter(pk=key).update(**fields)
    adding = [change for change in changes if change.events]
    ids = iter(write_events([(change.person, change.events) for change in adding]) if adding else ())
    for change in adding:
        own = images[change.person]["new"] = [next(ids) for _ in change.events]
        for position, event in change.takes_back.items():
            MemberEvent.objects.filter(pk=own[position]).update(reverses_id=event)


@transaction.atomic
def restore_people(images: Mapping[int, dict]) -> None:
    """Put everything back as it was before :func:`change_people`; the caller has gated, checked and journals."""
    for part in batches(sorted(images), PART):
        gone, new, people = [], [], []
        for pk in part:
            image = images[pk]
            if "person" in image:
                people.append((*map(_read, image["person"]), pk))
            for name, rows in image.get("attributes", {}).items():
                gone.append((pk, name))
                new += [(pk, name, *row) for row in rows]
            if "particulars" in image:
                row = image["particulars"]
                replace_particulars([pk], [(pk, *map(_read, row))] if row else [])
            for key, fields in image.get("events", {}).items():
                MemberEvent.objects.filter(pk=int(key)).update(**{n: _read(v) for n, v in fields.items()})
        _update(Person, PERSON_COLUMNS, people)
        replace_values(gone, new)
        _remove_derived(part)
        _delete(MemberEvent, "id", [key for pk in part for key in images[pk].get("new", ())])
        settle(part, fresh=True, roll=False)
    refresh_roll(person_ids=list(images))


@transaction.atomic
def unload_people(people: Sequence[int]) -> None:
    """Remove people wholly, with all that is derived from them; the caller has gated, checked and journals.

    :raises IntegrityError: something else still hangs on one of them
    """
    for part in batches(sorted(people), PART):
        _remove_derived(part)
        for model in (Attribute, Particulars, MemberEvent):
            _delete(model, "person_id", part)
        for model, name in going_along():
            _delete(model, f"{name}_id", part)
        _delete(Person, "id", part)


def referring_to_people() -> list[tuple[type[Model], str]]:
    """(model, name of its foreign key) of every table that refers to people, of areas above too; views keep nothing."""
    relations = [r for r in Person._meta.get_fields(include_hidden=True) if r.auto_created and not r.concrete]
    return [(r.related_model, r.field.name) for r in relations if r.related_model._meta.managed]


def going_along() -> list[tuple[type[Model], str]]:
    """Tables of areas above that only say what the program found out about a person, and say so (``goes_with_person``)."""
    return [(model, name) for model, name in referring_to_people() if getattr(model, "goes_with_person", False)]


def _remove_derived(people: Sequence[int]) -> None:
    for model in DERIVED:
        _delete(model, "person_id", people)


def _delete(model: type[Model], column: str, keys: Sequence[int]) -> None:
    """Remove rows without asking what would follow them."""
    if not keys:
        return
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE {column} IN ({marks})", list(keys))


def _update(model: type[Model], columns: Sequence[str], rows: Sequence[tuple]) -> None:
    """Write columns of many rows; the primary key comes last in each."""
    if rows:
        sets = ", ".join(f"{column} = %s" for column in columns)
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {model._meta.db_table} SET {sets} WHERE id = %s", rows)


def _stored(value: Any) -> Any:
    """A field as JSON keeps it."""
    if isinstance(value, bytes | memoryview):
        return {"hex": bytes(value).hex()}
    return iso(value) if isinstance(value, date) else value


def _read(value: Any) -> Any:
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value


def marks() -> dict[str, int]:
    """How far journal and events reach now: what comes later stands on what is there."""
    return {
        "journal": Entry.objects.aggregate(last=Max("pk"))["last"] or 0,
        "event": MemberEvent.objects.aggregate(last=Max("pk"))["last"] or 0,
    }
