"""Cases of transfer: the person is on one side on every day, and every day that matters is on record."""

import pytest

from chibo.kernel.refusal import Question, Refusal
from chibo.members import actions as members
from chibo.members import queries as roll
from chibo.members.tests.world import ME, d, roll_of, stays_of
from chibo.members.vocabulary import Cause, EventState
from chibo.org import actions as org
from chibo.posts import actions as posts
from chibo.procedures import actions as procedures
from chibo.procedures.models import Case
from chibo.procedures.rules.handlers import of_case
from chibo.procedures.vocabulary import ActKind
from chibo.transfers.models import Letter, TransferAbroad
from chibo.transfers.rules import holds
from chibo.transfers.tests.leading import RETURNED, begun, done, event, led


def where(person, *days):
    return [getattr(roll.cell_on(person, on=d(day)), "ref", None) for day in days]


def test_a_transfer_between_bases_goes_through_every_level_of_both_sides(world):
    person = world.member()
    case = begun("chuyen-chinh-thuc", person, to=world.b1)
    assert case.mark == "CSH-2026-00001"
    steps = []
    for on in ("01/06/2026", "02/06/2026", "03/06/2026", "04/06/2026"):
        steps.append(case.step)
        done(case, on, **({"so_giay": "12-GT/ĐU", "ho_so": "Thẻ, hồ sơ"} if case.step == "giao-giay" else {}))
    assert steps == ["de-nghi", "gioi-thieu-chi-bo", "gioi-thieu-co-so", "giao-giay"]
    assert [one.step for one in case.acts.filter(kind=ActKind.SKIPPED)] == [
        "gioi-thieu-bo-phan", "gioi-thieu-cap-tren", "tiep-nhan-cap-tren",
    ]  # fmt: skip
    assert [case.step, case.waiting_unit, case.due_on] == ["tiep-nhan-co-so", world.b, d("16/07/2026")]
    sent = event(case)
    assert [sent.state, sent.sent_on, sent.transfer_kind] == [EventState.PENDING, d("04/06/2026"), "permanent"]
    assert [sent.letter.number, sent.letter.dossier] == ["12-GT/ĐU", "Thẻ, hồ sơ"]
    done(case, "08/06/2026")
    done(case, "09/06/2026", du_ho_so=True)
    assert where(person, "09/06/2026") == ["A1"]
    done(case, "10/06/2026", ket_qua="nhan")
    assert where(person, "09/06/2026", "10/06/2026") == ["A1", "B1"]
    assert [case.step, case.waiting_unit] == ["phieu-bao", world.a]
    done(case, "20/06/2026")
    assert case.state == "done"
    got = event(case)
    assert [got.presented_on, got.received_on, got.reported_on] == [d("09/06/2026"), d("10/06/2026"), d("20/06/2026")]
    assert got.letter.dossier_received_on == d("09/06/2026")


def test_a_transfer_within_a_base_has_one_step_of_the_shared_level(world):
    person = world.member()
    case = led(begun("chuyen-noi-bo", person, to=world.a2), "02/06/2026")
    assert [one.step for one in case.standing if one.kind == ActKind.STEP] == [
        "de-nghi", "gioi-thieu-chi-bo", "giao-giay", "nop-giay", "tiep-nhan-chi-bo",
    ]  # fmt: skip
    assert where(person, "01/06/2026", "02/06/2026") == ["A1", "A2"]
    assert [case.state, event(case).transfer_kind, event(case).reported_on] == ["done", "internal", d("02/06/2026")]


@pytest.mark.parametrize(("code", "to"), [("chuyen-noi-bo", "b1"), ("chuyen-chinh-thuc", "a2")])
def test_the_kind_follows_from_the_two_cells(world, code, to):
    with pytest.raises(Refusal, match="Hãy dùng quy trình"):
        begun(code, world.member(), to=getattr(world, to))
    assert not Case.objects.exists()


@pytest.mark.parametrize("to", [None, "a", "a1", "old"])
def test_the_destination_is_another_cell_that_stands(world, to):
    with pytest.raises(Refusal):
        begun("chuyen-chinh-thuc", world.member(), to=to and getattr(world, to))
    assert not Case.objects.exists()


def test_two_open_transfers_are_refused_however_they_were_begun(world):
    person = world.member()
    begun("chuyen-chinh-thuc", person, to=world.b1)
    for code, more in (
        ("chuyen-chinh-thuc", {"to": world.b1}),
        ("chuyen-noi-bo", {"to": world.a2}),
        ("chuyen-di", {"noi_den": "Đảng ủy phường Cẩm Phả"}),
    ):
        with pytest.raises(Refusal, match="chưa xong"):
            begun(code, person, **more)
    other = world.member("Trần Thị Bích")
    members.send_transfer(other, to=world.b1, on=d("01/05/2026"), by=ME)
    with pytest.raises(Refusal, match="chưa tiếp nhận"):
        begun("chuyen-noi-bo", other, to=world.a2)
    assert [case.subject for case in Case.objects.all()] == [f"person:{person.uid}"]


def test_the_next_transfer_may_begin_while_the_slip_of_the_last_is_still_out(world):
    person = world.member()
    led(begun("chuyen-chinh-thuc", person, to=world.b1), "02/06/2026", until="phieu-bao")
    led(begun("chuyen-chinh-thuc", person, "01/09/2026", to=world.a2), "02/09/2026", until="phieu-bao")
    assert where(person, "01/09/2026", "02/09/2026") == ["B1", "A2"]


def test_a_letter_returned_leaves_the_person_where_they_were(world):
    person = world.member()
    case = led(begun("chuyen-chinh-thuc", person, to=world.b1), "02/06/2026", until="tiep-nhan-chi-bo")
    with pytest.raises(Refusal, match="lý do trả lại"):
        done(case, "03/06/2026", ket_qua="tra_lai")
    assert event(case).state == EventState.PENDING
    done(case, "03/06/2026", **RETURNED)
    assert [case.state, event(case).state, event(case).note] == ["refused", EventState.ANNULLED, "Thiếu hồ sơ"]
    assert where(person, "03/06/2026", "22/11/2026") == ["A1", "A1"]
    begun("chuyen-chinh-thuc", person, "10/06/2026", to=world.b1)


def test_sent_back_or_withdrawn_nobody_is_on_the_way_any_more(world):
    person = world.member()
    case = led(begun("chuyen-chinh-thuc", person, to=world.b1), "02/06/2026", until="nop-giay")
    procedures.send_back(case, to="giao-giay", on=d("05/06/2026"), reason="Sai tên", by=ME)
    assert [event(case).state, case.waiting_unit] == [EventState.ANNULLED, world.a]
    led(case, "06/06/2026", until="nop-giay")
    assert [event(case).state, event(case).sent_on] == [EventState.PENDING, d("06/06/2026")]
    procedures.withdraw(case, on=d("07/06/2026"), reason="Thôi không chuyển", by=ME)
    assert [event(case).state, case.state] == [EventState.ANNULLED, "withdrawn"]
    assert where(person, "22/11/2026") == ["A1"]


def test_what_the_office_records_directly_is_taken_over(world):
    person = world.member()
    case = led(begun("chuyen-chinh-thuc", person, to=world.b1), "02/06/2026", until="giao-giay")
    sent = members.send_transfer(person, to=world.b1, on=d("03/06/2026"), kind="permanent", by=ME)
    done(case, "03/06/2026")
    assert event(case) == sent
    members.receive_transfer(sent, on=d("05/06/2026"), by=ME)
    led(case, "06/06/2026")
    assert [case.state, event(case).received_on] == ["done", d("05/06/2026")]
    assert person.events.filter(cause=Cause.TRANSFER).exclude(state=EventState.ANNULLED).get() == sent


def test_what_was_returned_directly_stops_the_case_with_words(world):
    person = world.member()
    case = led(begun("chuyen-chinh-thuc", person, to=world.b1), "02/06/2026", until="nop-giay")
    members.return_transfer(event(case), reason="Nhầm", by=ME)
    with pytest.raises(Refusal, match="trả lại hoặc hủy"):
        done(case, "03/06/2026")
    procedures.send_back(case, to="giao-giay", on=d("03/06/2026"), reason="Gửi lại", by=ME)
    members.send_transfer(person, to=world.a2, on=d("04/06/2026"), by=ME)
    with pytest.raises(Refusal, match="đến một chi bộ khác"):
        done(case, "04/06/2026")


def test_steps_out_of_order_and_days_before_the_last_are_refused(world):
    case = led(begun("chuyen-chinh-thuc", world.member(), to=world.b1), "02/06/2026", until="giao-giay")
    with pytest.raises(Refusal, match="lần lượt"):
        done(case, "03/06/2026", step="nop-giay")
    with pytest.raises(Refusal, match="trước ngày"):
        done(case, "01/06/2026")
    with pytest.raises(Refusal, match="Bước này không hỏi"):
        done(case, "03/06/2026", tien="5")


def test_out_of_reach_one_leaves_on_the_day_of_the_letter(world):
    person = world.member()
    case = begun("chuyen-di", person, noi_den="Đảng ủy phường Cẩm Phả, Quảng Ninh")
    led(case, "05/06/2026", until="phieu-bao")
    gone = event(case)
    assert [gone.cause, gone.other_place] == [Cause.TRANSFER_OUT, "Đảng ủy phường Cẩm Phả, Quảng Ninh"]
    assert where(person, "04/06/2026", "05/06/2026") == ["A1", None]
    led(case, "01/07/2026")
    assert event(case).reported_on == d("01/07/2026")
    back = begun(
        "chuyen-den", person, "01/10/2026", unit=world.b1, noi_di="Đảng ủy phường Cẩm Phả", tu_cach="official",
        ngay_gioi_thieu=d("25/09/2026"),
    )  # fmt: skip
    led(back, "10/10/2026")
    assert [back.state, where(person, "09/10/2026", "10/10/2026")] == ["done", [None, "B1"]]
    assert [event(back).cause, event(back).sent_on] == [Cause.TRANSFER_IN, d("25/09/2026")]


def test_an_arrival_is_refused_for_who_is_on_a_roll_and_for_a_letter_of_tomorrow(world):
    facts = {"unit": world.b1, "noi_di": "Nơi khác", "tu_cach": "official"}
    with pytest.raises(Refusal, match="đang có tên"):
        begun("chuyen-den", world.member(), ngay_gioi_thieu=d("01/05/2026"), **facts)
    case = begun("chuyen-den", world.person("Lò Thị Mai"), ngay_gioi_thieu=d("02/06/2026"), **facts)
    with pytest.raises(Refusal, match="sau ngày nộp"):
        done(case, "01/06/2026")
    led(case, "03/06/2026", until="tiep-nhan-chi-bo")
    done(case, "04/06/2026", **RETURNED)
    assert [case.state, roll_of(world.b, "05/06/2026")] == ["refused", set()]


def test_abroad_and_back(world):
    person = world.member(status="probationary", party_since=d("01/02/2026"), on="01/03/2026")
    case = begun(
        "chuyen-ra-nuoc-ngoai", person, nuoc="Nhật Bản", muc_dich="lao_dong", du_kien_ve=d("01/09/2026")
    )  # fmt: skip
    led(case, "05/06/2026", until="ve-nuoc")
    assert [case.due_on, where(person, "05/06/2026")] == [d("01/09/2026"), [None]]
    row = TransferAbroad.objects.get()
    assert [row.country, row.purpose, row.is_open, row.event] == ["Nhật Bản", "lao_dong", True, event(case)]
    done(case, "20/10/2026", ket_qua="ve")
    row.refresh_from_db()
    assert [case.state, row.returned_on, row.return_event] == ["done", d("20/10/2026"), event(case)]
    assert where(person, "19/10/2026", "20/10/2026") == [None, "A1"]
    spell = roll.spell_on(person, on=d("20/10/2026"))
    assert [spell.status, spell.party_since] == ["probationary", d("01/02/2026")]


def test_who_stays_abroad_closes_the_case_without_a_return(world):
    person = world.member()
    case = led(begun("chuyen-ra-nuoc-ngoai", person, nuoc="Lào", muc_dich="hoc_tap"), "05/06/2026", until="ve-nuoc")
    done(case, "20/10/2026", ket_qua="khong_ve")
    assert [case.state, TransferAbroad.objects.get().is_open] == ["lapsed", True]


def test_a_temporary_stay_leaves_the_roll_alone_and_waits_for_its_end(world):
    person = world.member()
    case = begun("chuyen-tam-thoi", person, to=world.b1, den_ngay=d("01/09/2026"))
    led(case, "03/06/2026", until="tiep-nhan-chi-bo")
    done(case, "05/06/2026", ket_qua="nhan")
    assert [case.step, case.due_on, case.waiting_unit] == ["het-tam-thoi", d("01/09/2026"), world.b1]
    assert [event(case).sent_on, event(case).received_on] == [d("03/06/2026"), d("05/06/2026")]
    assert [roll_of(world.a, "06/06/2026"), roll_of(world.b, "06/06/2026")] == [{"Nguyễn Văn An"}, set()]
    assert stays_of(person, "temporary")[0][0] == "B1"
    with pytest.raises(Refusal, match="ngày mới"):
        done(case, "01/09/2026", ket_thuc="gia_han")
    done(case, "01/09/2026", ket_thuc="gia_han", den_ngay=d("01/11/2026"))
    assert [case.step, case.due_on] == ["het-tam-thoi", d("01/11/2026")]
    done(case, "01/11/2026", ket_thuc="ve", nhan_xet="Tốt")
    assert stays_of(person, "temporary") == [("B1", d("05/06/2026"), d("01/11/2026"))]
    done(case, "05/11/2026")
    assert [case.state, event(case).reported_on] == ["done", d("05/11/2026")]


def test_temporary_guests_may_move_for_good(world):
    person = world.member()
    case = begun("chuyen-tam-thoi", person, to=world.b1, den_ngay=d("01/09/2026"))
    led(case, "05/06/2026", until="het-tam-thoi")
    led(begun("chuyen-noi-bo", person, "01/07/2026", to=world.a2), "02/07/2026")
    assert where(person, "02/07/2026") == ["A2"]


def test_seats_suspension_inspection_and_late_formalities_are_asked_about(world, monkeypatch):
    person = world.member()
    case = begun("chuyen-chinh-thuc", person, to=world.b1, ngay_thay_doi=d("01/12/2025"))
    posts.take_post(person, role="bi_thu", unit=world.a1, since=d("15/06/2020"), by=ME)
    monkeypatch.setattr(holds, "_holds", (lambda someone, on: ["Đang có cuộc kiểm tra khi có dấu hiệu vi phạm."],))
    with pytest.raises(Question) as asked:
        done(case, "02/06/2026")
    assert "Bí thư" in asked.value.message and "dấu hiệu vi phạm" in asked.value.message
    assert "ngày làm việc kể từ khi thay đổi" in asked.value.message
    done(case, "02/06/2026", accept=True)
    kept = case.standing[-1].warnings
    assert {one["rule"] for one in kept} == {"", holds.RULE, "transfer.formalities.working_days"}
    members.change_attribute(person, name="activity", value="dinh_chi", since=d("01/06/2026"), by=ME)
    with pytest.raises(Question, match="đang bị đình chỉ"):
        done(case, "03/06/2026")


def test_who_is_not_on_the_roll_cannot_be_transferred(world):
    with pytest.raises(Refusal, match="không có tên"):
        begun("chuyen-di", world.person("Lò Thị Mai"), unit=world.a1, noi_den="Nơi khác")
    gone = world.member("Vàng A Sử")
    case = led(begun("chuyen-chinh-thuc", gone, to=world.b1), "02/06/2026", until="giao-giay")
    members.record_death(gone, on=d("02/06/2026"), by=ME)
    with pytest.raises(Refusal, match="không có tên"):
        done(case, "03/06/2026")


def test_one_number_is_given_to_one_letter_of_a_year(world):
    for name, number, on in (("Lò Văn Páo", "01", "02/06/2026"), ("Lò Văn Sử", "02", "03/06/2026")):
        case = led(begun("chuyen-noi-bo", world.member(name), to=world.a2), on, until="giao-giay")
        done(case, on, so_giay=number)
    case = led(begun("chuyen-noi-bo", world.member("Lò Văn Tếnh"), to=world.a2), "04/06/2026", until="giao-giay")
    with pytest.raises(Refusal, match="đã cấp cho đồng chí Lò Văn Sử"):
        done(case, "04/06/2026", so_giay="02")
    assert sorted(Letter.objects.values_list("number", flat=True)) == ["01", "02"]


@pytest.mark.parametrize("named", ["", "unit:x", "unit:01990000-0000-7000-8000-000000000000", "B1"])
def test_the_destination_is_named_in_the_opening(world, named):
    person = world.member()
    case = begun("chuyen-chinh-thuc", person, chi_bo_den=world.b1.reference)
    assert case.other_unit == world.b1
    procedures.withdraw(case, on=d("01/06/2026"), reason="Nhầm", by=ME)
    with pytest.raises(Refusal):
        begun("chuyen-chinh-thuc", person, chi_bo_den=named)
    assert Case.objects.get() == case


def test_levels_of_both_sides_where_the_superiors_differ_and_a_part_committee_stands_between(world):
    made = org.open_units(
        rows=[
            org.UnitSpec("G", "Đảng bộ huyện Giao An", "dang_bo_huyen"),
            org.UnitSpec("C", "Đảng bộ xã Cẩm Tú", "dang_bo_co_so", "G"),
            world.cell("C1", "Chi bộ Thôn 5", "C"),
            org.UnitSpec("P", "Đảng bộ bộ phận Chợ", "dang_bo_bo_phan", "A"),
            world.cell("P1", "Chi bộ Chợ Trên", "P"),
            org.UnitSpec("S", "Chi bộ Trạm Bơm", "chi_bo_co_so", "G", cell_kind="co_quan"),
        ],
        on=d("01/01/2001"),
        by=ME,
    )
    person = world.member(cell=made["P1"])
    case = led(begun("chuyen-chinh-thuc", person, to=made["C1"]), "02/06/2026")
    held = [one.step for one in case.standing if one.kind == ActKind.STEP]
    assert held == of_case(case).definition.keys
    assert where(person, "01/06/2026", "02/06/2026") == ["P1", "C1"]
    onward = led(begun("chuyen-chinh-thuc", person, "01/07/2026", to=made["S"]), "02/07/2026")
    skipped = {one.step for one in onward.standing if one.kind == ActKind.SKIPPED}
    assert skipped == {"gioi-thieu-bo-phan", "gioi-thieu-cap-tren", "tiep-nhan-cap-tren", "tiep-nhan-co-so"}
    within = led(begun("chuyen-noi-bo", world.member("Lò Thị Mai", cell=made["P1"]), to=world.a2), "02/06/2026")
    assert "gioi-thieu-bo-phan" in [one.step for one in within.standing if one.kind == ActKind.STEP]
