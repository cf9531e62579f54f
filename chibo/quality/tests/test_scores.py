"""A score is the length of its list, for every rule, at every unit; the number of units costs no query."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.members.models import Stay
from chibo.org import actions as org
from chibo.org import queries as tree
from chibo.org.models import Unit
from chibo.quality.queries.lists import table_of
from chibo.quality.queries.scores import look_at, rows_of, score_of, sheets
from chibo.quality.rules import RULES, rule_of
from chibo.quality.tests.world import ME, TODAY, d, look
from chibo.quality.vocabulary import Severity
from chibo.rulebook import queries as rulebook

pytestmark = pytest.mark.django_db


@pytest.fixture
def messy(world):
    """Thirty people, with something wrong about most of them."""
    chance = random.Random(7)
    for n in range(30):
        cell = chance.choice([world.a1, world.a2, world.b1])
        year = chance.randint(1930, 1990)
        name = chance.choice(["Nguyễn Văn An", "Nguyễn Văn Ân", "Trần Thị Hoa"])
        given = {"cell": cell, "confirmed": True, "party_since": d("19/05/2005"), "born": f"03/02/{year}"}
        if chance.random() < 0.5:
            person = world.member(name, **given)
        else:
            person = world.whole(name, **given)
        if n % 7 == 0:
            members.start_temporary(person, cell=world.young, on=d("01/01/2020"), by=ME)
        if n % 11 == 5:
            members.annul_event(person.events.first(), reason="Nhầm", by=ME)
    Stay.objects.filter(nature="temporary").update(cell=world.old)
    world.person("Trần Văn Mới")
    return world


def below(unit):
    return [p.unit_id for p in tree.children(unit, on=TODAY)]


@pytest.mark.parametrize("ref", ["H", "A", "B", "A1"])
def test_every_score_is_the_length_of_its_list(messy, ref):
    unit = Unit.objects.get(ref=ref)
    own, _ = sheets(look(unit), below(unit))
    for score in own.scores:
        assert score.faults == len(rows_of(score.rule, look(unit))), score.rule.code
        assert score == score_of(score.rule, look(unit))


def test_units_below_are_counted_as_when_they_are_asked_themselves(messy):
    _, parts = sheets(look(messy.h), below(messy.h))
    for unit in (messy.a, messy.b):
        own, _ = sheets(look(unit), below(unit))
        rest = [s for s in own.scores if s.rule.code != "ho-so-chua-vao-chi-bo"]
        assert [s for s in parts[unit.pk].scores if s.rule.code != "ho-so-chua-vao-chi-bo"] == rest


def test_a_list_shows_every_finding_once_with_words_and_a_way_to_mend_it(messy):
    for rule in RULES:
        rows = rows_of(rule, look(messy.h))
        shown = list(table_of(rule, rows, look(messy.h)).source.iterate())
        assert len(shown) == len(rows)
        assert all(row["name"] and row["what"] and row["mend"].startswith("/") for row in shown), rule.code


def count_queries(unit) -> int:
    asked = look_at(unit, on=TODAY, today=TODAY, viewer=ME)
    with (
        rulebook.steady(),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        rulebook.value("probation.months", on=TODAY)
        sheets(asked, below(unit))
    return len(queries)


def test_the_number_of_units_costs_no_query(messy):
    few = count_queries(messy.h)
    for n in range(5):
        spec = org.UnitSpec(f"X{n}", f"Đảng bộ xã Số {n}", "dang_bo_co_so", "H")
        messy.found(spec, "01/01/2015")
        cell = messy.found(messy.cell(f"X{n}1", "Chi bộ Thôn 1", f"X{n}"), "01/01/2015")
        messy.member("Lê Văn Thêm", cell=cell, confirmed=True)
    assert count_queries(messy.h) == few
    assert few <= 25


def test_a_page_of_a_list_costs_the_same_for_one_and_for_three_rows(world):
    def cost() -> int:
        rule = rule_of("trung-ho-so")
        with rulebook.steady(), CaptureQueriesContext(connection) as queries:
            list(table_of(rule, rows_of(rule, look(world.h)), look(world.h)).source.page(None, 50))
        return len(queries)

    world.whole("Nguyễn Văn An")
    world.person("Nguyễn Văn An", confirmed=True)
    one = cost()
    for _ in range(2):
        world.whole("Nguyễn Văn An")
    assert cost() == one


def test_codes_are_unique_and_every_rule_says_how_to_mend():
    assert len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert "Hãy" in rule.explain and rule.explain.endswith("."), rule.code
        assert len(rule.code) <= 40


def test_a_rule_that_is_not_sure_only_warns():
    unsure = [rule for rule in RULES if rule.cite and not rulebook_is_sure(rule)]
    assert {rule.code for rule in unsure if rule.severity is not Severity.LOOK} <= {
        "the-sai-dang",
        "thieu-the",
        "chuyen-qua-han",
    }


def rulebook_is_sure(rule) -> bool:
    return rulebook.value(rule.cite, on=TODAY).may_block


def test_an_unknown_rule_is_refused():
    with pytest.raises(Refusal):
        rule_of("khong-co")
