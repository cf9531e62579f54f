"""Keeping files."""

import hashlib
import os
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.db import transaction

from chibo.files import queries, rules
from chibo.files.models import StoredFile
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.viewer import Viewer


@transaction.atomic
def keep(
    *, name: str, content: bytes, capability: str = "", place: str = "", on: date, by: Viewer, made_here: bool = False
) -> StoredFile:
    """Encrypt and keep a file; equal contents lie on the disk once.

    :param capability: what others need to download it; empty: only who brought it
    :param place: reference of the unit where they need it, ``unit:<uid>``
    :param made_here: the system itself made it (an export), so no journal entry of an upload is written
    :raises Refusal: a type that is not taken, too big, empty, not what its name says, a secrecy marking
    """
    name, kind = rules.check_name(name)
    rules.check_content(content, kind)
    digest = hashlib.sha256(content).hexdigest()
    _write(digest, content)
    stored = StoredFile.objects.create(
        digest=digest,
        name=name,
        kind=kind.suffix,
        size=len(content),
        owner=by.reference,
        capability=capability,
        place=place,
        made_at=clock.now(),
    )
    if not made_here:
        journal.record(
            "files.kept",
            subject=stored.reference,
            label=f"Lưu tệp “{name}”",
            place=place,
            on=on,
            by=by,
            after={"name": name, "size": len(content), "digest": digest},
        )
    return stored


def _write(digest: str, content: bytes) -> None:
    target = queries.path_of(digest)
    if target.exists():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    nonce = os.urandom(12)
    with NamedTemporaryFile(dir=target.parent, delete=False) as new:
        new.write(nonce + queries.cipher(digest).encrypt(nonce, content, digest.encode()))
        new.flush()
        os.fsync(new.fileno())
    Path(new.name).replace(target)
