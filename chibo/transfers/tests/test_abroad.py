"""TRF-02: out, returned, overdue; and that TRF-01 counts what cases lead as it counts what is recorded directly."""

import pytest

from chibo.indicators import Asked, evaluate, list_rows
from chibo.kernel.days import Period
from chibo.kernel.refusal import Refusal
from chibo.kernel.scope import Scope
from chibo.members import actions as members
from chibo.members.indicators import TRF_01
from chibo.members.tests.world import ME, d
from chibo.transfers import actions
from chibo.transfers.indicators import TRF_02
from chibo.transfers.models import TransferAbroad
from chibo.transfers.tests.conftest import TODAY
from chibo.transfers.tests.leading import begun, led

YEAR = Period(d("01/01/2026"), d("31/12/2026"))


def gone(person, on="01/03/2026", **facts):
    event = members.transfer_out(person, to_place="Nhật Bản", on=d(on), kind="abroad", by=ME)
    if facts:
        actions.note_abroad(event, on=TODAY, by=ME, **{"country": "Nhật Bản", "purpose": "lao_dong"} | facts)
    return event


def counted(indicator, unit, period=YEAR, **where):
    asked = Asked(Scope(unit=unit), period)
    figure = evaluate(indicator, asked, where=where)
    assert figure.value == len(list_rows(indicator, asked, where))
    return figure.value


def test_out_returned_overdue_by_country_and_purpose(world):
    gone(world.member())
    gone(world.member("Lò Văn Páo"), expected_on=d("01/10/2026"))
    gone(world.member("Giàng A Sử"), expected_on=d("01/10/2026"), country="Lào", purpose="hoc_tap")
    actions.note_return(TransferAbroad.objects.get(country="Lào"), returned_on=d("15/10/2026"), on=TODAY, by=ME)
    members.transfer_out(world.member("Mùa A Dế"), to_place="Hà Nội", on=d("01/03/2026"), by=ME)
    assert [counted(TRF_02, one) for one in (world.h, world.a, world.b)] == [3, 3, 0]
    states = {state: counted(TRF_02, world.h, abroad_state=[state]) for state in ("dang_o", "qua_han", "da_ve")}
    assert states == {"dang_o": 1, "qua_han": 1, "da_ve": 1}
    early = Period(d("01/01/2026"), d("30/09/2026"))
    assert counted(TRF_02, world.h, early, abroad_state=["dang_o"]) == 3
    assert [counted(TRF_02, world.h, country=[one]) for one in ("Nhật Bản", "Lào", "")] == [1, 1, 1]
    for code in ("abroad_state", "country", "purpose", "year"):
        assert sum(cell.value for cell in evaluate(TRF_02, Asked(Scope(unit=world.h), YEAR), by=(code,)).cells) == 3


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"country": " "}, "Cần ghi nước đến"),
        ({"purpose": "choi"}, "Chưa chọn mục đích"),
        ({"expected_on": d("01/03/2026")}, "phải sau ngày chuyển đi"),
    ],
)
def test_facts_that_are_not_possible(world, facts, words):
    with pytest.raises(Refusal, match=words):
        gone(world.member(), **facts)
    inside = members.transfer(world.member("Lò Thị Mai"), to=world.b1, on=d("01/03/2026"), by=ME)
    with pytest.raises(Refusal, match="không phải chuyển sinh hoạt ra ngoài nước"):
        actions.note_abroad(inside, country="Lào", purpose="hoc_tap", on=TODAY, by=ME)


def test_a_return_remembers_the_entry_that_brought_the_person_back(world):
    person = world.member()
    event = gone(person, expected_on=d("01/10/2026"))
    back = members.receive_from_outside(person, cell=world.b1, on=d("05/10/2026"), from_place="Nhật Bản", by=ME)
    row = event.abroad
    actions.note_return(row, returned_on=d("01/10/2026"), on=TODAY, by=ME)
    row.refresh_from_db()
    assert row.return_event == back
    with pytest.raises(Refusal, match="Không cần ghi lại"):
        actions.note_return(row, returned_on=d("02/10/2026"), on=TODAY, by=ME)


def test_what_cases_lead_is_counted_and_is_on_time(world):
    led(begun("chuyen-chinh-thuc", world.member(), to=world.b1), "05/06/2026")
    led(begun("chuyen-noi-bo", world.member("Lò Văn Páo"), to=world.a2), "05/06/2026")
    late = led(begun("chuyen-chinh-thuc", world.member("Giàng A Sử"), to=world.b1), "05/06/2026", until="nop-giay")
    led(late, "05/09/2026")
    out = led(begun("chuyen-di", world.member("Mùa A Dế"), noi_den="Hà Nội"), "05/06/2026")
    temporary = begun("chuyen-tam-thoi", world.member("Vàng Thị Ly"), to=world.b1, den_ngay=d("01/12/2026"))
    led(temporary, "05/06/2026", until="het-tam-thoi")
    figure = evaluate(TRF_01, Asked(Scope(unit=world.h), YEAR), by=("timeliness",))
    assert out.state == "done" and [figure.value, figure.base] == [2, 5]
    states = {one: len(list_rows(TRF_01, Asked(Scope(unit=world.h), YEAR), {"timeliness": [one]}, part="base"))
              for one in ("dung_han", "qua_han", "thieu_ngay")}  # fmt: skip
    assert states == {"dung_han": 2, "qua_han": 1, "thieu_ngay": 2}
