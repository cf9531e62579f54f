"""Congresses."""

from datetime import date

from django.db import transaction

from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel.days import FOREVER, Precision, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import queries, rules
from chibo.org.models import OrgEventParty, Term, Unit
from chibo.org.vocabulary import EventKind, PartyRole


@transaction.atomic
def record_congress(
    *,
    unit: Unit,
    first_year: int,
    last_year: int,
    on: date,
    by: Viewer,
    ordinal: int | None = None,
    precision: str = Precision.DAY,
    assumed: bool = False,
    because: Decision | None = None,
) -> Term:
    """Put a congress on record: the term before ends, the new one begins on its first day.

    A congress earlier than others that are on record may be added; it ends the day the next begins. For a unit that
    was opened with a state of its own the congress may lie before that day.

    :param on: first day of the congress, the earliest it can be where ``precision`` is month or year
    :raises Refusal: the unit did not exist, another congress that day, years that do not fit
    """
    by.must(rules.WRITE, unit)
    _check_years(first_year, last_year, on, ordinal)
    name = _check_life(unit, on)
    around = list(Term.objects.select_for_update().filter(unit=unit).order_by("congress_on"))
    if any(term.congress_on == on for term in around):
        raise Refusal(
            f"{name} đã có đại hội ghi ngày {show_day(on)}. Hãy sửa đại hội đó, hoặc chọn ngày khác.",
            field="on",
            code="same_congress",
            status=409,
        )
    following = min((term.congress_on for term in around if term.congress_on > on), default=unit.ended_on)
    previous = max((term for term in around if term.congress_on < on), key=lambda t: t.congress_on, default=None)
    if previous is not None:
        previous.until = on
        previous.save(update_fields=["until"])
    term = Term.objects.create(
        unit=unit,
        ordinal=ordinal,
        first_year=first_year,
        last_year=last_year,
        congress_on=on,
        congress_precision=precision,
        congress_assumed=assumed,
        until=following,
        decision=because,
    )
    journal.record(
        "org.congress_recorded",
        subject=unit.reference,
        label=f"Đại hội nhiệm kỳ {term.label} của {name}",
        place=unit.reference,
        on=on,
        by=by,
        because=because,
        after=_image(term),
    )
    return term


@transaction.atomic
def correct_congress(*, term: Term, reason: str, by: Viewer, **facts: object) -> Term:
    """Put right what is on record about a congress.

    :param facts: any of ``ordinal``, ``first_year``, ``last_year``, ``congress_on``, ``congress_precision``,
        ``congress_assumed``
    :raises Refusal: no reason, a day beyond the neighbouring congresses, years that do not fit
    """
    term = Term.objects.select_for_update(of=("self",)).select_related("unit").get(pk=term.pk)
    by.must(rules.WRITE, term.unit)
    if not reason.strip():
        raise Refusal("Sửa sai phải có lý do. Hãy ghi lý do.", field="reason", code="no_reason")
    before = _image(term)
    old_day = term.congress_on
    for fact, value in facts.items():
        setattr(term, fact, value)
    _check_years(term.first_year, term.last_year, term.congress_on, term.ordinal)
    name = _check_life(term.unit, term.congress_on)
    if term.congress_on != old_day:
        _move(term, old_day, name)
    term.save()
    journal.record(
        "org.congress_corrected",
        subject=term.unit.reference,
        label=f"Sửa sai đại hội nhiệm kỳ {term.label} của {name}",
        place=term.unit.reference,
        on=term.congress_on,
        by=by,
        reason=reason,
        before=before,
        after=_image(term),
    )
    return term


def _move(term: Term, old_day: date, name: str) -> None:
    """The term before ends where this one now begins."""
    previous = Term.objects.filter(unit=term.unit, congress_on__lt=old_day).order_by("-congress_on").first()
    if term.congress_on >= term.until or (previous is not None and term.congress_on <= previous.congress_on):
        raise Refusal(
            f"Ngày {show_day(term.congress_on)} vượt qua đại hội liền kề của {name}. "
            "Hãy chọn ngày nằm giữa đại hội trước và đại hội sau.",
            field="congress_on",
            code="congress_order",
        )
    if previous is None:
        return
    if term.congress_on < old_day:
        previous.until = term.congress_on
        previous.save(update_fields=["until"])
    else:
        Term.objects.filter(pk=term.pk).update(congress_on=term.congress_on)
        previous.until = term.congress_on
        previous.save(update_fields=["until"])


def _check_years(first_year: int, last_year: int, on: date, ordinal: int | None) -> None:
    if not 1930 <= first_year < last_year <= first_year + 10 or last_year > 2200:
        raise Refusal(
            f"Nhiệm kỳ {first_year}-{last_year} không hợp lệ. Hãy nhập năm đầu và năm cuối, ví dụ 2020 và 2025.",
            field="last_year",
            code="term_years",
        )
    if abs(on.year - first_year) > 2:
        raise Refusal(
            f"Đại hội ngày {show_day(on)} không thể mở nhiệm kỳ {first_year}-{last_year}. Hãy xem lại ngày và năm.",
            field="on",
            code="term_years",
        )
    if ordinal is not None and not 1 <= ordinal <= 200:
        raise Refusal("Đại hội lần thứ phải từ 1 đến 200. Hãy xem lại.", field="ordinal")


def _check_life(unit: Unit, on: date) -> str:
    """The name on the day.

    :raises Refusal: the unit had ended, or was founded later (an opening state says nothing about the days before it)
    """
    name = queries.name_of(unit, on=on)
    opened = OrgEventParty.objects.filter(unit=unit, role=PartyRole.FOUNDED, event__kind=EventKind.OPENING).exists()
    if on >= unit.ended_on or (on < unit.founded_on and not opened):
        raise rules.outside_its_life(unit, name, on)
    return name


def _image(term: Term) -> dict[str, object]:
    return {
        "term": term.label,
        "ordinal": term.ordinal,
        "congress_on": term.congress_on,
        "precision": term.congress_precision,
        "assumed": term.congress_assumed,
        "until": None if term.until >= FOREVER else term.until,
    }
