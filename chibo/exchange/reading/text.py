"""Text workbooks (.csv): their encoding, their delimiter, their rows."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from chibo.exchange.reading import legacy, limits, sentences
from chibo.kernel.refusal import Refusal

ENCODINGS = ("utf-8", "utf-16", "cp1258", "tcvn3", "vni", "cp1252")
DELIMITERS = ",;\t|"

_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_NAMES = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Latin-1", **legacy.LABELS}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Table:
    """A text file as a sheet.

    :param forced: its encoding, if somebody says so
    :raises Refusal: it cannot be read for certain
    """

    def __init__(self, data: bytes, forced: str = "") -> None:
        if len(data) > limits.TEXT_BYTES:
            raise sentences.too_large(f"Tệp văn bản lớn hơn {sentences.megabytes(limits.TEXT_BYTES)}")
        self.text, self.encoding = decode(data, forced)
        self.text = self.text.rstrip("\x1a")
        found = _CONTROL.search(self.text)
        if found:
            line = self.text.count("\n", 0, found.start()) + 1
            raise Refusal(
                f"Dòng {sentences.thousands(line)} của tệp có byte lạ (mã {ord(found.group())}), nên đây không phải tệp CSV lành lặn. "
                f"{sentences.SAVE_AGAIN}",
                code="broken_file",
            )
        self._start = 0
        self._skipped = 0
        self.delimiter = self._find_delimiter()
        self.notes = []
        if self.encoding not in ("utf-8", "utf-16"):
            self.notes.append(
                f"Tệp viết bằng bảng mã {_NAMES[self.encoding]} đã được chuyển sang Unicode; xem lại vài dòng trước khi nhập."
            )

    def rows(self) -> Iterator[list[str]]:
        """Its rows, as often as asked.

        :raises Refusal: a field or the whole is too large, or a quotation mark is never closed
        """
        for _ in range(self._skipped):
            yield []
        lines = io.StringIO(self.text, newline="")
        lines.seek(self._start)
        csv.field_size_limit(limits.CELL_TEXT)
        reader = csv.reader(lines, delimiter=self.delimiter)
        count = 0
        try:
            for count, row in enumerate(reader, 1):
                if count > limits.ROWS:
                    raise sentences.too_large(f"Tệp có quá {sentences.thousands(limits.ROWS)} dòng")
                if len(row) > limits.COLUMNS:
                    raise sentences.too_large(
                        f"Dòng {sentences.thousands(count)} có quá {limits.COLUMNS} cột",
                        "Xóa các cột thừa rồi tải lên.",
                    )
                yield row
        except csv.Error as error:
            line = sentences.thousands(count + 1)
            if "limit" in str(error):
                raise sentences.too_large(
                    f"Dòng {line} có một ô dài hơn {sentences.thousands(limits.CELL_TEXT)} ký tự, có thể vì thiếu dấu nháy kép đóng",
                    "Sửa dòng ấy hoặc lưu tệp thành .xlsx rồi tải lên.",
                ) from error
            raise sentences.broken(f"Dòng {line} của tệp CSV không đúng cách viết") from error

    def check_quotes(self) -> None:
        """Refuse a quotation mark that is never closed and swallows the rest of the file.

        :raises Refusal: so
        """
        if self.text.count('"') % 2 == 0:
            return
        number, last = 0, ""
        for row in self.rows():
            number += 1
            last = row[-1] if row else ""
        if "\n" in last:
            line = sentences.thousands(number)
            raise sentences.broken(f"Dòng {line} của tệp CSV có dấu nháy kép mở mà không đóng")

    def _find_delimiter(self) -> str:
        opening = re.match(r"sep=(.)\r?\n", self.text)
        if opening:
            self._start = opening.end()
            self._skipped = 1
            return opening.group(1)
        sample = self.text[:100_000]
        if len(sample) < len(self.text):
            sample = sample[: sample.rfind("\n") + 1] or sample
        best, chosen = 0.0, ","
        csv.field_size_limit(limits.CELL_TEXT)
        for delimiter in DELIMITERS:
            if delimiter not in sample:
                continue
            widths: Counter[int] = Counter()
            try:
                for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
                    if row:
                        widths[len(row)] += 1
            except csv.Error:
                continue
            width, often = max(widths.items(), key=lambda one: one[1] * (one[0] > 1) * min(one[0], 4))
            share = often / sum(widths.values()) * min(width, 4) if width > 1 else 0.0
            if share > best:
                best, chosen = share, delimiter
        return chosen


def decode(data: bytes, forced: str = "") -> tuple[str, str]:
    """A text and the name of its encoding.

    :raises Refusal: it is damaged, or doubtful
    """
    if forced and forced not in ENCODINGS:
        raise Refusal(
            "Không có bảng mã ấy. Chọn lại bảng mã của tệp rồi đọc lại.", field="encoding", code="unknown_encoding"
        )
    if forced in ("tcvn3", "vni"):
        plain = data.decode("latin-1") if forced == "tcvn3" else legacy.decode_latin(data)
        return legacy.CONVERTERS[forced](plain), forced
    if forced:
        try:
            return (legacy.from_cp1258(data) if forced == "cp1258" else data.decode(forced)).removeprefix(
                "\ufeff"
            ), forced
        except (ValueError, LookupError) as error:
            raise sentences.broken("Tệp không đọc được bằng bảng mã đã chọn") from error
    for mark, codec in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(codec), "utf-8" if mark == codecs.BOM_UTF8 else "utf-16"
            except ValueError as error:
                raise _damaged(data, error) from error
    if b"\0" in data[:4096]:
        return _without_mark(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_nearly_utf8(data, error):
            raise _damaged(data, error) from error
    try:
        encoding = legacy.recognise_bytes(data)
    except legacy.Doubt as doubt:
        raise doubtful(doubt.samples) from doubt
    if encoding == "cp1258":
        return legacy.from_cp1258(data), encoding
    if encoding == "tcvn3":
        return legacy.from_tcvn3(data.decode("latin-1")), encoding
    if encoding == "vni":
        return legacy.from_vni(legacy.decode_latin(data)), encoding
    return legacy.decode_latin(data), encoding


def doubtful(samples: list[str]) -> Refusal:
    """The refusal of text whose encoding is not certain."""
    shown = ", ".join(f"“{one[:30]}”" for one in samples)
    return Refusal(
        f"Không nhận ra chắc chắn bảng mã của tệp (ví dụ: {shown}), nên không đoán. Chọn bảng mã (UTF-8, Windows-1258, TCVN3 hay VNI) "
        "rồi đọc lại, hoặc chuyển tệp sang Unicode bằng Unikey rồi tải lên.",
        field="encoding",
        code="unknown_encoding",
        choices=tuple((one, _NAMES[one]) for one in ENCODINGS if one != "cp1252"),
    )


def doubtful_text(sheet: str, samples: list[str]) -> Refusal:
    """The refusal of old text in a sheet that is not certain."""
    shown = ", ".join(f"“{one[:30]}”" for one in samples)
    return Refusal(
        f"Trang tính “{sheet}” có chữ không phải Unicode mà không nhận ra chắc chắn là TCVN3 hay VNI (ví dụ: {shown}), nên không đoán. "
        "Chọn kiểu chữ rồi đọc lại, hoặc chuyển sang Unicode bằng Unikey rồi tải lên.",
        field="text",
        code="unknown_encoding",
        choices=(("unicode", "Unicode, giữ nguyên"), ("tcvn3", legacy.LABELS["tcvn3"]), ("vni", legacy.LABELS["vni"])),
    )


def _without_mark(data: bytes) -> tuple[str, str]:
    """UTF-16 without its mark, told by where the zeros stand."""
    sample = data[:4096]
    for codec, zeros, letters in (("utf-16-le", sample[1::2], sample[0::2]), ("utf-16-be", sample[0::2], sample[1::2])):
        if zeros.count(0) > len(zeros) * 0.3 and letters.count(0) <= len(letters) * 0.02:
            try:
                return data.decode(codec), "utf-16"
            except ValueError as error:
                raise _damaged(data, error) from error
    raise sentences.other_kind("Tệp chứa byte rỗng nên không phải tệp văn bản CSV")


def _is_nearly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether the text is UTF-8 but for some places, so that something was damaged or cut."""
    sample = data[:2_000_000]
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for letter in text if letter > "\x7f") - bad
    return good > 10 * bad or (error.start >= len(data) - 3 and good > 0)


def _damaged(data: bytes, error: Exception) -> Refusal:
    start = getattr(error, "start", 0)
    line = data.count(b"\n", 0, start) + 1
    return sentences.broken(f"Dòng {sentences.thousands(line)} của tệp có ký tự hỏng hoặc tệp bị cắt cụt")
