"""Which scans are taken into a file: PDF, JPEG and PNG by what they contain, whatever they are called."""

import re
import zlib
from collections.abc import Iterator

from chibo.files import rules as files
from chibo.kernel.refusal import Refusal

SUFFIXES = ("pdf", "jpg", "png")
ENDS = {"pdf": b"%%EOF", "jpg": b"\xff\xd9", "png": b"IEND"}
TAIL = 4096
"""How far from its end a whole scan may close."""
# Every action by a script names /JavaScript; /JS alone comes about by chance in the packed pictures of a long scan.
_ACTIVE = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia|SubmitForm|ImportData)\b")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED = re.compile(rb"/ObjStm\b[^>]{0,300}>>\s*stream\r?\n(.{1,1000000}?)endstream", re.DOTALL)
MOST_UNPACKED = 8 * 1024 * 1024
"""Of what a PDF packs of its own objects, how much is looked through."""
_UTF16 = re.compile(rb"\xfe\xff(.{2,800})", re.DOTALL)


def kind_of_content(content: bytes) -> str | None:
    """The kind a content begins like; None for any other."""
    return next((suffix for suffix in SUFFIXES if content.startswith(files.KINDS[suffix].starts)), None)


def check_scan(name: str, content: bytes) -> str:
    """The name under which the scan is kept.

    :raises Refusal: empty, too big, not a whole PDF, JPEG or PNG, another kind than its name says, a PDF that acts, a
        secrecy marking in the name or in what the file says of itself
    """
    files.check_size(content)
    name = files.file_name(name)
    kind = kind_of_content(content)
    if kind is None:
        raise Refusal(
            "Tệp quét phải là PDF, ảnh JPEG hoặc PNG; nội dung tệp này là loại khác. Hãy quét lại hoặc lưu thành PDF.",
            field="file",
            code="scan_type",
        )
    suffix = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if suffix != kind:
        raise Refusal(
            f"Tên tệp không khớp với nội dung: nội dung là {files.KINDS[kind].label}. Hãy đặt lại đuôi tệp là .{kind}.",
            field="file",
            code="scan_name",
        )
    if ENDS[kind] not in content[-TAIL:]:
        raise Refusal("Tệp quét bị cắt cụt, không mở được. Hãy quét hoặc tải lại tệp.", field="file", code="cut_off")
    if kind == "pdf" and any(_ACTIVE.search(part) for part in _objects(content)):
        raise Refusal(
            "Tệp PDF có mã lệnh hoặc tệp đính kèm bên trong. Hãy in ra PDF mới, hoặc quét lại bản giấy.",
            field="file",
            code="active_pdf",
        )
    _refuse_markings(content)
    return name


def _objects(content: bytes) -> Iterator[bytes]:
    """What a PDF says of its objects, names without their escapes: the file itself, and the objects it packs."""
    yield _ESCAPE.sub(lambda found: bytes([int(found.group(1), 16)]), content)
    left = MOST_UNPACKED
    for found in _PACKED.finditer(content):
        reader = zlib.decompressobj()
        try:
            part = reader.decompress(found.group(1), left)
        except zlib.error:
            continue
        left -= len(part)
        yield _ESCAPE.sub(lambda found: bytes([int(found.group(1), 16)]), part)
        if left <= 0:
            return


def _refuse_markings(content: bytes) -> None:
    """What a file says in clear: titles, comments, text that is not packed. What is drawn cannot be read here."""
    texts = [content.decode("utf-8", errors="ignore")]
    texts += [found.group(1).decode("utf-16-be", errors="ignore") for found in _UTF16.finditer(content)]
    for text in texts:
        for phrase in _PHRASES:
            if found := phrase.search(text):
                files.refuse_if_classified(found.group(), field="file")


_PHRASES = (
    re.compile(r"(?:TUYỆT|TỐI)\s+MẬT"),
    re.compile(r"(?:đ[ộo]|mức\s*độ|dấu\s*độ)\s*mật\s*[:\-–]\s*(?:tuyệt\s*|tối\s*)?mật", re.IGNORECASE),
    re.compile(r"[\[(]\s*MẬT\s*[\])]"),
    re.compile(r"chứa\s+bí\s+mật\s+nhà\s+nước", re.IGNORECASE),
)
