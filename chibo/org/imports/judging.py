"""What becomes of every node: new, changed, the same, refused or asked about, by the rules of organization."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from chibo.exchange.rules.kinds import Setting
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold
from chibo.org import queries, rules
from chibo.org.actions.plan import UnitSpec
from chibo.org.imports import grading, spelling
from chibo.org.imports.book import Found, UnitBook
from chibo.org.imports.columns import FROM_BELOW, UNDATED, shown
from chibo.org.imports.matching import Matcher
from chibo.org.imports.outgoing import place_label
from chibo.org.imports.tree import Forest, Node
from chibo.org.models import AdminPlace, Placement, Unit
from chibo.org.vocabulary import CELL_KINDS, Sector

FACTS = ("sector", "cell_kind", "code")


@dataclass(eq=False, slots=True)
class Verdict:
    """What is to be done about a node that is neither refused nor asked about.

    :param spec: what to found
    :param facts: what changes of a unit on record, keys as in ``actions.plan.FACTS``; the superior by reference
    :param ending: (day, kind of event, reference of the successor or nothing)
    """

    node: Node
    spec: UnitSpec | None = None
    facts: dict[str, object] = field(default_factory=dict)
    differences: list[tuple[str, str, str]] = field(default_factory=list)
    ending: tuple[date, str, str | None] | None = None


class Judge:
    """Judges a forest whose nodes have been matched."""

    def __init__(self, forest: Forest, matcher: Matcher, book: UnitBook, setting: Setting) -> None:
        self.forest, self.matcher, self.book = forest, matcher, book
        self.on, self.setting = setting.on, setting
        self.place: Unit | None = setting.place.unit
        self.verdicts: dict[Node, Verdict] = {}
        self._grader = grading.Grader(setting.on, setting.answers)
        self._places: dict[str, AdminPlace | Refusal] = {}
        self._placements: dict[int, Placement] = {}
        self._refs: dict[str, int] = defaultdict(int)

    def judge(self) -> None:
        """Fill :attr:`verdicts`, node by node; refused and asked nodes say so themselves. See :mod:`trying` for the rest."""
        self._load()
        self._date()
        for level in self.forest.in_order():
            for node in level:
                if self.matcher.is_blocked(node):
                    continue
                try:
                    self._judge(node)
                except Refusal as refusal:
                    node.refuse(refusal.field or "name", refusal.message)

    # Before judging

    def _load(self) -> None:
        ids = {node.unit.unit_id for node in self.forest.nodes if node.unit is not None}
        rows = Placement.objects.select_related("unit", "place__superior")
        self._placements = {p.unit_id: p for p in rows.filter(queries.in_force(self.on), unit_id__in=ids)}
        ended = ids - self._placements.keys()
        if ended:
            for placement in rows.filter(unit_id__in=ended).order_by("unit_id", "since"):
                self._placements[placement.unit_id] = placement

    def _date(self) -> None:
        """From when new units stand that say nothing about it."""
        earliest: dict[Node, date] = {}
        if self.setting.options.get(UNDATED) == FROM_BELOW:
            for level in reversed(list(self.forest.in_order())):
                for node in level:
                    known = node.since or earliest.get(node)
                    if isinstance(node.above, Node) and known is not None:
                        earliest[node.above] = min(known, earliest.get(node.above, known))
        for node in self.forest.nodes:
            if node.unit is None and node.since is None:
                node.since = min(earliest.get(node, self.on), self.on)

    # One node

    def _judge(self, node: Node) -> None:
        verdict = Verdict(node)
        if node.unit is None:
            self._found(node, verdict)
        else:
            self._compare(node, verdict)
        if node.is_settled:
            self.verdicts[node] = verdict

    def _place(self, node: Node) -> AdminPlace | None:
        text = str(node.values.get("place") or "")
        if not text:
            return None
        if text not in self._places:
            try:
                self._places[text] = queries.find_place(text, on=node.last_day(self.on))
            except Refusal as refusal:
                self._places[text] = refusal
        found = self._places[text]
        if isinstance(found, Refusal):
            raise found
        return found

    def _above(self, node: Node) -> "Node | Found | None":
        """What a new unit is to stand under: as said, else the unit of the workbook."""
        if node.above is not None or self.place is None:
            return node.above
        return self.book.entry(self.place.pk, on=self.on)

    def _found(self, node: Node, verdict: Verdict) -> None:
        place = self._place(node)
        above = self._above(node)
        upper = above.unit if isinstance(above, Node) and above.unit is not None else above
        self._check_within(upper)
        upper_kind = upper.kind if upper is not None else None
        kind = self._grader.kind_of(node, upper_kind)
        if kind is None:
            return
        node.kind = kind
        name = rules.check_name(node.name)
        sector, cell_kind = node.values.get("sector") or Sector.CHUNG.value, node.values.get("cell_kind") or ""
        code = str(node.values.get("code") or "")
        rules.check_words(kind=kind, sector=sector, cell_kind=cell_kind, name=name)
        if len(code) > 20:
            raise rules.long_code(name)
        if node.since > self.on:
            raise rules.after_opening(name, node.since, self.on)
        rules.check_superior(name=name, kind=kind, superior_name=upper.name if upper else "", superior_kind=upper_kind)
        if upper is not None:
            self._check_lives(node, above)
        self._check_end(node, node.since)
        if node.ref:
            rules.check_ref(node.ref)
        else:
            node.ref = self._free_ref(upper.ref if upper is not None else "")
        verdict.spec = UnitSpec(
            ref=node.ref,
            name=name,
            kind=kind,
            superior_ref=upper.ref if upper is not None else None,
            sector=sector,
            cell_kind=cell_kind,
            code=code,
            place=place,
            since=node.since,
        )

    def _check_within(self, upper: "Node | Found | None") -> None:
        if isinstance(upper, Found) and upper.unit_id not in self.book.inside:
            raise Refusal(
                f"{upper.name} nằm ngoài phạm vi của tệp. Hãy chọn cấp trên trong phạm vi, hoặc nhập tệp ở đơn vị cấp trên.",
                field="superior",
                code="outside",
            )

    def _check_lives(self, node: Node, above: "Node | Found") -> None:
        """The superior stands as long as the unit does."""
        unit = above.unit if isinstance(above, Node) else above
        since = unit.founded_on if unit is not None else above.since
        until = unit.ended_on if unit is not None else FOREVER
        if isinstance(above, Node):
            until = min(until, above.until)
        if node.since < since:
            raise rules.before_superior(node.name, node.since, above.name, since)
        if until < node.until or (unit is not None and unit.ended_on < FOREVER):
            raise rules.superior_ends(node.name, above.name, until)

    def _check_end(self, node: Node, since: date) -> None:
        if node.until == FOREVER:
            return
        if node.until > self.on:
            raise Refusal(
                f"{node.name} ghi kết thúc ngày {show_day(node.until)}, sau ngày số liệu {show_day(self.on)}. "
                "Hãy bỏ trống ngày kết thúc, hoặc chọn ngày số liệu muộn hơn.",
                field="until",
            )
        if node.until <= since:
            raise Refusal(
                f"{node.name} ghi kết thúc ngày {show_day(node.until)}, không sau ngày thành lập {show_day(since)}. "
                "Hãy xem lại hai ngày.",
                field="until",
            )

    def _free_ref(self, stem: str) -> str:
        """A reference that neither the records nor the workbook have."""
        stem = stem if 0 < len(stem) <= 34 else (self.place.ref[:34] if self.place else "TC")
        while True:
            self._refs[stem] += 1
            ref = f"{stem}-{self._refs[stem]}"
            if self.matcher.take_ref(ref):
                return ref

    # A unit on record

    def _compare(self, node: Node, verdict: Verdict) -> None:
        placement = self._placements[node.unit.unit_id]
        unit = placement.unit
        if node.is_row:
            self._check_within(node.unit)
        if self.on < unit.founded_on:
            raise rules.outside_its_life(unit, placement.name, self.on)
        self._check_founding(node, unit)
        facts = verdict.facts
        if not node.by_former_name and not _same_name(node, placement.name):
            facts["name"] = rules.check_name(node.name)
            verdict.differences.append(("name", placement.name, facts["name"]))
        for fact in FACTS:
            wanted = str(node.values.get(fact) or "")
            if wanted and wanted != getattr(placement, fact):
                facts[fact] = wanted
                verdict.differences.append((fact, shown(fact, getattr(placement, fact)), shown(fact, wanted)))
        self._compare_place(node, placement, verdict)
        self._compare_superior(node, placement, verdict)
        self._compare_kind(node, placement, verdict)
        if unit.ended_on < FOREVER and self.on >= unit.ended_on:
            if facts or node.until != unit.ended_on:
                raise rules.outside_its_life(unit, placement.name, self.on, field="until")
            return
        if facts:
            rules.check_words(
                kind=facts.get("kind", placement.kind),
                sector=facts.get("sector", placement.sector),
                cell_kind=facts.get("cell_kind", ""),
                name=placement.name,
            )
        if node.until < FOREVER:
            self._check_end(node, unit.founded_on)
            if facts:
                raise Refusal(
                    f"{placement.name} vừa thay đổi vừa kết thúc trong cùng một dòng. Hãy bỏ các thay đổi, "
                    "hoặc nhập thay đổi trước rồi mới nhập ngày kết thúc.",
                    field="until",
                )
            verdict.differences.append(("until", "", show_day(node.until)))

    @staticmethod
    def _check_founding(node: Node, unit: Unit) -> None:
        if node.since is not None and node.since != unit.founded_on:
            raise Refusal(
                f"{node.name} đang ghi có từ {show_day(unit.founded_on)}, tệp ghi {show_day(node.since)}. "
                "Hãy bỏ trống ô này; nếu ngày đang ghi sai thì hoàn tác lần lập tổ chức rồi lập lại.",
                field="since",
            )

    def _compare_place(self, node: Node, placement: Placement, verdict: Verdict) -> None:
        """A place that has ended since is not there to be found, yet still the one on record."""
        said = fold(str(node.values.get("place") or ""))
        if placement.place is not None and said in (fold(placement.place.name), fold(place_label(placement.place))):
            return
        place = self._place(node)
        if place is not None and place.pk != placement.place_id:
            verdict.facts["place"] = place
            verdict.differences.append(("place", place_label(placement.place), place_label(place)))

    def _compare_superior(self, node: Node, placement: Placement, verdict: Verdict) -> None:
        above = node.above
        if above is None:
            return
        unit = above.unit if isinstance(above, Node) else above
        if unit is not None and unit.unit_id == placement.superior_id:
            return
        if self.place is not None and node.unit.unit_id == self.place.pk:
            raise Refusal(
                f"{placement.name} là đơn vị của tệp; cấp trên của nó nằm ngoài phạm vi của tệp. Hãy bỏ trống ô cấp trên.",
                field="superior",
            )
        self._check_within(unit)
        was = self.book.units.get(placement.superior_id)
        verdict.facts["superior"] = unit.ref if unit is not None else above.ref
        verdict.differences.append(("superior", was.at(self.on)[2] if was else "", above.name))

    def _compare_kind(self, node: Node, placement: Placement, verdict: Verdict) -> None:
        if not node.kind or self._grader.may_mean(node.kind, placement.kind, node.last_day(self.on)):
            return
        same_side = (node.kind in CELL_KINDS) == (placement.kind in CELL_KINDS)
        if "superior" not in verdict.facts or not same_side:
            raise Refusal(
                f"{placement.name} đang là {rules.label_of(placement.kind)}, tệp ghi {shown('kind', node.kind).lower()}. "
                "Hãy sửa ô loại, hoặc nâng cấp, hạ cấp ở trang của tổ chức rồi nhập lại.",
                field="kind",
            )
        verdict.facts["kind"] = node.kind
        verdict.differences.append(("kind", shown("kind", placement.kind), shown("kind", node.kind)))

    def drop(self, refused: Iterable[tuple[Verdict, Refusal]]) -> None:
        """Refuse these and what stands on them."""
        refused = list(refused)
        for verdict, refusal in refused:
            verdict.node.refuse(refusal.field or "name", refusal.message)
            self.verdicts.pop(verdict.node, None)
        if refused:
            self.prune()

    def prune(self) -> None:
        """Whatever came to stand below something refused or asked about is no longer to be done."""
        for level in self.forest.in_order():
            for node in level:
                if node in self.verdicts and self.matcher.is_blocked(node):
                    del self.verdicts[node]

    def unit_of(self, verdict: Verdict) -> Unit:
        """The unit on record."""
        return self._placements[verdict.node.unit.unit_id].unit


def _same_name(node: Node, name: str) -> bool:
    """Whether the names differ in no more than diacritics, marks and abbreviations: then nobody renamed the unit."""
    form = spelling.plain(name)
    return node.form == form or node.core == spelling.core(form)
