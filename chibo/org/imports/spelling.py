"""How people write the names of units: one form for all the usual spellings, without knowing any unit."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from chibo.kernel.text import fold, tidy

SHORT = {
    "cb": "chi bo",
    "cbcs": "chi bo co so",
    "cbtt": "chi bo truc thuoc",
    "db": "dang bo",
    "dbcs": "dang bo co so",
    "dbbp": "dang bo bo phan",
    "du": "dang uy",
    "cu": "chi uy",
    "tdp": "to dan pho",
    "kdc": "khu dan cu",
    "kp": "khu pho",
    "tk": "tieu khu",
    "x": "xa",
    "p": "phuong",
    "h": "huyen",
    "q": "quan",
    "tx": "thi xa",
    "tp": "thanh pho",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "thpt": "trung hoc pho thong",
    "thcs": "trung hoc co so",
    "th": "tieu hoc",
    "mn": "mam non",
    "tyt": "tram y te",
    "bv": "benh vien",
    "ca": "cong an",
    "qs": "quan su",
    "bchqs": "ban chi huy quan su",
    "htx": "hop tac xa",
    "cty": "cong ty",
    "tnhh": "trach nhiem huu han",
    "cq": "co quan",
    "vp": "van phong",
}
"""Usual abbreviations, without diacritics. ``tt`` is missing: it stands for too many things."""

LEADERS = {
    "tinh uy": "tinh",
    "thanh uy": "thanh pho",
    "huyen uy": "huyen",
    "thi uy": "thi xa",
    "quan uy": "quan",
}
"""Committees whose name says the level; ``dang uy`` and ``chi uy`` stand for đảng bộ and chi bộ of any."""

HEADS = (
    "chi bo co so",
    "chi bo truc thuoc",
    "chi bo",
    "dang bo bo phan",
    "dang bo co so",
    "dang bo",
)
"""What may be left out at the head of a name."""

PARTS = re.compile(r"\s+[-–—]+\s+|\s*[,;/\\>|()]+\s*|\s+(?:trực thuộc|thuộc)\s+", re.IGNORECASE)
"""What stands between a unit and the one above it: ``Chi bộ thôn 4 - xã Nam Hồng``."""
_DASH = re.compile(r"(?<=\S)\s*[-–—]\s*(?=\S)")
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_MARKS = re.compile(r"[^a-z0-9]+")
_GLUED = re.compile(r"(?<=[a-z])(?=\d)")
_ZEROS = re.compile(r"\b0+(?=\d)")
_COUNTED = re.compile(r"\bso (?=\d)")
_NUMBERED = re.compile(r"\(?(?:\d{1,3}|(?i:i{1,3}|iv|vi{0,3}|ix|xi{1,3}|xiv|xvi{0,3}))\s*[.)]\s+(?=[^\W\d_])")
_LONGEST = 300
NEAR = 0.72
"""From here on two names are near enough to be asked about."""
LOOKED_AT = 40
MOST_WITH_WORD = 400
MOST_PARTS = 5


def unnumbered(text: str) -> str:
    """A name without the number of its line in front: ``Chi bộ thôn 1`` of ``1. Chi bộ thôn 1`` or ``II) Chi bộ thôn 1``."""
    return _NUMBERED.sub("", text, count=1) if _NUMBERED.match(text) else text


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """One form for all usual spellings of a name: no diacritics, no marks, abbreviations written out, ``thôn số 04``
    as ``thon 4``, the committee as its organization. Equal forms mean the same name."""
    folded = _INITIALS.sub(r"\1", fold(unnumbered(tidy(text[:_LONGEST]))))
    words = _MARKS.sub(" ", folded)
    words = _ZEROS.sub("", _GLUED.sub(" ", words)).strip()
    spelt = " ".join(SHORT.get(word, word) for word in words.split())
    spelt = _COUNTED.sub("", spelt)
    for leader, level in LEADERS.items():
        if spelt.startswith(leader + " "):
            return f"dang bo {level} {spelt[len(leader) + 1 :].removeprefix(level + ' ')}"
    if spelt.startswith("dang uy "):
        return "dang bo " + spelt.removeprefix("dang uy ")
    if spelt.startswith("chi uy "):
        return "chi bo " + spelt.removeprefix("chi uy ")
    return spelt


def core(form: str) -> str:
    """A plain form without the kind at its head: ``thon 4`` of ``chi bo thon 4``; itself where nothing would be left."""
    for head in HEADS:
        if form.startswith(head + " "):
            return form[len(head) + 1 :]
    return form


def split(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Ways to read a text as a unit and what stands above it, the likeliest first; only texts with a mark in them.

    A mark may also belong to a name, of the unit or of what stands above: "Chi bộ số 1 - Đảng bộ Cơ quan Đảng - đoàn thể".
    """
    for pattern in (PARTS, _DASH):
        parts = [part for part in pattern.split(text) if part and part.strip()]
        if 1 < len(parts) <= MOST_PARTS:
            for groups in _groupings(parts):
                yield groups[0], tuple(groups[1:])
                yield groups[-1], tuple(groups[-2::-1])


def _groupings(parts: list[str]) -> list[list[str]]:
    """All ways to join neighbours so that at least two groups are left, those with the fewest joints first."""
    ways: list[list[str]] = [[parts[0]]]
    for part in parts[1:]:
        ways = [[*way, part] for way in ways] + [[*way[:-1], f"{way[-1]} {part}"] for way in ways]
    return sorted((way for way in ways if len(way) > 1), key=len, reverse=True)


def words(form: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a plain form, and those of them that hold a figure: these never count as nearly alike."""
    all_words = frozenset(_ROMAN.get(word, word) for word in form.split())
    return all_words, frozenset(word for word in all_words if word[0].isdigit())


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> float:
    """How alike two forms are, from 0 to 1: by their words in any order, or by their letters."""
    has, others = words(one)[0], words(other)[0]
    return max(
        2 * len(has & others) / (len(has) + len(others)), SequenceMatcher(None, one, other, autojunk=False).ratio()
    )


class Neighbours:
    """Finds the forms near to one among many, without comparing it to all of them."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._with_word: dict[tuple[frozenset[str], str], list[str]] = defaultdict(list)
        self._of_length: dict[tuple[frozenset[str], int], list[str]] = defaultdict(list)
        for form in forms:
            has, figures = words(form)
            self._of_length[figures, len(form)].append(form)
            for word in has - figures:
                self._with_word[figures, word].append(form)

    def near(self, form: str, *, least: float = NEAR) -> list[tuple[str, float]]:
        """(form, likeness) of at least so much, with the same figures in them."""
        has, figures = words(form)
        shared: dict[str, int] = defaultdict(int)
        for word in has - figures:
            for other in self._with_word.get((figures, word), ())[:MOST_WITH_WORD]:
                shared[other] += 1
        likely = sorted(shared, key=lambda other: (-2 * shared[other] / (len(has) + len(other.split())), other))[
            :LOOKED_AT
        ]
        lengths = range(len(form) - 2, len(form) + 3)
        likely += [
            o for n in lengths for o in self._of_length.get((figures, n), ())[:MOST_WITH_WORD] if o not in shared
        ]
        found = []
        for other in likely:
            if other in shared or SequenceMatcher(None, form, other, autojunk=False).quick_ratio() >= least:
                alike = likeness(form, other)
                if alike >= least:
                    found.append((other, alike))
        return found


_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
