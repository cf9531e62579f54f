"""A small committee, a few members, and somebody who calls."""

from datetime import date

import pytest
from django.test import Client

from chibo.access import actions as access
from chibo.accounts.models import Account
from chibo.kernel.viewer import System
from chibo.members.tests.world import World

BY = System("Quản trị viên")


def committee() -> World:
    """Huyện H with five members in three cells, two of them women."""
    world = World()
    world.member("Nguyễn Văn An", attributes={"sex": "nam"})
    world.member("Trần Thị Bích", attributes={"sex": "nu"}, cell=world.a2)
    world.member("Lê Văn Cường", attributes={"sex": "nam"}, cell=world.a2)
    world.member("Đỗ Thị Ánh", attributes={"sex": "nu"}, cell=world.b1)
    world.member("Phạm Văn Đức", attributes={"sex": "nam"}, cell=world.b1)
    return world


@pytest.fixture
def world(once) -> World:
    """Five members in three cells."""
    return once(committee)


@pytest.fixture
def caller(world):
    """``caller("ban_to_chuc", world.a)`` calls with that role."""

    def make(role="ban_to_chuc", unit=world.h):
        account = Account.objects.create(username=f"u{Account.objects.count()}", display_name="Người gọi")
        access.grant(account=account, role=role, unit=unit, since=date(2020, 1, 1), by=BY)
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make
