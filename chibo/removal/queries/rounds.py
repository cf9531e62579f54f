"""Rounds of screening: which cells have held one, whom it reviewed."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from chibo.kernel.refusal import NotFound
from chibo.members.models import Person, Spell
from chibo.org import queries as org
from chibo.org.models import Placement, Unit
from chibo.removal.models import ScreeningRound, ScreeningSkip
from chibo.removal.vocabulary import EntryState


def rounds(year: int) -> QuerySet[ScreeningRound]:
    """The rounds of a year that count."""
    return ScreeningRound.objects.filter(year=year, state=EntryState.STANDING)


def reviewed(year: int, *, on: date) -> QuerySet[Spell]:
    """Everybody reviewed in a year by the day, as they stood on the day of the review; somebody who moved may be there twice."""
    held = Spell.objects.filter(
        cell__screening_rounds__year=year,
        cell__screening_rounds__state=EntryState.STANDING,
        cell__screening_rounds__on__lte=on,
        since__lte=F("cell__screening_rounds__on"),
        until__gt=F("cell__screening_rounds__on"),
    )
    # Few are left out, and a cell holds one round a year: their spells are found once, not asked for row by row.
    left_out = ScreeningSkip.objects.filter(
        round__year=year,
        round__state=EntryState.STANDING,
        person__spells__cell=F("round__unit"),
        person__spells__since__lte=F("round__on"),
        person__spells__until__gt=F("round__on"),
    )
    return held.exclude(pk__in=left_out.values("person__spells"))


def cells(unit: Unit, *, on: date) -> QuerySet[Placement]:
    """The cells at or below a unit that stand on the day."""
    return org.units_below(unit, on=on, kinds=org.level_kinds("cell", on=on))


def cells_without(*, year: int, on: date) -> QuerySet[Placement]:
    """The cells standing on the day for which no round of the year is recorded."""
    standing = Placement.objects.filter(org.in_force(on), kind__in=org.level_kinds("cell", on=on))
    return standing.filter(~Exists(rounds(year).filter(unit=OuterRef("unit"))))


def round_by_uid(uid: UUID) -> ScreeningRound:
    """:raises NotFound: no such record"""
    found = ScreeningRound.objects.filter(uid=uid).select_related("unit").first()
    if found is None:
        raise NotFound("Không có lần rà soát này. Hãy mở lại danh sách rà soát.", code="unknown_round")
    return found


def round_of(unit: Unit, year: int) -> ScreeningRound | None:
    """The round of a cell and year that counts."""
    return rounds(year).filter(unit=unit).first()


def roll_then(row: ScreeningRound) -> QuerySet[Spell]:
    """The roll of the cell on the day of the round, in the order of names."""
    rows = Spell.objects.filter(cell=row.unit, since__lte=row.on, until__gt=row.on)
    return rows.select_related("person").order_by("name_key", "person_id")


def rounds_of(person: Person, *, on: date) -> list[ScreeningRound]:
    """The rounds in which somebody was reviewed by the day, the latest first."""
    held = ScreeningRound.objects.filter(
        state=EntryState.STANDING,
        on__lte=on,
        unit__in=person.spells.values("cell"),
    ).order_by("-on")
    left_out = set(person.screening_skips.values_list("round", flat=True))
    spells = list(person.spells.values_list("cell", "since", "until"))
    return [
        row
        for row in held
        if row.pk not in left_out and any(cell == row.unit_id and a <= row.on < b for cell, a, b in spells)
    ]
