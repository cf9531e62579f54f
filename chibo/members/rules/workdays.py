"""Working days: Monday to Friday. Public holidays are not counted here until they are on record in the rulebook."""

from datetime import date, timedelta


def add_working_days(start: date, days: int) -> date:
    """The day that lies so many working days after the start."""
    weeks, rest = divmod(days, 5)
    day = start + timedelta(weeks=weeks)
    while rest or day.weekday() >= 5:
        day += timedelta(days=1)
        if day.weekday() < 5 and rest:
            rest -= 1
    return day
