"""The committee that the tests of this folder visit: built once for a file of tests, handed to every test as it was built."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from chibo.org import actions as org
from chibo.org.actions import occupants
from tests.architecture.committee import BY, Committee
from tests.architecture.doors import Doors
from tests.architecture.visits import ROLES


@contextmanager
def kept(blocker):
    """What is written within stays until the end and no longer; each test writes in a savepoint of its own (``db``)."""
    with blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)


@contextmanager
def as_the_site_hangs_it():
    """A world of tests hangs on units only what it needs; the pages are visited with all that the site hangs on them."""
    hanging = occupants.installed()
    try:
        yield
    finally:
        occupants.install(hanging)


@pytest.fixture(scope="module")
def built_committee(django_db_setup, django_db_blocker):
    """A committee with one of everything that an address can name."""
    with kept(django_db_blocker):
        with django_db_blocker.unblock(), as_the_site_hangs_it():
            call_command("createcachetable", verbosity=0)
            found = Committee()
            found.doors = Doors(found.h, ROLES)
        yield found


@pytest.fixture
def committee(built_committee, db):
    """The committee, in the state it was built in."""
    return built_committee


@pytest.fixture(scope="module")
def built_next_door(built_committee, django_db_blocker):
    """Another committee of the same kind, and whoever has a role there."""
    with django_db_blocker.unblock():
        rows = [org.UnitSpec("N", "Đảng bộ huyện Láng Giềng", "dang_bo_huyen")]
        neighbour = org.open_units(rows=rows, on=date(2000, 1, 1), by=BY)["N"]
        return Doors(neighbour, ROLES)


@pytest.fixture
def next_door(built_next_door, db):
    """The ways in at the neighbour's; a file that asks for them has two committees in its database."""
    return built_next_door
