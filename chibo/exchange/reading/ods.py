"""What stands in an .ods workbook beside its values: a scan of its XML, piece by piece."""

import html
import re
from collections.abc import Iterator

from chibo.exchange.reading import legacy, limits, markup, places, sentences
from chibo.exchange.reading.answers import SheetScan
from chibo.exchange.reading.facts import Facts
from chibo.exchange.reading.packed import Package

CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"

_TAG = re.compile(rb"<(/?)table:(table-cell|table-row|covered-table-cell|table-column|table)(?=[\s/>])([^<>]{0,2000})>")
_ATTRIBUTE = re.compile(rb"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_STYLE = re.compile(
    rb"""<style:style\b([^<>]{0,400}\bstyle:family\s*=\s*["']table["'][^<>]{0,400})>(.{0,2000}?)</style:style>""", re.S
)
_REPEATED = re.compile(rb"""table:number-columns-repeated\s*=\s*["'](\d{1,10})["']""")


def scan(package: Package) -> list[Facts]:
    """Everything about every sheet.

    :raises Refusal: the workbook is damaged, protected, or reaches further than is read
    """
    if CONTENT not in package:
        raise sentences.broken("Tệp thiếu phần nội dung")
    if MANIFEST in package and any(name == "encryption-data" for name, _ in markup.elements(package.whole(MANIFEST))):
        raise sentences.protected()
    scanner = _Scanner()
    first = True
    for piece in _whole_tags(package.markup(CONTENT)):
        if first:
            markup.check_opening(piece)
            first = False
        scanner.take(piece)
    if first:
        raise sentences.broken()
    for facts in scanner.sheets:
        facts.may_be_old = scanner.may_be_old
        facts.check()
    return scanner.sheets


def _whole_tags(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same content cut where a tag of a table begins, so that none is torn apart."""
    rest = b""
    for piece in pieces:
        data = rest + piece
        cut = data.rfind(b"<table:")
        if cut > 0:
            yield data[:cut]
            rest = data[cut:]
        else:
            rest = data
        if len(rest) > limits.ROW_BYTES:
            raise sentences.too_large(f"Tệp có một ô lớn hơn {sentences.megabytes(limits.ROW_BYTES)}")
    yield rest


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}


def _number(value: bytes | None) -> int:
    """How often something is repeated; at least once."""
    return max(1, int(value)) if value and value.isdigit() and len(value) <= 10 else 1


class _Scanner:
    """Walks through tables, rows and cells; repeated rows and cells are counted, never spread out."""

    def __init__(self) -> None:
        self.sheets: list[Facts] = []
        self.may_be_old = False
        self._hidden_styles: set[bytes] = set()
        self._facts: Facts | None = None
        self._depth = 0
        self._row = self._rows = self._column = self._head_column = 0

    def take(self, data: bytes) -> None:
        """Look through whole tags."""
        if not self.may_be_old and legacy.may_be_old(data):
            self.may_be_old = True
        if b"style:style" in data:
            for attributes, body in _STYLE.findall(data):
                if re.search(rb"""table:display\s*=\s*["']false["']""", body):
                    self._hidden_styles.add(_attributes(attributes).get(b"style:name", b""))
        for found in _TAG.finditer(data):
            closing, tag, attributes = found.groups()
            if tag == b"table":
                self._table(bool(closing), attributes)
            elif closing or self._depth != 1:
                continue
            elif tag == b"table-row":
                self._begin_row(attributes)
            elif tag == b"table-cell" or tag == b"covered-table-cell":
                self._cell(attributes, covered=tag != b"table-cell")
            elif tag == b"table-column":
                self._head(attributes)

    def _table(self, closing: bool, attributes: bytes) -> None:
        if closing:
            self._depth = max(0, self._depth - 1)
            return
        if attributes.endswith(b"/"):
            return
        self._depth += 1
        if self._depth > 1:
            return
        given = _attributes(attributes)
        if len(self.sheets) >= limits.SHEETS:
            raise sentences.too_large(
                f"Tệp có quá {limits.SHEETS} trang tính", "Chỉ giữ các trang tính cần nhập rồi tải lên."
            )
        name = html.unescape(given.get(b"table:name", b"").decode("utf-8", "replace"))
        hidden = given.get(b"table:style-name") in self._hidden_styles
        self._facts = Facts(SheetScan(name, hidden=hidden))
        self.sheets.append(self._facts)
        self._row = self._rows = self._column = self._head_column = 0

    def _head(self, attributes: bytes) -> None:
        given = _attributes(attributes)
        count = _number(given.get(b"table:number-columns-repeated"))
        if given.get(b"table:visibility", b"visible") != b"visible":
            self._facts.hide_columns(self._head_column + 1, self._head_column + count)
        self._head_column += count

    def _begin_row(self, attributes: bytes) -> None:
        self._row += self._rows
        self._column = 0
        self._rows = 1
        if not attributes:
            return
        given = _attributes(attributes)
        self._rows = _number(given.get(b"table:number-rows-repeated"))
        if given.get(b"table:visibility", b"visible") != b"visible":
            self._facts.hide(self._row + 1, self._row + self._rows)

    def _cell(self, attributes: bytes, *, covered: bool) -> None:
        column = self._column + 1
        repeated = _REPEATED.search(attributes) if b"repeated" in attributes else None
        self._column += _number(repeated.group(1)) if repeated else 1
        valued = b"office:value-type" in attributes or b"calcext:value-type" in attributes
        if valued or b"table:formula" in attributes:
            self._facts.reach(self._row + self._rows, self._column)
        if covered:
            return
        row = self._row + 1
        if b"table:formula" in attributes:
            self._facts.formula(places.address(row, column), valued)
        if b'calcext:value-type="error"' in attributes:
            self._facts.error(places.address(row, column))
        if b"-spanned" in attributes:
            given = _attributes(attributes)
            down = _number(given.get(b"table:number-rows-spanned"))
            across = _number(given.get(b"table:number-columns-spanned"))
            if down > 1 or across > 1:
                self._facts.merge_numbers(row, column, row + down - 1, column + across - 1)
