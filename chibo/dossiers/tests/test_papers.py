"""Every paper of files is filled from the records, in the catalogue's own words, and refused to whoever may not see it."""

import pytest

from chibo.dossiers import actions
from chibo.dossiers.models import Handover
from chibo.dossiers.papers import PAPERS
from chibo.kernel.refusal import NotEntitled, NotFound, Refusal
from chibo.members import actions as members
from chibo.members.tests.world import ME, d
from chibo.papers import queries as papers
from chibo.papers.rules import form_of
from chibo.papers.rules.facts import context_of
from chibo.posts import actions as posts

ON = d("22/11/2026")


@pytest.fixture
def an(world):
    an = world.member("Nguyễn Văn An", card="012345678901", attributes={"sex": "nam", "hometown": "Xã An Bình"})
    actions.add_item(an, kind="9-KND", pages=2, on=d("01/02/2020"), by=ME)
    actions.lend(an, borrower="UBKT", purpose="Thẩm tra", on=d("01/07/2026"), due_on=d("15/07/2026"), by=ME)
    binh = world.member("Trần Văn Bình")
    actions.hand_over(binh, to=world.h, on=d("01/06/2026"), errand="doi_noi_giu", letter="05", by=ME)
    actions.record_card(an, deed="changed", on=d("03/02/2026"), number="012345678902", issuer="Huyện ủy", by=ME)
    members.record_death(world.member("Lê Thị Cúc"), on=d("01/05/2026"), by=ME)
    members.transfer(binh, to=world.b1, on=d("01/08/2026"), by=ME)
    return an


def ref_of(code, world, an):
    if code in ("phieu-bo-sung", "muc-luc-ho-so"):
        return f"person:{an.uid}"
    return f"handover:{Handover.objects.get().uid}" if code == "giao-nhan-ho-so" else f"unit:{world.h.uid}"


@pytest.mark.parametrize("code", sorted(PAPERS))
def test_a_paper_says_only_what_its_form_has(world, an, code):
    given = PAPERS[code](ref_of(code, world, an), ON, ME)
    context_of(form_of(code), given.facts, given.head)
    assert given.subject and given.name
    assert papers.make_of(code, given, on=ON).docx.startswith(b"PK")


def test_what_the_papers_say(world, an):
    def said(code):
        return PAPERS[code](ref_of(code, world, an), ON, ME).facts

    assert said("muc-luc-ho-so")["documents"][0]["note"] == "còn thiếu"
    assert {
        "document": "Quyết định kết nạp",
        "document_number": "",
        "document_on": None,
        "pages": 2,
        "note": "bản chính",
    } in (said("muc-luc-ho-so")["documents"])
    assert said("phieu-bo-sung")["card_number"] == "012345678902"
    assert said("giao-nhan-ho-so")["to_committee"] == "Huyện ủy Hà Đông"
    assert [row["full_name"] for row in said("so-tu-tran")["people"]] == ["Lê Thị Cúc"]
    assert [(row["card_number"], row["kind"]) for row in said("so-the")["cards"]] == [("012345678902", "Đổi thẻ")]
    assert said("so-dang-vien")["count"] == 2 and said("so-muon")["loans"][0]["receiver"] == "UBKT"
    assert said("so-ra-dang")["people"] == []


def test_the_roll_is_of_its_last_day_and_names_posts(world, an):
    posts.take_post(an, role="bi_thu", unit=world.a1, since=d("15/06/2020"), by=ME)
    given = PAPERS["so-dang-vien"](f"unit:{world.a.uid}/2026-01-01/2026-06-30", ON, ME)
    assert given.facts["period"] == "có đến ngày 30/06/2026" and given.reference == world.a.ref
    assert {row["full_name"]: row["party_post"] for row in given.facts["people"]}["Nguyễn Văn An"] == "Bí thư"
    assert [given.head.above, given.head.issuer] == ["Đảng bộ huyện Hà Đông", "Đảng ủy xã An Bình"]


class Stranger:
    """Somebody without any right."""

    label, reference, person_uid = "Ai đó", "account:0", ""

    def may(self, capability, unit=None):
        return None

    def must(self, capability, unit=None):
        raise NotEntitled("Không được xem.")


@pytest.mark.parametrize("code", sorted(PAPERS))
def test_a_paper_is_refused(world, an, code):
    with pytest.raises(NotEntitled):
        PAPERS[code](ref_of(code, world, an), ON, Stranger())
    for ref in ("rác", "person:rác", "unit:rác", f"person:{world.h.uid}", "handover:"):
        with pytest.raises(NotFound):
            PAPERS[code](ref, ON, ME)


def test_a_register_of_a_day_that_is_none_is_refused(world, an):
    with pytest.raises(Refusal):
        PAPERS["so-the"](f"unit:{world.h.uid}/rác/2026-01-01", ON, ME)
