import pytest

from chibo.org.actions import occupants
from chibo.org.tests.world import People, small_tree


@pytest.fixture
def people():
    """Somebody to sit in the cells, instead of whatever the installation has."""
    before = occupants.installed()
    people = People()
    occupants.install([people])
    yield people
    occupants.install(before)


@pytest.fixture(autouse=True)
def _nobody():
    """Tests of this area know no area above it."""
    before = occupants.installed()
    occupants.install([])
    yield
    occupants.install(before)


@pytest.fixture
def tree(once):
    return once(small_tree)
