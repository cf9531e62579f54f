"""The figures of the catalogue counted from the replay by plain loops: lists of rows, each with its values by dimension."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from tests.agreement.replay import CELLS, ONE_DAY, REMOVALS, Chain, Life, Replay, Side

BASE, SUBORDINATE = {"dang_bo_co_so", "chi_bo_co_so"}, {"chi_bo_truc_thuoc"}
REPLAYED = frozenset(
    {
        "ORG-01", "ORG-02", "ORG-03", "ORG-04", "ORG-05", "ORG-06", "MEM-01", "MEM-02", "MEM-03", "MEM-04", "ADM-01",
        "ADM-02", "ADM-03", "REM-01", "REM-02", "TRF-01", "TRF-04",
    }
)  # fmt: skip
LEVELS = {"ORG-01": BASE, "ORG-02": BASE, "ORG-03": BASE, "ORG-04": SUBORDINATE, "ORG-05": CELLS}
GROUPS = {"xa": "dia_ban", "phuong": "dia_ban", "co_quan_nha_nuoc": "co_quan", "cong_an": "cong_an", "chung": "khac"}
AGES = (("18-30", 0, 30), ("31-40", 31, 40), ("41-50", 41, 50), ("51-60", 51, 60), ("61+", 61, 999))
PARTY_AGES = (
    ("0-9", 0, 9), ("10-19", 10, 19), ("20-29", 20, 29), ("30-39", 30, 39), ("40-49", 40, 49), ("50+", 50, 999),
)  # fmt: skip
ENDING_WAYS = {"dissolve", "split", "merge_into", "consolidate", "disband"}
LINES = (
    "opening", "initial", "admission", "readmission", "restoration", "transfer_in", "moved_in", "carried_in",
    "transfer_out", "strike_off", "expulsion", "voluntary_exit", "death", "moved_out", "carried_out", "under_way",
    "closing",
)  # fmt: skip
Window = date | tuple[date, date]


class Figures:
    """What the catalogue should say. ``structure`` is None for khi đó, else a day."""

    def __init__(self, replay: Replay) -> None:
        self.replay = replay
        self._branch = ""

    def is_below(self, cell: str, tree: date, chain: Chain | None, unit: str, structure: date | None) -> bool:
        """Whether somebody in the cell counts for the unit: on the tree of the day, or where the chain stands."""
        place, day = cell, tree
        if structure is not None:
            place, day = self.replay.host(cell if chain is None else chain.cell_in(structure), structure), structure
        path = () if place is None else self.replay.above(place, day)
        if unit not in path:
            return False
        self._branch = "" if path[0] == unit else path[path.index(unit) - 1]
        return True

    def by_unit(self, code: str, unit: str, window: Window, structure: date | None = None) -> dict[str, int]:
        """How many rows stand under each unit directly below, on the day of the row (or in the structure)."""
        counted = self.cells(self.rows(code, unit, window, structure), "unit")
        return {branch: count for (branch,), count in counted.items() if branch}

    @staticmethod
    def knows(code: str) -> bool:
        """Whether the figure is replayed: those that stand on records of other areas are recounted in their own tests."""
        return code in REPLAYED

    # --- the lists ----------------------------------------------------------------------------------------------------

    def rows(
        self, code: str, unit: str, window: Window, structure: date | None = None, base: bool = False
    ) -> list[dict]:
        """The list behind a figure (or its base): for each row its value by dimension, and the unit directly below."""
        found = []
        for row in self._rows(code, unit, window, structure, base):
            found.append(row | {"unit": self._branch})
        if code == "MEM-03" and not base:
            found = [row for row in found if row["qualification"] not in ("", "khong")]
        if code == "TRF-01" and not base:
            found = [row for row in found if row["timeliness"] == "dung_han"]
        return found

    def _rows(self, code: str, unit: str, window: Window, structure: date | None, base: bool) -> Iterator[dict]:
        if code in LEVELS:
            return self._units(LEVELS[code], unit, window, structure)
        if code in ("MEM-01", "MEM-02", "MEM-03"):
            return self._roll(unit, window, structure)
        if code == "TRF-04" and base:
            return self._were_there(unit, *window, structure)
        happenings = {
            "ORG-06": self._changes, "ADM-01": self._admitted, "ADM-02": self._admitted, "ADM-03": self._admitted,
            "REM-01": self._removed, "REM-02": self._removed, "TRF-01": self._transfers, "TRF-04": self._resettled,
        }  # fmt: skip
        return happenings[code](unit, *window, structure) if code in happenings else iter(())

    def cells(self, rows: list[dict], *dimensions: str) -> Counter:
        """How many rows have each combination of values."""
        return Counter(tuple(row[d] for d in dimensions) for row in rows)

    def _units(self, kinds: set[str], unit: str, day: date, structure: date | None) -> Iterator[dict]:
        for ref, facts in self.replay.picture(day).items():
            if facts["kind"] in kinds and self.is_below(ref, day, None, unit, structure):
                yield {
                    "type": facts["kind"], "sector": facts["sector"], "cell_kind": facts["cell_kind"],
                    "sector_group": GROUPS[facts["sector"]],
                }  # fmt: skip

    def _changes(self, unit: str, first: date, last: date, structure: date | None) -> Iterator[dict]:
        for on, ref, way, tree in self.replay.counted:
            if first <= on <= last and self.is_below(ref, tree, None, unit, structure):
                yield {"change": way, "year": str(on.year)}

    def _roll(self, unit: str, day: date, structure: date | None) -> Iterator[dict]:
        for life in self.replay.lives.values():
            chain = life.chain_on(day)
            if chain and self.is_below(chain.cell_on(day), day, chain, unit, structure):
                yield person_facts(life, day) | {"status": life.status_on(day)}

    def _sides(self, first: date, last: date) -> Iterator[tuple[Life, Side]]:
        for life in self.replay.lives.values():
            for side in life.sides:
                if first <= side.on <= last:
                    yield life, side

    def side_is_below(self, side: Side, unit: str, structure: date | None) -> bool:
        """As :meth:`is_below`, for a side of a movement."""
        return self.is_below(side.cell, side.tree, side.chain, unit, structure)

    def _admitted(self, unit: str, first: date, last: date, structure: date | None) -> Iterator[dict]:
        for life, side in self._sides(first, last):
            if side.cause == "admission" and self.side_is_below(side, unit, structure):
                yield person_facts(life, side.on) | {"year": str(side.on.year)}

    def _removed(self, unit: str, first: date, last: date, structure: date | None) -> Iterator[dict]:
        for life, side in self._sides(first, last):
            final = side.entry.get("id") not in life.restored
            if side.cause in REMOVALS and final and self.side_is_below(side, unit, structure):
                yield person_facts(life, side.tree) | {
                    "form": side.cause, "ground": side.entry.get("ground", ""), "year": str(side.on.year),
                    "status": side.status,
                }  # fmt: skip

    def _transfers(self, unit: str, first: date, last: date, structure: date | None) -> Iterator[dict]:
        for _, side in self._sides(first, last):
            if side.cause not in ("transfer", "transfer_in", "transfer_out", "temporary_start"):
                continue
            within = side.other is not None and self.side_is_below(side.other, unit, structure)
            if not self.side_is_below(side, unit, structure) or (within and side.is_in):
                continue
            direction = "tam_thoi" if side.cause == "temporary_start" else "den" if side.is_in else "di"
            yield {
                "direction": "noi_bo" if within else direction, "timeliness": timeliness(side),
                "transfer_kind": transfer_kind(side), "year": str(side.on.year),
            }  # fmt: skip

    def _resettled(self, unit: str, first: date, last: date, structure: date | None) -> Iterator[dict]:
        ended = {(on, ref) for on, ref, way in self.replay.ended if way in ENDING_WAYS}
        for _, side in self._sides(first, last):
            if side.cause == "reorganization" and not side.is_in and (side.on, side.cell) in ended:
                if self.side_is_below(side, unit, structure):
                    yield {
                        "from_cell_kind": self.replay.picture(side.tree)[side.cell]["cell_kind"],
                        "to_cell_kind": self.replay.picture(side.on)[side.other.cell]["cell_kind"],
                        "year": str(side.on.year),
                    }

    def _were_there(self, unit: str, first: date, last: date, structure: date | None) -> Iterator[dict]:
        for on, ref, way in self.replay.ended:
            if way not in ENDING_WAYS or not first <= on <= last:
                continue
            eve = on - ONE_DAY
            for life in self.replay.lives.values():
                chain = life.chain_on(eve)
                if chain and chain.cell_on(eve) == ref and self.is_below(ref, eve, chain, unit, structure):
                    yield {"from_cell_kind": self.replay.picture(eve)[ref]["cell_kind"]}

    # --- the balance --------------------------------------------------------------------------------------------------

    def balance(self, unit: str, first: date, last: date, structure: date | None = None) -> dict[str, int]:
        """Every line of the balance, opening and closing."""
        lines = dict.fromkeys(LINES, 0)
        lines["opening"] = len(self.rows("MEM-01", unit, first - ONE_DAY, structure))
        lines["closing"] = len(self.rows("MEM-01", unit, last, structure))
        for _, side in self._sides(first, last):
            if side.cause == "temporary_start" or not self.side_is_below(side, unit, structure):
                continue
            if side.other is not None and self.side_is_below(side.other, unit, structure):
                continue
            lines[line_of(side)] += 1
        if structure is None:
            for went, _, sign in self._carried(unit, first, last):
                lines["carried_in" if sign > 0 else "carried_out"] += went
        lines["under_way"] = self._under_way(unit, last, structure)
        return lines

    def _carried(self, unit: str, first: date, last: date) -> Iterator[tuple[int, date, int]]:
        """Day by day: those in the same cell before and after a change of the tree that put the cell in or out."""
        for day in self.replay.pictures:
            if not first <= day <= last:
                continue
            for life in self.replay.lives.values():
                before, after = life.chain_on(day - ONE_DAY), life.chain_on(day)
                if before is None or before is not after:
                    continue
                cell = before.cell_on(day - ONE_DAY)
                if cell != before.cell_on(day):
                    continue
                was = unit in self.replay.above(cell, day - ONE_DAY)
                now = unit in self.replay.above(cell, day)
                if was != now:
                    yield 1, day, 1 if now else -1

    def _under_way(self, unit: str, day: date, structure: date | None) -> int:
        count = 0
        for life in self.replay.lives.values():
            chain = life.chain_on(day)
            if chain and any(letter["sent"] <= day < letter["until"] for letter in life.letters):
                count += self.is_below(chain.cell_on(day), day, chain, unit, structure)
        return count


def line_of(side: Side) -> str:
    """The line of the balance a side belongs to."""
    names = {
        "opening": "initial", "transfer": "transfer_in" if side.is_in else "transfer_out",
        "reorganization": "moved_in" if side.is_in else "moved_out",
    }  # fmt: skip
    return names.get(side.cause, side.cause)


def full_years(start: date, day: date) -> int:
    """Full years at the end of the day."""
    return day.year - start.year - ((day.month, day.day) < (start.month, start.day))


def band(bands: tuple, start: date | None, day: date) -> str:
    """The band of so many full years."""
    if start is None or start > day:
        return ""
    years = full_years(start, day)
    return next(code for code, low, high in bands if low <= years <= high)


def person_facts(life: Life, day: date) -> dict[str, str]:
    """What is counted about a person at the end of a day."""
    value = {name: life.value(name, day) for name in ("sex", "ethnicity", "religion", "occupation", "qualification")}
    theory, exemption = life.value("political_theory", day), life.value("exemption", day)
    return value | {
        "political_theory": theory,
        "exempt": exemption and ("khong" if exemption == "khong" else "mien"),
        "minority": value["ethnicity"] and ("khong" if value["ethnicity"] == "01" else "dtts"),
        "religious": value["religion"] and ("khong" if value["religion"] == "khong" else "co_dao"),
        "student": value["occupation"] and ("hssv" if value["occupation"] in ("sinh_vien", "hoc_sinh") else "khong"),
        "age": band(AGES, life.born, day),
        "party_age": band(PARTY_AGES, life.party_since, day),
    }


def timeliness(side: Side) -> str:
    """Whether every day of a transfer is known, in order, and the letter handed in by thirty working days."""
    days = [side.entry.get("sent"), side.entry.get("presented"), side.on, side.entry.get("reported")]
    if side.cause != "transfer" or None in days:
        return "thieu_ngay"
    due, left = days[0], 30
    while left:
        due += timedelta(days=1)
        left -= due.weekday() < 5
    in_time = days[0] < date(2016, 7, 25) or days[1] <= due
    return "dung_han" if days == sorted(days) and in_time else "qua_han"


def transfer_kind(side: Side) -> str:
    """The kind of a transfer."""
    if side.cause == "temporary_start":
        return "temporary"
    return "permanent" if side.cause != "transfer" else side.entry["kind"]
