"""Who is obliged to vote."""

from datetime import date

from chibo.kernel.days import BEGINNING
from chibo.members.models import Spell, Stay
from chibo.members.vocabulary import Exemption, Nature, Status
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.posts import queries as posts

COMMITTEE = ("bi_thu", "pho_bi_thu_thuong_truc", "pho_bi_thu", "uy_vien_ban_thuong_vu", "cap_uy_vien")


def official_members(cell: Unit, *, on: date) -> list[int]:
    """The official members of a cell who must be there: without the exempt and those on temporary activity elsewhere."""
    rows = Spell.objects.filter(
        cell=cell, since__lte=on, until__gt=on, status=Status.OFFICIAL, exemption__in=("", Exemption.NONE)
    )
    away = Stay.objects.filter(
        nature=Nature.TEMPORARY, since__gt=BEGINNING, since__lte=on, until__gt=on, person__in=rows.values("person")
    ).exclude(cell=cell)
    return sorted(rows.exclude(person__in=away.values("person")).values_list("person_id", flat=True))


def committee_members(unit: Unit, *, on: date) -> list[int]:
    """Who sits in the committee of a unit on a day, as far as posts are on record."""
    held = posts.standing().filter(org.in_force(on), unit=unit, role__in=COMMITTEE)
    return sorted(set(held.values_list("person_id", flat=True)))
