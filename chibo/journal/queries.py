"""Reading the journal and checking its chain."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from chibo.journal import rules
from chibo.journal.models import Entry, EntrySubject, Seal


def entries_of(subject: str, *, readings: bool = False) -> QuerySet[Entry]:
    """What was done to a subject, newest first; bulk actions included. Readings only when asked for."""
    own = Entry.objects.filter(subject=subject).order_by().values("pk")
    shared = EntrySubject.objects.filter(subject=subject).order_by().values("entry_id")
    entries = Entry.objects.filter(pk__in=own.union(shared, all=True))
    return entries if readings else entries.exclude(what=rules.READING)


def entries_at(place: str) -> QuerySet[Entry]:
    """What was done at a unit, newest first."""
    return Entry.objects.filter(place=place)


def entries_because_of(because: str) -> QuerySet[Entry]:
    """What was done on the basis of a decision, newest first."""
    return Entry.objects.filter(because=because)


def entries(
    *, what: str = "", actor: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Entry]:
    """All entries, newest first, narrowed by a word's beginning, an actor, and days of writing (both inside)."""
    found = Entry.objects.all()
    if what:
        found = found.filter(what__startswith=what)
    if actor:
        found = found.filter(actor=actor)
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lte=until)
    return found


@dataclass
class Verdict:
    """What a check of the chain found.

    :param problems: Vietnamese sentences naming the seal or entry, empty when all is well
    :param unsealed: entries written but not sealed yet
    """

    problems: list[str] = field(default_factory=list)
    unsealed: int = 0


def unsealed_count() -> int:
    """How many entries are written but not sealed yet."""
    last = Seal.objects.order_by("-id").values_list("last", flat=True).first() or 0
    return Entry.objects.filter(id__gt=last).count()


def verify() -> Verdict:
    """Recount every seal from the entries and every bulk entry from its subjects."""
    verdict, previous, position = Verdict(), rules.GENESIS, 0
    for seal in Seal.objects.order_by("id").iterator():
        name = f"Niêm phong {seal.pk} (dòng {seal.first} đến {seal.last})"
        if bytes(seal.previous) != previous:
            verdict.problems.append(f"{name} không nối với niêm phong trước.")
        held = Entry.objects.filter(id__gt=position, id__lte=seal.last).order_by("id")
        digest, count = rules.chain(bytes(seal.previous), held.iterator(chunk_size=2_000))
        if count != seal.count:
            verdict.problems.append(f"{name} có {seal.count} dòng khi niêm phong, nay còn {count}.")
        elif digest != bytes(seal.digest):
            verdict.problems.append(f"{name} có dòng đã bị sửa sau khi niêm phong.")
        previous, position = bytes(seal.digest), seal.last
    verdict.unsealed = unsealed_count()
    verdict.problems += _changed_subjects()
    return verdict


def _changed_subjects() -> list[str]:
    problems: list[str] = []
    for entry in Entry.objects.exclude(subjects_digest=b"").order_by("id").iterator():
        subjects = EntrySubject.objects.filter(entry=entry).values_list("subject", flat=True)
        if rules.subjects_digest(subjects) != bytes(entry.subjects_digest):
            problems.append(f"Dòng {entry.pk} “{entry.label}” có danh sách đối tượng đã bị sửa.")
    return problems


def last_number() -> int:
    """The number of the last entry: while it stays the same, nobody has written anything."""
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0
