"""Changing one record changes exactly the figures that contain it."""

from datetime import date

import pytest

from chibo.catalogue.contents import ALL
from chibo.indicators import Kind, Tally, plan
from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.members.models import Attribute, MemberEvent
from tests.agreement.figures import Figures
from tests.agreement.replay import Replay
from tests.agreement.test_counts import NOW, asked
from tests.agreement.world import BY

UNITS = ("T", "H0", "X1", "C8")
DAY, PERIOD = date(2019, 12, 31), (date(2017, 1, 1), date(2020, 12, 31))


def everything(units: tuple[str, ...]) -> dict[tuple, int]:
    """Every figure that is replayed, with all its breakdowns: (code, unit, structure, dimension, value) → count."""
    tally, waiting = Tally(), {}
    for ref in units:
        for structure in (None, NOW):
            for indicator in (one for one in ALL if Figures.knows(one.code)):
                question = asked(ref, DAY if indicator.is_state else PERIOD, structure)
                for code in [None, *(d.code for d in indicator.allowed() if d.code not in ("superior", "level"))]:
                    by = (code,) if code else ()
                    waiting[indicator.code, ref, structure, code] = plan(tally, indicator, question, by=by)
    tally.run()
    found: dict[tuple, int] = {}
    for key, figure in waiting.items():
        figure = figure()
        if key[-1] is None:
            found[(*key, "")] = figure.numerator if figure.indicator.kind is Kind.AVERAGE else figure.value
            found[(*key, "base")] = figure.base or 0
        for cell in figure.cells:
            found[(*key, *cell.key.values())] = cell.value
    return {key: value for key, value in found.items() if value}


def replayed(log: list[dict], units: tuple[str, ...]) -> dict[tuple, int]:
    """The same of the figures about people, from the log."""
    figures, found = Figures(Replay(log)), {}
    for ref in units:
        for structure in (None, NOW):
            for indicator in ALL:
                code, window = indicator.code, DAY if indicator.is_state else PERIOD
                if code == "MEM-04":
                    lines = figures.balance(ref, *window, structure)
                    found[code, ref, structure, None, ""] = lines["closing"]
                    found |= {(code, ref, structure, None, line): n for line, n in lines.items()}
                elif not code.startswith("ORG"):
                    rows = figures.rows(code, ref, window, structure)
                    found[code, ref, structure, None, ""] = len(rows)
                    if indicator.base is not None:
                        base = figures.rows(code, ref, window, structure, base=True)
                        found[code, ref, structure, None, "base"] = len(base)
                    for dimension in indicator.allowed():
                        for (value,), n in figures.cells(rows, dimension.code).items():
                            found[code, ref, structure, dimension.code, value] = n
    return {key: value for key, value in found.items() if value}


def changed(before: dict[tuple, int], after: dict[tuple, int]) -> dict[tuple, int]:
    """By how much which cells differ."""
    return {
        key: after.get(key, 0) - before.get(key, 0)
        for key in before.keys() | after.keys()
        if after.get(key, 0) != before.get(key, 0)
    }


@pytest.fixture(scope="module")
def before(world):
    """Every figure before the change: out of the records, and out of the log."""
    return everything(UNITS), replayed(world.log, UNITS)


def test_every_figure_about_people_equals_the_replay(world, before):
    got, expected = before
    about_people = {key: n for key, n in got.items() if not key[0].startswith("ORG")}
    # Of a share cells without value carry a base; the replay lists only what is counted.
    assert about_people == expected


def test_a_sex_put_right_changes_exactly_the_figures_that_contain_the_person(world, before):
    entry = next(e for e in world.log if e["op"] == "admission" and date(2017, 6, 1) < e["on"] < DAY)
    p = entry["p"]
    row = Attribute.objects.get(person=world.people[p], name="sex")
    value = "nam" if row.value == "nu" else "nu"
    members.correct_attribute(row, reason="ghi nhầm", value=value, by=BY)
    log = [
        e | {"attributes": e["attributes"] | {"sex": value}} if e["op"] == "person" and e["p"] == p else e
        for e in world.log
    ]
    touched = compare(before, log)
    assert {key[3] for key in touched} == {"sex"} and sum(touched.values()) == 0
    assert ("ADM-01", "T", None, "sex", value) in touched


def test_the_day_of_an_event_put_right_changes_exactly_the_figures_that_contain_it(world, before):
    for entry in [e for e in world.log if e["op"] in ("death", "strike_off") and e["on"].year == 2021]:
        event = MemberEvent.objects.filter(person=world.people[entry["p"]], cause=entry["op"], on=entry["on"]).first()
        try:
            members.correct_event_day(event, on=date(2020, 12, 30), reason="ghi nhầm", by=BY)
        except (Refusal, AttributeError):
            continue
        touched = compare(before, [*world.log, {"op": "correct_day", "target": entry["id"], "on": date(2020, 12, 30)}])
        assert ("MEM-04", "T", None, None, entry["op"]) in touched
        assert not [key for key in touched if key[0].startswith("ORG") or key[0] in ("MEM-01", "ADM-01")]
        return
    pytest.fail("nobody whose day could be put right")


def compare(before: tuple[dict, dict], log: list[dict]) -> dict[tuple, int]:
    """What changed in the catalogue is what changed in the replay; by how much."""
    touched = changed(before[0], everything(UNITS))
    assert touched == changed(before[1], replayed(log, UNITS))
    return touched
