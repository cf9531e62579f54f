"""What a person's record says beside the events: attributes with their history."""

from datetime import date
from functools import lru_cache
from random import Random

from chibo.demo.rules.committee import Committee
from chibo.demo.rules.people import Cell, Person
from chibo.kernel.days import FOREVER

Row = tuple[str, str, date, str, date]
ENDLESS = FOREVER.toordinal()
HALF_A_YEAR = 183
_JOBS = {
    "thon": (("nong_dan", 46), ("lao_dong_tu_do", 16), ("cong_nhan", 14), ("vien_chuc", 8), ("can_bo_cong_chuc", 9),
             ("chu_doanh_nghiep", 2), ("khac", 5)),
    "co_quan_xa": (("can_bo_cong_chuc", 92), ("vien_chuc", 8)),
    "co_quan": (("can_bo_cong_chuc", 74), ("vien_chuc", 22), ("cong_nhan", 4)),
    "truong_hoc": (("vien_chuc", 100),),
    "y_te": (("vien_chuc", 100),),
    "quan_su": (("luc_luong_vu_trang", 100),),
    "cong_an": (("luc_luong_vu_trang", 100),),
    "doanh_nghiep": (("cong_nhan", 78), ("vien_chuc", 12), ("chu_doanh_nghiep", 4), ("khac", 6)),
    "hop_tac_xa": (("nong_dan", 70), ("lao_dong_tu_do", 30)),
}  # fmt: skip
_LEVELS = ("khong", "so_cap", "trung_cap", "cao_dang", "dai_hoc", "thac_si", "tien_si")
_SCHOOLING = {
    "villager": (34, 18, 24, 9, 14, 1, 0),
    "elder": (62, 12, 18, 3, 5, 0, 0),
    "official": (0, 1, 9, 9, 71, 10, 0.4),
    "worker": (14, 22, 28, 16, 20, 0.5, 0),
    "armed": (4, 12, 32, 14, 36, 2, 0),
}
_THEORY = ("chua", "so_cap", "trung_cap", "cao_cap", "cu_nhan")


@lru_cache(maxsize=60_000)
def _day(ordinal: int) -> date:
    return date.fromordinal(ordinal)


class Profiles:
    """Attribute rows of people; ``(name, value, since, precision, until)``."""

    def __init__(self, committee: Committee, cells: list[Cell], chance: Random) -> None:
        self.committee = committee
        self.cells = cells
        self.chance = chance
        self.last = committee.last.toordinal()

    def rows(self, person: Person) -> list[Row]:
        """All attributes of a person from birth to the data date."""
        self.person = person
        self.start = person.entered
        self.stop = min(person.spans[-1][1] if person.spans else self.start, self.last)
        self.year = _day(person.born).year
        born, precision = _day(person.born), "year" if person.year_only else "day"
        rows: list[Row] = [
            ("sex", "nu" if person.is_woman else "nam", born, precision, FOREVER),
            ("ethnicity", person.ethnicity, born, precision, FOREVER),
            ("religion", person.religion, born, precision, FOREVER),
            ("hometown", self.chance.choice(self.committee.hometowns), born, precision, FOREVER),
        ]
        rows += self._residence()
        rows += self._occupation()
        rows += self._qualification()
        rows += self._theory()
        rows += self._exemption()
        return rows

    def _line(self, name: str, values: list[tuple[str, int, str]]) -> list[Row]:
        """Values with the day each begins; a value that repeats the one before is dropped."""
        kept: list[tuple[str, int, str]] = []
        for value in sorted(values, key=lambda v: v[1]):
            if kept and kept[-1][1] == value[1]:
                kept[-1] = value
            elif not kept or kept[-1][0] != value[0]:
                kept.append(value)
        return [
            (name, value, _day(since), precision, _day(kept[i + 1][1]) if i + 1 < len(kept) else FOREVER)
            for i, (value, since, precision) in enumerate(kept)
        ]

    def _of_year(self, value: str, year: int) -> tuple[str, int, str]:
        """A value since the first of January of a year; since the entry where that is earlier."""
        first = max(date(year, 1, 1).toordinal(), self.person.born)
        return (value, first, "year") if first <= self.start else (value, self.start, "day")

    @staticmethod
    def _month(ordinal: int) -> int:
        """The first day of the month."""
        return ordinal - _day(ordinal).day + 1

    def _later(self) -> int | None:
        """A day while the person is on record here; None where that time is too short."""
        if self.stop - self.start < 120:
            return None
        return self.start + 60 + int(self.chance.random() * (self.stop - self.start - 90))

    def _residence(self) -> list[Row]:
        values = [self._of_year(self.chance.choice(self.committee.hometowns), self.year + 20)]
        if self.chance.random() < 0.1 and (day := self._later()):
            values.append((self.chance.choice(self.committee.hometowns), day, "day"))
        # Who moves is registered at the new place half a year on.
        moved = [(value, since + HALF_A_YEAR, how) for value, since, how in values[1:]]
        registered = [values[0], *(one for one in moved if one[1] < self.stop)]
        return self._line("residence", values) + self._line("permanent_residence", registered)

    def _job(self, kind: str) -> str:
        jobs = _JOBS.get(kind, _JOBS["thon"])
        return self.chance.choices([j for j, _ in jobs], [w for _, w in jobs])[0]

    def _occupation(self) -> list[Row]:
        person, chance = self.person, self.chance
        if person.student:
            word = "hoc_sinh" if person.age(self.start) < 19 else "sinh_vien"
            values = [self._of_year(word, self.year + 15)]
            graduated = date(
                _day(self.start).year + (1 if word == "hoc_sinh" else chance.choice((1, 1, 2))), 9, 1
            ).toordinal()
            if graduated < self.last:
                values.append((self._job(person.cell_kind), graduated, "month"))
            return self._line("occupation", values)
        job = "chu_doanh_nghiep" if person.owner else self._job(person.cell_kind)
        if person.fixed and not person.owner and job == "chu_doanh_nghiep":
            job = "lao_dong_tu_do"
        values = [self._of_year(job, self.year + 22)]
        for day, cell in person.stations[1:]:
            kind = self.cells[cell].kind
            if day != person.retired and kind != "thon" and chance.random() < 0.5:
                values.append((self._job(kind), day, "day"))
        employed = job not in ("nong_dan", "lao_dong_tu_do", "chu_doanh_nghiep", "khac")
        rest = self._month(person.born + int((60.5 if not person.is_woman else 56) * 365.25))
        if person.retired:
            values.append(("huu_tri", person.retired, "day"))
        elif (employed and rest < self.last) or (person.age(self.start) > 63 and chance.random() < 0.35):
            values = [v for v in values if v[1] < rest] or values[:1]
            values.append(("huu_tri", rest, "month"))
        return self._line("occupation", values)

    def _group(self) -> str:
        kind = self.person.cell_kind
        if kind in ("co_quan", "co_quan_xa", "truong_hoc", "y_te"):
            return "official"
        if kind in ("quan_su", "cong_an"):
            return "armed"
        if kind in ("doanh_nghiep", "hop_tac_xa"):
            return "worker"
        return "elder" if self.person.age(self.start) > 58 else "villager"

    def _qualification(self) -> list[Row]:
        person, chance, group = self.person, self.chance, self._group()
        weights = _SCHOOLING["worker" if person.events[0].cause == "admission" and group == "villager" else group]
        level = chance.choices(range(len(_LEVELS)), weights)[0]
        if person.student:
            level = 0
        values = [self._of_year(_LEVELS[level], self.year + 18 + min(level, 5))]
        young = person.age(self.start) < 48
        if young and level < 5 and chance.random() < (0.34 if level < 4 else 0.12) and (day := self._later()):
            higher = max(level + 1, chance.choice((2, 3, 4, 4))) if level < 4 else 5
            values.append((_LEVELS[higher], day, "day"))
        return self._line("qualification", values)

    def _theory(self) -> list[Row]:
        person, chance = self.person, self.chance
        old = person.age(self.start) > 32
        official = self._group() in ("official", "armed")
        weights = (8, 40, 42, 9, 1) if official and old else (30, 60, 10, 0, 0) if official else (52, 38, 9, 1, 0)
        level = chance.choices(range(5), weights)[0]
        values = [self._of_year(_THEORY[level], self.year + 26)]
        if level < 3 and person.age(self.start) < 52 and chance.random() < (0.42 if official else 0.2):
            if day := self._later():
                values.append((_THEORY[level + 1], day, "day"))
        return self._line("political_theory", values)

    def _exemption(self) -> list[Row]:
        person, chance = self.person, self.chance
        tired = person.born + int((70 + chance.random() * 12) * 365.25)
        if tired < self.stop and chance.random() < 0.6:
            if tired < self.start:
                return [("exemption", "tuoi_cao", _day(self._month(tired)), "month", FOREVER)]
            return [("exemption", "tuoi_cao", _day(tired), "day", FOREVER)]
        day = self._later()
        if day is None:
            return []
        age, drawn = person.age(day), chance.random()
        if person.is_woman and 22 < age < 39 and drawn < 0.16:
            return [("exemption", "thai_san", _day(day), "day", _day(min(day + 183, ENDLESS)))]
        if age < 50 and drawn < 0.05:
            return [("exemption", "luu_dong", _day(day), "day", _day(day + 120 + int(drawn * 4_000)))]
        if drawn > 0.985:
            return [("exemption", "dieu_tri", _day(day), "day", _day(day + 400))]
        return []
