"""What an entry says and how it is hashed."""

import hashlib
import json
from collections.abc import Iterable

from chibo.journal.models import Entry
from chibo.kernel.refusal import Refusal

READ = "journal.read"
READING = "journal.reading"
GENESIS = bytes(32)
"""What the first seal names as the one before."""
REASON_LENGTH = 2_000


def check_reason(reason: str) -> None:
    """:raises Refusal: longer than a reason may be"""
    if len(reason) > REASON_LENGTH:
        raise Refusal("Lý do quá dài. Hãy viết gọn trong 2.000 ký tự.", field="reason", code="too_long")


def subjects_digest(subjects: Iterable[str]) -> bytes:
    """Hash of the many subjects of a bulk entry, whatever their order; empty bytes for none."""
    listed = sorted(subjects)
    return hashlib.sha256("\n".join(listed).encode()).digest() if listed else b""


def entry_digest(entry: Entry) -> bytes:
    """Hash of everything an entry says; of sensitive parts the ciphertext."""
    said = [
        entry.pk,
        str(entry.uid),
        int(entry.at.timestamp() * 1_000_000),
        entry.what,
        entry.subject,
        entry.label,
        entry.place,
        entry.on.isoformat(),
        entry.actor,
        entry.actor_label,
        entry.because,
        entry.because_label,
        entry.reason,
        entry.before,
        entry.after,
        bytes(entry.sensitive).hex() if entry.sensitive is not None else None,
        entry.count,
        bytes(entry.subjects_digest).hex(),
    ]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def chain(previous: bytes, entries: Iterable[Entry]) -> tuple[bytes, int]:
    """Hash of a batch after the one before, and how many entries it holds. Entries come in order of id."""
    hasher, count = hashlib.sha256(previous), 0
    for entry in entries:
        hasher.update(entry_digest(entry))
        count += 1
    return hasher.digest(), count
