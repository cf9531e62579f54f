"""Identifiers of everything that leaves the system: UUID version 7."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562): milliseconds first, so that indexes grow at one end."""
    return uuid.UUID(int=_value())


def uuid7_hex() -> str:
    """The same as 32 hexadecimal digits, as SQLite keeps it."""
    return f"{_value():032x}"


def _value() -> int:
    stamp = time.time_ns() // 1_000_000
    value = (stamp << 80) | int.from_bytes(os.urandom(10))
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return value
