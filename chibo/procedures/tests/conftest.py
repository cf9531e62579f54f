"""What the tests of procedures share: a procedure that exists only here, and a committee to lead it in."""

from datetime import date
from pathlib import Path

import pytest

from chibo.access.tests.signing import sign_in
from chibo.decisions import actions as decisions
from chibo.kernel import clock
from chibo.kernel.days import parse_day
from chibo.kernel.viewer import System
from chibo.org import actions as org
from chibo.org.actions import UnitSpec, occupants
from chibo.org.models import Unit
from chibo.org.vocabulary import CellKind, Kind
from chibo.procedures import actions
from chibo.procedures.models import Case
from chibo.procedures.rules import handlers
from chibo.procedures.rules.handlers import Finding, Handed, Handler, Subject
from chibo.procedures.rules.loading import load

__all__ = ["ME", "TODAY", "VOTE", "World", "_today", "d", "sign_in", "world"]

ME = System("kiểm thử")
TODAY = date(2026, 11, 22)
FOUNDED = date(2000, 1, 1)
VOTE = {"obliged": 17, "present": 16, "for": 14, "against": 1, "blank": 1}
d = parse_day


class World:
    """Tỉnh T, huyện H; xã A with a1 and a2, its đảng bộ bộ phận P with p1; chi bộ cơ sở S."""

    def __init__(self) -> None:
        occupants.install([])
        made = org.open_units(
            rows=[
                UnitSpec("T", "Đảng bộ tỉnh Hà Đông", Kind.DANG_BO_TINH),
                UnitSpec("H", "Đảng bộ huyện Sông Lam", Kind.DANG_BO_HUYEN, "T"),
                UnitSpec("A", "Đảng bộ xã An Bình", Kind.DANG_BO_CO_SO, "H"),
                UnitSpec("P", "Đảng bộ bộ phận Chợ", Kind.DANG_BO_BO_PHAN, "A"),
                self.cell("A1", "Chi bộ Thôn 1", "A"),
                self.cell("A2", "Chi bộ Thôn 2", "A"),
                self.cell("P1", "Chi bộ Chợ Trên", "P"),
                UnitSpec("S", "Chi bộ Trạm Bơm", Kind.CHI_BO_CO_SO, "H", cell_kind=CellKind.CO_QUAN),
            ],
            on=FOUNDED,
            by=ME,
        )
        self.units = made
        self.t, self.h, self.a, self.p, self.s = (made[ref] for ref in "T H A P S".split())
        self.a1, self.a2, self.p1 = made["A1"], made["A2"], made["P1"]
        self.homes: dict[str, Unit] = {}
        self.made: list[str] = []
        self.officials: int | None = None
        handlers.install([self.handler()])

    @staticmethod
    def cell(ref: str, name: str, superior: str) -> UnitSpec:
        """A cell to be founded."""
        return UnitSpec(ref, name, Kind.CHI_BO_TRUC_THUOC, superior, cell_kind=CellKind.THON)

    def handler(self) -> Handler:
        """The procedure of the tests."""

        def subject(ref, on, by):
            return Subject(ref, f"Đồng chí {ref[-2:]}", ref, self.homes.get(ref, self.a1))

        def hand_over(moment):
            self.made.append(moment.case.mark)
            return f"event:{len(self.made)}"

        def introducers(moment):
            if moment.case.value("content") == "sai":
                yield Finding("Người giới thiệu chưa đủ thời gian.", "admission.introducer.months")
            if moment.case.value("content") == "chặn":
                yield Finding("Chưa đủ tuổi.", "admission.age.min")

        return Handler(
            definition=load(Path(__file__).parent / "thu-viec.1.yaml"),
            subject=subject,
            checks={"introducers": introducers},
            outcomes={"hand_over": hand_over},
            electors={"officials": lambda moment: self.officials},
        )

    def open(self, who: str = "01", on: str = "01/03/2024", unit: Unit | None = None, **more) -> Case:
        """A case about somebody."""
        ref = f"person:00000000-0000-7000-8000-0000000000{who}"
        if unit is not None:
            self.homes[ref] = unit
        return actions.open_case("thu-viec", subject=ref, on=d(on), by=more.pop("by", ME), **more)

    def decision(self, on: str, number: str = "12-QĐ/HU"):
        """A decision."""
        return decisions.register(number=number, issued_on=d(on), issuer="Ban Thường vụ Huyện ủy", by=ME)

    def to_step(self, step: str, case: Case | None = None, **first) -> Case:
        """A case led by the shortest way to a step."""
        case = case or self.open(**first.pop("opened", {}))
        ways = {
            "don": {"on": d("05/03/2024"), "data": {"content": "xin", **first}, "documents": [Handed("don")]},
            "hop": {"on": d("11/03/2024"), "data": {"held_on": d("11/03/2024")}, "vote": VOTE},
            "bo-phan": {"on": d("15/03/2024")},
            "dang-uy": {"on": d("20/03/2024"), "data": {"answer": "dong_y"}, "accept": True},
            "quyet-dinh": {"on": d("02/04/2024"), "because": None},
        }
        while case.step != step:
            more = dict(ways[case.step])
            if case.step == "quyet-dinh":
                more["because"] = self.decision("01/04/2024")
            actions.act(case, by=ME, **more)
        return case


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The clock of these tests stands still; what was installed before stands again afterwards."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    before, kept = dict(handlers._installed), occupants._installed
    yield
    handlers._installed.clear()
    handlers._installed.update(before)
    occupants.install(kept)


@pytest.fixture
def world(db) -> World:
    """A province with a district, a commune, and a procedure of the tests."""
    return World()
