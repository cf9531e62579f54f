"""Rounds and help: what is refused, what is counted, what is due."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from chibo.indicators import Asked, evaluate, list_rows
from chibo.journal.actions import sensitive_of
from chibo.journal.models import Entry
from chibo.journal.queries import entries_of
from chibo.kernel.days import Period
from chibo.kernel.duties import Desk
from chibo.kernel.refusal import NotEntitled, Question, Refusal
from chibo.kernel.scope import Scope
from chibo.members import actions as members
from chibo.members.tests.world import ME, d
from chibo.org import actions as org
from chibo.org import queries as orgs
from chibo.removal import actions
from chibo.removal.actions.occupants import FOLLOWERS, ScreeningOccupants
from chibo.removal.indicators import REM_03, REM_03_HELP, REM_03_MEMBERS
from chibo.removal.models import AssistancePeriod, ScreeningRound, ScreeningSkip, unsealed
from chibo.removal.queries.duties import ending, ending_shown, screening, screening_shown
from chibo.removal.queries.helping import under_help
from chibo.removal.tests.conftest import TODAY
from chibo.removal.tests.leading import AGAINST, FOR_ALL


def held(unit, year=2026, on="15/11/2026", **more):
    return actions.hold_round(unit, year=year, held_on=d(on), on=TODAY, by=ME, **more)


def helped(person, since="01/03/2026", **more):
    facts = {"helper": "Lò Văn Páo", "on": TODAY, "by": ME} | more
    return actions.start_help(person, since=d(since), **facts)


def figure(indicator, unit, on="22/11/2026", *, first="", **where):
    window = Period(d(first), d(on)) if first else d(on)
    asked = Asked(Scope(unit), window)
    counted = evaluate(indicator, asked, where=where)
    assert counted.value == len(list_rows(indicator, asked, where))
    return (counted.value, counted.base) if counted.base is not None else counted.value


def test_a_round_reviews_the_whole_roll_but_for_those_left_out(world):
    first, second = world.member(), world.member("Lò Văn Páo")
    world.member("Hà Thị Lụa", cell=world.b1)
    row = held(world.a1, skipped={second.pk: "Đi xa"})
    assert [str(row), row.skips.get().reason] == ["Rà soát đảng viên năm 2026, ngày 15/11/2026", "Đi xa"]
    assert [figure(REM_03_MEMBERS, unit) for unit in (world.a, world.b, world.h)] == [(1, 2), (0, 1), (1, 3)]
    assert [r.person for r in list_rows(REM_03_MEMBERS, Asked(Scope(world.h), TODAY))] == [first]
    assert figure(REM_03_MEMBERS, world.h, "14/11/2026") == (0, 3)
    members.transfer(first, to=world.b1, on=d("20/11/2026"), by=ME)
    assert [figure(REM_03_MEMBERS, unit) for unit in (world.a, world.b)] == [(0, 1), (1, 2)]


def test_cells_are_counted_year_by_year_and_over_all_full_years(world):
    for name, cell in zip(
        ("Lò Văn Páo", "Hà Thị Lụa", "Vàng A Sử", "Giàng A Chu"),
        (world.a1, world.a2, world.b1, world.young),
        strict=True,
    ):
        world.member(name, cell=cell, on="01/01/2021")
    for year in (2023, 2024, 2025):
        held(world.a1, year, f"15/11/{year}")
    held(world.b1, 2024, "10/01/2025")
    assert [figure(REM_03, world.h, f"31/12/{year}") for year in (2023, 2024, 2025)] == [(1, 4), (1, 4), (1, 4)]
    assert figure(REM_03, world.h, "31/12/2024", first="01/01/2023") == (1, 4)
    assert figure(REM_03, world.b, "31/12/2025") == (0, 1)


@pytest.mark.parametrize(
    ("on", "year"), [("23/11/2026", 2026), ("15/11/2026", 2024), ("31/12/2025", 2026), ("31/12/1999", 1999)]
)
def test_days_that_cannot_be_are_refused(world, on, year):
    world.member()
    with pytest.raises(Refusal):
        held(world.a1, year, on)
    assert not ScreeningRound.objects.exists()


def test_rounds_are_refused_twice_for_no_cell_and_for_strangers(world):
    person, stranger = world.member(), world.person("Hà Thị Lụa")
    with pytest.raises(Refusal, match="không phải chi bộ"):
        held(world.a)
    with pytest.raises(Refusal, match="Hà Thị Lụa"):
        held(world.a1, skipped={stranger.pk: ""})
    with pytest.raises(Refusal, match="Không còn"):
        held(world.a1, skipped={person.pk: ""})
    row = held(world.a1)
    with pytest.raises(Refusal, match="15/11/2026"):
        held(world.a1)
    with pytest.raises(Refusal, match="lý do"):
        actions.annul_round(row, reason=" ", on=TODAY, by=ME)
    actions.annul_round(row, reason="Ghi nhầm", on=TODAY, by=ME)
    with pytest.raises(Refusal, match="đã được hủy"):
        actions.annul_round(row, reason="Ghi nhầm", on=TODAY, by=ME)
    held(world.a1, on="16/11/2026")
    assert figure(REM_03, world.a) == (1, 3)


def test_many_cells_at_once_all_or_none(world):
    world.member()
    with pytest.raises(Refusal, match="Chi bộ Thôn 2"):
        actions.hold_rounds([world.a1, world.a2], year=2026, held_on=d("15/11/2026"), on=TODAY, by=ME)
    assert not ScreeningRound.objects.exists()
    world.member("Lò Văn Páo", cell=world.a2)
    assert actions.hold_rounds([world.a1, world.a2], year=2026, held_on=d("15/11/2026"), on=TODAY, by=ME) == 2
    with pytest.raises(Refusal, match="Chưa chọn"):
        actions.hold_rounds([], year=2026, held_on=TODAY, on=TODAY, by=ME)


def test_help_runs_as_long_as_the_rule_says_and_is_judged_by_two_thirds(world):
    person = world.member()
    row = helped(person, reason="Bỏ họp", plan="Gặp hằng tháng")
    assert [row.due_on, unsealed(row), row.cell] == [d("01/03/2027"), ("Bỏ họp", "Gặp hằng tháng"), world.a1]
    entry = entries_of(f"person:{person.uid}").first()
    assert "Bỏ họp" not in f"{entry.after}{entry.label}" and sensitive_of(entry)["reason"] == "Bỏ họp"
    facts = {"judged_on": d("20/11/2026"), "on": TODAY, "by": ME}
    with pytest.raises(Question, match="Chưa đủ tỷ lệ"):
        actions.judge_help(row, result="tien_bo", vote=AGAINST, **facts)
    with pytest.raises(Question, match="mới hết"):
        actions.judge_help(row, result="de_nghi", vote=AGAINST, **facts)
    with pytest.raises(Refusal, match="Số phiếu không khớp"):
        actions.judge_help(row, result="tien_bo", vote=FOR_ALL | {"for": 1}, **facts)
    actions.judge_help(row, result="tien_bo", vote=FOR_ALL, **facts)
    with pytest.raises(Refusal, match="Đã ghi kết quả"):
        actions.judge_help(row, result="tien_bo", vote=FOR_ALL, **facts)
    helped(person, "20/11/2026")


def test_help_is_refused_for_strangers_twice_and_in_the_future(world):
    person = world.member()
    for bad in ({"helper": " "}, {"since": "23/11/2026"}, {"due_on": d("01/03/2026")}):
        with pytest.raises(Refusal):
            helped(person, **bad)
    with pytest.raises(Refusal, match="không có tên"):
        helped(world.person("Hà Thị Lụa"))
    row = helped(person)
    with pytest.raises(Refusal, match="đang được giúp đỡ"):
        helped(person, "01/04/2026")
    with pytest.raises(IntegrityError), transaction.atomic():
        AssistancePeriod.objects.create(
            person=person, cell=world.a1, since=d("01/04/2026"), due_on=d("01/05/2027"), helper="x"
        )
    actions.annul_help(row, reason="Ghi nhầm", on=TODAY, by=ME)
    helped(person, "01/04/2026")


def test_help_is_counted_by_what_became_of_it(world):
    people = [world.member(name) for name in ("Lò Văn Páo", "Hà Thị Lụa", "Vàng A Sử")]
    rows = [helped(person, "01/03/2025") for person in people]
    actions.judge_help(rows[0], result="tien_bo", vote=FOR_ALL, judged_on=d("02/03/2026"), on=TODAY, by=ME)
    actions.judge_help(rows[1], result="de_nghi", vote=AGAINST, judged_on=d("02/03/2026"), on=TODAY, by=ME)
    members.strike_off(people[1], ground="lost_will", on=d("01/06/2026"), by=ME)
    year = {"first": "01/01/2026", "on": "31/12/2026"}
    assert figure(REM_03_HELP, world.h, **year) == 3
    by = {
        code: figure(REM_03_HELP, world.h, **year, help_result=[code]) for code in ("dang_giup", "tien_bo", "da_dua_ra")
    }
    assert by == {"dang_giup": (1, 3), "tien_bo": (1, 3), "da_dua_ra": (1, 3)}
    assert figure(REM_03_HELP, world.h, first="01/01/2025", on="31/12/2025", help_result=["dang_giup"]) == (3, 3)
    assert figure(REM_03_HELP, world.b, **year) == 0


def test_who_may_not_write_is_refused(world, sign_in):
    from chibo.access.queries import AccountViewer
    from chibo.accounts.models import Account

    world.member()
    sign_in("ubkt_co_so", world.a)
    viewer = AccountViewer(Account.objects.get(), on=TODAY)
    with pytest.raises(NotEntitled):
        actions.hold_round(world.a1, year=2026, held_on=d("15/11/2026"), on=TODAY, by=viewer)
    assert not Entry.objects.filter(what="removal.screened").exists()


def desk(on="22/11/2026") -> Desk:
    from django.db.models import Q

    return Desk(on=d(on), by=ME, where=lambda field, capability: Q(**{f"{field}__isnull": False}))


def test_help_ending_and_rounds_not_held_are_due(world):
    person = world.member()
    row = helped(person, "01/12/2025")
    assert [(r.key, r.due_on) for r in ending(desk())] == [(row.pk, d("01/12/2026"))]
    assert ending_shown([row.pk], desk())[row.pk].label == "Đồng chí Nguyễn Văn An"
    assert not ending(desk("31/10/2026")).exists()
    for name, cell in (("Hà Thị Lụa", world.a2), ("Vàng A Sử", world.b1)):
        world.member(name, cell=cell)
        held(cell)
    world.member("Lò Văn Mới", cell=world.young, on="01/01/2021")
    waiting = screening(desk())
    assert {r.unit for r in waiting} == {world.a1, world.young}
    assert {r.due_on for r in waiting} == {date(2026, 12, 31)}
    shown = screening_shown([r.key for r in waiting], desk())
    assert {one.title for one in shown.values()} == {"Ghi việc rà soát đảng viên năm 2026"}
    assert not screening(desk("01/06/2026")).exists()


def test_lists_take_as_many_questions_for_three_as_for_one(world, django_assert_num_queries):
    helped(world.member())
    for names in ([], ["Lò Văn Páo", "Hà Thị Lụa"]):
        for name in names:
            helped(world.member(name))
        with django_assert_num_queries(1):
            assert len(list(under_help(world.h, on=TODAY))) == len(names) + 1
        keys = [row.pk for row in AssistancePeriod.objects.all()]
        with django_assert_num_queries(1):
            assert len(ending_shown(keys, desk())) == len(names) + 1


def test_a_cell_that_ends_keeps_its_rounds_and_help_goes_with_the_person(world):
    person = world.member()
    held(world.a1, 2025, "15/11/2025")
    row = helped(person)
    from chibo.members.actions.occupants import MemberOccupants
    from chibo.org.actions import occupants

    occupants.install([MemberOccupants(), ScreeningOccupants()])
    late = held(world.a1, 2026, "15/11/2026")
    with pytest.raises(Refusal, match="rà soát"):
        org.dissolve(units=[world.a1], to=world.a2, on=d("01/11/2026"), by=ME)
    actions.annul_round(late, reason="Ghi nhầm", on=TODAY, by=ME)
    world.a1.refresh_from_db()
    event = org.dissolve(units=[world.a1], to=world.a2, on=d("01/11/2026"), by=ME).event
    assert [one.cell_now for one in under_help(world.a2, on=TODAY)] == [world.a2.pk]
    org.undo(event=event, reason="Ghi nhầm", by=ME)
    assert [one.cell_now for one in under_help(world.a1, on=TODAY)] == [world.a1.pk] and row.cell == world.a1
    founded = org.establish(units=[world.cell("NEW", "Chi bộ Mới", "A")], on=d("01/01/2026"), by=ME)
    members.transfer(person, to=founded.founded["NEW"], on=d("01/02/2026"), by=ME)
    held(founded.founded["NEW"])
    assert ScreeningOccupants().stands_on(founded.event) == ["lần rà soát đảng viên của tổ chức mới"]
    assert orgs.name_of(founded.founded["NEW"], on=TODAY) == "Chi bộ Mới"


def test_rows_follow_a_merged_person(world):
    one, other = world.member(), world.member("Vàng A Sử")
    row = held(world.a1, skipped={other.pk: "Đi xa"})
    helped(other)
    for follower in FOLLOWERS:
        follower.hand_over(list(follower.rows(other).values_list("pk", flat=True)), one)
    assert [AssistancePeriod.objects.get().person, ScreeningSkip.objects.get().person, row.year] == [one, one, 2026]


def test_loading_many_at_once(world):
    person = world.member()
    rows = [ScreeningRound(unit=cell, year=2025, on=d("15/11/2025")) for cell in (world.a1, world.a2)]
    assert actions.load_rounds(rows, at=world.h, on=TODAY, by=ME) == 2
    with pytest.raises(Refusal, match="hai lần"):
        actions.load_rounds([ScreeningRound(unit=world.a1, year=2025, on=d("16/11/2025"))], at=world.h, on=TODAY, by=ME)
    help_rows = [
        AssistancePeriod(person=person, cell=world.a1, since=d("01/03/2026"), due_on=d("01/03/2027"), helper="Páo")
    ]
    assert actions.load_help(help_rows, at=world.h, on=TODAY, by=ME) == 1
    twice = [
        AssistancePeriod(person=person, cell=world.a1, since=d(f"0{n}/04/2026"), due_on=d("01/05/2027"), helper="Páo")
        for n in (1, 2)
    ]
    with pytest.raises(Refusal, match="hai lần cùng lúc"):
        actions.load_help(twice, at=world.h, on=TODAY, by=ME)
