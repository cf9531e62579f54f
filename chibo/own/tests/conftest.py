"""A committee with members who sign in to their own record."""

from datetime import date

import pytest
from django.test import Client

from chibo.access import actions as access
from chibo.accounts.models import Account
from chibo.kernel import clock
from chibo.kernel.viewer import System
from chibo.members.tests.world import World
from chibo.org.actions import occupants

BY = System("Quản trị viên")
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The clock of these tests stands still; what was installed before stands again afterwards."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    before = list(occupants._installed)
    yield
    occupants.install(before)


def committee() -> World:
    """Huyện Hà Đông with two xã; An in the first cell, Bích in the second."""
    world = World()
    world.an = world.member("Nguyễn Văn An", attributes={"sex": "nam"}, national_id="001080000001")
    world.bich = world.member("Trần Thị Bích", attributes={"sex": "nu"}, cell=world.a2)
    return world


@pytest.fixture
def world(once) -> World:
    """Two members in two cells."""
    return once(committee)


@pytest.fixture
def enter(world):
    """``enter("dang_vien", world.a1, person=world.an)``: a client signed in with that role there."""

    def make(role, unit, *, person=None, name="Người dùng"):
        account = Account.objects.create(
            username=f"nguoi{Account.objects.count()}", display_name=name, person_uid=person.uid if person else None
        )
        if role:
            access.grant(account=account, role=role, unit=unit, since=date(2020, 1, 1), by=BY)
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.account = account
        return client

    return make
