"""One post of one person: taken, left, corrected, annulled."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.db import transaction

from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel.days import FOREVER, Precision, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person
from chibo.org.models import Unit
from chibo.posts import queries, rules
from chibo.posts.models import Holding
from chibo.posts.rules import holding as checks
from chibo.posts.rules.holding import Facts
from chibo.posts.vocabulary import HoldingState


@transaction.atomic
def take_post(
    person: Person,
    *,
    role: str,
    unit: Unit,
    since: date,
    by: Viewer,
    title: str = "",
    body: str = "",
    since_precision: str = Precision.DAY,
    until: date = FOREVER,
    until_precision: str = Precision.DAY,
    how: str = "",
    because: Decision | None = None,
    term: int | None = None,
    note: str = "",
) -> Holding:
    """Nhận chức danh: the person holds the post from the day on.

    :param title: as printed; that of the role where none is given
    :param body: only of roles outside the list
    :raises Refusal: the days contradict the person, the unit, or another holding of the same post by the same person
    """
    by.must(rules.WRITE, unit)
    found = checks.facts(
        role=role, title=title, body=body, since=since, since_precision=since_precision, until=until,
        until_precision=until_precision, how=how, term=term, note=note,
    )  # fmt: skip
    holding = Holding(person=person, unit=unit, decision=because, **asdict(_checked(found, person, unit)))
    holding.save()
    journal.record(
        "posts.taken",
        subject=holding.reference,
        label=f"Đồng chí {person.full_name} nhận chức danh {holding.title}",
        place=unit.reference,
        on=holding.since,
        by=by,
        because=because,
        after=image(holding),
        subjects=subjects(holding),
    )
    return holding


@transaction.atomic
def leave_post(holding: Holding, *, on: date, by: Viewer, because: Decision | None = None, note: str = "") -> Holding:
    """Thôi giữ chức danh: from the day on it is no longer held.

    :raises Refusal: already left, or not after the first day
    """
    by.must(rules.WRITE, holding.unit)
    checks.must_stand(holding.state == HoldingState.STANDING)
    if not holding.is_open:
        raise Refusal(
            f"Đã ghi thôi giữ chức danh này từ {show_day(holding.until)}. Nếu ngày ấy sai, hãy dùng “Sửa sai”.",
            field="on",
            code="already_left",
        )
    before = image(holding)
    found = replace(_facts_of(holding), until=on, until_precision=Precision.DAY)
    _write(holding, _checked(found, holding.person, holding.unit, but=holding))
    journal.record(
        "posts.left",
        subject=holding.reference,
        label=f"Đồng chí {holding.person.full_name} thôi giữ chức danh {holding.title}",
        place=holding.unit.reference,
        on=on,
        by=by,
        because=because,
        reason=note,
        before=before,
        after=image(holding),
        subjects=subjects(holding),
    )
    return holding


@transaction.atomic
def correct_holding(holding: Holding, *, reason: str, by: Viewer, unit: Unit | None = None, **facts: Any) -> Holding:
    """Sửa sai: what was recorded wrongly; the old values stay in the journal with the reason.

    :param facts: those of :class:`~chibo.posts.rules.holding.Facts` that change, and ``decision``
    :raises Refusal: no reason, annulled, or not possible
    """
    by.must(rules.WRITE, holding.unit)
    if unit is not None and unit.pk != holding.unit_id:
        by.must(rules.WRITE, unit)
    checks.must_have_reason(reason)
    checks.must_stand(holding.state == HoldingState.STANDING)
    before, was = image(holding), _facts_of(holding)
    decision = facts.pop("decision", holding.decision)
    found = _checked(checks.facts(**(asdict(was) | facts)), holding.person, unit or holding.unit, but=holding)
    if unit is not None and unit.pk != holding.unit_id:
        holding.unit, holding.ended_by, holding.until_before = unit, None, None
    holding.decision = decision
    _write(holding, found)
    journal.record(
        "posts.corrected",
        subject=holding.reference,
        label=f"Sửa sai chức danh {holding.title} của đồng chí {holding.person.full_name}",
        place=holding.unit.reference,
        on=holding.since,
        by=by,
        reason=reason,
        before=before,
        after=image(holding),
        subjects=subjects(holding),
    )
    return holding


@transaction.atomic
def annul_holding(holding: Holding, *, reason: str, by: Viewer) -> Holding:
    """Hủy: it was never so; it counts nowhere from now on and stays in the journal.

    :raises Refusal: no reason, or already annulled
    """
    by.must(rules.WRITE, holding.unit)
    checks.must_have_reason(reason)
    checks.must_stand(holding.state == HoldingState.STANDING)
    holding.state, holding.ended_by, holding.until_before = HoldingState.ANNULLED, None, None
    holding.save(update_fields=["state", "ended_by", "until_before"])
    journal.record(
        "posts.annulled",
        subject=holding.reference,
        label=f"Hủy ghi chức danh {holding.title} của đồng chí {holding.person.full_name}",
        place=holding.unit.reference,
        on=holding.since,
        by=by,
        reason=reason,
        before=image(holding),
        subjects=subjects(holding),
    )
    return holding


def _checked(found: Facts, person: Person, unit: Unit, *, but: Holding | None = None) -> Facts:
    """The facts with the earliest possible beginning, if the records allow them."""
    life = queries.lives([unit.pk])[unit.pk]
    found = replace(found, since=checks.beginning(found, life))
    checks.check(found, queries.memberships([person.pk])[person.pk], life)
    same = queries.standing().filter(person=person, unit=unit, role=found.role).exclude(pk=but.pk if but else None)
    checks.check_alone(found, same.values_list("since", "until"), person.full_name)
    return found


def _write(holding: Holding, found: Facts) -> None:
    """An end that is said anew is no longer that of a reorganization."""
    if found.until != holding.until:
        holding.ended_by = holding.until_before = None
    for name, value in asdict(found).items():
        setattr(holding, name, value)
    holding.save()


def _facts_of(holding: Holding) -> Facts:
    return Facts(**{name: getattr(holding, name) for name in Facts.__dataclass_fields__})


def image(holding: Holding) -> dict[str, Any]:
    """The holding as the journal keeps it."""
    return {
        **asdict(_facts_of(holding)),
        "until": None if holding.is_open else holding.until,
        "person": str(holding.person.uid),
        "unit": holding.unit.ref,
        "decision": str(holding.decision) if holding.decision_id else "",
    }


def subjects(holding: Holding) -> list[str]:
    """Whom and what an entry about the holding concerns."""
    return [holding.reference, f"person:{holding.person.uid}", holding.unit.reference]
