"""People who stand twice in one workbook."""

import marshal
from collections.abc import Callable, KeysView
from dataclasses import dataclass, field
from operator import itemgetter

from chibo.exchange.rules.kinds import Plan, Row
from chibo.exchange.vocabulary import Outcome

NOT_COMPARED = frozenset({"stt", "unit", "unit_code", "base", "upper"})
"""The number of the row says nothing of the person; the cell is compared, not how it is spelled."""


@dataclass
class Seen:
    """The rows met so far, by the keys of their people.

    Equal rows are one: the later is left out. Where two rows about one person differ, nobody can say which is right:
    both are refused, each naming the other.
    """

    by_key: dict[object, int] = field(default_factory=dict)
    digests: dict[int, int] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    clashes: dict[int, int] = field(default_factory=dict)
    fields: KeysView[str] = field(default_factory=lambda: {}.keys())
    compared: Callable[[dict], tuple] = field(default=len)
    """What is compared of rows with these fields."""

    def meet(self, row: Row, folded: str, label: str, cell: int | None) -> Plan | None:
        """Remember the row; the plan that ends it when its person stood before."""
        values = row.values
        number, card, born = values.get("national_id"), values.get("card"), values.get("born")
        keys: list[object] = [key for key in (number, card and "the" + card, values.get("uid")) if key]
        known = None
        for key in keys:
            known = self.by_key.setdefault(key, row.number)
            if known != row.number:
                break
        name = (folded, born[0]) if born else None
        if name and (known is None or known == row.number):
            other = self.by_key.setdefault(name, row.number)
            if other != row.number:
                # Two people of one name and birthday are told apart by their numbers.
                if number and self._number_of(other) not in (None, number):
                    other = row.number
                known = other
        self.digests[row.number] = self._digest(row, cell)
        self.labels[row.number] = label
        if number:
            self.by_key["number", row.number] = number
        return None if known is None or known == row.number else self.again(row.number, known, label)

    def meet_person(self, row: Row, person: int, label: str) -> Plan | None:
        """The same once it is known whom the row means."""
        known = self.by_key.setdefault(person, row.number)
        return None if known == row.number else self.again(row.number, known, label)

    def again(self, number: int, known: int, label: str) -> Plan:
        if self.digests[number] == self.digests[known]:
            return Plan(number, Outcome.SKIP, label=label, faults=[("full_name", f"~Trùng dòng {known}.")])
        self.clashes.setdefault(known, number)
        return self._refused(number, known, label)

    def clashing(self) -> list[Plan]:
        """The earlier rows of people who stand twice with different facts."""
        return [self._refused(known, number, self.labels[known]) for known, number in self.clashes.items()]

    @staticmethod
    def _refused(number: int, other: int, label: str) -> Plan:
        sentence = (
            f"Người này đứng hai lần trong tệp, dòng này và dòng {other}, với nội dung khác nhau. "
            "Hãy giữ một dòng đúng; nếu là hai người, hãy ghi số định danh của cả hai."
        )
        return Plan(number, Outcome.REFUSE, label=label, faults=[("full_name", sentence)])

    def _number_of(self, row: int) -> str | None:
        return self.by_key.get(("number", row))

    def _digest(self, row: Row, cell: int | None) -> int:
        values = row.values
        if values.keys() != self.fields:
            self.fields = values.keys()
            self.compared = itemgetter("full_name", *sorted(self.fields - NOT_COMPARED - {"full_name"}))
        return hash((marshal.dumps(self.compared(values), 0), cell))
