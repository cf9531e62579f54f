"""Cases of help and leaving: what each brings about, what speaks against it, what it leaves in the figures."""

import pytest

from chibo.indicators import engine
from chibo.indicators.model import Asked
from chibo.kernel.days import Period
from chibo.kernel.refusal import Question, Refusal
from chibo.kernel.scope import Scope
from chibo.members import actions as members
from chibo.members import queries as roll
from chibo.members.indicators.removal import REM_01
from chibo.members.tests.world import ME, d, roll_of
from chibo.org import actions as org
from chibo.procedures import actions as procedures
from chibo.procedures.models import Case
from chibo.removal.models import AssistancePeriod
from chibo.removal.queries.leaving import departure, may_return
from chibo.removal.rules import traces
from chibo.removal.tests.leading import AGAINST, FOR_ALL, begun, decision, done, struck_off

YEAR = Period(d("01/01/2026"), d("31/12/2026"))


def removals(unit) -> int:
    return engine.evaluate(REM_01, Asked(Scope(unit), YEAR)).value


def test_help_ends_with_the_vote_of_the_cell(world):
    person = world.member()
    case = begun("sang-loc", person, "01/03/2025", ly_do="Bỏ họp nhiều lần")
    assert case.mark == "SL-2025-00001"
    done(case, "01/03/2025")
    done(case, "05/03/2025", nguoi_giup="Lò Văn Páo", ke_hoach="Gặp hằng tháng")
    row = AssistancePeriod.objects.get()
    assert [row.since, row.due_on, row.case, case.due_on] == [
        d("05/03/2025"),
        d("05/03/2026"),
        case.reference,
        d("05/03/2026"),
    ]
    assert b"Gap" not in bytes(row.sealed)
    done(case, "06/03/2026", vote=FOR_ALL)
    row.refresh_from_db()
    assert [case.state, row.result, row.until, row.vote["for"]] == ["done", "tien_bo", d("06/03/2026"), 3]


def test_without_two_thirds_the_help_was_in_vain(world):
    person = world.member()
    case = begun("sang-loc", person, "01/03/2025", ly_do="Bỏ họp")
    done(case, "01/03/2025")
    done(case, "05/03/2025", nguoi_giup="Lò Văn Páo")
    with pytest.raises(Question, match="mới hết"):
        done(case, "01/02/2026", vote=AGAINST, accept=False)
    done(case, "06/03/2026", vote=AGAINST)
    assert [case.step, AssistancePeriod.objects.get().result] == ["de-nghi", "de_nghi"]
    done(case, "10/03/2026", y_kien="mo_xoa_ten")
    assert case.state == "done"
    begun("xoa-ten", person, "11/03/2026", can_cu="lost_will", accept=False)


def test_nobody_is_helped_twice_at_a_time_and_withdrawal_takes_help_off(world):
    person = world.member()
    case = begun("sang-loc", person, ly_do="Bỏ họp")
    done(case, "01/06/2026")
    done(case, "02/06/2026", nguoi_giup="Lò Văn Páo")
    with pytest.raises(Refusal):
        begun("sang-loc", person, "03/06/2026", ly_do="Bỏ họp")
    procedures.withdraw(case, on=d("03/06/2026"), reason="Ghi nhầm", by=ME)
    assert AssistancePeriod.objects.get().state == "annulled"


def test_striking_off_goes_through_cell_base_and_decision(world):
    person = world.member()
    case = struck_off(person)
    assert [case.step, case.waiting_unit, case.due_on > d("20/06/2026")] == ["thong-bao", world.a, True]
    assert [roll.cell_on(person, on=d("19/06/2026")), roll.cell_on(person, on=d("20/06/2026"))] == [world.a1, None]
    event = departure(person, on=d("21/06/2026"))
    assert [event.cause, event.ground, event.decision.number] == ["strike_off", "returned_card", "34-QĐ/HU"]
    assert removals(world.h) == 1
    with pytest.raises(Refusal, match="Ngày nhận"):
        done(case, "25/06/2026", ngay_nhan=d("19/06/2026"))
    done(case, "25/06/2026", ngay_nhan=d("22/06/2026"), thu_the=True)
    assert case.state == "done"


def test_a_probationer_is_struck_off_by_the_rule_of_the_charter(world):
    person = world.member(status="probationary", on="01/03/2025", party_since=d("01/02/2025"))
    case = begun("xoa-ten", person, can_cu="probation_failed")
    done(case, "02/06/2026", papers=["bao-cao"])
    assert case.step == "chi-bo-du-bi"
    with pytest.raises(Refusal, match="không khớp"):
        done(case, "05/06/2026", vote=FOR_ALL | {"for": 2}, nghi_quyet="05-NQ/CB")
    done(case, "05/06/2026", vote=AGAINST, nghi_quyet="05-NQ/CB")
    assert [case.state, roll_of(world.a, "22/11/2026")] == ["refused", {"Nguyễn Văn An"}]


def test_the_decision_is_not_signed_before_the_resolution_nor_effective_before_it(world):
    person = world.member()
    case = begun("xoa-ten", person, can_cu="returned_card")
    done(case, "02/06/2026", papers=["bao-cao"])
    done(case, "05/06/2026", vote=FOR_ALL, nghi_quyet="05-NQ/CB")
    done(case, "10/06/2026", vote=FOR_ALL, nghi_quyet_co_so="12-NQ/ĐU")
    with pytest.raises(Refusal, match="trước bước"):
        done(case, "20/06/2026", because=decision("1-QĐ", "09/06/2026"), hieu_luc=d("20/06/2026"))
    signed = decision("2-QĐ", "15/06/2026")
    with pytest.raises(Refusal, match="trước ngày ký"):
        done(case, "20/06/2026", because=signed, hieu_luc=d("14/06/2026"))
    with pytest.raises(Refusal, match="chưa đến"):
        done(case, "20/06/2026", because=signed, hieu_luc=d("21/06/2026"))
    assert roll_of(world.a, "22/11/2026") == {"Nguyễn Văn An"}


def test_grounds_are_held_against_the_records(world):
    person = world.member()
    with pytest.raises(Refusal, match="không phải đảng viên dự bị"):
        begun("xoa-ten", person, can_cu="probation_failed")
    with pytest.raises(Refusal, match="số tháng"):
        begun("xoa-ten", person, can_cu="no_activity")
    with pytest.raises(Refusal, match="từ 3 tháng"):
        begun("xoa-ten", person, can_cu="no_activity", so_thang=2)
    with pytest.raises(Question, match="giúp đỡ"):
        begun("xoa-ten", person, can_cu="lost_will", accept=False)
    begun("xoa-ten", person, can_cu="no_activity", so_thang=3)
    with pytest.raises(Refusal, match="XT-2026-00001"):
        begun("xin-ra", person)


def test_leaving_on_request_needs_the_own_application(world):
    person = world.member()
    case = begun("xin-ra", person, ly_do="Hoàn cảnh gia đình")
    with pytest.raises(Refusal, match="Đơn xin ra"):
        done(case, "01/06/2026")
    done(case, "01/06/2026", papers=["don"])
    done(case, "05/06/2026", vote=FOR_ALL, nghi_quyet="6-NQ/CB")
    done(case, "10/06/2026", vote=FOR_ALL, nghi_quyet_co_so="7-NQ/ĐU")
    done(case, "20/06/2026", because=decision("35-QĐ/HU", "18/06/2026"), hieu_luc=d("18/06/2026"))
    event = departure(person, on=d("20/06/2026"))
    assert [event.cause, event.on] == ["voluntary_exit", d("18/06/2026")]
    told = may_return(event, on=d("22/11/2026"))
    assert [told.day, "Không xét" in told.text] == [None, True]


def test_whoever_left_may_be_considered_again_after_the_months_of_the_rule(world):
    person = world.member()
    struck_off(person)
    event = departure(person, on=d("22/11/2026"))
    assert may_return(event, on=d("22/11/2026")).day == d("20/06/2029")
    other = world.member("Lò Văn Páo")
    struck_off(other, ground="no_activity", so_thang=4)
    event = departure(other, on=d("22/11/2026"))
    assert may_return(event, on=d("22/11/2026")).day is None
    assert may_return(event, on=d("01/07/2026")).day == d("20/06/2029")


def test_death_takes_off_the_roll_and_stops_help(world):
    person = world.member()
    help_case = begun("sang-loc", person, "01/03/2026", ly_do="Bỏ họp")
    done(help_case, "01/03/2026")
    done(help_case, "02/03/2026", nguoi_giup="Lò Văn Páo")
    case = begun("bao-tu-tran", person, ngay_mat=d("28/05/2026"))
    assert case.due_on == d("09/07/2026")
    done(case, "02/06/2026")
    assert [roll.cell_on(person, on=d("27/05/2026")), roll.cell_on(person, on=d("28/05/2026"))] == [world.a1, None]
    assert [case.step, case.due_on, AssistancePeriod.objects.get().result] == ["phieu-bao", d("09/07/2026"), "thoi"]
    assert removals(world.h) == 0
    done(case, "10/06/2026", so_phieu="3")
    assert case.state == "done"


def test_a_death_before_later_facts_is_refused_or_asked_about(world, monkeypatch):
    person = world.member()
    members.transfer(person, to=world.a2, on=d("15/05/2026"), by=ME)
    case = begun("bao-tu-tran", person, ngay_mat=d("10/05/2026"))
    with pytest.raises(Refusal, match="Chuyển sinh hoạt"):
        done(case, "02/06/2026")
    other = world.member("Lò Văn Páo")
    members.change_attribute(other, name="occupation", value="huu_tri", since=d("20/05/2026"), by=ME)
    monkeypatch.setattr(traces, "_known", (lambda person, day: ["Đã đóng đảng phí tháng 06/2026."],))
    case = begun("bao-tu-tran", other, ngay_mat=d("10/05/2026"))
    with pytest.raises(Question) as asked:
        done(case, "02/06/2026", accept=False)
    assert "20/05/2026" in asked.value.message and "đảng phí" in asked.value.message
    with pytest.raises(Refusal, match="sau ngày"):
        begun("bao-tu-tran", world.member("Hà Thị Lụa"), ngay_mat=d("02/06/2026"))


def test_a_complaint_in_time_may_restore(world):
    person = world.member()
    struck_off(person)
    assert removals(world.h) == 1
    case = begun("khieu-nai", person, "10/07/2026", ngay_nhan=d("22/06/2026"), ngay_don=d("08/07/2026"), accept=False)
    done(case, "11/07/2026", papers=["don"])
    assert case.waiting_unit == world.h
    done(case, "20/08/2026", ket_qua="giu_nguyen", because=decision("5-QĐ", "18/08/2026"))
    assert [case.step, case.due_on] == ["tiep-len-tinh", d("05/10/2026")]
    done(case, "01/09/2026", khieu_nai_tiep=True)
    done(case, "10/10/2026", ket_qua="phuc_hoi", phuc_hoi_tu=d("10/10/2026"), because=decision("6-QĐ", "09/10/2026"))
    assert [case.state, removals(world.h)] == ["done", 0]
    assert [roll.cell_on(person, on=d("09/10/2026")), roll.cell_on(person, on=d("10/10/2026"))] == [None, world.a1]
    with pytest.raises(Refusal, match="không ở trong tình trạng"):
        begun("khieu-nai", person, "11/10/2026", ngay_nhan=d("22/06/2026"), ngay_don=d("11/10/2026"))


def test_a_wrong_decision_leaves_every_count_and_a_late_complaint_is_asked_about(world):
    person = world.member()
    struck_off(person)
    facts = {"ngay_nhan": d("22/06/2026"), "ngay_don": d("01/09/2026")}
    with pytest.raises(Question, match="quá hạn"):
        begun("khieu-nai", person, "02/09/2026", accept=False, **facts)
    case = begun("khieu-nai", person, "03/09/2026", **facts)
    done(case, "03/09/2026", papers=["don"])
    done(case, "20/09/2026", ket_qua="huy", because=decision("5-QĐ", "18/09/2026"))
    assert [case.state, removals(world.h), roll_of(world.a, "01/08/2026")] == ["done", 0, {"Nguyễn Văn An"}]


def test_an_upheld_decision_stays_where_nobody_complains_on(world):
    person = world.member()
    struck_off(person)
    case = begun("khieu-nai", person, "10/07/2026", ngay_nhan=d("22/06/2026"), ngay_don=d("08/07/2026"))
    done(case, "11/07/2026", papers=["don"])
    done(case, "20/08/2026", ket_qua="giu_nguyen", because=decision("5-QĐ", "18/08/2026"))
    done(case, "01/12/2026", khieu_nai_tiep=False)
    assert [case.state, removals(world.h)] == ["refused", 1]


def test_restoration_without_complaint_after_the_cell_was_merged(world):
    person = world.member()
    members.strike_off(person, ground="returned_card", on=d("01/03/2026"), by=ME)
    org.dissolve(units=[world.a1], to=world.a2, on=d("01/05/2026"), by=ME)
    case = begun("phuc-hoi", person, "01/06/2026", ly_do="Minh oan")
    done(case, "02/06/2026")
    done(case, "10/06/2026", phuc_hoi_tu=d("05/06/2026"), because=decision("9-QĐ", "04/06/2026"))
    assert [case.state, roll.cell_on(person, on=d("05/06/2026"))] == ["done", world.a2]
    assert Case.objects.get().unit == world.a2


def test_nobody_who_is_a_member_can_be_restored(world):
    with pytest.raises(Refusal, match="không ở trong tình trạng"):
        begun("phuc-hoi", world.member())


def test_expulsion_is_complained_of_within_the_days_of_discipline(world):
    person = world.member()
    members.expel(person, on=d("01/06/2026"), by=ME)
    facts = {"ngay_nhan": d("01/06/2026")}
    with pytest.raises(Refusal, match="30 ngày kể từ"):
        begun("khieu-nai", person, "03/07/2026", ngay_don=d("02/07/2026"), **facts)
    assert begun("khieu-nai", person, "03/07/2026", ngay_don=d("01/07/2026"), accept=False, **facts).is_open
