"""Addresses of the pages that home and menu lead to, with the unit, the day and the part of a figure they are about."""

from collections.abc import Mapping
from datetime import date

from django.urls import NoReverseMatch, reverse

from chibo.kernel.days import Period, Window, show_day
from chibo.org.models import Unit
from chibo.ui import params
from chibo.ui.markup import with_query

UNIT = "to-chuc"
"""The parameter that names a unit by its uid, the same on every page."""


def address(name: str, *args: object) -> str:
    """The address of that name; empty while nothing answers there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def about(url: str, *, unit: Unit | None = None, on: date | None = None, **more: object) -> str:
    """The address asked about a unit and a day."""
    if not url:
        return ""
    return with_query(url, {UNIT: unit.uid if unit else None, params.DAY: show_day(on) if on else None, **more})


def window_params(window: Window) -> dict[str, str]:
    """A day or a period as the address carries it."""
    if isinstance(window, Period):
        return {params.FIRST: show_day(window.first), params.LAST: show_day(window.last)}
    return {params.DAY: show_day(window)}


def figure(code: str, unit: Unit, window: Window, where: Mapping[str, str] | None = None) -> str:
    """The page of a figure."""
    return _figure_page("figures:figure", code, unit, window, where)


def figure_rows(code: str, unit: Unit, window: Window, where: Mapping[str, str] | None = None) -> str:
    """The list behind a figure."""
    return _figure_page("figures:rows", code, unit, window, where)


def _figure_page(name: str, code: str, unit: Unit, window: Window, where: Mapping[str, str] | None) -> str:
    return about(address(name, code), unit=unit, **window_params(window), **(where or {}))


def members(unit: Unit, on: date | None = None) -> str:
    """The member list of a unit."""
    return about(address("members:list"), unit=unit, on=on)


def transfers(unit: Unit, *, incoming: bool = False) -> str:
    """Transfers under way out of a unit or into it."""
    return about(address("members:transfers"), unit=unit, chieu="den" if incoming else None)


def report(unit: Unit, window: Window | None = None) -> str:
    """The report page of a unit."""
    return about(address("reports:report"), unit=unit, **(window_params(window) if window else {}))
