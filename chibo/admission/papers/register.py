"""Danh sách kết nạp đảng viên of a unit in a period."""

from datetime import date

from chibo.admission.papers.known import of_person
from chibo.admission.queries.probations import ADMISSIONS
from chibo.admission.rules import READ
from chibo.indicators import Asked
from chibo.kernel.days import show_window
from chibo.kernel.references import uid_in
from chibo.kernel.viewer import Viewer
from chibo.members.indicators.movements import moved
from chibo.members.queries.names import CellNames
from chibo.org import queries as org
from chibo.papers.rules import Facts, Head, with_period
from chibo.procedures.papers import committee_of, place_of


def register(ref: str, on: date, by: Viewer) -> Facts:
    """Everybody admitted, or admitted again, in the period, in the order of the ceremonies.

    ``unit:<uid>`` asks for the year up to the day, ``unit:<uid>/2026-01-01/2026-06-30`` for a period.
    """
    ref, window = with_period(ref, on=on)
    unit = org.by_uid(uid_in(ref, "unit"))
    by.must(READ, unit)
    rows = list(
        moved(Asked(by.scope(unit), window), ADMISSIONS, is_entry=True)
        .select_related("person", "event__decision")
        .order_by("on", "name_key", "id")
    )
    names = CellNames({row.cell_id for row in rows})
    people = []
    for row in rows:
        said = of_person(row.person, on=row.on)
        people.append(
            {name: said[name] for name in ("full_name", "sex", "born_on", "home_place", "ethnic_group", "occupation")}
            | {
                "profession": said["degree"],
                "cell": names.on(row.cell_id, row.tree_day),
                "decision": str(row.event.decision or ""),
                "ceremony_on": row.on,
                "note": "kết nạp lại" if row.cause == "readmission" else "",
            }
        )
    placement = org.nearest_placement(unit, on=window.last)
    above = org.name_of(placement.superior, on=window.last) if placement.superior_id else None
    return Facts(
        {"unit": placement.name, "period": show_window(window), "count": len(rows), "people": people},
        head=Head(above=above, issuer=committee_of(placement), place=place_of(placement), on=on), reference=unit.ref,
        subject=unit.reference, place=unit.reference, name=f"{window.last.year}", back=unit.get_absolute_url(),
    )  # fmt: skip
