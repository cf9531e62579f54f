"""Cases loaded as a whole are the cases the single actions make."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from chibo.procedures import actions
from chibo.procedures.actions.bulk import ActSpec, CaseSpec, load_cases
from chibo.procedures.models import Act, Case, CaseDocument
from chibo.procedures.queries.replay import differences
from chibo.procedures.rules.handlers import Handed, Subject
from chibo.procedures.tests.conftest import ME, VOTE, d

FIELDS = (
    "state",
    "step",
    "step_since",
    "due_on",
    "closed_on",
    "waiting_unit_id",
    "waiting_capability",
    "unit_id",
    "subject_key",
)

TOGETHER = 5
"""Cases, with seven acts each, that share a statement: as many rows as a statement may have parameters for."""


def spec(world, ref: str, *acts, unit=None) -> CaseSpec:
    return CaseSpec("thu-viec", Subject(ref, f"Đồng chí {ref[-2:]}", ref, unit or world.a1), d("01/03/2024"), acts)


def ways(world):
    decision = world.decision("01/04/2024")
    return [
        ActSpec(d("05/03/2024"), {"content": "xin", "health": "Mới mổ"}, documents=[Handed("don")]),
        ActSpec(d("11/03/2024"), {"held_on": d("11/03/2024")}, vote=VOTE),
        ActSpec(d("20/03/2024"), {"answer": "dong_y"}),
        ActSpec(d("02/04/2024"), because=decision),
        ActSpec(d("10/04/2024"), made="event:1"),
    ]


def test_they_stand_where_single_acts_would_put_them(world):
    person = "person:00000000-0000-7000-8000-0000000000"
    one_by_one = [
        world.to_step(step, world.open(f"0{n}")) for n, step in enumerate(("hop", "dang-uy", "trao"), start=1)
    ]
    acts = ways(world)
    loaded = load_cases(
        [spec(world, f"{person}1{n}", *acts[:count]) for n, count in enumerate((1, 2, 4), start=1)], by=ME
    )
    for single, bulk in zip(one_by_one, loaded, strict=True):
        single.refresh_from_db()
        bulk.refresh_from_db()
        for name in FIELDS[:-1]:
            assert getattr(single, name) == getattr(bulk, name), (single.step, name)
        assert [(a.kind, a.step, a.to, a.on, a.due_on) for a in single.acts.order_by("number")] == [
            (a.kind, a.step, a.to, a.on, a.due_on) for a in bulk.acts.order_by("number")
        ]
    assert [case.mark for case in loaded] == ["TH-2024-00004", "TH-2024-00005", "TH-2024-00006"]
    assert CaseDocument.objects.filter(case__in=loaded).count() == 3
    assert list(differences()) == []
    actions.act(loaded[0], on=d("11/03/2024"), data={"held_on": d("11/03/2024")}, vote=VOTE, by=ME)
    assert loaded[0].step == "dang-uy"


def test_five_more_cases_take_at_most_one_more_statement(world):
    acts, asked = ways(world), []
    for first, count in ((1_000, 20), (2_000, 200)):
        person = "person:00000000-0000-7000-8000-00000000"
        specs = [spec(world, f"{person}{n:04d}", *acts) for n in range(first, first + count)]
        with CaptureQueriesContext(connection) as caught:
            load_cases(specs, by=ME)
        asked.append(len(caught))
    assert asked[1] - asked[0] <= (200 - 20) / TOGETHER
    assert (Case.objects.filter(state="done").count(), Act.objects.count()) == (220, 1_540)
