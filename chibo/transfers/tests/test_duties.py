"""What waits of transfers and members away, for which side, in the inbox."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from chibo.members import actions as members
from chibo.members.tests.world import ME, d, text_of
from chibo.org import actions as org
from chibo.transfers import actions
from chibo.transfers.tests.conftest import TODAY
from chibo.transfers.tests.leading import begun, led

INBOX = "/cong-viec/"


def waiting(client, kind):
    page = client.get(INBOX, {"loai": kind})
    assert page.status_code == 200
    return text_of(page).partition("Lọc")[2] or text_of(page)


def test_a_letter_recorded_directly_waits_for_who_receives_and_is_chased_by_who_sent(world, sign_in):
    members.send_transfer(world.member("Lò Văn Páo"), to=world.b1, on=d("01/11/2026"), by=ME)
    members.send_transfer(world.member("Giàng A Sử"), to=world.b1, on=d("01/05/2026"), by=ME)
    case = led(begun("chuyen-chinh-thuc", world.member(), "01/11/2026", to=world.b1), "02/11/2026", until="nop-giay")
    told = waiting(sign_in("van_phong_co_so", world.b), "chuyen-sinh-hoat")
    assert "Lò Văn Páo" in told and "Giàng A Sử" in told and "Nguyễn Văn An" not in told
    assert "Tiếp nhận đảng viên chuyển đến" in told and case.is_open
    chased = waiting(sign_in("van_phong_co_so", world.a), "chuyen-sinh-hoat")
    assert "Nhắc đảng viên nộp giấy giới thiệu" in chased and "Giàng A Sử" in chased and "Lò Văn Páo" not in chased


def test_members_away_abroad_and_moved_wait_for_their_cell(world, sign_in):
    for name, since in (("Lò Văn Páo", "01/06/2026"), ("Giàng A Sử", "20/11/2026")):
        facts = {"since": d(since), "place": "An Khê", "reason": "lam_an"}
        actions.go_away(world.member(name), on=TODAY, by=ME, **facts)
    event = members.transfer_out(world.member("Mùa A Dế"), to_place="Lào", on=d("01/03/2026"), kind="abroad", by=ME)
    actions.note_abroad(event, country="Lào", purpose="hoc_tap", expected_on=d("01/10/2026"), on=TODAY, by=ME)
    world.member("Tòng Thị Mai", cell=world.b1)
    org.dissolve(units=[world.b1], to=world.a2, on=d("01/10/2026"), by=ME)
    cell = waiting(sign_in("bi_thu_chi_bo", world.a1), "di-xa")
    assert "Lò Văn Páo" in cell and "mất liên lạc" in cell and "Giàng A Sử" not in cell
    assert "Mùa A Dế" in waiting(sign_in("van_phong_co_so", world.a), "ngoai-nuoc")
    assert "Tiếp nhận đảng viên chuyển theo sắp xếp" in waiting(sign_in("bi_thu_chi_bo", world.a2), "sau-sap-xep")


def test_the_number_of_queries_does_not_grow(world, sign_in):
    client, counts = sign_in("ban_to_chuc", world.h), []
    client.get(INBOX)
    for some in (("Lò Văn Páo",), ("Giàng A Sử", "Mùa A Dế", "Tòng Thị Mai")):
        for name in some:
            members.send_transfer(world.member(name), to=world.b1, on=d("01/05/2026"), by=ME)
            facts = {"since": d("01/06/2026"), "place": "An Khê", "reason": "lam_an"}
            actions.go_away(world.member(f"{name} Hai"), on=TODAY, by=ME, **facts)
        client.get(INBOX)
        with CaptureQueriesContext(connection) as seen:
            client.get(INBOX)
        counts.append(len(seen))
    assert counts[0] == counts[1]
