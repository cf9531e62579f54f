"""What is due for somebody: each area that has work with a day says which, ``chibo.site`` hands the list to ``chibo.inbox``.

An area writes one :class:`Provider` per kind of work in ``queries/duties.py``::

    def rows(desk):
        waiting = desk.where("cell", "fees.write")  # the column that holds the unit, the capability the work takes
        return Arrears.objects.filter(waiting, until__gt=desk.on).annotate(due_on=F("warned_on"), key=F("pk"))

    def shown(keys, desk):  # constant number of queries
        return {a.pk: Duty("Nhắc nộp đảng phí", a.label, a.cell_id, rule="fees.arrears", url=...) for a in ...}

    DUTIES = [Provider("dang-phi", "Đảng phí", rows, shown)]
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Q, QuerySet

    from chibo.kernel.viewer import Viewer


@dataclass(frozen=True)
class Desk:
    """Whose work is asked for, on which day, and which part of it.

    :param on: today
    :param by: who looks
    :param where: (field of the unit, capability the work takes, capability to see it) → the condition that the row's unit is
        one of those this desk is about and the capability holds there. On one's own desk these are the units of one's grants,
        on the one below what stands under them. The field is a foreign key to ``org.Unit`` (``"cell"``, ``"case__unit"``);
        the third may be left out where seeing takes no other capability than doing
    :param only: a part of the kind, one of :attr:`Provider.parts`; empty for all
    :param is_own: whether it is what waits for the viewer (or the unit) itself, not for somebody below
    :param account: reference of the account whose own work is asked for; empty where it is a unit's or of those below
    """

    on: date
    by: "Viewer"
    where: "Callable[..., Q]"
    only: str = ""
    is_own: bool = True
    account: str = ""


@dataclass(frozen=True)
class Duty:
    """One piece of work as a line shows it.

    :param title: what is to be done, a verb phrase: "Chi bộ họp xét, biểu quyết"
    :param label: about whom or what
    :param unit_id: where it waits
    :param rule: key of the rulebook that sets the day; empty where none does
    :param note: a word on how it stands
    :param url: the record
    :param act_url: the form that does it; empty where the record is the place
    :param mark: code of the record
    """

    title: str
    label: str
    unit_id: int | None = None
    rule: str = ""
    note: str = ""
    url: str = ""
    act_url: str = ""
    mark: str = ""


Rows = Callable[[Desk], "QuerySet"]
Shown = Callable[[Sequence[int], Desk], Mapping[int, Duty]]


@dataclass(frozen=True)
class Provider:
    """A kind of work.

    :param kind: code in the address, ``ho-so``
    :param title: plural word of the filter, "Hồ sơ theo quy trình"
    :param rows: rows with two names, as fields or annotations: ``due_on`` (a date; the open end of time where there is no day)
        and ``key`` (a whole number, unique within the kind). No order, no slice. Cheap: the menu of every page asks it
    :param shown: (keys, desk) → what the lines of the page say; a constant number of queries; a key may be left out
    :param parts: codes and titles of what the kind can be narrowed to
    :param in_menu: whether it is listed among all kinds and counted in the menu; else only where the kind is asked for: what others
        have to do first, what takes statements of its own to be asked for
    """

    kind: str
    title: str
    rows: Rows
    shown: Shown
    parts: Callable[[], Mapping[str, str]] = dict
    in_menu: bool = True


_installed: list[Provider] = []


def install(providers: Sequence[Provider]) -> None:
    """Say which kinds of work there are, in the order of the filter; called once by ``chibo.site``."""
    kinds = [provider.kind for provider in providers]
    if len(kinds) != len(set(kinds)):
        raise ValueError(f"two providers of one kind: {kinds}")
    _installed[:] = providers


def installed() -> list[Provider]:
    """Every provider."""
    return list(_installed)
