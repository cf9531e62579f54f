"""In which office an account was on a day: what a member is told of who has seen the own record."""

from collections.abc import Iterable, Mapping
from datetime import date

from chibo.access import rules
from chibo.access.models import Grant
from chibo.members.queries.names import CellNames


def offices(asked: Iterable[tuple[str, date]]) -> Mapping[tuple[str, date], str]:
    """(account, day) → role and unit, of the oldest grant that was in force then; three statements for all of them."""
    asked = set(asked)
    accounts = {int(ref.partition(":")[2]) for ref, _ in asked if ref.startswith("account:")}
    grants: dict[str, list[Grant]] = {}
    for grant in Grant.objects.filter(account__in=accounts).order_by("since", "id"):
        grants.setdefault(f"account:{grant.account_id}", []).append(grant)
    names = CellNames({grant.unit_id for some in grants.values() for grant in some})
    found = {}
    for ref, day in asked:
        held = next((g for g in grants.get(ref, []) if g.since <= day < g.until and g.role in rules.roles()), None)
        if held is not None:
            unit = names.on(held.unit_id, day)
            title = rules.roles()[held.role].title
            found[ref, day] = f"{title}, {unit}" if unit else title
    return found
