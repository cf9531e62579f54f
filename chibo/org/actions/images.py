"""What was and what is, as the journal and an undo keep it."""

from datetime import date
from typing import TYPE_CHECKING

from chibo.org.models import Placement

if TYPE_CHECKING:
    from chibo.org.actions.prepare import Prepared

PLACEMENT_FIELDS = [f.name for f in Placement._meta.concrete_fields if not f.primary_key]
"""Everything a placement says."""
_COLUMNS = [f.attname for f in Placement._meta.concrete_fields]
_DATES = ("since", "until")


def row_image(placement: Placement) -> dict[str, object]:
    """The whole row, as JSON takes it."""
    values = {name: getattr(placement, name) for name in _COLUMNS}
    return values | {name: values[name].isoformat() for name in _DATES}


def row_from(image: dict[str, object]) -> Placement:
    """The row of an image, not saved."""
    return Placement(**image | {name: date.fromisoformat(str(image[name])) for name in _DATES})


def facts_of(placement: Placement) -> dict[str, object]:
    """What a reader of the journal wants to see of a placement."""
    return {
        "name": placement.name,
        "kind": placement.kind,
        "superior": placement.superior_id,
        "sector": placement.sector,
        "cell_kind": placement.cell_kind,
        "code": placement.code,
        "place": placement.place_id,
    }


def before_image(ready: "Prepared", refs: dict[int, str]) -> dict[str, object] | None:
    """Short reference → facts on the eve, of units that ended or changed."""
    touched = [u for u in (*ready.ended, *ready.after) if u > 0]
    return {refs[u]: facts_of(ready.before[u]) for u in touched} or None


def after_image(ready: "Prepared", refs: dict[int, str]) -> dict[str, object]:
    """Short reference → facts from the day on; ended units with their successor."""
    image: dict[str, object] = {
        refs[u]: {
            "name": after.name,
            "kind": after.kind,
            "superior": refs.get(after.superior_id, after.superior_id),
            "sector": after.sector,
            "cell_kind": after.cell_kind,
            "code": after.code,
            "place": after.place.pk if after.place else None,
        }
        for u, after in ready.after.items()
    }
    image |= {refs[u]: {"ended": True, "successor": refs.get(s)} for u, s in ready.ended.items()}
    return image
