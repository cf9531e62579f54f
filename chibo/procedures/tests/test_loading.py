"""Every mistake in a definition is told at the start, with the file, the place and what is wrong."""

import copy
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from chibo.procedures.rules import handlers
from chibo.procedures.rules.handlers import Handler
from chibo.procedures.rules.loading import DefinitionError, load, parse

FILE = Path(__file__).parent / "thu-viec.1.yaml"
GOOD = yaml.safe_load(FILE.read_text("utf-8"))
HANDLER = Handler(
    definition=load(FILE),
    subject=lambda ref, on, by: None,
    checks={"introducers": lambda moment: ()},
    outcomes={"hand_over": lambda moment: ""},
    electors={"officials": lambda moment: None},
)


def step(content, key):
    return next(one for one in content["steps"] if one["key"] == key)


WRONG = {
    "unknown key 'sprache'": lambda c: c.update(sprache="vi"),
    "trao.papers: no choice 'x' of a field 'answer'": lambda c: step(c, "trao").update(
        papers=[{"code": "1-KNĐ", "field": "answer", "value": "x"}]
    ),
    "missing title": lambda c: c.pop("title"),
    "subject: unknown 'house'": lambda c: c.update(subject="house"),
    "version: a whole number": lambda c: c.update(version="1"),
    "prefix: two to eight capital letters": lambda c: c.update(prefix="kn"),
    "start: no step 'nothing'": lambda c: c.update(start="nothing"),
    "steps[2]: unknown key 'doc'": lambda c: c["steps"][1].update(doc=[]),
    "steps[2]: missing who": lambda c: c["steps"][1].pop("who"),
    "don.who: unknown role 'boss'": lambda c: step(c, "don").update(who="boss"),
    "don.who: either a role, or a rule": lambda c: step(c, "don").update(who={"rule": "admission.decider"}),
    "don.who: side is from or to": lambda c: step(c, "don").update(who={"role": "chi_bo", "side": "up"}),
    "don: the key stands twice": lambda c: c["steps"].append(copy.deepcopy(step(c, "don"))),
    "a step may not be called that": lambda c: step(c, "don").update(key="done"),
    "trao.then: no step or end 'heaven'": lambda c: step(c, "trao").update(then="heaven"),
    "hop.back_to: no step 'hell'": lambda c: step(c, "hop").update(back_to=["hell"]),
    "bo-phan: no way leads to this step": lambda c: step(c, "hop").update(then={"passed": "dang-uy", "failed": "refused"}),
    "no way leads from this step to an end": lambda c: step(c, "trao").update(then="trao"),
    "quyet-dinh.then: passed and failed need a vote": lambda c: step(c, "quyet-dinh").update(then={"passed": "next"}),
    "dang-uy.then: must name exactly the values dong_y, khong": lambda c: step(c, "dang-uy")["then"].pop("khong"),
    "'other' is no required choice": lambda c: step(c, "dang-uy")["then"].update(field="other"),
    "don.deadline: either a rule or an amount": lambda c: step(c, "don").update(deadline={"unit": "days"}),
    "don.deadline: unknown unit 'weeks'": lambda c: step(c, "don").update(deadline={"amount": 1, "unit": "weeks"}),
    "nothing called 'birthday'": lambda c: step(c, "don").update(deadline={"amount": 1, "from": "birthday"}),
    "nothing called 'earliest'": lambda c: step(c, "don").update(deadline={"amount": 1, "from": "earliest"}),
    "don.deadline: unknown key 'until'": lambda c: step(c, "don").update(deadline={"amount": 1, "until": "x"}),
    "don.asks.content: unknown kind 'colour'": lambda c: step(c, "don")["asks"][0].update(kind="colour"),
    "don.asks.content: choices belong to a choice": lambda c: step(c, "don")["asks"][0].update(choices={"a": "A"}),
    "don.asks: unknown key 'size'": lambda c: step(c, "don")["asks"][0].update(size=3),
    "don.asks: missing label": lambda c: step(c, "don")["asks"][0].pop("label"),
    "don.asks: required is not what it should be": lambda c: step(c, "don")["asks"][0].update(required="yes"),
    "'on' is a name the form itself uses": lambda c: step(c, "don")["asks"][0].update(name="on"),
    "content: asked twice, as two different things": lambda c: step(c, "hop")["asks"].append(
        {"name": "content", "label": "Ngày", "kind": "day"}
    ),
    "hop.vote: missing of": lambda c: step(c, "hop")["vote"].pop("of"),
    "don.documents: unknown key 'must'": lambda c: step(c, "don")["documents"][0].update(must=True),
    "don.checks: not a list": lambda c: step(c, "don").update(checks="age"),
    "quyet-dinh.decision: true or false": lambda c: step(c, "quyet-dinh").update(decision="yes"),
}  # fmt: skip


@pytest.mark.parametrize("told", WRONG)
def test_a_mistake_is_told(told):
    content = copy.deepcopy(GOOD)
    WRONG[told](content)
    with pytest.raises(DefinitionError) as caught:
        parse(content, where="thu-viec.1.yaml")
    assert told in str(caught.value) and "thu-viec.1.yaml" in str(caught.value)


@pytest.mark.parametrize("content", [None, [], "code", {"code": 1}, {**GOOD, "steps": {}}, {**GOOD, "steps": [None]}])
def test_what_is_no_definition_is_refused(content):
    with pytest.raises(DefinitionError):
        parse(content, where="x.1.yaml")


def test_the_file_is_named_for_its_version(tmp_path):
    (tmp_path / "thu-viec.2.yaml").write_text(FILE.read_text("utf-8"), "utf-8")
    with pytest.raises(DefinitionError, match="must be named thu-viec"):
        load(tmp_path / "thu-viec.2.yaml")
    (tmp_path / "broken.1.yaml").write_text("a: [", "utf-8")
    with pytest.raises(DefinitionError, match="not YAML"):
        load(tmp_path / "broken.1.yaml")


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("checks", "dang-uy: unknown check 'introducers'"),
        ("outcomes", "trao: unknown outcome 'hand_over'"),
        ("electors", "hop: unknown electors 'officials'"),
    ],
)
def test_a_name_nobody_brings_is_told(missing, told):
    with pytest.raises(DefinitionError, match=told):
        handlers.install([replace(HANDLER, **{missing: {}})])


def test_a_condition_or_rule_nobody_knows_is_told():
    content = copy.deepcopy(GOOD)
    step(content, "bo-phan")["only_if"] = "sunny"
    with pytest.raises(DefinitionError, match="bo-phan: unknown condition 'sunny'"):
        handlers.install([replace(HANDLER, definition=parse(content, where="x"))])
    content = copy.deepcopy(GOOD)
    step(content, "hop")["vote"]["rule"] = "admission.vote.parliament"
    with pytest.raises(DefinitionError, match=r"rule 'admission\.vote\.parliament' is not in the rulebook"):
        handlers.install([replace(HANDLER, definition=parse(content, where="x"))])


def test_two_procedures_do_not_share_a_prefix_or_a_version():
    content = copy.deepcopy(GOOD) | {"code": "khac"}
    other = replace(HANDLER, definition=parse(content, where="khac.1.yaml"))
    with pytest.raises(DefinitionError, match="prefix TH belongs to another procedure"):
        handlers.install([HANDLER, other])
    with pytest.raises(DefinitionError, match="installed twice"):
        handlers.install([HANDLER, HANDLER])


def test_a_case_is_opened_by_the_version_of_its_day():
    content = copy.deepcopy(GOOD) | {"version": 2, "since": date(2026, 7, 26)}
    second = replace(HANDLER, definition=parse(content, where="thu-viec.2.yaml"))
    handlers.install([HANDLER, second])
    days = {
        day: handlers.handler_of("thu-viec", on=date.fromisoformat(day)).definition.version
        for day in ("2026-07-25", "2026-07-26")
    }
    assert days == {"2026-07-25": 1, "2026-07-26": 2}
    assert handlers.handler_of("thu-viec").definition.version == 2
