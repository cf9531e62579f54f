"""Kết nạp by its steps: the right order, what speaks against it, and the entry on the roll."""

from datetime import date

import pytest

from chibo.access.models import Grant
from chibo.access.queries import AccountViewer
from chibo.accounts.models import Account
from chibo.admission.models import AdmissionFact, Probation
from chibo.admission.tests.world import VOTE
from chibo.journal.models import Entry
from chibo.kernel.refusal import NotEntitled, Question, Refusal
from chibo.members import actions as members
from chibo.members import queries
from chibo.members.models import Person
from chibo.members.tests.world import ME, d
from chibo.procedures import actions as procedures
from chibo.procedures.rules.handlers import Handed


def refused(call, code):
    with pytest.raises(Refusal) as caught:
        call()
    assert caught.value.code == code, caught.value.message
    return caught.value


def test_from_the_source_to_the_ceremony(world):
    lan = world.prospect(national_id="001300012345")
    case = world.open(lan)
    steps, day = [], date(2024, 3, 1)
    while case.is_open:
        steps.append(case.step)
        world.step(case, day)
        day = date.fromordinal(day.toordinal() + 1)
    assert steps == [
        "dieu-kien", "don", "ly-lich", "gioi-thieu", "tham-tra", "y-kien", "chi-bo", "co-so", "quyet-dinh", "le-ket-nap",
    ]  # fmt: skip
    lan.refresh_from_db()
    person = lan.person
    assert (case.state, lan.state, lan.closed_on) == ("done", "admitted", d("10/03/2024"))
    event = person.events.get()
    assert (event.cause, event.on, event.decided_on, event.status) == (
        "admission", d("10/03/2024"), d("09/03/2024"), "probationary",
    )  # fmt: skip
    assert case.standing[-1].made == f"event:{event.uid}"
    assert queries.cell_on(person, on=d("10/03/2024")) == world.a1
    assert queries.cell_on(person, on=d("09/03/2024")) is None
    assert (person.national_id, Probation.objects.get(event=event).helper) == ("001300012345", world.binh)
    assert AdmissionFact.objects.count() == 0


def test_steps_out_of_order_are_refused(world):
    case = world.open(world.prospect())
    refused(lambda: world.step(case, "01/03/2024", step="chi-bo"), "out_of_order")
    world.step(case, "01/03/2024")
    with pytest.raises(Refusal):
        world.step(case, "28/02/2024")


@pytest.mark.parametrize(
    ("born", "meeting", "code"),
    [
        ("31/07/2006", "30/06/2024", "blocked"),
        ("31/07/2006", "01/07/2024", None),
        ("29/02/2008", "31/01/2026", "blocked"),
        ("29/02/2008", "01/02/2026", None),
    ],
)
def test_age_is_counted_by_month_on_the_day_of_the_meeting(world, born, meeting, code):
    lan = world.prospect(born=born)
    case = world.open(lan, on="01/03/2023")
    if code:
        caught = refused(lambda: world.step(case, meeting), code)
        assert caught.rule == "admission.age.min"
    else:
        world.step(case, meeting)
        assert case.step == "don"


def test_old_enough_by_month_but_not_by_day_is_pointed_out(world):
    case = world.open(world.prospect(born="31/07/2006"))
    with pytest.raises(Question) as caught:
        world.step(case, "01/07/2024", accept=False)
    assert "chưa đến ngày sinh 31/07/2006" in caught.value.message


def test_too_old_goes_the_way_of_the_special_kind(world):
    old = world.prospect(born="05/05/1960", unit=world.a1)
    case = world.open(old)
    assert case.value("kind") == "qua_tuoi"
    day = world.lead(case, "quyet-dinh", "01/03/2024")
    assert case.day_of("dong-y-tinh") is not None and case.day_of("dong-y") is None
    world.lead(case, "", day)
    fact = AdmissionFact.objects.get()
    assert (fact.kind, fact.consent.issued_on) == ("qua_tuoi", case.act_of("dong-y-tinh").on)


def test_special_kinds_have_a_step_more(world):
    believer = world.prospect(religion="cong_giao", occupation="chu_doanh_nghiep")
    case = world.open(believer)
    assert (case.value("kind"), case.value("other_kind")) == ("chu_doanh_nghiep", "co_dao")
    world.lead(case, "", "01/03/2024")
    assert case.day_of("dong-y") is not None
    assert sorted(AdmissionFact.objects.values_list("kind", flat=True)) == ["chu_doanh_nghiep", "co_dao"]


def test_a_kind_that_the_record_speaks_of_is_pointed_out(world):
    with pytest.raises(Question) as caught:
        world.open(world.prospect(religion="cong_giao"), data={"kind": "thuong"})
    assert "người có đạo" in caught.value.message


def test_a_certificate_that_has_run_out_is_flagged(world):
    lan = world.prospect(certified="15/06/2019", on="01/03/2019")
    world.step(case := world.open(lan), "15/06/2024", accept=False)
    assert case.step == "don"
    again = world.open(world.prospect("Vũ Thị Mai", born="01/01/2001", certified="15/06/2019", on="01/03/2019"))
    with pytest.raises(Question) as caught:
        world.step(again, "16/06/2024", accept=False)
    assert "hết hạn ngày 15/06/2024" in caught.value.message
    done = world.step(again, "16/06/2024")
    assert done.warnings[0]["rule"] == "admission.class_validity.months" and done.warnings[0]["cite"]


def at_introduction(world, **more):
    lan = world.prospect(**more)
    case = world.open(lan)
    return case, world.lead(case, "gioi-thieu", "01/03/2024")


def test_introducers_are_official_members_and_two_people(world):
    case, day = at_introduction(world)
    young = world.member("Lê Văn Dự", status="probationary", on="01/01/2024", party_since=d("01/01/2024"))
    gone = world.member("Lê Văn Đi")
    members.expel(gone, on=d("01/01/2024"), by=ME)

    def choose(**data):
        return lambda: world.step(case, day, data=data, documents=[Handed("gioi_thieu"), Handed("doan")])

    assert refused(choose(introducer_1=f"person:{young.uid}"), "blocked").rule == "admission.introducer.official"
    assert "không còn là đảng viên" in refused(choose(introducer_1=f"person:{gone.uid}"), "blocked").message
    an = f"person:{world.an.uid}"
    refused(choose(way="hai_dang_vien"), "second_introducer")
    refused(choose(way="hai_dang_vien", introducer_1=an, introducer_2=an), "same_person")
    choose(way="hai_dang_vien", introducer_2=f"person:{world.binh.uid}")()
    assert case.step == "tham-tra"


def test_an_introducer_of_elsewhere_or_newly_arrived_is_flagged(world):
    case, day = at_introduction(world)
    other = world.member("Lê Văn Xa", cell=world.a2)
    newly = world.member("Lê Văn Mới", cell=world.a2)
    members.transfer(newly, to=world.a1, on=d("01/06/2023"), by=ME)
    for person, told in ((other, "chi bộ khác"), (newly, "chưa đủ 12 tháng")):
        with pytest.raises(Question) as caught:
            world.step(case, day, data={"introducer_1": f"person:{person.uid}"}, accept=False)
        assert told in caught.value.message


def test_an_introducer_who_left_since_blocks_the_vote(world):
    case, day = at_introduction(world)
    world.lead(case, "chi-bo", day)
    members.strike_off(world.an, ground="lost_will", on=d("05/03/2024"), by=ME)
    caught = refused(
        lambda: world.step(case, "20/03/2024", vote=VOTE | {"obliged": 2, "present": 2, "for": 2}), "blocked"
    )
    assert caught.rule == "admission.introducer.official"


def test_votes_that_do_not_add_up_or_fall_short(world):
    case = world.open(world.prospect())
    day = world.lead(case, "chi-bo", "01/03/2024")
    refused(lambda: world.step(case, day, vote=VOTE | {"for": 2}), "vote_sum")
    refused(lambda: world.step(case, day, vote=VOTE | {"present": 4, "for": 4}), "vote_present")
    with pytest.raises(Question) as caught:
        world.step(case, day, vote={"obliged": 5, "present": 5, "for": 5, "against": 0, "blank": 0}, accept=False)
    assert "theo danh sách ngày" in caught.value.message
    world.step(case, day, vote={"obliged": 3, "present": 3, "for": 1, "against": 2, "blank": 0})
    assert case.state == "refused"
    assert Person.objects.filter(full_name="Trần Thị Lan").count() == 0


def test_two_thirds_are_reached_exactly(world):
    case = world.open(world.prospect())
    day = world.lead(case, "chi-bo", "01/03/2024")
    world.step(case, day, vote={"obliged": 3, "present": 3, "for": 2, "against": 0, "blank": 1})
    assert case.step == "co-so"


def test_a_decision_before_the_resolution_is_refused(world):
    case = world.open(world.prospect())
    day = world.lead(case, "quyet-dinh", "01/03/2024")
    early = world.decision("1-QĐ/HU", "02/03/2024")
    with pytest.raises(Refusal) as caught:
        world.step(case, day, because=early)
    assert caught.value.code in ("decision_before", "decision_before_resolution")
    world.step(case, day, because=world.decision("2-QĐ/HU", day))
    with pytest.raises(Refusal):
        world.step(case, "01/03/2024")


def test_a_late_ceremony_is_flagged(world):
    case = world.open(world.prospect())
    world.lead(case, "le-ket-nap", "01/03/2024")
    assert case.due_on == d("22/04/2024")
    with pytest.raises(Question) as caught:
        world.step(case, "23/04/2024", accept=False)
    assert "sau hạn 22/04/2024" in caught.value.message
    world.step(case, "23/04/2024")
    assert case.state == "done"


def test_the_competent_body_is_that_of_the_day(world):
    def holder(on, name):
        case = world.open(world.prospect(name, certified=""), on=on, accept=True)
        world.lead(case, "quyet-dinh", on)
        return case.waiting_unit.ref, case.waiting_capability

    assert holder("01/03/2025", "Trần Thị Lan") == ("H", "cases.above")
    assert holder("26/07/2026", "Trần Thị Mai") == ("A", "cases.base")


def test_readmission_waits_and_rests_on_consent(world):
    lan = world.member("Trần Thị Lan", born="20/08/1985", national_id="001300012345")
    members.strike_off(lan, ground="lost_will", on=d("01/06/2021"), by=ME)
    back = world.prospect(born="20/08/1985", national_id="001300012345")
    assert back.person == lan
    refused(lambda: world.open(back, data={"kind": "thuong"}), "was_member")
    with pytest.raises(Question) as caught:
        world.open(back)
    assert "chưa đủ 36 tháng (từ 01/06/2024)" in caught.value.message
    case = world.open(back, on="01/06/2024")
    world.lead(case, "", "02/06/2024")
    event = lan.events.order_by("-pk").first()
    assert (event.cause, case.day_of("dong-y-tinh") is not None) == ("readmission", True)
    assert AdmissionFact.objects.get().kind == "ket_nap_lai"


def test_readmission_after_a_conviction_waits_from_the_day_it_was_cleared(world):
    lan = world.member("Trần Thị Lan", born="20/08/1985", national_id="001300012345")
    members.strike_off(lan, ground="lost_will", on=d("01/06/2018"), by=ME)
    case = world.open(world.prospect(born="20/08/1985", national_id="001300012345"))
    day = world.lead(case, "dong-y-tinh", "02/02/2024")
    refused(lambda: world.step(case, day, data={"cleared_on": d("01/01/2025")}), "cleared_later")
    with pytest.raises(Question) as caught:
        world.step(case, day, data={"cleared_on": d("01/08/2019")}, accept=False)
    assert "chưa đủ 60 tháng từ khi được xóa án tích (từ 01/08/2024)" in caught.value.message
    world.step(case, day, data={"cleared_on": d("01/02/2019")}, accept=False)
    assert case.step == "quyet-dinh"
    assert "cleared_on" not in case.act_of("dong-y-tinh").data


def test_one_who_asked_to_leave_is_flagged(world):
    lan = world.member("Trần Thị Lan", born="20/08/1985", national_id="001300012345")
    members.leave_on_request(lan, on=d("01/06/2021"), by=ME)
    back = world.prospect(born="20/08/1985", national_id="001300012345", on="01/08/2026", certified="02/08/2026")
    with pytest.raises(Question) as caught:
        world.open(back, on="01/09/2026")
    assert "xin ra khỏi đảng" in caught.value.message and "208-QĐ/TW" in caught.value.message


def test_one_cannot_introduce_oneself(world):
    lan = world.member("Trần Thị Lan", born="20/08/1985", national_id="001300012345")
    members.strike_off(lan, ground="lost_will", on=d("01/06/2020"), by=ME)
    back = world.prospect(born="20/08/1985", national_id="001300012345")
    case = world.open(back)
    day = world.lead(case, "gioi-thieu", "01/03/2024")
    refused(lambda: world.step(case, day, data={"introducer_1": f"person:{lan.uid}"}), "applicant")


def test_a_dropped_prospect_has_no_open_case(world):
    from chibo.admission import actions

    lan = world.prospect()
    case = world.open(lan)
    refused(lambda: actions.drop_prospect(lan, reason="khong_du", on=d("01/05/2024"), by=ME), "open_case")
    procedures.withdraw(case, on=d("01/05/2024"), reason="Chuyển đi", by=ME)
    actions.drop_prospect(lan, reason="chuyen_di", on=d("01/05/2024"), by=ME)
    refused(lambda: world.open(lan, on="02/05/2024"), "not_listed")


def test_a_secretary_holds_the_ceremony_and_signs_for_it(world):
    """The step is the secretary's; the roll is written by it, and by nothing else of theirs."""
    account = Account.objects.create(username="bi-thu", display_name="Bí thư")
    Grant.objects.create(account=account, role="bi_thu_chi_bo", unit=world.a1, since=d("01/01/2020"))
    secretary = AccountViewer(account, on=d("22/11/2026"))
    case = world.open(world.prospect())
    day = world.lead(case, "le-ket-nap", "01/03/2024")
    with pytest.raises(NotEntitled):
        members.admit_member(world.person("Hồ Văn Nam"), cell=world.a1, on=day, by=secretary)
    helper = {"helper": f"person:{world.binh.uid}"}
    procedures.act(case, on=day, by=secretary, data=helper, accept=True)
    entry = Entry.objects.get(what="members.admission")
    assert (case.state, entry.actor, entry.on) == ("done", account.reference, day)
