"""From rows to a tree: what each row is about, and what stands above it, before anything is compared with the records.

A row names its superior by reference, code or name, of another row or of a unit on record; or its names stand in columns,
one a level, where an empty cell to the left repeats the one above it (merged cells).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from chibo.exchange.rules.kinds import Ask, Row
from chibo.kernel.days import FOREVER, ONE_DAY
from chibo.org import rules
from chibo.org.imports import spelling
from chibo.org.imports.book import Found, Missing, UnitBook
from chibo.org.imports.columns import LEVELS


@dataclass(eq=False, slots=True)
class Node:
    """A unit that the workbook speaks of.

    :param number: the row that is about it; of one that only stands above others in level columns, the first such row
    :param is_row: whether a row is about it
    :param above: what it is to stand under: another node, a unit on record, or nothing said
    :param unit: the unit on record that it is, once known
    """

    number: int
    name: str
    is_row: bool = True
    values: dict[str, object] = field(default_factory=dict)
    above: "Node | Found | None" = None
    unit: Found | None = None
    ref: str = ""
    kind: str = ""
    since: date | None = None
    until: date = FOREVER
    by_former_name: bool = False
    faults: list[tuple[str, str]] = field(default_factory=list)
    ask: Ask | None = None
    form: str = ""
    core: str = ""

    def __post_init__(self) -> None:
        self.form = spelling.plain(self.name)
        self.core = spelling.core(self.form)
        self.ref = str(self.values.get("ref") or "")
        self.kind = str(self.values.get("kind") or "")
        self.since, self.until = _day(self.values.get("since")), _day(self.values.get("until")) or FOREVER

    @property
    def is_settled(self) -> bool:
        """Neither refused nor waiting for an answer."""
        return not self.faults and self.ask is None

    def refuse(self, field_name: str, sentence: str) -> None:
        """The first fault tells most; later ones follow from it."""
        if not self.faults:
            self.faults.append((field_name, sentence))

    def last_day(self, on: date) -> date:
        """The day on which to look for what stands above it: that of the workbook, its last one if it has ended."""
        return min(on, self.until - ONE_DAY) if self.until < FOREVER else on


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


class Forest:
    """All nodes of a workbook.

    :ivar nodes: in the order of the rows, nodes without a row before the row that brought them
    :ivar by_row: row number → its node; rows without a name have none
    """

    def __init__(self, rows: Sequence[Row], book: UnitBook, *, on: date) -> None:
        self.book, self.on = book, on
        self.nodes: list[Node] = []
        self.by_row: dict[int, Node] = {}
        self.nameless: list[int] = []
        self._paths: dict[tuple[str, ...], Node] = {}
        self._last: list[str] = []
        for row in rows:
            self._take(row)
        self._by_ref = {node.ref.casefold(): node for node in reversed(self.nodes) if node.ref}
        self._by_code = _index(self.nodes, lambda node: [str(node.values.get("code") or "").casefold()])
        self._by_form = _index(self.nodes, lambda node: [node.form])
        self._by_core = _index(self.nodes, lambda node: [node.core])
        self._refuse_double_refs()
        for node in self.nodes:
            self._place(node)
        self._refuse_circles()

    # Rows

    def _take(self, row: Row) -> None:
        values = row.values
        name = spelling.unnumbered(str(values.get("name") or ""))
        path = [] if values.get("superior") else self._path(values)
        if path and not name:
            name = path.pop()
        if not name:
            self.nameless.append(row.number)
            return
        above = self._above(path, row.number)
        key = (
            (*(spelling.plain(one) for one in path), spelling.plain(name)) if path or self._uses_levels(values) else ()
        )
        known = self._paths.get(key) if key else None
        if known is not None and not known.is_row:
            above, node = known.above, known
            Node.__init__(node, row.number, name, values=values, above=above)
        else:
            node = Node(row.number, name, values=values, above=above)
            self.nodes.append(node)
            if key:
                self._paths.setdefault(key, node)
        self.by_row[row.number] = node
        node.faults += [fault for fault in row.faults if not fault[1].startswith("~")]

    @staticmethod
    def _uses_levels(values: dict[str, object]) -> bool:
        return any(values.get(level) for level in LEVELS)

    def _path(self, values: dict[str, object]) -> list[str]:
        """The names in the level columns, those left out at the left repeated from the row before."""
        cells = [str(values.get(level) or "") for level in LEVELS if level in values]
        first = next((at for at, cell in enumerate(cells) if cell), len(cells))
        if first == len(cells) and not values.get("name"):
            return []
        cells = [*self._last[:first], *[""] * (first - len(self._last)), *cells[first:]]
        self._last = cells
        return [spelling.unnumbered(cell) for cell in cells if cell]

    def _above(self, path: Sequence[str], number: int) -> Node | None:
        """The node of the path, made where no row was about it yet."""
        above: Node | None = None
        for depth in range(1, len(path) + 1):
            key = tuple(spelling.plain(one) for one in path[:depth])
            if key not in self._paths:
                node = Node(number, path[depth - 1], is_row=False, above=above)
                self._paths[key] = node
                self.nodes.append(node)
            above = self._paths[key]
        return above

    # Superiors

    def _refuse_double_refs(self) -> None:
        first: dict[str, Node] = {}
        for node in self.nodes:
            key = node.ref.casefold()
            if key and first.setdefault(key, node) is not node:
                sentence = f"Mã ngắn {node.ref} đã ghi ở dòng {first[key].number}. Mỗi tổ chức cần một mã riêng."
                node.refuse("ref", sentence)

    def _place(self, node: Node) -> None:
        """Find what it is to stand under."""
        text = str(node.values.get("superior") or "")
        if not text:
            return
        found = self.named(text, node, on=node.last_day(self.on))
        if isinstance(found, Missing):
            node.refuse("superior", found.sentence)
        elif isinstance(found, Ask):
            node.ask = found
        else:
            node.above = found

    def named(self, text: str, node: Node, *, on: date) -> "Node | Found | Ask | Missing":
        """What a cell of the node's row means: another row, else a unit on record."""
        found = self._among_rows(text, node) or self.book.find(text, on=on)
        return self.book.above(text) or found if isinstance(found, Missing) else found

    def _among_rows(self, text: str, node: Node) -> "Node | Missing | None":
        known = self._by_ref.get(text.casefold())
        if known is not None:
            return known
        if self.book.by_ref(text) is not None:
            return None
        readings = [(text, ())] + [(part, rest) for part, rest in spelling.split(text)]
        for part, rest in readings:
            form = spelling.plain(part)
            for called in (self._by_code.get(part.casefold()), self._by_form.get(form), self._by_core.get(form)):
                others = [one for one in called or () if one is not node and self._is_under(one, rest)]
                if len(others) > 1:
                    rows = ", ".join(str(one.number) for one in others[:5])
                    return Missing(
                        f"Trong tệp có {len(others)} tổ chức tên “{text[:60]}” (dòng {rows}). "
                        "Hãy ghi mã ngắn của cấp trên, hoặc ghi kèm tên cấp trên nữa."
                    )
                if others:
                    return others[0]
        return None

    def _is_under(self, node: Node, names: Sequence[str]) -> bool:
        """Whether what stands above it is called so, as far as the workbook tells."""
        above = node.above.name if node.above is not None else str(node.values.get("superior") or "")
        forms = {spelling.plain(above), spelling.core(spelling.plain(above))}
        return all({spelling.plain(name), spelling.core(spelling.plain(name))} & forms for name in names)

    def _refuse_circles(self) -> None:
        circling = [node for node in self.nodes if any(one is node for one in _upwards(node.above))]
        for node in circling:
            sentence = rules.under_itself(node.name, node.above.name).message
            if node.above is node:
                sentence = f"{node.name} ghi cấp trên là chính mình. Hãy ghi đảng bộ mà tổ chức này trực thuộc."
            node.faults[:] = [("superior", sentence)]
        for node in circling:
            node.above = None

    def in_order(self) -> Iterator[list[Node]]:
        """Level by level from the top: whatever a node stands under comes before it."""
        depths: dict[int, int] = {}

        def depth(node: Node) -> int:
            chain = []
            at: Node | Found | None = node
            while isinstance(at, Node) and id(at) not in depths:
                chain.append(at)
                at = at.above
            start = depths[id(at)] if isinstance(at, Node) else -1
            for up in reversed(chain):
                start += 1
                depths[id(up)] = start
            return depths[id(node)]

        levels: dict[int, list[Node]] = defaultdict(list)
        for node in self.nodes:
            levels[depth(node)].append(node)
        for level in sorted(levels):
            yield levels[level]


def _upwards(node: "Node | Found | None") -> Iterator[Node]:
    at, seen = node, set()
    while isinstance(at, Node) and id(at) not in seen:
        yield at
        seen.add(id(at))
        at = at.above


def _index(nodes: Sequence[Node], keys) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        for key in keys(node):
            if key:
                found[key].append(node)
    return found
