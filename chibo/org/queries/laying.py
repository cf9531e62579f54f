"""Laying dated rows on the tree: the one join by which every figure finds what belongs to a unit."""

from collections.abc import Sequence

from django.db.models import BigIntegerField, Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from chibo.kernel.scope import Scope
from chibo.org.models import Closure
from chibo.org.queries.structure import branches, ghost_hosts


def lay(rows: QuerySet, scope: Scope, *, unit: str, day: object, over: Sequence[int] | None = None) -> QuerySet:
    """The rows whose unit stands at or below the scope's unit on the day, each row once.

    :param unit: path from the row to its unit
    :param day: a day for all rows, or ``F("column")`` for each its own; under a given structure that day counts for all
    :param over: lay over these units below it instead; the rows carry ``branch``. On one day they must not contain each
        other; where each row has a day of its own, it falls under the highest of them that stood below the unit that day
    """
    if not scope.structure.is_then:
        return _lay_on(rows, scope, unit=unit, over=over)
    above = f"{unit}__above__"
    place = {f"{above}since__lte": day, f"{above}until__gt": day}
    if over is None:
        return rows.filter(**place, **{f"{above}ancestor": scope.unit.pk})
    branched = rows.filter(**place, **{f"{above}ancestor__in": list(over)}).annotate(branch=F(f"{above}ancestor"))
    if not isinstance(day, F):
        return branched
    on = OuterRef(day.name)
    over_branch = Closure.objects.filter(descendant=OuterRef("branch"), since__lte=on, until__gt=on)
    higher = over_branch.filter(ancestor__in=list(over)).exclude(ancestor=OuterRef("branch"))
    return branched.filter(Exists(over_branch.filter(ancestor=scope.unit.pk)), ~Exists(higher))


def _lay_on(rows: QuerySet, scope: Scope, *, unit: str, over: Sequence[int] | None) -> QuerySet:
    """In the structure of one day for everything; units that do not exist on it stand under their hosts."""
    day = scope.structure.day
    above = f"{unit}__above__"
    place = Q(**{f"{above}since__lte": day, f"{above}until__gt": day})
    if over is None:
        there = place & Q(**{f"{above}ancestor": scope.unit.pk})
        ghosts = ghosts_of(scope)
        if not ghosts:
            return rows.filter(there)
        within = Closure.objects.filter(ancestor=scope.unit.pk, since__lte=day, until__gt=day).values("descendant")
        return rows.filter(Q(**{f"{unit}__in": within}) | Q(**{f"{unit}__in": ghosts}))
    hosts = hosts_of(scope)
    standing = rows.annotate(
        laid=FilteredRelation(f"{unit}__above", condition=place & Q(**{f"{above}ancestor__in": list(over)}))
    )
    branch = F("laid__ancestor")
    if hosts:
        branch = Coalesce(
            branch,
            Case(*_ghost_branches(scope, hosts, over, unit=unit, day=day), output_field=BigIntegerField()),
        )
    return standing.annotate(branch=branch).filter(branch__isnull=False)


def hosts_of(scope: Scope) -> dict[int, int]:
    """The ghosts of the scope with the host of each, looked for once."""
    if "hosts" not in scope.found:
        inside = {scope.unit.pk, *branches_of(scope)}
        scope.found["hosts"] = ghost_hosts(scope.unit.pk, on=scope.structure.day, inside=inside)
    return scope.found["hosts"]


def branches_of(scope: Scope) -> dict[int, int]:
    """Every unit below on the structure's day → the one directly below the scope's unit; looked for once."""
    if "branches" not in scope.found:
        scope.found["branches"] = branches(scope.unit.pk, on=scope.structure.day)
    return scope.found["branches"]


def ghosts_of(scope: Scope) -> list[int]:
    """The units that do not exist on the structure's day and whose host stands at or below the scope's unit."""
    return sorted(hosts_of(scope))


def _ghost_branches(scope: Scope, hosts: dict[int, int], over: Sequence[int], *, unit: str, day: object) -> list[When]:
    """For each unit laid over: the ghosts whose host stands below it."""
    kept = f"branches {sorted(over)}"
    if branches_of(scope) and set(branches_of(scope).values()) <= set(over):
        scope.found[kept] = branches_of(scope)
    if kept not in scope.found:
        scope.found[kept] = dict(
            Closure.objects.filter(ancestor__in=over, descendant__in=set(hosts.values()), since__lte=day, until__gt=day)
            .values_list("descendant", "ancestor")
        )  # fmt: skip
    branch_of = scope.found[kept]
    ghosts: dict[int, list[int]] = {one: [] for one in over}
    for ghost, host in hosts.items():
        if ghost in ghosts:
            ghosts[ghost].append(ghost)
        elif host in branch_of:
            ghosts[branch_of[host]].append(ghost)
    return [When(**{f"{unit}__in": line}, then=Value(one)) for one, line in ghosts.items()]


def is_below(scope: Scope, *, unit: str, day: object) -> Exists:
    """Whether the unit at this path of the row stands at or below the scope's unit on the day (an expression)."""
    on = day if scope.structure.is_then else scope.structure.day
    on = OuterRef(on.name) if isinstance(on, F) else on
    return Exists(
        Closure.objects.filter(ancestor=scope.unit.pk, descendant=OuterRef(unit), since__lte=on, until__gt=on)
    )
