"""Identifiers of everything that leaves the system: UUID version 7."""

import os
import time
import uuid

_VARIANT = {digit: "89ab"[number % 4] for number, digit in enumerate("0123456789abcdef")}


def uuid7() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562): milliseconds first, so that indexes grow at one end."""
    return uuid.UUID(int=_value())


def uuid7_hex() -> str:
    """The same as 32 hexadecimal digits, as SQLite keeps it; written digit by digit, for loads make three a row."""
    random = os.urandom(10).hex()
    return f"{time.time_ns() // 1_000_000:012x}7{random[:3]}{_VARIANT[random[3]]}{random[4:19]}"


def _value() -> int:
    stamp = time.time_ns() // 1_000_000
    value = (stamp << 80) | int.from_bytes(os.urandom(10))
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return value
