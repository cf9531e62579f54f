"""Which row of a sheet holds the headings, and which column holds which field. Proposals: a person confirms them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Protocol

from chibo.exchange.reading.values import Choice, Day, Digits, Fault, Name, Raw
from chibo.exchange.rules import headings
from chibo.exchange.rules.headings import Path, Region, Rows, fingerprint, letters

__all__ = ["Guess", "fingerprint", "guess", "letters"]

_MOST_COLUMNS = 400
_SAMPLE = 40
_LIKELY = 0.6
"""How much of the words of two headings must be common."""
_TYPO = 0.86
_CONTENT = 0.4
_TELLING = frozenset("cu moi khac truoc sau cha me vo chong con bo_me".split())
"""Words that make another thing of a heading: số thẻ cũ, họ tên vợ."""
_SPECIFIC = (Day, Digits, Choice, Name)


class Field(Protocol):
    """What is known about a field: a column of a kind."""

    name: str
    title: str
    also: tuple[str, ...]
    required: bool
    type: Any


@dataclass(frozen=True)
class Guess:
    """What a sheet seems to hold.

    :param header_row: number of the last row above the data, from 1; 0 where there is no heading
    :param headings: of every column, each told apart from the others
    :param mapping: field → position of its column, from 0; no column twice
    :param confidence: field → 0 to 1; below 0.7 it should be looked at
    :param unmapped: positions of columns with a heading or content that no field was found for
    :param missing: required fields without a column
    """

    header_row: int
    headings: list[str]
    mapping: dict[str, int] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
    unmapped: list[int] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """The key under which an office's mapping of such a sheet is remembered."""
        return fingerprint(self.headings)


def guess(
    rows: Rows, fields: Sequence[Field], *, merged: Iterable[Region] = (), header_row: int | None = None
) -> Guess:
    """What the first rows of a sheet show.

    :param merged: merged cells of the sheet: (first row, first column, last row, last column), from 1
    :param header_row: the last row above the data, from 1, where a person has said it; 0 for none
    """
    lines = [[headings.text_of(cell) for cell in row[:_MOST_COLUMNS]] for row in rows[:_SAMPLE]]
    if (own := headings.own_width(lines)) is not None:
        rows, lines = [row[:own] for row in rows], [line[:own] for line in lines]
    width = max(map(len, lines), default=0)
    regions = [region for region in merged if 1 <= region[0] <= len(lines) and 1 <= region[1] <= width]
    headings.fill_merged(lines, regions)
    lines = [line[:width] for line in lines]
    spellings = _Spellings(fields)
    if header_row is None:
        last, first = _heading_lines(lines, width, spellings, regions)
    elif 1 <= header_row <= len(lines):
        last, first = header_row - 1, _first_line(lines, header_row - 1, width, spellings)
    else:
        last, first = -1, 0
    paths = headings.paths(_titled(lines[first : last + 1]), width)
    data = [row[:_MOST_COLUMNS] for row in rows[last + 1 : _SAMPLE]]
    mapping, confidence = _assigned(paths, fields, spellings, _Content(data, width))
    used = set(mapping.values())
    return Guess(
        header_row=last + 1,
        headings=headings.told_apart(paths),
        mapping=mapping,
        confidence=confidence,
        unmapped=[i for i, path in enumerate(paths) if i not in used and (path or _has_content(data, i))],
        missing=[column.name for column in fields if column.required and column.name not in mapping],
    )


class _Spellings:
    """Headings under which the fields are known, and how well a heading fits each field."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._exact: dict[str, dict[str, float]] = defaultdict(dict)
        self._by_word: dict[str, list[tuple[str, str, frozenset[str]]]] = defaultdict(list)
        self._known: dict[tuple[Path, bool], dict[str, float]] = {}
        for column in fields:
            for text, worth in self._of(column):
                found = headings.key(text)
                if not found:
                    continue
                if worth > self._exact[found].get(column.name, 0.0):
                    self._exact[found][column.name] = worth
                tokens = frozenset(found.split())
                for token in tokens:
                    self._by_word[token].append((column.name, found, tokens))

    @staticmethod
    def _of(column: Field) -> Iterator[tuple[str, float]]:
        yield column.title, 1.0
        for text in column.also:
            yield text, 0.98
        yield column.name, 0.95
        group = getattr(column, "group", "")
        if group:
            yield f"{group} {column.title}", 0.97

    def fits(self, path: Path, *, typos: bool = False) -> dict[str, float]:
        """Field → how well the heading fits it; only fields it may be."""
        known = self._known.get((path, typos))
        if known is None:
            known = self._known[(path, typos)] = self._fits(path, typos)
        return known

    def _fits(self, path: Path, typos: bool) -> dict[str, float]:
        found: dict[str, float] = {}
        for text, worth in self._readings(path):
            for reading, share in ((headings.key(text), 1.0), (headings.short_key(text), 0.97)):
                for name, exact in self._exact.get(reading, {}).items():
                    found[name] = max(found.get(name, 0.0), exact * share * worth)
        if found and max(found.values()) > 0.9:
            return found
        for text, worth in self._readings(path):
            for name, near in self._near(headings.short_key(text) or headings.key(text), typos).items():
                found[name] = max(found.get(name, 0.0), near * worth)
        return found

    @staticmethod
    def _readings(path: Path) -> Iterator[tuple[str, float]]:
        """The ways to read a heading that stands below groups: all of it, from some group on, its last line alone."""
        for start in range(len(path)):
            yield " ".join(path[start:]), 1.0 - 0.08 * start
        if len(path) > 1:
            yield " ".join(reversed(path)), 0.97

    def _near(self, text: str, typos: bool) -> dict[str, float]:
        tokens = frozenset(text.split())
        found: dict[str, float] = {}
        for token in tokens:
            for name, spelling, others in self._by_word.get(token, ()):
                if (tokens ^ others) & _TELLING:
                    continue
                common = len(tokens & others) / len(tokens | others)
                if common >= _LIKELY and (tokens <= others or others <= tokens):
                    near = 0.45 + 0.4 * common
                elif typos and len(text) >= 5 and SequenceMatcher(None, text, spelling).ratio() >= _TYPO:
                    near = 0.55
                else:
                    continue
                found[name] = max(found.get(name, 0.0), near)
        return found


def _heading_lines(lines: list[list[str]], width: int, spellings: _Spellings, regions: list[Region]) -> tuple[int, int]:
    """Position of the last row above the data and of the first row of the heading; (-1, 0) where there is none."""
    best, place = 0.0, (-1, 0)
    for last, line in enumerate(lines):
        if not any(line) or headings.is_numbering(line):
            continue
        for first in range(last, max(-1, last - headings.MOST_LINES), -1):
            if not any(lines[first]):
                break
            worth = _worth(lines[first : last + 1], width, spellings) - 0.02 * (last - first)
            if worth > best:
                best, place = worth, (last, first)
    if best < 0.5:
        place = _unknown_heading(lines)
    last, first = place
    if last < 0:
        return place
    reach = max((region[2] - 1 for region in regions if first <= region[0] - 1 <= last), default=last)
    if last < reach < min(len(lines), last + headings.MOST_LINES):
        last = reach
    elif last + 1 < len(lines) and headings.stands_below(lines[last], lines[last + 1]):
        last += 1
    if last + 1 < len(lines) and headings.is_numbering(lines[last + 1]):
        last += 1
    return last, first


def _worth(lines: list[list[str]], width: int, spellings: _Spellings) -> float:
    """How much of what lines say are headings of fields."""
    best: dict[str, float] = {}
    strange = 0
    for index, path in enumerate(headings.paths(lines, width)):
        fits = spellings.fits(path) if path else {}
        if fits:
            name = max(fits, key=lambda name: fits[name])
            best[name] = max(best.get(name, 0.0), fits[name])
        elif index < len(lines[-1]) and headings.looks_like_data(lines[-1][index]):
            strange += 1
    return sum(best.values()) - 0.3 * strange


def _unknown_heading(lines: list[list[str]]) -> tuple[int, int]:
    """The first full row of words, where no heading is known."""
    widest = max((sum(map(bool, line)) for line in lines), default=0)
    for number, line in enumerate(lines[:-1]):
        filled = [text for text in line if text]
        if len(filled) < 2 or len(filled) < 0.6 * widest:
            continue
        has_data_below = any(headings.looks_like_data(text) for below in lines[number + 1 :] for text in below)
        if has_data_below and not any(headings.looks_like_data(text) for text in filled):
            return number, number
        break
    return -1, 0


def _first_line(lines: list[list[str]], last: int, width: int, spellings: _Spellings) -> int:
    """Where the heading begins whose last line is given."""
    if headings.is_numbering(lines[last]) and last:
        last -= 1
    best, first = -1.0, last
    for start in range(last, max(-1, last - headings.MOST_LINES), -1):
        if not any(lines[start]):
            break
        worth = _worth(lines[start : last + 1], width, spellings) - 0.02 * (last - start)
        if worth > best or (start < last and headings.stands_below(lines[start], lines[start + 1])):
            best, first = max(worth, best), start
    return first


def _titled(lines: list[list[str]]) -> list[list[str]]:
    """The lines of a heading without the one that numbers the columns."""
    return [line for number, line in enumerate(lines) if number == 0 or not headings.is_numbering(line)]


class _Content:
    """How well the cells below a heading fit a field."""

    def __init__(self, data: list[Sequence[Raw]], width: int) -> None:
        self._cells = [[row[i] for row in data if i < len(row) and row[i] not in (None, "")] for i in range(width)]
        self._known: dict[tuple[int, int], float | None] = {}

    def share(self, index: int, column: Field) -> float | None:
        """The share of filled cells that the type understands; None where they tell nothing."""
        if (index, id(column)) not in self._known:
            self._known[(index, id(column))] = self._share(index, column)
        return self._known[(index, id(column))]

    def _share(self, index: int, column: Field) -> float | None:
        cells = self._cells[index]
        if len(cells) < 2 or not isinstance(column.type, _SPECIFIC):
            return None
        clean, understood, faulty = column.type.cleaner(), 0, 0
        for cell in cells:
            try:
                understood += clean(cell) is not None
            except Fault:
                faulty += 1
        return understood / (understood + faulty) if understood + faulty >= 2 else None


def _assigned(
    paths: list[Path], fields: Sequence[Field], spellings: _Spellings, content: _Content
) -> tuple[dict[str, int], dict[str, float]]:
    """Field → column, field → confidence; the best pairs first, nothing twice."""
    by_name = {column.name: column for column in fields}
    order = {name: number for number, name in enumerate(by_name)}
    pairs = []
    for index, path in enumerate(paths):
        for name, worth in (spellings.fits(path, typos=True) if path else {}).items():
            share = content.share(index, by_name[name])
            weighed = worth if share is None else worth * (0.65 + 0.35 * share)
            pairs.append((-round(weighed, 4), order[name], index, name))
    pairs.sort()
    mapping: dict[str, int] = {}
    confidence: dict[str, float] = {}
    taken: set[int] = set()
    for worth, _, index, name in pairs:
        if -worth < 0.35 or name in mapping or index in taken:
            continue
        rivals = [
            other
            for other in pairs
            if other[3] == name
            and other[2] not in taken | {index}
            and _is_rival(paths, index, other[2], other[0] - worth)
        ]
        mapping[name] = index
        confidence[name] = round(-worth * (0.7 if rivals else 1.0), 2)
        taken.add(index)
    _by_content(paths, fields, content, mapping, confidence)
    return mapping, confidence


def _is_rival(paths: list[Path], index: int, other: int, behind: float) -> bool:
    """Whether another column could as well be meant: as good, or nearly so and a part of the same group (Ngày sinh / Nam, Nữ)."""
    group = paths[index][:-1]
    return behind <= (0.15 if group and paths[other][:-1] == group else 0.02)


def _by_content(
    paths: list[Path], fields: Sequence[Field], content: _Content, mapping: dict[str, int], confidence: dict[str, float]
) -> None:
    """Find names and personal numbers under no heading at all, where one column alone can be them."""
    for column in fields:
        is_telling = isinstance(column.type, Name) or (isinstance(column.type, Digits) and column.type.kind == "cccd")
        if column.name in mapping or not is_telling:
            continue
        fitting = [
            index
            for index, path in enumerate(paths)
            if not path and index not in mapping.values() and (content.share(index, column) or 0.0) >= 0.9
        ]
        if len(fitting) == 1:
            mapping[column.name], confidence[column.name] = fitting[0], _CONTENT


def _has_content(data: list[Sequence[Raw]], index: int) -> bool:
    return any(index < len(row) and row[index] not in (None, "") for row in data)
