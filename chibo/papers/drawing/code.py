"""The code of a record as QR: a small black and white PNG, written without an imaging library."""

import struct
import zlib

import qrcode
from qrcode.constants import ERROR_CORRECT_M

SCALE = 8
"""Pixels a module is wide, so that a printer does not blur it."""
QUIET = 2
"""Modules left white around; the page around it is white as well."""


def png(text: str) -> bytes:
    """A PNG of one bit per pixel that reads as ``text``."""
    made = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    made.add_data(text)
    made.make(fit=True)
    matrix = made.get_matrix()
    side = len(matrix) * SCALE
    lines = b"".join(_line(row) * SCALE for row in matrix)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _line(row: list[bool]) -> bytes:
    """One scan line: a filter byte, then a byte of eight equal pixels for each module."""
    return b"\x00" + bytes(0x00 if dark else 0xFF for dark in row)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
