"""Congresses and terms."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.org.models import Term, Unit
from chibo.org.queries.units import name_of


def term_of(unit: Unit, *, on: date) -> Term | None:
    """The term in which the unit's committee is on the day; None where no congress is on record."""
    return Term.objects.filter(_running(on), unit=unit).select_related("decision").first()


def term_start(unit: Unit, *, on: date) -> date:
    """The first day of the congress that began the term of the day: where "từ đầu nhiệm kỳ" starts.

    :raises Refusal: no congress is on record
    """
    term = term_of(unit, on=on)
    if term is None:
        raise Refusal(
            f"Chưa ghi đại hội nào của {name_of(unit, on=on)} trước ngày {show_day(on)}, nên chưa biết “từ đầu nhiệm "
            "kỳ” là ngày nào. Hãy ghi ngày đại hội ở trang tổ chức.",
            field="from",
            code="no_term",
        )
    return term.congress_on


def terms_of(unit: Unit) -> QuerySet[Term]:
    """All terms of the unit, oldest first."""
    return Term.objects.filter(unit=unit).select_related("decision").order_by("congress_on")


def terms_running(unit_ids: Iterable[int], *, on: date) -> dict[int, Term]:
    """As :func:`term_of` for many units; one query."""
    return {t.unit_id: t for t in Term.objects.filter(_running(on), unit_id__in=list(unit_ids))}


def _running(on: date) -> Q:
    return Q(congress_on__lte=on, until__gt=on)
