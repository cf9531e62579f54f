"""The lines above the data: which cells head a column, how two headings are compared and told apart."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from chibo.exchange.reading.values import Fault, Raw
from chibo.exchange.reading.values.cells import day_text, plain
from chibo.kernel.text import fold

Rows = Sequence[Sequence[Raw]]
Path = tuple[str, ...]
"""A heading with the headings of the groups it stands under: ``("Quê quán", "Tỉnh")``."""

Region = tuple[int, int, int, int]
"""Merged cells: first row, first column, last row, last column, from 1."""

OUTCOME, FAULTS = "Kết quả", "Lỗi cần sửa"
"""Columns that stand on the right of a workbook that was given back; when it returns they are no part of it."""

MOST_LINES = 3
"""A heading is written on so many lines at most."""
_MOST_COLUMNS = 400
_LONGEST = 120
_LONGEST_PART = 60
_NOT_ALNUM = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\([^()]*$")
_NUMBERING = re.compile(r"[(\[]? ?([0-9]{1,2}|[A-Za-zĐđ])(?:\.0)? ?[)\].]?")
_DATA = re.compile(r"[0-9][0-9\s./,:\-]*")


def text_of(cell: Raw) -> str:
    """A cell as a heading: its text on one line; empty for anything that is none."""
    if cell is None or cell is True or cell is False:
        return ""
    try:
        if isinstance(cell, str):
            return plain(cell[:_LONGEST])
        return day_text(cell) if isinstance(cell, tuple) else f"{cell:.15g}"
    except (Fault, OverflowError, ValueError, IndexError):
        return ""


@lru_cache(maxsize=8_192)
def key(text: str) -> str:
    """What two spellings of one heading have in common: letters and digits without diacritics, single spaces between."""
    return _NOT_ALNUM.sub(" ", fold(text)).strip()


@lru_cache(maxsize=8_192)
def short_key(text: str) -> str:
    """The key without what stands in brackets: ``Ngày sinh (dd/mm/yyyy)`` is ``ngay sinh``."""
    return key(_BRACKETS.sub(" ", text))


def looks_like_data(text: str) -> bool:
    """Whether a cell holds a number or a day rather than words."""
    return bool(_DATA.fullmatch(text))


def is_numbering(line: Sequence[str]) -> bool:
    """Whether a line only numbers the columns: ``(1) (2) (3)``, ``A B 1 2``."""
    marks = [text for text in line if text]
    if len(marks) < 3:
        return False
    numbers = []
    for text in marks:
        match = _NUMBERING.fullmatch(text)
        if not match:
            return False
        if match[1].isdigit():
            numbers.append(int(match[1]))
    return len(numbers) >= 2 and all(b - a == 1 for a, b in pairwise(numbers))


def stands_below(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the lower line divides groups of the upper one: its cells stand only under groups of two columns or more."""
    is_divided = False
    group: int | None = None
    for index, below in enumerate(lower):
        above = upper[index] if index < len(upper) else ""
        if above:
            group = index
        if not below:
            group = None
        elif group is None or looks_like_data(below) or len(below) > _LONGEST_PART:
            return False
        elif index > group:
            is_divided = True
    return is_divided


def own_width(lines: Sequence[Sequence[str]]) -> int | None:
    """How wide a sheet was before it was given back with the columns of :data:`OUTCOME`; None where it was not."""
    ours = [key(OUTCOME), key(FAULTS)]
    for line in lines:
        filled = [place for place, text in enumerate(line) if text]
        if len(filled) > 2 and filled[-2] == filled[-1] - 1 and [key(line[place]) for place in filled[-2:]] == ours:
            return filled[-2]
    return None


def is_title(line: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a line is one text over all columns: written in the first of them, or merged over half of them or more."""
    filled = [place for place, text in enumerate(line) if text]
    heads = [place for place, text in enumerate(below) if text]
    if not filled or len({line[place] for place in filled}) > 1 or len(heads) < 4 or filled[0] > heads[0]:
        return False
    return len(filled) == 1 or 2 * len(filled) >= len(heads)


def fill_merged(lines: list[list[str]], merged: Iterable[Region]) -> None:
    """Write the heading of a region that is merged across into all its cells."""
    for top, left, bottom, right in merged:
        if top == bottom <= len(lines) and left < right:
            line = lines[top - 1]
            text = line[left - 1] if left <= len(line) else ""
            line.extend([""] * (min(right, _MOST_COLUMNS) - len(line)))
            line[left - 1 : right] = [text] * len(line[left - 1 : right])


def paths(lines: Sequence[Sequence[str]], width: int) -> list[Path]:
    """The heading of every column, of lines from top to bottom.

    A group reaches over the empty cells to its right as long as the line below it is filled there. Lines on top that only
    say whose list it is, or until when, head no column: mappings would be forgotten when they change.
    """
    while len(lines) > 1 and is_title(lines[0], lines[1]):
        lines = lines[1:]
    parts: list[list[str]] = [[] for _ in range(width)]
    for number, line in enumerate(lines):
        below = lines[number + 1 :]
        group, is_group = "", False
        for index in range(width):
            text = line[index] if index < len(line) else ""
            has_below = any(index < len(other) and other[index] for other in below)
            if text:
                group, is_group = text, has_below
            elif not (is_group and has_below):
                is_group = False
                continue
            if not parts[index] or parts[index][-1] != group:
                parts[index].append(group)
    return [tuple(path) for path in parts]


def letters(index: int) -> str:
    """A, B … Z, AA: the column of a workbook by its position from 0."""
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name = chr(65 + rest) + name
        index -= 1
    return name


def told_apart(headings: Iterable[Path]) -> list[str]:
    """Headings as they are shown, each once: ``Quê quán / Tỉnh``, ``Ngày``, ``Ngày (2)``, ``Cột D``."""
    names: list[str] = []
    seen: set[str] = set()
    for index, path in enumerate(headings):
        base = name = " / ".join(path) or f"Cột {letters(index)}"
        times = 1
        while name in seen:
            times += 1
            name = f"{base} ({times})"
        seen.add(name)
        names.append(name)
    return names


def fingerprint(headings: Iterable[Raw]) -> str:
    """What an office's mapping is remembered by: the same for the same headings in the same order, however they are typed."""
    keys = [key(text_of(cell)) for cell in headings]
    while keys and not keys[-1]:
        keys.pop()
    return hashlib.sha256("\x1f".join(keys).encode()).hexdigest()[:32]
