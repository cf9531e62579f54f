"""Answers of the reading process on their way: a mark, their length, a checksum, then ``marshal``."""

import marshal
import struct
import zlib

MARK = b"CHB1"
_HEAD = struct.Struct("<4sII")
HEAD_BYTES = _HEAD.size


class Garbled(Exception):
    """What came is not an answer."""


def pack(answer: object) -> bytes:
    """An answer as bytes."""
    body = marshal.dumps(answer)
    return _HEAD.pack(MARK, len(body), zlib.crc32(body)) + body


def length(head: bytes) -> tuple[int, int]:
    """Length and checksum of the answer behind a head.

    :raises Garbled: it is no head
    """
    mark, size, checksum = _HEAD.unpack(head)
    if mark != MARK:
        raise Garbled
    return size, checksum


def unpack(body: bytes, checksum: int) -> object:
    """The answer in a body.

    :raises Garbled: it was damaged on the way
    """
    if zlib.crc32(body) != checksum:
        raise Garbled
    try:
        return marshal.loads(body)  # noqa: S302 - written by our own process, checked by its checksum
    except (ValueError, EOFError, TypeError) as error:
        raise Garbled from error
