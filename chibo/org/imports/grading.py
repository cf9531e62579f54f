"""The kind of a new unit where the workbook leaves it open: never guessed, asked once for all rows alike."""

from collections.abc import Mapping
from datetime import date

from chibo.exchange.rules.kinds import Ask
from chibo.kernel.days import show_day
from chibo.org import queries, rules
from chibo.org.imports.book import REFUSE
from chibo.org.imports.columns import SOME_BOARD, SOME_CELL
from chibo.org.imports.tree import Node
from chibo.org.vocabulary import CELL_KINDS, Kind

LEVEL_WORDS = ("xa", "phuong", "thi tran", "dac khu", "huyen", "quan", "thi xa", "thanh pho", "tinh")
_LEVELS = ("above_base", "base", "between", "subordinate_cell")


class Grader:
    """Knows which kinds there are on a day and what was answered."""

    def __init__(self, on: date, answers: Mapping[str, str]) -> None:
        self.on, self.answers = on, answers
        self._kinds: dict[date, frozenset[str]] = {}
        self._asked: dict[str, Ask] = {}

    def kinds_on(self, day: date) -> frozenset[str]:
        """The kinds in use on the day, by the rulebook."""
        if day not in self._kinds:
            self._kinds[day] = frozenset().union(*(queries.level_kinds(level, on=day) for level in _LEVELS))
        return self._kinds[day]

    def may_mean(self, word: str, kind: str, day: date) -> bool:
        """Whether what a workbook says may be the kind a unit has."""
        if word == kind:
            return True
        if kind in CELL_KINDS:
            return word in (SOME_CELL, Kind.CHI_BO)
        return word == SOME_BOARD

    def kind_of(self, node: Node, superior_kind: str | None) -> str | None:
        """The kind of a new unit, or None after asking.

        :raises Refusal: no kind fits there
        """
        day = node.last_day(self.on)
        if node.kind in self.kinds_on(day):
            return node.kind
        cell = self._is_cell(node)
        fitting = [
            (kind.value, kind.label)
            for kind in Kind
            if kind in self.kinds_on(day)
            and (kind in rules.MAY_BE_ROOT if superior_kind is None else superior_kind in rules.SUPERIORS[kind])
            and (cell is None or cell == (kind in CELL_KINDS))
        ]
        if not fitting:
            some = Kind.CHI_BO if cell or cell is None else Kind.DANG_BO_CO_SO
            kind = node.kind if node.kind in Kind.values else some
            above = node.above.name if node.above is not None else ""
            rules.check_superior(name=node.name, kind=kind, superior_name=above, superior_kind=superior_kind)
        key = self._key(node, cell, superior_kind)
        answer = self.answers.get(key)
        if answer in dict(fitting):
            return answer
        if answer == REFUSE:
            node.refuse("kind", f"Người nhập chưa chọn loại cho {node.name}. Hãy ghi loại tổ chức.")
            return None
        if key not in self._asked:
            under = f"trực thuộc {rules.label_of(superior_kind)}" if superior_kind else "không có cấp trên"
            said = f", tệp ghi loại “{node.kind}”" if node.kind in (SOME_CELL, SOME_BOARD) else ""
            if node.kind in Kind.values:
                said = f", tệp ghi loại “{Kind(node.kind).label}”, ngày {show_day(day)} không có loại này"
            text = f"Các tổ chức như {node.name} ({under}{said}) thuộc loại nào?"
            self._asked[key] = Ask(key, text, (*fitting, (REFUSE, "Từ chối các dòng này")), remembered=True)
        node.ask = self._asked[key]
        return None

    @staticmethod
    def _is_cell(node: Node) -> bool | None:
        """Whether it is a chi bộ, by what is said about the kind, else by its name; None where neither tells."""
        if node.kind:
            return node.kind == SOME_CELL or node.kind in CELL_KINDS
        if node.form.startswith("chi bo "):
            return True
        return False if node.form.startswith("dang bo ") else None

    @staticmethod
    def _key(node: Node, cell: bool | None, superior_kind: str | None) -> str:
        level = "" if cell else next((word for word in LEVEL_WORDS if node.core.startswith(word + " ")), "")
        head = {True: "chi bo", False: "dang bo", None: "to chuc"}[cell]
        return f"kind:{node.kind if node.kind in Kind.values else head} {level}|{superior_kind or ''}"
