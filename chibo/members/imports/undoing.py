"""Taking back what a batch did to people, and what stands on it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model

from chibo.exchange.rules.kinds import Plan, Setting, Trace
from chibo.exchange.rules.states import must_at
from chibo.journal import actions as journal
from chibo.journal.actions import Telling
from chibo.journal.models import Entry, EntrySubject
from chibo.journal.rules import READING
from chibo.kernel.bulk import batches
from chibo.kernel.refusal import Refusal
from chibo.members.actions import imported
from chibo.members.actions.merging import PARTED
from chibo.members.imports import papers
from chibo.members.models import Attribute, MemberEvent, Particulars, Person
from chibo.members.rules import capabilities

TAKEN_BACK = ".import_undone"
"""How the names of entries of batches taken back end, in every area."""
UNDONE = f"members{TAKEN_BACK}"
ENDINGS = (TAKEN_BACK, PARTED)
"""Of entries after which another one, of the same ``batch``, stands no more."""
MOST_NAMED = 200
MARKS = ("journal", "event")
"""How far journal and events reached when a row was written."""
OWN = (Attribute, MemberEvent, Particulars, *imported.DERIVED)
"""Tables whose rows go with the person."""


def with_followers(traces: Sequence[Trace], others: Mapping[int, Sequence[Plan]]) -> list[Trace]:
    """Traces of the first rows about people, and of the further rows (by number of the first), which they undo too."""
    more = [
        Trace(plan.number, trace.target, {name: trace.undo[name] for name in MARKS})
        for trace in traces
        for plan in others.get(trace.number, ())
    ]
    return [*traces, *more]


def stands_on(traces: Sequence[Trace]) -> list[str]:
    """What has been recorded about these people since, or hangs on them; at most 200 sentences."""
    since: dict[int, dict] = {}
    for trace in traces:
        kept = since.setdefault(trace.target, {"created": False, **dict.fromkeys(MARKS, 0)})
        kept["created"] = kept["created"] or trace.undo.get("created", False)
        for name in MARKS:
            kept[name] = max(kept[name], trace.undo[name])
    sentences: list[str] = []
    for part in batches(since, 2_000):
        sentences += _stands_on({pk: since[pk] for pk in part})
        if len(sentences) > MOST_NAMED:
            return [*sentences[:MOST_NAMED], "Còn nhiều người khác nữa."]
    return sentences


def _stands_on(since: dict[int, dict]) -> list[str]:
    people = {row[0]: row for row in Person.objects.filter(pk__in=since).values_list("pk", "uid", "full_name")}
    found: dict[int, list[str]] = defaultdict(list)
    first = min(kept["journal"] for kept in since.values())
    _entries(people, since, first, found)
    _events(since, found)
    _hanging([pk for pk, kept in since.items() if kept.get("created")], found)
    gone = [f"Hồ sơ số {pk} không còn nữa." for pk in since if pk not in people]
    return gone + [
        f"Đồng chí {people[pk][2]}: {'; '.join(dict.fromkeys(said))}." for pk, said in found.items() if pk in people
    ]


def _entries(people: dict[int, tuple], since: dict[int, dict], first: int, found: dict[int, list[str]]) -> None:
    """Journal entries of later, those of batches taken back meanwhile left aside."""
    by_reference = {f"person:{uid}": pk for pk, uid, _ in people.values()}
    told: list[tuple[int, int, str, str, str]] = []
    subjects = list(by_reference)
    entries = Entry.objects.filter(subject__in=subjects, pk__gt=first).exclude(what=READING)
    for pk, subject, what, label, after in entries.values_list("pk", "subject", "what", "label", "after"):
        told.append((by_reference[subject], pk, what, label, (after or {}).get("batch", "")))
    listed = EntrySubject.objects.filter(subject__in=subjects, entry_id__gt=first).exclude(entry__what=READING)
    columns = ("entry_id", "subject", "entry__what", "entry__label", "entry__after")
    for pk, subject, what, label, after in listed.values_list(*columns):
        told.append((by_reference[subject], pk, what, label, (after or {}).get("batch", "")))
    undone = {batch for _, _, what, _, batch in told if what.endswith(ENDINGS)}
    for person, entry, what, label, batch in sorted(told, key=lambda line: line[1]):
        if entry > since[person]["journal"] and not what.endswith(ENDINGS) and not (batch and batch in undone):
            found[person].append(label)


def _events(since: dict[int, dict], found: dict[int, list[str]]) -> None:
    later = MemberEvent.objects.filter(person_id__in=list(since), pk__gt=min(k["event"] for k in since.values()))
    for event in later.order_by("on", "pk"):
        if event.pk > since[event.person_id]["event"] and not found.get(event.person_id):
            found[event.person_id].append(f"đã ghi “{event.get_cause_display()}”")


def _hanging(created: Sequence[int], found: dict[int, list[str]]) -> None:
    """Rows of other tables that point at people who would go."""
    if not created:
        return
    for model, name in pointing_at_people():
        rows = model._default_manager.filter(**{f"{name}__in": created}).values_list(name, flat=True)
        for pk in rows.distinct():
            found[pk].append(f"có ghi nhận ở “{model._meta.verbose_name}”")


def pointing_at_people() -> list[tuple[type[Model], str]]:
    """(model, name of its foreign key) of everything that refers to people and does not go with them."""
    return [(model, name) for model, name in imported.referring_to_people() if model not in (*OWN, *_going_along())]


def _going_along() -> list[type[Model]]:
    return [model for model, _ in imported.going_along()]


def undo(setting: Setting, traces: Sequence[Trace]) -> None:
    """Remove the people a batch made, put back those it changed; a journal entry for each.

    :raises Refusal: no right, or something stands on one of them
    """
    must_at(setting.by, capabilities.WRITE, setting.place)
    created = [trace.target for trace in traces if trace.undo.get("created")]
    changed = [trace for trace in traces if "image" in trace.undo]
    names = {
        row[0]: row[1:]
        for part in batches(sorted({trace.target for trace in traces}), 5_000)
        for row in Person.objects.filter(pk__in=part).values_list("pk", "uid", "full_name")
    }
    if missing := {trace.target for trace in traces} - names.keys():
        raise Refusal(f"{len(missing)} hồ sơ của lần nhập này không còn. Hãy xem nhật ký.", code="gone", status=409)
    imported.restore_people(merged(changed))
    imported.unload_people(created)
    journal.record_many(
        UNDONE,
        (_told(setting, names[pk], pk in created_set) for created_set in [set(created)] for pk in names),
        on=setting.on,
        by=setting.by,
    )


def undo_with_papers(setting: Setting, traces: Sequence[Trace]) -> None:
    """:func:`undo`, and the decisions that the batch entered go too, as far as nothing else rests on them."""
    undo(setting, traces)
    papers.withdraw([key for trace in traces for key in trace.undo.get("decisions", ())], setting)


def merged(traces: Iterable[Trace]) -> dict[int, Any]:
    """One image a person: where a batch touched somebody twice, the first image of each thing is the oldest."""
    images: dict[int, dict] = {}
    for trace in traces:
        kept = images.setdefault(trace.target, {})
        for key, value in trace.undo["image"].items():
            if key == "new":
                kept[key] = [*kept.get(key, ()), *value]
            elif key == "attributes":
                kept[key] = {**value, **kept.get(key, {})}
            elif key == "events":
                held = kept.setdefault(key, {})
                for event, fields in value.items():
                    held[event] = {**fields, **held.get(event, {})}
            else:
                kept.setdefault(key, value)
    return images


def _told(setting: Setting, person: tuple, is_gone: bool) -> Telling:
    uid, name = person
    label = f"Bỏ hồ sơ đồng chí {name} vừa nhập" if is_gone else f"Trả lại hồ sơ đồng chí {name} như trước khi nhập"
    return Telling(f"person:{uid}", label, None, {"batch": setting.batch}, None, setting.place.reference)
