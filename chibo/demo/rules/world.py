"""The tree of a committee over time, as a plan in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from chibo.kernel.days import FOREVER
from chibo.org.vocabulary import CELL_KINDS, CellKind, EventKind, Kind, Sector


@dataclass(slots=True)
class Node:
    """A unit as it is at the latest step.

    :ivar weight: how many people it draws, relative to the others (cells only)
    :ivar area: key of the district or commune it belongs to: most transfers stay inside
    :ivar founded_by: number of the step that founded it; 0 for the opening
    :ivar place: key of its administrative place
    :ivar code: official code; changes with the province it is counted in
    """

    ref: str
    name: str
    kind: str
    superior: str | None = None
    sector: str = Sector.CHUNG
    cell_kind: str = ""
    weight: float = 0.0
    area: str = ""
    place: str = ""
    code: str = ""
    since: date = date.min
    until: date = FOREVER
    founded_by: int = 0

    @property
    def is_cell(self) -> bool:
        return self.kind in CELL_KINDS


@dataclass(frozen=True)
class End:
    """A unit that ends; ``into`` are the cells that take its members, person by person when they are several."""

    ref: str
    successor: str | None = None
    into: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """A unit that goes on with other facts; ``into`` as in :class:`End`, for a cell that stops being one."""

    ref: str
    facts: Mapping[str, object]
    into: tuple[str, ...] = ()
    counted: bool = True


@dataclass(frozen=True)
class Step:
    """One reorganization to be."""

    number: int
    on: date
    kind: str
    end: tuple[End, ...]
    found: tuple[Node, ...]
    move: tuple[Move, ...]
    receivers: tuple[str, ...]
    note: str


@dataclass
class World:
    """Builds a committee: first :meth:`open`, then the steps in order of time.

    :ivar opened: the units of the opening state
    :ivar nodes: every unit that ever was, as it is now
    :ivar province: number with which official codes begin
    """

    key: str
    opening: date
    province: str
    opened: list[Node] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    _below: dict[str, list[str]] = field(default_factory=dict)
    _recodes: int = 0

    def open(self, ref: str, name: str, kind: str, superior: str | None = None, **facts: object) -> str:
        """A unit of the opening state."""
        node = Node(ref, name, kind, superior, since=self.opening, code=self._code(), **facts)
        self.opened.append(node)
        self._put(replace(node))
        return ref

    def standing(self, superior: str) -> list[Node]:
        """What stands directly below a unit now, in order of founding."""
        return [self.nodes[ref] for ref in self._below.get(superior, ()) if self.nodes[ref].until == FOREVER]

    def cells(self, above: str, *kinds: str) -> list[Node]:
        """The cells that stand below a unit now, at any depth, optionally of some kinds of cell only."""
        found = []
        for node in self.standing(above):
            if node.is_cell and (not kinds or node.cell_kind in kinds):
                found.append(node)
            found += self.cells(node.ref, *kinds)
        return found

    def step(
        self,
        on: date,
        kind: EventKind,
        *,
        end: Iterable[End] = (),
        found: Iterable[Node] = (),
        move: Iterable[Move] = (),
        receivers: Iterable[str] = (),
        note: str = "",
    ) -> None:
        """Plan one event of many units; a later call may not lie before an earlier one."""
        assert on >= (self.steps[-1].on if self.steps else self.opening), (on, self.steps[-1])
        move = tuple(self._recoded(moved) for moved in move)
        step = Step(len(self.steps) + 1, on, kind, tuple(end), tuple(found), move, tuple(receivers), note)
        self.steps.append(step)
        for node in step.found:
            node.since, node.founded_by, node.code = on, step.number, self._code()
            self._put(replace(node))
        for moved in step.move:
            self._change(moved.ref, moved.facts)
        for ended in step.end:
            assert self.nodes[ended.ref].until == FOREVER, ended
            self.nodes[ended.ref].until = on

    def _code(self) -> str:
        return f"{self.province}.{len(self.nodes) + len(self.steps) + 1:05d}"

    def _recoded(self, moved: Move) -> Move:
        """A unit that comes under another province's numbers gets a new code with its new superior."""
        old = self.nodes[moved.ref].code
        if "superior" not in moved.facts or old.startswith(self.province):
            return moved
        self._recodes += 1
        return replace(moved, facts={**moved.facts, "code": f"{self.province}.9{self._recodes:05d}"})

    def _put(self, node: Node) -> None:
        assert node.ref not in self.nodes, node.ref
        self.nodes[node.ref] = node
        self._below.setdefault(node.superior or "", []).append(node.ref)

    def _change(self, ref: str, facts: Mapping[str, object]) -> None:
        node = self.nodes[ref]
        if "superior" in facts and facts["superior"] != node.superior:
            self._below[node.superior or ""].remove(ref)
            self._below.setdefault(str(facts["superior"]), []).append(ref)
        for name, value in facts.items():
            setattr(node, name, value)
        if not node.is_cell:
            node.cell_kind = ""

    # --- The reorganizations, in the words of the actions ---

    def establish(self, on: date, *nodes: Node, note: str = "") -> None:
        """Thành lập."""
        self.step(on, EventKind.ESTABLISH, found=nodes, note=note)

    def merge(self, on: date, pairs: Sequence[tuple[str, str]], *, note: str = "") -> None:
        """Sáp nhập cells into cells that stay; several mergers may be one event."""
        end = [End(ref, into, (into,)) for ref, into in pairs]
        self.step(on, EventKind.MERGE_INTO, end=end, receivers=dict.fromkeys(into for _, into in pairs), note=note)

    def consolidate(self, on: date, refs: Sequence[str], new: Node, *, note: str = "") -> None:
        """Hợp nhất cells into a new one, or đảng bộ into a new one that takes over what is below them."""
        into = (new.ref,) if new.is_cell else ()
        end = [End(ref, new.ref, into) for ref in refs]
        below = [node for ref in refs for node in self.standing(ref)]
        move = [Move(node.ref, {"superior": new.ref}, counted=False) for node in below]
        self.step(on, EventKind.CONSOLIDATE, end=end, found=[new], move=move, note=note)

    def split(self, on: date, ref: str, *parts: Node, note: str = "") -> None:
        """Chia tách a cell, person by person."""
        end = [End(ref, parts[0].ref, tuple(part.ref for part in parts))]
        self.step(on, EventKind.SPLIT, end=end, found=parts, note=note)

    def dissolve(
        self, on: date, into: Mapping[str, Sequence[str]], *, kind: EventKind = EventKind.DISSOLVE, note: str = ""
    ) -> None:
        """Giải thể (or giải tán) cells; their members go to the cells given, person by person."""
        end = [End(ref, cells[0], tuple(cells)) for ref, cells in into.items()]
        self.step(on, kind, end=end, receivers=dict.fromkeys(c for cells in into.values() for c in cells), note=note)

    def upgrade(self, on: date, ref: str, name: str, *cells: Node, note: str = "") -> None:
        """Nâng cấp a chi bộ cơ sở to a đảng bộ cơ sở, with its cells."""
        facts = {"kind": Kind.DANG_BO_CO_SO, "name": name}
        move = [Move(ref, facts, tuple(cell.ref for cell in cells))]
        self.step(on, EventKind.UPGRADE, found=cells, move=move, note=note)

    def downgrade(self, on: date, ref: str, superior: str, name: str, *, note: str = "") -> None:
        """Hạ cấp a chi bộ cơ sở to a chi bộ trực thuộc of a đảng bộ."""
        facts = {"kind": Kind.CHI_BO_TRUC_THUOC, "superior": superior, "name": name}
        self.step(on, EventKind.DOWNGRADE, move=[Move(ref, facts)], receivers=[superior], note=note)

    def transfer(self, on: date, refs: Iterable[str], superior: str, *, note: str = "") -> None:
        """Chuyển giao under another đảng bộ."""
        move = [Move(ref, {"superior": superior}) for ref in refs]
        self.step(on, EventKind.TRANSFER, move=move, note=note)

    def rename(self, on: date, ref: str, name: str, *, note: str = "") -> None:
        """Đổi tên."""
        self.step(on, EventKind.RENAME, move=[Move(ref, {"name": name})], note=note)


def subordinate_cell(
    ref: str, name: str, superior: str, cell_kind: str = CellKind.THON, *, weight: float = 1.0, area: str = ""
) -> Node:
    """A chi bộ trực thuộc to be founded."""
    return Node(ref, name, Kind.CHI_BO_TRUC_THUOC, superior, cell_kind=cell_kind, weight=weight, area=area)
