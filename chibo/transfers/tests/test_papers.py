"""What is printed of transfers and of standing: the right facts, both ways of recording, nothing for who may not."""

import pytest

from chibo.access.queries import AccountViewer
from chibo.accounts.models import Account
from chibo.decisions import actions as decisions
from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.members.tests.world import ME, d
from chibo.papers import queries as printing
from chibo.papers.rules import form_of
from chibo.papers.rules.facts import context_of
from chibo.posts import actions as posts
from chibo.procedures import actions as procedures
from chibo.procedures.rules.handlers import Handed
from chibo.transfers.papers import PAPERS
from chibo.transfers.procedures import HANDLERS
from chibo.transfers.tests.conftest import TODAY
from chibo.transfers.tests.leading import begun, done, event, led


def built(code, ref, by=ME):
    facts = PAPERS[code](ref, TODAY, by)
    context_of(form_of(code), facts.facts, facts.head)
    return facts


def test_every_form_of_a_step_is_in_the_catalogue_and_filled():
    named = {code for one in HANDLERS for step in one.definition.steps.values() for code in step.papers}
    assert named <= set(PAPERS)
    for code in PAPERS:
        form_of(code)


def test_a_letter_says_who_goes_where_until_when(world):
    person = world.member(attributes={"sex": "nam"}, card="001234567890")
    posts.take_post(person, role="bi_thu", unit=world.a1, since=d("15/06/2020"), by=ME)
    case = begun("chuyen-chinh-thuc", person, to=world.b1)
    led(case, "04/06/2026", until="giao-giay", accept=True)
    done(case, "04/06/2026", so_giay="12-GT/ĐU", ho_so="Thẻ, hồ sơ")
    told = built("gt-chinh-thuc", case.reference)
    assert told.reference == case.mark and told.subject == case.reference
    assert (
        told.head.number == "12-GT/ĐU" and told.head.issuer == "Đảng ủy xã An Bình" and told.head.on == d("04/06/2026")
    )
    assert told.head.above == "Đảng bộ huyện Hà Đông"
    for name, value in {
        "full_name": "Nguyễn Văn An", "sex": "Nam", "from_cell": "Chi bộ Thôn 1", "to_cell": "Chi bộ Thôn 1",
        "to_committee": "Đảng ủy xã Bình Minh", "party_post": "Bí thư", "admitted_on": d("19/05/2005"),
        "sent_papers": "Thẻ, hồ sơ", "reason": "Chuyển công tác", "deadline": d("16/07/2026"), "card_number": "001234567890",
    }.items():  # fmt: skip
        assert told.facts[name] == value, name
    led(case, "10/06/2026", until="phieu-bao")
    slip = built("phieu-bao", case.reference)
    assert slip.facts["happened_on"] == d("10/06/2026") and slip.head.issuer == "Đảng ủy xã Bình Minh"
    assert slip.facts["from_committee"] == "Đảng ủy xã An Bình" and "12-GT/ĐU" in slip.facts["decision"]


def test_letters_of_every_kind_and_of_what_was_recorded_directly(world):
    inside = led(begun("chuyen-noi-bo", world.member(), to=world.a2), "05/06/2026", until="nop-giay")
    assert built("gt-noi-bo", inside.reference).facts["committee"] == "Đảng ủy xã An Bình"
    temporary = begun("chuyen-tam-thoi", world.member("Lò Văn Páo"), to=world.b1, den_ngay=d("01/12/2026"))
    led(temporary, "05/06/2026", until="tiep-nhan-co-so")
    assert built("gt-tam-thoi", temporary.reference).facts["until"] == d("01/12/2026")
    abroad = begun("chuyen-ra-nuoc-ngoai", world.member("Giàng A Sử"), nuoc="Lào", muc_dich="hoc_tap")
    led(abroad, "05/06/2026", until="ve-nuoc")
    told = built("gt-ngoai-nuoc", abroad.reference).facts
    assert [told["country"], told["from_cell"]] == ["Lào", "Chi bộ Thôn 1"]
    out = led(begun("chuyen-di", world.member("Mùa A Dế"), noi_den="Đảng ủy phường X"), "05/06/2026", until="phieu-bao")
    assert built("gt-chinh-thuc", out.reference).facts["to_committee"] == "Đảng ủy phường X"
    sent = members.send_transfer(world.member("Vàng Thị Ly"), to=world.b1, on=d("01/11/2026"), by=ME)
    told = built("gt-chinh-thuc", f"event:{sent.uid}")
    assert told.facts["to_cell"] == "Chi bộ Thôn 1" and told.facts["deadline"] == sent.due_on
    register = built("so-chuyen-sinh-hoat", world.a.reference).facts
    assert register["count"] == len(register["people"]) == 4
    assert {row["to_cell"] for row in register["people"]} >= {"Đảng ủy phường X", "Lào"}
    assert built("so-chuyen-sinh-hoat", f"{world.a.reference}/2025-01-01/2025-12-31").facts["count"] == 0


def test_a_letter_printed_from_the_register_carries_the_code_of_its_case(world):
    case = led(begun("chuyen-noi-bo", world.member(), to=world.a2), "05/06/2026", until="nop-giay")
    assert built("gt-noi-bo", f"event:{event(case).uid}").reference == case.mark


def test_the_slip_of_somebody_from_outside_goes_to_whoever_introduced(world):
    person = world.person("Lường Văn Chung")
    case = procedures.open_case(
        "chuyen-den", subject=f"person:{person.uid}", on=d("01/06/2026"), by=ME, unit=world.a1,
        data={
            "chi_bo": world.a1.reference, "noi_di": "Đảng ủy phường X", "so_giay": "17-GT/ĐU",
            "ngay_gioi_thieu": d("25/05/2026"), "tu_cach": "official", "ngay_vao_dang": d("19/05/2005"),
        },
    )  # fmt: skip
    for day in (None, d("05/06/2026")):
        if day:
            led(case, "05/06/2026")
        told = built("phieu-bao", case.reference)
        assert [told.facts["from_committee"], told.facts["to_committee"], told.facts["decision"], told.head.issuer] == [
            "Đảng ủy phường X", "Đảng ủy xã An Bình", "17-GT/ĐU ngày 25/05/2026", "Đảng ủy xã An Bình",
        ]  # fmt: skip


def test_the_official_cell_introduces_to_a_temporary_one(world):
    person = world.member(cell=world.a1)
    made = members.start_temporary(person, cell=world.b1, on=d("01/06/2026"), by=ME)
    told = built("gt-tam-thoi", f"event:{made.uid}")
    assert [told.facts["from_committee"], told.facts["to_committee"]] == ["Đảng ủy xã An Bình", "Đảng ủy xã Bình Minh"]


def test_a_register_of_a_unit_that_has_ended_names_it_as_it_was(world):
    led(begun("chuyen-noi-bo", world.member(), to=world.a2), "05/06/2026")
    told = PAPERS["so-chuyen-sinh-hoat"](f"{world.a.reference}/2026-01-01/2026-06-30", d("01/01/2030"), ME)
    assert [told.head.above, told.head.issuer, told.facts["unit"], told.reference] == [
        "Đảng bộ huyện Hà Đông", "Đảng ủy xã An Bình", "Đảng bộ xã An Bình", world.a.ref,
    ]  # fmt: skip


def test_decisions_about_standing(world):
    person = world.member()
    exempt = procedures.open_case(
        "mien-sinh-hoat", subject=f"person:{person.uid}", on=d("01/06/2026"), by=ME,
        data={"ly_do": "tuoi_cao", "tu_ngay": d("15/06/2026")},
    )  # fmt: skip
    done(exempt, "02/06/2026", documents=(Handed("don"),))
    vote = {"obliged": 1, "present": 1, "for": 1, "against": 0, "blank": 0}
    done(exempt, "05/06/2026", so_nghi_quyet="03-NQ/CB", vote=vote, accept=True)
    told = built("qd-mien", exempt.reference)
    assert told.facts["cell_resolution"] == "03-NQ/CB ngày 05/06/2026" and told.head.issuer == "Chi bộ Thôn 1"
    assert told.facts["reason"] == "tuổi cao, sức yếu" and told.head.above == "Đảng bộ xã An Bình"

    def decision(number, on):
        return decisions.register(number=number, issued_on=d(on), issuer="Ban Thường vụ Huyện ủy", by=ME)

    case = procedures.open_case(
        "dinh-chi-sinh-hoat", subject=f"person:{person.uid}", on=d("01/07/2026"), by=ME, data={"ly_do": "Bị khởi tố"}
    )  # fmt: skip
    done(case, "02/07/2026")
    done(
        case,
        "03/07/2026",
        tu_ngay=d("03/07/2026"),
        den_ngay=d("03/10/2026"),
        because=decision("11-QĐ/HU", "03/07/2026"),
    )
    told = built("qd-dinh-chi", case.reference)
    assert [told.head.number, told.facts["deciding_body"]] == ["11-QĐ/HU", "Ban Thường vụ Huyện ủy"]
    assert told.facts["grounds"] == "Bị khởi tố" and told.facts["until"] == d("03/10/2026")
    done(case, "01/10/2026", viec="tro_lai")
    done(case, "02/10/2026", tro_lai_tu=d("03/10/2026"), because=decision("15-QĐ/HU", "02/10/2026"))
    told = built("qd-tro-lai", case.reference)
    assert told.facts["since"] == d("03/10/2026") and told.facts["decision"] == "11-QĐ/HU ngày 03/07/2026"


def test_who_may_not_see_the_case_prints_nothing_and_the_sealed_reason_stays_with_the_committee(world, sign_in):
    person = world.member(card="001234567890")
    case = led(begun("chuyen-noi-bo", person, to=world.a2), "05/06/2026", until="nop-giay")
    sign_in("bi_thu_chi_bo", world.b1)
    stranger = AccountViewer(Account.objects.get(), on=TODAY)
    for ref in (case.reference, f"event:{event(case).uid}"):
        with pytest.raises(Refusal):
            built("gt-noi-bo", ref, by=stranger)
    for ref in ("case:x", "event:01990000-0000-7000-8000-000000000000", "", "unit:1"):
        with pytest.raises(Refusal):
            built("gt-noi-bo", ref)
    sign_in("bi_thu_chi_bo", world.a1)
    secretary = AccountViewer(Account.objects.order_by("-pk").first(), on=TODAY)
    assert "card_number" not in built("gt-noi-bo", case.reference, by=secretary).facts


@pytest.mark.parametrize("code", ["gt-noi-bo", "phieu-bao"])
def test_a_letter_becomes_word_and_pdf(world, code):
    case = led(begun("chuyen-noi-bo", world.member(), to=world.a2), "05/06/2026")
    given = built(code, case.reference)
    paper = printing.make(code, given.facts, head=given.head, reference=given.reference)
    assert paper.docx[:2] == b"PK" and paper.pdf[:4] == b"%PDF"
