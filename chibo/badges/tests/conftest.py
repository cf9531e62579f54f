"""What the tests of badges share."""

from datetime import date

import pytest

from chibo.access.models import Grant
from chibo.accounts.models import Account
from chibo.kernel import clock
from chibo.members.tests.world import World, d

TODAY = d("22/11/2026")


@pytest.fixture
def world(db) -> World:
    """A small committee without members."""
    return World()


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The clock of these tests stands still."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def sign_in(client):
    """A client signed in with a role at a unit."""

    def make(role: str, unit, person=None):
        account = Account.objects.create(
            username=f"{role}-{unit.ref}".lower().replace("_", "-"),
            display_name="Người thử",
            person_uid=person.uid if person else None,
        )
        Grant.objects.create(account=account, role=role, unit=unit, since=date(2020, 1, 1))
        client.force_login(account)
        return client

    return make
