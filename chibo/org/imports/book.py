"""Which unit a text in a workbook means.

::

    book = UnitBook(setting.place.unit, on=setting.on, cells_only=True, answers=setting.answers)
    book.find("CB thôn 4 - xã Nam Hồng")                 # → Found | Ask | Missing
    book.find("thôn 4", ("Đảng bộ xã Nam Hồng",))        # further columns name what stands above
    book.find("Chi bộ thôn 4", on=date(2019, 5, 6))      # the names, and the units, of that day
    book.entry(unit_id)                                  # → Found, of any unit of the book

``Found`` is a match without doubt: short reference, code, or a name (of the day; else of another time) that is the same
after diacritics, marks and usual abbreviations are taken away, and means one unit only. Anything less is asked
(``Ask``; the answer comes back through ``answers``) or is a ``Missing``, whose sentence is the fault of the cell.
The book reads everything in five queries when made; looking up a text again is one dictionary access.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from chibo.exchange.rules.kinds import Ask
from chibo.kernel.days import show_day
from chibo.kernel.text import tidy
from chibo.org import rules
from chibo.org.imports import lives, spelling
from chibo.org.imports.lives import Life
from chibo.org.models import Unit
from chibo.org.vocabulary import CELL_KINDS

REFUSE = "refuse"
"""The answer that refuses the rows of a question."""
MOST_CHOICES = 5
NEARLY_UNDER = 0.6
"""How alike what a text says stands above a unit must be to what does, for the unit to be asked about."""
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A unit that a text means.

    :param name: on the day asked for; outside the unit's life the nearest it had
    :param superior: name of what it stood under then, empty at the top
    """

    unit_id: int
    uid: str
    ref: str
    name: str
    kind: str
    superior: str
    superior_id: int | None
    founded_on: date
    ended_on: date

    @property
    def is_cell(self) -> bool:
        return self.kind in CELL_KINDS

    @property
    def label(self) -> str:
        """Name, and the superior's in brackets."""
        return f"{self.name} ({self.superior})" if self.superior else self.name


@dataclass(frozen=True, slots=True)
class Missing:
    """No unit: a finished sentence for the cell."""

    sentence: str


class UnitBook:
    """All units below one, today or ever, and what became part of them, by every name they had.

    :param within: None for the whole installation
    :param cells_only: a text must mean a cell; names of others only narrow it down
    """

    def __init__(
        self,
        within: Unit | None,
        *,
        on: date,
        cells_only: bool = False,
        answers: Mapping[str, str] | None = None,
    ) -> None:
        self.on, self.cells_only, self.answers = on, cells_only, answers or {}
        self.units, self.inside = lives.read(within)
        self._by_ref = {u.ref.casefold(): u.pk for u in self._offered()}
        self._by_uid = {u.uid: u.pk for u in self.units.values()}
        self._by_code: dict[str, set[int]] = defaultdict(set)
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self._by_form: dict[str, set[int]] = defaultdict(set)
        self._by_core: dict[str, set[int]] = defaultdict(set)
        self._forms: dict[int, set[str]] = {}
        self._index()
        self._neighbours = spelling.Neighbours(self._by_core)
        self._ever: dict[int, set[str]] = {}
        self._answered: dict[tuple, Found | Ask | Missing] = {}

    def _offered(self) -> Iterable[Life]:
        return (unit for unit in self.units.values() if unit.pk in self.inside)

    def _index(self) -> None:
        for unit in self.units.values():
            forms = self._forms[unit.pk] = set()
            for _, _, name, _, _, code in unit.life:
                form = spelling.plain(name)
                forms |= {form, spelling.core(form)}
                if unit.pk not in self.inside:
                    continue
                self._by_name[name.casefold()].add(unit.pk)
                self._by_form[form].add(unit.pk)
                self._by_core[spelling.core(form)].add(unit.pk)
                if code:
                    self._by_code[code.casefold()].add(unit.pk)

    # Asking

    def entry(self, unit_id: int, *, on: date | None = None) -> Found:
        """The unit as of the day.

        :raises KeyError: not in the book
        """
        unit = self.units[unit_id]
        _, _, name, kind, superior, _ = unit.at(on or self.on)
        above = self.units.get(superior)
        return Found(
            unit_id=unit.pk,
            uid=unit.uid,
            ref=unit.ref,
            name=name,
            kind=kind,
            superior=above.at(on or self.on)[2] if above else "",
            superior_id=superior,
            founded_on=unit.founded_on,
            ended_on=unit.ended_on,
        )

    def labels(self, units: Collection[int], *, on: date | None = None) -> dict[int, str]:
        """What to call units side by side: those of one name and superior with their reference and where they were."""
        labels = {pk: self.entry(pk, on=on).label for pk in units}
        times = Counter(labels.values())
        return {pk: label if times[label] == 1 else f"{label}, {self._apart(pk)}" for pk, label in labels.items()}

    def _apart(self, pk: int) -> str:
        unit = self.units[pk]
        last = unit.life[-1]
        for since, until, _, _, superior, _ in reversed(unit.life):
            if superior != last[4] and superior in self.units:
                return f"mã {unit.ref}, trước {show_day(until)} thuộc {self.units[superior].at(since)[2]}"
        return f"mã {unit.ref}"

    def by_ref(self, text: str, *, on: date | None = None) -> Found | None:
        """The unit with this short reference, whether it stands or not."""
        pk = self._by_ref.get(text.casefold())
        return None if pk is None else self.entry(pk, on=on)

    def above(self, text: str) -> Found | None:
        """The unit above those of the book that has this reference or name."""
        form = spelling.plain(text)
        for pk in self.units.keys() - self.inside:
            if text.casefold() == self.units[pk].ref.casefold() or form in self._forms[pk]:
                return self.entry(pk)
        return None

    def find(self, text: str, above: Collection[str | None] = (), *, on: date | None = None) -> Found | Ask | Missing:
        """The unit that a text means on the day (the book's, if none is given)."""
        key = (text, tuple(above), on)
        known = self._answered.get(key)
        if known is None:
            named = tuple(one for one in (spelling.plain(part) for part in above if part) if one)
            known = self._answered[key] = self._find(tidy(text or ""), named, on or self.on)
        return known

    def _find(self, text: str, above: tuple[str, ...], on: date) -> Found | Ask | Missing:
        if not text:
            return Missing("Chưa ghi tổ chức. Hãy ghi mã ngắn hoặc tên tổ chức.")
        pk = self._by_ref.get(text.casefold())
        if pk is not None:
            return self._settled({pk}, text, above, on)
        codes = self._by_code.get(text.casefold(), set())
        codes = {pk for pk in codes if self.units[pk].stands(on) and self._code(pk, on) == text.casefold()} or codes
        if codes:
            return self._settled(codes, text, above, on)
        found = self._named(text, above, on)
        if found:
            return self._settled(found, text, above, on)
        return self._near(text, above, on)

    def _code(self, pk: int, on: date) -> str:
        return self.units[pk].at(on)[5].casefold()

    def _named(self, text: str, above: tuple[str, ...], on: date) -> set[int]:
        """Units of that name under units of those names; a name with marks in it may hold both."""
        readings = [(text, above)]
        readings += [(part, (*map(spelling.plain, rest), *above)) for part, rest in spelling.split(text)]
        for part, over in readings:
            form = spelling.plain(part)
            for called in self._called(part, form):
                fitting = self._under(called, over, on)
                if fitting:
                    return self._of_the_day(fitting, form, on)
        return self._formerly(readings, on)

    def _formerly(self, readings: list[tuple[str, tuple[str, ...]]], on: date) -> set[int]:
        """Units of that name that once stood under units of those names: a workbook from before a merger."""
        for part, over in readings:
            form = spelling.plain(part)
            for called in self._called(part, form) if over else ():
                once = {pk for pk in called if all(_named_so(one, self._once_above(pk)) for one in over)}
                if once:
                    return self._of_the_day(once, form, on)
        return set()

    def _once_above(self, pk: int) -> set[str]:
        """All names of all units that ever stood above it."""
        if pk not in self._ever:
            names: set[str] = set()
            for since, _, _, _, superior, _ in self.units[pk].life:
                steps = 0
                while superior in self.units and steps < 30:
                    names |= self._forms[superior] | {self.units[superior].ref.casefold()}
                    superior, steps = self.units[superior].at(since)[4], steps + 1
            self._ever[pk] = names
        return self._ever[pk]

    def _called(self, text: str, form: str) -> Iterator[set[int]]:
        """Units called so: as written; after folding and abbreviations; without the kind at the head of their name; at
        last without that at the head of the text, which for cells can only be "chi bộ"."""
        yield self._fit(self._by_name.get(text.casefold(), ()))
        if form:
            yield self._fit(self._by_form.get(form, ()))
            yield self._fit(self._by_core.get(form, ()))
            if self.cells_only and form.startswith("chi bo "):
                yield self._fit(self._by_core.get(spelling.core(form), ()))

    def _fit(self, found: Iterable[int]) -> set[int]:
        if not self.cells_only:
            return set(found)
        return {pk for pk in found if any(life[3] in CELL_KINDS for life in self.units[pk].life)}

    def _of_the_day(self, found: set[int], form: str, on: date) -> set[int]:
        """Of several those that stand on the day, of these those that have the very name on it."""
        if len(found) < 2:
            return found
        standing = {pk for pk in found if self.units[pk].stands(on)}
        now = {pk: spelling.plain(self.units[pk].at(on)[2]) for pk in standing}
        called = {pk for pk, name in now.items() if form in (name, spelling.core(name))}
        return called or standing or found

    def _under(self, found: set[int], above: tuple[str, ...], on: date) -> set[int]:
        """Those that stand, or stood, under units of all these names."""
        if not above:
            return found
        return {pk for pk in found if all(self._is_under(pk, form, on) for form in above)}

    def _is_under(self, pk: int, form: str, on: date) -> bool:
        names, here, steps = {form, spelling.core(form)}, self.units[pk].at(on)[4], 0
        while here is not None and here in self.units and steps < 30:
            if names & self._forms[here] or form == self.units[here].ref.casefold():
                return True
            here, steps = self.units[here].at(on)[4], steps + 1
        return False

    # Deciding

    def _settled(self, found: set[int], text: str, above: tuple[str, ...], on: date) -> Found | Ask | Missing:
        if len(found) > 1:
            return self._several(found, text, above, on)
        (pk,) = found
        unit, entry = self.units[pk], self.entry(pk, on=on)
        if self.cells_only and not entry.is_cell:
            return Missing(rules.not_a_cell(entry.name, entry.kind).message)
        if on < unit.founded_on:
            return Missing(_outside(unit, entry.name, on))
        if on >= unit.ended_on:
            return self._ended(unit, entry, text, above, on)
        return entry

    def _ended(self, unit: Life, entry: Found, text: str, above: tuple[str, ...], on: date) -> Found | Ask | Missing:
        heir = self._heir(unit, on)
        if heir is None:
            return Missing(_outside(unit, entry.name, on))
        question = (
            f"{entry.label} đã kết thúc ngày {show_day(unit.ended_on)}; nơi tiếp nhận là {heir.label}. "
            f"“{text[:80]}” trong tệp là tổ chức nào?"
        )
        return self._asked([heir.unit_id], question, text, above, on)

    def _heir(self, unit: Life, on: date) -> Found | None:
        """What it became, as far as that stands on the day and may be meant."""
        seen: set[int] = set()
        at: Life | None = unit
        while at is not None and at.successor is not None and at.pk not in seen:
            seen.add(at.pk)
            at = self.units.get(at.successor)
            if at is not None and at.stands(on):
                entry = self.entry(at.pk, on=on)
                return entry if entry.is_cell or not self.cells_only else None
        return None

    def _several(self, found: set[int], text: str, above: tuple[str, ...], on: date) -> Found | Ask | Missing:
        entries = sorted((self.entry(pk, on=on) for pk in found), key=lambda e: (e.superior, e.name, e.ref))
        if len(entries) > MOST_CHOICES:
            first, last = entries[0], entries[-1]
            hint = f"ghi kèm cấp trên, ví dụ “{first.name}, {first.superior}”, hoặc ghi mã ngắn"
            if first.superior_id == last.superior_id:
                hint = f"ghi mã ngắn, ví dụ {first.ref}, {last.ref}"
            return Missing(f"Có {len(entries)} tổ chức tên “{text[:60]}”. Hãy {hint}.")
        question = f"Có {len(entries)} tổ chức tên “{text[:80]}”. Trong tệp này là tổ chức nào?"
        return self._asked([entry.unit_id for entry in entries], question, text, above, on)

    def _near(self, text: str, above: tuple[str, ...], on: date) -> Found | Ask | Missing:
        """Units of nearly that name, or of that name under something else, asked about."""
        if self.cells_only and (other := self._no_cell(text)) is not None:
            return Missing(rules.not_a_cell(other.name, other.kind).message)
        near = self._elsewhere(text, above, on) or self._alike(text, above, on)
        if not near:
            return Missing(
                f"Không có tổ chức nào có mã hoặc tên “{text[:60]}” trong phạm vi của tệp. "
                "Hãy sửa lại tên, hoặc ghi mã ngắn của tổ chức."
            )
        return self._asked(near, f"“{text[:80]}” trong tệp là tổ chức nào?", text, above, on)

    def _no_cell(self, text: str) -> Found | None:
        """The unit of that very name that is no cell."""
        found = self._by_form.get(spelling.plain(text), set()) | self._by_name.get(text.casefold(), set())
        found = found - self._fit(found)
        return self.entry(next(iter(found))) if len(found) == 1 else None

    def _elsewhere(self, text: str, above: tuple[str, ...], on: date) -> list[int]:
        """Few units of that name, none of them where the text says."""
        for called in self._called(text, spelling.plain(text)) if above else ():
            standing = sorted(pk for pk in called if self.units[pk].stands(on))
            if 0 < len(standing) <= MOST_CHOICES:
                return standing
        return []

    def _alike(self, text: str, above: tuple[str, ...], on: date) -> list[int]:
        """The nearest first: by what stands above as far as anything is said about it, then by name."""
        readings = [(text, above)]
        readings += [(part, (*map(spelling.plain, rest), *above)) for part, rest in spelling.split(text)]
        best: dict[int, tuple[float, float]] = {}
        for part, over in readings:
            for other, alike in self._neighbours.near(spelling.core(spelling.plain(part))):
                for pk in self._fit(self._by_core[other]):
                    if self.units[pk].stands(on) and (there := self._nearly_under(pk, over, on)) >= NEARLY_UNDER:
                        best[pk] = max(best.get(pk, (0.0, 0.0)), (there, alike))
        nearest = max((there for there, _ in best.values()), default=0.0)
        best = {pk: there for pk, there in best.items() if there[0] >= nearest - 0.1}
        ranked = sorted(best, key=lambda pk: (-best[pk][0], -best[pk][1], self.units[pk].at(on)[2], pk))
        return ranked[:MOST_CHOICES]

    def _nearly_under(self, pk: int, over: tuple[str, ...], on: date) -> float:
        """How alike the names above the unit are to those said to stand there, 1 where nothing is said."""
        names: list[str] = []
        here = self.units[pk].at(on)[4]
        while here is not None and here in self.units and len(names) < 30:
            names.append(spelling.core(spelling.plain(self.units[here].at(on)[2])))
            here = self.units[here].at(on)[4]
        cores = [spelling.core(form) for form in over]
        return min((max((spelling.likeness(c, name) for name in names), default=0.0) for c in cores if c), default=1.0)

    def _asked(
        self, choices: list[int], question: str, text: str, above: tuple[str, ...], on: date
    ) -> Found | Ask | Missing:
        key = _key(text, above)
        answer = self.answers.get(key)
        if answer == REFUSE:
            return Missing(f"Người nhập đã chọn từ chối các dòng ghi “{text[:60]}”.")
        if answer is not None and (pk := self._by_uid.get(answer)) is not None and self.units[pk].stands(on):
            return self.entry(pk, on=on)
        offered = [(self.units[pk].uid, label) for pk, label in self.labels(choices, on=on).items()]
        return Ask(key, question, (*offered, (REFUSE, "Từ chối các dòng này")), remembered=True)


def _named_so(form: str, names: set[str]) -> bool:
    return form in names or spelling.core(form) in names


def _key(text: str, above: tuple[str, ...]) -> str:
    key = "unit:" + " | ".join((spelling.plain(text), *above))
    if len(key) <= LONGEST_KEY:
        return key
    return key[: LONGEST_KEY - 17] + "#" + hashlib.sha256(key.encode()).hexdigest()[:16]


def _outside(unit: Life, name: str, on: date) -> str:
    return rules.outside_its_life(Unit(founded_on=unit.founded_on, ended_on=unit.ended_on), name, on).message
