"""Vietnamese text older than Unicode: TCVN3 (fonts .VnTime …), VNI (fonts VNI-Times …) and Windows-1258.

Such text looks like Latin letters with odd marks (``NguyÔn V¨n An``, ``Nguyeãn Vaên An``). It is recognised by whether its
words are possible Vietnamese syllables when read each way, and converted cell by cell; what stays doubtful is not converted.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

UNICODE, TCVN3, VNI, TWICE = "unicode", "tcvn3", "vni", "utf8"

LABELS = {
    TCVN3: "TCVN3 (phông .VnTime)",
    VNI: "VNI (phông VNI-Times)",
    TWICE: "UTF-8 bị đọc nhầm thành Latin-1",
    "cp1258": "Windows-1258",
}

_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}

_MARKS = "ùøûõï"
_BREVE = "éèúüë"
_HAT = "áàåãä"
_TONES = "\u0301\u0300\u0309\u0303\u0323"


def _tcvn3_table() -> dict[int, str]:
    table = {}
    for start, letters in _TCVN3.items():
        table.update({start + step: letter for step, letter in enumerate(letters)})
    return table


def _vni_table() -> dict[str, str]:
    """Every way VNI writes a letter: a base followed by a mark, or one letter of its own."""
    table: dict[str, str] = {}

    def add(written: str, letter: str) -> None:
        table[written] = letter
        if len(written) == 1:
            table[written.upper()] = letter.upper()
        else:
            base, mark = written
            for big in (base.upper() + mark.upper(), base.upper() + mark):
                table[big] = letter.upper()

    for base in "aeouy":
        for mark, tone in zip(_MARKS, _TONES, strict=True):
            if base + mark != "yï":
                add(base + mark, unicodedata.normalize("NFC", base + tone))
    for base in "aeo":
        hatted = unicodedata.normalize("NFC", base + "\u0302")
        add(base + "â", hatted)
        for mark, tone in zip(_HAT, _TONES, strict=True):
            add(base + mark, unicodedata.normalize("NFC", hatted + tone))
    add("aê", "ă")
    for mark, tone in zip(_BREVE, _TONES, strict=True):
        add("a" + mark, unicodedata.normalize("NFC", "ă" + tone))
    for base, horned in (("ô", "ơ"), ("ö", "ư")):
        add(base, horned)
        for mark, tone in zip(_MARKS, _TONES, strict=True):
            add(base + mark, unicodedata.normalize("NFC", horned + tone))
    for written, letter in zip("íìæóòîñ", "íìỉĩịỵđ", strict=True):
        add(written, letter)
    return table


TCVN3_TABLE = _tcvn3_table()
VNI_TABLE = _vni_table()
_VNI_SEARCH = re.compile("|".join(sorted(map(re.escape, VNI_TABLE), key=len, reverse=True)))
_CP1252_BACK = {ord(bytes([code]).decode("cp1252", "ignore") or "\0"): code for code in range(0x80, 0xA0)}
_CP1252_BACK.pop(0, None)

_FOREIGN = re.compile("(?![àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ×÷])[\u00c0-\u00ff]")
_BEYOND = re.compile("[\u0100-\u1fff]")
_WORD = re.compile(r"[^\s\d,.;:()\[\]/\\\"'“”+=_!?&*<>|-]+")


def from_tcvn3(text: str) -> str:
    """TCVN3 as Unicode."""
    return text.translate(TCVN3_TABLE)


def from_vni(text: str) -> str:
    """VNI as Unicode."""
    return _VNI_SEARCH.sub(lambda found: VNI_TABLE[found.group()], text)


def from_twice(text: str) -> str:
    """UTF-8 that was read as Latin-1; unchanged where it was not."""
    try:
        return bytes(_CP1252_BACK.get(ord(one), ord(one)) for one in text).decode("utf-8")
    except ValueError:
        return text


def from_cp1258(data: bytes) -> str:
    """Windows-1258 with its separate tone marks put onto their letters."""
    return unicodedata.normalize("NFC", data.decode("cp1258"))


_SAMPLE = 400_000
"""Bytes that show how a text is encoded."""

CONVERTERS: dict[str, Callable[[str], str]] = {TCVN3: from_tcvn3, VNI: from_vni, TWICE: from_twice}

_ONSET = "ngh|ng|nh|gh|gi|kh|ph|qu(?![ou])|th|tr|ch|[bcdđghklmnpqrstvx]|"
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh "
    "êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oat oay oăc oăm oăn "
    "oăng oăt oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uôc "
    "uôi uôm uôn uông uôt uơ uy uya uych uyên uyêt uynh uyt uyu uân uâng uât uây uê uêch uênh ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi "
    "ươm ươn ương ươp ươt ươu y ynh yt yêm yên yêng yêt yêu êng eng ă â"
)
_SYLLABLE = re.compile(f"(?:{_ONSET})(?:{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})")
_STOPPED = re.compile("(?:c|ch|p|t)$")


def is_syllable(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable."""
    apart = unicodedata.normalize("NFD", word)
    tones = [mark for mark in apart if mark in _TONES]
    if len(tones) > 1:
        return False
    cased = word[1:]
    if not (word.isupper() or word.islower() or (cased.islower() and word[0].isupper())) and len(word) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES)).lower()
    if tones and not _tone_is_in_place(unicodedata.normalize("NFC", word).lower()):
        return False
    if not _SYLLABLE.fullmatch(plain):
        return False
    return not _STOPPED.search(plain) or bool(tones and tones[0] in "\u0301\u0323")


def _tone_is_in_place(word: str) -> bool:
    """Whether the tone stands on the vowel with a hat or horn, where there is one."""
    marked = next(letter for letter in word if any(mark in _TONES for mark in unicodedata.normalize("NFD", letter)))
    bare = unicodedata.normalize(
        "NFC", "".join(mark for mark in unicodedata.normalize("NFD", marked) if mark not in _TONES)
    )
    others = word.replace(marked, bare)
    for vowels in ("ăâêôơ", "ư"):
        if any(vowel in others for vowel in vowels):
            return bare in vowels
    return True


def _odd_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if not word.isascii()]


def _bad_and_good(text: str) -> tuple[int, int]:
    """Impossible syllables, and possible ones as a negative number: the smaller the better."""
    good, bad = _score(text)
    return bad, -good


def _score(text: str) -> tuple[int, int]:
    """(possible syllables, impossible ones) among the words with other letters than ASCII."""
    words = _odd_words(unicodedata.normalize("NFC", text))
    good = sum(map(is_syllable, words))
    return good, len(words) - good


_TCVN3_BYTES = re.compile(rb"\xc2[\xa1-\xaf\xb1-\xbf]")
_VNI_BYTES = re.compile(rb"\xc3(?:[\x84\x8f\x91\x98\x9b\xa4\xaf\xb1\xb8\xbb]|(?<=[aeAE]\xc3))")


def may_be_old(piece: bytes) -> bool:
    """Whether UTF-8 holds what Vietnamese does not but its old writings do: odd letters, or other letters behind ``a`` or ``e``."""
    return not piece.isascii() and bool(_TCVN3_BYTES.search(piece) or _VNI_BYTES.search(piece))


class Doubt(Exception):
    """Old text is there, but not how to read it; ``samples`` show it."""

    def __init__(self, samples: list[str]) -> None:
        super().__init__()
        self.samples = samples


@dataclass(frozen=True)
class Writing:
    """How the texts of a sheet are written besides plain Unicode.

    :param kinds: ``tcvn3``, ``vni``, ``utf8``, the most frequent first
    :param usual: which way a text is read that is possible both ways: ``old``, ``unicode``, or empty where both are frequent and it
        must not be decided
    """

    kinds: tuple[str, ...]
    usual: str = "old"


def recognise(texts: Iterable[str]) -> Writing | None:
    """In which old ways texts are written; None for Unicode alone.

    :raises Doubt: much of it is no Vietnamese in any way it is read
    """
    words: set[str] = set()
    beyond: set[str] = set()
    has_twice = False
    for text in texts:
        if text.isascii():
            continue
        if from_twice(text) != text:
            has_twice = True
        elif _BEYOND.search(text):
            beyond.update(_odd_words(text))
        else:
            words.update(_odd_words(text))
    broken = {word for word in words if not is_syllable(word)}
    explained = {kind: {word for word in broken if _explains(word, CONVERTERS[kind])} for kind in (TCVN3, VNI)}
    known = explained[TCVN3] | explained[VNI]
    foreign = sorted(word for word in broken - known if _FOREIGN.search(word))
    if len(foreign) >= 3 and len(foreign) > 0.25 * len(words):
        raise Doubt(foreign[:3])
    kinds = [TWICE] if has_twice else []
    left = set(known)
    for kind in sorted(explained, key=lambda one: len(explained[one]), reverse=True):
        covered = left & explained[kind]
        if len(covered) > len(known) // 50:
            kinds.append(kind)
        left -= covered
    if not kinds:
        return None
    share = len(known) / (len(known) + len(beyond)) if known else 0.0
    return Writing(tuple(kinds), "old" if share > 0.95 else "unicode" if share < 0.05 else "")


def _explains(word: str, convert: Callable[[str], str]) -> bool:
    converted = convert(word)
    if converted == word or not any(letter.isascii() for letter in word):
        return False
    return all(map(is_syllable, _odd_words(converted) or [converted]))


def converter(writing: Writing, *, ask: bool = True) -> Callable[[str], str]:
    """What turns a cell into Unicode; cells that are Unicode already stay as they are.

    :param ask: raise :class:`Doubt` for a cell that is possible in more than one way, instead of leaving it as it is
    """
    old = [(kind, CONVERTERS[kind]) for kind in writing.kinds if kind != TWICE]
    has_twice = TWICE in writing.kinds

    def convert(text: str) -> str:
        if text.isascii():
            return text
        if has_twice:
            other = from_twice(text)
            if other != text:
                return other
        if _BEYOND.search(text):
            return text
        readings = sorted(
            (
                (*_bad_and_good(other), place, other)
                for place, (_, one) in enumerate(old)
                if (other := one(text)) != text
            ),
        )
        if not readings:
            return text
        bad, _, _, best = readings[0]
        bad_as_is, _ = _bad_and_good(text)
        if bad < bad_as_is:
            is_open = len(readings) > 1 and readings[1][0] == bad and readings[1][3] != best
            return doubtful(text) if is_open and not writing.usual else best
        if bad > bad_as_is or writing.usual == "unicode":
            return text
        return best if writing.usual else doubtful(text)

    def doubtful(text: str) -> str:
        if ask:
            raise Doubt([text])
        return text

    return convert


def forced(kind: str) -> Callable[[str], str]:
    """What turns every cell that can be into Unicode, where somebody says how it is written."""
    one = CONVERTERS[kind]
    return lambda text: text if text.isascii() or _BEYOND.search(text) else one(text)


def recognise_bytes(data: bytes) -> str:
    """How a text of one byte a letter is encoded: ``cp1258``, ``tcvn3``, ``vni`` or ``cp1252``.

    :raises Doubt: none of them makes Vietnamese of it
    """
    sample = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE]
    texts = {
        TCVN3: from_tcvn3(sample.decode("latin-1")),
        VNI: from_vni(decode_latin(sample)),
        "cp1252": decode_latin(sample),
    }
    try:
        texts["cp1258"] = from_cp1258(sample)
    except ValueError:
        pass
    shares = {}
    for kind, text in texts.items():
        good, bad = _score(text)
        shares[kind] = good / (good + bad) if good + bad else 0.0
    best = max(shares, key=lambda kind: (shares[kind], kind == "cp1258"))
    others = [text for kind, text in texts.items() if shares[best] - shares[kind] < 0.1]
    if shares[best] < 0.75 or any(other != texts[best] for other in others):
        raise Doubt(_odd_words(decode_latin(sample))[:3])
    return best


def decode_latin(data: bytes) -> str:
    """Bytes as Western letters, as an old program would show them."""
    try:
        return data.decode("cp1252")
    except ValueError:
        return data.decode("latin-1")
