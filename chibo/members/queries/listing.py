"""The member list, page by page: keys first, then what is shown of the few people on the page."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from chibo.kernel import secrets
from chibo.kernel.bulk import batches
from chibo.kernel.text import fold
from chibo.members.models import Spell, Stay
from chibo.members.models.truth import CARD, NATIONAL_ID
from chibo.members.queries.names import CellNames
from chibo.members.vocabulary import Nature
from chibo.org.models import Unit
from chibo.tables.sources import AT_ONCE, QuerySource

ORDER = ("name_key", "person_id")
LONGEST_SEARCH = 100
SHOWN = (
    "person_id", "person__uid", "person__full_name", "person__born_on", "person__born_precision", "party_since", "status",
)  # fmt: skip
Row = dict[str, Any]


class RollSource:
    """People on the roll of a day in the order of names.

    :param keys: rows that carry ``name_key``, ``person_id`` and ``cell_id`` (the present roll, or spells), each person once
    :param of: the unit listed: its own name is not repeated beside each cell
    """

    def __init__(self, keys: QuerySet, *, on: date, of: Unit) -> None:
        self.unit_id = of.pk
        self.keys = QuerySource(keys.values("name_key", "person_id", "cell_id"), ORDER)
        self.on = on

    def page(self, after: tuple | None, limit: int) -> list[Row]:
        return self._people(self.keys.page(after, limit))

    def key(self, row: Row) -> tuple:
        return self.keys.key(row)

    def count(self) -> int:
        return self.keys.count()

    def sorted_by(self, order: Sequence[str]) -> "RollSource":
        """There is one order."""
        return self

    def iterate(self) -> Iterator[Row]:
        for some in batches(self.keys.iterate(), AT_ONCE):
            yield from self._people(some)

    def _people(self, keys: list[Row]) -> list[Row]:
        spells = Spell.objects.filter(
            person_id__in=[key["person_id"] for key in keys], since__lte=self.on, until__gt=self.on
        )
        rows = spells.values(*SHOWN, guest_at=guest_at(on=self.on))
        people = {row["person_id"]: row for row in rows}
        away = {row["guest_at"] for row in people.values() if row["guest_at"]}
        names = CellNames({key["cell_id"] for key in keys} | away, without=self.unit_id)

        def place(key: Row) -> str:
            here, guest = names.on(key["cell_id"], self.on), people[key["person_id"]]["guest_at"]
            return f"{here} · đang sinh hoạt tạm thời tại {names.on(guest, self.on)}" if guest else here

        return [
            key | people[key["person_id"]] | {"cell_name": place(key)} for key in keys if key["person_id"] in people
        ]


def guest_at(*, on: date) -> Subquery:
    """The cell in which the person of a spell takes part for a time on a day; they count where they were."""
    away = Stay.objects.filter(person=OuterRef("person"), nature=Nature.TEMPORARY, since__lte=on, until__gt=on)
    return Subquery(away.order_by("pk").values("cell_id")[:1])


def is_number(text: str) -> bool:
    """Whether a card or personal number is looked for: its reading is sensitive, the caller asks for the right."""
    digits = _digits(text[:LONGEST_SEARCH])
    return digits.isascii() and digits.isdigit()


def _digits(text: str) -> str:
    return text.replace(" ", "").replace(".", "")


def named(text: str) -> Q:
    """A condition for people: every word in the name without diacritics, or exactly this card or personal number."""
    text = text[:LONGEST_SEARCH]
    digits = _digits(text)
    if is_number(text):
        card, number = secrets.blind_index(digits, purpose=CARD), secrets.blind_index(digits, purpose=NATIONAL_ID)
        return Q(card_index=card) | Q(national_id_index=number)
    found = Q()
    for word in fold(text).split(" ")[:8]:
        found &= Q(folded__contains=word)
    return found
