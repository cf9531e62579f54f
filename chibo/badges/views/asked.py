"""What a list is asked: the unit, the lists beside it, the award day."""

from datetime import date

from django.http import HttpRequest

from chibo.badges.rules import capabilities
from chibo.badges.rules.days import award_days, next_award_day
from chibo.kernel.days import parse_day
from chibo.kernel.refusal import Refusal
from chibo.members.views import place


class Place(place.Place):
    """The unit of a list whose viewer may read its members."""

    area = "badges"
    capability = capabilities.READ
    sections = (("list", "Đến tuổi nhận huy hiệu"), ("register", "Sổ huy hiệu"))


def award_day_of(request: HttpRequest, today: date) -> date:
    """The award day asked for; the next one where none is, or none that can be read."""
    text = request.GET.get("dot", "").strip()
    try:
        day = parse_day(text) if text else None
    except Refusal:
        day = None
    return day or next_award_day(today)


def days_around(day: date, today: date) -> list[date]:
    """Award days to choose from: two years back to two ahead, and the one asked for."""
    years = range(today.year - 2, today.year + 3)
    return sorted({day, *(one for year in years for one in award_days(year))}, reverse=True)
