"""What the tests of the desk share."""

from datetime import date

import pytest

from chibo.access.models import Grant
from chibo.accounts.models import Account
from chibo.kernel import clock
from chibo.quality.tests.world import TODAY, Desk


@pytest.fixture
def world(once) -> Desk:
    """A small committee without members."""
    return once(Desk)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The clock of these tests stands still."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def account(db):
    """Somebody with a role at a unit."""

    def make(role: str, unit, name: str = "") -> Account:
        made = Account.objects.create(
            username=name or f"{role}-{unit.ref}".lower().replace("_", "-"), display_name="Lan"
        )
        Grant.objects.create(account=made, role=role, unit=unit, since=date(2020, 1, 1))
        return made

    return make


@pytest.fixture
def office(client, account, world):
    """A client signed in as the committee's organization department."""
    client.force_login(account("ban_to_chuc", world.h))
    return client
