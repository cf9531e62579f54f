"""Who sees whose workbooks and which numbers in them, and how many queries the lists take."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chibo.access import actions as access
from chibo.access import rules as policy
from chibo.exchange.models import Batch
from chibo.exchange.queries import veiled
from chibo.exchange.rules import kinds
from chibo.exchange.tests.pages import BY, HEAD, ROWS, checked, received, send, sign_in, url, workbook, written
from chibo.kernel.viewer import System
from chibo.members.models import Person
from chibo.members.tests.world import World
from chibo.site.navigation import BRINGS_IN

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(once):
    return once(World)


@pytest.fixture
def client(world, at_once):
    return sign_in("van_phong_co_so", world.a)


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_menu_offers_it_to_whoever_may_bring_something_in(client, world):
    assert {kind.capability for kind in kinds.kinds().values()} == set(BRINGS_IN)
    assert "Nhập tệp" in client.get("/").text
    other = sign_in("bao_chi", world.h)
    assert reverse("exchange:list") not in other.get("/").text
    assert other.get(reverse("exchange:list")).status_code == 403


def test_kinds_are_offered_to_whoever_may_write_them(client):
    page = client.get(reverse("exchange:list"))
    assert "Hồ sơ đảng viên" in page.text and "cây tổ chức" not in page.text
    for name in ("template", "upload"):
        assert client.get(reverse(f"exchange:{name}", args=["members"])).status_code == 200
        assert client.get(reverse(f"exchange:{name}", args=["units"])).status_code == 403
        assert client.get(reverse(f"exchange:{name}", args=["khong-co"])).status_code == 404


def test_a_workbook_for_a_unit_of_others_is_refused(client, world):
    assert send(client, workbook(), unit="B").status_code == 403
    assert send(client, workbook(), unit="").status_code == 422
    assert not Batch.objects.exists()


def test_only_who_may_write_everywhere_brings_one_in_for_the_whole_installation(client, world, monkeypatch):
    assert client.get(reverse("exchange:upload", args=["members"])).context["form"].fields["unit"].required
    from chibo.exchange import actions
    from chibo.exchange.rules.kinds import Place
    from chibo.kernel.refusal import NotEntitled

    class Local(System):
        def is_everywhere(self, capability):
            return False

    said = {"name": "a.xlsx", "content": workbook(), "kind": "members", "place": Place("", "Toàn hệ thống", None)}
    with pytest.raises(NotEntitled):
        actions.receive(**said, on=date(2024, 12, 31), by=Local("xã"))
    assert actions.receive(**said, on=date(2024, 12, 31), by=BY).place == ""


def test_a_workbook_is_opened_by_its_owner_and_by_who_may_do_the_same_there(client, world):
    batch = checked(client)
    for role, unit, status in (
        ("van_phong_co_so", world.a, 200),
        ("ban_to_chuc", world.h, 200),
        ("van_phong_co_so", world.b, 404),
        ("bi_thu_chi_bo", world.a1, 404),
    ):
        other = sign_in(role, unit)
        assert other.get(url("batch", batch)).status_code == status
        assert other.get(url("rows", batch)).status_code == status
    assert sign_in("van_phong_co_so", world.a).get(reverse("exchange:list")).text.count("Danh sách xã.xlsx") == 1
    assert "Danh sách xã.xlsx" not in sign_in("van_phong_co_so", world.b).get(reverse("exchange:list")).text


def test_numbers_of_people_are_hidden_from_who_may_not_see_them(client, world, monkeypatch):
    written(client, workbook(ROWS[:2]))
    head = (*HEAD[:7], "Số thẻ đảng viên")
    changed = [(*ROWS[0][:7], "360012345678"), (*ROWS[1][:3], "03617500432", *ROWS[1][4:])]
    batch = checked(client, workbook(changed, head))
    own = client.get(url("rows", batch)).text
    assert "360012345678" in own and "03617500432" in own
    account = sign_in("van_phong_co_so", world.a)
    monkeypatch.setitem(policy.roles(), "van_phong_co_so", without_numbers(policy.roles()["van_phong_co_so"]))
    assert "360012345678" in client.get(url("rows", batch)).text
    for name in ("batch", "rows", "columns"):
        text = account.get(url(name, batch)).text
        assert not any(number in text for number in ("360012345678", "03617500432", "036080001234")), name
    assert "(ẩn)" in account.get(url("rows", batch)).text
    assert account.get(url("returned", batch)).status_code == 403
    assert account.get(reverse("files:download", args=[batch.file.uid])).status_code == 404


def without_numbers(role):
    """The role without the right to see numbers."""
    return replace(role, capabilities=role.capabilities - {"members.sensitive"})


def test_what_is_kept_of_a_workbook_can_be_read_by_nobody_who_has_the_database(client):
    batch = checked(client)
    kept = list(Batch.objects.filter(pk=batch.pk).values_list("looked", "answers", "notes", "options"))
    assert "036080001234" not in str(kept) and "Nguyễn" not in str(kept)
    for chunk in batch.chunks.all():
        assert b"036080001234" not in bytes(chunk.rows) + bytes(chunk.data)


def test_a_veiled_sentence_keeps_its_days():
    assert veiled("Số 036080001234 trùng, ngày 19/05/2005, dòng 12.") == "Số •••• trùng, ngày 19/05/2005, dòng 12."


def test_lists_take_the_same_queries_however_long_they_are(client):
    batch = checked(client)
    few = queries_of(client, reverse("exchange:list")), queries_of(client, url("rows", batch))
    rows = [(n, f"Nguyễn Văn {chr(65 + n % 26)}a", f"{1 + n % 28}/03/19{50 + n // 28}", "", "Chi bộ Thôn 1", "", "", "")
            for n in range(1, 60)]  # fmt: skip
    more = checked(client, workbook(rows))
    for _ in range(5):
        received(client)
    assert (queries_of(client, reverse("exchange:list")), queries_of(client, url("rows", more))) == few


def test_somebody_who_lost_the_right_does_not_write(client, world):
    batch = checked(client)
    from chibo.access.models import Grant

    for grant in Grant.objects.filter(account=client.account):
        access.end(grant=grant, on=date(2024, 1, 1), by=System("kiểm thử"))
    assert client.post(url("write", batch), {"cach": "dong-tot"}).status_code == 403
    assert not Person.objects.exists()
