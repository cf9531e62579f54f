"""Writing to the journal and sealing it."""

import hashlib
import json
import os
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.cache.backends.locmem import LocMemCache
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from chibo.journal import rules
from chibo.journal.models import Entry, EntrySubject, PersonKey, Seal
from chibo.kernel import clock, secrets
from chibo.kernel.bulk import insert_rows, insert_tuples
from chibo.kernel.ids import uuid7_hex
from chibo.kernel.staged import StagedRows
from chibo.kernel.viewer import Viewer

KEY_PURPOSE = "journal.person_key"
SENSITIVE = b"chibo.journal.entry"
BATCH = 5_000
"""Most entries one seal holds."""
AT_ONCE = 200
"""Most entries sealed on the way by whoever has just written; those of a large load are the worker's."""
SEAL_EVERY = 1.0
"""Seconds between two sealings by one process, so that a burst of writes is sealed as one batch."""
WRITERS = 0x43484942
SEALER = 0x43484943
"""Advisory locks on PostgreSQL: held in common by everybody who writes entries, alone by whoever seals."""
MANY_COLUMNS = (
    "uid", "at", "what", "on", "actor", "actor_label", "subject", "label", "place", "because", "because_label",
    "reason", "before", "after", "sensitive", "count", "subjects_digest",
)  # fmt: skip
READ_AGAIN_AFTER = 300
"""Seconds within which the same reading by the same account is not written twice."""

_image = DjangoJSONEncoder(ensure_ascii=False)
_last_sealed = 0.0
_read_lately = LocMemCache("journal-readings", {"TIMEOUT": READ_AGAIN_AFTER, "OPTIONS": {"MAX_ENTRIES": 20_000}})


class Basis(Protocol):
    """What something is done because of: a decision, as the journal sees it."""

    reference: str


@transaction.atomic
def record(
    what: str,
    *,
    subject: str,
    label: str,
    place: str = "",
    on: date,
    by: Viewer,
    because: Basis | None = None,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    sensitive: dict[str, Any] | None = None,
    count: int = 1,
    subjects: Iterable[str] = (),
) -> Entry:
    """Write one entry. Call inside the transaction of the action it tells about.

    :param what: machine word of the action, ``"org.unit_moved"``
    :param subject: reference of the thing done to, ``"person:<uid>"``
    :param label: Vietnamese sentence or name that stays readable when the subject is gone
    :param place: reference of the unit where it happened
    :param before, after: images of what was and what is, without sensitive values
    :param sensitive: further values, kept under the subject's own key until the subject is erased
    :param count: how many things a bulk action was done to
    :param subjects: their references, so that each of them finds the entry
    """
    rules.check_reason(reason)
    listed = list(dict.fromkeys(subjects))
    entry = Entry.objects.create(
        at=clock.now(),
        what=what,
        subject=subject,
        label=label[:400],
        place=place,
        on=on,
        actor=by.reference,
        actor_label=by.label[:200],
        because=because.reference if because is not None else "",
        because_label=str(because)[:300] if because is not None else "",
        reason=reason,
        before=_plain(before),
        after=_plain(after),
        sensitive=_encrypt(subject, sensitive) if sensitive else None,
        count=count,
        subjects_digest=rules.subjects_digest(listed),
    )
    if listed:
        insert_rows(EntrySubject, (EntrySubject(entry=entry, subject=one) for one in listed))
    transaction.on_commit(_seal_if_due, robust=True)
    return entry


@dataclass(frozen=True, slots=True)
class Telling:
    """One of many entries of one kind, for :func:`record_many`; the fields are those of :func:`record`."""

    subject: str
    label: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    sensitive: dict[str, Any] | None = None
    place: str = ""


@transaction.atomic
def record_many(
    what: str,
    tellings: Iterable[Telling],
    *,
    on: date,
    by: Viewer,
    because: Basis | None = None,
    reason: str = "",
) -> int:
    """Write an entry for each of many things done in one piece, at the speed of the driver; returns how many."""
    rules.check_reason(reason)
    told = Many(what, on, by.reference, by.label[:200], clock.now(), reason)
    if because is not None:
        told = replace(told, because=because.reference, because_label=str(because)[:300])
    return insert_many(rows_of(told, tellings))


@dataclass(frozen=True, slots=True)
class Many:
    """What many entries of one piece have in common, as plain data."""

    what: str
    on: date
    actor: str
    actor_label: str
    at: datetime
    reason: str = ""
    because: str = ""
    because_label: str = ""


def rows_of(told: Many, tellings: Iterable[Telling]) -> list[tuple]:
    """The rows of many entries, as :func:`insert_many` takes them. Tellings without sensitive parts need no database."""
    at = told.at.astimezone(UTC).replace(tzinfo=None).isoformat(" ") if connection.vendor == "sqlite" else told.at
    day = told.on.isoformat()
    return [
        (
            uuid7_hex(), at, told.what, day, told.actor, told.actor_label, t.subject, t.label[:400], t.place,
            told.because, told.because_label, told.reason, _json(t.before), _json(t.after),
            _encrypt(t.subject, t.sensitive) if t.sensitive else None, 1, b"",
        )
        for t in tellings
    ]  # fmt: skip


@transaction.atomic
def insert_many(rows: Sequence[tuple] | StagedRows) -> int:
    """Write entries made by :func:`rows_of`; returns how many."""
    written = insert_tuples(Entry, MANY_COLUMNS, rows, stored=True)
    transaction.on_commit(_seal_if_due, robust=True)
    return written


def _json(image: dict[str, Any] | None) -> str | None:
    return None if image is None else _image.encode(image)


def read(what: str, subject: str | Iterable[str], by: Viewer, on: date) -> Entry | None:
    """Write that somebody read sensitive data of one subject or of a list of them; one entry for the whole list.

    :param what: Vietnamese, what was read: ``"Xem số CCCD"``
    :returns: the entry, or None where the same was written within the last five minutes
    """
    subjects = [subject] if isinstance(subject, str) else list(dict.fromkeys(subject))
    fresh = [one for one in subjects if _read_lately.add(_key(by, what, one), 1)]
    if not fresh:
        return None
    single = len(fresh) == 1
    return record(
        rules.READING,
        subject=fresh[0] if single else "",
        label=what,
        on=on,
        by=by,
        count=len(fresh),
        subjects=() if single else fresh,
    )


def list_exported(what: str, title: str, *, place: str, on: date, by: Viewer) -> Callable[[str, int], None]:
    """Puts into the journal that a list about a unit left as a file or on paper, told its form and how many rows it had.

    :param title: Vietnamese, after "Xuất"
    :param place: reference of the unit
    """

    def told(form: str, count: int) -> None:
        label = f"Xuất {title} ({form}), {count} dòng"
        record(what, subject=place, label=label, place=place, on=on, by=by, count=count)

    return told


def _key(by: Viewer, what: str, subject: str) -> str:
    return hashlib.sha256(f"{by.reference}|{what}|{subject}".encode()).hexdigest()


def sensitive_of(entry: Entry) -> dict[str, Any] | None:
    """The sensitive part of an entry; None where there is none or where it has been erased."""
    if entry.sensitive is None:
        return None
    key = PersonKey.objects.filter(subject=entry.subject).first()
    if key is None or key.sealed_key is None:
        return None
    raw, cipher = bytes(entry.sensitive), AESGCM(_open(key))
    return json.loads(cipher.decrypt(raw[:12], raw[12:], SENSITIVE))


@transaction.atomic
def erase(*, subject: str, label: str, on: date, by: Viewer, because: Basis | None = None, reason: str = "") -> None:
    """Destroy the key of a subject: the sensitive parts of its entries stay sealed in the chain and unreadable."""
    key, _ = PersonKey.objects.select_for_update().get_or_create(subject=subject)
    key.sealed_key, key.destroyed_at = None, clock.now()
    key.save()
    record("journal.erased", subject=subject, label=label, on=on, by=by, because=because, reason=reason)


def _plain(image: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if image is None else json.loads(json.dumps(image, cls=DjangoJSONEncoder))


def _open(key: PersonKey) -> bytes:
    return b64decode(secrets.unseal(bytes(key.sealed_key or b""), purpose=KEY_PURPOSE))


def _encrypt(subject: str, values: dict[str, Any]) -> bytes:
    key = PersonKey.objects.filter(subject=subject).first()
    if key is None:
        sealed = secrets.seal(b64encode(os.urandom(32)).decode(), purpose=KEY_PURPOSE)
        key, _ = PersonKey.objects.get_or_create(subject=subject, defaults={"sealed_key": sealed})
    if key.sealed_key is None:
        key.sealed_key = secrets.seal(b64encode(os.urandom(32)).decode(), purpose=KEY_PURPOSE)
        key.destroyed_at = None
        key.save()
    nonce = os.urandom(12)
    text = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    return nonce + AESGCM(_open(key)).encrypt(nonce, text, SENSITIVE)


def _seal_if_due() -> None:
    global _last_sealed
    if time.monotonic() - _last_sealed >= SEAL_EVERY:
        _last_sealed = time.monotonic()
        seal(most=AT_ONCE)


def seal(*, most: int | None = None) -> int:
    """Seal every entry that is committed and not sealed yet; returns how many. Zero where another sealer is at work.

    :param most: stop after so many

    Nobody waits: on PostgreSQL the upper bound is taken only in a moment when no transaction with entries is open,
    so that every id below it is either committed or will never come.
    """
    sealed = 0
    while True:
        with transaction.atomic():
            bound = _committed_bound()
            done = _seal_up_to(bound, min(BATCH, most or BATCH)) if bound else 0
        sealed += done
        if done < BATCH or (most is not None and sealed >= most):
            return sealed


def _committed_bound() -> int:
    """The id up to which all entries are committed, or 0 where that cannot be known just now."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [WRITERS])
            if not cursor.fetchone()[0]:
                return 0
            try:
                cursor.execute("SELECT coalesce(max(id), 0) FROM journal_entry")
                return cursor.fetchone()[0]
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [WRITERS])
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _seal_up_to(bound: int, most: int) -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER])
            if not cursor.fetchone()[0]:
                return 0
    last = Seal.objects.order_by("-id").first()
    after, previous = (last.last, bytes(last.digest)) if last else (0, rules.GENESIS)
    entries = list(Entry.objects.filter(id__gt=after, id__lte=bound).order_by("id")[:most])
    if not entries:
        return 0
    digest, count = rules.chain(previous, entries)
    Seal.objects.create(
        first=entries[0].pk, last=entries[-1].pk, count=count, previous=previous, digest=digest, at=clock.now()
    )
    return count
