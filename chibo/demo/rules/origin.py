"""Where people come from: who stands on the first roll, who is admitted, who arrives."""

from datetime import date
from random import Random

from chibo.demo.rules import names
from chibo.demo.rules.committee import Committee, Quota, Traits
from chibo.demo.rules.people import Cell, Person
from chibo.members.vocabulary import Status

WOMEN = {
    "thon": 0.27, "co_quan_xa": 0.32, "co_quan": 0.37, "truong_hoc": 0.66, "y_te": 0.58, "quan_su": 0.02, "cong_an": 0.07,
    "doanh_nghiep": 0.34, "hop_tac_xa": 0.3, "khac": 0.3,
}  # fmt: skip
"""Share of women in a kind of cell."""
AGES = {
    "thon": ((22, 5), (30, 12), (40, 16), (50, 22), (60, 25), (70, 14), (80, 5), (84, 1)),
    "quan_su": ((20, 15), (26, 40), (36, 35), (46, 10)),
    "cong_an": ((22, 20), (30, 45), (40, 30), (50, 8)),
    "hoc_sinh": ((19, 1),),
}
"""First year of a band of ages and its weight, by kind of cell."""
AT_WORK = ((23, 12), (30, 35), (38, 30), (46, 22), (54, 12))
DAYS = 365.25


class Origin:
    """Makes people; all days are ordinals."""

    def __init__(self, committee: Committee, chance: Random) -> None:
        self.committee = committee
        self.chance = chance

    def minority_share(self, area: str) -> float:
        """How likely somebody there belongs to an ethnic minority."""
        return self.committee.minorities.get(area, self.committee.minority_elsewhere)[0]

    def traits(self, quota: Quota) -> list[dict[str, bool]]:
        """The traits of each of the quota's people, in random order."""
        lines: list[dict[str, bool]] = [{} for _ in range(quota.count)]
        wanted: Traits = quota.traits
        for name in ("women", "minority", "religious", "students", "owners"):
            number = getattr(wanted, name)
            if number is None:
                continue
            having = set(self.chance.sample(range(quota.count), number))
            if name == "owners":
                having -= {i for i, line in enumerate(lines) if line.get("students")}
            for position, line in enumerate(lines):
                line[name] = position in having
        return lines

    def old_member(self, number: int, cell: Cell, day: int, *, arriving: bool = False) -> Person:
        """Somebody who is a member already: on the first roll, or arriving from elsewhere."""
        chance = self.chance
        bands = AGES.get(cell.kind, AT_WORK)
        low, _ = chance.choices(bands, [w for _, w in bands])[0]
        age = low + chance.random() * 9.5
        if arriving:
            age = min(age, 24 + chance.random() * 32)
        born = day - int(age * DAYS)
        joined = born + int((19.5 + chance.random() * min(age - 20, 21)) * DAYS)
        joined = min(joined, day - (400 if arriving else 20))
        person = self._person(number, born, cell, day, {})
        person.party = self._rounded(joined, day)
        if not arriving and joined > day - 365:
            person.status, person.party = Status.PROBATIONARY, joined
        return person

    def new_member(self, number: int, cell: Cell, day: int, traits: dict[str, bool]) -> Person:
        """Somebody who is admitted on the day."""
        chance = self.chance
        if traits.get("students"):
            age = 18.1 + chance.random() * 4.5
        elif traits.get("owners"):
            age = 29 + chance.random() * 18
        else:
            age = 19 + 22 * chance.betavariate(1.6, 2.6)
        person = self._person(number, day - int(age * DAYS), cell, day, traits)
        person.student = bool(traits.get("students"))
        person.owner = bool(traits.get("owners")) and not person.student
        person.fixed = bool(traits)
        return person

    def _person(self, number: int, born: int, cell: Cell, day: int, traits: dict[str, bool]) -> Person:
        chance = self.chance
        is_woman = traits["women"] if "women" in traits else chance.random() < WOMEN.get(cell.kind, 0.35)
        minority = traits["minority"] if "minority" in traits else chance.random() < self.minority_share(cell.area)
        person = Person(
            number=number, born=born, is_woman=is_woman, ethnicity=self._ethnicity(cell.area) if minority else names.KINH,
            religion=self._religion(traits), entered=day, cell=cell.position, cell_kind=cell.kind,
        )  # fmt: skip
        if date.fromordinal(born).year < 1955 and chance.random() < 0.35:
            person.year_only = True
            person.born = date(date.fromordinal(born).year, 1, 1).toordinal()
        return person

    def _ethnicity(self, area: str) -> str:
        _, codes, weights = self.committee.minorities.get(area, self.committee.minority_elsewhere)
        return self.chance.choices(codes, weights)[0]

    def _religion(self, traits: dict[str, bool]) -> str:
        shares = self.committee.religions
        if "religious" in traits:
            return self.chance.choices(list(shares), list(shares.values()))[0] if traits["religious"] else "khong"
        drawn = self.chance.random()
        for religion, share in shares.items():
            drawn -= share
            if drawn < 0:
                return religion
        return "khong"

    def _rounded(self, joined: int, day: int) -> int:
        """Party dates of long ago are often known by their year or month only: kept as the earliest day."""
        when = date.fromordinal(joined)
        if day - joined > 35 * DAYS and self.chance.random() < 0.3:
            return date(when.year, 1, 1).toordinal()
        if day - joined > 25 * DAYS and self.chance.random() < 0.3:
            return date(when.year, when.month, 1).toordinal()
        return joined

    def settle_fixes(self, people: list[Person]) -> None:
        """Bring the counts that are known exactly to their numbers, by changing people whom no quota fixed."""
        for fix in self.committee.fixes:
            day = fix.on.toordinal()
            there = [p for p in people if p.on_roll(day)]
            having = [p for p in there if self._has(p, fix.what)]
            free = [p for p in there if not p.fixed]
            missing = fix.count - len(having)
            change = [p for p in free if self._has(p, fix.what) == (missing < 0)]
            for person in self.chance.sample(change, abs(missing)):
                self._set(person, fix.what, missing > 0)

    @staticmethod
    def _has(person: Person, what: str) -> bool:
        return person.is_woman if what == "women" else person.ethnicity != names.KINH

    def _set(self, person: Person, what: str, value: bool) -> None:
        if what == "women":
            person.is_woman = value
        else:
            person.ethnicity = self._ethnicity("") if value else names.KINH
