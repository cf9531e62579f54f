"""Work is given, is done when the list is empty, and comes back when it is not."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from chibo.journal.models import Entry
from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.quality import actions
from chibo.quality.models import Assignment
from chibo.quality.queries.work import assignments, work_of
from chibo.quality.rules import rule_of
from chibo.quality.tests.world import ME, TODAY, d
from chibo.quality.vocabulary import State

pytestmark = pytest.mark.django_db
RULE = "thieu-cccd"


@pytest.fixture
def lan(account, world):
    return account("van_phong_co_so", world.a, "lan")


@pytest.fixture
def faulty(world):
    return world.whole("Trần Văn Thiếu", national_id="")


def give(world, lan, **more):
    given = {"rule": rule_of(RULE), "unit": world.a, "assignee": lan.reference, "due_on": TODAY, "on": TODAY, "by": ME}
    return actions.assign(**given | more)


def stands(on=TODAY):
    return [(w.state, w.left, w.word) for w in work_of(assignments(on=on), today=on, viewer=ME)]


def code_of(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_work_says_what_is_left_and_when_it_is_due(world, lan, faulty):
    give(world, lan, due_on=d("05/06/2024"))
    assert stands() == [(State.OPEN, 1, "Còn 4 ngày")]
    assert stands(d("05/06/2024")) == [(State.OPEN, 1, "Hạn hôm nay")]
    assert stands(d("07/06/2024")) == [(State.OPEN, 1, "Quá hạn 2 ngày")]


def test_the_record_itself_closes_it_and_opens_it_again(world, lan, faulty):
    give(world, lan)
    members.correct_person(faulty, national_id="036080900001", reason="Có căn cước", by=ME)
    assert stands() == [(State.MENDED, 0, "Đã sạch")]
    assert actions.close_mended(on=TODAY, by=ME) == (1, 0)
    row = Assignment.objects.get()
    assert (row.state, row.closed_on) == (State.MENDED, TODAY)
    assert actions.close_mended(on=TODAY, by=ME) == (0, 0)
    members.correct_person(faulty, national_id="", reason="Nhầm người", by=ME)
    assert stands() == [(State.OPEN, 1, "Hạn hôm nay")]
    assert actions.close_mended(on=TODAY + timedelta(days=1), by=ME) == (0, 1)
    assert Assignment.objects.get().state == State.OPEN
    told = list(Entry.objects.filter(what__startswith="quality.").order_by("pk").values_list("what", flat=True))
    assert told == ["quality.assigned", "quality.mended", "quality.reopened"]


def test_the_command_reads_numbers_and_closes_what_is_mended(world, lan, faulty, capsys):
    give(world, lan)
    members.correct_person(faulty, national_id="036080900001", reason="Có căn cước", by=ME)
    call_command("quality")
    assert "Đã đối chiếu 2 số" in capsys.readouterr().out
    assert Assignment.objects.get().state == State.MENDED


def test_work_about_one_person(world, lan, faulty):
    world.whole("Trần Văn Khác", national_id="")
    give(world, lan, person=faulty)
    assert stands() == [(State.OPEN, 1, "Hạn hôm nay")]
    members.correct_person(faulty, national_id="036080900001", reason="Có căn cước", by=ME)
    assert stands() == [(State.MENDED, 0, "Đã sạch")]


def test_what_cannot_be_assigned(world, lan, account, faulty):
    stranger = account("van_phong_co_so", world.b, "minh")
    reader = account("ban_tuyen_giao", world.h, "hoa")
    assert code_of(lambda: give(world, stranger)) == "assignee"
    assert code_of(lambda: give(world, reader)) == "assignee"
    assert code_of(lambda: give(world, lan, due_on=TODAY - timedelta(days=1))) == "due_on"
    assert code_of(lambda: give(world, lan, due_on=TODAY + timedelta(days=367))) == "due_on"
    assert code_of(lambda: give(world, lan, rule=rule_of("thieu-gioi-tinh"))) == "nothing_left"
    give(world, lan)
    assert code_of(lambda: give(world, lan)) == "assigned"


def test_work_is_withdrawn_with_a_reason(world, lan, faulty):
    work = give(world, lan)
    assert code_of(lambda: actions.withdraw(work, reason=" ", on=TODAY, by=ME)) == "reason"
    actions.withdraw(work, reason="Giao nhầm", on=TODAY, by=ME)
    assert stands() == [(State.WITHDRAWN, None, "Đã rút")]
    assert code_of(lambda: actions.withdraw(work, reason="Nữa", on=TODAY, by=ME)) == "withdrawn"
    assert actions.close_mended(on=TODAY, by=ME) == (0, 0)
    give(world, lan)


def test_many_assignments_are_counted_in_one_statement(world, lan, faulty, django_assert_num_queries):
    for code in (RULE, "chi-bo-it-dang-vien", "chua-xac-nhan-du"):
        give(world, lan, rule=rule_of(code))
    rows = list(assignments(on=TODAY))
    from chibo.rulebook import queries as rulebook

    with rulebook.steady():
        rulebook.value("probation.months", on=TODAY)
        with django_assert_num_queries(2):
            assert len(work_of(rows, today=TODAY, viewer=ME)) == 3


def test_only_what_may_be_right_is_waived(world, faulty):
    given = {"at": world.a1, "person": faulty, "on": TODAY, "by": ME}
    assert code_of(lambda: actions.waive(rule=rule_of(RULE), reason="Thôi", **given)) == "no_waiver"
    assert code_of(lambda: actions.waive(rule=rule_of("ngay-sinh-kho-tin"), reason=" ", **given)) == "reason"
