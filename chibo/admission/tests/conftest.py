"""What the tests of admission share."""

from datetime import date

import pytest

from chibo.access.models import Grant
from chibo.accounts.models import Account
from chibo.admission.actions.occupants import ProspectOccupants
from chibo.admission.procedures import HANDLERS
from chibo.admission.tests.world import AdmissionWorld
from chibo.kernel import clock
from chibo.members.actions.occupants import MemberOccupants
from chibo.members.tests.world import d
from chibo.org.actions import occupants
from chibo.procedures.actions.occupants import CaseOccupants
from chibo.procedures.rules import handlers

TODAY = d("22/11/2026")


@pytest.fixture
def world(db) -> AdmissionWorld:
    """A committee with cells, official members and the procedures of admission."""
    before = handlers.installed()
    handlers.install(HANDLERS)
    made = AdmissionWorld()
    occupants.install([MemberOccupants(), ProspectOccupants(), CaseOccupants()])
    yield made
    handlers.install(before)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The clock of these tests stands still."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    for place in ("prospects", "records"):
        monkeypatch.setattr(f"chibo.admission.actions.{place}.today", lambda: TODAY)


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
