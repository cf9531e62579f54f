"""Printed forms of leaving: what they say, and to whom."""

import io

import pytest
from docx import Document
from docx.shared import Pt

from chibo.access.queries import AccountViewer
from chibo.accounts.models import Account
from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.members.tests.world import ME, d
from chibo.papers import queries as papers
from chibo.posts import actions as posts
from chibo.removal.papers import PAPERS
from chibo.removal.queries.leaving import departure
from chibo.removal.tests.conftest import TODAY
from chibo.removal.tests.leading import begun, done, struck_off


def facts(code, ref, by=ME):
    return PAPERS[code](ref, TODAY, by)


def test_the_decision_of_striking_off_cites_what_it_rests_on(world):
    case = struck_off(world.member())
    made = facts("qd-xoa-ten", case.reference)
    assert {
        name: made.facts[name] for name in ("cell_resolution", "committee_resolution", "grounds", "left_on", "cell")
    } == {
        "cell_resolution": "05-NQ/CB ngày 05/06/2026",
        "committee_resolution": "12-NQ/ĐU ngày 10/06/2026",
        "grounds": "Trả thẻ hoặc tự hủy thẻ",
        "left_on": d("20/06/2026"),
        "cell": "Chi bộ Thôn 1",
    }
    assert [made.reference, made.head.number, made.head.on] == ["XT-2026-00001", "34-QĐ/HU", d("20/06/2026")]
    notice = facts("bao-ra-dang", case.reference)
    assert [notice.facts["kind"], notice.facts["decision"]] == ["xóa tên", "34-QĐ/HU ngày 20/06/2026"]
    assert papers.make("qd-xoa-ten", made.facts, head=made.head, reference=made.reference).docx[:2] == b"PK"


def test_a_notice_of_death_is_printed_from_the_case_and_from_the_record(world):
    person = world.member()
    case = begun("bao-tu-tran", person, ngay_mat=d("28/05/2026"), noi_mat="Nhà riêng", nguyen_nhan="Bệnh")
    done(case, "02/06/2026")
    made = facts("bao-tu-tran", case.reference).facts
    assert [made["died_on"], made["death_place"], made["reason"]] == [d("28/05/2026"), "Nhà riêng", "Bệnh"]
    event = departure(person, on=TODAY)
    made = facts("bao-tu-tran", f"event:{event.uid}").facts
    assert [made["died_on"], made["committee"], "reason" in made] == [d("28/05/2026"), "Đảng ủy xã An Bình", False]


def test_a_notice_names_the_post_held_to_the_end(world):
    person = world.member()
    posts.take_post(person, role="bi_thu", unit=world.a1, since=d("15/06/2020"), by=ME)
    event = members.record_death(person, on=d("28/05/2026"), by=ME)
    assert facts("bao-tu-tran", f"event:{event.uid}").facts["party_post"] == "Bí thư"


def test_a_form_for_another_way_of_leaving_is_refused_in_words(world):
    left = members.strike_off(world.member(), ground="returned_card", on=d("01/06/2026"), by=ME)
    died = members.record_death(world.member("Lò Văn Páo"), on=d("28/05/2026"), by=ME)
    for code, event in (("qd-xin-ra", left), ("bao-tu-tran", left), ("qd-xoa-ten", died), ("bao-ra-dang", died)):
        with pytest.raises(Refusal, match="không dùng cho trường hợp"):
            facts(code, f"event:{event.uid}")


def test_a_decision_nobody_entered_has_no_day_and_the_layout_of_its_time(world):
    event = members.strike_off(world.member(), ground="returned_card", on=d("01/06/2021"), by=ME)
    made = facts("qd-xoa-ten", f"event:{event.uid}")
    assert [made.head.on, made.head.around, made.head.authority] == [None, d("01/06/2021"), "T/M Ban Thường vụ"]
    paper = papers.make_of("qd-xoa-ten", made, on=TODAY)
    assert "ngày …… tháng …… năm ……" in paper.text[0] and "Số ……-QĐ/HU" in paper.text[0]
    assert Document(io.BytesIO(paper.docx)).styles["Tên loại"].font.size == Pt(16)


def test_nothing_is_printed_for_strangers_or_of_strange_references(world, sign_in):
    person = world.member()
    members.strike_off(person, ground="returned_card", on=d("01/06/2026"), by=ME)
    event = departure(person, on=TODAY)
    sign_in("bi_thu_chi_bo", world.b1)
    with pytest.raises(Refusal):
        facts("bao-ra-dang", f"event:{event.uid}", AccountViewer(Account.objects.get(), on=TODAY))
    for ref in ("", "case:0", f"event:{person.uid}", f"case:{person.uid}", f"person:{event.uid}"):
        with pytest.raises(Refusal):
            facts("qd-xoa-ten", ref)
