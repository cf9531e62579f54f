"""The statement behind the number in the menu: worded once for an account, never kept longer than it is true."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from chibo.access import actions as access
from chibo.access.queries import AccountViewer
from chibo.accounts.models import Account
from chibo.inbox import queries
from chibo.inbox.queries import counts
from chibo.inbox.tests.conftest import ME, TODAY
from chibo.kernel import duties
from chibo.kernel.duties import Provider
from chibo.procedures.models import Case
from chibo.procedures.queries.duties import DUTIES as CASES
from chibo.rulebook import actions as rules
from chibo.rulebook import queries as rulebook

KEY = "probation.months"


@pytest.fixture(autouse=True)
def _nothing_worded(monkeypatch):
    monkeypatch.setattr(counts, "_worded", {})
    before = duties.installed()
    duties.install(CASES)
    yield
    duties.install(before)


@pytest.fixture
def account(db):
    return Account.objects.create(username="lan", display_name="Lan")


def give(account, unit, role="bi_thu_chi_bo"):
    return access.grant(account=account, role=role, unit=unit, since=date(2020, 1, 1), by=ME)


def waiting(account, on=TODAY):
    """As the next page asks."""
    return queries.waiting(AccountViewer(account, on=on), on)


def worded():
    return next(iter(counts._worded.values()))


def test_the_next_page_asks_in_the_same_words_and_sees_what_was_written_between(world, account):
    give(account, world.a1)
    world.open("01")
    assert waiting(account) == 1
    first = worded()
    world.open("02")
    assert waiting(account) == 2
    assert worded() is first


def test_a_grant_that_comes_or_ends_is_seen_at_once(world, account):
    world.open("01")
    assert waiting(account) == 0
    grant = give(account, world.a1)
    assert waiting(account) == 1
    access.end(grant=grant, on=TODAY, by=ME)
    assert waiting(account) == 0


def test_the_work_of_another_account_is_never_counted(world, account):
    world.open("01")
    give(account, world.a1)
    other = Account.objects.create(username="mai", display_name="Mai")
    give(other, world.a2)
    assert [waiting(account), waiting(other), waiting(account), waiting(other)] == [1, 0, 1, 0]


def test_another_day_a_changed_rule_and_another_kind_are_worded_anew(world, account):
    give(account, world.a1)

    def rows(desk):
        """On the list from the day after today, and only while the rule says twelve months."""
        there = desk.on > TODAY and rulebook.value(KEY, on=desk.on).value == 12
        found = Case.objects.filter(desk.where("unit", "fees.write"))
        return (found if there else found.none()).annotate(key=F("pk"))

    world.open("01")
    assert waiting(account) == 1
    duties.install([*CASES, Provider("phi", "Đảng phí", rows, lambda keys, desk: {})])
    assert waiting(account) == 1
    tomorrow = TODAY + timedelta(days=1)
    assert waiting(account, tomorrow) == 2
    rules.add_version(key=KEY, value=6, since=TODAY, source="Kiểm thử", certainty="confirmed", by=ME)
    assert waiting(account, tomorrow) == 1


def test_whoever_has_nothing_to_do_anywhere_costs_no_statement(account):
    viewer = AccountViewer(account, on=TODAY)
    assert viewer.grants == [] and queries.waiting(viewer, TODAY) == 0
    again = AccountViewer(account, on=TODAY)
    assert again.grants == []
    with CaptureQueriesContext(connection) as found, rulebook.steady():
        assert queries.waiting(again, TODAY) == 0
    assert ["rulebook" in query["sql"] for query in found] == [True]


def test_a_process_keeps_the_words_of_so_many_accounts_only(world, monkeypatch):
    monkeypatch.setattr(counts, "KEPT", 2)
    for number in range(5):
        waiting(Account.objects.create(username=f"u{number}", display_name="Lan"))
        assert len(counts._worded) <= 2
