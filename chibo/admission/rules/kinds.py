"""Age, special kinds and the way back into the Party: what decides which steps an admission needs."""

from datetime import date

from chibo.admission.models import Prospect
from chibo.admission.vocabulary import USUAL, SpecialKind
from chibo.kernel.days import Precision, add_months
from chibo.members.vocabulary import Occupation, Religion
from chibo.rulebook import queries as rulebook

AGE_MIN, AGE_MAX = "admission.age.min", "admission.age.max"


def months_old(born_on: date, on: date) -> int:
    """Age in months of the calendar: the month of birth counts as full, whatever the day (tính theo tháng)."""
    return (on.year - born_on.year) * 12 + on.month - born_on.month


def is_under_age(born_on: date, on: date) -> bool:
    """Below the least age of the day, counted by month."""
    ruling = rulebook.value(AGE_MIN, on=on)
    return ruling.is_on_record and months_old(born_on, on) < 12 * int(ruling.value)


def lacks_days(born_on: date, on: date) -> bool:
    """Old enough by month but not by day."""
    ruling = rulebook.value(AGE_MIN, on=on)
    if not ruling.is_on_record:
        return False
    return not is_under_age(born_on, on) and add_months(born_on, 12 * int(ruling.value)) > on


def is_over_age(born_on: date, on: date) -> bool:
    """Above the highest age of the day, counted by month."""
    ruling = rulebook.value(AGE_MAX, on=on)
    return ruling.is_on_record and months_old(born_on, on) > 12 * int(ruling.value)


def suggested(prospect: Prospect, *, on: date) -> list[str]:
    """The special kinds that the record speaks of, those that need the higher consent first."""
    found = []
    if prospect.person is not None and prospect.person.stays.exists():
        found.append(SpecialKind.READMISSION)
    if prospect.born_precision == Precision.DAY and is_over_age(prospect.born_on, on):
        found.append(SpecialKind.OVER_AGE)
    if prospect.broke_population_policy:
        found.append(SpecialKind.POPULATION)
    if prospect.occupation == Occupation.BUSINESS_OWNER:
        found.append(SpecialKind.OWNER)
    if prospect.religion not in ("", Religion.NONE):
        found.append(SpecialKind.RELIGIOUS)
    return [kind.value for kind in found]


def opening(prospect: Prospect, *, on: date) -> dict[str, str]:
    """What a case of admission begins with."""
    kinds = suggested(prospect, on=on)
    data = {"kind": kinds[0] if kinds else USUAL}
    return data | {"other_kind": kinds[1]} if len(kinds) > 1 else data


def latest_start(on: date, months: int) -> date:
    """The last day from which so many months are over on the day (leap days counted as :func:`add_months` does)."""
    start = add_months(on, -months)
    while on < date.max and add_months(following := date.fromordinal(start.toordinal() + 1), months) <= on:
        start = following
    return start
