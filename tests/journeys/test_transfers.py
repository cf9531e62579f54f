"""The pages of transfers at both sizes, those moved by a reorganization received on a phone, and a draft that survives."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from chibo.members.actions import load_people
from chibo.members.models import MemberEvent
from chibo.members.vocabulary import Cause
from chibo.org import actions as org
from chibo.org.actions import UnitSpec
from chibo.org.vocabulary import CellKind, Kind
from tests.journeys.committee import BY, people

pytestmark = pytest.mark.browser
FOUNDED, MERGED = date(2026, 8, 1), date(2026, 10, 1)


@pytest.fixture(scope="module")
def merged(world, django_db_blocker):
    """A commune one cell of which went into the other: the event."""
    with django_db_blocker.unblock():
        rows = [UnitSpec("HN", "Đảng bộ xã Hòa Nhơn", Kind.DANG_BO_CO_SO, "DN", sector="xa")]
        rows += [
            UnitSpec(ref, f"Chi bộ thôn {ref}", Kind.CHI_BO, "HN", cell_kind=CellKind.THON) for ref in ("HN1", "HN2")
        ]
        units = org.establish(units=rows, on=FOUNDED, by=BY).founded
        for ref, first in (("HN1", 800), ("HN2", 820)):
            for spec in (specs := people(units[ref].pk, first, 3)):
                spec.events = [replace(spec.events[0], on=FOUNDED)]
            load_people(specs, at=units[ref], on=FOUNDED, by=BY, is_illustration=True)
        return org.dissolve(units=[units["HN1"]], to=units["HN2"], on=MERGED, by=BY).event


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_pages_of_transfers_are_sound(enter, world, merged, sound, size):
    page = enter("ban_to_chuc", size, reverse("transfers:list"))
    for name in ("list", "letters", "guests", "away", "abroad", "reorganizations"):
        page.goto(reverse(f"transfers:{name}"))
        assert sound(page) == [], name
    for name, uid in (("moved", merged.uid), ("receive", merged.uid), ("person", world.person.uid)):
        page.goto(reverse(f"transfers:{name}", args=[uid]))
        assert sound(page) == [], name


def test_those_moved_are_received_on_a_phone(enter, merged, sound, django_db_blocker):
    page = enter("ban_to_chuc", "phone", reverse("transfers:receive", args=[merged.uid]))
    page.locator("[name=received_on]").fill("05/10/2026")
    for box in page.locator("input[name=nguoi]").all():
        box.check()
    page.locator("main form button.btn-primary").last.click()
    assert "Tiếp nhận 3 đảng viên" in page.inner_text("main") and sound(page) == []
    page.locator("main form button.btn-primary").last.click()
    assert "Không còn ai" in page.inner_text("main") and sound(page) == []
    with django_db_blocker.unblock():
        moved = MemberEvent.objects.filter(cause=Cause.REORGANIZATION, org_event=merged)
        assert moved.filter(reception__isnull=False).count() == 3


def test_what_is_typed_keeps_itself_and_is_there_after_the_session(enter, world, sound):
    at = f"{reverse('procedures:open', args=['chuyen-di'])}?ve=person:{world.person.uid}"
    page = enter("ban_to_chuc", "phone", at)
    page.locator("[name=noi_den]").press_sequentially("Đảng bộ phường Cẩm Phả", delay=5)
    page.get_by_text("Đã tự lưu nháp lúc").wait_for()
    again = enter("ban_to_chuc", "phone", at)
    assert again.locator("[name=noi_den]").input_value() == "Đảng bộ phường Cẩm Phả"
    assert "người khác không thấy" in again.inner_text("main") and sound(again) == []
    again.get_by_role("button", name="Bỏ bản nháp").click()
    assert again.locator("[name=noi_den]").input_value() == "" and sound(again) == []
