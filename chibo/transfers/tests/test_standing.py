"""Exemption, suspension, resumption: what a case writes into the record of the member, from when until when."""

import pytest

from chibo.decisions import actions as decisions
from chibo.kernel.refusal import Question, Refusal
from chibo.members import actions as members
from chibo.members import queries as roll
from chibo.members.tests.world import ME, d, roll_of
from chibo.procedures import actions as procedures
from chibo.procedures.rules.handlers import Handed
from chibo.transfers.procedures.checks import value_on
from chibo.transfers.tests.leading import done, led

VOTE = {"obliged": 1, "present": 1, "for": 1, "against": 0, "blank": 0}
PAPERS = (Handed("don"),)


def opened(code, person, on="01/06/2026", **data):
    return procedures.open_case(code, subject=f"person:{person.uid}", on=d(on), by=ME, data=data)


def decision(number, on):
    return decisions.register(number=number, issued_on=d(on), issuer="Ban Thường vụ Đảng ủy xã An Bình", by=ME)


def values(person, name, *days):
    return [value_on(person, name, d(day)) for day in days]


def test_an_exemption_is_a_spell_with_reason_and_both_days(world):
    person = world.member()
    case = opened("mien-sinh-hoat", person, ly_do="dieu_tri", tu_ngay=d("15/06/2026"), den_ngay=d("15/12/2026"))
    with pytest.raises(Refusal, match="Còn thiếu giấy tờ"):
        done(case, "02/06/2026")
    done(case, "02/06/2026", documents=PAPERS)
    with pytest.raises(Refusal, match="biểu quyết"):
        done(case, "05/06/2026", so_nghi_quyet="03-NQ/CB")
    done(case, "05/06/2026", so_nghi_quyet="03-NQ/CB", vote=VOTE, accept=True)
    assert [case.step, case.waiting_unit] == ["bao-cao", world.a]
    led(case, "08/06/2026")
    assert values(person, "exemption", "14/06/2026", "15/06/2026", "14/12/2026", "15/12/2026") == [
        "", "dieu_tri", "dieu_tri", "khong",
    ]  # fmt: skip
    assert "03-NQ/CB" in person.attributes.get(name="exemption", value="dieu_tri").source
    assert roll.spell_on(person, on=d("01/07/2026")).exemption == "dieu_tri"
    assert roll_of(world.a, "01/07/2026") == {"Nguyễn Văn An"}


def test_what_the_cell_did_not_agree_to_changes_nothing(world):
    person = world.member()
    case = opened("mien-sinh-hoat", person, ly_do="tuoi_cao", tu_ngay=d("15/06/2026"))
    done(case, "02/06/2026", documents=PAPERS)
    done(case, "05/06/2026", so_nghi_quyet="03", vote=VOTE | {"for": 0, "against": 1}, accept=True)
    assert [case.state, person.attributes.filter(name="exemption").exists()] == ["refused", False]


def test_away_for_work_is_exempt_for_a_year_at_most(world):
    person = world.member()
    case = opened("mien-sinh-hoat", person, ly_do="luu_dong", tu_ngay=d("15/06/2026"), den_ngay=d("16/06/2027"))
    with pytest.raises(Question, match="không quá 12 tháng"):
        done(case, "02/06/2026", documents=PAPERS)
    wrong = opened(
        "mien-sinh-hoat", world.member("Lò Thị Mai"), ly_do="khac", tu_ngay=d("15/06/2026"), den_ngay=d("01/06/2026")
    )
    with pytest.raises(Refusal, match="phải sau ngày bắt đầu"):
        done(wrong, "02/06/2026", documents=PAPERS)


def test_a_suspension_is_prolonged_and_lifted(world):
    person = world.member()
    case = opened("dinh-chi-sinh-hoat", person, ly_do="Bị khởi tố")
    done(case, "02/06/2026")
    with pytest.raises(Refusal, match="phải có quyết định"):
        done(case, "05/06/2026", tu_ngay=d("05/06/2026"), den_ngay=d("05/09/2026"))
    with pytest.raises(Refusal, match="phải đến sau"):
        done(
            case, "05/06/2026", tu_ngay=d("05/06/2026"), den_ngay=d("05/06/2026"), because=decision("01", "05/06/2026")
        )
    done(case, "05/06/2026", tu_ngay=d("05/06/2026"), den_ngay=d("05/09/2026"), because=decision("02", "05/06/2026"))
    assert [case.step, case.due_on] == ["het-han", d("05/09/2026")]
    done(case, "04/09/2026", viec="gia_han")
    with pytest.raises(Refusal, match="phải đến sau"):
        done(case, "04/09/2026", den_ngay=d("01/09/2026"), because=decision("03", "04/09/2026"))
    done(case, "04/09/2026", den_ngay=d("05/11/2026"), because=decision("04", "04/09/2026"))
    assert [case.step, case.due_on] == ["het-han", d("05/11/2026")]
    done(case, "01/11/2026", viec="tro_lai")
    done(case, "02/11/2026", tro_lai_tu=d("03/11/2026"), because=decision("05", "02/11/2026"))
    assert case.state == "done"
    assert values(person, "activity", "04/06/2026", "05/06/2026", "02/11/2026", "03/11/2026") == [
        "", "dinh_chi", "dinh_chi", "khong",
    ]  # fmt: skip
    assert roll_of(world.a, "01/07/2026") == {"Nguyễn Văn An"}


def test_what_was_recorded_directly_is_lifted_by_a_case(world):
    person = world.member()
    with pytest.raises(Refusal, match="không ghi đình chỉ"):
        case = opened("cho-tro-lai-sinh-hoat", person, hinh_thuc="tro_lai", ly_do="Hết thời hạn")
        done(case, "02/06/2026")
    procedures.withdraw(case, on=d("02/06/2026"), reason="Nhầm", by=ME)
    members.change_attribute(person, name="activity", value="gian_doan", since=d("01/02/2026"), by=ME)
    case = opened("cho-tro-lai-sinh-hoat", person, "03/06/2026", hinh_thuc="noi_lai", ly_do="Đã về")
    done(case, "04/06/2026")
    done(case, "05/06/2026", tro_lai_tu=d("05/06/2026"), because=decision("06", "05/06/2026"))
    assert values(person, "activity", "04/06/2026", "05/06/2026") == ["gian_doan", "khong"]
    members.change_attribute(person, name="exemption", value="tuoi_cao", since=d("01/07/2026"), by=ME)
    case = opened("cho-tro-lai-sinh-hoat", person, "01/08/2026", hinh_thuc="het_mien", ly_do="Tự nguyện")
    done(case, "01/08/2026")
    done(case, "02/08/2026", tro_lai_tu=d("02/08/2026"), because=decision("07", "02/08/2026"))
    assert values(person, "exemption", "01/08/2026", "02/08/2026") == ["tuoi_cao", "khong"]


@pytest.mark.parametrize("code", ["mien-sinh-hoat", "dinh-chi-sinh-hoat", "cho-tro-lai-sinh-hoat"])
def test_nobody_who_is_not_on_a_roll(world, code):
    data = {
        "mien-sinh-hoat": {"ly_do": "khac", "tu_ngay": d("01/06/2026")},
        "dinh-chi-sinh-hoat": {"ly_do": "x"},
        "cho-tro-lai-sinh-hoat": {"hinh_thuc": "tro_lai", "ly_do": "x"},
    }[code]
    person = world.person("Lò Thị Mai")
    with pytest.raises(Refusal, match="không có tên"):
        procedures.open_case(code, subject=f"person:{person.uid}", on=d("01/06/2026"), by=ME, unit=world.a1, data=data)


def test_a_value_corrected_in_the_record_lets_its_step_be_taken_back(world):
    person = world.member()
    case = opened("mien-sinh-hoat", person, ly_do="dieu_tri", tu_ngay=d("15/06/2026"))
    done(case, "02/06/2026", documents=PAPERS)
    done(case, "05/06/2026", so_nghi_quyet="03-NQ/CB", vote=VOTE, accept=True)
    with pytest.raises(Refusal, match="từ ngày 15/06/2026") as caught:
        procedures.take_back(case, reason="Nhầm", by=ME)
    assert caught.value.code == "made" and case.step == "bao-cao"
    members.correct_attribute(
        person.attributes.get(name="exemption", value="dieu_tri"), value="khong", reason="Nhầm người", by=ME
    )
    procedures.take_back(case, reason="Nhầm người", by=ME)
    assert case.step == "nghi-quyet"
