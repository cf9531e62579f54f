"""The pages of posts: lists, the record of a person, and forms that show before they do."""

import re

import pytest
from django.urls import reverse

from chibo.journal.models import Entry
from chibo.members.tests.world import ME, d, text_of
from chibo.posts import actions
from chibo.posts.models import Holding


@pytest.fixture
def an(world):
    return world.member("Nguyễn Văn An")


@pytest.fixture
def held(world, an):
    return actions.take_post(
        an, role="bi_thu", title="Bí thư Chi bộ Thôn 1", unit=world.a1, since=d("15/06/2020"), how="bau", by=ME
    )


def typed(**changes):
    return {
        "role": "bi_thu", "title": "", "body": "", "unit": "A1", "since": "15/06/2020", "until": "", "how": "bau",
        "term": "", "note": "",
    } | changes  # fmt: skip


def confirmed(client, url, data):
    """The second step of a form page, with what the first one sealed."""
    shown = client.post(url, data)
    assert shown.status_code == 200, text_of(shown)
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', shown.content.decode())[1]
    return shown, client.post(url, data | {"confirmed": "1", "seen": seen})


def test_a_post_is_recorded_in_two_steps(world, an, sign_in):
    client, url = sign_in("ban_to_chuc", world.h), reverse("posts:take", args=[an.uid])
    assert client.get(url + f"?don-vi={world.a1.uid}").context["form"].initial == {"unit": "A1"}
    paper = {
        "decision_number": "12-QĐ/ĐU",
        "decision_issued_on": "10/06/2020",
        "decision_issuer": "Đảng ủy xã An Bình",
    }
    shown, done = confirmed(client, url, typed(**paper))
    assert Holding.objects.get().decision.number == "12-QĐ/ĐU"
    assert "Chi bộ Thôn 1, Đảng bộ xã An Bình" in text_of(shown)
    assert done.url == reverse("posts:person", args=[an.uid])
    assert "Bí thư" in text_of(client.get(done.url))


def test_a_second_secretary_is_pointed_out_before(world, held, sign_in):
    binh = world.member("Trần Văn Bình")
    client = sign_in("ban_to_chuc", world.h)
    shown, _ = confirmed(client, reverse("posts:take", args=[binh.uid]), typed(since="01/01/2023"))
    assert "Nguyễn Văn An cũng đang giữ chức danh Bí thư Chi bộ Thôn 1" in text_of(shown)
    page = client.get(reverse("posts:list"))
    assert "đang có 2 người cùng giữ chức danh bí thư" in text_of(page)


def test_refusals_stand_beside_their_field(world, an, sign_in):
    client, url = sign_in("ban_to_chuc", world.h), reverse("posts:take", args=[an.uid])
    for changes, field in (
        ({"since": "01/01/1999"}, "since"),
        ({"until": "01/01/2020"}, "until"),
        ({"unit": "Chi bộ Thôn 1"}, "unit"),
        ({"role": "khac"}, "title"),
        ({"role": ""}, "role"),
        ({"decision_number": "1-QĐ"}, "decision_issuer"),
        ({"term": "100"}, "term"),
    ):
        page = client.post(url, typed(**changes))
        assert (page.status_code, field in page.context["form"].errors) == (422, True), changes
    assert Holding.objects.count() == 0


def test_leaving_correcting_and_annulling(world, held, sign_in):
    client = sign_in("ban_to_chuc", world.h)

    def at(name):
        return reverse(f"posts:{name}", args=[held.uid])

    shown, _ = confirmed(client, at("leave"), {"on": "01/08/2023", "note": "Chuyển công tác"})
    assert "Từ ngày 01/08/2023 đồng chí Nguyễn Văn An không còn giữ chức danh này." in text_of(shown)
    held.refresh_from_db()
    assert held.until == d("01/08/2023")
    page = client.post(at("leave"), {"on": "01/09/2023"})
    assert page.status_code == 422
    assert client.get(at("correct")).context["form"].initial["until"] == (d("01/08/2023"), "day")
    corrected = typed(title="Bí thư Chi bộ Thôn 1", until="01/09/2023", reason="Ghi nhầm tháng")
    shown, _ = confirmed(client, at("correct"), corrected)
    assert "01/09/2023" in text_of(shown)
    held.refresh_from_db()
    assert held.until == d("01/09/2023")
    shown = client.post(at("annul"), {"ok": ""})
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', shown.content.decode())[1]
    client.post(at("annul"), {"confirmed": "1", "seen": seen, "reason": "Nhầm người"})
    page = text_of(client.get(held.get_absolute_url()))
    assert "Đã hủy" in page and "lý do: Nhầm người" in page


def test_the_record_of_a_person(world, an, held, sign_in):
    client = sign_in("ban_to_chuc", world.h)
    url = reverse("posts:person", args=[an.uid])
    assert url in client.get(reverse("members:person", args=[an.uid])).content.decode()
    page = client.get(url)
    assert "Bí thư Chi bộ Thôn 1" in text_of(page) and "<html" in page.content.decode()
    part = client.get(url, headers={"HX-Request": "true"})
    assert "từ 15/06/2020 · bầu" in text_of(part) and "<html" not in part.content.decode()
    assert Entry.objects.filter(what="read", subject=f"person:{an.uid}").count() <= 1


def test_the_list_is_filtered_and_exported(world, an, held, sign_in):
    actions.take_post(an, role="truong_thon", unit=world.a1, since=d("01/01/2021"), by=ME)
    lan = world.member("Hồ Thị Lan", cell=world.b1)
    actions.take_post(lan, role="chi_uy_vien", unit=world.b1, since=d("01/01/2021"), by=ME)
    client, url = sign_in("ban_to_chuc", world.h), reverse("posts:list")

    def names(**query):
        rows = client.get(url, query).context["page"].rows
        return [(row.person.full_name, row.role) for row in rows]

    everybody = [("Nguyễn Văn An", "bi_thu"), ("Hồ Thị Lan", "chi_uy_vien"), ("Nguyễn Văn An", "truong_thon")]
    assert names() == everybody
    assert names(**{"chuc-danh": "lanh-dao"}) == [everybody[0], everybody[2]]
    assert names(**{"chuc-danh": "truong_thon"}) == [everybody[2]]
    assert names(khoi="dang", xep="ten") == [everybody[0], everybody[1]]
    assert names(**{"don-vi": world.a1.uid, "pham-vi": "rieng"}) == [everybody[0], everybody[2]]
    assert names(**{"pham-vi": "rieng"}) == []
    assert names(ngay="31/12/2020") == [everybody[0]]
    assert client.get(url, {"khoi": "lạ"}).status_code == 422
    text = client.get(url, {"xuat": "csv"})
    body = b"".join(text.streaming_content).decode("utf-8-sig")
    assert "Bí thư Chi bộ Thôn 1" in body and "Chi bộ Thôn 1, Đảng bộ xã An Bình" in body
    assert Entry.objects.filter(what="posts.list_exported", count=3).exists()


def test_a_long_list_asks_as_little_as_a_short_one(world, sign_in, django_assert_max_num_queries):
    for number in range(12):
        one = world.member(f"Trần Văn {'BCDGHKLMNPQT'[number]}a", cell=(world.a1, world.a2, world.b1)[number % 3])
        actions.take_post(one, role="chi_uy_vien", unit=world.a1, since=d("01/01/2021"), by=ME)
    client = sign_in("ban_to_chuc", world.h)
    with django_assert_max_num_queries(24):
        assert len(client.get(reverse("posts:list")).context["page"].rows) == 12


def test_somebody_is_found_to_record_a_post_for(world, an, sign_in):
    client, url = sign_in("ban_to_chuc", world.h), reverse("posts:choose")
    assert reverse("posts:take", args=[an.uid]) in client.get(url, {"ten": "nguyen an"}).content.decode()
    assert "Không có đảng viên nào khớp" in text_of(client.get(url, {"ten": "Hoàng"}))


def test_who_may_not_is_told_so(world, an, held, sign_in):
    sight = sign_in("bi_thu_chi_bo", world.a1)
    assert sight.get(reverse("posts:list")).status_code == 200
    assert sight.get(held.get_absolute_url()).status_code == 200
    assert sight.get(reverse("posts:take", args=[an.uid])).status_code == 403
    assert sight.get(reverse("posts:leave", args=[held.uid])).status_code == 403
    away = sign_in("ban_to_chuc", world.b)
    for name, args in (("person", [an.uid]), ("holding", [held.uid]), ("correct", [held.uid]), ("take", [an.uid])):
        assert away.get(reverse(f"posts:{name}", args=args)).status_code == 403
    assert away.get(reverse("posts:list"), {"don-vi": world.h.uid}).status_code == 403


def test_a_member_reads_what_is_recorded_of_oneself(world, an, held, sign_in):
    client = sign_in("dang_vien", world.a1, person=an)
    assert "Bí thư Chi bộ Thôn 1" in text_of(client.get(reverse("posts:person", args=[an.uid])))
    assert client.get(held.get_absolute_url()).status_code == 200
    other = world.member("Trần Văn Bình")
    assert client.get(reverse("posts:person", args=[other.uid])).status_code == 403
