"""Whatever stands in a workbook: what is planned can be written, leads to a clean state, and goes back without a trace."""

from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo.exchange.rules.kinds import Row
from chibo.exchange.vocabulary import Outcome
from chibo.members import actions
from chibo.members.derivation.recount import residuals
from chibo.members.imports import MEMBERS, MOVEMENTS, QUALIFICATIONS
from chibo.members.tests.conftest import TODAY
from chibo.members.tests.test_import_profiles import clean, setting, state_of_everything
from chibo.members.tests.world import ME, d

NAMES = ("Nguyễn Văn An", "Nguyễn Văn Ân", "Lê Thị Bích", "Trần Văn Cường")
CELLS = ("A1", "A2", "B1", "OLD", "YOUNG", None)
IDS = tuple(f"03608000123{n}" for n in range(4))
LAWS = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
days = st.dates(date(1999, 1, 1), TODAY).map(date.isoformat)
births = st.sampled_from(
    (["1980-02-03", "day"], ["1980-01-01", "year"], ["1961-05-01", "month"], ["2008-01-01", "day"], None)
)


def maybe(strategy):
    return st.none() | strategy


lives = st.sampled_from(
    (
        *(
            (None, None, None, None),
            ("2005-05-19", "2006-05-19", None, None),
            ("2005-05-19", "2006-05-19", "active", None),
        ),
        *(("2005-05-19", "2006-05-19", state, None) for state in ("exempt", "suspended", "dead")),
        *(("2005-05-19", "2006-05-19", state, "2018-03-01") for state in ("dead", "left", "strike_off")),
        *(("2005-05-19", None, state, "2024-03-01") for state in ("dead", "left", "transfer_out")),
        *(("2010-05-01", official, None, None) for official in ("2010-05-19", "2016-05-19", "2025-05-01")),
        ("2005-05-19", "2019-05-19", "dead", "2018-03-01"),
    )
)
plain = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(NAMES),
        "born": births,
        "national_id": maybe(st.sampled_from(IDS)),
        "card": maybe(st.sampled_from(("360012345678", "00123456"))),
        "unit": st.sampled_from(CELLS),
        "status": st.sampled_from((None, None, None, "official", "probationary")),
        "sex": maybe(st.sampled_from(("nam", "nu"))),
        "occupation": maybe(st.sampled_from(("nong_dan", "huu_tri"))),
        "home_province": maybe(st.sampled_from(("Tỉnh Nam Định", "Tỉnh Hà Nam"))),
        "other_name": maybe(st.just("Ba")),
        "old_card": maybe(st.just("12345678")),
        "card_issued_on": maybe(days),
    }
)
profiles = st.builds(
    lambda given, life: given | dict(zip(("party_since", "official_since", "state", "left_on"), life, strict=True)),
    plain,
    lives,
)
CAUSES = ("admission", "readmission", "restoration", "transfer_in", "transfer", "transfer_out", "strike_off", "expulsion",
          "voluntary_exit", "death", "recognition", "temporary_start", "temporary_end")  # fmt: skip
movements = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(NAMES[:3]),
        "born": st.just(["1980-02-03", "day"]),
        "national_id": st.none(),
        "cause": st.sampled_from(CAUSES),
        "on": st.dates(date(2004, 1, 1), date(2025, 1, 1)).map(date.isoformat),
        "from_unit": st.sampled_from((None, None, None, "A1", "OLD")),
        "to_unit": st.sampled_from(CELLS[:3]),
        "party_since": st.sampled_from((None, None, "1999-05-19")),
        "official_since": st.sampled_from((None, None, "2000-05-19", "2016-05-19")),
        "ground": maybe(st.just("lost_will")),
        "decision_number": maybe(st.just("1-QĐ/ĐU")),
        "decision_issued_on": maybe(days),
    }
)
learnt = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(NAMES),
        "born": births,
        "attribute": st.sampled_from(("qualification", "political_theory", "foreign_language")),
        "value": st.sampled_from(("Đại học", "Cao cấp", "Trung cấp", "Anh B1")),
        "since": days.map(lambda day: [day, "day"]),
    }
)


def people(world):
    """Some who are on record in different ways."""
    an = world.member("Nguyễn Văn An", national_id=IDS[0], on="01/01/2015", attributes={"occupation": "nong_dan"})
    actions.transfer(an, to=world.a2, on=d("01/01/2022"), by=ME)
    bich = world.person("Lê Thị Bích", born="03/02/1980", national_id=IDS[2])
    actions.admit_member(bich, cell=world.b1, on=d("19/05/2010"), by=ME)
    gone = world.member("Trần Văn Cường", on="01/01/2012", status="probationary")
    actions.strike_off(gone, ground="lost_will", on=d("01/01/2018"), by=ME)


def hold(world, kind, drawn, *, on, answers):
    """Plan, answer, write, look, take back."""
    rows = [Row(number, values) for number, values in enumerate(drawn, start=2)]
    before = state_of_everything()
    at = setting(world, on=on)
    for _ in range(4):
        importer = kind.begin(at)
        plans = {plan.number: plan for plan in importer.plan(rows)}
        plans |= {plan.number: plan for plan in importer.finish()}
        asked = [plan.ask for plan in plans.values() if plan.outcome == Outcome.ASK]
        if not asked:
            break
        given_answers = {ask.key: ask.choices[answers % len(ask.choices)][0] for ask in asked}
        at = setting(world, on=on, **{**at.answers, **given_answers})
    assert sorted(plans) == [row.number for row in rows]
    writes = [plan for _, plan in sorted(plans.items()) if plan.outcome in (Outcome.CREATE, Outcome.UPDATE)]
    assert all(plan.data for plan in writes)
    if writes:
        traces = kind.begin(at).write(writes)
        assert sorted(trace.number for trace in traces) == [plan.number for plan in writes]
        assert clean()
        assert list(residuals(until=TODAY)) == []
        assert kind.stands_on(traces) == []
        kind.undo(at, traces)
        assert clean()
    assert state_of_everything() == before


@LAWS
@given(
    st.lists(profiles, min_size=1, max_size=4, unique_by=lambda values: values["full_name"]),
    st.dates(date(2012, 1, 1), TODAY),
    st.integers(0, 3),
)
def test_rolls(world, drawn, on, answers):
    with transaction.atomic():
        people(world)
        hold(world, MEMBERS, drawn, on=on, answers=answers)
        transaction.set_rollback(True)


@LAWS
@given(st.lists(movements, min_size=1, max_size=7), st.integers(0, 3))
def test_movements(world, drawn, answers):
    with transaction.atomic():
        people(world)
        hold(world, MOVEMENTS, drawn, on=TODAY, answers=answers)
        transaction.set_rollback(True)


@LAWS
@given(st.lists(learnt, min_size=1, max_size=6), st.integers(0, 3))
def test_qualifications(world, drawn, answers):
    with transaction.atomic():
        people(world)
        hold(world, QUALIFICATIONS, drawn, on=TODAY, answers=answers)
        transaction.set_rollback(True)
