"""Packed workbooks (.xlsx, .ods): members unpacked piece by piece, under limits, whatever the file says of itself."""

import struct
import zipfile
import zlib
from collections.abc import Iterator

from chibo.exchange.reading import limits, sentences

_PIECE = 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCAL = struct.Struct("<4s5H3L2H")


class Package:
    """The members of a packed workbook, safe to unpack.

    :raises Refusal: it is no sound package, or holds more than is read
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self.members: dict[str, zipfile.ZipInfo] = {}
        _check_count(path)
        try:
            with zipfile.ZipFile(path) as archive:
                infos = archive.infolist()
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            ValueError,
            OSError,
            struct.error,
            IndexError,
            KeyError,
        ) as error:
            raise sentences.broken() from error
        self._check(infos)

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        """Refuse what no program for workbooks writes, before anything is unpacked."""
        seen: set[str] = set()
        for info in infos:
            name = info.orig_filename
            folded = name.lower()
            if folded in seen:
                raise sentences.odd("Tệp chứa hai phần trùng tên")
            seen.add(folded)
            if "\\" in name or "\0" in name or name.startswith("/") or ":" in name or ".." in name.split("/"):
                raise sentences.odd("Tệp chứa phần có đường dẫn lạ")
            if info.flag_bits & 0x41:
                raise sentences.protected()
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise sentences.odd("Tệp được nén theo cách lạ")
            self.members[name] = info
        if sum(info.file_size for info in infos) > limits.UNPACKED_BYTES:
            raise sentences.too_large(f"Tệp giải nén ra lớn hơn {sentences.megabytes(limits.UNPACKED_BYTES)}")
        for info in infos:
            _check_ratio(info.file_size, info.compress_size)
        ends = 0
        for info in sorted(infos, key=lambda one: one.header_offset):
            if info.header_offset < ends:
                raise sentences.odd("Tệp chứa các phần chồng lên nhau")
            ends = info.header_offset + 30 + info.compress_size

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def pieces(self, name: str, limit: int = limits.UNPACKED_BYTES) -> Iterator[bytes]:
        """The content of a member, unpacked piece by piece.

        :raises Refusal: it is damaged, or holds more than it says or than ``limit``
        """
        info = self.members[name]
        if info.file_size > limit:
            raise sentences.too_large(
                f"Phần “{name}” của tệp lớn hơn {sentences.megabytes(limit)}", sentences.SAVE_AGAIN
            )
        total = checksum = 0
        for piece in self._unpacked(info):
            total += len(piece)
            if total > info.file_size:
                raise sentences.odd("Tệp khai sai độ lớn của các phần bên trong")
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if total != info.file_size or checksum != info.CRC:
            raise sentences.broken()

    def _unpacked(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        with open(self._path, "rb") as file:
            file.seek(info.header_offset)
            head = file.read(_LOCAL.size)
            if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
                raise sentences.broken()
            *_, name_length, extra_length = _LOCAL.unpack(head)
            file.seek(name_length + extra_length, 1)
            left = info.compress_size
            inflate = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
            while left:
                packed = file.read(min(left, _PIECE // 4))
                if not packed:
                    raise sentences.broken()
                left -= len(packed)
                if inflate is None:
                    yield packed
                    continue
                while packed:
                    try:
                        piece = inflate.decompress(packed, _PIECE)
                    except zlib.error as error:
                        raise sentences.broken() from error
                    packed = inflate.unconsumed_tail
                    if piece:
                        yield piece
                if inflate.eof:
                    break

    def markup(self, name: str, limit: int = limits.UNPACKED_BYTES) -> Iterator[bytes]:
        """The same for XML, where a tag or text of many times the longest cell is refused.

        :raises Refusal: so, or as :meth:`pieces`
        """
        open_for = 0
        for piece in self.pieces(name, limit):
            first = piece.find(b"<")
            if open_for + (first if first >= 0 else len(piece)) > limits.TAG_BYTES:
                raise sentences.too_large(
                    f"Tệp có một ô dài hơn {sentences.thousands(limits.CELL_TEXT)} ký tự",
                    "Xóa bớt nội dung ô ấy rồi tải lên.",
                )
            open_for = len(piece) - piece.rfind(b"<") if first >= 0 else open_for + len(piece)
            yield piece

    def whole(self, name: str, limit: int = limits.PART_BYTES) -> bytes:
        """The content of a small member."""
        return b"".join(self.pieces(name, limit))


def _check_count(path: str) -> None:
    """Refuse a list of members that is itself enormous, before it is read."""
    with open(path, "rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 65_557 - 76))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise sentences.broken()
    _, _, _, _, count, directory, _, _ = _END.unpack_from(tail, at)
    at64 = tail.rfind(b"PK\x06\x06")
    if (count == 0xFFFF or directory == 0xFFFFFFFF) and at64 >= 0 and len(tail) - at64 >= _END64.size:
        *_, count, directory, _ = _END64.unpack_from(tail, at64)
    if count > limits.MEMBERS or directory > limits.PART_BYTES:
        raise sentences.too_large(
            f"Tệp chứa quá {sentences.thousands(limits.MEMBERS)} phần bên trong", sentences.SAVE_AGAIN
        )


def _check_ratio(size: int, packed: int) -> None:
    if size > limits.RATIO_FROM and size > packed * limits.RATIO:
        raise sentences.odd("Tệp giải nén ra lớn bất thường so với độ lớn khi gửi")
