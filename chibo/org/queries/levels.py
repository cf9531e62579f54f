"""Which kinds make up a level on a day: read from the rulebook, since the eras name them differently."""

from datetime import date

from django.db.models import Q, QuerySet

from chibo.org.models import Closure
from chibo.org.queries.units import in_force
from chibo.org.vocabulary import Kind
from chibo.rulebook import queries as rulebook

_WITHOUT_RULE: dict[str, frozenset[str]] = {
    "above_base": frozenset({Kind.DANG_BO_TINH, Kind.DANG_BO_HUYEN, Kind.DANG_BO_CAP_TREN_CO_SO}),
    "base": frozenset({Kind.DANG_BO_CO_SO, Kind.CHI_BO_CO_SO}),
    "between": frozenset({Kind.DANG_BO_BO_PHAN, Kind.DANG_BO_TRUC_THUOC_CO_SO}),
    "subordinate_cell": frozenset({Kind.CHI_BO_TRUC_THUOC, Kind.CHI_BO}),
    "cell": frozenset({Kind.CHI_BO_CO_SO, Kind.CHI_BO_TRUC_THUOC, Kind.CHI_BO}),
}
"""What a level means where the rulebook says nothing."""


def level_kinds(name: str, *, on: date) -> frozenset[str]:
    """The kinds of a level on the day, by the rule ``org.level.<name>_kinds``.

    :raises KeyError: no such level
    """
    ruling = rulebook.value(f"org.level.{name}_kinds", on=on)
    return frozenset(ruling.value) if ruling.is_on_record else _WITHOUT_RULE[name]


def under_bases(where: Q, *, on: date) -> QuerySet[Closure]:
    """What stands under bases on the day, as ``descendant``: a subquery of its own for each row that asks for it.

    :param where: which bases, in terms of ``ancestor``
    """
    return Closure.objects.filter(
        where,
        in_force(on),
        in_force(on, "ancestor__placements__"),
        ancestor__placements__kind__in=level_kinds("base", on=on),
    ).values("descendant")
