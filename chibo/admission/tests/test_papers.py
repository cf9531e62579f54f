"""Every printed form of admission and recognition, filled from a case at its step and before it."""

import pytest

from chibo.admission.papers import PAPERS, PROBATION_STEPS, STEPS
from chibo.kernel.refusal import NotEntitled, NotFound
from chibo.members.tests.world import ME, d
from chibo.papers import queries as papers
from chibo.papers import rules

ON = d("22/11/2026")


@pytest.fixture
def led(world):
    """A case of admission at its end, one of recognition at its end, and one just opened of each."""
    rules.install(PAPERS)
    lan = world.prospect(workplace="Trường Tiểu học số 2", introducer_name="Chi đoàn Thôn 1", follower=world.chi)
    case = world.open(lan)
    world.lead(case, "", "01/03/2024")
    lan.refresh_from_db()
    recognition = world.recognition(lan.person, d("10/03/2024"), "01/02/2025")
    day = world.lead(recognition, "chi-bo", "01/02/2025")
    world.step(recognition, max(day, d("10/03/2025")))
    world.lead(recognition, "", "11/03/2025")
    fresh = world.open(world.prospect("Hồ Thị Mai", born="01/01/2001"))
    return {"admission": case, "recognition": recognition, "fresh": fresh}


@pytest.mark.parametrize("code", sorted(PAPERS))
def test_a_form_is_filled_and_drawn(world, led, code):
    case = led["recognition" if code in PROBATION_STEPS else "admission"]
    ref = {"so-ket-nap": world.h.reference}.get(code, case.reference)
    given = papers.built(code, ref, on=ON, by=ME)
    if code == "so-ket-nap":
        given = papers.built(code, ref, on=d("31/12/2024"), by=ME)
        assert [row["full_name"] for row in given.facts["people"]] == ["Trần Thị Lan"]
    else:
        assert given.facts["full_name"] == "Trần Thị Lan"
    made = papers.make_of(code, given, on=ON, address="https://chibo.test/")
    assert made.docx.startswith(b"PK") and "Trần Thị Lan" in " ".join(made.text)


@pytest.mark.parametrize("code", sorted(STEPS))
def test_before_its_step_what_is_not_known_is_left_to_be_written(world, led, code):
    given = papers.built(code, led["fresh"].reference, on=ON, by=ME)
    assert "votes_for" not in given.facts
    assert papers.make_of(code, given, on=ON, address="").docx


def test_a_resolution_says_its_votes(world, led):
    facts = papers.built("6-KNĐ", led["admission"].reference, on=ON, by=ME).facts
    assert (facts["obliged"], facts["votes_for"], facts["votes_share"], facts["meeting_on"]) == (
        3, 3, "100,00%", led["admission"].day_of("chi-bo"),
    )  # fmt: skip
    assert (facts["cell"], facts["committee"], facts["members_official"]) == ("Chi bộ Thôn 1", "Đảng ủy xã An Bình", 3)
    given = papers.built("9-KNĐ", led["admission"].reference, on=ON, by=ME)
    assert (given.head.issuer, given.reference) == ("Ban Thường vụ Huyện ủy Hà Đông", led["admission"].mark)
    facts = papers.built("16-KNĐ", led["recognition"].reference, on=ON, by=ME).facts
    assert (facts["admitted_on"], facts["official_from"]) == (d("10/03/2024"), d("10/03/2025"))


def test_a_decision_still_to_come_has_the_head_of_whoever_decides_by_the_rule_of_the_case(world, led):
    given = papers.built("9-KNĐ", led["fresh"].reference, on=ON, by=ME)
    assert (given.head.above, given.head.issuer, given.head.authority) == (
        None, "Huyện ủy Hà Đông", "T/M Ban Thường vụ",
    )  # fmt: skip
    assert given.facts["deciding_body"] == "Ban Thường vụ Huyện ủy Hà Đông"
    none_between = papers.built("7-KNĐ", led["fresh"].reference, on=ON, by=ME).head
    assert (none_between.above, none_between.issuer) == ("Đảng bộ xã An Bình", "")


def test_the_certificate_of_one_who_moves_names_both_cells(world):
    from chibo.admission import actions

    rules.install(PAPERS)
    lan = world.prospect(follower=world.an)
    actions.move_prospect(lan, to=world.b1, on=d("01/10/2026"), reason="Chuyển chỗ ở", by=ME)
    facts = papers.built("giup-do", lan.reference, on=ON, by=ME).facts
    assert (facts["cell"], facts["to_cell"], facts["to_committee"], facts["helper_name"], facts["reason"]) == (
        "Chi bộ Thôn 1", "Chi bộ Thôn 1", "Đảng ủy xã Bình Minh", "Lê Văn An", "Chuyển chỗ ở",
    )  # fmt: skip


def test_a_form_of_the_other_procedure_or_of_nothing_is_refused(world, led, sign_in):
    for code, ref in (
        ("16-KNĐ", led["admission"].reference),
        ("1-KNĐ", "case:x"),
        ("giup-do", "unit:x"),
        ("so-ket-nap", "x"),
    ):
        with pytest.raises(NotFound):
            papers.built(code, ref, on=ON, by=ME)


def test_printing_takes_the_right_to_see(world, led, rf):
    from chibo.access.models import Grant
    from chibo.access.queries import AccountViewer
    from chibo.accounts.models import Account

    account = Account.objects.create(username="xa", display_name="Xã")
    Grant.objects.create(account=account, role="van_phong_co_so", unit=world.b, since=d("01/01/2020"))
    viewer = AccountViewer(account, on=ON)
    with pytest.raises(NotFound):
        papers.built("6-KNĐ", led["admission"].reference, on=ON, by=viewer)
    with pytest.raises(NotEntitled):
        papers.built("so-ket-nap", world.h.reference, on=ON, by=viewer)
