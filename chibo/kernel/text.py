"""Vietnamese text: one normal form, folding for search, the order of names."""

import re
import unicodedata
from functools import lru_cache

MAX_TEXT = 2_000
"""Longest free text a field takes, in characters."""
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_MARKS = ("\u0306", "\u0302", "\u031b")
_ALPHABET = "a a\u0306 a\u0302 b c d đ e e\u0302 g h i k l m n o o\u0302 o\u031b p q r s t u u\u031b v x y".split()
_PLACES = dict(zip(_ALPHABET, "789abcdefghijklmnopqrstuvwxyz", strict=True))
_FOREIGN = {"f": _PLACES["e\u0302"] + "z", "j": _PLACES["i"] + "z", "w": _PLACES["v"] + "z", "z": _PLACES["y"] + "z"}
_SPACES = re.compile(r"\s+")


def tidy(text: str) -> str:
    """NFC, inner spaces single, none at the ends; control characters dropped."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return (_SPACES.sub(" ", text) if "  " in text else text).strip()
    text = unicodedata.normalize("NFC", text)
    text = "".join(
        " " if c in "\t\r\n\u00a0" else c for c in text if c in "\t\r\n" or unicodedata.category(c)[0] != "C"
    )
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """Lower case without diacritics, ``đ`` as ``d``, NFC and NFD alike: what search compares."""
    return " ".join(filter(None, map(_fold_word, _SPACES.split(text))))


@lru_cache(maxsize=20_000)
def _fold_word(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d").strip()


@lru_cache(maxsize=20_000)
def syllable_key(syllable: str) -> str:
    """Order of one syllable: its letters (a ă â b c d đ … o ô ơ … u ư … y), then its tone.

    Tones: level < huyền < hỏi < ngã < sắc < nặng. ``Hoà`` and ``Hòa`` are the same. The key is made of digits and
    lower-case letters only, which every collation sorts alike: ``7 8 9 a … z`` stand for the 29 letters, a closing
    ``1 … 6`` for the tone.
    """
    letters: list[str] = []
    tone = "1"
    for c in unicodedata.normalize("NFD", syllable.casefold()):
        if c in _TONES:
            tone = _TONES[c]
        elif c in _MARKS and letters:
            letters[-1] += c
        elif c.isalnum():
            letters.append(c)
    return "".join(_PLACES.get(letter) or _foreign(letter) for letter in letters) + tone


def _foreign(letter: str) -> str:
    """A letter outside the Vietnamese alphabet stands after its neighbour in the Latin one; anything else comes last."""
    if letter.isdigit():
        return "0" + letter
    return _FOREIGN.get(letter[0]) or _PLACES.get(letter[0]) or "zz"


def text_key(text: str) -> str:
    """Order of a title or a unit's name, syllable by syllable; numbers by value, before words."""
    parts = re.findall(r"[0-9]+|[^0-9\s]+", tidy(text))
    return "".join("0" + p[-9:].zfill(9) if p.isdigit() and p.isascii() else syllable_key(p) for p in parts)


def name_key(full_name: str) -> str:
    """Order of people: given name, then family name, then middle names."""
    syllables = tidy(full_name).split(" ")
    given, family, middle = syllables[-1], syllables[:1], syllables[1:-1]
    return "".join(syllable_key(s) for s in [given, *(family if len(syllables) > 1 else []), *middle])
