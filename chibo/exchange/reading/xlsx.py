"""What stands in an .xlsx workbook beside its values: a scan of its XML, piece by piece, at the speed of unpacking."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from chibo.exchange.reading import legacy, limits, markup, places, sentences
from chibo.exchange.reading.answers import SheetScan
from chibo.exchange.reading.facts import Facts
from chibo.exchange.reading.packed import Package

_OPENING = 2 * limits.TOP
"""Rows of a long sheet that are kept to be looked at."""
_PIECE = 4 * limits.MEGABYTE
_ROOT = re.compile(rb"<(\w+:)?worksheet[\s>]")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true|on)["']""")
_HIDES = (b'hidden="1"', b'hidden="true"', b"hidden='", b"hidden =")
_NUMBER = re.compile(rb"""(?<![\w:])r\s*=\s*["'](\d{1,10})["']""")
_PLACE = re.compile(rb"""(?<![\w:])r\s*=\s*["']([A-Z]{1,7}\d{1,10})["']""")
_SPAN = re.compile(rb"""(?<![\w:])(min|max)\s*=\s*["'](\d{1,6})["']""")
_TEXT = re.compile(rb"""(?<![\w:])t\s*=\s*["']str["']""")


def parts(package: Package) -> list[tuple[str, str, bool]]:
    """(name, member, whether it is hidden) of every sheet with cells, in the order of the workbook.

    :raises Refusal: the workbook does not say so, or has too many sheets
    """
    book = _target(package, "_rels/.rels", "/officeDocument") or "xl/workbook.xml"
    if book not in package:
        raise sentences.broken("Tệp thiếu phần mục lục các trang tính")
    folder, _, file = book.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    targets = {}
    if relations in package:
        for name, attributes in markup.elements(package.whole(relations)):
            if name == "Relationship":
                targets[attributes.get("Id", "")] = (attributes.get("Type", ""), attributes.get("Target", ""))
    sheets = []
    listed = 0
    for name, attributes in markup.elements(package.whole(book)):
        if name != "sheet":
            continue
        listed += 1
        if listed > limits.SHEETS:
            raise sentences.too_large(
                f"Tệp có quá {limits.SHEETS} trang tính", "Chỉ giữ các trang tính cần nhập rồi tải lên."
            )
        kind, target = targets.get(attributes.get("id", ""), ("", ""))
        if not kind.endswith("/worksheet"):
            continue
        member = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if member not in package:
            raise sentences.broken(f"Tệp thiếu nội dung của trang tính “{attributes.get('name', '')}”")
        sheets.append((attributes.get("name", ""), member, attributes.get("state", "visible") != "visible"))
    return sheets


def _target(package: Package, relations: str, kind: str) -> str:
    if relations not in package:
        return ""
    for name, attributes in markup.elements(package.whole(relations)):
        if name == "Relationship" and attributes.get("Type", "").endswith(kind):
            return posixpath.normpath(attributes.get("Target", "").lstrip("/"))
    return ""


def scan(package: Package, name: str, member: str, hidden: bool, *, is_known: bool = False) -> Facts:
    """Everything about one sheet.

    :param is_known: its columns were counted before; they are not counted again unless it reaches absurdly far
    :raises Refusal: it is damaged, or reaches further than is read
    """
    facts = Facts(SheetScan(name, hidden=hidden))
    for _ in walk(package, member, facts, is_known=is_known):
        pass
    return facts


@dataclass(frozen=True)
class Piece:
    """Whole rows of a sheet, the first with what stands before them, the last with what follows.

    :ivar row: how the tag of a row begins
    :ivar end: what ends a sheet behind its rows
    """

    data: bytes
    row: bytes
    end: bytes
    is_last: bool


def walk(
    package: Package, member: str, facts: Facts, *, is_known: bool = False, first: int = _PIECE
) -> Iterator[Piece]:
    """Scan a sheet piece by piece; each comes when the facts hold what is in it.

    :param first: how large the first piece is, about
    :raises Refusal: as :func:`scan`
    """
    name = facts.scan.name
    scanner: _Scanner | None = None
    rest = b""
    count = 0
    for count, piece in enumerate(_large(package.markup(member), first), 1):
        if scanner is None:
            markup.check_opening(piece)
            scanner = _Scanner(facts, piece, is_known=is_known)
        data = rest + piece
        cut = data.rfind(scanner.row)
        if cut > 0:
            scanner.take(data[:cut])
            rest = data[cut:]
            if count == 1:
                facts.opening = scanner.opening(data[:cut])
            yield Piece(data[:cut], scanner.row, scanner.end, False)
        else:
            rest = data
        if len(rest) > limits.ROW_BYTES:
            most = sentences.megabytes(limits.ROW_BYTES)
            raise sentences.too_large(f"Trang tính “{name}” có một dòng lớn hơn {most}")
    if scanner is None:
        raise sentences.broken()
    scanner.take(rest)
    scanner.finish(rest)
    if count == 1 or not facts.is_ordered:
        facts.opening = None
    facts.check()
    yield Piece(rest, scanner.row, scanner.end, True)


def _large(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """The same content in larger pieces, the first about so large."""
    held: list[bytes] = []
    length = 0
    for piece in pieces:
        held.append(piece)
        length += len(piece)
        if length >= size:
            yield b"".join(held)
            held, length, size = [], 0, _PIECE
    if held:
        yield b"".join(held)


class _Patterns:
    """What is looked for in a sheet whose elements carry a prefix, written ``@`` here.

    Attributes are bounded, so that no file makes a search go over the same place again and again.
    """

    def __init__(self, prefix: bytes) -> None:
        def pattern(text: bytes, flags: int = 0) -> re.Pattern[bytes]:
            return re.compile(text.replace(b"@", re.escape(prefix)), flags)

        value = rb"<@(?:f|is|v>[^<])"
        self.rows = pattern(rb"<@row\b([^<>]{0,400})>")
        self.numbers = pattern(rb'<@row\b(?:[^<>]{0,400}?\sr="(\d{1,10})")?')
        self.columns = pattern(rb'<@c\b[^<>]{0,400}?\sr="([A-Z]{1,7})\d+"(?:[^<>]{0,400}[^</>])?>\s*' + value)
        self.last = pattern(
            rb'.*<@c\b[^<>]{0,400}?\sr="([A-Z]{1,7})(\d{1,10})"(?:[^<>]{0,400}[^</>])?>\s*' + value, re.S
        )
        self.cell = b"<" + prefix + b"c "
        self.placed = self.cell + b'r="'
        self.far = pattern(rb'<@c r="[A-Z]{3}')
        self.bare = pattern(rb"<@c(?![^<>]{0,400}?\sr=\"[A-Z])[\s>/]")
        self.each = pattern(rb"<@(?:row\b([^<>]{0,400})>|c\b([^<>]{0,400})>\s*(" + value + rb")?)")
        self.formulas = pattern(
            rb"<@c\b([^<>]{0,400})>\s*<@f\b(?:[^<>]{0,400}/>|[^<>]{0,400}>[^<]*</@f\s*>)\s*(<@(?:v>[^<]|is|v))?"
        )
        self.errors = pattern(
            rb"""<@c\b([^<>]{0,400}\st\s*=\s*["']e["'][^<>]{0,400})>(?:\s*<@f\b(?:[^<>]{0,400}/>|[^<>]{0,400}>[^<]*</@f\s*>))?\s*(?:<@v>([^<]{0,40}))?"""
        )
        self.merges = pattern(
            rb"""<@mergeCell\b[^<>]{0,400}\sref\s*=\s*["']([A-Z]{1,7}\d{1,10}):([A-Z]{1,7}\d{1,10})["']"""
        )
        self.cols = pattern(rb"<@col\b([^<>]{0,400})>")


class _Scanner:
    """Looks through whole rows of one sheet."""

    def __init__(self, facts: Facts, opening: bytes, *, is_known: bool) -> None:
        found = _ROOT.search(opening)
        if not found:
            raise sentences.broken()
        prefix = found.group(1) or b""
        self.facts = facts
        self.row = b"<" + prefix + b"row"
        self._formula = b"<" + prefix + b"f"
        self._patterns = _Patterns(prefix)
        self._is_known = is_known
        self._is_plain = not self._patterns.bare.search(opening) and b"r='" not in opening
        """Whether cells say their place; one program writes a whole sheet, so its opening tells."""
        self._next_row = 1
        """Number of a row that does not say its own."""
        self._opened = False
        self.end = b"</" + prefix + b"sheetData></" + prefix + b"worksheet>"
        self._widest = 0
        """Columns that hold a value in some row so far."""
        self._wider: re.Pattern[bytes] | None = None

    def opening(self, data: bytes) -> bytes | None:
        """A sheet of the first rows of this one; None where it is not certain to be as the beginning of the whole is."""
        if not self._is_plain or b"<!" in data:
            # What is no element may hold what looks like a row.
            return None
        found = next(islice(self._patterns.rows.finditer(data), _OPENING, None), None)
        return (data[: found.start()] if found else data) + self.end

    def take(self, data: bytes) -> None:
        """Look through whole rows."""
        if not self._opened:
            self._opened = True
            if b"hidden" in data:
                self._hidden_columns(data)
        if not self.facts.may_be_old and legacy.may_be_old(data):
            self.facts.may_be_old = True
        before = self._next_row - 1
        is_plain = self._rows(data)
        self.facts.is_ordered = self.facts.is_ordered and is_plain
        is_plain = is_plain and self._is_plain
        if not is_plain:
            self._cells_one_by_one(data, before)
        elif not self._is_known or self._patterns.far.search(data):
            self._reach(data, self._width(data))
        else:
            self._reach(data, 0)
        if self._formula in data:
            self._formulas(data)
        if b't="s"><v>-' in data:
            raise sentences.broken(f"Trang tính “{self.facts.scan.name}” trỏ tới chuỗi không có thật")
        if b't="e"' in data:
            for attributes, shown in self._patterns.errors.findall(data):
                place = _PLACE.search(attributes)
                if place:
                    self.facts.error(place.group(1).decode(), shown.decode("utf-8", "replace"))

    def _width(self, data: bytes) -> int:
        """The last column that holds a value, of this piece or an earlier one.

        Nearly always no cell stands beyond what earlier pieces reach, which is quicker to see than where each cell stands.
        """
        patterns = self._patterns
        if self._wider is None or data.count(patterns.cell) != data.count(patterns.placed) or self._wider.search(data):
            letters = set(patterns.columns.findall(data))
            widest = max((places.column_number(one.decode()) for one in letters), default=0)
            if widest > self._widest:
                self._widest = widest
                self._wider = re.compile(re.escape(patterns.placed) + places.beyond(widest))
        return self._widest

    def _reach(self, data: bytes, column: int) -> None:
        last = self._patterns.last.match(data)
        if last:
            self.facts.reach(int(last.group(2)), column or places.column_number(last.group(1).decode()))

    def _rows(self, data: bytes) -> bool:
        """Note hidden rows; False if a row does not say its number or they do not ascend."""
        hides = b"hidden" in data and any(sign in data for sign in _HIDES)
        found = self._patterns.numbers.findall(data)
        if not hides and all(found):
            numbers = list(map(int, found))
            is_plain = numbers == sorted(numbers) and (not numbers or numbers[0] >= self._next_row)
            self._next_row = numbers[-1] + 1 if numbers else self._next_row
            return is_plain
        is_plain = True
        current = self._next_row - 1
        for attributes in self._patterns.rows.findall(data):
            number = _NUMBER.search(attributes)
            following = int(number.group(1)) if number else current + 1
            is_plain = is_plain and number is not None and following > current
            current = following
            if hides and _HIDDEN.search(attributes):
                self.facts.hide(current)
        self._next_row = current + 1
        return is_plain

    def _cells_one_by_one(self, data: bytes, row: int) -> None:
        """The slow way, for rows and cells that do not say their place."""
        column = 0
        for found in self._patterns.each.finditer(data):
            attributes, cell, value = found.groups()
            if cell is None:
                number = _NUMBER.search(attributes)
                row = int(number.group(1)) if number else row + 1
                column = 0
                continue
            place = _PLACE.search(cell)
            column += 1
            if place:
                row, column = places.split(place.group(1).decode())
            if value and not cell.endswith(b"/"):
                self.facts.reach(row, column)

    def _formulas(self, data: bytes) -> None:
        for attributes, value in self._patterns.formulas.findall(data):
            place = _PLACE.search(attributes)
            is_empty = value.endswith(b"v") and not _TEXT.search(attributes)
            self.facts.formula(place.group(1).decode() if place else "", bool(value) and not is_empty)

    def _hidden_columns(self, data: bytes) -> None:
        for attributes in self._patterns.cols.findall(data):
            if _HIDDEN.search(attributes):
                span = {key: int(value) for key, value in _SPAN.findall(attributes)}
                self.facts.hide_columns(span.get(b"min", 0), span.get(b"max", 0))

    def finish(self, data: bytes) -> None:
        """What follows the rows: merged regions."""
        for first, last in self._patterns.merges.findall(data):
            self.facts.merge(first.decode(), last.decode())
