"""Reading files back."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from chibo.files import rules
from chibo.files.models import StoredFile
from chibo.kernel.refusal import NotFound
from chibo.kernel.secrets import master_key
from chibo.kernel.viewer import Viewer

NONCE, TAG = 12, 16
"""Bytes before and after the encrypted content."""
PIECE = 1 << 20
_LOST = "Nội dung tệp không còn đọc được. Hãy báo quản trị viên để lấy lại từ bản sao lưu."


def path_of(digest: str) -> Path:
    """Where the encrypted content lies."""
    return Path(settings.FILES_DIR) / digest[:2] / digest


def cipher(digest: str, nonce: bytes, tag: bytes | None = None) -> Cipher:
    """The cipher of one content, AES-GCM with a key of its own that is derived from the master key."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"chibo.files:" + digest.encode()).derive(master_key())
    return Cipher(AES256(key), GCM(nonce, tag))


def file(uid: UUID, *, by: Viewer) -> StoredFile:
    """A file the viewer may have.

    :raises NotFound: there is none, or not for this viewer
    """
    found = StoredFile.objects.filter(uid=uid).first()
    if found is None or not may_have(found, by=by):
        raise NotFound("Không có tệp này, hoặc đồng chí không được xem. Hãy mở lại từ danh sách.", code="unknown_file")
    return found


def may_have(stored: StoredFile, *, by: Viewer) -> bool:
    """Whether the viewer brought the file, or holds its capability where it hangs."""
    if stored.owner == by.reference:
        return True
    if not stored.capability:
        return False
    if not stored.place:
        return by.may(stored.capability) is not None
    return rules.may_at(stored.place, stored.capability, by)


def content(stored: StoredFile) -> bytes:
    """The content as it was brought.

    :raises NotFound: the encrypted copy is gone or damaged
    """
    return b"".join(pieces(stored))


def pieces(stored: StoredFile) -> Iterator[bytes]:
    """The content piece by piece; nothing of it is given out before all of it is found sound.

    :raises NotFound: the encrypted copy is gone or damaged
    """
    try:
        whole = hashlib.sha256()
        for piece in _decrypted(stored):
            whole.update(piece)
    except (OSError, InvalidTag, ValueError) as error:
        raise NotFound(_LOST, code="file_lost") from error
    if whole.hexdigest() != stored.digest:
        raise NotFound(_LOST, code="file_lost")
    return _decrypted(stored)


def _decrypted(stored: StoredFile) -> Iterator[bytes]:
    with path_of(stored.digest).open("rb") as file:
        left = file.seek(-TAG, io.SEEK_END) - NONCE
        tag = file.read()
        file.seek(0)
        decryptor = cipher(stored.digest, file.read(NONCE), tag).decryptor()
        decryptor.authenticate_additional_data(stored.digest.encode())
        while left > 0:
            piece = file.read(min(PIECE, left))
            left -= len(piece)
            yield decryptor.update(piece)
        yield decryptor.finalize()
