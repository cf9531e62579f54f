"""What the log means, worked out the long way: a picture of the tree for every day, one life after the other.

Knows the meanings of ``docs/map.md`` and nothing of closure, spells, stays or queries. Units are short references, people
numbers. A picture maps every unit that stands at the end of a day to what it is.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

CELLS = {"chi_bo_co_so", "chi_bo_truc_thuoc", "chi_bo"}
ENTRIES = {"opening", "admission", "readmission", "restoration", "transfer_in"}
EXITS = {"transfer_out", "strike_off", "expulsion", "voluntary_exit", "death"}
REMOVALS = {"strike_off", "expulsion", "voluntary_exit"}
ONE_DAY = timedelta(days=1)
FOREVER = date(9999, 12, 31)


@dataclass
class Chain:
    """A person's way from an entry (or transfer) on, as reorganizations led it: the cells, each with its first day."""

    cells: list[tuple[date, str]]
    until: date = FOREVER

    def cell_in(self, structure: date) -> str:
        """Where it stands in the structure of a day: the cell of that day, else the nearest end of the chain."""
        here = self.cells[0][1]
        for since, cell in self.cells:
            if since <= structure:
                here = cell
        return here

    def cell_on(self, day: date) -> str | None:
        """The cell at the end of the day, None outside the chain."""
        if not self.cells[0][0] <= day < self.until:
            return None
        return self.cell_in(day)


@dataclass
class Side:
    """One side of a movement: in, on the tree of its day, or out, on the tree of the last day there."""

    p: int
    cause: str
    on: date
    is_in: bool
    cell: str
    tree: date
    chain: Chain
    other: "Side | None" = None
    entry: dict = field(default_factory=dict)
    status: str = ""


@dataclass
class Life:
    """One person, replayed."""

    born: date
    chains: list[Chain] = field(default_factory=list)
    sides: list[Side] = field(default_factory=list)
    status: list[tuple[date, str]] = field(default_factory=list)
    party_since: date | None = None
    attributes: dict[str, list[tuple[date, str]]] = field(default_factory=dict)
    letters: list[dict] = field(default_factory=list)
    restored: set[int] = field(default_factory=set)

    def chain_on(self, day: date) -> Chain | None:
        """The chain that holds at the end of the day."""
        return next((chain for chain in self.chains if chain.cell_on(day) is not None), None)

    def value(self, name: str, day: date) -> str:
        """The value of an attribute at the end of the day; empty where none is known."""
        found = ""
        for since, value in sorted(self.attributes.get(name, [])):
            if since <= day:
                found = value
        return found

    def status_on(self, day: date) -> str:
        """Official or probationary at the end of the day."""
        found = ""
        for since, status in self.status:
            if since <= day:
                found = status
        return found


class Replay:
    """The whole log."""

    def __init__(self, log: list[dict]) -> None:
        self.pictures: dict[date, dict[str, dict]] = {}
        self.known: list[str] = []
        self.first_above: dict[str, str | None] = {}
        self.last_above: dict[str, str | None] = {}
        self.born_on: dict[str, date] = {}
        self.gone_on: dict[str, date] = {}
        self.heir: dict[str, str | None] = {}
        self.left: dict[date, dict[str, str | None]] = {}
        self.chosen: dict[date, dict[int, str]] = {}
        self.redirected: list[tuple[int, str, str]] = []
        self.ended: list[tuple[date, str, str]] = []
        self.counted: list[tuple[date, str, str, date]] = []
        self.lives: dict[int, Life] = {}
        self._standing: dict[str, dict] = {}
        self._days: list[date] = []
        self._above: dict[tuple[str, date], tuple[str, ...]] = {}
        self._hosts: dict[tuple[str, date], str | None] = {}
        for entry in [e for e in log if e["op"] in TREE]:
            self._reorganize(entry)
        for day in sorted(self.pictures):
            for ref, facts in self.pictures[day].items():
                self.first_above.setdefault(ref, facts["superior"])
        self._live(log)

    # --- the tree -----------------------------------------------------------------------------------------------------

    def picture(self, day: date) -> dict[str, dict]:
        """Every unit that stands at the end of the day."""
        place = bisect_right(self._days, day)
        return self.pictures[self._days[place - 1]] if place else {}

    def above(self, ref: str, day: date) -> tuple[str, ...]:
        """The unit and all its superiors at the end of the day; nothing where it does not stand."""
        if (ref, day) not in self._above:
            tree, found, here = self.picture(day), [], ref
            while here is not None and here in tree:
                found.append(here)
                here = tree[here]["superior"]
            self._above[ref, day] = tuple(found)
        return self._above[ref, day]

    def host(self, ref: str, day: date) -> str | None:
        """The unit that stands for it in the structure of a day (see ``docs/map.md``, units of past and future)."""
        if (ref, day) not in self._hosts:
            self._hosts[ref, day] = self._host(ref, day)
        return self._hosts[ref, day]

    def _host(self, ref: str, day: date) -> str | None:
        if ref in self.picture(day):
            return ref
        above = self.last_above[ref] if self.gone_on.get(ref, FOREVER) <= day else self.first_above[ref]
        found = None if above is None else self._became(above, day)
        return self._became(ref, day) if found is None else found

    def _became(self, ref: str, day: date) -> str | None:
        if ref in self.picture(day):
            return ref
        if self.gone_on.get(ref, FOREVER) <= day:
            ways = [self.heir[ref], self.last_above[ref]]
        else:
            grown = [one for one in self.known if self.heir.get(one) == ref and self.gone_on[one] == self.born_on[ref]]
            ways = [*grown, self.first_above[ref]]
        for way in ways:
            found = None if way is None else self._became(way, day)
            if found is not None:
                return found
        return None

    def _reorganize(self, entry: dict) -> None:
        tree, on = self._standing, entry["on"]
        before = dict(self.left.get(on, {}))
        for change in TREE[entry["op"]](entry, tree):
            change(self, on)
        for ref, taker in self.left.get(on, {}).items() - before.items():
            receiver = taker or self.heir.get(ref)
            if tree.get(receiver, {}).get("kind") in CELLS:
                self.redirected.append((entry["id"], ref, receiver))
        if on not in self.pictures:
            self._days.append(on)
        self.pictures[on] = {ref: dict(facts) for ref, facts in tree.items()}

    def found(self, on: date, spec: dict) -> None:
        """A unit begins."""
        self._standing[spec["ref"]] = {name: spec[name] for name in ("kind", "superior", "sector", "cell_kind")}
        self.known.append(spec["ref"])
        self.born_on[spec["ref"]] = on

    def end(self, on: date, ref: str, heir: str | None, taker: str | None, way: str) -> None:
        """A unit ends; whoever is in it goes to the taker."""
        facts = self._standing.pop(ref)
        eve = self.picture(on - ONE_DAY).get(ref, facts)
        self.gone_on[ref], self.heir[ref], self.last_above[ref] = on, heir, eve["superior"]
        if eve["kind"] in CELLS:
            self.left.setdefault(on, {})[ref] = taker
        self.ended.append((on, ref, way))

    def _live(self, log: list[dict]) -> None:
        from tests.agreement.lives import events_of, live

        for p, events in events_of(log, self.redirected).items():
            self.lives[p] = live(self, p, events)


# --- what every action asks for, as changes of the tree ---------------------------------------------------------------


def _founding(spec: dict):
    return lambda replay, on: replay.found(on, spec)


def _change(ref: str, **facts: object):
    return lambda replay, on: replay._standing[ref].update(facts)


def _end(ref: str, heir: str | None, taker: str | None, way: str):
    return lambda replay, on: replay.end(on, ref, heir, taker, way)


def _count(ref: str, way: str, *, eve: bool = False):
    return lambda replay, on: replay.counted.append((on, ref, way, on - ONE_DAY if eve else on))


def _choose(entry: dict):
    return lambda replay, on: replay.chosen.setdefault(on, {}).update(entry["chosen"])


def _children(tree: dict, refs: list[str]) -> list[str]:
    return [ref for ref, facts in tree.items() if facts["superior"] in refs and ref not in refs]


def _everything(tree: dict, refs: list[str]) -> list[str]:
    found = list(refs)
    while more := [ref for ref in _children(tree, found) if ref not in found]:
        found += more
    return found


def _open(entry: dict, tree: dict):
    return [_founding(spec) for spec in entry["units"]]


def _establish(entry: dict, tree: dict):
    return [*_open(entry, tree), *(_count(spec["ref"], "establish") for spec in entry["units"])]


def _dissolve(entry: dict, tree: dict):
    refs, way, below = entry["units"], entry["op"], entry["below"]
    refs = _everything(tree, refs) if entry["with_below"] else refs
    moved = [] if below is None else [_change(ref, superior=below) for ref in _children(tree, refs)]
    heirs = {ref: entry["to"].get(ref, below) for ref in refs}
    ends = [_end(ref, heirs[ref], heirs[ref], way) for ref in refs]
    return [*moved, *ends, *(_count(ref, way, eve=True) for ref in refs)]


def _join(entry: dict, tree: dict):
    way = {"merge": "merge_into"}.get(entry["op"], entry["op"])
    refs, into = entry["units"], entry["into"] if entry["op"] == "merge" else entry["new"]["ref"]
    changes = []
    if entry["op"] == "consolidate":
        changes.append(_founding(entry["new"]))
    for ref in _children(tree, refs):
        kind = entry["rekind"].get(tree[ref]["kind"], tree[ref]["kind"])
        changes.append(_change(ref, superior=into, kind=kind))
    changes += [_end(ref, into, entry["to"].get(ref, into), way) for ref in refs]
    return [*changes, *(_count(ref, way, eve=True) for ref in refs)]


def _split(entry: dict, tree: dict):
    ref, default = entry["unit"], entry["default"]
    changes = [_founding(spec) for spec in entry["into"]]
    changes += [_change(one, superior=entry["below"].get(one, default)) for one in _children(tree, [ref])]
    changes += [_choose(entry), _end(ref, default or entry["into"][0]["ref"], default, "split")]
    return [*changes, _count(ref, "split", eve=True)]


def _upgrade(entry: dict, tree: dict):
    ref = entry["unit"]
    changes = [_founding(spec) for spec in entry["cells"]]
    changes += [_choose(entry), _change(ref, kind=entry["kind"], cell_kind=""), _count(ref, "upgrade")]
    return [*changes, lambda replay, on: replay.left.setdefault(on, {}).update({ref: entry["default"]})]


def _downgrade(entry: dict, tree: dict):
    ref = entry["unit"]
    ends = [_end(one, ref, ref, "downgrade") for one in _everything(tree, [ref]) if one != ref]
    return [*ends, _change(ref, kind=entry["kind"], cell_kind=entry["cell_kind"]), _count(ref, "downgrade")]


def _transfer(entry: dict, tree: dict):
    kind = {"kind": entry["kind"]} if entry["kind"] else {}
    changes = [_change(ref, superior=entry["to"], **kind) for ref in entry["units"]]
    return [*changes, *(_count(ref, "transfer") for ref in entry["units"])]


def _rename(entry: dict, tree: dict):
    return [_count(ref, "rename") for ref in entry["units"]]


def _adjust(entry: dict, tree: dict):
    return [_change(ref, **entry["facts"]) for ref in entry["units"]]


def _restructure(entry: dict, tree: dict):
    changes = [_founding(spec) for spec in entry["found"]]
    changes += [_change(ref, superior=to) for ref, to in entry["move"].items()]
    changes += [
        _end(ref, heir, entry["destinations"].get(ref, heir), entry["kind"]) for ref, heir in entry["end"].items()
    ]
    return [*changes, *(_count(ref, entry["kind"], eve=True) for ref in entry["end"])]


TREE = {
    "open": _open, "establish": _establish, "dissolve": _dissolve, "disband": _dissolve, "merge": _join,
    "consolidate": _join, "split": _split, "upgrade": _upgrade, "downgrade": _downgrade, "transfer": _transfer,
    "rename": _rename, "adjust": _adjust, "restructure": _restructure,
}  # fmt: skip
