"""Many holdings at once: the same rules, an entry in the journal for each of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db import transaction

from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel.bulk import batches, insert_tuples, reserve_ids
from chibo.kernel.days import FOREVER, Precision
from chibo.kernel.ids import uuid7
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.posts import queries, rules
from chibo.posts.models import Holding
from chibo.posts.rules import holding as checks
from chibo.posts.rules.holding import Facts
from chibo.posts.vocabulary import HoldingState

AT_ONCE = 5_000
UNDONE = "posts.import_undone"
COLUMNS = ("id", "uid", "person_id", "unit_id", *(f.name for f in fields(Facts)), "decision_id", "source", "state")
CHANGEABLE = (*(f.name for f in fields(Facts)), "person_id", "unit_id", "decision_id", "source", "state", "ended_by_id",
              "until_before")  # fmt: skip


@dataclass(slots=True)
class HoldingSpec:
    """A holding to load: ``person``, ``unit`` and ``decision`` by primary key, the rest as for ``take_post``."""

    person: int
    unit: int
    role: str
    since: date
    title: str = ""
    body: str = ""
    since_precision: str = Precision.DAY
    until: date = FOREVER
    until_precision: str = Precision.DAY
    how: str = ""
    term: int | None = None
    note: str = ""
    decision: int | None = None

    def facts(self) -> Facts:
        """:raises Refusal: a value is not possible"""
        return checks.facts(**{f.name: getattr(self, f.name) for f in fields(Facts)})


@transaction.atomic
def load_holdings(
    specs: Sequence[HoldingSpec],
    *,
    at: Unit,
    on: date,
    by: Viewer,
    because: Decision | None = None,
    source: str = "",
    batch: str = "",
) -> list[int]:
    """Load holdings.

    :param at: the unit in whose name they are loaded; its right is needed, and that of every unit with a post
    :param source: what they rest on, e.g. the name of the workbook
    :param batch: of the import that brings them, so that undoing it does not stand on others
    :returns: their primary keys, in the order given
    :raises Refusal: one of them is not possible; nothing is kept then
    """
    _gate((spec.unit for spec in specs), at, on, by)
    ready = [(spec.person, spec.unit, spec.facts(), spec.decision) for spec in specs]
    checked = check_many([row[:3] for row in ready])
    ids = list(reserve_ids(Holding, len(ready))) if ready else []
    uids = [uuid7() for _ in ids]
    rows = (
        (pk, uid, person, unit, *vars(facts).values(), decision, source[:200], HoldingState.STANDING.value)
        for pk, uid, (person, unit, _, decision), facts in zip(ids, uids, ready, checked, strict=True)
    )
    insert_tuples(Holding, COLUMNS, _plain(rows))
    _tell("posts.loaded", ids, "Nạp chức danh", at, on, by, because=because, batch=batch)
    return ids


def _plain(rows: Iterable[tuple]) -> Iterable[tuple]:
    """Members of text enumerations as the text they are."""
    for row in rows:
        yield tuple(str(value) if isinstance(value, str) else value for value in row)


def check_many(rows: Sequence[tuple[int, int, Facts]], *, but: Iterable[int] = ()) -> list[Facts]:
    """(person, unit, facts) rows as they are to be written, held against the records and each other.

    :param but: holdings that are about to be written anew
    :raises Refusal: one of them is not possible
    """
    members = queries.memberships(person for person, _, _ in rows)
    lives = queries.lives(unit for _, unit, _ in rows)
    held = spans_of({person for person, _, _ in rows}, but=but)
    checked = []
    for person, unit, facts in rows:
        if person not in members or unit not in lives:
            raise Refusal(
                "Hồ sơ hoặc tổ chức không còn trong hệ thống. Hãy kiểm tra lại tệp rồi thử lại.",
                code="gone",
                status=409,
            )
        facts = replace(facts, since=checks.beginning(facts, lives[unit]))
        checks.check(facts, members[person], lives[unit])
        spans = held.setdefault((person, unit, facts.role), [])
        checks.check_alone(facts, spans, members[person].name)
        spans.append((facts.since, facts.until))
        checked.append(facts)
    return checked


def spans_of(
    person_ids: Iterable[int], *, but: Iterable[int] = ()
) -> dict[tuple[int, int, str], list[tuple[date, date]]]:
    """(person, unit, role) → when it is held; one query for any ten thousand people."""
    left_out, held = set(but), {}
    for some in batches(sorted(set(person_ids)), 2 * AT_ONCE):
        rows = queries.standing().filter(person_id__in=some)
        for pk, person, unit, role, since, until in rows.values_list(
            "pk", "person_id", "unit_id", "role", "since", "until"
        ):
            if pk not in left_out:
                held.setdefault((person, unit, role), []).append((since, until))
    return held


@transaction.atomic
def change_many(
    changes: Mapping[int, HoldingSpec], *, at: Unit, on: date, by: Viewer, because: Decision | None = None,
    batch: str = "",
    source: str = "",
) -> None:  # fmt: skip
    """Write holdings anew, by primary key; the old values stay in the journal.

    :raises Refusal: one of them is gone or not possible; nothing is changed then
    """
    rows = _rows(changes)
    _gate({row.unit_id for row in rows.values()} | {spec.unit for spec in changes.values()}, at, on, by)
    order = list(changes)
    facts = check_many([(changes[pk].person, changes[pk].unit, changes[pk].facts()) for pk in order], but=order)
    before = images_of(order)
    for pk, found in zip(order, facts, strict=True):
        row, spec = rows[pk], changes[pk]
        if found.until != row.until or spec.unit != row.unit_id:
            row.ended_by_id = row.until_before = None
        row.person_id, row.unit_id, row.decision_id = spec.person, spec.unit, spec.decision
        for name, value in vars(found).items():
            setattr(row, name, value)
    _update(rows.values())
    _tell("posts.changed_many", order, "Cập nhật chức danh", at, on, by, because=because, batch=batch, before=before)


def images_of(pks: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Everything about the holdings as JSON, by primary key: to compare and to put back."""
    found = {}
    for some in batches(sorted(set(pks)), AT_ONCE):
        for row in Holding.objects.filter(pk__in=some).values("pk", *CHANGEABLE):
            found[row.pop("pk")] = {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}
    return found


@transaction.atomic
def put_back(images: Mapping[int, Mapping[str, Any]], *, at: Unit, on: date, by: Viewer, batch: str = "") -> None:
    """Holdings as they were: what :func:`change_many` changed is taken back.

    :raises Refusal: one of them is gone, or the old values are no longer possible
    """
    rows, before = _rows(images), images_of(images)
    _gate({row.unit_id for row in rows.values()}, at, on, by)
    for pk, image in images.items():
        for name in CHANGEABLE:
            value = image[name]
            is_day = name in ("since", "until", "until_before") and isinstance(value, str)
            setattr(rows[pk], name, date.fromisoformat(value) if is_day else value)
    standing = [row for row in rows.values() if row.state == HoldingState.STANDING]
    check_many([(row.person_id, row.unit_id, _facts(row)) for row in standing], but=images)
    _update(rows.values())
    _tell(UNDONE, list(images), "Hoàn tác cập nhật chức danh", at, on, by, batch=batch, before=before)


@transaction.atomic
def unload_holdings(pks: Sequence[int], *, at: Unit, on: date, by: Viewer, batch: str = "") -> None:
    """Take loaded holdings out again as if they had never been; the journal keeps what they said."""
    found = images_of(pks)
    _gate({image["unit_id"] for image in found.values()}, at, on, by)
    _tell(UNDONE, list(found), "Gỡ chức danh đã nạp", at, on, by, batch=batch, before=found, is_gone=True)
    for some in batches(list(found), AT_ONCE):
        Holding.objects.filter(pk__in=some).delete()


def _gate(unit_ids: Iterable[int], at: Unit, on: date, by: Viewer) -> None:
    """:raises NotEntitled: the viewer may not write at one of the units"""
    by.must(rules.WRITE, at)
    ids = set(unit_ids) - {at.pk}
    top = org.top_most(ids | {at.pk}, on=on) if ids else []
    for unit in Unit.objects.filter(pk__in=set(top) - {at.pk}):
        by.must(rules.WRITE, unit)


def _rows(pks: Iterable[int]) -> dict[int, Holding]:
    wanted = set(pks)
    rows = {}
    for some in batches(sorted(wanted), AT_ONCE):
        rows |= {row.pk: row for row in Holding.objects.filter(pk__in=some)}
    if len(rows) < len(wanted):
        raise Refusal("Có chức danh không còn trong hệ thống. Hãy kiểm tra lại tệp.", code="gone", status=409)
    return rows


def _facts(row: Holding) -> Facts:
    return Facts(**{f.name: getattr(row, f.name) for f in fields(Facts)})


def _update(rows: Iterable[Holding]) -> None:
    names = [name.removesuffix("_id") for name in CHANGEABLE]
    Holding.objects.bulk_update(list(rows), names, batch_size=500)


def _tell(
    what: str,
    pks: Sequence[int],
    label: str,
    at: Unit,
    on: date,
    by: Viewer,
    *,
    because: Decision | None = None,
    batch: str = "",
    before: Mapping[int, Mapping[str, Any]] | None = None,
    is_gone: bool = False,
) -> None:
    """One entry for each holding, about the person."""
    after, of = images_of(pks), {"batch": batch} if batch else {}
    held = {pk: (uid, person) for pk, uid, person in _held(pks)}
    people = {person for _, person in held.values()}
    names = {}
    for some in batches(sorted(people), 2 * AT_ONCE):
        rows = Person.objects.filter(pk__in=some).values_list("pk", "uid", "full_name")
        names |= {pk: (uid, name) for pk, uid, name in rows}
    journal.record_many(
        what,
        (
            journal.Telling(
                subject=f"person:{names[held[pk][1]][0]}",
                label=f"{label} {after[pk]['title']} của đồng chí {names[held[pk][1]][1]}",
                before=dict(before[pk]) if before else None,
                after=of if is_gone else after[pk] | {"holding": str(held[pk][0])} | of,
                place=at.reference,
            )
            for pk in pks
        ),
        on=on,
        by=by,
        because=because,
    )


def _held(pks: Sequence[int]) -> Iterable[tuple]:
    for some in batches(pks, AT_ONCE):
        yield from Holding.objects.filter(pk__in=some).values_list("pk", "uid", "person_id")
