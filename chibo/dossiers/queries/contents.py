"""What files hold and what they lack."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from chibo.dossiers.models import DossierItem
from chibo.dossiers.rules.document_types import DossierDocumentType, document_types, owed_kinds
from chibo.dossiers.vocabulary import FileSet, ItemState, Owed
from chibo.kernel.refusal import NotFound
from chibo.members.models import Person, Spell
from chibo.members.vocabulary import Status


@dataclass(frozen=True)
class Line:
    """A kind of document in the contents list, with the documents of it; ``is_missing`` where it is owed and not there."""

    kind: DossierDocumentType
    items: tuple[DossierItem, ...]
    is_missing: bool


def items_of(person: Person) -> list[DossierItem]:
    """The documents in the file, in the order they came in."""
    rows = DossierItem.objects.filter(person=person, state=ItemState.STANDING)
    return list(rows.select_related("file").order_by("added_on", "pk"))


def contents(person: Person, spell: Spell | None) -> list[tuple[FileSet, list[Line]]]:
    """The contents list: set by set, every kind that is there or owed.

    :param spell: what is counted about the person today; None for somebody off the roll, whose file owes nothing
    """
    there: dict[str, list[DossierItem]] = defaultdict(list)
    for item in items_of(person):
        there[item.kind].append(item)
    owed = {kind.code for kind in owed_by(spell)}
    lines = [
        Line(kind, tuple(there.get(code, ())), code in owed and code not in there)
        for code, kind in document_types().items()
        if code in there or code in owed
    ]
    return [(part, found) for part in FileSet if (found := [one for one in lines if one.kind.set == part])]


def owed_by(spell: Spell | None) -> list[DossierDocumentType]:
    """The kinds that the file must hold."""
    if spell is None:
        return []
    return owed_kinds(is_official=spell.status == Status.OFFICIAL, party_since=spell.party_since)


def kinds_there(person_ids: Iterable[int]) -> dict[int, set[str]]:
    """Person → kinds of documents in the file; one query."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = DossierItem.objects.filter(person__in=list(person_ids), state=ItemState.STANDING)
    for person, kind in rows.values_list("person_id", "kind"):
        found[person].add(kind)
    return found


def lacking(rows: QuerySet[Spell], kind: str = "") -> QuerySet[Spell]:
    """Those of the spells whose file lacks a document it must hold; of one kind only, where that is given."""
    kinds = [one for code, one in document_types().items() if one.owed != Owed.NOBODY and kind in ("", code)]
    wanting = Q()
    for one in kinds:
        there = DossierItem.objects.filter(person=OuterRef("person"), kind=one.code, state=ItemState.STANDING)
        owed = Q(status=Status.OFFICIAL) if one.owed == Owed.OFFICIAL else Q()
        wanting |= (
            owed & Q(party_since__gte=one.since) & ~Q(Exists(there)) if one.since.year > 1 else owed & ~Exists(there)
        )
    return rows.filter(wanting) if kinds else rows.none()


def item_by_uid(uid: UUID) -> DossierItem:
    """:raises NotFound: there is none"""
    item = DossierItem.objects.filter(uid=uid).select_related("person", "file").first()
    if item is None:
        raise NotFound("Không có tài liệu này. Hãy mở lại từ hồ sơ đảng viên.", code="unknown_item")
    return item
