"""Which unit on record a row is about: by short reference, official code, name under its superior; near names are asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from chibo.exchange.rules.kinds import Ask
from chibo.org import rules
from chibo.org.imports import spelling
from chibo.org.imports.book import REFUSE, Found, Missing, UnitBook
from chibo.org.imports.tree import Forest, Node
from chibo.org.models import Unit

NEW = "new"
"""The answer that a near name is a unit of its own."""
OWN_REFS = "units:own_refs"
BY_NAME = "name"
NEAR = 0.82
"""From here on a new name beside a known one is asked about."""
MOST = 5


class Matcher:
    """Finds the unit of every node of a forest, level by level."""

    def __init__(self, forest: Forest, book: UnitBook, *, place: Unit | None, answers: Mapping[str, str]) -> None:
        self.forest, self.book, self.place, self.answers = forest, book, place, answers
        self.on = book.on
        self._folded = {ref.casefold() for ref in Unit.objects.values_list("ref", flat=True)}
        self.new_refs = {node.ref.casefold() for node in forest.nodes if node.ref} - self._folded
        self._children: dict[int | None, list[int]] = defaultdict(list)
        self._names: dict[tuple[int | None, str], set[int]] = defaultdict(set)
        self._former: dict[tuple[int | None, str], set[int]] = defaultdict(set)
        self._codes: dict[str, set[int]] = defaultdict(set)
        self._claimed: dict[int, Node] = {}
        self._pairs: dict[tuple[int, str], list[Node]] = defaultdict(list)
        self._index()

    def _index(self) -> None:
        for pk in self.book.inside:
            life = self.book.units[pk].life
            last = self.book.units[pk].at(self.on)
            for form in _forms(last[2]):
                self._names[last[4], form].add(pk)
            for one in life:
                for form in _forms(one[2]):
                    self._former[last[4], form].add(pk)
            self._children[last[4]].append(pk)
            if last[5]:
                self._codes[last[5].casefold()].add(pk)

    def match(self) -> None:
        """Give every node its unit, a question, a fault, or nothing: then it is new."""
        for level in self.forest.in_order():
            waiting = []
            for node in level:
                if self.is_blocked(node):
                    self._all_the_same(node)
                if not self.is_blocked(node):
                    waiting.append(node)
            for node in waiting:
                self._exactly(node)
            for node in waiting:
                if node.unit is None and node.is_settled:
                    self._nearly(node)

    def _all_the_same(self, node: Node) -> None:
        """A refused row may still be about a unit on record: rows below it need not be refused with it."""
        if node.ask is not None:
            return
        found = (self.book.by_ref(node.ref, on=self.on) if node.ref else None) or self._by_code(node)
        found = found or (self._place_itself(node) if node.above is None else self._sibling(node))
        if found is None or self._claimed.setdefault(found.unit_id, node) is not node:
            return
        node.unit = found
        if self.place is not None and found.unit_id == self.place.pk and node.faults[0][0] == "superior":
            # What stands above the unit of the workbook is none of its business.
            node.above = None
            del node.faults[0]

    def _sibling(self, node: Node) -> Found | None:
        superior = self.superior_id(node)
        for form in (node.form, node.core) if superior is not None else ():
            found = self._standing(self._names.get((superior, form), set()), node)
            if len(found) == 1:
                return self.book.entry(next(iter(found)), on=self.on)
        return None

    def is_blocked(self, node: Node) -> bool:
        """Whether it is refused or asked about, by itself or because of what stands above it."""
        above = node.above
        if isinstance(above, Node) and above.unit is None and not above.is_settled:
            if above.ask is not None and not above.faults:
                node.ask = node.ask or above.ask
            elif above.is_row:
                sentence = f"Cấp trên {above.name} (dòng {above.number}) bị từ chối. Hãy sửa dòng đó trước."
                node.refuse("superior", sentence)
            else:
                node.refuse(*above.faults[0])
        return not node.is_settled

    def take_ref(self, ref: str) -> bool:
        """Whether a reference was still free; it is taken then."""
        if ref.casefold() in self._folded or ref.casefold() in self.new_refs:
            return False
        self.new_refs.add(ref.casefold())
        return True

    def superior_id(self, node: Node) -> int | None:
        """The unit on record that the node is to stand under, None where that is new or not said."""
        above = node.above.unit if isinstance(node.above, Node) else node.above
        return above.unit_id if above is not None else None

    # Exactly

    def _exactly(self, node: Node) -> None:
        found = self.book.by_ref(node.ref, on=self.on) if node.ref else None
        if found is None and node.ref.casefold() in self._folded:
            node.refuse("ref", rules.ref_taken(node.ref).message)
            return
        if found is None:
            found = self._by_code(node) or self._by_name(node)
            if found is not None and node.ref and found.ref != node.ref and node.is_settled:
                self._own_refs(node, found)
                if not node.is_settled or node.unit is None:
                    return
        if found is not None and node.is_settled:
            self._claim(node, found)
        elif found is None and node.is_settled:
            self._only_once(node)

    def _claim(self, node: Node, found: Found) -> None:
        first = self._claimed.setdefault(found.unit_id, node)
        if first is not node:
            node.refuse("name", f"Dòng này nói về {found.name} như dòng {first.number}. Hãy giữ lại một dòng.")
            return
        node.unit = found

    def _only_once(self, node: Node) -> None:
        """Two rows of one new unit are one too many; after mergers a name may stand twice, with codes to tell it apart."""
        above = node.above.unit if isinstance(node.above, Node) else node.above
        where = id(node.above) if isinstance(node.above, Node) and above is None else (above.unit_id if above else 0)
        pairs = self._pairs[where, node.form]
        mark = node.ref or node.values.get("code")
        for other in pairs:
            if not mark or not (other.ref or other.values.get("code")):
                node.refuse("name", f"Dòng này trùng tên và cấp trên với dòng {other.number}. Hãy giữ lại một dòng.")
        pairs.append(node)

    def _by_code(self, node: Node) -> Found | None:
        code = str(node.values.get("code") or "").casefold()
        found = self._codes.get(code, set()) if code else set()
        return self.book.entry(next(iter(found)), on=self.on) if len(found) == 1 else None

    def _by_name(self, node: Node) -> Found | None:
        if node.above is None:
            return self._anywhere(node)
        superior = self.superior_id(node)
        if superior is None:
            return None
        for index, former in ((self._names, False), (self._former, True)):
            for form in (node.form, node.core):
                found = self._standing(index.get((superior, form), set()), node)
                if len(found) == 1:
                    node.by_former_name = former
                    return self.book.entry(next(iter(found)), on=self.on)
                if found:
                    return self._ask(
                        node, found, f"Có {len(found)} tổ chức tên “{node.name[:80]}”. Dòng này là tổ chức nào?"
                    )
        return None

    def _place_itself(self, node: Node) -> Found | None:
        if self.place is None:
            return None
        place = self.book.entry(self.place.pk, on=self.on)
        return place if node.form == spelling.plain(place.name) else None

    def _anywhere(self, node: Node) -> Found | None:
        """Nothing is said about the superior: the name must mean one unit, or it is a new one of the place."""
        if (known := self._place_itself(node) or self.book.above(node.name)) is not None:
            return known
        found = self.book.find(node.name, on=node.last_day(self.on))
        if isinstance(found, Found):
            alike = spelling.plain(self.book.units[found.unit_id].at(node.last_day(self.on))[2])
            node.by_former_name = node.core != spelling.core(alike)
            return found
        if isinstance(found, Missing):
            return None
        answer = self.answers.get(found.key)
        if answer == NEW:
            return None
        choices = (*found.choices[:-1], (NEW, "Tổ chức mới"), found.choices[-1])
        node.ask = Ask(found.key, found.text, choices, remembered=True)
        return None

    def _standing(self, found: Iterable[int], node: Node) -> set[int]:
        """Those that may be meant: of several those that stand; an ended row may mean one that has ended."""
        found = set(found)
        standing = {pk for pk in found if self.book.units[pk].stands(self.on)}
        if standing or node.values.get("until"):
            return standing or found
        return set()

    def _own_refs(self, node: Node, found: Found) -> None:
        """The references of the workbook are not those on record: asked once for all rows."""
        answer = self.answers.get(OWN_REFS)
        if answer == BY_NAME:
            self._claim(node, found)
        elif answer == NEW:
            self._only_once(node)
        elif answer == REFUSE:
            node.refuse(
                "ref", f"{found.name} đang có mã {found.ref}, tệp ghi {node.ref}. Hãy sửa mã hoặc bỏ trống ô mã."
            )
        else:
            node.ask = Ask(
                OWN_REFS,
                f"Mã ngắn trong tệp khác mã đang có, ví dụ {node.name}: tệp ghi {node.ref}, đang có {found.ref}. "
                "Các dòng như vậy là tổ chức nào?",
                (
                    (BY_NAME, "Tổ chức đang có cùng tên; giữ mã đang có"),
                    (NEW, "Tổ chức mới, với mã trong tệp"),
                    (REFUSE, "Từ chối các dòng này"),
                ),
            )

    # Nearly

    def _nearly(self, node: Node) -> None:
        """A new unit beside one of nearly the same name is asked about, unless another row is about that one."""
        superior = self.superior_id(node)
        if superior is None or node.ref:
            return
        cores: dict[str, list[int]] = defaultdict(list)
        for pk in self._children[superior]:
            unit = self.book.units[pk]
            if pk not in self._claimed and unit.stands(self.on):
                cores[spelling.core(spelling.plain(unit.at(self.on)[2]))].append(pk)
        near = [
            (-alike, core, pk)
            for core, alike in spelling.Neighbours(cores).near(node.core, least=NEAR)
            for pk in cores[core]
        ]
        if near:
            near.sort()
            self._ask(node, [pk for _, _, pk in near[:MOST]], f"“{node.name[:80]}” là tổ chức nào?")

    def _ask(self, node: Node, choices: Iterable[int], question: str) -> Found | None:
        key = f"unit:{node.form} | {self.superior_id(node) or ''}"[:200]
        answer = self.answers.get(key)
        entries = sorted((self.book.entry(pk, on=self.on) for pk in choices), key=lambda entry: (entry.name, entry.ref))
        for entry in entries:
            if answer == entry.uid:
                self._claim(node, entry)
                return entry
        if answer == REFUSE:
            node.refuse("name", f"Người nhập đã chọn từ chối dòng ghi “{node.name[:60]}”.")
        elif answer != NEW:
            labels = self.book.labels([entry.unit_id for entry in entries[:MOST]], on=self.on)
            offered = [(self.book.units[pk].uid, label) for pk, label in labels.items()]
            last = ((NEW, "Tổ chức mới"), (REFUSE, "Từ chối các dòng này"))
            node.ask = Ask(key, question, (*offered, *last), remembered=True)
        return None


def _forms(name: str) -> tuple[str, ...]:
    form = spelling.plain(name)
    core = spelling.core(form)
    return (form,) if core == form else (form, core)
