"""The registers on paper: the same rows as the lists, in the columns of the forms."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import F

from chibo.dossiers.models import CardEvent
from chibo.dossiers.papers.reading import People, Register, few, names_of
from chibo.dossiers.queries import travelling
from chibo.dossiers.vocabulary import GIVEN_OUT
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.indicators.roll import laid
from chibo.members.models import Movement
from chibo.members.vocabulary import REMOVALS, Cause
from chibo.papers.rules import Facts
from chibo.posts.papers import titles_of

Rows = list[dict[str, Any]]


def _facts(book: Register, rows_name: str, rows: Rows, *, told: str = "") -> Facts:
    return Facts(
        {"unit": book.name, "period": told or book.told, "count": len(rows), rows_name: rows},
        book.head,
        reference=book.unit.ref,
        subject=book.unit.reference,
        place=book.unit.reference,
        name=book.name,
        back=f"/ho-so/?don-vi={book.unit.uid}",
    )


def _left(book: Register, causes: Iterable[str]) -> Sequence[Movement]:
    """Those who went off the roll of the unit in the period, by these causes."""
    found = Movement.objects.filter(
        cause__in=list(causes), is_entry=False, on__gte=book.period.first, on__lte=book.period.last
    )
    found = laid(found, book.by.scope(book.unit), day=F("tree_day")).select_related("person", "event__decision")
    return few(found.order_by("on", "name_key", "pk"), "dòng")


def _person(row: Any, people: People, book: Register) -> dict[str, Any]:
    """What every register says of a member."""
    said: dict[str, Any] = {
        "full_name": row.person.full_name,
        "born_on": (row.person.born_on, row.person.born_precision),
        "admitted_on": row.party_since,
        "official_on": people.official.get(row.person_id),
        "home_place": people.said(row.person_id, "hometown"),
    }
    if book.shows_numbers:
        said["card_number"] = row.person.card
    return {name: value for name, value in said.items() if value}


def roll_list(ref: str, on: date, by: Viewer) -> Facts:
    """Danh sách đảng viên on the last day of the period."""
    book = Register.of(ref, on, by)
    rows = members.roll(book.unit, on=book.period.last).select_related("person").order_by("name_key", "person_id")
    spells = few(rows, "đảng viên")
    ids = [s.person_id for s in spells]
    people, posts = People.of(ids, on=book.period.last), titles_of(ids, on=book.period.last)
    names = names_of([s.cell_id for s in spells], without=book.unit.pk)
    return _facts(
        book,
        "people",
        [
            _person(s, people, book)
            | {
                "cell": names.on(s.cell_id, book.period.last),
                "sex": people.said(s.person_id, "sex"),
                "ethnic_group": people.said(s.person_id, "ethnicity"),
                "party_post": "; ".join(posts.get(s.person_id, ())),
                "note": "dự bị" if s.status == "probationary" else "",
            }
            for s in spells
        ],
        told=f"có đến ngày {show_day(book.period.last)}",
    )


def leavers(ref: str, on: date, by: Viewer) -> Facts:
    """Đảng viên ra khỏi Đảng of the period."""
    book = Register.of(ref, on, by)
    rows = _left(book, REMOVALS)
    people, names = _known(rows, book)
    return _facts(
        book,
        "people",
        [
            _person(r, people, book)
            | {
                "cell": names.on(r.cell_id, r.tree_day),
                "left_on": r.on,
                "kind": Cause(r.cause).label,
                "decision": str(r.event.decision or ""),
                "note": r.get_ground_display() if r.ground else "",
            }
            for r in rows
        ],
    )


def deaths(ref: str, on: date, by: Viewer) -> Facts:
    """Đảng viên từ trần of the period."""
    book = Register.of(ref, on, by)
    rows = _left(book, [Cause.DEATH])
    people, names = _known(rows, book)
    return _facts(
        book,
        "people",
        [_person(r, people, book) | {"cell": names.on(r.cell_id, r.tree_day), "died_on": r.on} for r in rows],
    )


def card_register(ref: str, on: date, by: Viewer) -> Facts:
    """Cards given out in the period."""
    book = Register.of(ref, on, by)
    events = CardEvent.objects.filter(
        travelling.of_people(book.unit, on=book.period.last), deed__in=sorted(GIVEN_OUT), on__gte=book.period.first,
        on__lte=book.period.last,
    )  # fmt: skip
    rows = few(events.select_related("person").order_by("on", "pk"), "thẻ")
    spells = {
        s.person_id: s
        for s in members.roll(book.unit, on=book.period.last)
        .filter(person__in=[r.person_id for r in rows])
        .select_related("person")
    }
    people = People.of([r.person_id for r in rows], on=book.period.last)
    names = names_of([s.cell_id for s in spells.values()], without=book.unit.pk)
    told = []
    for row in rows:
        spell = spells.get(row.person_id)
        said = _person(spell, people, book) if spell else {"full_name": row.person.full_name}
        told.append(
            said
            | ({"card_number": row.number} if book.shows_numbers else {})
            | {
                "cell": names.on(spell.cell_id, book.period.last) if spell else "",
                "card_on": row.on,
                "kind": row.get_deed_display(),
                "note": row.reason,
            }
        )
    return _facts(book, "cards", told)


def handovers(ref: str, on: date, by: Viewer) -> Facts:
    """Giao nhận hồ sơ of the period."""
    book = Register.of(ref, on, by)
    found = travelling.handovers_at(book.unit, first=book.period.first, last=book.period.last)
    rows = few(found.order_by("handed_on", "pk"), "lần giao nhận")
    names = names_of([*(r.from_unit_id for r in rows), *(r.to_unit_id for r in rows)])
    return _facts(
        book,
        "movements",
        [
            {
                "happened_on": r.handed_on,
                "full_name": r.person.full_name,
                "born_on": (r.person.born_on, r.person.born_precision),
                "from_committee": names.on(r.from_unit_id, r.handed_on) or r.from_place,
                "to_committee": names.on(r.to_unit_id, r.handed_on) or r.to_place,
                "reason": r.get_errand_display().lower(),
                "note": r.get_state_display(),
            }
            for r in rows
        ],
    )


def loans(ref: str, on: date, by: Viewer) -> Facts:
    """Cho mượn hồ sơ of the period."""
    book = Register.of(ref, on, by)
    found = travelling.loans_at(book.unit, on=book.period.last, out_only=False)
    found = found.filter(lent_on__gte=book.period.first, lent_on__lte=book.period.last)
    return _facts(
        book,
        "loans",
        [
            {
                "happened_on": r.lent_on,
                "full_name": r.person.full_name,
                "born_on": (r.person.born_on, r.person.born_precision),
                "receiver": r.borrower,
                "reason": r.purpose,
                "deadline": r.due_on,
                "note": r.carried,
            }
            | ({"until": r.returned_on} if r.returned_on < FOREVER else {})
            for r in few(found.order_by("lent_on", "pk"), "lần mượn")
        ],
    )


def _known(rows: Sequence[Movement], book: Register) -> tuple[People, Any]:
    people = People.of([r.person_id for r in rows], on=book.period.last)
    return people, names_of([r.cell_id for r in rows], without=book.unit.pk)
