"""A small tree that the tests of this area start from, built through actions."""

from datetime import date

from chibo.kernel.occupants import Occupant
from chibo.kernel.viewer import System
from chibo.org import actions
from chibo.org.actions import UnitSpec
from chibo.org.models import Unit
from chibo.org.vocabulary import Kind

BY = System("thử nghiệm")
START = date(2010, 1, 1)


def spec(ref: str, kind: str, superior: str | None = None, name: str | None = None, **more: object) -> UnitSpec:
    """A row with a name made of the reference."""
    return UnitSpec(ref=ref, name=name or f"Tổ chức {ref}", kind=kind, superior_ref=superior, **more)


def small_tree(on: date = START) -> dict[str, Unit]:
    """A huyện with two xã (two cells each) and a chi bộ cơ sở."""
    return actions.open_units(
        rows=[
            spec("H", Kind.DANG_BO_HUYEN, name="Đảng bộ huyện Đông Hải"),
            spec("X1", Kind.DANG_BO_CO_SO, "H", name="Đảng bộ xã An Bình", sector="xa"),
            spec("X1A", Kind.CHI_BO_TRUC_THUOC, "X1", name="Chi bộ thôn 1", cell_kind="thon"),
            spec("X1B", Kind.CHI_BO_TRUC_THUOC, "X1", name="Chi bộ thôn 2", cell_kind="thon"),
            spec("X2", Kind.DANG_BO_CO_SO, "H", name="Đảng bộ xã Bình Minh", sector="xa"),
            spec("X2A", Kind.CHI_BO_TRUC_THUOC, "X2", name="Chi bộ thôn 1", cell_kind="thon"),
            spec("X2B", Kind.CHI_BO_TRUC_THUOC, "X2", name="Chi bộ trường học", cell_kind="truong_hoc"),
            spec("C", Kind.CHI_BO_CO_SO, "H", name="Chi bộ Tòa án", sector="co_quan_nha_nuoc", cell_kind="co_quan"),
        ],
        on=on,
        by=BY,
    )


class People:
    """Occupants kept in memory: who sits in which cell, as the members area would keep them."""

    kind = "members"
    title = "Đảng viên"
    needs_receiver = True
    fate = "đi theo như bảng dưới đây"

    def __init__(self) -> None:
        self.seats: dict[str, int] = {}
        self.moved: dict[int, dict[str, int]] = {}
        self.later: dict[int, list[str]] = {}
        self.touched: set[int] = set()

    def seat(self, unit: Unit, *keys: str) -> None:
        """Put people into a cell."""
        self.seats |= {key: unit.pk for key in keys}

    def count(self, units, *, on):
        ids = {unit.pk for unit in units}
        return {one: list(self.seats.values()).count(one) for one in ids}

    def preview(self, units, *, on, limit=None):
        ids = {unit.pk for unit in units}
        return [Occupant(key, key, unit_id) for key, unit_id in sorted(self.seats.items()) if unit_id in ids][:limit]

    def allocate(self, move):
        destinations, chosen = move.destinations, move.chosen
        was = {key: unit_id for key, unit_id in self.seats.items() if unit_id in destinations or key in chosen}
        self.moved[move.event.pk] = was
        self.seats |= {key: chosen.get(key) or destinations[unit_id] for key, unit_id in was.items()}
        self.touched = set(move.touched)
        return len(was)

    def stands_on(self, event):
        return self.later.get(event.pk, [])

    def undo(self, event, *, touched, by):
        was = self.moved.pop(event.pk, {})
        self.seats |= was
        return len(was)

    def in_cell(self, unit: Unit) -> list[str]:
        """Who sits there, in order."""
        return sorted(key for key, unit_id in self.seats.items() if unit_id == unit.pk)
