"""Addresses of figures: what a page was asked, and the links that ask again.

``?don-vi=<uid>`` with ``ngay=`` (a state) or ``tu=…&den=…`` (what happened), ``cautruc=``, ``loc=<dimension>=<value>``
(several), ``chia=<dimension>[,<dimension>]``. A period may be asked by name: ``ky=thang|quy|nam|nhiem-ky``.
"""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from chibo.catalogue.parameters import LONGEST, conditions_of
from chibo.catalogue.queries import READ, Question, term_start
from chibo.indicators import Indicator
from chibo.kernel.days import Period, Window, parse_day
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.scope import THEN, Structure
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.ui import params

UNIT, BY, WHERE, NAMED, PART = "don-vi", "chia", "loc", "ky", "phan"
PERIODS = {"thang": "Tháng này", "quy": "Quý này", "nam": "Năm nay", "nhiem-ky": "Từ đầu nhiệm kỳ"}


def asked_unit(request: HttpRequest, *, on: date) -> Unit:
    """The unit of the address; without one the viewer's own, or the first of those whose figures are the viewer's.

    :raises Refusal: unknown, ambiguous, or the viewer has none
    """
    text = request.GET.get(UNIT, "").strip()
    if text:
        return org.by_uid(text) if _is_uid(text) else org.by_ref(text, on=on, field=UNIT)
    viewer = request.viewer
    viewer.must(READ)
    home = getattr(viewer, "home", None)
    if home is not None:
        return home
    first = org.roots(on=on).filter(unit__in=viewer.entitled(READ)).first()
    if first is None:
        raise NotEntitled("Chưa có tổ chức nào để xem số liệu. Hãy chọn một tổ chức từ cây tổ chức.", code="no_unit")
    return first.unit


def question_from(request: HttpRequest, indicator: Indicator, *, today: date) -> Question:
    """The question of the address.

    :raises Refusal: anything that cannot be read
    """
    query = request.GET
    structure = params.asked_structure(query, today=today)
    if indicator.is_state:
        window: Window = asked_day(query, today=today)
        unit = asked_unit(request, on=window)
    else:
        last = asked_last(query, today=today)
        unit = asked_unit(request, on=last)
        window = asked_period(query, unit=unit, today=today)
    by = query.get(BY, "")
    if len(by) > LONGEST:
        raise Refusal("Phần “chia theo” quá dài. Hãy chọn lại từ danh sách.", field=BY, code="too_long")
    return Question(
        indicator=indicator,
        unit=unit,
        window=window,
        structure=structure,
        by=tuple(dict.fromkeys(part.strip() for part in by.split(",") if part.strip())),
        where=conditions_of(query.getlist(WHERE)),
    )


def asked_day(query: Mapping[str, str], *, today: date) -> date:
    """The day of a state: ``ngay``, else the end of the period that is asked, else today."""
    text = query.get(params.DAY, "").strip() or query.get(params.LAST, "").strip()
    return parse_day(text, field=params.DAY) if text else today


def asked_last(query: Mapping[str, str], *, today: date) -> date:
    """The last day of what happened."""
    text = query.get(params.LAST, "").strip() or query.get(params.DAY, "").strip()
    return parse_day(text, field=params.LAST) if text else today


def asked_period(query: Mapping[str, str], *, unit: Unit, today: date) -> Period:
    """The period asked for; from the start of the term where no beginning is given."""
    last = asked_last(query, today=today)
    text = query.get(params.FIRST, "").strip()
    return Period(parse_day(text, field=params.FIRST) if text else term_start(unit, last), last)


def named_period(name: str, *, unit: Unit, on: date) -> Period:
    """This month, quarter or year, or from the start of the term, up to a day.

    :raises Refusal: no such name
    """
    if name == "thang":
        return Period(on.replace(day=1), on)
    if name == "quy":
        return Period(date(on.year, (on.month - 1) // 3 * 3 + 1, 1), on)
    if name == "nam":
        return Period(date(on.year, 1, 1), on)
    if name == "nhiem-ky":
        return Period(term_start(unit, on), on)
    raise Refusal(
        f"Không có kỳ “{name[:20]}”. Hãy chọn: {', '.join(PERIODS.values()).lower()}.",
        field=NAMED,
        code="unknown_period",
        choices=tuple(PERIODS.items()),
    )


def named_address(request: HttpRequest, *, today: date) -> str | None:
    """Where a period asked for by its name leads: the same page with both days; None where none is asked for."""
    name = request.GET.get(NAMED, "")
    if not name:
        return None
    last = asked_last(request.GET, today=today)
    period = named_period(name, unit=asked_unit(request, on=last), on=last)
    query = request.GET.copy()
    for key in (NAMED, params.DAY, *params.PLACE_IN_LIST):
        query.pop(key, None)
    query[params.FIRST], query[params.LAST] = f"{period.first:%d/%m/%Y}", f"{period.last:%d/%m/%Y}"
    return f"{request.path}?{query.urlencode()}"


def days_of_interest(on: date, *, today: date) -> list[tuple[str, date]]:
    """Days offered beside the date switch: today and the ends of the last years."""
    ends = [date(year, 12, 31) for year in range(today.year - 1, today.year - 4, -1)]
    return [("Hôm nay", today), *((f"{day:%d/%m/%Y}", day) for day in ends)]


class Links:
    """Links to figures of one unit, in one structure."""

    def __init__(self, *, structure: Structure = THEN, today: date) -> None:
        self.kept = {}
        if structure.day is not None:
            self.kept[params.STRUCTURE] = params.NOW_WORD if structure.day == today else f"{structure.day:%d/%m/%Y}"

    def to(
        self,
        page: str,
        code: str,
        *,
        unit: UUID | str,
        window: Window,
        where: Mapping[str, tuple[str, ...]] | None = None,
        **more: str,
    ) -> str:
        """The address of a page (``figure`` or ``rows``) of an indicator.

        :param more: further parameters; empty ones are left out
        """
        pairs = [(UNIT, str(unit)), *window_pairs(window), *self.kept.items()]
        pairs += [(WHERE, f"{name}={value}") for name, values in (where or {}).items() for value in values]
        pairs += [(key, value) for key, value in more.items() if value]
        return f"{reverse(f'catalogue:{page}', args=[code])}?{urlencode(pairs)}"


def window_pairs(window: Window) -> list[tuple[str, str]]:
    """A window as parameters."""
    if isinstance(window, Period):
        return [(params.FIRST, f"{window.first:%d/%m/%Y}"), (params.LAST, f"{window.last:%d/%m/%Y}")]
    return [(params.DAY, f"{window:%d/%m/%Y}")]


def without(query: QueryDict, key: str, value: str) -> str:
    """This page's query without one value of a parameter, and without the place in a list."""
    kept = query.copy()
    for name in params.PLACE_IN_LIST:
        kept.pop(name, None)
    kept.setlist(key, [one for one in kept.getlist(key) if one != value])
    return "?" + kept.urlencode()


def unit_url(unit: Unit) -> str:
    """The page of a unit."""
    return f"/to-chuc/{unit.uid}/"


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
