"""Badges: who is due which, what is taken off and why, what is refused, what is counted."""

from datetime import date

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from chibo.badges import actions
from chibo.badges.actions.occupants import FOLLOWERS
from chibo.badges.indicators import MEM_08, MEM_09
from chibo.badges.models import PartyBadge
from chibo.badges.queries.due import badges_at, due
from chibo.badges.queries.duties import proposals, unhanded
from chibo.badges.queries.party_age import party_age
from chibo.badges.rules.days import (
    award_day_before,
    award_days,
    complete_on,
    early_months,
    latest_start,
    milestones,
    money,
    next_award_day,
)
from chibo.badges.tests.conftest import TODAY
from chibo.decisions import actions as decisions
from chibo.indicators import Asked, evaluate, list_rows
from chibo.journal.actions import sensitive_of
from chibo.journal.queries import entries_of
from chibo.kernel.days import Period
from chibo.kernel.duties import Desk
from chibo.kernel.refusal import Question, Refusal
from chibo.kernel.scope import Scope
from chibo.members import actions as members
from chibo.members.tests.world import ME, d

FEBRUARY = d("03/02/2027")


def proposed(person, years=30, day=FEBRUARY, **more):
    return actions.propose(person, years=years, award_day=day, on=TODAY, by=ME, **more)


def decision(on="20/11/2026"):
    return decisions.register(number="7-QĐ/TU", issued_on=d(on), issuer="Tỉnh ủy", by=ME)


def handed(person, years, on):
    """A badge handed over long ago."""
    row = PartyBadge(
        person=person, years=years, award_day=d(on), state="da_trao", cell=person.stays.get().cell,
        counted_from=d("19/05/1985"), proposed_on=d(on), awarded_on=d(on),
    )  # fmt: skip
    return actions.load_badges([row], at=row.cell, on=TODAY, by=ME)


def list_of(unit, day=FEBRUARY, on=TODAY):
    return {row.person.full_name: (row.milestone, row.reached) for row in due(unit, award_day=day, on=on)}


def figure(indicator, unit, on="22/11/2026", *, first="", **where):
    asked = Asked(Scope(unit), Period(d(first), d(on)) if first else d(on))
    counted = evaluate(indicator, asked, where=where)
    assert counted.value == len(list_rows(indicator, asked, where))
    return counted.value


def test_award_days_and_milestones_are_those_of_the_rulebook(db):
    assert award_days(2027) == [d("03/02/2027"), d("19/05/2027"), d("02/09/2027"), d("07/11/2027")]
    assert [next_award_day(TODAY), next_award_day(FEBRUARY), award_day_before(FEBRUARY)] == [
        FEBRUARY, FEBRUARY, d("07/11/2026"),
    ]  # fmt: skip
    assert [35 in milestones(d(day)) for day in ("18/05/2026", "19/05/2026")] == [False, True]
    assert [early_months(years, FEBRUARY)[0] for years in (65, 70, 95)] == [12, 24, 24]
    assert [money(30, FEBRUARY)[0], money(55, FEBRUARY)[0], money(35, FEBRUARY)[0]] == [3_510_000, 8_190_000, None]
    assert money(30, d("01/01/2015"))[0] is None


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 95), st.integers(-3, 3))
def test_the_last_beginning_and_the_day_of_completion_agree(start, years, shift):
    day = date.fromordinal(complete_on(start, years).toordinal() + shift)
    assert (start <= latest_start(day, years)) == (complete_on(start, years) <= day)


def test_leap_days_are_complete_on_the_first_of_march():
    assert [complete_on(d("29/02/1996"), 30), complete_on(d("29/02/1996"), 40)] == [d("01/03/2026"), d("29/02/2036")]


def test_the_list_of_an_award_day_names_the_day_before_beside_the_day(world):
    world.member("Lò Văn Páo", party_since=d("03/02/1997"))
    world.member("Hà Thị Lụa", party_since=d("04/02/1997"))
    world.member("Vàng A Sử", party_since=d("07/11/1996"))
    world.member("Giàng A Chu", party_since=d("08/11/1991"), cell=world.b1)
    assert list_of(world.h) == {"Lò Văn Páo": (30, "moi"), "Vàng A Sử": (30, "truoc"), "Giàng A Chu": (35, "moi")}
    assert list_of(world.a1) == {"Lò Văn Páo": (30, "moi"), "Vàng A Sử": (30, "truoc")}
    assert list_of(world.h, d("07/11/2026")) == {"Vàng A Sử": (30, "moi"), "Giàng A Chu": (30, "truoc")}


def test_probationers_and_those_who_had_it_are_not_due(world):
    world.member("Lò Văn Páo", party_since=d("03/02/1997"), status="probationary")
    person = world.member("Hà Thị Lụa", party_since=d("03/02/1986"))
    handed(person, 40, "03/02/2026")
    other = world.member("Vàng A Sử", party_since=d("03/02/1986"))
    handed(other, 30, "03/02/2016")
    assert list_of(world.h) == {"Vàng A Sử": (40, "truoc")}
    assert figure(MEM_09, world.h, "02/02/2026") == 1
    assert list_of(world.h, d("03/02/2016"), on=d("03/02/2016")) == {"Hà Thị Lụa": (30, "moi")}


def test_time_outside_the_party_is_taken_off_and_told(world):
    person = world.member(party_since=d("03/02/1997"), on="01/01/2000")
    members.strike_off(person, ground="returned_card", on=d("01/01/2010"), by=ME)
    members.readmit_member(person, cell=world.a1, on=d("01/01/2014"), by=ME)
    members.recognize(person, on=d("01/01/2015"), by=ME)
    age = party_age(person, on=TODAY)
    assert [age.start, age.counted_from, age.complete_on(30)] == [d("03/02/1997"), d("03/02/2001"), d("03/02/2031")]
    assert "trừ 1461 ngày ngoài Đảng (xóa tên rồi kết nạp lại) (01/01/2010 đến 01/01/2014)" in age.explained
    assert list_of(world.h) == {}
    assert list_of(world.h, d("03/02/2031"), on=d("03/02/2031")) == {"Nguyễn Văn An": (30, "moi")}
    with pytest.raises(Refusal, match="03/02/2031"):
        proposed(person)


def test_a_restored_member_counts_on_and_a_broken_activity_does_not(world):
    wronged = world.member("Lò Văn Páo", party_since=d("03/02/1997"), on="01/01/2000")
    members.strike_off(wronged, ground="returned_card", on=d("01/01/2010"), by=ME)
    members.restore_member(wronged, cell=world.a1, on=d("01/01/2014"), by=ME)
    age = party_age(wronged, on=TODAY)
    assert [age.counted_from, "tính liên tục" in age.explained] == [d("03/02/1997"), True]
    broken = world.member("Hà Thị Lụa", party_since=d("03/02/1997"), on="01/01/2000")
    members.change_attribute(broken, name="activity", value="gian_doan", since=d("01/01/2010"), by=ME)
    members.change_attribute(broken, name="activity", value="khong", since=d("11/01/2010"), by=ME)
    members.change_attribute(broken, name="activity", value="dinh_chi", since=d("01/01/2012"), by=ME)
    age = party_age(broken, on=TODAY)
    assert [age.counted_from, "gián đoạn" in age.explained, "không trừ" in age.explained] == [
        d("13/02/1997"),
        True,
        True,
    ]
    assert list_of(world.h) == {"Lò Văn Páo": (30, "moi")}


def test_early_awards_stay_within_the_months_of_the_rule_and_their_reason_is_sealed(world):
    person = world.member(party_since=d("03/02/1998"))
    with pytest.raises(Refusal, match="chọn Tặng sớm"):
        proposed(person)
    with pytest.raises(Refusal, match="lý do"):
        proposed(person, kind="tang_som")
    far = world.member("Lò Văn Páo", party_since=d("04/02/1998"))
    with pytest.raises(Question, match="không quá 12 tháng"):
        proposed(far, kind="tang_som", reason="Bệnh nặng")
    row = proposed(person, kind="tang_som", reason="Ung thư giai đoạn cuối")
    assert row.reason == "Ung thư giai đoạn cuối" and b"Ung" not in bytes(row.sealed)
    entry = entries_of(f"person:{person.uid}").first()
    assert sensitive_of(entry) == {"reason": "Ung thư giai đoạn cuối"} and "Ung" not in f"{entry.label}{entry.after}"


def test_the_dead_may_be_honoured_within_twelve_months(world):
    person = world.member(party_since=d("01/11/1997"))
    with pytest.raises(Refusal, match="chưa được ghi là từ trần"):
        proposed(person, kind="truy_tang")
    members.record_death(person, on=d("01/11/2026"), by=ME)
    with pytest.raises(Refusal, match="Truy tặng"):
        proposed(person)
    assert proposed(person, kind="truy_tang").kind == "truy_tang"
    far = world.member("Lò Văn Páo", party_since=d("02/11/1997"))
    members.record_death(far, on=d("01/11/2026"), by=ME)
    with pytest.raises(Question, match="12 tháng"):
        proposed(far, kind="truy_tang")


def test_who_left_and_strange_days_and_years_are_refused(world):
    person = world.member(party_since=d("03/02/1990"))
    with pytest.raises(Refusal, match="một trong các mốc"):
        proposed(person, years=31)
    with pytest.raises(Question, match="không phải đợt"):
        proposed(person, day=d("01/12/2026"))
    assert proposed(person, day=d("01/12/2026"), confirmed=True).years == 30
    with pytest.raises(Refusal, match="đã đề nghị"):
        proposed(person)
    gone = world.member("Lò Văn Páo", party_since=d("03/02/1990"))
    members.strike_off(gone, ground="returned_card", on=d("01/11/2026"), by=ME)
    with pytest.raises(Refusal, match="không có tên"):
        proposed(gone)
    old = world.member("Hà Thị Lụa", party_since=d("03/02/1985"))
    handed(old, 40, "03/02/2025")
    with pytest.raises(Refusal, match="mốc thấp hơn"):
        proposed(old, years=35)


def test_many_are_proposed_decided_and_handed_over_at_once(world):
    people = [world.member(name, party_since=d("03/02/1997")) for name in ("Lò Văn Páo", "Hà Thị Lụa")]
    rows = actions.propose_many(world.a, people=people, award_day=FEBRUARY, on=TODAY, by=ME)
    with pytest.raises(Refusal, match="không ở trong danh sách"):
        actions.propose_many(world.a, people=people, award_day=FEBRUARY, on=TODAY, by=ME)
    assert {row.proposal for row in due(world.h, award_day=FEBRUARY, on=TODAY)} == {"de_nghi"}
    with pytest.raises(Refusal, match="chỉ làm với huy hiệu đã có quyết định"):
        actions.award(rows, awarded_on=TODAY, on=TODAY, by=ME)
    with pytest.raises(Refusal, match="trước ngày đề nghị"):
        actions.decide(rows, because=decision("21/11/2026"), on=TODAY, by=ME)
    signed = decision("22/11/2026")
    assert actions.decide(rows, because=signed, numbers={rows[0].pk: "A 123"}, on=TODAY, by=ME) == 2
    for bad in ("21/11/2026", "23/11/2026"):
        with pytest.raises(Refusal):
            actions.award(rows, awarded_on=d(bad), on=TODAY, by=ME)
    actions.award(rows, awarded_on=TODAY, on=TODAY, by=ME)
    year = {"first": "01/01/2026", "on": "31/12/2026"}
    assert [figure(MEM_08, world.h, **year), figure(MEM_08, world.b, **year)] == [2, 0]
    assert figure(MEM_08, world.h, **year, badge_years=["30"]) == 2
    assert figure(MEM_08, world.h, **year, award_day=["2027-02-03"]) == 2
    assert [row.number for row in badges_at(world.a1, on=TODAY).order_by("pk")] == ["A 123", ""]
    assert figure(MEM_09, world.h, "03/02/2027") == 0
    with pytest.raises(Refusal, match="Chưa chọn"):
        actions.award([], awarded_on=TODAY, on=TODAY, by=ME)


def test_given_back_lost_reissued_and_withdrawn(world):
    person = world.member(party_since=d("03/02/1990"))
    handed(person, 30, "03/02/2020")
    row = PartyBadge.objects.get()
    with pytest.raises(Refusal, match="báo mất trước"):
        actions.reissue(row, reissued_on=TODAY, on=TODAY, by=ME)
    actions.lose(row, lost_on=d("01/03/2026"), reason="Lũ cuốn", on=TODAY, by=ME)
    with pytest.raises(Refusal, match="đã được báo mất"):
        actions.lose(row, lost_on=d("01/03/2026"), reason="Lũ cuốn", on=TODAY, by=ME)
    assert actions.reissue(row, reissued_on=d("01/05/2026"), number="B 1", on=TODAY, by=ME).number == "B 1"
    members.strike_off(person, ground="returned_card", on=d("01/11/2026"), by=ME)
    with pytest.raises(Refusal, match="từ ngày trao"):
        actions.give_back(row, returned_on=d("02/02/2020"), reason="Bị xóa tên", on=TODAY, by=ME)
    actions.give_back(row, returned_on=TODAY, reason="Bị xóa tên", on=TODAY, by=ME)
    assert figure(MEM_08, world.h, "31/12/2020", first="01/01/2020") == 1
    actions.withdraw([row], reason="Ghi nhầm người", on=TODAY, by=ME)
    assert figure(MEM_08, world.h, "31/12/2020", first="01/01/2020") == 0
    with pytest.raises(Refusal, match="Không cần"):
        actions.withdraw([row], reason="Ghi nhầm người", on=TODAY, by=ME)


def test_badges_go_with_whoever_moves_and_with_merged_records(world):
    person = world.member(party_since=d("03/02/1997"))
    row = proposed(person)
    members.transfer(person, to=world.b1, on=d("21/11/2026"), by=ME)
    assert [list(badges_at(unit, on=TODAY)) for unit in (world.a, world.b)] == [[row], [row]]
    assert list_of(world.b) == {"Nguyễn Văn An": (30, "moi")} and list_of(world.a) == {}
    other = world.member("Lò Văn Páo", party_since=d("03/02/1986"))
    proposed(other, years=40)
    proposed(other, years=30)
    for follower in FOLLOWERS:
        follower.hand_over(list(follower.rows(other).values_list("pk", flat=True)), person)
    assert sorted(PartyBadge.objects.filter(person=person).values_list("years", flat=True)) == [30, 40]


def desk(on):
    return Desk(on=d(on), by=ME, where=lambda field, capability: Q(**{f"{field}__isnull": False}))


def test_the_desk_asks_for_proposals_before_the_day_and_for_the_handing_over_after_it(world):
    person = world.member(party_since=d("03/02/1997"))
    assert not proposals(desk("04/12/2026")).exists()
    rows = proposals(desk("05/12/2026"))
    assert {(row.unit, row.due_on) for row in rows} == {(world.a, FEBRUARY), (world.b, FEBRUARY)}
    row = proposed(person)
    assert {row.unit for row in proposals(desk("05/12/2026"))} == {world.b}
    actions.decide([row], because=decision("22/11/2026"), on=TODAY, by=ME)
    assert not unhanded(desk("02/02/2027")).exists()
    assert [one.key for one in unhanded(desk("03/02/2027"))] == [row.pk]
    assert len(list_of(world.h)) == 1


def test_lists_take_as_many_questions_for_three_as_for_one(world, django_assert_num_queries):
    from chibo.rulebook import queries as rulebook

    for names in (["Lò Văn Páo"], ["Hà Thị Lụa", "Vàng A Sử"]):
        for name in names:
            person = world.member(name, party_since=d("03/02/1990"), on="01/01/2000")
            members.strike_off(person, ground="returned_card", on=d("01/01/2010"), by=ME)
            members.readmit_member(person, cell=world.a1, on=d("11/01/2010"), by=ME)
            members.recognize(person, on=d("11/01/2011"), by=ME)
        with rulebook.steady():
            list_of(world.h)
            with django_assert_num_queries(4):
                list_of(world.h)
