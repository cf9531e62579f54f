"""A small tree and people who are signed in."""

from datetime import date

import pytest
from django.test import Client

from chibo.access import actions as access
from chibo.accounts.models import Account
from chibo.kernel.viewer import System
from chibo.members.tests.world import World
from chibo.org import actions as org
from chibo.org.actions import UnitSpec
from chibo.org.models import Unit
from chibo.org.vocabulary import Kind

BY = System("Quản trị viên")


def small_tree() -> dict[str, Unit]:
    """A huyện, a xã, a cell."""
    rows = [
        UnitSpec(ref="NT", name="Đảng bộ huyện Đông Hải", kind=Kind.DANG_BO_HUYEN),
        UnitSpec(ref="X", name="Đảng bộ xã An Bình", kind=Kind.DANG_BO_CO_SO, superior_ref="NT", sector="xa"),
        UnitSpec(ref="A", name="Chi bộ thôn 1", kind=Kind.CHI_BO_TRUC_THUOC, superior_ref="X", cell_kind="thon"),
    ]
    return org.open_units(rows=rows, on=date(2010, 1, 1), by=BY)


@pytest.fixture
def tree(once) -> dict[str, Unit]:
    """Three units, one below the other."""
    return once(small_tree)


@pytest.fixture
def signed_in(tree):
    """A client signed in with a role at a unit."""

    def make(role, ref=None, username="nguoidung"):
        account = Account.objects.create(username=username, display_name="Người dùng")
        access.grant(account=account, role=role, unit=tree[ref] if ref else None, since=date(2020, 1, 1), by=BY)
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.account = account
        return client

    return make


def committee() -> World:
    """Huyện Hà Đông with two xã, members in three cells."""
    world = World()
    world.member("Nguyễn Văn An", attributes={"sex": "nam"}, national_id="001080000001")
    world.member("Trần Thị Bích", attributes={"sex": "nu"}, cell=world.a2)
    world.member("Đỗ Thị Ánh", attributes={"sex": "nu"}, cell=world.b1)
    return world


@pytest.fixture
def world(once) -> World:
    """Three members in three cells."""
    return once(committee)


@pytest.fixture
def enter(world):
    """``enter("ban_to_chuc", world.h)``: a client signed in with that role there; None for the whole system."""

    def make(role, unit, *, person=None):
        number = Account.objects.count()
        account = Account.objects.create(
            username=f"nguoi{number}", display_name="Người dùng", person_uid=person.uid if person else None
        )
        if role:
            access.grant(account=account, role=role, unit=unit, since=date(2020, 1, 1), by=BY)
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.account = account
        return client

    return make
