"""Gộp hai hồ sơ của một người: one record goes on with both histories, the other leads to it; and parting them again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction

from chibo.accounts import actions as accounts
from chibo.journal import actions as journal
from chibo.kernel import secrets
from chibo.kernel.days import Precision, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.actions.merge_plan import (
    FACTS,
    NOTHING_CHOSEN,
    SECRET,
    Choices,
    Facts,
    Line,
    Two,
    facts_of,
    lines_of,
    put_facts,
)
from chibo.members.actions.people import home_cell, must_have_reason, reference
from chibo.members.derivation.writing import settle
from chibo.members.models import Attribute, MemberEvent, Merge, Person
from chibo.members.models.merging import MERGE
from chibo.members.rules import capabilities
from chibo.members.vocabulary import ATTRIBUTES, EventState

PARTED = "members.people_parted"
"""Name of the entry that takes back the one of the same ``batch``, the merge."""


@dataclass(frozen=True)
class Follower:
    """A table of an area above whose rows go with the person.

    :ivar field: the name of its foreign key to the person
    """

    model: type[models.Model]
    field: str = "person"

    @property
    def name(self) -> str:
        return f"{self.model._meta.label}.{self.field}"

    def rows(self, person: Person) -> models.QuerySet:
        """What hangs on the person."""
        return self.model._default_manager.filter(**{self.field: person})

    def hand_over(self, keys: Sequence[int], to: Person) -> None:
        """Let the rows hang on somebody else."""
        self.model._default_manager.filter(pk__in=keys).update(**{self.field: to})


_followers: tuple[Follower, ...] = ()


def install(followers: Sequence[Follower]) -> None:
    """Say which tables of the areas above follow a merged person; called once by ``chibo.site``."""
    global _followers
    _followers = tuple(followers)


@transaction.atomic
def merge_people(
    *,
    keep: Person,
    other: Person,
    reason: str,
    on: date,
    by: Viewer,
    choices: Choices = NOTHING_CHOSEN,
    because=None,
) -> Merge:
    """Gộp hồ sơ: ``keep`` goes on with the events and attributes of both, ``other`` leaves every list and figure.

    What one record says and the other does not fills the gap. Where they differ, ``choices`` says what is kept.

    :raises Refusal: no reason, the same record, one already merged, something differs and was not chosen, the histories
        do not go together, or a table of another area does not allow it
    """
    for person in (keep, other):
        by.must(capabilities.MERGE, home_cell(person))
    must_have_reason(reason)
    keep, other = _locked(keep, other)
    two = Two(keep, other)
    two.must_be_answered(choices)
    way = two.way(choices)
    lines = two.merged_lines(choices)
    kept_facts, other_facts = two.merged_facts(choices)
    before = {
        "moved": [e.pk for e in two.events[1] if e.pk not in way.aside],
        "aside": {str(e.pk): e.state for part in two.events for e in part if e.pk in way.aside},
        "attributes": {name: [_stored(line) for line in rows] for name, rows in two.lines[0].items()},
        "followed": {f.name: list(f.rows(other).values_list("pk", flat=True)) for f in _followers},
    }
    MemberEvent.objects.filter(pk__in=before["moved"]).update(person=keep)
    MemberEvent.objects.filter(pk__in=way.aside).update(state=EventState.ANNULLED)
    _rewrite_attributes(keep, lines)
    other.merged_into = keep
    _rewrite_facts(keep, kept_facts, other, other_facts)
    try:
        with transaction.atomic():
            for follower in _followers:
                follower.hand_over(before["followed"][follower.name], keep)
    except IntegrityError as error:
        raise Refusal(
            "Hai hồ sơ có chức vụ hoặc việc chồng nhau, không gộp được. Hãy sửa ở một trong hai hồ sơ trước.",
            code="followers",
        ) from error
    settle([keep.pk, other.pk])
    account = accounts.follow_person(of=other.uid, to=keep.uid, on=on, by=by)
    before["account"] = account.pk if account else None
    merge = Merge.objects.create(
        kept=keep, other=other, on=on, reason=reason, before=before, after=_image(keep) | _image(other, "other:"),
        numbers_sealed=_seal(two.facts),
    )  # fmt: skip
    _tell(
        "members.people_merged",
        merge,
        label=f"Gộp hồ sơ {other.full_name} vào hồ sơ {keep.full_name}",
        by=by,
        on=on,
        reason=reason,
        because=because,
        before={"moved": len(before["moved"]), "aside": len(before["aside"])},
        after={
            "batch": str(merge.uid),
            "history": way.code,
            "facts": dict(choices.facts),
            "attributes": dict(choices.attributes),
        },
        sensitive={"kept": _plain(two.facts[0]), "other": _plain(two.facts[1])},
    )
    return merge


@transaction.atomic
def unmerge(merge: Merge, *, reason: str, on: date, by: Viewer) -> None:
    """Tách lại: both records are again what they were before the merge.

    :raises Refusal: no reason, or something stands on the merge (:func:`what_stands_on_merge`)
    """
    by.must(capabilities.MERGE, home_cell(merge.kept))
    must_have_reason(reason)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    keep, other = merge.kept, merge.other
    if standing := what_stands_on_merge(merge):
        raise Refusal(
            f"Hồ sơ đã có thay đổi sau khi gộp: {'; '.join(standing[:5])}. Hãy hủy hoặc sửa lại các ghi nhận đó trước khi tách.",
            code="stands_on_it",
            status=409,
            choices=tuple((str(n), text) for n, text in enumerate(standing)),
        )
    before, (kept_facts, other_facts) = merge.before, _unseal(merge)
    for follower in _followers:
        follower.hand_over(before["followed"].get(follower.name, []), other)
    MemberEvent.objects.filter(pk__in=before["moved"]).update(person=other)
    for state in set(before["aside"].values()):
        keys = [int(key) for key, value in before["aside"].items() if value == state]
        MemberEvent.objects.filter(pk__in=keys).update(state=state)
    _rewrite_attributes(keep, {name: [_line(row) for row in rows] for name, rows in before["attributes"].items()})
    other.merged_into = None
    _rewrite_facts(keep, kept_facts, other, other_facts)
    _tell(
        PARTED,
        merge,
        label=f"Tách lại hồ sơ {other.full_name} khỏi hồ sơ {keep.full_name}",
        by=by,
        on=on,
        reason=reason,
        after={"batch": str(merge.uid)},
    )
    merge.delete()
    settle([keep.pk, other.pk])
    accounts.give_back_person(account=before["account"], person_uid=other.uid, on=on, by=by)


def what_stands_on_merge(merge: Merge) -> list[str]:
    """What was written about the two since: sentences; empty where the merge can be taken back."""
    now = _image(merge.kept, but=merge) | _image(merge.other, "other:")
    told = []
    for key in dict.fromkeys([*merge.after, *now]):
        then, today = merge.after.get(key), now.get(key)
        if then is None:
            told.append(f"mới ghi: {today[0]}")
        elif today is None:
            told.append(f"đã bỏ: {then[0]}")
        elif then[1] != today[1]:
            told.append(f"đã sửa: {today[0]}")
    return told


def _locked(keep: Person, other: Person) -> tuple[Person, Person]:
    rows = {p.pk: p for p in Person.objects.select_for_update().filter(pk__in=[keep.pk, other.pk])}
    if len(rows) < 2:
        raise Refusal("Hai hồ sơ phải khác nhau. Hãy chọn hồ sơ khác.", field="other", code="same_person")
    for person in rows.values():
        if person.merged_into_id is not None:
            raise Refusal(
                f"Hồ sơ {person.full_name} đã được gộp vào một hồ sơ khác. Hãy mở hồ sơ đó.",
                field="other",
                code="merged",
            )
    return rows[keep.pk], rows[other.pk]


def _rewrite_attributes(person: Person, lines: Mapping[str, Sequence[Line]]) -> None:
    Attribute.objects.filter(person=person).delete()
    Attribute.objects.bulk_create(
        Attribute(
            person=person, name=name, value=line.value, since=line.since, since_precision=line.precision,
            until=line.until, source=line.source,
        )
        for name, rows in lines.items()
        for line in rows
    )  # fmt: skip


def _rewrite_facts(keep: Person, kept_facts: Facts, other: Person, other_facts: Facts) -> None:
    """Both at once: a number that changes hands must belong to nobody in between."""
    Person.objects.filter(pk__in=[keep.pk, other.pk]).update(national_id_index=None, card_index=None)
    put_facts(keep, kept_facts)
    put_facts(other, other_facts)


def _stored(line: Line) -> list[object]:
    return [line.value, line.since, line.until, line.precision, line.source]


def _line(stored: Sequence[str]) -> Line:
    value, since, until, precision, source = stored
    return Line(value, date.fromisoformat(since), date.fromisoformat(until), precision, source)


def _plain(facts: Facts) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items()}


def _seal(facts: tuple[Facts, Facts]) -> bytes:
    return secrets.seal(json.dumps([_plain(one) for one in facts], cls=DjangoJSONEncoder), purpose=MERGE)


def _unseal(merge: Merge) -> list[Facts]:
    found = []
    for facts in json.loads(secrets.unseal(merge.numbers_sealed, purpose=MERGE)):
        day, precision = facts["born"]
        facts["born"] = (date.fromisoformat(day), Precision(precision))
        if facts["card_issued_on"]:
            facts["card_issued_on"] = date.fromisoformat(facts["card_issued_on"])
        found.append(facts)
    return found


def _image(person: Person, prefix: str = "", *, but: Merge | None = None) -> dict[str, list[str]]:
    """What a record says, piece by piece: key → (what it is, digest). Tells of numbers only whether they changed."""
    person = Person.objects.get(pk=person.pk)
    pieces: dict[str, tuple[str, object]] = {"merged_into": ("gộp vào hồ sơ khác", person.merged_into_id)}
    for name, value in facts_of(person).items():
        pieces[f"fact:{name}"] = FACTS[name], _hidden(value) if name in SECRET else value
    for event in MemberEvent.objects.filter(person=person):
        fields = {f.attname: getattr(event, f.attname) for f in event._meta.concrete_fields}
        pieces[f"event:{event.uid}"] = f"{event.get_cause_display()} ngày {show_day(event.on)}", fields
    for name, rows in lines_of(person).items():
        for line in rows:
            title = f"{ATTRIBUTES[name][0]} từ {show_day(line.since, line.precision)}"
            pieces[f"attribute:{name}:{line.since}"] = title, _stored(line)
    for follower in _followers:
        for row in follower.rows(person):
            fields = {f.attname: _in_text(getattr(row, f.attname)) for f in row._meta.concrete_fields}
            pieces[f"{follower.name}:{row.pk}"] = str(row), fields
    for one in Merge.objects.filter(kept=person).exclude(pk=but.pk if but else None).select_related("other"):
        pieces[f"merge:{one.uid}"] = f"gộp hồ sơ {one.other.full_name} ngày {show_day(one.on)}", str(one.uid)
    return {prefix + key: [title, _digest(content)] for key, (title, content) in pieces.items()}


def _in_text(value: object) -> object:
    """Ciphertext as digits, everything else as it is."""
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def _hidden(value: object) -> str:
    return secrets.blind_index(str(value), purpose=MERGE).hex() if value else ""


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()[:24]


def _tell(what: str, merge: Merge, *, label: str, by: Viewer, on: date, **more: object) -> None:
    keep, other = merge.kept, merge.other
    cell = home_cell(keep)
    journal.record(
        what, subject=reference(keep), label=label, place=cell.reference if cell else "", on=on, by=by,
        subjects=[reference(keep), reference(other)], **more,
    )  # fmt: skip


__all__ = ["Choices", "Follower", "install", "merge_people", "unmerge", "what_stands_on_merge"]
