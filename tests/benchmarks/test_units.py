"""A tree of a province comes in from a workbook and goes again: each unit as dear as in a small one, a few bare insertions."""

import pytest
from django.conf import settings
from django.db import connection, transaction

from chibo.org.imports import UNITS
from chibo.org.models import Unit
from chibo.org.tests.workbooks import bring_in, check, outcomes, rows_of, setting
from chibo.org.tests.world import small_tree
from tests.benchmarks.timing import seconds
from tests.once import rows_of as records_of

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]

LARGE, SMALL, CELLS = 100, 20, 32
ROUNDS = 3
MOST = 1.3
"""Times what a unit of the small tree costs. Above this something looks through the whole tree for every unit."""
BARE = 3
"""Times the mere insertion of what is written, with the triggers that guard single rows: a load looks once, at its end."""
WRITTEN = ("org_unit", "org_placement", "org_closure")
STEPS = ("write", "again", "undo")


@pytest.fixture
def district():
    if settings.DATABASE != "sqlite":
        pytest.skip("what the server does is not in the time of this thread; benchmarks are not measured on PostgreSQL")
    return small_tree()["H"]


def province(communes):
    for commune in range(communes):
        yield (f"Đảng bộ xã Số {commune}", "đảng bộ cơ sở", "Đảng bộ huyện Đông Hải", "Xã", "01/01/2011")
        for cell in range(CELLS):
            yield (f"CB thôn {cell + 1}", "chi bộ trực thuộc", f"Đảng bộ xã Số {commune}", None, "01/02/2012")


def measured(district, communes) -> dict[str, float]:
    """Seconds for each unit of each step, and of inserting the same rows once more as they are."""
    rows, before = rows_of("name kind superior sector since", *province(communes)), Unit.objects.count()
    empty, found, traces = records_of(WRITTEN), {}, []
    found["write"] = seconds(lambda: traces.extend(bring_in(district, rows)[1]))
    assert len(traces) == len(rows) == communes * (CELLS + 1) == Unit.objects.count() - before
    full = records_of(WRITTEN)
    found["again"] = seconds(lambda: outcomes(check(district, rows)))
    found["undo"] = seconds(lambda: UNITS.undo(setting(district), traces))
    assert Unit.objects.count() == before
    added = {table: full[table][len(empty[table]) :] for table in WRITTEN}
    with transaction.atomic():
        found["bare"] = seconds(lambda: _insert(added))
        transaction.set_rollback(True)
    return {step: took / len(rows) for step, took in found.items()}


def _insert(added):
    with connection.cursor() as cursor:
        for table, rows in added.items():
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({places})", rows)


def test_a_unit_costs_what_it_costs_in_a_tree_a_fifth_as_large(district, tell):
    measured(district, 1)
    small, large = {}, {}
    for _ in range(ROUNDS):
        for best, communes in ((small, SMALL), (large, LARGE)):
            for step, took in measured(district, communes).items():
                best[step] = min(took, best.get(step, took))
    units = LARGE * (CELLS + 1)
    told = (f"{step} {large[step] * 1000:.2f} ms a unit, ratio {large[step] / small[step]:.2f}" for step in STEPS)
    times = large["write"] / large["bare"]
    beside = f"{units} units, beside {SMALL * (CELLS + 1)}"
    tell(f"{beside}: {', '.join(told)} of {MOST}; written in {times:.1f} times the bare insertion, of {BARE}")
    assert all(large[step] <= MOST * small[step] for step in STEPS)
    assert times <= BARE
