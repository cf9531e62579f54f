"""Who has the data-quality desk of a unit: what the area of quality is told about rights."""

from datetime import date

from chibo.access import queries as access
from chibo.access import rules
from chibo.org.models import Unit
from chibo.org.queries.units import names_of
from chibo.quality.rules import READ
from chibo.quality.rules.staff import Colleague


def desk_holders(unit: Unit, on: date) -> list[Colleague]:
    """Accounts whose desk reaches the unit, nearest role first, each once, in the order of names."""
    grants = [
        grant
        for grant in access.grants_at(unit, on=on)
        if grant.account.is_active and READ in rules.roles()[grant.role].capabilities
    ]
    names = names_of({grant.unit_id for grant in grants if grant.unit_id}, on=on)
    found: dict[str, Colleague] = {}
    for grant in grants:
        role = rules.roles()[grant.role].title
        if grant.unit_id and grant.unit_id in names:
            role = f"{role}, {names[grant.unit_id]}"
        found.setdefault(grant.account.reference, Colleague(grant.account.reference, grant.account.display_name, role))
    return sorted(found.values(), key=lambda one: one.label)
