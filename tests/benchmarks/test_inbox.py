"""Công việc của tôi of a province's Ban Tổ chức: the first page beside the same page with nothing on it.

Four thousand open cases wait in the province, at cells, at their bases and at the province itself. What the list costs is
seen against the same page of the same clerk when the list finds nothing: chrome, sign-in and gate are in both.
"""

from dataclasses import replace
from datetime import timedelta
from itertools import cycle

import pytest
from django.urls import reverse

from chibo.inbox import queries
from chibo.inbox.queries import counts, desks
from chibo.kernel import clock
from chibo.members.models import Spell
from chibo.org import queries as org
from chibo.org.models import Closure, Placement
from chibo.procedures.models import Case
from chibo.procedures.rules.handlers import installed
from chibo.procedures.vocabulary import CAPABILITY_OF, Role
from tests.benchmarks.statements import statements_of
from tests.benchmarks.timing import alternate

pytestmark = pytest.mark.benchmark

OPEN = 4_000
MOST = {"mine": 3.0, "below": 4.0}
"""Times the page with an empty list. The tab of what waits below finds far more than the open cases: every cell of the province
without the round or the slips of the year, probations, letters, twenty kinds in one statement; its limit says so.
"""
ROUNDS = 9
MARK = "BM-"
TABS = {"mine": {}, "below": {"muc": "cap-duoi"}}


@pytest.fixture(scope="module")
def cases(present):
    """Open cases of every procedure about members, at every step, spread over the province; gone afterwards."""
    today = clock.today()
    inside = Closure.objects.filter(org.in_force(today), ancestor=present.province).values("descendant")
    above = dict(Placement.objects.filter(org.in_force(today), unit__in=inside).values_list("unit_id", "superior_id"))
    people = (
        Spell.objects.filter(since__lte=today, until__gt=today, cell__in=inside)
        .order_by("id")
        .values_list("person__uid", "name_key", "cell_id")[:OPEN]
    )
    steps = cycle(
        (handler.definition, step)
        for handler in installed()
        if handler.definition.subject == "member"
        for step in handler.definition.steps.values()
    )
    rows = []
    for number, ((uid, key, cell), (definition, step)) in enumerate(zip(people, steps, strict=False)):
        role = Role(step.who.role or Role.CAP_TREN)
        low, base = role in (Role.CA_NHAN, Role.CHI_BO), role in (Role.DANG_UY_BO_PHAN, Role.DANG_UY_CO_SO)
        rows.append(
            Case(
                mark=f"{MARK}{number:05d}", code=definition.code, version=definition.version, rule_day=today,
                subject=f"person:{uid}", subject_label="Đồng chí", subject_key=key, unit_id=cell, opened_on=today,
                step=step.key, step_since=today, due_on=today + timedelta(days=number % 90 - 30), is_alone=False,
                waiting_unit_id=cell if low else above[cell] if base else present.province.pk,
                waiting_capability=CAPABILITY_OF[role],
            )
        )  # fmt: skip
    Case.objects.bulk_create(rows, batch_size=500)
    yield len(rows)
    Case.objects.filter(mark__startswith=MARK).delete()


@pytest.fixture
def nothing(monkeypatch):
    """``nothing(call)``: the call while the list finds no rows of any kind. The menu beside it has been worded and stays."""

    def empty(*asked, **more):
        return [replace(leg, rows=leg.rows.none()) for leg in desks.legs_of(*asked, **more)]

    def run(call):
        with monkeypatch.context() as patched:
            for module in (queries, counts):
                patched.setattr(module, "legs_of", empty)
            return call()

    return run


@pytest.mark.parametrize("tab", TABS)
def test_the_first_page_costs_at_most_three_times_the_page_with_nothing_on_it(
    tab, cases, client, nothing, present, tell
):
    def get():
        answer = client.get(reverse("inbox:list"), TABS[tab])
        assert answer.status_code == 200
        return answer

    assert cases == OPEN and present.members > 60_000
    assert get().text.count('class="work-title"') == 50
    assert nothing(get).text.count('class="work-title"') == 0
    full, empty = alternate(get, lambda: nothing(get), ROUNDS)
    asked = len(statements_of(get))
    tell(
        f"inbox of a province ({tab}), {cases} open cases: {full * 1000:.0f} ms, {full / empty:.2f} times the {empty * 1000:.0f}"
        f" ms of the page with nothing on it, of {MOST[tab]}; {asked} statements"
    )
    assert full <= MOST[tab] * empty


def test_the_menu_asks_once(cases, client, tell):
    found = [sql for sql, _ in statements_of(lambda: client.get(reverse("rulebook:list"))) if "line_kind" in sql]
    tell(f"count of the menu of a province: {len(found)} statement")
    assert len(found) == 1
