"""Addresses of the pages that home and menu lead to, with the unit, the day and the part of a figure they are about."""

from collections.abc import Mapping
from datetime import date

from django.urls import NoReverseMatch, reverse

from chibo.catalogue.address import UNIT, Links
from chibo.kernel.days import Window, show_day
from chibo.kernel.scope import Structure
from chibo.members.views.place import UNIT as UNIT_OF_MEMBERS
from chibo.org.models import Unit
from chibo.ui import params
from chibo.ui.markup import with_query

__all__ = ["UNIT", "Links", "about", "address", "figure", "members", "report", "transfers"]


def address(name: str, *args: object) -> str:
    """The address of that name; empty while nothing answers there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def about(url: str, *, on: date | None = None, **more: object) -> str:
    """The address asked about a day."""
    return with_query(url, {params.DAY: show_day(on) if on else None, **more}) if url else ""


def figure(
    page: str,
    code: str,
    *,
    unit: Unit,
    window: Window,
    where: Mapping[str, str],
    structure: Structure,
    today: date,
) -> str:
    """The page of a figure (``figure``), or the list behind it (``rows``)."""
    kept = {name: (value,) for name, value in where.items()}
    return Links(structure=structure, today=today).to(page, code, unit=unit.uid, window=window, where=kept)


def members(unit: Unit, on: date | None = None) -> str:
    """The member list of a unit."""
    return about(address("members:list"), on=on, **{UNIT_OF_MEMBERS: unit.uid})


def transfers(unit: Unit, *, incoming: bool = False) -> str:
    """Transfers under way out of a unit or into it."""
    return about(address("members:transfers"), chieu="den" if incoming else None, **{UNIT_OF_MEMBERS: unit.uid})


def report(unit: Unit | None) -> str:
    """The report page of a unit."""
    return about(address("reports:report"), **{UNIT: unit.uid if unit else None})
