"""Recounting what is derived about members from the truth, and the balance of every unit and month."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.db.models import Model

from chibo.kernel.bulk import batches
from chibo.kernel.days import month_ends, show_day
from chibo.kernel.refusal import Refusal
from chibo.members.derivation import writing
from chibo.members.models import Attribute, MemberEvent, Movement, Person, RollEntry, Spell, Stay
from chibo.members.rules.rows import History
from chibo.members.vocabulary import Cause, EventState, Nature
from chibo.org.models import Closure, Unit

TWO_SIDED = (Cause.TRANSFER, Cause.REORGANIZATION)
OFF_ROLL = (Cause.TEMPORARY_START, Cause.TEMPORARY_END)


def differences(*, today: date) -> Iterator[str]:
    """What is derived and does not follow from the truth, what overlaps, and what stands in no cell; each by name."""
    yield from _derived()
    yield from _overlapping_attributes()
    yield from _present_roll(today)
    yield from _merged()


def _derived() -> Iterator[str]:
    spans = writing.cell_spans()
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    for batch in batches(people, writing.BATCH):
        refused: list[tuple[int, Refusal]] = []
        histories = dict(writing.histories_of(batch, spans, on_refusal=_into(refused)))
        names = dict(Person.objects.filter(pk__in=batch).values_list("pk", "full_name"))
        for pk, why in refused:
            yield f"Đồng chí {names[pk]} (hồ sơ {pk}): {why.message}"
        for model, columns, part in (
            (Stay, writing.STAY_COLUMNS, "stays"),
            (Spell, writing.SPELL_COLUMNS, "spells"),
            (Movement, writing.MOVEMENT_COLUMNS, "movements"),
        ):
            yield from _compare(model, columns, part, batch, histories, names)
    yield from _without_person()


def _into(refused: list[tuple[int, Refusal]]) -> Callable[[int, Refusal], None]:
    return lambda pk, why: refused.append((pk, why))


def _compare(
    model: type[Model],
    columns: Sequence[str],
    part: str,
    batch: Sequence[int],
    histories: dict[int, History],
    names: dict[int, str],
) -> Iterator[str]:
    kept = Counter(model.objects.filter(person_id__in=batch).values_list(*columns))
    expected = Counter(tuple(map(_plain, row)) for h in histories.values() for row in getattr(h, part))
    if kept == expected:
        return
    person = list(columns).index("person_id")
    title = model._meta.model_name
    for row in kept - expected:
        yield f"Đồng chí {names[row[person]]} (hồ sơ {row[person]}): {title} thừa {_shown(columns, row)}"
    for row in expected - kept:
        yield f"Đồng chí {names[row[person]]} (hồ sơ {row[person]}): {title} thiếu {_shown(columns, row)}"


def _plain(value: object) -> object:
    return str(value) if isinstance(value, str) else value


def _shown(columns: Sequence[str], row: Sequence[object]) -> str:
    kept = ("cell_id", "since", "until", "on", "cause")
    return ", ".join(
        f"{name} {show_day(value) if isinstance(value, date) else value}"
        for name, value in zip(columns, row, strict=True)
        if name in kept
    )


def _without_person() -> Iterator[str]:
    for model in (Stay, Spell, Movement, RollEntry):
        for pk in model.objects.exclude(person__in=Person.objects.all()).values_list("pk", flat=True)[:20]:
            yield f"{model._meta.model_name} {pk} không thuộc hồ sơ nào."


def _overlapping_attributes() -> Iterator[str]:
    last: tuple = ()
    rows = Attribute.objects.order_by("person_id", "name", "since").values_list("person_id", "name", "since", "until")
    for person, name, since, until in rows.iterator(chunk_size=10_000):
        if last[:2] == (person, name) and since < last[3]:
            yield f"Hồ sơ {person}: {name} có hai giá trị chồng nhau từ {show_day(since)}."
        last = (person, name, since, until)


def _merged() -> Iterator[str]:
    """What counts of a person stands at the record that goes on."""
    gone = MemberEvent.objects.filter(person__merged_into__isnull=False).exclude(state=EventState.ANNULLED)
    for person, name in sorted(set(gone.values_list("person_id", "person__full_name"))):
        yield f"Đồng chí {name} (hồ sơ {person}): đã gộp vào hồ sơ khác nhưng còn sự kiện có hiệu lực."


def _present_roll(today: date) -> Iterator[str]:
    """Every row is true, and everybody on the roll today stands in it under every unit above."""
    above = _ancestors()
    names = dict(Person.objects.values_list("pk", "name_key"))
    expected = Counter()
    stays = Stay.objects.filter(nature=Nature.PERMANENT, until__gt=today)
    for person, cell, since, until in stays.values_list("person_id", "cell_id", "since", "until").iterator():
        for ancestor, c_since, c_until in above.get(cell, ()):
            if c_since < until and c_until > since and c_until > today:
                expected[ancestor, names[person], person, cell, max(since, c_since), min(until, c_until)] += 1
    kept = Counter(
        RollEntry.objects.filter(until__gt=today)
        .values_list("unit_id", "name_key", "person_id", "cell_id", "since", "until")
        .iterator(chunk_size=20_000)
    )
    for word, rows in (("thừa", kept - expected), ("thiếu", expected - kept)):
        wrong = list(rows)[:50]
        people = dict(Person.objects.filter(pk__in={row[2] for row in wrong}).values_list("pk", "full_name"))
        refs = dict(Unit.objects.filter(pk__in={row[0] for row in wrong}).values_list("pk", "ref"))
        for row in wrong:
            yield f"Danh sách hiện tại {word} đồng chí {people[row[2]]} (hồ sơ {row[2]}) tại {refs[row[0]]}."


def _ancestors() -> dict[int, list[tuple[int, date, date]]]:
    above: dict[int, list[tuple[int, date, date]]] = defaultdict(list)
    for descendant, ancestor, since, until in Closure.objects.values_list("descendant", "ancestor", "since", "until"):
        above[descendant].append((ancestor, since, until))
    return above


def residuals(*, until: date) -> Iterator[tuple[str, date, int]]:
    """Unit, month end and residual wherever opening + in − out differs from closing; counted in memory, not by the
    indicators.
    """
    first = min(Movement.objects.order_by("on").values_list("on", flat=True)[:1], default=None)
    if first is None:
        return
    ends = list(month_ends(first.replace(day=1), until)) or [until]
    above = _ancestors()
    flow: dict[int, Counter] = defaultdict(Counter)
    _add_movements(flow, above, ends)
    stays = _stays_by_cell()
    _add_carried(flow, above, stays, ends)
    rolls = _rolls(above, stays, ends)
    refs = dict(Unit.objects.values_list("pk", "ref"))
    for unit, roll in rolls.items():
        before = 0
        for month, closing in enumerate(roll):
            residual = before + flow[unit][month] - closing
            if residual:
                yield refs[unit], ends[month], residual
            before = closing


def _add_movements(flow: dict[int, Counter], above: dict, ends: list[date]) -> None:
    rows = Movement.objects.exclude(cause__in=OFF_ROLL).values_list(
        "cause", "is_entry", "on", "cell_id", "tree_day", "other_cell_id", "other_day"
    )
    for cause, is_entry, on, cell, tree_day, other, other_day in rows.iterator(chunk_size=20_000):
        month = bisect_left(ends, on)
        if month >= len(ends):
            continue
        units = _above(above, cell, tree_day)
        if cause in TWO_SIDED and other is not None:
            units -= _above(above, other, other_day)
        for unit in units:
            flow[unit][month] += 1 if is_entry else -1


def _above(above: dict, cell: int, day: date) -> set[int]:
    return {ancestor for ancestor, since, until in above.get(cell, ()) if since <= day < until}


def _stays_by_cell() -> dict[int, list[tuple[date, date]]]:
    stays: dict[int, list[tuple[date, date]]] = defaultdict(list)
    rows = Stay.objects.filter(nature=Nature.PERMANENT).values_list("cell_id", "since", "until")
    for cell, since, until in rows.iterator(chunk_size=20_000):
        if since < until:
            stays[cell].append((since, until))
    return stays


def _add_carried(flow: dict[int, Counter], above: dict, stays: dict, ends: list[date]) -> None:
    for cell, line in stays.items():
        for ancestor, since, until in above.get(cell, ()):
            for day, sign in ((since, 1), (until, -1)):
                month = bisect_left(ends, day)
                if month < len(ends):
                    there = sum(1 for s, u in line if s < day < u)
                    if there:
                        flow[ancestor][month] += sign * there


def _rolls(above: dict, stays: dict, ends: list[date]) -> dict[int, list[int]]:
    rolls: dict[int, list[int]] = {}
    for cell, line in stays.items():
        steps = [0] * (len(ends) + 1)
        for since, until in line:
            steps[bisect_left(ends, since)] += 1
            steps[bisect_left(ends, until)] -= 1
        counts, running = [], 0
        for step in steps[:-1]:
            running += step
            counts.append(running)
        for ancestor, since, until in above.get(cell, ()):
            low, high = bisect_left(ends, since), bisect_left(ends, until)
            roll = rolls.setdefault(ancestor, [0] * len(ends))
            for month in range(low, high):
                roll[month] += counts[month]
    return rolls
