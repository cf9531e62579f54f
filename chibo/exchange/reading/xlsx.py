"""What stands in an .xlsx workbook beside its values: a scan of its XML, piece by piece, at the speed of unpacking."""

import posixpath
import re
from collections.abc import Iterator

from chibo.exchange.reading import limits, markup, places, sentences
from chibo.exchange.reading.answers import SheetScan
from chibo.exchange.reading.facts import Facts
from chibo.exchange.reading.packed import Package

_ROOT = re.compile(rb"<(\w+:)?worksheet[\s>]")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true|on)["']""")
_NUMBER = re.compile(rb"""(?<![\w:])r\s*=\s*["'](\d{1,10})["']""")
_PLACE = re.compile(rb"""(?<![\w:])r\s*=\s*["']([A-Z]{1,7}\d{1,10})["']""")
_SPAN = re.compile(rb"""(?<![\w:])(min|max)\s*=\s*["'](\d{1,6})["']""")
_TEXT = re.compile(rb"""(?<![\w:])t\s*=\s*["']str["']""")
_ERROR = re.compile(rb"""(?<![\w:])t\s*=\s*["']e["']""")


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


def scan(package: Package, name: str, member: str, hidden: bool) -> Facts:
    """Everything about one sheet.

    :raises Refusal: it is damaged, or reaches further than is read
    """
    facts = Facts(SheetScan(name, hidden=hidden))
    scanner: _Scanner | None = None
    rest = b""
    for piece in _large(package.pieces(member)):
        if scanner is None:
            markup.check_opening(piece)
            scanner = _Scanner(facts, piece)
        data = rest + piece
        cut = data.rfind(scanner.row)
        if cut > 0:
            scanner.take(data[:cut])
            rest = data[cut:]
        else:
            rest = data
        if len(rest) > limits.ROW_BYTES:
            raise sentences.too_large(
                f"Trang tính “{name}” có một dòng lớn hơn {sentences.megabytes(limits.ROW_BYTES)}"
            )
    if scanner is None:
        raise sentences.broken()
    scanner.take(rest)
    scanner.finish(rest)
    facts.check()
    return facts


def _large(pieces: Iterator[bytes], size: int = 4 * limits.MEGABYTE) -> Iterator[bytes]:
    """The same content in larger pieces."""
    held: list[bytes] = []
    length = 0
    for piece in pieces:
        held.append(piece)
        length += len(piece)
        if length >= size:
            yield b"".join(held)
            held, length = [], 0
    if held:
        yield b"".join(held)


class _Scanner:
    """Looks through whole rows of one sheet; patterns are made for the prefix its elements carry."""

    def __init__(self, facts: Facts, opening: bytes) -> None:
        found = _ROOT.search(opening)
        if not found:
            raise sentences.broken()
        prefix = found.group(1) or b""
        p = re.escape(prefix)
        self.facts = facts
        self.row = b"<" + prefix + b"row"
        self.formula = b"<" + prefix + b"f"
        self.bare = (*(b"<" + prefix + b"c" + end for end in (b">", b" s", b" t", b"/")), b" r='")
        value = rb"<" + p + rb"(?:f|is|v>[^<])"
        place = rb"""\br\s*=\s*["']([A-Z]{1,7})(\d{1,10})["']"""
        self.rows = re.compile(rb"<" + p + rb"row\b([^>]*)>")
        self.numbered = re.compile(rb"<" + p + rb"row\b[^>]*?[\s]r\s*=\s*[\"'](\d{1,10})[\"']")
        self.columns = re.compile(rb"<" + p + rb"c\b[^>]*?\br=\"([A-Z]{1,7})\d+\"[^>]*[^/]>\s*" + value)
        self.last = re.compile(rb".*<" + p + rb"c\b[^>]*?" + place + rb"[^>]*[^/]>\s*" + value, re.S)
        self.each = re.compile(rb"<" + p + rb"(?:row\b([^>]*)>|c\b([^>]*)>\s*(" + value + rb")?)")
        self.formulas = re.compile(
            rb"<"
            + p
            + rb"c\b([^>]*)>\s*<"
            + p
            + rb"f\b[^>]*?(?:/>|>[^<]*</"
            + p
            + rb"f\s*>)\s*(<"
            + p
            + rb"(?:v>[^<]|is)|<"
            + p
            + rb"v)?"
        )
        self.faulty = re.compile(rb"<" + p + rb"""c\b([^>]*\bt\s*=\s*["']e["'][^>]*)>""")
        self.merges = re.compile(
            rb"<" + p + rb"""mergeCell\b[^>]*\bref\s*=\s*["']([A-Z]{1,7}\d{1,10}):([A-Z]{1,7}\d{1,10})["']"""
        )
        self.cols = re.compile(rb"<" + p + rb"col\b([^>]*)>")
        self.next_row = 1
        """Number of a row that does not say its own."""
        self.opened = False

    def take(self, data: bytes) -> None:
        """Look through whole rows."""
        if not self.opened:
            self.opened = True
            self._hidden_columns(data)
        numbers, plain = self._rows(data)
        if plain and not any(bare in data for bare in self.bare):
            letters = set(self.columns.findall(data))
            if letters:
                last = self.last.match(data)
                row = int(last.group(2)) if last else max(numbers, default=0)
                self.facts.reach(row, max(places.column_number(one.decode()) for one in letters))
        else:
            self._cells_one_by_one(data)
        if self.formula in data:
            self._formulas(data)
        if b't="e"' in data or b"t='e'" in data:
            for attributes in self.faulty.findall(data):
                place = _PLACE.search(attributes)
                if place:
                    self.facts.error(place.group(1).decode())

    def _rows(self, data: bytes) -> tuple[list[int], bool]:
        """Numbers of the rows, hidden ones noted; False beside them if a row does not say its number or they do not ascend."""
        numbers = [int(number) for number in self.numbered.findall(data)]
        ascending = numbers == sorted(numbers) and (not numbers or numbers[0] >= self.next_row)
        plain = ascending and (data.count(self.row) == len(numbers) or len(self.rows.findall(data)) == len(numbers))
        if b"hidden" in data:
            current = self.next_row - 1
            for attributes in self.rows.findall(data):
                number = _NUMBER.search(attributes)
                current = int(number.group(1)) if number else current + 1
                if _HIDDEN.search(attributes):
                    self.facts.hide(current)
        self._first = self.next_row
        if numbers:
            self.next_row = numbers[-1] + 1
        return numbers, plain

    def _cells_one_by_one(self, data: bytes) -> None:
        """The slow way, for cells that do not say their place."""
        row = self._first - 1
        column = 0
        for found in self.each.finditer(data):
            if found.group(1) is not None or found.group(2) is None:
                number = _NUMBER.search(found.group(1) or b"")
                row = int(number.group(1)) if number else row + 1
                column = 0
                continue
            place = _PLACE.search(found.group(2))
            column += 1
            if place:
                row, column = places.split(place.group(1).decode())
            if found.group(3) and not found.group(2).endswith(b"/"):
                self.facts.reach(row, column)

    def _formulas(self, data: bytes) -> None:
        for attributes, value in self.formulas.findall(data):
            place = _PLACE.search(attributes)
            calculated = bool(value) and (
                not value.endswith(b"v") or bool(_TEXT.search(attributes)) or bool(_ERROR.search(attributes))
            )
            self.facts.formula(place.group(1).decode() if place else "", calculated)

    def _hidden_columns(self, data: bytes) -> None:
        if b"hidden" not in data:
            return
        for attributes in self.cols.findall(data):
            if _HIDDEN.search(attributes):
                span = {key: int(value) for key, value in _SPAN.findall(attributes)}
                self.facts.hide_columns(span.get(b"min", 0), span.get(b"max", 0))

    def finish(self, data: bytes) -> None:
        """What follows the rows: merged regions."""
        for first, last in self.merges.findall(data):
            self.facts.merge(first.decode(), last.decode())
