"""Whom a row means: by mã hồ sơ, personal number, card, then name and birthday. What is only near is asked."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from chibo.exchange.rules.kinds import Ask, Row, Setting
from chibo.kernel import secrets
from chibo.kernel.days import FOREVER, Precision, show_day
from chibo.kernel.text import fold, name_key
from chibo.members.models import Person, Stay
from chibo.members.models.truth import CARD, NATIONAL_ID
from chibo.members.queries.names import CellNames
from chibo.members.vocabulary import Nature
from chibo.org.models import Closure

NEW, SKIP = "new", "skip"
"""Answers beside the primary keys of candidates: another person; leave the row out."""
UNKNOWN = "Không tìm thấy người này theo mã hồ sơ, số định danh, số thẻ hay họ tên và ngày sinh. Hãy xem lại các ô đó."
COLUMNS = (
    "id", "uid", "full_name", "name_key", "folded", "born_on", "born_precision", "national_id_index", "card_index",
)  # fmt: skip


class Known(NamedTuple):
    """A person on record, with the cell of the latest stay."""

    id: int
    uid: UUID
    full_name: str
    name_key: str
    folded: str
    born_on: date
    born_precision: str
    national_id_index: bytes | None
    card_index: bytes | None
    cell: int | None
    until: date
    """The day on which that stay ends; FOREVER for members of today."""


@dataclass(slots=True)
class Match:
    """Whom a row means.

    :ivar person: found; None with neither ``ask`` nor ``faults`` nor ``skip``: nobody, or somebody else than those near
    :ivar skip: an answer says to leave the row out
    """

    person: Known | None = None
    ask: Ask | None = None
    faults: list[tuple[str, str]] = field(default_factory=list)
    skip: bool = False

    @property
    def is_new(self) -> bool:
        """Nobody on record is meant."""
        return self.person is None and self.ask is None and not self.faults and not self.skip


class Matcher:
    """Finds the people of a workbook, part after part; at most six queries a part.

    A person found is within the unit the workbook is for, or is on no roll; others are refused without saying where
    they are.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        unit = setting.place.unit
        below = Closure.objects.filter(ancestor=unit) if unit is not None else Closure.objects.all()
        self.inside = set(below.values_list("descendant_id", flat=True))
        self.is_empty = not Person.objects.exists()
        self.names = CellNames(())
        self.kept = self._kept()

    def match(
        self, rows: Sequence[Row], cells: Sequence[int | None] | None = None, *, new: bool = False
    ) -> list[Match]:
        """One match a row, in their order.

        :param cells: the cell each row names, which tells namesakes apart
        :param new: rows may mean people not on record yet; else nobody found is a fault
        """
        if self.is_empty:
            return [Match() if new else Match(faults=[("full_name", UNKNOWN)]) for _ in rows]
        ids = [_index(row.values.get("national_id"), NATIONAL_ID) for row in rows]
        cards = [_index(row.values.get("card"), CARD) for row in rows]
        uids = [uid_of(row.values.get("uid")) for row in rows]
        found = self._look(uids, ids, cards)
        unsettled = {
            (fold(row.values["full_name"]), row.values["born"][0][:4])
            for row, uid, number, card in zip(rows, uids, ids, cards, strict=True)
            if row.values.get("full_name") and row.values.get("born")
            if not (uid in found or number in found or card in found)
        }
        namesakes = self._namesakes(unsettled)
        self._remember_names([*found.values(), *(known for line in namesakes.values() for known in line)])
        matches = []
        for position, row in enumerate(rows):
            keys = uids[position], ids[position], cards[position]
            matches.append(self._judge(row, keys, found, namesakes, cells[position] if cells else None, new))
        return matches

    def _judge(self, row: Row, keys: tuple, found: dict, namesakes: dict, cell: int | None, new: bool) -> Match:
        uid, number, card = keys
        hits = {known.id: known for key in keys if key is not None and (known := found.get(key))}
        if uid is not None and uid not in found:
            return Match(
                faults=[("uid", "Không có hồ sơ mang mã này. Hãy xóa mã để tìm theo số định danh, họ tên, ngày sinh.")]
            )
        if len(hits) > 1:
            text = f"{_told(row)}: các số trong dòng này thuộc về những hồ sơ khác nhau. Dòng này nói về ai?"
            return self._asked(row, keys, list(hits.values()), text, new=False)
        if hits:
            known = next(iter(hits.values()))
            if uid is None and self._is_stranger(row, known):
                text = (
                    f"{_told(row)}: số trong dòng này là của đồng chí {self._described(known)}. Có phải cùng một người?"
                )
                return self._asked(row, keys, [known], text, new=False)
            return self._inside(known)
        name = row.values.get("full_name")
        near = [known for known in namesakes.get(fold(name), ()) if same_birthday(row, known)] if name else []
        if not near:
            return Match() if new else Match(faults=[("full_name", UNKNOWN)])
        exact = [known for known in near if known.name_key == name_key(name)]
        if cell is not None:
            exact = [known for known in exact if known.cell == cell] or exact
        if len(exact) == 1 and self._is_surely(exact[0], number, card, cell):
            return self._inside(exact[0])
        text = f"{_told(row)}: đã có hồ sơ gần giống. Dòng này nói về ai?"
        return self._asked(row, keys, near, text, new=new)

    def _is_surely(self, known: Known, number: bytes | None, card: bytes | None, cell: int | None) -> bool:
        """The same name and birthday, nothing that speaks against it, and the same cell where one is named."""
        if number and known.national_id_index and number != known.national_id_index:
            return False
        if cell is not None:
            return known.cell == cell
        return not (number and not known.national_id_index) or bool(card and card == known.card_index)

    @staticmethod
    def _is_stranger(row: Row, known: Known) -> bool:
        """A number matches, but the name does not, and no birthday says that it is the same person all the same."""
        name = row.values.get("full_name")
        return bool(name) and fold(name) != known.folded and not same_birthday(row, known)

    def _inside(self, known: Known) -> Match:
        if known.cell is None or known.cell in self.inside:
            return Match(known)
        where = f"Người này đang có hồ sơ ở một đơn vị ngoài {self.setting.place.label}"
        return Match(faults=[("full_name", f"{where}. Hãy làm thủ tục chuyển sinh hoạt, hoặc hỏi cấp trên.")])

    def _asked(self, row: Row, keys: tuple, candidates: list[Known], text: str, *, new: bool) -> Match:
        key = ask_key(row, keys)
        answer = self.setting.answers.get(key)
        if answer == SKIP:
            return Match(skip=True)
        if answer == NEW and new:
            return Match()
        for known in candidates:
            if answer == str(known.id):
                return self._inside(known)
        choices = [(str(known.id), f"Là đồng chí {self._described(known)}") for known in candidates[:20]]
        if new:
            choices.append((NEW, "Là người khác, chưa có hồ sơ"))
        return Match(ask=Ask(key, text, (*choices, (SKIP, "Bỏ qua dòng này"))))

    def _described(self, known: Known) -> str:
        if known.cell is not None and known.cell not in self.inside:
            return f"{known.full_name} (hồ sơ ngoài {self.setting.place.label})"
        born = show_day(known.born_on, known.born_precision)
        where = self.names.on(known.cell, self.setting.on) if known.cell else "không có tên trong danh sách"
        return f"{known.full_name}, sinh {born}, {where}"

    def _remember_names(self, people: Iterable[Known]) -> None:
        self.names = CellNames({known.cell for known in people if known.cell in self.inside})

    def _look(self, uids: Sequence, ids: Sequence, cards: Sequence) -> dict[object, Known]:
        """uid, index of the number or index of the card → the person who has it."""
        found: dict[object, Known] = {}
        for column, position, keys in (
            ("uid", 1, {uid.hex if connection.vendor == "sqlite" else uid for uid in uids if uid}),
            ("national_id_index", 7, {key for key in ids if key}),
            ("card_index", 8, {key for key in cards if key}),
        ):
            for known in self._known(column, keys):
                found[known[position]] = self.kept.get(known.id, known)
        return found

    def _kept(self) -> dict[int, Known]:
        """Record merged into another → the one that goes on for it."""
        into = dict(Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
        last = {pk: _last(into, pk) for pk in into}
        there = {known.id: known for known in self._known("id", set(last.values()))}
        return {pk: there[kept] for pk, kept in last.items()}

    def _namesakes(self, wanted: set[tuple[str, str]]) -> dict[str, list[Known]]:
        """Folded name → people of that name born in one of the years asked for; others cannot be meant."""
        found: dict[str, list[Known]] = defaultdict(list)
        for known in self._known("folded", {name for name, _ in wanted}, wanted):
            kept = self.kept.get(known.id, known)
            if kept not in found[known.folded]:
                found[known.folded].append(kept)
        return found

    def _known(self, column: str, keys: set, born: set[tuple[str, str]] | None = None) -> list[Known]:
        rows = _people_where(column, list(keys), born)
        if not rows:
            return []
        cells: dict[int, tuple[int, date]] = {}
        stays = Stay.objects.filter(nature=Nature.PERMANENT, person_id__in=[row[0] for row in rows])
        for person, cell, until in stays.order_by("since", "until", "id").values_list("person_id", "cell_id", "until"):
            cells[person] = cell, until
        return [Known(*row, *cells.get(row[0], (None, FOREVER))) for row in rows]


def _last(into: dict[int, int], pk: int) -> int:
    while pk in into:
        pk = into[pk]
    return pk


def _people_where(column: str, keys: list, born: set[tuple[str, str]] | None = None) -> list[tuple]:
    """Rows of :data:`COLUMNS` whose column is one of the keys; one statement, read without models.

    :param born: (folded name, year of birth) pairs; others are left out
    """
    if not keys:
        return []
    names = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT {names} FROM members_person WHERE {column} = ANY(%s)", [keys])
            found = [row for row in cursor.fetchall() if born is None or (row[4], str(row[5])[:4]) in born]
            return [(*row[:7], _bytes(row[7]), _bytes(row[8])) for row in found]
        marks = ", ".join(["%s"] * len(keys))
        cursor.execute(f"SELECT {names} FROM members_person WHERE {column} IN ({marks})", keys)
        return [
            (row[0], UUID(row[1]), *row[2:5], _day(row[5]), row[6], _bytes(row[7]), _bytes(row[8]))
            for row in cursor
            if born is None or (row[4], str(row[5])[:4]) in born
        ]


def _day(stored: object) -> date:
    return stored if isinstance(stored, date) else date.fromisoformat(str(stored))


def _bytes(stored: object) -> bytes | None:
    return None if stored is None else bytes(stored)


def _index(number: str | None, purpose: str) -> bytes | None:
    return secrets.blind_index(number, purpose=purpose) if number else None


def uid_of(text: str | None) -> UUID | None:
    """A mã hồ sơ of Chibo; codes of other systems are None."""
    if not text or len(text) not in (32, 36):
        return None
    try:
        return UUID(text)
    except ValueError:
        return None


def same_birthday(row: Row, known: Known) -> bool:
    """The birthdays agree as far as both are known; a row without one agrees with nobody."""
    born = row.values.get("born")
    if not born:
        return False
    day, precision = born
    if Precision.YEAR in (precision, known.born_precision):
        return day[:4] == f"{known.born_on.year:04d}"
    if Precision.MONTH in (precision, known.born_precision):
        return day[:7] == known.born_on.isoformat()[:7]
    return day == known.born_on.isoformat()


def ask_key(row: Row, keys: tuple) -> str:
    """The same for all rows that say the same of a person; tells nothing of numbers."""
    said = (fold(row.values.get("full_name") or ""), (row.values.get("born") or [""])[0], *map(str, keys))
    return "person:" + hashlib.sha256("|".join(said).encode()).hexdigest()[:24]


def _told(row: Row) -> str:
    born = row.values.get("born")
    name = row.values.get("full_name") or f"Dòng {row.number}"
    return f"{name}, sinh {show_day(date.fromisoformat(born[0]), born[1])}" if born else name
