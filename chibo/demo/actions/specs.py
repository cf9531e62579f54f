"""From people of the story to what the bulk actions of members take."""

from datetime import date
from functools import lru_cache
from random import Random

from chibo.demo.rules import names
from chibo.demo.rules.committee import Committee
from chibo.demo.rules.flow import Flow
from chibo.demo.rules.people import Happening, Person
from chibo.demo.rules.profile import Profiles
from chibo.members.actions import EventSpec, PersonSpec
from chibo.members.vocabulary import Status

DAYS = ("sent_on", "due_on", "presented_on", "received_on", "reported_on", "decided_on", "party_since")
ROOM_FOR = 10_000
"""Serial numbers a committee has for itself; the last one takes what it needs."""


@lru_cache(maxsize=60_000)
def day(ordinal: int) -> date:
    """The day of an ordinal."""
    return date.fromordinal(ordinal)


class Specs:
    """Makes the specifications of one committee's people.

    :param cells: primary keys of the cells, by position in the flow
    """

    def __init__(self, committee: Committee, flow: Flow, cells: dict[int, int]) -> None:
        self.committee = committee
        self.flow = flow
        self.cells = cells

    def people(self, batch: list[Person], wave: int) -> list[PersonSpec]:
        """Everybody with all attributes, and the events of a wave; the same on every run."""
        chance = Random(f"{self.committee.key} {batch[0].number} {len(batch)}")
        profiles = Profiles(self.committee, self.flow.cells, chance)
        return [self._person(person, wave, chance, profiles) for person in batch]

    def events(self, person: Person, wave: int) -> list[EventSpec]:
        """The person's events of a wave, in order of time."""
        own = [h for h in person.events if h.wave == wave]
        return [self._event(person, h, own) for h in own]

    def _person(self, person: Person, wave: int, chance: Random, profiles: Profiles) -> PersonSpec:
        born = day(person.born)
        index = (self.committee.serial - 1) * ROOM_FOR + person.number
        return PersonSpec(
            full_name=names.full_name(
                chance,
                is_woman=person.is_woman,
                born=born.year,
                ethnicity=person.ethnicity,
                families=self.committee.families,
            ),
            born_on=born,
            born_precision="year" if person.year_only else "day",
            national_id=_national_id(index, born.year, person.is_woman),
            card=_card(index, person) if chance.random() < 0.97 else "",
            attributes=profiles.rows(person),
            events=self.events(person, wave),
        )

    def _event(self, person: Person, happening: Happening, own: list[Happening]) -> EventSpec:
        facts = dict(happening.facts or {})
        for name in DAYS:
            if facts.get(name):
                facts[name] = day(facts[name])
        cells = self.cells
        return EventSpec(
            happening.cause,
            day(happening.on),
            cell=None if happening.cell is None else cells[happening.cell],
            from_cell=None if happening.from_cell is None else cells[happening.from_cell],
            reverses=None if happening.reverses is None else own.index(person.events[happening.reverses]),
            **facts,
        )


def _national_id(index: int, year: int, is_woman: bool) -> str:
    """Well formed, of a province (099) that was never issued one."""
    century = (2 if year >= 2000 else 0) + is_woman
    return f"099{century}{year % 100:02d}{(index * 700_001 + 123_457) % 1_000_000:06d}"


def _card(index: int, person: Person) -> str:
    """Twelve digits, eight for some of the older members; none before recognition."""
    official = any(h.cause == "recognition" for h in person.events) or person.status == Status.OFFICIAL
    if not official:
        return ""
    if person.party and day(person.party).year < 1990 and index % 3:
        return f"{99_000_000 + index}"
    return f"99{(index * 7_919_000_003 + 11) % 10**10:010d}"
