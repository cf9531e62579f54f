"""The stories before they are loaded: no database."""

from datetime import date, timedelta
from random import Random

import pytest

from chibo.demo.actions.specs import Specs
from chibo.demo.rules import duc_trong, kien_tuong, nam_truc, names, quang_nam, vinh_loi
from chibo.demo.rules.flow import Flow
from chibo.demo.rules.people import Person
from chibo.kernel.days import Period
from chibo.members.rules.person import clean_card, clean_name, clean_national_id

COMMITTEES = (kien_tuong, duc_trong, vinh_loi, nam_truc, quang_nam)
SMALL = COMMITTEES[:4]


def due(sent: date) -> date | None:
    return sent + timedelta(days=42) if sent >= date(2016, 7, 25) else None


def told(rules) -> Flow:
    return Flow(rules.committee(), due=due).run()


def specs_of(flow: Flow, people: list[Person]):
    cells = {cell.position: cell.position for cell in flow.cells}
    return Specs(flow.committee, flow, cells).people(people, 0)


@pytest.mark.parametrize("rules", SMALL, ids=lambda r: r.__name__.rsplit(".", 1)[-1])
def test_the_same_story_is_told_every_time(rules):
    one, other = told(rules), told(rules)
    assert [p.events for p in one.people] == [p.events for p in other.people]
    assert specs_of(one, one.people[:50]) == specs_of(other, other.people[:50])


@pytest.mark.parametrize("rules", SMALL, ids=lambda r: r.__name__.rsplit(".", 1)[-1])
def test_the_roll_comes_to_the_published_number(rules):
    flow = told(rules)
    day, total = flow.committee.total
    assert sum(person.on_roll(day.toordinal()) for person in flow.people) == total


@pytest.mark.parametrize("rules", SMALL, ids=lambda r: r.__name__.rsplit(".", 1)[-1])
def test_many_move_and_many_change(rules):
    flow = told(rules)
    moved = sum(len(p.stations) > 1 or p.events[0].cause == "transfer_in" for p in flow.people)
    assert moved >= 0.3 * len(flow.people)
    specs = specs_of(flow, flow.people)
    changed = sum(len(s.attributes) > len({name for name, *_ in s.attributes}) for s in specs)
    assert changed >= 0.4 * len(specs)


def test_numbers_are_well_formed_and_unique_across_the_committees():
    ids, cards = [], []
    for rules in COMMITTEES:
        flow = told(rules)
        people = flow.people if len(flow.people) < 6_000 else flow.people[:3_000] + flow.people[-3_000:]
        for spec in specs_of(flow, people):
            ids.append(clean_national_id(spec.national_id))
            cards += [clean_card(spec.card)] if spec.card else []
            assert clean_name(spec.full_name) == spec.full_name
    assert all(number.startswith("099") for number in ids)
    assert len(set(ids)) == len(ids) > 20_000
    assert len(set(cards)) == len(cards) > 15_000


def test_nobody_bears_a_name_of_the_reports():
    assert len(names.forbidden()) > 50
    chance = Random(1)
    found = {
        names.full_name(chance, is_woman=bool(i % 2), born=1940 + i % 66, ethnicity=names.KINH, families=names.CENTRE)
        for i in range(20_000)
    }
    assert not [name for name in found if names.is_forbidden(name)]


def test_a_name_on_the_list_is_drawn_again(monkeypatch):
    drawn = iter(["Nguyễn Văn Một", "Nguyễn Văn Hai"])
    monkeypatch.setattr(names, "_invent", lambda *_: next(drawn))
    monkeypatch.setattr(names, "_is_taken", lambda name: name.endswith("Một"))
    name = names.full_name(Random(1), is_woman=False, born=1980, ethnicity=names.KINH, families=names.NORTH)
    assert name == "Nguyễn Văn Hai"


def test_the_total_of_nam_truc_prints_as_eighty_a_year():
    window = Period(nam_truc.CONGRESS, nam_truc.PRINTED)
    admitted = sum(q.count for q in nam_truc.committee().quotas if q.cause == "admission" and q.first in window)
    assert (admitted, round(admitted / window.years)) == (248, 80)
