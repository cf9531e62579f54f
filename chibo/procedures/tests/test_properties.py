"""Random procedures led through random days: what is kept of a case is what its acts say, whatever was done or refused."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import Refusal
from chibo.org import actions as org
from chibo.org.actions import occupants
from chibo.org.models import Unit
from chibo.procedures import actions
from chibo.procedures.actions.occupants import CaseOccupants
from chibo.procedures.models import Act, Case
from chibo.procedures.queries.replay import differences, position
from chibo.procedures.rules import handlers, voting
from chibo.procedures.rules.handlers import Finding, Handler, Subject, handler_of
from chibo.procedures.rules.loading import DefinitionError, parse
from chibo.procedures.tests.conftest import ME
from chibo.rulebook import calendar
from chibo.rulebook import queries as rulebook

ROLES = ("ca_nhan", "chi_bo", "dang_uy_bo_phan", "dang_uy_co_so", "cap_tren", "cap_uy_tinh")
RULES = ("admission.ceremony.working_days", "official.review.working_days_after", "probation.months")
FIRST = date(2015, 1, 1)


@st.composite
def deadlines(draw, keys, has_day):
    found = {"unit": draw(st.sampled_from(["days", "working_days", "months"]))}
    if draw(st.booleans()):
        found["rule"] = draw(st.sampled_from(RULES))
    else:
        found["amount"] = draw(st.integers(0, 40))
    found["from"] = draw(st.sampled_from(["entered", *keys, *(["day"] if has_day else [])]))
    found["earliest"] = draw(st.booleans())
    found["lapses"] = not found["earliest"] and draw(st.booleans())
    return found


@st.composite
def procedures(draw):
    """A procedure whose steps mostly go on, sometimes jump or end, sometimes are skipped or go back."""
    count = draw(st.integers(1, 6))
    keys = [f"b{n}" for n in range(count)]
    steps = []
    for n, key in enumerate(keys):
        one = {"key": key, "title": f"Bước {n}", "who": draw(st.sampled_from(ROLES))}
        ahead = ["next", "done", "refused", *keys[n + 1 :]]
        way = draw(st.sampled_from(["plain", "plain", "field", "vote"]))
        if way == "field":
            one["asks"] = [{"name": f"c{n}", "label": "Chọn", "kind": "choice", "choices": {"a": "A", "b": "B"}}]
            one["then"] = {"field": f"c{n}", "a": "next", "b": draw(st.sampled_from(ahead))}
        elif way == "vote":
            one["vote"] = {"of": "người", "rule": "admission.vote.branch"}
            one["then"] = {"passed": "next", "failed": draw(st.sampled_from(ahead[1:]))}
        if n and draw(st.integers(0, 3)) == 0:
            one["only_if"] = draw(st.sampled_from(["has_between", "has_base_committee", "even"]))
        one["back_to"] = draw(st.lists(st.sampled_from(keys), max_size=2, unique=True))
        one["deadline"] = draw(st.lists(deadlines(keys, has_day=True), max_size=2))
        one["decision"] = draw(st.integers(0, 5)) == 0
        one["checks"] = draw(st.sampled_from([[], [], ["warns"], ["blocks"]]))
        steps.append(one)
    steps[0].setdefault("asks", []).append({"name": "day", "label": "Ngày", "kind": "day", "required": False})
    return {
        "code": "ngau-nhien", "version": 1, "title": "Ngẫu nhiên", "prefix": "NN", "subject": "member", "source": "thử",
        "start": "b0", "steps": steps, "alone": False,
    }  # fmt: skip


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "act",
                "act",
                "act",
                "act",
                "act",
                "fail",
                "bad",
                "back",
                "withdraw",
                "lapse",
                "override",
                "take_back",
                "early",
            ]
        ),
        st.integers(0, 45),
        st.booleans(),
    ),
    min_size=1,
    max_size=14,
)


def do(world, case: Case, operation: str, on: date, accept: bool) -> None:
    """One thing somebody tries; may be refused."""
    definition = handler_of(case.code, case.version).definition
    step = definition.steps.get(case.step)
    match operation:
        case "act" | "fail" | "bad" | "early":
            if step is None:
                raise Refusal("Đã kết thúc.")
            data = {one.name: "b" if operation == "fail" else "a" for one in step.asks if one.kind == "choice"}
            if any(one.name == "day" for one in step.asks) and accept:
                data["day"] = on - timedelta(days=3)
            votes = {"act": 14, "fail": 3}.get(operation, 12)
            vote = {"obliged": 17, "present": 15, "for": votes, "against": 15 - votes, "blank": 0}
            if operation == "bad":
                vote["blank"], data["unknown"] = 4, 1
            day = on - timedelta(days=900) if operation == "early" else on
            because = world.decision(f"{on:%d/%m/%Y}") if step.decision else None
            actions.act(
                case, on=day, data=data, vote=vote if step.vote else None, because=because, accept=accept, by=ME
            )
        case "back":
            places = step.back_to if step else ()
            actions.send_back(case, to=places[0] if places else "b0", on=on, reason="thiếu", by=ME)
        case "withdraw":
            actions.withdraw(case, on=on, reason="thôi", by=ME)
        case "lapse":
            actions.lapse(case, on=on, by=ME)
        case "override":
            actions.override(case, on=on, reason="xét", because=world.decision(f"{on:%d/%m/%Y}", "9-CV/HU"), by=ME)
        case "take_back":
            actions.take_back(case, reason="nhầm", by=ME)


def holds(case: Case) -> None:
    """What must be true of a case at any time."""
    fresh = Case.objects.select_related("unit", "other_unit").get(pk=case.pk)
    assert list(differences([fresh])) == []
    found = position(fresh, handler_of(fresh.code, fresh.version))
    assert (fresh.state, fresh.step, fresh.due_on) == (found.state, found.step, found.due_on)
    assert fresh.due_on >= fresh.step_since and fresh.step_since >= fresh.opened_on
    assert (fresh.closed_on < FOREVER) == (not fresh.is_open) == (fresh.waiting_unit_id is None)
    days = [act.on for act in fresh.standing]
    assert days == sorted(days)
    for act in fresh.standing:
        if act.vote:
            voting.whole(act.vote)
    assert (case.state, case.step, case.due_on) == (fresh.state, fresh.step, fresh.due_on)


@pytest.mark.parametrize("ref", ["A1", "P1", "S"])
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(
    content=procedures(),
    begin=st.integers(0, 4_300),
    operations=OPERATIONS,
    ends_at=st.integers(0, 14),
    undone=st.booleans(),
)
def test_a_case_is_what_its_acts_say(world, ref, content, begin, operations, ends_at, undone):
    try:
        definition = parse(content, where="ngau-nhien.1.yaml")
    except DefinitionError:
        return
    before = dict(handlers._installed)
    mark = transaction.savepoint()
    unit, heir = Unit.objects.get(ref=ref), Unit.objects.get(ref="A2")
    try:
        handlers.install([
            Handler(
                definition,
                subject=lambda ref, on, by: Subject(ref, "Ai đó", "ai", unit),
                checks={
                    "warns": lambda moment: [Finding("Chưa chắc.", "admission.introducer.months")],
                    "blocks": lambda moment: [Finding("Không được.", "admission.age.min")],
                },
                conditions={"even": lambda moment: moment.on.day % 2 == 0},
            )
        ])  # fmt: skip
        occupants.install([CaseOccupants()])
        on = FIRST + timedelta(days=begin)
        case = actions.open_case("ngau-nhien", subject="person:x", on=on, by=ME)
        holds(case)
        for number, (operation, gap, accept) in enumerate(operations):
            on += timedelta(days=gap)
            count = Act.objects.count()
            try:
                with transaction.atomic():
                    do(world, case, operation, on, accept)
            except Refusal as refusal:
                assert refusal.message and Act.objects.count() == count
                case.refresh_from_db()
                case.look_again()
            holds(case)
            if number == ends_at and ref == "A1":
                on += timedelta(days=1)
                done = org.dissolve(units=[unit], to=heir, on=on, by=ME)
                case = Case.objects.get(pk=case.pk)
                assert case.unit == (heir if case.is_open else unit)
                holds(case)
                if undone:
                    org.undo(event=done.event, reason="nhầm", by=ME)
                    case = Case.objects.get(pk=case.pk)
                    assert case.unit == unit
                    holds(case)
    finally:
        transaction.savepoint_rollback(mark)
        handlers._installed.clear()
        handlers._installed.update(before)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(1, 500), st.sampled_from(["2/3", ">1/2", "1/2", "3/4", "1/1"]), st.data())
def test_a_threshold_is_the_least_whole_number_that_is_enough(obliged, share, data):
    needed = voting.needed_of(share, obliged)
    top, bottom = (int(part) for part in share.removeprefix(">").split("/"))
    votes = data.draw(st.integers(0, obliged))
    enough = votes * bottom > obliged * top if share.startswith(">") else votes * bottom >= obliged * top
    assert (votes >= needed) == enough
    if share != ">1/1":
        assert 0 < needed <= obliged


@pytest.mark.django_db
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dates(date(2015, 1, 1), date(2027, 11, 1)), st.integers(1, 60))
def test_a_deadline_in_working_days_never_falls_on_a_day_off(day, amount):
    with rulebook.steady():
        due = calendar.add_working_days(day, amount)
        assert calendar.is_working_day(due) and due > day
        assert calendar.working_days_between(day, due) == amount
