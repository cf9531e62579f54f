"""The world is built once for all tests of this folder, inside a transaction that is rolled back at the end; each test runs
in a transaction of its own within it, so that what it does to the records is taken back.
"""

import pytest
from django.db import connection, transaction

from chibo.org.actions import occupants
from chibo.rulebook import queries as rulebook
from tests.agreement import world as worlds
from tests.agreement.figures import Figures
from tests.agreement.replay import Replay

SEED = 20260726


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Where tests are spread over processes, the world is built in one of them."""
    for item in items:
        if "tests/agreement" in item.path.as_posix():
            item.add_marker(pytest.mark.django_db)
            item.add_marker(pytest.mark.xdist_group("agreement"))


@pytest.fixture(scope="package")
def records(django_db_setup, django_db_blocker):
    """The database open for the whole package, and as it was afterwards."""
    before = occupants.installed()
    with django_db_blocker.unblock():
        with transaction.atomic(), rulebook.steady():
            yield
            transaction.set_rollback(True)
    occupants.install(before)


@pytest.fixture(scope="package")
def world(records):
    """Ten years of a province, with the log of what was asked."""
    built = worlds.build(SEED)
    connection.check_constraints()  # Once: put off, they would be checked again at the end of each test.
    with connection.cursor() as cursor:  # no server has looked at the tables yet, as it would after a load of days
        # Prepared rows of a load hang on as a database of their own, not to be written, until the transaction ends.
        cursor.execute("ANALYZE main" if connection.vendor == "sqlite" else "ANALYZE")
    return built


@pytest.fixture(scope="package")
def figures(world):
    """The same ten years by brute force."""
    return Figures(Replay(world.log))


@pytest.fixture(autouse=True)
def _log_as_it_was(world):
    """What a test asks for leaves no trace in the log, as it leaves none in the records."""
    kept = (world.log[:], world.people[:], world.org_events[:], dict(world.letters), world.numbers)
    random = world.rng.getstate()
    yield
    world.log, world.people, world.org_events, world.letters, world.numbers = kept
    world.rng.setstate(random)
