"""The statistics of a province by district: the engine beside statements written by hand for the same numbers."""

from datetime import date

import pytest
from django.db import connection

from chibo.catalogue.statistics import COUNTERS, ROLL, TOTAL
from chibo.indicators import Asked, grouped
from chibo.kernel.viewer import System
from chibo.org import queries as org
from tests.benchmarks.conftest import PAST
from tests.benchmarks.statements import statements_of
from tests.benchmarks.timing import alternate

pytestmark = pytest.mark.benchmark

BY_HAND = 2
BIRTHS = [date(PAST.year - years, PAST.month, PAST.day) for years in (31, 41, 51, 61)]
SQL = """
SELECT c.ancestor_id, COUNT(*),
 SUM(s.sex = 'nu'), SUM(s.ethnicity NOT IN ('', '01')), SUM(s.religion NOT IN ('', 'khong')), SUM(s.status = 'probationary'),
 SUM(s.born_on > %(b0)s), SUM(s.born_on > %(b1)s AND s.born_on <= %(b0)s), SUM(s.born_on > %(b2)s AND s.born_on <= %(b1)s),
 SUM(s.born_on > %(b3)s AND s.born_on <= %(b2)s), SUM(s.born_on <= %(b3)s),
 SUM(s.qualification = 'khong'), SUM(s.qualification = 'so_cap'), SUM(s.qualification = 'trung_cap'),
 SUM(s.qualification = 'cao_dang'), SUM(s.qualification = 'dai_hoc'), SUM(s.qualification = 'thac_si'),
 SUM(s.qualification = 'tien_si'),
 SUM(s.political_theory = 'chua'), SUM(s.political_theory = 'so_cap'), SUM(s.political_theory = 'trung_cap'),
 SUM(s.political_theory = 'cao_cap'), SUM(s.political_theory = 'cu_nhan')
FROM org_closure c JOIN members_spell s ON s.cell_id = c.descendant_id AND s.since <= %(on)s AND s.until > %(on)s
WHERE c.ancestor_id IN ({districts}) AND c.since <= %(on)s AND c.until > %(on)s
GROUP BY c.ancestor_id
"""


def test_statistics_by_district_are_one_statement_nearly_as_quick_as_by_hand(past, tell):
    districts = [place.unit_id for place in org.children(past.province, on=PAST)]
    asked = Asked(System("benchmark").scope(past.province), PAST)
    measures = {counter.key: counter.condition(PAST) for counter in COUNTERS if counter.where is not None}
    sql = SQL.format(districts=", ".join(map(str, districts)))
    days = {"on": PAST, **{f"b{i}": born for i, born in enumerate(BIRTHS)}}

    def engine():
        return grouped(ROLL.population, asked, over=districts, measures=measures)

    def by_hand():
        with connection.cursor() as cursor:
            cursor.execute(sql, days)
            return cursor.fetchall()

    statements = statements_of(engine)
    found = {key[0]: (counts[TOTAL], *(counts[name] for name in measures)) for key, counts in engine().items()}
    assert found == {row[0]: row[1:] for row in by_hand()}
    assert len(statements) == 1
    assert len(measures) + 1 == 22
    assert sum(line[0] for line in found.values()) == past.members
    a, b = alternate(engine, by_hand, rounds=11)
    tell(
        f"statistics of {past.members} members by {len(found)} districts: {a * 1000:.0f} ms, by hand {b * 1000:.0f} ms, "
        f"ratio {a / b:.2f} of {BY_HAND}"
    )
    assert a <= BY_HAND * b
