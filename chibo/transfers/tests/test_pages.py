"""Pages of transfers and members away: what they show, who may, in few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chibo.members import actions as members
from chibo.members.tests.world import ME, d, names_on, text_of
from chibo.org import actions as org
from chibo.org.models import OrgEvent
from chibo.transfers import actions
from chibo.transfers.models import ContactLog, Letter, MobileSpell, Reception, TransferAbroad
from chibo.transfers.tests.conftest import TODAY
from chibo.transfers.tests.leading import begun, done, event, led

NAMES = ("Lò Văn Páo", "Giàng A Sử", "Tòng Thị Mai")


def sent(world, name, on="01/11/2026", to=None):
    return members.send_transfer(world.member(name), to=to or world.b1, on=d(on), by=ME)


def gone_abroad(world, name, on="01/03/2026", expected="01/10/2026"):
    event = members.transfer_out(world.member(name), to_place="Nhật Bản", on=d(on), kind="abroad", by=ME)
    actions.note_abroad(event, country="Nhật Bản", purpose="lao_dong", expected_on=d(expected), on=TODAY, by=ME)
    return event


def away(world, name, **more):
    facts = {"since": d("01/09/2026"), "place": "Phường An Khê", "reason": "lam_an"} | more
    return actions.go_away(world.member(name), on=TODAY, by=ME, **facts)


def attending(world, name):
    case = begun("chuyen-tam-thoi", world.member(name), to=world.b1, den_ngay=d("01/12/2026"))
    return led(case, "05/06/2026", until="het-tam-thoi")


def shown(client, name, **query):
    return client.get(reverse(f"transfers:{name}"), query)


def test_the_lists_of_transfers(world, sign_in):
    sent(world, "Lò Văn Páo")
    sent(world, "Giàng A Sử", on="01/05/2026")
    members.present_letter(sent(world, "Tòng Thị Mai", to=world.a2), on=d("02/11/2026"), by=ME)
    members.transfer(world.member("Vàng Thị Ly"), to=world.b1, on=d("10/10/2026"), by=ME)
    members.transfer_out(world.member("Mùa A Dế"), to_place="Quảng Ninh", on=d("11/10/2026"), by=ME)
    arrived = world.person("Cầm Văn Dương")
    members.receive_from_outside(arrived, cell=world.b1, on=d("12/10/2026"), from_place="Hà Nội", by=ME)
    client = sign_in("ban_to_chuc", world.h)

    def listed(unit, which, **more):
        return names_on(shown(client, "list", **{"don-vi": unit.uid, "xem": which, **more}))

    assert listed(world.a, "dang-di") == ["Giàng A Sử", "Lò Văn Páo", "Tòng Thị Mai"]
    assert listed(world.b, "dang-den") == ["Giàng A Sử", "Lò Văn Páo"]
    assert listed(world.b, "qua-han") == listed(world.a, "qua-han") == ["Giàng A Sử"]
    assert listed(world.a, "da-di") == ["Mùa A Dế", "Vàng Thị Ly"]
    assert listed(world.b, "da-den") == ["Cầm Văn Dương", "Vàng Thị Ly"]
    assert listed(world.a, "da-di", tu="01/01/2025", den="31/12/2025") == []
    assert listed(world.a, "chua-bao") == []
    assert listed(world.a, "da-di", loai="permanent") == ["Mùa A Dế"]
    page = text_of(shown(client, "list", **{"don-vi": world.a.uid, "xem": "qua-han"}))
    assert "ngày chưa nộp giấy" in page and "Chi bộ Thôn 1" in page


def test_the_register_of_letters_knows_numbers_cases_and_those_returned(world, sign_in):
    case = led(begun("chuyen-noi-bo", world.member(), to=world.a2), "05/06/2026", until="nop-giay")
    back = sent(world, "Lò Văn Páo")
    members.return_transfer(back, reason="Sai tên", by=ME)
    client = sign_in("van_phong_co_so", world.a)
    page = shown(client, "letters")
    assert names_on(page) == ["Lò Văn Páo", "Nguyễn Văn An"]
    told = text_of(page)
    assert "Đã trả lại" in told and case.mark in told
    assert f"/van-ban/gt-noi-bo/?ve=event:{event(case).uid}" in page.text.replace("%3A", ":")
    assert f"/van-ban/so-chuyen-sinh-hoat/?ve={world.a.reference}/" in page.text.replace("%3A", ":").replace("%2F", "/")
    form = reverse("transfers:letter", args=[back.uid])
    assert client.get(form).status_code == 200
    answer = client.post(form, {"number": "07-GT/ĐU", "dossier": "Thẻ", "dossier_on": "01/11/2026", "issued_by": "ĐU"})
    assert answer.status_code == 302 and Letter.objects.get(event=back).number == "07-GT/ĐU"
    wrong = client.post(form, {"number": "07-GT/ĐU", "dossier_on": "05/11/2026", "dossier_received_on": "01/11/2026"})
    assert wrong.status_code == 422 and "Ngày nhận hồ sơ trước ngày giao" in text_of(wrong)


def test_the_slip_is_recorded_with_the_letter(world, sign_in):
    event = members.send_transfer(world.member(), to=world.b1, on=d("01/10/2026"), by=ME)
    members.receive_transfer(event, on=d("05/10/2026"), by=ME)
    client = sign_in("ban_to_chuc", world.h)
    form = reverse("transfers:letter", args=[event.uid])
    assert client.post(form, {"reported_on": "01/10/2026"}).status_code == 422
    assert client.post(form, {"reported_on": "20/10/2026"}).status_code == 302
    event.refresh_from_db()
    assert event.reported_on == d("20/10/2026")


def test_a_contact_is_recorded_in_two_taps(world, sign_in):
    spell = away(world, "Lò Văn Páo")
    client = sign_in("bi_thu_chi_bo", world.a1)
    page = shown(client, "away")
    link = reverse("transfers:contact", args=[spell.uid])
    assert link in page.text and "Quá kỳ liên lạc" in text_of(page)
    form = client.get(link)
    typed = {field.html_name: field.value() for field in form.context["form"]}
    answer = client.post(
        link, {k: v.strftime("%d/%m/%Y") if hasattr(v, "strftime") else v or "" for k, v in typed.items()}
    )
    assert answer.status_code == 302 and ContactLog.objects.get().on == TODAY
    assert "Liên lạc đúng chế độ" in text_of(client.get(answer.url))
    refused = client.post(link, {"on": "01/08/2026", "means": "thu", "by_whom": "Lan"})
    assert refused.status_code == 422 and "không nằm trong thời gian đi xa" in text_of(refused)


def test_going_away_coming_back_and_mistakes(world, sign_in):
    person = world.member()
    client = sign_in("bi_thu_chi_bo", world.a1)
    start = reverse("transfers:go_away", args=[person.uid])
    assert (
        client.post(start, {"place": "", "reason": "lam_an", "since": "01/09/2026", "regime": "hang_thang"}).status_code
        == 422
    )
    answer = client.post(start, {"place": "An Khê", "reason": "lam_an", "since": "01/09/2026", "regime": "hang_thang"})
    spell = MobileSpell.objects.get()
    assert answer.url == spell.get_absolute_url()
    assert (
        client.post(
            start, {"place": "X", "reason": "lam_an", "since": "02/09/2026", "regime": "hang_thang"}
        ).status_code
        == 422
    )
    assert client.post(reverse("transfers:back", args=[spell.uid]), {"on": "01/09/2026"}).status_code == 422
    assert client.post(reverse("transfers:back", args=[spell.uid]), {"on": "01/11/2026"}).status_code == 302
    fixed = {
        "place": "Đà Nẵng",
        "reason": "hoc_tap",
        "since": "02/09/2026",
        "regime": "hang_quy",
        "until": "",
        "why": "Chưa về",
    }
    assert client.post(reverse("transfers:correct", args=[spell.uid]), fixed).status_code == 302
    spell.refresh_from_db()
    assert [spell.place, spell.is_open, spell.reason] == ["Đà Nẵng", True, "hoc_tap"]
    annul = reverse("transfers:annul", args=[spell.uid])
    first = client.post(annul, {})
    assert first.status_code == 200 and "ra khỏi mọi danh sách" in text_of(first)
    seen = first.context["preview"].seal
    assert client.post(annul, {"confirmed": "1", "seen": seen, "reason": "Nhầm"}).status_code == 302
    spell.refresh_from_db()
    assert spell.state == "annulled"
    assert client.get(spell.get_absolute_url()).status_code == 200


def test_a_contact_is_annulled_on_its_page(world, sign_in):
    spell = away(world, "Lò Văn Páo")
    one = actions.log_contact(spell, on=TODAY, means="thu", by_whom="Lan", today=TODAY, by=ME)
    client = sign_in("bi_thu_chi_bo", world.a1)
    url = reverse("transfers:annul_contact", args=[one.uid])
    seen = client.post(url, {}).context["preview"].seal
    assert client.post(url, {"confirmed": "1", "seen": seen, "reason": "Nhầm"}).status_code == 302
    one.refresh_from_db()
    assert one.state == "annulled"


def test_members_abroad(world, sign_in):
    event = gone_abroad(world, "Lò Văn Páo")
    plain = members.transfer_out(world.member("Giàng A Sử"), to_place="Lào", on=d("01/06/2026"), kind="abroad", by=ME)
    client = sign_in("ban_to_chuc", world.h)
    assert names_on(shown(client, "abroad")) == ["Giàng A Sử", "Lò Văn Páo"]
    assert names_on(shown(client, "abroad", **{"tinh-trang": "qua_han"})) == ["Lò Văn Páo"]
    assert names_on(shown(client, "abroad", **{"tinh-trang": "dang_o"})) == ["Giàng A Sử"]
    assert names_on(shown(client, "abroad", tu="01/05/2026")) == ["Giàng A Sử"]
    one = reverse("transfers:abroad_one", args=[plain.uid])
    assert client.post(one, {"country": "Lào", "purpose": "hoc_tap", "expected_on": "01/01/2026"}).status_code == 422
    assert client.post(one, {"country": "Lào", "purpose": "hoc_tap", "expected_on": "01/01/2027"}).status_code == 302
    back = reverse("transfers:abroad_back", args=[event.uid])
    assert client.post(back, {"on": "01/03/2026"}).status_code == 422
    assert client.post(back, {"on": "01/11/2026"}).status_code == 302
    assert TransferAbroad.objects.get(event=event).returned_on == d("01/11/2026")
    assert client.post(back, {"on": "02/11/2026"}).status_code == 422


def test_those_moved_by_a_reorganization_are_received_until_nobody_is_left(world, sign_in):
    for name in NAMES:
        world.member(name, cell=world.b1)
    org.dissolve(units=[world.b1], to=world.a2, on=d("01/10/2026"), by=ME)
    event = OrgEvent.objects.order_by("-pk").first()
    client = sign_in("bi_thu_chi_bo", world.a2)
    assert "Còn người chưa tiếp nhận" in text_of(shown(client, "reorganizations"))
    page = client.get(reverse("transfers:moved", args=[event.uid]))
    assert sorted(names_on(page)) == sorted(NAMES)
    receive = reverse("transfers:receive", args=[event.uid])
    people = [str(move.uid) for move, _, _ in client.get(receive).context["people"]]
    assert client.post(receive, {"received_on": "05/10/2026"}).status_code == 422
    data = {"received_on": "05/10/2026", "has_dossier": "on", "nguoi": people[:2]}
    preview = client.post(receive, data)
    assert "Tiếp nhận 2 đảng viên" in text_of(preview) and "Còn 1 đảng viên" in text_of(preview)
    done = client.post(receive, data | {"confirmed": "1", "seen": preview.context["preview"].seal})
    assert done.status_code == 302 and len(Reception.objects.all()) == 2
    data = {"received_on": "30/09/2026", "nguoi": people[2:]}
    early = client.post(receive, data)
    assert client.post(receive, data | {"confirmed": "1", "seen": early.context["preview"].seal}).status_code == 422
    data["received_on"] = "06/10/2026"
    preview = client.post(receive, data)
    client.post(receive, data | {"confirmed": "1", "seen": preview.context["preview"].seal})
    assert "Không còn ai" in text_of(client.get(reverse("transfers:moved", args=[event.uid])))
    assert client.post(receive, data).status_code == 422


def test_the_page_of_a_person_tells_and_offers(world, sign_in):
    person = world.member()
    case = begun("chuyen-noi-bo", person, to=world.a2)
    client = sign_in("bi_thu_chi_bo", world.a1)
    page = client.get(reverse("transfers:person", args=[person.uid]))
    told = text_of(page)
    assert case.mark in told and "Chuyển sinh hoạt đảng nội bộ" in told and "Ghi đi làm xa" in told
    assert f"?ve=person:{person.uid}" in page.text


def test_guests_show_the_end_that_was_agreed(world, sign_in):
    case = begun("chuyen-tam-thoi", world.member(), to=world.b1, den_ngay=d("01/09/2026"))
    led(case, "05/06/2026", until="het-tam-thoi")
    members.start_temporary(world.member("Lò Văn Páo"), cell=world.a2, on=d("01/10/2026"), by=ME)
    told = text_of(shown(sign_in("ban_to_chuc", world.h), "guests"))
    assert "Quá ngày hết" in told and "Chưa ghi ngày hết" in told and case.mark in told


def test_the_roll_and_the_record_say_where_somebody_takes_part_for_a_time(world, sign_in):
    person = world.member()
    case = begun("chuyen-tam-thoi", person, to=world.b1, den_ngay=d("01/12/2026"))
    led(case, "05/10/2026", until="tiep-nhan-co-so")
    client = sign_in("ban_to_chuc", world.h)
    record = reverse("members:person", args=[person.uid])
    assert "đang ở bước “Đảng ủy cơ sở nơi đến tiếp nhận tạm thời”" in text_of(client.get(record))
    led(case, "05/11/2026", until="het-tam-thoi")
    said = "đang sinh hoạt tạm thời tại Chi bộ"
    assert said in text_of(client.get(record))
    assert said in text_of(client.get(reverse("members:list")))
    assert said not in text_of(client.get(reverse("members:list"), {"ngay": "04/11/2026"}))
    done(case, "10/11/2026", ket_thuc="ve")
    assert said not in text_of(client.get(record)) + text_of(client.get(reverse("members:list")))


@pytest.mark.parametrize(
    ("name", "query", "make"),
    [
        ("list", {"xem": "dang-di"}, sent),
        ("letters", {}, sent),
        ("away", {}, away),
        ("abroad", {}, gone_abroad),
        ("guests", {}, attending),
    ],
)  # fmt: skip
def test_a_list_takes_the_same_queries_for_one_row_and_for_three(world, sign_in, name, query, make):
    client, counts = sign_in("ban_to_chuc", world.h), []
    shown(client, name, **query)
    for some in (NAMES[:1], NAMES[1:]):
        for one in some:
            make(world, one)
        shown(client, name, **query)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page = shown(client, name, **query)
        counts.append(len(seen))
    assert len(names_on(page)) == 3 and counts[0] == counts[1]


@pytest.mark.parametrize("name", ["list", "letters", "guests", "away", "abroad", "reorganizations"])
def test_a_neighbour_sees_nothing(world, sign_in, name):
    client = sign_in("bi_thu_chi_bo", world.b1)
    assert shown(client, name, **{"don-vi": world.a1.uid}).status_code == 403
    assert sign_in("bao_chi", world.h).get(reverse(f"transfers:{name}")).status_code == 403


def test_what_is_not_there_is_said_in_words(world, sign_in):
    client, nobody = sign_in("ban_to_chuc", world.h), "01990000-0000-7000-8000-000000000000"
    for name in ("letter", "away_one", "contact", "back", "correct", "annul", "annul_contact", "abroad_one", "abroad_back",
                 "moved", "receive", "person", "go_away"):  # fmt: skip
        page = client.get(reverse(f"transfers:{name}", args=[nobody]))
        assert page.status_code == 404 and "Hãy" in text_of(page), name
    assert (
        shown(client, "list", tu="32/13/2026").status_code == 422
        or shown(client, "list", xem="da-di", tu="x").status_code == 422
    )
