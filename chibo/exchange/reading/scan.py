"""What a file really is, and what stands in it beside its values, before anything parses it."""

import os

from chibo.exchange.reading import legacy, limits, markup, ods, ole, sentences, xlsx
from chibo.exchange.reading.answers import Scan, SheetScan
from chibo.exchange.reading.facts import Facts
from chibo.exchange.reading.packed import Package
from chibo.exchange.reading.text import Table
from chibo.kernel.refusal import Refusal

_PICK = "Chọn tệp bảng tính .xlsx, .xls, .ods hoặc .csv."
_SIGNS = (
    (b"%PDF", "Đây là tệp PDF, không phải bảng tính"),
    (b"{\\rtf", "Đây là tệp văn bản RTF, không phải bảng tính"),
    (b"\x89PNG", "Đây là tệp ảnh, không phải bảng tính"),
    (b"\xff\xd8\xff", "Đây là tệp ảnh, không phải bảng tính"),
    (b"GIF8", "Đây là tệp ảnh, không phải bảng tính"),
    (b"Rar!", "Đây là tệp nén RAR"),
    (b"7z\xbc\xaf", "Đây là tệp nén 7z"),
    (b"\x1f\x8b", "Đây là tệp nén GZIP"),
    (b"MZ", "Đây là chương trình, không phải bảng tính"),
    (b"\x7fELF", "Đây là chương trình, không phải bảng tính"),
    (b"SQLite format", "Đây là cơ sở dữ liệu, không phải bảng tính"),
)
_OLDER = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
"""Excel 2 to 4, before workbooks."""
_TEXT_ENDINGS = ("csv", "txt", "tsv")


class Inspection:
    """A scanned file.

    :param only: scan this sheet alone, as its name
    :param encoding: of a text file, if somebody says so
    :param later: leave the sheets of an .xlsx to :meth:`scan_sheets`
    """

    def __init__(
        self, path: str, name: str, *, only: str | None = None, encoding: str = "", later: bool = False
    ) -> None:
        self.path = path
        self._only = only
        self.facts: list[Facts] = []
        self.table: Table | None = None
        self.package: Package | None = None
        self.parts: list[tuple[str, str, bool]] = []
        """Of the sheets of an .xlsx: name, member, whether it is hidden."""
        ending = os.path.splitext(name)[1].lower().lstrip(".")
        try:
            size = os.path.getsize(path)
            with open(path, "rb") as file:
                head = file.read(4096)
        except OSError as error:
            raise sentences.broken("Tệp không mở được") from error
        if not size:
            raise sentences.empty()
        if size > limits.FILE_BYTES:
            raise sentences.too_large(f"Tệp lớn hơn {sentences.megabytes(limits.FILE_BYTES)}")
        self.scan = Scan(format="")
        self.may_be_old = False
        if head[:2] == b"PK":
            self._packed(path)
        elif head[:8] == ole.MAGIC:
            ole.check(path)
            self.scan.format = "xls"
            self.scan.can_tell = False
            self.may_be_old = True
            self.scan.notes.append(
                "Với tệp .xls không nhìn được dòng ẩn, cột ẩn và công thức; nếu cần biết, lưu lại thành .xlsx rồi tải lên."
            )
        else:
            self._text(path, head, ending, name, encoding)
        if ending and ending != self.scan.format and not (self.scan.format == "csv" and ending in _TEXT_ENDINGS):
            self.scan.notes.append(
                f"Tệp mang đuôi .{ending[:10]} nhưng thật ra là .{self.scan.format}; đã đọc theo nội dung."
            )
        if not later:
            self.scan_sheets()

    def facts_of(self, name: str) -> Facts | None:
        """What the scan found in a sheet."""
        return next((one for one in self.facts if one.scan.name == name), None)

    def scan_sheets(self) -> None:
        """Scan the sheets of a packed workbook, and say what a person would not see."""
        if self.scan.format == "xlsx":
            is_known = self._only is not None
            self.facts = [
                xlsx.scan(self.package, name, member, hidden, is_known=is_known)
                for name, member, hidden in self.parts
                if self._only is None or name == self._only
            ]
        elif self.scan.format == "ods":
            self.facts = [one for one in ods.scan(self.package) if self._only is None or one.scan.name == self._only]
        self.scan.sheets = [one.scan for one in self.facts]
        self.may_be_old = self.may_be_old or any(one.may_be_old for one in self.facts)
        self._tell()

    def _packed(self, path: str) -> None:
        package = self.package = Package(path)
        names = {member.lower() for member in package.members}
        if any(member.startswith("word/") for member in names):
            raise sentences.other_kind(
                "Đây là tệp Word, không phải bảng tính", "Chép bảng sang Excel, lưu thành .xlsx rồi tải lên."
            )
        if any(member.startswith("ppt/") for member in names):
            raise sentences.other_kind("Đây là tệp PowerPoint, không phải bảng tính", _PICK)
        if "xl/workbook.bin" in names:
            raise sentences.other_kind("Đây là sổ Excel nhị phân (.xlsb), hệ thống không đọc loại này")
        if "xl/vbaproject.bin" in names:
            raise sentences.other_kind("Tệp có chứa macro (.xlsm), hệ thống không nhận loại này")
        if any(member.startswith("xl/") for member in names):
            self.scan.format = "xlsx"
            self._check_parts(package)
            self.parts = xlsx.parts(package)
        elif ods.CONTENT in package:
            kind = package.whole("mimetype", 200) if "mimetype" in package else b""
            if kind and b"opendocument.spreadsheet" not in kind:
                raise sentences.other_kind("Đây là tệp OpenDocument nhưng không phải bảng tính", _PICK)
            self.scan.format = "ods"
        else:
            raise sentences.other_kind(
                "Đây là tệp nén, không phải bảng tính", "Giải nén rồi tải lên từng bảng tính bên trong."
            )

    def _check_parts(self, package: Package) -> None:
        """Unpack what a reader of values will unpack besides the sheets, to see that it is sound and as large as it says."""
        for member in package.members:
            folded = member.lower()
            is_read = folded.startswith(("xl/", "_rels/")) and folded.endswith((".xml", ".rels"))
            if not is_read or "/worksheets/" in folded or "/drawings/" in folded:
                continue
            limit = limits.UNPACKED_BYTES if "sharedstrings" in folded else limits.STYLE_BYTES
            first = True
            for piece in package.markup(member, limit):
                if first:
                    markup.check_opening(piece)
                    first = False
                if not self.may_be_old and (b"&#" in piece or legacy.may_be_old(piece)):
                    self.may_be_old = True

    def _text(self, path: str, head: bytes, ending: str, name: str, encoding: str) -> None:
        for sign, sentence in _SIGNS:
            if head.startswith(sign):
                raise sentences.other_kind(
                    sentence, "Giải nén rồi tải lên từng bảng tính bên trong." if "nén" in sentence else _PICK
                )
        if head.startswith(_OLDER):
            raise sentences.other_kind("Đây là tệp Excel đời rất cũ (trước 1993)")
        opening = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")[:200].lower()
        if opening.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<style")):
            raise sentences.other_kind("Đây là trang web (HTML) đổi đuôi thành bảng tính")
        if opening.startswith((b"<?xml", b"<workbook", b"<!doctype")):
            raise sentences.other_kind("Đây là tệp XML, không phải bảng tính")
        if ending not in _TEXT_ENDINGS and (ending in ("xlsx", "xls", "ods", "xlsm", "xlsb") or ending):
            self._must_be_text(head, ending)
        with open(path, "rb") as file:
            data = file.read(limits.TEXT_BYTES + 1)
        table = self.table = Table(data, encoding)
        self.may_be_old = table.encoding == "utf-16" or (table.encoding == "utf-8" and legacy.may_be_old(data))
        del data
        table.check_quotes()
        self.scan.format = "csv"
        self.scan.encoding = table.encoding
        self.scan.notes += table.notes
        facts = Facts(SheetScan(os.path.splitext(os.path.basename(name))[0][:60] or "CSV"))
        widest = last = 0
        for number, row in enumerate(table.rows(), 1):
            if any(row):
                last = number
                if len(row) > widest:
                    widest = len(row)
        if not last:
            raise sentences.no_rows()
        if ending not in _TEXT_ENDINGS and widest < 2:
            raise self._not(ending)
        facts.scan.rows, facts.scan.columns = last, widest
        self.facts = [facts]
        self.scan.sheets = [facts.scan]

    def _must_be_text(self, head: bytes, ending: str) -> None:
        """Text under the ending of a workbook is read only where it cannot be anything else."""
        marked = head[:2] in (b"\xff\xfe", b"\xfe\xff")
        if not marked and any(byte < 9 or 13 < byte < 32 for byte in head):
            raise self._not(ending)

    @staticmethod
    def _not(ending: str) -> Refusal:
        return sentences.broken(
            f"Tệp mang đuôi .{ending[:10]} nhưng bên trong không phải bảng tính, hoặc phần đầu tệp bị hỏng"
        )

    def _tell(self) -> None:
        """Say what a person would not see."""
        for sheet in self.scan.sheets:
            where = f"Trang tính “{sheet.name}”"
            if sheet.hidden:
                self.scan.notes.append(f"{where} đang ẩn.")
            if sheet.hidden_row_count:
                shown = sentences.thousands(sheet.hidden_row_count)
                self.scan.notes.append(f"{where} có {shown} dòng ẩn; các dòng ấy vẫn được đọc trừ khi bạn chọn bỏ qua.")
            if sheet.hidden_columns:
                self.scan.notes.append(f"{where} có {len(sheet.hidden_columns)} cột ẩn.")
            if sheet.merged_count:
                self.scan.notes.append(f"{where} có {sentences.thousands(sheet.merged_count)} vùng ô gộp.")
            if sheet.formulas > sheet.uncalculated:
                shown = sentences.thousands(sheet.formulas)
                self.scan.notes.append(f"{where} có {shown} ô công thức; giá trị đã tính lần cuối được dùng.")
            if sheet.uncalculated:
                shown = sentences.some(sheet.uncalculated, sheet.uncalculated_cells)
                self.scan.notes.append(
                    f"{where} có {shown} là công thức chưa tính; mở tệp bằng Excel, bấm lưu để tính rồi tải lại."
                )
            if sheet.errors:
                self.scan.notes.append(
                    f"{where} có {sentences.some(sheet.errors, sheet.error_cells)} báo lỗi công thức."
                )


def scan(path: str, name: str) -> Scan:
    """What a file is, by its content, and what stands in it beside its values.

    :param name: under which it was sent
    :raises Refusal: it is not a workbook that is read, is damaged, or holds more than is read
    """
    return Inspection(path, name).scan
