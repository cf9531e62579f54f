"""The derived closure: who stood below whom, from when to when. Truth is in the placements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import pairwise

from django.db import connection
from django.db.models import QuerySet

from chibo.kernel.bulk import batches, insert_tuples
from chibo.kernel.days import show_day
from chibo.org.models import Closure, Placement, Unit

DEEPEST = 30
"""More levels than any tree has: a walk that goes deeper runs in a circle."""
AT_ONCE = 20_000
TREE = 0x4F524754
"""Advisory lock on PostgreSQL; SQLite has one writer at a time anyway."""

Span = tuple[int | None, date, date]
"""Superior, since, until."""
Row = tuple[int, int, date, date]
"""Ancestor, descendant, since, until."""


class Circle(Exception):
    """Placements that run in a circle on some day; names a unit in it."""


def hold_tree() -> None:
    """From here to the end of the transaction nobody else changes the tree: two reorganizations at once, one inside
    the other's subtree, would each derive from what the other is replacing. Call before the first reading."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE])


def share_tree() -> None:
    """From here to the end of the transaction the tree stays as it is. Whoever writes what hangs on it calls this before
    reading where units stand: a reorganization under way is waited for, a later one waits."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [TREE])


def rebuild(unit_ids: Collection[int]) -> set[int]:
    """Bring the closure of these units, and of everything that was ever below them, in line with the placements.

    :returns: the units whose place below others changed
    """
    affected = set(unit_ids)
    for some in batches(sorted(unit_ids), AT_ONCE):
        affected |= set(Closure.objects.filter(ancestor_id__in=some).values_list("descendant_id", flat=True))
    spans = _spans(affected)
    outside = {superior for rows in spans.values() for superior, _, _ in rows} - affected - {None}
    fixed: dict[int, list[Row]] = defaultdict(list)
    for row in _rows("descendant_id", outside):
        fixed[row[1]].append(row)
    wanted = _derive(affected, spans, fixed)
    standing = {row: pk for pk, *row in _rows_with_pk(affected) for row in [tuple(row)]}
    gone = standing.keys() - wanted
    new = wanted - standing.keys()
    for some in batches(sorted(standing[row] for row in gone), AT_ONCE):
        Closure.objects.filter(pk__in=some)._raw_delete(Closure.objects.db)
    insert_tuples(Closure, ("ancestor_id", "descendant_id", "since", "until"), sorted(new))
    return {row[1] for row in gone} | {row[1] for row in new}


def recount() -> list[str]:
    """Everything in units, placements and closure that contradicts something else, as sentences; empty when clean."""
    units = {u.pk: u for u in Unit.objects.all()}
    spans = _spans(set(units))
    names = {unit_id: f"{units[unit_id].ref}" for unit_id in units}
    problems = list(_contradictions(units, spans, names))
    try:
        wanted = _derive(set(units), spans, {})
    except Circle as circle:
        return [*problems, f"Tổ chức {names.get(circle.args[0], '?')} nằm trong chính nó: quan hệ cấp trên chạy vòng."]
    standing = {tuple(row) for row in Closure.objects.values_list("ancestor_id", "descendant_id", "since", "until")}
    for word, rows in (("thiếu", wanted - standing), ("thừa", standing - wanted)):
        for above, below, since, until in sorted(rows):
            problems.append(
                f"Bảng cấp dưới {word} dòng: {names.get(below, below)} dưới {names.get(above, above)} "
                f"từ {show_day(since)} đến trước {show_day(until) or 'vô hạn'}."
            )
    return problems


def _contradictions(units: dict[int, Unit], spans: dict[int, list[Span]], names: dict[int, str]) -> Iterator[str]:
    """Gaps, overlaps, lives that do not match, superiors that are not there."""
    for unit_id, unit in units.items():
        rows = spans.get(unit_id, [])
        if not rows:
            yield f"Tổ chức {names[unit_id]} không có thông tin của ngày nào."
            continue
        if rows[0][1] != unit.founded_on:
            yield (
                f"Tổ chức {names[unit_id]} ghi thành lập {show_day(unit.founded_on)} nhưng thông tin đầu tiên "
                f"từ {show_day(rows[0][1])}."
            )
        if rows[-1][2] != unit.ended_on:
            yield (
                f"Tổ chức {names[unit_id]} ghi kết thúc {show_day(unit.ended_on) or 'chưa'} nhưng thông tin cuối cùng "
                f"đến {show_day(rows[-1][2]) or 'nay'}."
            )
        for (_, _, until), (_, since, _) in pairwise(rows):
            if until != since:
                word = "chồng nhau" if since < until else "đứt quãng"
                yield f"Thông tin của tổ chức {names[unit_id]} {word} ở ngày {show_day(since)}."
        for superior, since, until in rows:
            if superior is None:
                continue
            above = units[superior]
            if since < above.founded_on or until > above.ended_on:
                yield (
                    f"Tổ chức {names[unit_id]} trực thuộc {names[superior]} từ {show_day(since)} khi cấp trên "
                    "chưa có hoặc đã kết thúc."
                )


def _spans(unit_ids: Collection[int]) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for some in _some(Placement.objects.order_by("unit_id", "since"), "unit_id", unit_ids):
        for unit_id, superior, since, until in some.values_list("unit_id", "superior_id", "since", "until"):
            spans[unit_id].append((superior, since, until))
    return spans


def _rows(field: str, unit_ids: Collection[int]) -> Iterator[Row]:
    for some in _some(Closure.objects.all(), field, unit_ids):
        yield from some.values_list("ancestor_id", "descendant_id", "since", "until")


def _rows_with_pk(unit_ids: Collection[int]) -> Iterator[tuple]:
    for some in _some(Closure.objects.all(), "descendant_id", unit_ids):
        yield from some.values_list("pk", "ancestor_id", "descendant_id", "since", "until")


def _some(rows: QuerySet, field: str, ids: Collection[int]) -> Iterator[QuerySet]:
    for some in batches(sorted(ids), AT_ONCE):
        yield rows.filter(**{f"{field}__in": some})


def _derive(unit_ids: Iterable[int], spans: dict[int, list[Span]], fixed: dict[int, list[Row]]) -> set[Row]:
    """The closure rows of the units, contiguous intervals joined.

    :param fixed: rows of superiors outside the walk, taken as they stand
    """
    wanted: set[Row] = set()
    for unit_id in unit_ids:
        above: dict[int, list[tuple[date, date]]] = defaultdict(list)
        walk = [(unit_id, date.min, date.max, 0)]
        while walk:
            here, since, until, depth = walk.pop()
            if depth > DEEPEST:
                raise Circle(unit_id)
            if here in fixed:
                for ancestor, _, first, end in fixed[here]:
                    lower, upper = max(since, first), min(until, end)
                    if lower < upper:
                        above[ancestor].append((lower, upper))
                continue
            for superior, first, end in spans.get(here, ()):
                lower, upper = max(since, first), min(until, end)
                if lower < upper:
                    above[here].append((lower, upper))
                    if superior is not None:
                        walk.append((superior, lower, upper, depth + 1))
        for ancestor, pieces in above.items():
            wanted.update((ancestor, unit_id, since, until) for since, until in _joined(pieces))
    return wanted


def _joined(pieces: list[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    pieces.sort()
    since, until = pieces[0]
    for first, end in pieces[1:]:
        if first <= until:
            until = max(until, end)
        else:
            yield since, until
            since, until = first, end
    yield since, until
