"""Sensitive values at rest: ciphertext, and a blind index for exact search.

AES-256-GCM with a fresh nonce, bound to a purpose; keys are derived from one master key file outside the database.
"""

import hmac
import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = b"\x01"


class Unreadable(Exception):
    """Ciphertext that this key does not open: damaged, or of another installation."""


def master_key() -> bytes:
    """The 32 bytes of the key file named by ``settings.KEY_FILE``; made on first use, readable by its owner only."""
    return _read_master(_key_file())


@lru_cache(maxsize=4)
def _read_master(path: str) -> bytes:
    file = Path(path)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
            with os.fdopen(handle, "wb") as new:
                new.write(os.urandom(32))
        except FileExistsError:
            pass
    return file.read_bytes()


@lru_cache(maxsize=64)
def _derived(purpose: str, path: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(_read_master(path))


@lru_cache(maxsize=64)
def _cipher(purpose: str, path: str) -> AESGCM:
    return AESGCM(_derived("seal:" + purpose, path))


def seal(text: str, *, purpose: str) -> bytes:
    """Encrypt a text for one purpose (``"members.person.national_id"``)."""
    return seal_bytes(text.encode(), purpose=purpose)


def _key_file() -> str:
    """Of the settings, which tests may change; a path is dear to turn into text."""
    return _text_of(settings.KEY_FILE)


@lru_cache(maxsize=8)
def _text_of(path: Path) -> str:
    return str(path)


def seal_bytes(content: bytes, *, purpose: str) -> bytes:
    """Encrypt any content for one purpose."""
    nonce = os.urandom(12)
    return VERSION + nonce + _cipher(purpose, _key_file()).encrypt(nonce, content, purpose.encode())


class Locker:
    """Seals many short texts for one purpose, with the key of this moment."""

    def __init__(self, purpose: str) -> None:
        self._cipher, self._bound = _cipher(purpose, _key_file()), purpose.encode()
        self._index = _derived("index:" + purpose, _key_file())

    def number(self, text: str) -> tuple[bytes | None, bytes | None]:
        """What :func:`seal` and :func:`blind_index` give; two times None where there is no text."""
        if not text:
            return None, None
        content, nonce = text.encode(), os.urandom(12)
        sealed = VERSION + nonce + self._cipher.encrypt(nonce, content, self._bound)
        return sealed, hmac.digest(self._index, content, "sha256")[:16]


def unseal(sealed: bytes, *, purpose: str) -> str:
    """Read what :func:`seal` wrote.

    :raises Unreadable: damaged, another purpose or another key
    """
    return unseal_bytes(sealed, purpose=purpose).decode()


def unseal_bytes(sealed: bytes, *, purpose: str) -> bytes:
    """Read what :func:`seal_bytes` wrote.

    :raises Unreadable: damaged, another purpose or another key
    """
    sealed = bytes(sealed)
    try:
        return _cipher(purpose, _key_file()).decrypt(sealed[1:13], sealed[13:], purpose.encode())
    except Exception as error:
        raise Unreadable(purpose) from error


def blind_index(text: str, *, purpose: str) -> bytes:
    """A keyed hash for exact search and uniqueness; tells nothing without the key. 16 bytes."""
    return hmac.digest(_derived("index:" + purpose, _key_file()), text.encode(), "sha256")[:16]
