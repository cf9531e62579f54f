"""Vietnamese text: one normal form, folding for search, the order of names."""

import re
import unicodedata
from functools import lru_cache

MAX_TEXT = 2_000
"""Longest free text a field takes, in characters."""
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_MARKS = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}
_SPACES = re.compile(r"\s+")


def tidy(text: str) -> str:
    """NFC, inner spaces single, none at the ends; control characters dropped."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(
        " " if c in "\t\r\n\u00a0" else c for c in text if c in "\t\r\n" or unicodedata.category(c)[0] != "C"
    )
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """Lower case without diacritics, ``đ`` as ``d``, NFC and NFD alike: what search compares."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _SPACES.sub(" ", plain.replace("đ", "d")).strip()


@lru_cache(maxsize=20_000)
def syllable_key(syllable: str) -> str:
    """Order of one syllable: its letters (a ă â … d đ … o ô ơ … u ư), then its tone.

    Tones: level < huyền < hỏi < ngã < sắc < nặng. ``Hoà`` and ``Hòa`` are the same.
    """
    letters: list[str] = []
    tone = "0"
    for c in unicodedata.normalize("NFD", syllable.casefold()):
        if c in _TONES:
            tone = _TONES[c]
        elif c in _MARKS and letters:
            letters[-1] = letters[-1][0] + _MARKS[c]
        elif c == "đ":
            letters.append("d1")
        elif c.isalnum():
            letters.append(c + "0")
    return "".join(letters) + "!" + tone


def text_key(text: str) -> str:
    """Order of a title or a unit's name, syllable by syllable; numbers by value."""
    return " ".join(s.zfill(6) if s.isdigit() else syllable_key(s) for s in tidy(text).split(" "))


def name_key(full_name: str) -> str:
    """Order of people: given name, then family name, then middle names."""
    syllables = tidy(full_name).split(" ")
    given, family, middle = syllables[-1], syllables[:1], syllables[1:-1]
    return " ".join(syllable_key(s) for s in [given, *(family if len(syllables) > 1 else []), *middle])
