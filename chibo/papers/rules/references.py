"""What papers are asked for by, and the code they carry."""

from datetime import date

from chibo.kernel.days import Period, parse_iso
from chibo.kernel.refusal import NotFound


def with_period(ref: str, *, on: date) -> tuple[str, Period]:
    """``unit:<uid>/2026-01-01/2026-06-30`` → ``unit:<uid>`` and the period; without one, the year up to the day.

    :raises Refusal: what follows is no period
    """
    subject, *days = ref.split("/")
    if not days:
        return subject, Period(date(on.year, 1, 1), on)
    if len(days) != 2:
        raise NotFound("Kỳ của sổ không đọc được. Hãy mở lại sổ và bấm in từ đó.", code="period")
    first, last = map(parse_iso, days)
    if first > last:
        raise NotFound("Kỳ của sổ có ngày đầu sau ngày cuối. Hãy chọn lại kỳ rồi in.", code="period")
    return subject, Period(first, last)


def code_of(subject: str) -> str:
    """The code of a record that has no mark of its own: the end of its uid, ``8D3E1C5B7F21``; empty for no record."""
    return subject.rpartition("-")[2].upper() if ":" in subject else ""
