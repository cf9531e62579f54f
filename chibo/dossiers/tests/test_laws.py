"""Whatever is said, ruled, kept apart, moved and handed over: the figures agree with a recount that knows no SQL."""

from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo.dossiers import actions
from chibo.dossiers.indicators import MEM_06, MEM_07
from chibo.dossiers.models import Custody, CustodyRule, FileSupplement, Handover, Keeping
from chibo.indicators import Asked, evaluate, list_rows
from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.members.models import Stay
from chibo.members.tests.world import ME
from chibo.members.vocabulary import Cause
from chibo.org import queries as org
from chibo.org.models import Placement

FIRST = date(2020, 6, 1)
DAYS = st.integers(0, 900).map(lambda n: FIRST + timedelta(days=n))
UNITS = st.sampled_from(["h", "a", "b", "a1", "a2", "b1"])
CELLS = st.sampled_from(["a1", "a2", "b1"])
LEVELS = st.sampled_from(["cell", "base", "above"])
WHO = st.integers(0, 2)
DEEDS = st.one_of(
    st.tuples(st.just("say"), UNITS, LEVELS, DAYS),
    st.tuples(st.just("rule"), UNITS, LEVELS, DAYS),
    st.tuples(st.just("apart"), WHO, UNITS, DAYS),
    st.tuples(st.just("move"), WHO, CELLS, DAYS),
    st.tuples(st.just("hand"), WHO, UNITS, DAYS),
    st.tuples(st.just("receive"), WHO, st.none(), DAYS),
    st.tuples(st.just("slip"), WHO, st.integers(2020, 2022), DAYS),
)


def do(world, people, deed):
    """One deed, as far as it is allowed."""
    what, first, second, on = deed
    unit = {"say": first, "rule": first, "apart": second, "move": second, "hand": second}.get(what)
    unit = getattr(world, unit) if unit else None
    try:
        with transaction.atomic():
            match what:
                case "say":
                    actions.state_custody(unit=unit, keeper=second, on=on, by=ME)
                case "rule":
                    actions.rule_custody(unit=unit, keeper=second, on=on, by=ME)
                case "apart":
                    actions.keep_apart(people[first], holder=unit, on=on, reason="x", by=ME)
                case "move":
                    members.transfer(people[first], to=unit, on=on, by=ME)
                case "hand":
                    actions.hand_over(people[first], to=unit, on=on, by=ME)
                case "receive":
                    actions.receive(Handover.objects.get(person=people[first], state="under_way"), on=on, by=ME)
                case "slip":
                    slip = actions.declare_supplement(people[first], year=second, on=on, by=ME)
                    actions.check_supplements([slip], on=on, by=ME)
                    actions.file_supplements([slip], on=on, by=ME)
    except (Refusal, Handover.DoesNotExist):
        pass


def chain_of(unit_id, on):
    """The unit and all above it, nearest first."""
    line = []
    while unit_id is not None:
        line.append(unit_id)
        unit_id = Placement.objects.get(org.in_force(on), unit=unit_id).superior_id
    return line


def said(rows, cell, on):
    """What is said nearest to the cell, from rows of (unit, level, since, until)."""
    holding = {unit: level for unit, level, since, until in rows if since <= on < until}
    return next((holding[unit] for unit in chain_of(cell, on) if unit in holding), "")


def keeper_unit(level, cell, on):
    """The unit of the level above the cell: in this world a cell stands under its base, a base under the district."""
    return dict(zip(("cell", "base", "above"), chain_of(cell, on), strict=True)).get(level)


def standing(person, on):
    """Whether the file is where it must be, said in plain steps."""
    stay = Stay.objects.get(org.in_force(on), person=person, nature="permanent")
    customs = list(Custody.objects.values_list("unit_id", "keeper", "since", "until"))
    must = said(list(CustodyRule.objects.values_list("unit_id", "keeper", "since", "until")), stay.cell_id, on)
    allowed = [must] if must else ["base", "above"]
    apart = Keeping.objects.filter(org.in_force(on), person=person).first()
    if apart is not None:
        return apart.holder_id in {keeper_unit(level, stay.cell_id, on) for level in allowed if level != "cell"}
    kept, came = said(customs, stay.cell_id, on), stay.chain
    recorded = any(
        row.moves_since <= came.on and row.unit_id in chain_of(came.cell_id, came.on)
        for row in Custody.objects.filter(org.in_force(on))
    )
    if came.cause == Cause.TRANSFER and recorded:
        arrived = Handover.objects.filter(event=came, state="received", received_on__lte=on).exists()
        near = kept in ("base", "above") and keeper_unit(kept, came.cell_id, came.on) == keeper_unit(
            kept, came.from_cell_id, came.on
        )
        if not arrived and not near:
            return False
    return kept in allowed


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(DEEDS, max_size=14), days=st.lists(DAYS, min_size=1, max_size=3))
def test_the_figures_agree_with_a_recount(world, deeds, days):
    with transaction.atomic():
        names = ("Nguyễn Văn An", "Trần Văn Bình", "Lê Thị Cúc")
        cells = (world.a1, world.a2, world.b1)
        people = [world.member(name, cell=cell, confirmed=True) for name, cell in zip(names, cells, strict=True)]
        for deed in sorted(deeds, key=lambda one: one[3]):
            do(world, people, deed)
        for on in days:
            asked = Asked(ME.scope(world.h), on)
            right = {p.pk for p in people if standing(p, on)}
            assert {row.person_id for row in list_rows(MEM_07, asked)} == right
            assert evaluate(MEM_07, asked).value == len(right)
            slips = FileSupplement.objects.filter(first_year__lte=on.year, last_year__gte=on.year, state="filed")
            assert {row.person_id for row in list_rows(MEM_06, asked)} == set(slips.values_list("person_id", flat=True))
        transaction.set_rollback(True)
