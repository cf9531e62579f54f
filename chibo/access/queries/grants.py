"""Grants of an account and at a unit."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from chibo.access import rules
from chibo.access.models import Grant
from chibo.accounts.models import Account
from chibo.kernel.viewer import Viewer
from chibo.org.models import Closure, Placement, Unit
from chibo.org.queries import in_force


def grants_of(account: Account, *, on: date) -> QuerySet[Grant]:
    """The grants an account holds on a day. One at a unit that no longer stands, or not yet, gives nothing.
    Each carries ``unit_name``, what its unit is called that day.
    """
    standing = Q(unit=None) | Q(unit__founded_on__lte=on, unit__ended_on__gt=on)
    named = Placement.objects.filter(in_force(on), unit=OuterRef("unit")).values("name")[:1]
    held = Grant.objects.filter(in_force(on), standing, account=account).select_related("unit")
    return held.annotate(unit_name=Subquery(named)).order_by("since", "id")


def grants_at(unit: Unit, *, on: date) -> QuerySet[Grant]:
    """Every grant that reaches a unit on a day: at the unit itself, at units above it, and of the whole system."""
    above = Closure.objects.filter(in_force(on), descendant=unit, ancestor=OuterRef("unit"))
    reach = Q(unit=None) | Q(unit=unit) | Exists(above)
    return (
        Grant.objects.filter(in_force(on), reach).select_related("account", "unit").order_by("unit_id", "since", "id")
    )


def grants_listed(*, on: date, by: Viewer) -> QuerySet[Grant]:
    """The grants the viewer may read, those ended included: all, or those inside the own units."""
    by.must(rules.READ)
    found = Grant.objects.select_related("account", "unit").order_by("-since", "-id")
    if by.is_everywhere(rules.READ):
        return found
    inside = Closure.objects.filter(in_force(on), ancestor_id__in=by.entitled(rules.READ), descendant=OuterRef("unit"))
    return found.filter(Exists(inside))
