"""What the tests of admission share."""

import pytest

from chibo.admission.actions.occupants import ProspectOccupants
from chibo.admission.procedures import HANDLERS
from chibo.admission.tests.world import AdmissionWorld
from chibo.kernel import clock
from chibo.members.actions.occupants import MemberOccupants
from chibo.members.tests.conftest import TODAY, sign_in
from chibo.org.actions import occupants
from chibo.procedures.actions.occupants import CaseOccupants
from chibo.procedures.rules import handlers

__all__ = ["TODAY", "sign_in", "world"]


@pytest.fixture
def world(once) -> AdmissionWorld:
    """A committee with cells, official members and the procedures of admission."""
    before = handlers.installed()
    handlers.install(HANDLERS)
    made = once(AdmissionWorld)
    occupants.install([MemberOccupants(), ProspectOccupants(), CaseOccupants()])
    yield made
    handlers.install(before)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The clock of these tests stands still."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    for place in ("prospects", "records"):
        monkeypatch.setattr(f"chibo.admission.actions.{place}.today", lambda: TODAY)
