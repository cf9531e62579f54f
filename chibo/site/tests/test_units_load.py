"""A workbook of units among people, posts and grants: what hangs on a unit keeps it; undone, nothing is left of it."""

import io
from datetime import date

import pytest
from django.core.management import call_command

from chibo.access import actions as access
from chibo.accounts import actions as accounts
from chibo.kernel.refusal import Refusal
from chibo.members.actions.occupants import MemberOccupants
from chibo.members.models import RollEntry
from chibo.members.tests.world import World
from chibo.org.actions import occupants
from chibo.org.imports import UNITS
from chibo.org.models import Unit
from chibo.org.tests.workbooks import bring_in, check, faults, outcomes, rows_of, setting
from chibo.org.tests.world import BY
from chibo.posts import actions as posts
from chibo.posts.actions.occupants import PostOccupants

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)


@pytest.fixture
def world(db):
    before = occupants.installed()
    made = World()
    occupants.install([MemberOccupants(), PostOccupants()])
    yield made
    occupants.install(before)


def fingerprint() -> str:
    out = io.StringIO()
    call_command("fingerprint", stdout=out)
    return out.getvalue()


def test_people_posts_and_grants_keep_a_unit_that_a_workbook_brought(world):
    rows = rows_of(
        "ref name kind superior since",
        ("N", "Đảng bộ xã Nam Hồng", "đảng bộ cơ sở", "H", "01/01/2012"),
        ("N1", "Chi bộ thôn Thượng", "chi bộ trực thuộc", "N", "01/01/2012"),
    )
    _, traces = bring_in(world.h, rows)
    board, cell = Unit.objects.get(ref="N"), Unit.objects.get(ref="N1")
    before = fingerprint()
    person = world.member("Nguyễn Văn An", cell, "01/06/2015")
    posts.take_post(person, role="bi_thu", unit=cell, since=date(2020, 1, 1), by=BY)
    account = accounts.open_account(username="nam-hong", display_name="Nam Hồng", password=None, on=ON, by=BY)
    access.grant(account=account, role="van_phong_co_so", unit=board, since=ON, by=BY)
    found = " ".join(UNITS.stands_on(traces))
    assert "Chi bộ thôn Thượng đã có 1 sự kiện của đảng viên" in found
    assert "Chi bộ thôn Thượng đã có 1 chức danh" in found
    assert "Đảng bộ xã Nam Hồng đã có 1 quyền được giao" in found
    with pytest.raises(Refusal, match="Chưa hoàn tác được"):
        UNITS.undo(setting(world.h), traces)
    assert fingerprint() != before


def test_a_cell_that_moves_takes_its_people_along_and_back(world):
    person = world.member("Nguyễn Văn An", world.a1, "01/06/2015")
    before = fingerprint()
    rows = rows_of("ref name superior", ("A1", "Chi bộ Thôn Một", "B"), ("A2", "Chi bộ Thôn 2", "A"))
    plans, traces = bring_in(world.h, rows)
    assert outcomes(plans) == ["update", "skip"]
    assert RollEntry.objects.filter(unit=world.b, person=person).exists()
    assert UNITS.stands_on(traces) == []
    UNITS.undo(setting(world.h), traces)
    assert fingerprint() == before
    assert not RollEntry.objects.filter(unit=world.b, person=person).exists()
    call_command("verify", stdout=io.StringIO())


def test_a_workbook_ends_nothing_that_people_or_posts_hang_on(world):
    person = world.member("Nguyễn Văn An", world.a1, "01/06/2015")
    posts.take_post(person, role="bi_thu", unit=world.b1, since=date(2020, 1, 1), by=BY)
    rows = rows_of(
        "ref name until",
        ("A1", "Chi bộ Thôn 1", "01/07/2025"),
        ("B1", "Chi bộ Thôn 1", "01/07/2025"),
        ("A2", "Chi bộ Thôn 2", "01/07/2025"),
    )
    before = fingerprint()
    plans = check(world.h, rows)
    assert outcomes(plans) == ["refuse", "refuse", "update"]
    assert "còn 1 đảng viên" in faults(plans[2])
    assert "còn 1 chức danh" in faults(plans[3])
    _, traces = bring_in(world.h, rows)
    UNITS.undo(setting(world.h), traces)
    assert fingerprint() == before
