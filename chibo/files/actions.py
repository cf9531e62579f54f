"""Keeping files."""

import hashlib
import io
import os
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.db import transaction

from chibo.files import queries, rules
from chibo.files.models import StoredFile
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.viewer import Viewer


@transaction.atomic
def keep(
    *,
    name: str,
    content: bytes,
    capability: str = "",
    place: str = "",
    on: date,
    by: Viewer,
    made_here: bool = False,
    any_encoding: bool = False,
) -> StoredFile:
    """Encrypt and keep a file; equal contents lie on the disk once.

    :param capability: what others need to download it; empty: only who brought it
    :param place: reference of the unit where they need it, ``unit:<uid>``
    :param made_here: the system itself made it (an export), so no journal entry of an upload is written
    :param any_encoding: a text need not be UTF-8: whoever brings it has read it and looked for markings
    :raises Refusal: a type that is not taken, too big, empty, not what its name says, a secrecy marking
    """
    name, kind = rules.check_name(name)
    rules.check_content(content, kind, any_encoding=any_encoding)
    stored = _keep(name, kind, io.BytesIO(content), capability=capability, place=place, by=by)
    if not made_here:
        journal.record(
            "files.kept",
            subject=stored.reference,
            label=f"Lưu tệp “{name}”",
            place=place,
            on=on,
            by=by,
            after={"name": name, "size": stored.size, "digest": stored.digest},
        )
    return stored


@transaction.atomic
def keep_made(*, name: str, file: BinaryIO, capability: str = "", place: str = "", by: Viewer) -> StoredFile:
    """Keep a file that the system itself made, of any length and without holding it: a long export.

    :raises Refusal: a type that is not taken
    """
    name, kind = rules.check_made_name(name)
    return _keep(name, kind, file, capability=capability, place=place, by=by)


def _keep(name: str, kind: rules.Kind, file: BinaryIO, *, capability: str, place: str, by: Viewer) -> StoredFile:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = file.seek(0, io.SEEK_END)
    _write(digest, file)
    return StoredFile.objects.create(
        digest=digest,
        name=name,
        kind=kind.suffix,
        size=size,
        owner=by.reference,
        capability=capability,
        place=place,
        made_at=clock.now(),
    )


def _write(digest: str, file: BinaryIO) -> None:
    target = queries.path_of(digest)
    if target.exists():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    nonce = os.urandom(queries.NONCE)
    encryptor = queries.cipher(digest, nonce).encryptor()
    encryptor.authenticate_additional_data(digest.encode())
    file.seek(0)
    with NamedTemporaryFile(dir=target.parent, delete=False) as new:
        new.write(nonce)
        while piece := file.read(queries.PIECE):
            new.write(encryptor.update(piece))
        new.write(encryptor.finalize() + encryptor.tag)
        new.flush()
        os.fsync(new.fileno())
    Path(new.name).replace(target)
