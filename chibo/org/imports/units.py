"""The kind ``units``: a tree of organizations with its dates, from a workbook in any order."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from chibo.exchange.rules.kinds import Kind, Plan, Row, Setting, Trace
from chibo.exchange.vocabulary import Outcome
from chibo.org import rules
from chibo.org.actions import unload, what_stands_on_load
from chibo.org.imports import columns, writing
from chibo.org.imports.book import UnitBook
from chibo.org.imports.judging import Judge, Verdict
from chibo.org.imports.matching import Matcher
from chibo.org.imports.tree import Forest, Node
from chibo.org.imports.trying import Trial

NO_NAME = "Dòng này không có tên tổ chức. Hãy ghi tên, hoặc bỏ dòng này."
FORMER_NAME = "~Tên trong tệp là tên cũ; Chibo giữ tên đang dùng."


class UnitsImporter:
    """One workbook of units on its way in."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._rows: list[Row] = []
        self._parts = 0
        self._given: dict[int, Plan] = {}

    def plan(self, rows: Sequence[Row]) -> list[Plan]:
        """Judge the rows together with all rows given before."""
        self._parts += 1
        self._rows += rows
        plans = self._judge()
        self._given |= {row.number: plans[row.number] for row in rows}
        return [plans[row.number] for row in rows]

    def finish(self) -> list[Plan]:
        """What rows given later have changed for earlier ones."""
        if self._parts < 2:
            return []
        plans = self._judge()
        return [plan for number, plan in plans.items() if plan != self._given[number]]

    def write(self, plans: Sequence[Plan]) -> list[Trace]:
        return writing.write(self.setting, plans)

    def _judge(self) -> dict[int, Plan]:
        setting = self.setting
        book = UnitBook(setting.place.unit, on=setting.on, answers=setting.answers)
        forest = Forest(self._rows, book, on=setting.on)
        matcher = Matcher(forest, book, place=setting.place.unit, answers=setting.answers)
        matcher.match()
        judge = Judge(forest, matcher, book, setting)
        judge.judge()
        Trial(judge).hold()
        brought: set[Node] = set()
        return {row.number: _plan(row, forest.by_row.get(row.number), judge, brought) for row in self._rows}


def _plan(row: Row, node: Node | None, judge: Judge, brought: set[Node]) -> Plan:
    notes = [fault for fault in row.faults if fault[1].startswith("~")]
    if node is None:
        return Plan(row.number, Outcome.REFUSE, faults=[*row.faults, ("name", NO_NAME)])
    target = node.unit.unit_id if node.unit is not None else None
    plan = Plan(row.number, Outcome.SKIP, target=target, label=node.name, faults=notes)
    if node.faults:
        return replace(plan, outcome=Outcome.REFUSE, faults=[*notes, *node.faults])
    if node.ask is not None:
        return replace(plan, outcome=Outcome.ASK, ask=node.ask)
    verdict = judge.verdicts[node]
    if node.by_former_name:
        plan.faults = [*notes, ("name", FORMER_NAME)]
    if verdict.spec is None and not verdict.differences:
        return plan
    outcome = Outcome.UPDATE if verdict.spec is None else Outcome.CREATE
    data = writing.as_data(verdict, _implied(node, judge, brought))
    return replace(plan, outcome=outcome, data=data, differences=verdict.differences)


def _implied(node: Node, judge: Judge, brought: set[Node]) -> Iterable[Verdict]:
    """New units above it that no row is about and no earlier row brought, the highest first."""
    found, above = [], node.above
    while isinstance(above, Node) and not above.is_row and above.unit is None and above not in brought:
        brought.add(above)
        found.append(judge.verdicts[above])
        above = above.above
    return reversed(found)


def _stands_on(traces: Sequence[Trace]) -> list[str]:
    return what_stands_on_load(writing.events_of(traces))


def _undo(setting: Setting, traces: Sequence[Trace]) -> None:
    unload(events=writing.events_of(traces), reason=f"Hoàn tác tệp {setting.source}".strip(), by=setting.by)


UNITS = Kind(
    name="units",
    title="Tổ chức đảng (cây tổ chức)",
    noun="tổ chức",
    explain=(
        "Mỗi dòng là một tổ chức và cấp trên trực tiếp của nó, theo thứ tự bất kỳ; hoặc mỗi cấp một cột. "
        "Tổ chức đã có được nhận ra theo mã ngắn, mã chính thức, tên và tên cũ dưới cùng cấp trên; thông tin khác đi có hiệu "
        "lực từ ngày số liệu của tệp. Ô để trống không xóa gì. Muốn chuyển một tổ chức sang cấp trên khác thì ghi mã ngắn."
    ),
    columns=columns.COLUMNS,
    capability=rules.WRITE,
    begin=UnitsImporter,
    stands_on=_stands_on,
    undo=_undo,
    about=("kind", "superior", "since", "until"),
    asks_day=True,
    whole=True,
    options=columns.OPTIONS,
)
