"""Papers about one file: the yearly slip, the contents list, the note of a hand-over."""

from datetime import date

from chibo.dossiers.papers.reading import People, names_of, person_seen, uid_in
from chibo.dossiers.queries import contents, whereabouts
from chibo.dossiers.queries.travelling import handover_by_uid
from chibo.dossiers.rules.capabilities import READ
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person
from chibo.members.rules.capabilities import SENSITIVE
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.papers.rules import Facts, Head, committee_name
from chibo.posts.papers import posts_of
from chibo.procedures.papers import Places, place_of

KNOWN = {
    "sex": "sex",
    "occupation": "occupation",
    "profession": "qualification",
    "theory": "political_theory",
    "residence": "residence",
}
"""Fact of the slip → attribute of the record. What the record does not have is left to be written by hand."""


def _numbers(person: Person, cell: Unit, by: Viewer) -> dict[str, str]:
    """The numbers of the person, for whoever may see them; else room to write them."""
    if not by.may(SENSITIVE, cell):
        return {}
    return {"card_number": person.card, "personal_number": person.national_id}


def _above(cell: Unit, on: date) -> tuple[str, str]:
    """(name of the cell, name of the TCCSĐ above it or itself)."""
    placement = org.nearest_placement(cell, on=on)
    levels = whereabouts.units_at([cell.pk], on=on).get(cell.pk, {})
    base = levels.get("base")
    return placement.name, base.name if base else ""


def yearly_slip(ref: str, on: date, by: Viewer) -> Facts:
    """The slip of the year of the day, with what the record has; changes are written by hand."""
    person, cell = person_seen(ref, by)
    people = People.of([person.pk], on=on)
    name, committee = _above(cell, on)
    known = {fact: value for fact, attribute in KNOWN.items() if (value := people.said(person.pk, attribute))}
    return Facts(
        {
            "year": str(on.year),
            "full_name": person.full_name,
            "born_on": (person.born_on, person.born_precision),
            "cell": name,
            "committee": committee,
            "party_post": posts_of(person, on=on),
            **_numbers(person, cell, by),
            **known,
        },
        Head(issuer=name, above=committee, place=Places(cell, on).place, on=on),
        subject=f"person:{person.uid}",
        place=cell.reference,
        name=person.full_name,
        back=f"/ho-so/dang-vien/{person.uid}/",
    )


def contents_list(ref: str, on: date, by: Viewer) -> Facts:
    """The documents in a file, in their order, with what is missing in the note."""
    person, cell = person_seen(ref, by)
    spell = person.spells.filter(since__lte=on, until__gt=on).first()
    folder = whereabouts.folder_of(person)
    name, committee = _above(cell, on)
    rows, count = [], 0
    for _, lines in contents.contents(person, spell):
        for line in lines:
            if line.is_missing:
                rows.append({"document": line.kind.title, "note": "còn thiếu"})
            for item in line.items:
                count += 1
                rows.append(
                    {
                        "document": item.title,
                        "document_number": item.number,
                        "document_on": (item.dated, item.dated_precision) if item.dated else None,
                        "pages": item.pages,
                        "note": "bản sao" if item.is_copy else "bản chính",
                    }
                )
    facts = {
        "full_name": person.full_name,
        "born_on": (person.born_on, person.born_precision),
        "cell": name,
        "committee": committee,
        "count": count,
        "happened_on": on,
        "documents": rows,
        **_numbers(person, cell, by),
    }
    if folder is not None:
        facts["shelf"] = folder.location
    places = Places(cell, on)
    head = Head(above=places.above_name(), issuer=committee_name(committee or name), place=places.place, on=on)
    return Facts(
        facts, head, subject=f"person:{person.uid}", place=cell.reference,
        name=person.full_name, back=f"/ho-so/dang-vien/{person.uid}/",
    )  # fmt: skip


def handover_note(ref: str, on: date, by: Viewer) -> Facts:
    """Phiếu giao nhận of one hand-over, for both sides to sign."""
    moved = handover_by_uid(uid_in(ref, "handover"))
    if moved.to_unit is None or not by.may(READ, moved.to_unit):
        person_seen(f"person:{moved.person.uid}", by)
    names = names_of([moved.from_unit_id, moved.to_unit_id])
    source = names.on(moved.from_unit_id, moved.handed_on) if moved.from_unit_id else moved.from_place
    target = names.on(moved.to_unit_id, moved.handed_on) if moved.to_unit_id else moved.to_place
    items = contents.items_of(moved.person)
    folder = whereabouts.folder_of(moved.person)
    row = {
        "full_name": moved.person.full_name,
        "born_on": (moved.person.born_on, moved.person.born_precision),
        "count": len(items),
        "pages": sum(item.pages for item in items),
        "note": moved.carried or ("niêm phong" if moved.is_sealed else ""),
    }
    if folder is not None:
        row["shelf"] = folder.location
    return Facts(
        {
            "happened_on": moved.handed_on,
            "reason": moved.get_errand_display().lower(),
            "from_committee": committee_name(source),
            "to_committee": committee_name(target),
            "count": 1,
            "dossiers": [row],
        },
        _giver(moved.from_unit, committee_name(source), moved.handed_on),
        subject=f"person:{moved.person.uid}",
        place=moved.to_unit.reference if moved.to_unit else "",
        name=moved.person.full_name,
        back=f"/ho-so/dang-vien/{moved.person.uid}/",
    )


def _giver(unit: Unit | None, name: str, on: date) -> Head:
    """The head of whoever hands over, with the level above it that day."""
    if unit is None:
        return Head(issuer=name, on=on)
    placement = org.nearest_placement(unit, on=on)
    above = org.name_of(placement.superior, on=on) if placement.superior_id else None
    return Head(above=above, issuer=name, place=place_of(placement), on=on)
