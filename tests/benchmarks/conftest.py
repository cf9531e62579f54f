"""One installation with the demo for all benchmarks, loaded once; what was measured is told at the end of the run."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.conf import settings
from django.db import connections
from django.db.models import Count
from django.db.utils import load_backend
from django.test import Client

from chibo.accounts.models import Account
from chibo.kernel import clock
from chibo.members import queries as members
from chibo.org import queries as org
from chibo.org.models import Unit
from tests.benchmarks.installation import Installation, Run

MEASURED = pytest.StashKey[list[str]]()
PAST = date(2023, 12, 31)
"""The day on which the largest province of the demo is known best."""
CLERK = "bantochuc"
"""The demo account of the organizing committee of the largest province."""


def pytest_terminal_summary(terminalreporter, config):
    """A line for everything that was measured, kept or missed."""
    if lines := config.stash.get(MEASURED, []):
        terminalreporter.section("measured")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture
def tell(request):
    """``tell("…")``: a line for the end of the run."""
    return request.config.stash.setdefault(MEASURED, []).append


@dataclass(frozen=True)
class Loaded:
    """The installation and what loading its demo took."""

    installation: Installation
    demo: Run


@pytest.fixture(scope="session")
def loaded(tmp_path_factory):
    """An installation that was empty before ``manage.py demo``, with the demo's accounts."""
    if settings.DATABASE != "sqlite":
        pytest.skip("benchmarks load the demo into a SQLite file of their own; they are not measured on PostgreSQL")
    installation = Installation(tmp_path_factory.mktemp("benchmarks"))
    installation.manage("migrate", "--verbosity=0")
    installation.manage("createcachetable", "--verbosity=0")
    demo = installation.manage("demo")
    installation.manage("demo_accounts", f"--file={installation.var / 'accounts.txt'}")
    return Loaded(installation, demo)


@pytest.fixture(scope="module")
def records(loaded, django_test_environment, django_db_blocker):
    """The default connection leads into the installation while the tests of a file run."""
    usual = connections["default"]
    own = {**usual.settings_dict, "NAME": str(loaded.installation.database)}
    connections["default"] = load_backend(own["ENGINE"]).DatabaseWrapper(own, "default")
    with django_db_blocker.unblock():
        yield
        connections["default"].close()
    connections["default"] = usual


@dataclass(frozen=True)
class Places:
    """A province, and in it a district (or whatever stands directly below) and a cell, each the largest there is.

    :ivar members: how many are on the roll of the province
    :ivar in_cell: and of the cell
    """

    province: Unit
    district: Unit
    cell: Unit
    members: int
    in_cell: int


@pytest.fixture(scope="module")
def present(records):
    """Units of the largest province of today."""
    return _largest(clock.today())


@pytest.fixture(scope="module")
def past(records):
    """Units of the largest province of the past day, which have ended since or stand elsewhere."""
    return _largest(PAST)


def _largest(on):
    province, members_there = _longest_roll([place.unit for place in org.roots(on=on)], on)
    district, _ = _longest_roll([place.unit for place in org.children(province, on=on)], on)
    cells = members.roll(province, on=on).order_by().values("cell").annotate(n=Count("pk")).order_by("-n", "cell")
    cell, in_cell = cells.values_list("cell", "n")[0]
    assert members_there > 60_000
    return Places(province, district, Unit.objects.get(pk=cell), members_there, in_cell)


def _longest_roll(units, on):
    counts = {unit: members.roll(unit, on=on).count() for unit in units}
    longest = max(counts, key=counts.get)
    return longest, counts[longest]


@pytest.fixture(scope="module")
def client(records):
    """A browser in which the clerk of the province has signed in."""
    browser = Client()
    browser.force_login(
        Account.objects.get(username=CLERK), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return browser
