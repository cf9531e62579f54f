"""A small tree, an account, and a viewer made of it."""

from datetime import date

import pytest

from chibo.access.queries import AccountViewer
from chibo.accounts.models import Account
from chibo.kernel.viewer import System
from chibo.org import actions as org
from chibo.org.actions import UnitSpec
from chibo.org.vocabulary import Kind

TODAY = date(2024, 6, 1)
ADMIN = System("Quản trị viên")


@pytest.fixture
def tree(db):
    """A huyện with two xã, a cell in each."""
    rows = [
        UnitSpec(ref="H", name="Đảng bộ huyện Đông Hải", kind=Kind.DANG_BO_HUYEN),
        UnitSpec(ref="X1", name="Đảng bộ xã An Bình", kind=Kind.DANG_BO_CO_SO, superior_ref="H", sector="xa"),
        UnitSpec(ref="X2", name="Đảng bộ xã Bình Minh", kind=Kind.DANG_BO_CO_SO, superior_ref="H", sector="xa"),
        UnitSpec(ref="A", name="Chi bộ thôn 1", kind=Kind.CHI_BO_TRUC_THUOC, superior_ref="X1", cell_kind="thon"),
        UnitSpec(ref="B", name="Chi bộ thôn 2", kind=Kind.CHI_BO_TRUC_THUOC, superior_ref="X2", cell_kind="thon"),
    ]
    return org.open_units(rows=rows, on=date(2010, 1, 1), by=ADMIN)


@pytest.fixture
def account(db):
    """Somebody without any right yet."""
    return Account.objects.create(username="bithu.chibo", display_name="Bí thư thôn 1")


@pytest.fixture
def viewer(account):
    """What that account sees on a day."""
    return lambda on=TODAY: AccountViewer(account, on=on)
