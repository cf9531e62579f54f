"""Members as the forms of procedures offer them."""

from datetime import date

from chibo.members import queries as members
from chibo.org.models import Unit

MOST = 500
"""More than this are no list to choose from; a cell has fewer."""


def members_at(unit: Unit, on: date) -> list[tuple[str, str]]:
    """(reference, name) of everybody on the roll of a unit on a day, in the order of names."""
    rows = members.roll(unit, on=on).order_by("name_key", "person_id")
    found = rows.values_list("person__uid", "person__full_name").distinct()[:MOST]
    return [(f"person:{uid}", name) for uid, name in dict(found).items()]
