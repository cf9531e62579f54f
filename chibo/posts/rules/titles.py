"""Which role a title on paper means. What is not certain is left open, never guessed."""

import re
from functools import cache, lru_cache

from chibo.kernel.text import fold, tidy
from chibo.posts.vocabulary import ROLES, Body

_NOT_WORDS = re.compile(r"[^\w]+")
_BETWEEN = re.compile(r"\s*(?:[,;+/\n]|\s[–—-]\s|\bkiêm\b|\bkiêm nhiệm\b)\s*", re.IGNORECASE)
_COMMITTEES = tuple(
    f"{name} "
    for name in (
        "dang uy", "dang bo", "chi bo", "chi uy", "huyen uy", "thi uy", "thanh uy", "tinh uy", "quan uy", "ubkt",
        "uy ban kiem tra", "khoa", "nhiem ky",
    )
)  # fmt: skip
"""What may follow a short title of the Party: the committee it belongs to."""


_WITH_MARKS = {"trưởng bản": "truong_thon", "phó trưởng bản": "pho_truong_thon"}
"""Titles that without diacritics would be those of a ban."""


def plain(title: str) -> str:
    """The title as it is compared: no diacritics, no marks."""
    return _NOT_WORDS.sub(" ", fold(tidy(title))).strip()


@cache
def known_titles() -> dict[str, str]:
    """Every way to write a role → its code."""
    known: dict[str, str] = {}
    for code, role in ROLES.items():
        for title in (role.label, *role.also):
            known.setdefault(plain(title), code)
    return known


@cache
def _longest_first() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(known_titles().items(), key=lambda pair: (-len(pair[0]), pair[0])))


@lru_cache(maxsize=10_000)
def role_of(title: str) -> str:
    """The code of the role; empty where the title is not known.

    A title may go on with where it is held (``Bí thư Đảng ủy xã An Bình``); after a title of the Party only the name of
    a committee may follow, so that ``Bí thư Thành đoàn`` is not taken for a secretary of the Party.
    """
    spoken = f"{tidy(title).casefold()} "
    for known, code in _WITH_MARKS.items():
        if spoken.startswith(f"{known} "):
            return code
    text = plain(title)
    if text in known_titles():
        return known_titles()[text]
    for known, code in _longest_first():
        if text.startswith(f"{known} "):
            rest = f"{text[len(known) + 1 :]} "
            return code if ROLES[code].body != Body.DANG or rest.startswith(_COMMITTEES) else ""
    return ""


def several_in(title: str) -> list[str]:
    """The titles of a cell that names several posts (``Bí thư chi bộ, trưởng thôn``); empty where it is one."""
    parts = [part for part in _BETWEEN.split(tidy(title)) if part]
    return parts if len(parts) > 1 and all(role_of(part) for part in parts) else []
