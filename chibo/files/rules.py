"""Which files are taken, and what may never be kept here."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer

MAX_SIZE = 20 * 1024 * 1024
NAME_LENGTH = 200


@dataclass(frozen=True)
class Kind:
    """A type of file: what it is called, how its content begins, and under which type it is given out."""

    suffix: str
    label: str
    mime: str
    starts: tuple[bytes, ...]


_ZIP = (b"PK\x03\x04",)
_OLE = (b"\xd0\xcf\x11\xe0",)
KINDS = {
    kind.suffix: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf", (b"%PDF-",)),
        Kind("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
        Kind("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
        Kind("xls", "Excel đời cũ", "application/vnd.ms-excel", _OLE),
        Kind("ods", "OpenDocument", "application/vnd.oasis.opendocument.spreadsheet", _ZIP),
        Kind("png", "ảnh PNG", "image/png", (b"\x89PNG\r\n\x1a\n",)),
        Kind("jpg", "ảnh JPEG", "image/jpeg", (b"\xff\xd8\xff",)),
        Kind("csv", "CSV", "text/csv; charset=utf-8", ()),
    )
}
MADE = KINDS | {"zip": Kind("zip", "tệp nén", "application/zip", _ZIP)}
"""What the system itself makes; a packed file is never taken from anybody."""
Gate = Callable[[str, str, Viewer], bool]
"""(reference of a unit, capability, viewer) → whether the viewer holds it there."""
_gates: list[Gate] = []
ACCEPTED = "PDF, Word (.docx), Excel (.xlsx, .xls), OpenDocument (.ods), CSV, ảnh PNG hoặc JPEG"

# The three words of Luật Bảo vệ bí mật nhà nước as papers carry them: in capitals, alone on a line, in brackets or
# after a label. "bí mật", "mật ong" and "mật độ" in running text are no markings.
_LABEL = r"(?:đ[ộo]\s*mật|mức\s*độ\s*mật|dấu\s*độ\s*mật)"
_WORD = r"(?:tuyệt\s*mật|tối\s*mật|mật)"
_AFTER_LABEL = re.compile(rf"{_LABEL}\s*[:\-–]\s*{_WORD}(?!\w)", re.IGNORECASE)
_ALONE = re.compile(r"^[\s\[(*\-–]*(?:TUYỆT\s*MẬT|TỐI\s*MẬT|MẬT)[\s\])*.\-–]*$", re.MULTILINE)
_BRACKETS = re.compile(r"[\[(]\s*(?:TUYỆT\s*MẬT|TỐI\s*MẬT|MẬT)\s*[\])]")
_CAPITALS = re.compile(r"(?<!\w)(?:TUYỆT|TỐI)\s+MẬT(?!\w)")
_MARK_PHRASE = re.compile(r"chứa\s+bí\s+mật\s+nhà\s+nước|đóng\s+dấu\s+(?:tuyệt\s*|tối\s*)?mật(?!\w)", re.IGNORECASE)


def install_gate(gate: Gate) -> None:
    """Called once by ``chibo.site``: how a unit's reference is asked about."""
    _gates[:] = [gate]


def may_at(place: str, capability: str, by: Viewer) -> bool:
    """Whether the viewer holds the capability at a unit; never where nobody can tell."""
    return any(gate(place, capability, by) for gate in _gates)


def marking_in(text: str) -> str | None:
    """The secrecy marking a text carries, as it stands there; None where it carries none."""
    text = unicodedata.normalize("NFC", text)
    for pattern in (_AFTER_LABEL, _CAPITALS, _BRACKETS, _ALONE, _MARK_PHRASE):
        if found := pattern.search(text):
            return tidy(found.group())
    return None


def refuse_if_classified(text: str, *, field: str | None = None) -> None:
    """:raises Refusal: the text carries a marking MẬT, TỐI MẬT or TUYỆT MẬT"""
    if marking := marking_in(text):
        raise Refusal(
            f"Nội dung có dấu “{marking}”. Chibo không giữ bí mật nhà nước: hãy bỏ nội dung này ra, chỉ ghi số, ngày "
            "và người giữ văn bản, và chuyển văn bản theo mạng dùng riêng.",
            field=field,
            code="classified",
        )


def file_name(name: str) -> str:
    """The name without folders.

    :raises Refusal: no name, too long, a secrecy marking in it
    """
    name = tidy(re.split(r"[\\/]", name)[-1])
    if not name:
        raise Refusal("Tệp chưa có tên. Hãy đặt tên tệp rồi gửi lại.", field="file", code="no_name")
    if len(name) > NAME_LENGTH:
        raise Refusal("Tên tệp quá dài. Hãy đặt tên trong 200 ký tự.", field="file", code="too_long")
    refuse_if_classified((name.rpartition(".")[0] or name).replace("_", " "), field="file")
    return name


def check_name(name: str) -> tuple[str, Kind]:
    """The name without folders, and its kind.

    :raises Refusal: no name, too long, a kind that is not taken, a secrecy marking in the name
    """
    name = file_name(name)
    suffix = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if suffix not in KINDS or "." not in name:
        raise Refusal(f"Chibo không nhận loại tệp này. Hãy gửi {ACCEPTED}.", field="file", code="file_type")
    return name, KINDS[suffix]


def check_made_name(name: str) -> tuple[str, Kind]:
    """As :func:`check_name`, for a file that the system itself made."""
    if name.endswith(".zip"):
        return file_name(name), MADE["zip"]
    return check_name(name)


def check_size(content: bytes) -> None:
    """:raises Refusal: empty or too big"""
    check_length(len(content))


def check_length(size: int) -> None:
    """As :func:`check_size`, of a content that has not been read."""
    if not size:
        raise Refusal("Tệp rỗng. Hãy chọn lại tệp.", field="file", code="empty")
    if size > MAX_SIZE:
        raise Refusal("Tệp lớn hơn 20 MB. Hãy nén hoặc chia nhỏ rồi gửi lại.", field="file", code="too_big")


def check_content(content: bytes, kind: Kind, *, any_encoding: bool = False) -> None:
    """Whether a content may be kept.

    :param any_encoding: text in other encodings is taken too: whoever reads it looks for markings
    :raises Refusal: empty, too big, not what its name says, a text with a secrecy marking
    """
    check_size(content)
    if kind.starts and not content.startswith(kind.starts):
        raise Refusal(
            f"Nội dung tệp không phải {kind.label} như tên gọi. Hãy lưu lại tệp đúng loại rồi gửi.",
            field="file",
            code="file_type",
        )
    if kind.suffix == "csv":
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            if any_encoding:
                return
            raise Refusal("Tệp CSV phải ghi bằng UTF-8. Hãy lưu lại rồi gửi.", field="file", code="encoding") from None
        refuse_if_classified(text, field="file")
