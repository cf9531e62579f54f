"""Printed forms of badges: the proposal of a base and the list beside it.

Asked for by the unit and the award day: ``unit:<uid>/2027-02-03``; without a day the next one is meant. Printed is who was
proposed for the day; where nobody was yet, who is due.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from chibo.badges.models import PartyBadge
from chibo.badges.queries.due import badges_at, due
from chibo.badges.queries.party_age import party_ages
from chibo.badges.rules import capabilities
from chibo.badges.rules.days import next_award_day
from chibo.badges.vocabulary import BadgeKind, BadgeState
from chibo.kernel.days import parse_iso, show_day, years_between
from chibo.kernel.references import uid_in
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Attribute, Person, Spell
from chibo.members.queries.names import CellNames
from chibo.members.queries.sheet import official_days
from chibo.members.vocabulary import place_shown
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.papers import rules as papers
from chibo.papers.rules import Facts, Head, committee_name
from chibo.procedures.papers import place_of

MOST = 2_000
"""More people than this make no paper."""


@dataclass(frozen=True)
class Line:
    """One person on the paper."""

    person: Person
    cell_id: int
    years: int
    kind: str
    number: str
    counted_from: date


def _place_of(ref: str, on: date, by: Viewer) -> tuple[Unit, date]:
    """:raises NotFound: no such unit or day
    :raises NotEntitled: not the viewer's
    """
    unit, day = org.by_uid(uid_in(ref, "unit")), ref.partition("/")[2]
    award_day = parse_iso(day) if day else next_award_day(on)
    by.must(capabilities.READ, unit)
    return unit, award_day


def _lines(unit: Unit, award_day: date, on: date) -> tuple[list[Line], date]:
    """Who stands on the paper, and the day it is of: the last one on which somebody was proposed, else today."""
    proposed = badges_at(unit, on=on).filter(award_day=award_day).exclude(state=BadgeState.RETURNED)
    rows: Sequence[PartyBadge] = proposed.order_by("-years", "name_key", "pk")[: MOST + 1]
    day = max((r.proposed_on for r in rows), default=on)
    found = [Line(r.person, r.cell_id, r.years, r.kind, r.number, r.counted_from) for r in rows]
    if not found:
        spells: Sequence[Spell] = due(unit, award_day=award_day, on=on).order_by("-milestone", "name_key", "pk")[
            : MOST + 1
        ]
        found = [Line(s.person, s.cell_id, s.milestone, BadgeKind.REGULAR, "", s.counted_from) for s in spells]
    if len(found) > MOST:
        raise Refusal(
            f"Danh sách có hơn {MOST} người, không in thành một văn bản. Hãy chọn tổ chức nhỏ hơn, hoặc tải Excel.",
            code="too_many",
        )
    return found, day


def _people(lines: Sequence[Line], award_day: date, on: date) -> list[dict[str, Any]]:
    keys = [line.person.pk for line in lines]
    spells = {}
    for pk, since, status in (
        Spell.objects.filter(person__in=keys, since__lte=on)
        .order_by("since")
        .values_list("person", "party_since", "status")
    ):
        spells[pk] = (since, status)
    ages = party_ages(spells, on=on)
    homes = dict(
        Attribute.objects.filter(person__in=keys, name="hometown", since__lte=on, until__gt=on).values_list(
            "person", "value"
        )
    )
    official, names = official_days(keys, on=on), CellNames({line.cell_id for line in lines})
    return [
        {
            "full_name": line.person.full_name,
            "born_on": (line.person.born_on, line.person.born_precision),
            "home_place": place_shown(homes.get(line.person.pk, "")),
            "admitted_on": spells[line.person.pk][0] if line.person.pk in spells else None,
            "official_on": official.get(line.person.pk),
            "cell": names.on(line.cell_id, on),
            "party_age": f"{years_between(line.counted_from, award_day)} năm",
            "badge": f"{line.years} năm tuổi Đảng",
            "badge_kind": BadgeKind(line.kind).label.lower(),
            "badge_number": line.number,
            "explanation": ages[line.person.pk].explained if line.person.pk in ages else "",
        }
        for line in lines
    ]


def _facts(code: str, facts: Mapping[str, Any], unit: Unit, award_day: date, on: date) -> Facts:
    name = org.name_of(unit, on=on)
    above = list(org.ancestors(unit, on=on))
    place = place_of(org.nearest_placement(unit, on=on))
    head = Head(above=above[-1].name if above else None, issuer=committee_name(name), place=place, on=on)
    return Facts(
        {key: value for key, value in facts.items() if value not in (None, "")},
        head,
        reference=unit.ref,
        subject=unit.reference,
        place=unit.reference,
        name=f"{name} {award_day:%d-%m-%Y}",
        back=f"{reverse('badges:list')}?don-vi={unit.uid}&dot={show_day(award_day)}",
    )


def proposal(ref: str, on: date, by: Viewer) -> Facts:
    """Tờ trình: how many of each badge, and who."""
    unit, award_day = _place_of(ref, on, by)
    lines, on = _lines(unit, award_day, on)
    levels, above = Counter(line.years for line in lines), list(org.ancestors(unit, on=on))
    people = [
        {name: value for name, value in row.items() if name not in ("home_place", "official_on", "badge_number")}
        for row in _people(lines, award_day, on)
    ]
    facts = {
        "superior": committee_name(above[-1].name) if above else "",
        "unit": committee_name(org.name_of(unit, on=on)),
        "award_day": award_day,
        "count": len(lines),
        "levels": [
            {"badge": f"{years} năm tuổi Đảng", "count": levels[years]} for years in sorted(levels, reverse=True)
        ],
        "people": people,
    }
    return _facts("huy-hieu-de-nghi", facts, unit, award_day, on)


def listing(ref: str, on: date, by: Viewer) -> Facts:
    """Danh sách beside the proposal."""
    unit, award_day = _place_of(ref, on, by)
    lines, on = _lines(unit, award_day, on)
    facts = {
        "unit": org.name_of(unit, on=on),
        "award_day": award_day,
        "count": len(lines),
        "people": _people(lines, award_day, on),
    }
    return _facts("huy-hieu-danh-sach", facts, unit, award_day, on)


PAPERS: dict[str, papers.Builder] = {"huy-hieu-de-nghi": proposal, "huy-hieu-danh-sach": listing}
