"""Members away: what is refused, how contact is judged, who is counted."""

import pytest

from chibo.indicators import Asked, evaluate, list_rows
from chibo.kernel.refusal import Refusal
from chibo.kernel.scope import Scope
from chibo.members import actions as members
from chibo.members.tests.world import ME, d
from chibo.transfers import actions
from chibo.transfers.indicators import TRF_03
from chibo.transfers.models import MobileSpell
from chibo.transfers.queries import away
from chibo.transfers.rules.contact import limits
from chibo.transfers.tests.conftest import TODAY


def go(person, since="01/01/2026", **more):
    facts = {"place": "Phường An Khê", "reason": "lam_an", "on": TODAY, "by": ME} | more
    return actions.go_away(person, since=d(since), **facts)


def called(spell, on):
    return actions.log_contact(spell, on=d(on), means="goi_dien", by_whom="Bí thư chi bộ", today=TODAY, by=ME)


def figure(unit, on="22/11/2026", **where):
    asked = Asked(Scope(unit=unit), d(on))
    counted = evaluate(TRF_03, asked, where=where)
    assert counted.value == len(list_rows(TRF_03, asked, where))
    return counted.value


def test_a_member_away_stays_on_the_roll_and_is_counted_until_back(world):
    person = world.member()
    spell = go(person, expected_on=d("31/12/2026"))
    assert [figure(world.a1), figure(world.a), figure(world.b)] == [1, 1, 0]
    assert [figure(world.h, "31/12/2025"), figure(world.h, "01/01/2026")] == [0, 1]
    actions.come_back(spell, until=d("01/11/2026"), on=TODAY, by=ME)
    assert [figure(world.h, "31/10/2026"), figure(world.h, "01/11/2026")] == [1, 0]
    assert [row.person for row in away.away(world.h, on=d("31/10/2026"))] == [person]
    with pytest.raises(Refusal, match="Không cần ghi lại"):
        actions.come_back(spell, until=d("02/11/2026"), on=TODAY, by=ME)


def test_who_is_transferred_while_away_counts_where_they_are(world):
    person = world.member()
    go(person)
    members.transfer(person, to=world.b1, on=d("01/06/2026"), by=ME)
    assert [figure(world.a, "31/05/2026"), figure(world.b, "31/05/2026")] == [1, 0]
    assert [figure(world.a), figure(world.b)] == [0, 1]


@pytest.mark.parametrize(
    ("regime", "last", "state"),
    [
        ("hang_thang", "22/10/2026", "dung_che_do"),
        ("hang_thang", "21/10/2026", "qua_ky"),
        ("hang_thang", "22/08/2026", "qua_ky"),
        ("hang_thang", "21/08/2026", "mat_lien_lac"),
        ("hang_quy", "22/08/2026", "dung_che_do"),
        ("hang_quy", "21/08/2026", "mat_lien_lac"),
        ("sau_thang", "22/05/2026", "dung_che_do"),
        ("sau_thang", "21/05/2026", "mat_lien_lac"),
    ],
)
def test_contact_is_judged_by_the_regime_and_the_rule(world, regime, last, state):
    spell = go(world.member(), regime=regime)
    called(spell, "15/02/2026")
    called(spell, last)
    row = away.away(world.h, on=TODAY).get()
    assert row.last_on == d(last)
    assert limits(TODAY).state(row.last_on, regime) == state
    assert [figure(world.h, contact=[one]) for one in ("dung_che_do", "qua_ky", "mat_lien_lac")] == [
        one == state for one in ("dung_che_do", "qua_ky", "mat_lien_lac")
    ]
    assert away.away(world.h, on=TODAY).filter(away.in_state(limits(TODAY), state)).get() == row


def test_without_any_contact_the_day_of_leaving_counts(world):
    go(world.member(), since="20/11/2026")
    assert figure(world.h, contact=["dung_che_do"]) == 1


def test_a_figure_can_be_split(world):
    go(world.member())
    go(world.member("Trần Thị Bích"), reason="hoc_tap", country="Nhật Bản")
    asked = Asked(Scope(unit=world.h), TODAY)
    for code in ("contact", "away_reason", "away_regime", "away_place", "away_country", "status", "sex"):
        cells = evaluate(TRF_03, asked, by=(code,)).cells
        assert sum(cell.value for cell in cells) == 2
    assert figure(world.h, away_country=["Nhật Bản"]) == figure(world.h, away_country=[""]) == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"since": "01/01/2014"}, "không có tên trong danh sách"),
        ({"place": "  "}, "Cần ghi nơi đến"),
        ({"place": "x" * 201}, "quá dài"),
        ({"reason": "choi"}, "Chưa chọn lý do"),
        ({"regime": "hang_nam"}, "Chưa chọn chế độ"),
        ({"expected_on": d("01/01/2026")}, "phải sau ngày đi"),
    ],
)
def test_what_is_not_possible_is_refused_and_nothing_is_kept(world, facts, words):
    person = world.member()
    with pytest.raises(Refusal, match=words):
        go(person, **facts)
    assert not MobileSpell.objects.exists()


def test_nobody_is_away_twice_and_corrections_keep_their_reason(world):
    person = world.member()
    spell = go(person)
    with pytest.raises(Refusal, match="đã được ghi đi xa"):
        go(person, since="01/05/2026")
    actions.correct_away(spell, reason="Ghi nhầm ngày", since=d("01/03/2026"), place="Xã Tân Lập", on=TODAY, by=ME)
    spell.refresh_from_db()
    assert [spell.place, spell.since] == ["Xã Tân Lập", d("01/03/2026")]
    with pytest.raises(Refusal, match="lý do"):
        actions.annul_away(spell, reason=" ", on=TODAY, by=ME)
    actions.annul_away(spell, reason="Không đi", on=TODAY, by=ME)
    assert figure(world.h) == 0
    with pytest.raises(Refusal, match="đã được hủy"):
        called(spell, "01/05/2026")
    go(person, since="01/05/2026")


@pytest.mark.parametrize("on", ["31/12/2025", "23/11/2026"])
def test_a_contact_lies_within_the_time_away(world, on):
    spell = go(world.member())
    with pytest.raises(Refusal):
        called(spell, on)


def test_a_contact_entered_by_mistake_leaves(world):
    spell = go(world.member())
    contact = called(spell, "01/11/2026")
    actions.annul_contact(contact, reason="Nhầm người", on=TODAY, by=ME)
    assert figure(world.h, contact=["mat_lien_lac"]) == 1
    with pytest.raises(Refusal, match="đã được hủy"):
        actions.annul_contact(contact, reason="Nhầm người", on=TODAY, by=ME)
