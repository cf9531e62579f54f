"""The old binary container (.xls, and .xlsx with a password): which streams it holds, however badly it is linked."""

import struct

from chibo.exchange.reading import sentences

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""Sector numbers from here on are marks."""


def check(path: str) -> None:
    """Make sure that the file is an old workbook (.xls) that opens without a password.

    :raises Refusal: it is something else, protected or damaged
    """
    with open(path, "rb") as file:
        data = file.read()
    try:
        streams, size = _directory(data)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise sentences.broken() from error
    names = {name.lower() for name in streams}
    if "encryptedpackage" in names or "encryptioninfo" in names:
        raise sentences.protected()
    if "workbook" not in names and "book" not in names:
        if "worddocument" in names:
            raise sentences.other_kind(
                "Đây là tệp Word, không phải bảng tính", "Chép bảng sang Excel, lưu thành .xlsx rồi tải lên."
            )
        if "powerpoint document" in names:
            raise sentences.other_kind(
                "Đây là tệp PowerPoint, không phải bảng tính", "Chọn tệp bảng tính .xlsx, .xls, .ods hoặc .csv."
            )
        raise sentences.other_kind("Tệp này không chứa bảng tính", "Chọn tệp bảng tính .xlsx, .xls, .ods hoặc .csv.")
    start, length = next(streams[name] for name in streams if name.lower() in ("workbook", "book"))
    if length > len(data):
        raise sentences.broken()
    if length >= 4096 and _is_protected(data, (start + 1) * size):
        raise sentences.protected()


def _directory(data: bytes) -> tuple[dict[str, tuple[int, int]], int]:
    """Name → (first sector, length) of every stream, and the length of a sector."""
    if len(data) < 512 or data[:8] != MAGIC:
        raise ValueError
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise ValueError
    size = 1 << shift
    sectors = len(data) // size
    fat_count, first, _, _, _, _, extra, extra_count = struct.unpack_from("<8I", data, 44)
    places = [one for one in struct.unpack_from("<109I", data, 76) if one < _END]
    seen = set()
    while extra < _END and extra_count:
        if extra in seen or extra >= sectors:
            raise ValueError
        seen.add(extra)
        linked = struct.unpack_from(f"<{size // 4}I", data, (extra + 1) * size)
        places += [one for one in linked[:-1] if one < _END]
        extra = linked[-1]
    if fat_count > sectors or len(places) > sectors:
        raise ValueError
    fat: list[int] = []
    for place in places:
        fat += struct.unpack_from(f"<{size // 4}I", data, (place + 1) * size)
    chain = []
    seen = set()
    while first < _END:
        if first in seen:
            raise ValueError
        seen.add(first)
        chain.append(data[(first + 1) * size : (first + 2) * size])
        if not chain[-1] or len(chain) > 4096:
            raise ValueError
        first = fat[first]
    entries = b"".join(chain)
    streams = {}
    for at in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, at + 64)[0]
        if entries[at + 66] != 2 or not 2 <= length <= 64:
            continue
        name = entries[at : at + length - 2].decode("utf-16-le", "replace")
        start, size_low = struct.unpack_from("<II", entries, at + 116)
        streams[name] = (start, size_low)
        _check_chain(fat, start, size_low, size)
    return streams, size


def _check_chain(fat: list[int], start: int, length: int, size: int) -> None:
    """The sectors of a stream must end, and be as many as it is long."""
    if length < 4096:
        return
    steps = 0
    seen = bytearray(len(fat))
    while start < _END:
        if seen[start]:
            raise ValueError
        seen[start] = 1
        start = fat[start]
        steps += 1
    if steps * size < length:
        raise ValueError


def _is_protected(data: bytes, at: int) -> bool:
    """Whether the records at the beginning of the workbook say that the rest needs a password."""
    for _ in range(40):
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == 0x2F:
            return True
        if kind in (0x85, 0x0A):
            return False
        at += 4 + length
        if at + 4 > len(data):
            return False
    return False
