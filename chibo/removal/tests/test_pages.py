"""The pages: what they show, what they record, whom they let in."""

import pytest
from django.urls import reverse

from chibo.journal.models import Entry
from chibo.members import actions as members
from chibo.members.tests.world import ME, d, names_on, text_of
from chibo.removal import actions
from chibo.removal.models import AssistancePeriod, ScreeningRound
from chibo.removal.tests.conftest import TODAY
from chibo.removal.tests.leading import struck_off

ALL = ("list", "hold_many", "helps", "leaving")
VOTES = {"vote_obliged": 3, "vote_present": 3, "vote_for": 3, "vote_against": 0, "vote_blank": 0}


def help_row(person, since="01/03/2026"):
    return actions.start_help(person, since=d(since), helper="Lò Văn Páo", reason="Bỏ họp", on=TODAY, by=ME)


def test_a_whole_cell_is_recorded_at_once_but_for_who_lost_the_tick(world, sign_in):
    first, second = world.member(), world.member("Lò Văn Páo")
    client = sign_in("bi_thu_chi_bo", world.a1)
    address = reverse("removal:hold", args=[world.a1.uid, 2026])
    assert "Lò Văn Páo" in text_of(client.get(address))
    page = client.post(address, {"held_on": "15/11/2026", "nguoi": [str(first.uid)], "why": "Đi làm xa"})
    row = ScreeningRound.objects.get()
    assert [page.status_code, row.skips.get().person, row.skips.get().reason] == [302, second, "Đi làm xa"]
    assert "Đi làm xa" in text_of(client.get(row.get_absolute_url()))
    assert client.get(address).status_code == 302
    page = client.post(address, {"held_on": "15/11/2026", "nguoi": [str(first.uid)]})
    assert [page.status_code, "đã ghi rà soát" in text_of(page)] == [422, True]
    address = reverse("removal:annul_round", args=[row.uid])
    client.post(address)
    assert client.post(address, {"confirmed": "1", "reason": "Ghi nhầm"}).status_code in (302, 200)


@pytest.mark.parametrize(("on", "told"), [("23/11/2026", "chưa đến"), ("31/02/2026", ""), ("", "")])
def test_bad_days_are_refused_in_words(world, sign_in, on, told):
    person = world.member()
    client = sign_in("bi_thu_chi_bo", world.a1)
    page = client.post(reverse("removal:hold", args=[world.a1.uid, 2026]), {"held_on": on, "nguoi": [str(person.uid)]})
    assert [page.status_code, told in text_of(page), ScreeningRound.objects.exists()] == [422, True, False]


@pytest.mark.parametrize("year", [0, 1000, 2027, 9999])
def test_strange_years_make_no_error(world, sign_in, year):
    world.member()
    client = sign_in("bi_thu_chi_bo", world.a1)
    assert client.get(reverse("removal:hold", args=[world.a1.uid, year])).status_code in (200, 404, 422)


def test_many_cells_are_recorded_from_above(world, sign_in):
    world.member()
    world.member("Lò Văn Páo", cell=world.a2)
    client = sign_in("van_phong_co_so", world.a)
    address = reverse("removal:hold_many") + f"?don-vi={world.a.uid}&nam=2026"
    assert "Chi bộ Thôn 2" in text_of(client.get(address))
    cells = [str(world.a1.uid), str(world.a2.uid)]
    assert client.post(address, {"held_on": "15/11/2026", "chi-bo": cells}).status_code == 302
    assert ScreeningRound.objects.count() == 2
    page = client.get(reverse("removal:list") + "?xem=da")
    assert names_on(page) == ["Chi bộ Thôn 1", "Chi bộ Thôn 2"]
    assert client.post(address, {"held_on": "15/11/2026"}).status_code == 422


def test_help_is_begun_judged_and_every_reading_is_journalled(world, sign_in):
    person = world.member()
    client = sign_in("bi_thu_chi_bo", world.a1)
    address = reverse("removal:start", args=[person.uid])
    assert client.get(address).status_code == 200
    facts = {"since": "01/03/2026", "helper": "Lò Văn Páo", "reason": "Bỏ họp"}
    assert client.post(address, facts).status_code == 302
    row = AssistancePeriod.objects.get()
    assert "Bỏ họp" in text_of(client.get(row.get_absolute_url()))
    assert Entry.objects.filter(label__contains="Xem nội dung giúp đỡ").exists()
    assert client.post(address, facts).status_code == 422
    judge = reverse("removal:judge", args=[row.uid])
    facts = {"result": "tien_bo", "judged_on": "20/11/2026", **VOTES}
    assert "Kết quả giúp đỡ: đã tiến bộ" in text_of(client.post(judge, facts))
    bad = client.post(judge, facts | {"vote_for": 2, "confirmed": "1"})
    assert "không khớp" in text_of(bad) or bad.status_code == 200
    assert "Lò Văn Páo" in text_of(client.get(reverse("removal:helps")))


def test_whoever_left_is_shown_with_the_day_of_a_return(world, sign_in):
    person, dead = world.member(), world.member("Lò Văn Páo")
    struck_off(person)
    members.record_death(dead, on=d("01/10/2026"), by=ME)
    client = sign_in("van_phong_co_so", world.a)
    page = client.get(reverse("removal:leaving") + "?xem=ra-dang")
    assert names_on(page) == ["Nguyễn Văn An"] and "20/06/2029" in text_of(page)
    assert names_on(client.get(reverse("removal:leaving") + "?xem=tu-tran")) == ["Lò Văn Páo"]
    assert "XT-2026-00001" in text_of(client.get(reverse("removal:leaving")))
    page = text_of(client.get(reverse("removal:person", args=[person.uid])))
    assert "Sớm nhất được xét kết nạp lại từ 20/06/2029" in page and "Giải quyết khiếu nại" in page
    assert "Giải quyết khiếu nại" not in text_of(client.get(reverse("removal:person", args=[dead.uid])))


@pytest.mark.parametrize("name", ALL)
def test_pages_are_closed_to_others(world, sign_in, name):
    world.member()
    client = sign_in("bi_thu_chi_bo", world.b1)
    assert client.get(reverse(f"removal:{name}") + f"?don-vi={world.a1.uid}").status_code in (403, 404)


@pytest.mark.parametrize("name", ["list", "helps", "leaving"])
def test_lists_take_as_many_questions_for_three_as_for_one(world, sign_in, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, numbers = sign_in("van_phong_co_so", world.a), []
    people = [world.member(), world.member("Lò Văn Páo"), world.member("Hà Thị Lụa"), world.member("Vàng A Sử")]
    address = reverse(f"removal:{name}") + ("?xem=ra-dang" if name == "leaving" else "")
    for some in (people[:1], people[1:]):
        for person in some:
            help_row(person)
            if name == "leaving":
                members.strike_off(person, ground="lost_will", on=d("01/10/2026"), by=ME)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize(
    ("name", "title"), [("list", "Rà soát đảng viên năm 2026"), ("helps", "Đảng viên được giúp đỡ")]
)
def test_that_a_list_left_is_told(world, sign_in, name, title):
    world.member()
    sign_in("bi_thu_chi_bo", world.a1).get(reverse(f"removal:{name}"), {"xuat": "csv"})
    told = Entry.objects.get(what="removal.list_exported")
    assert title in told.label and told.place == world.a1.reference
