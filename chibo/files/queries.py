"""Reading files back."""

import hashlib
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from chibo.files import rules
from chibo.files.models import StoredFile
from chibo.kernel.refusal import NotFound
from chibo.kernel.secrets import master_key
from chibo.kernel.viewer import Viewer

_LOST = "Nội dung tệp không còn đọc được. Hãy báo quản trị viên để lấy lại từ bản sao lưu."


def path_of(digest: str) -> Path:
    """Where the encrypted content lies."""
    return Path(settings.FILES_DIR) / digest[:2] / digest


def cipher(digest: str) -> AESGCM:
    """The cipher of one content: a key of its own, derived from the master key."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"chibo.files:" + digest.encode()).derive(master_key())
    return AESGCM(key)


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
    try:
        raw = path_of(stored.digest).read_bytes()
        text = cipher(stored.digest).decrypt(raw[:12], raw[12:], stored.digest.encode())
    except (OSError, InvalidTag) as error:
        raise NotFound(_LOST, code="file_lost") from error
    if hashlib.sha256(text).hexdigest() != stored.digest:
        raise NotFound(_LOST, code="file_lost")
    return text
