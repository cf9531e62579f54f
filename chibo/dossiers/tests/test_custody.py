"""Where files are: what is said nearest holds, exceptions, files not yet come; MEM-07 is the length of its list."""

import pytest
from django.db import IntegrityError, transaction

from chibo.catalogue import queries as catalogue
from chibo.catalogue.queries import Question
from chibo.dossiers import actions
from chibo.dossiers.indicators import MEM_07
from chibo.dossiers.models import Custody, CustodyRule, Keeping
from chibo.dossiers.queries.whereabouts import holder_of, whereabouts
from chibo.indicators import Asked, count_rows, evaluate, list_rows
from chibo.indicators.engine import series
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.members.tests.world import ME, d
from chibo.org import actions as org


def figure(unit, on):
    """(value, base, {standing: count}) of MEM-07, checked against its lists."""
    asked = Asked(ME.scope(unit), d(on))
    found = evaluate(MEM_07, asked, by=("standing",))
    assert found.value == len(list(list_rows(MEM_07, asked)))
    assert found.base == len(list(list_rows(MEM_07, asked, part="base")))
    assert found.base - found.value == len(list(list_rows(MEM_07, asked, part="rest")))
    rest = list_rows(MEM_07, asked, part="base")
    counts = {}
    for row in rest:
        counts[row.standing] = counts.get(row.standing, 0) + 1
    return found.value, found.base, counts


@pytest.fixture
def people(world):
    rows = (("Nguyễn Văn An", world.a1), ("Trần Văn Bình", world.a2), ("Lê Thị Cúc", world.b1))
    return [world.member(name, cell=cell) for name, cell in rows]


def test_nothing_said_is_told_as_such(world, people):
    assert figure(world.h, "01/01/2020") == (0, 3, {"chua_ghi": 3})


def test_what_is_said_nearest_to_the_cell_holds_from_its_day(world, people):
    actions.state_custody(unit=world.h, keeper="base", on=d("01/01/2016"), by=ME)
    actions.state_custody(unit=world.b, keeper="cell", on=d("01/01/2018"), by=ME)
    actions.state_custody(unit=world.b1, keeper="above", on=d("01/01/2019"), by=ME)
    assert figure(world.h, "31/12/2015") == (0, 3, {"chua_ghi": 3})
    assert figure(world.h, "01/01/2016") == (3, 3, {"dung_cap": 3})
    assert figure(world.h, "31/12/2017") == (3, 3, {"dung_cap": 3})
    assert figure(world.h, "01/01/2018") == (2, 3, {"dung_cap": 2, "sai_cap": 1})
    assert figure(world.h, "01/01/2019") == (3, 3, {"dung_cap": 3})
    assert figure(world.b, "01/01/2018") == (0, 1, {"sai_cap": 1})


def test_a_local_decision_is_the_rule_below_it(world, people):
    actions.state_custody(unit=world.h, keeper="base", on=d("01/01/2016"), by=ME)
    actions.rule_custody(unit=world.h, keeper="above", on=d("01/01/2018"), by=ME)
    actions.rule_custody(unit=world.a, keeper="base", on=d("01/06/2018"), by=ME)
    actions.state_custody(unit=world.h, keeper="above", on=d("01/01/2020"), by=ME)
    assert figure(world.h, "31/12/2017")[:2] == (3, 3)
    assert figure(world.h, "01/01/2018")[:2] == (0, 3)
    assert figure(world.h, "01/06/2018")[:2] == (2, 3)
    assert figure(world.h, "01/01/2020")[:2] == (1, 3)
    points = series(MEM_07, Asked(ME.scope(world.h), d("31/12/2020")))
    assert points[-4:] == [(2017, 3, 3), (2018, 2, 3), (2019, 2, 3), (2020, 1, 3)]


def test_a_file_kept_apart_counts_where_its_keeper_is(world, people):
    an, binh, _ = people
    actions.state_custody(unit=world.h, keeper="cell", on=d("01/01/2016"), by=ME)
    actions.keep_apart(an, holder=world.a, on=d("01/01/2018"), reason="Thẩm tra", by=ME)
    actions.keep_apart(binh, holder=world.b, on=d("01/01/2018"), reason="Nhầm nơi", by=ME)
    assert figure(world.h, "01/01/2018") == (1, 3, {"rieng_dung": 1, "rieng_sai": 1, "sai_cap": 1})
    actions.rule_custody(unit=world.h, keeper="above", on=d("01/01/2019"), by=ME)
    assert figure(world.h, "01/01/2019")[0] == 0
    actions.end_apart(an, on=d("01/01/2020"), by=ME)
    actions.keep_apart(an, holder=world.h, on=d("01/02/2020"), reason="Theo quyết định", by=ME)
    assert figure(world.h, "01/02/2020") == (1, 3, {"rieng_dung": 1, "rieng_sai": 1, "sai_cap": 1})
    assert holder_of(an, on=d("01/02/2020")) == world.h and holder_of(an, on=d("15/01/2020")) == world.a1


def test_a_file_that_has_not_followed_its_member_is_the_senders(world, people):
    _, binh, cuc = people
    actions.state_custody(unit=world.h, keeper="base", on=d("01/01/2016"), moves_since=d("01/01/2019"), by=ME)
    members.transfer(cuc, to=world.a1, on=d("31/12/2018"), by=ME)
    assert figure(world.h, "31/12/2018")[0] == 3, "before hand-overs were recorded the file has followed"
    members.transfer(cuc, to=world.b1, on=d("01/01/2019"), by=ME)
    assert figure(world.h, "01/01/2019") == (2, 3, {"dung_cap": 2, "chua_ve": 1})
    assert holder_of(cuc, on=d("01/01/2019")) == world.a
    members.transfer(binh, to=world.a1, on=d("01/02/2019"), by=ME)
    assert figure(world.h, "01/02/2019")[0] == 2, "within one keeper nothing travels"
    moved = actions.hand_over(cuc, to=world.b, on=d("01/03/2019"), by=ME)
    assert figure(world.h, "01/03/2019")[0] == 2
    actions.receive(moved, on=d("05/03/2019"), by=ME)
    assert (figure(world.h, "04/03/2019")[0], figure(world.h, "05/03/2019")[0]) == (2, 3)
    assert holder_of(cuc, on=d("05/03/2019")) == world.b


def test_under_the_level_above_a_transfer_within_it_moves_no_file(world, people):
    cuc = people[2]
    actions.state_custody(unit=world.h, keeper="above", on=d("01/01/2016"), by=ME)
    members.transfer(cuc, to=world.a1, on=d("01/01/2019"), by=ME)
    assert figure(world.h, "01/01/2019")[0] == 3


def test_whoever_comes_from_outside_brings_no_file_until_it_is_received(world, people):
    actions.state_custody(unit=world.h, keeper="base", on=d("01/01/2016"), by=ME)
    dung = world.person("Phạm Văn Dũng")
    members.receive_from_outside(
        dung, cell=world.a1, on=d("01/03/2020"), from_place="Đảng bộ tỉnh Bắc Giang", status="official",
        party_since=d("01/01/2010"), by=ME,
    )  # fmt: skip
    assert figure(world.a, "01/03/2020")[2]["chua_ve"] == 1
    assert whereabouts([dung.pk], on=d("01/03/2020"))[dung.pk].holder is None
    actions.receive_from(dung, on=d("10/03/2020"), place="Đảng bộ tỉnh Bắc Giang", by=ME)
    assert "chua_ve" not in figure(world.a, "10/03/2020")[2]


def test_custody_goes_on_at_the_heir_of_a_unit_that_ends_and_comes_back(world, people):
    an = people[0]
    actions.state_custody(unit=world.a, keeper="base", on=d("01/01/2016"), by=ME)
    actions.rule_custody(unit=world.a, keeper="base", on=d("01/01/2016"), by=ME)
    actions.keep_apart(an, holder=world.a, on=d("01/01/2017"), reason="Thẩm tra", by=ME)
    done = org.merge_into(units=[world.a], into=world.b, on=d("01/07/2023"), by=ME)
    assert done.moved["dossiers"] == 3
    assert figure(world.b, "30/06/2023")[:2] == (0, 1)
    assert figure(world.b, "01/07/2023") == (3, 3, {"dung_cap": 2, "rieng_dung": 1})
    assert Keeping.objects.get(until=FOREVER).holder == world.b
    assert CustodyRule.objects.get().until == d("01/07/2023"), "a local decision ends with its committee"
    org.undo(event=done.event, reason="Nhầm", by=ME)
    assert (Custody.objects.get().until, Keeping.objects.get().until) == (FOREVER, FOREVER)
    assert Keeping.objects.get().holder == world.a


def test_what_stands_above_the_heir_already_is_not_said_again(world, people):
    actions.state_custody(unit=world.h, keeper="base", on=d("01/01/2016"), by=ME)
    actions.state_custody(unit=world.a, keeper="base", on=d("01/01/2017"), by=ME)
    org.merge_into(units=[world.a], into=world.b, on=d("01/07/2023"), by=ME)
    assert list(Custody.objects.filter(until=FOREVER).values_list("unit__ref", flat=True)) == ["H"]


def test_something_said_from_the_day_on_stops_the_reorganization(world, people):
    actions.state_custody(unit=world.a, keeper="base", on=d("01/08/2023"), by=ME)
    with pytest.raises(Refusal, match="nơi giữ hồ sơ"):
        org.merge_into(units=[world.a], into=world.b, on=d("01/07/2023"), by=ME)


def test_what_was_written_at_a_new_unit_stops_the_undoing(world, people):
    done = org.consolidate(
        units=[world.a, world.b], new=org.UnitSpec("C", "Đảng bộ xã Cẩm Hà", "dang_bo_co_so", "H"), on=d("01/07/2023"), by=ME
    )  # fmt: skip
    actions.state_custody(unit=done.founded["C"], keeper="base", on=d("01/08/2023"), by=ME)
    with pytest.raises(Refusal, match="nơi giữ hồ sơ"):
        org.undo(event=done.event, reason="Nhầm", by=ME)


def test_refusals(world, people):
    an = people[0]
    actions.state_custody(unit=world.h, keeper="base", on=d("01/01/2016"), by=ME)
    for act, field in (
        (lambda: actions.state_custody(unit=world.h, keeper="base", on=d("01/01/2016"), by=ME), "on"),
        (lambda: actions.state_custody(unit=world.h, keeper="base", on=d("01/01/2015"), by=ME), "on"),
        (lambda: actions.state_custody(unit=world.h, keeper="base", on=d("23/11/2026"), by=ME), "on"),
        (lambda: actions.state_custody(unit=world.h, keeper="tinh", on=d("01/01/2020"), by=ME), "keeper"),
        (lambda: actions.state_custody(unit=world.old, keeper="base", on=d("01/01/2021"), by=ME), "on"),
        (lambda: actions.keep_apart(an, holder=world.b, on=d("01/01/2020"), reason=" ", by=ME), "reason"),
        (lambda: actions.keep_apart(an, holder=world.b, on=d("01/01/2020"), reason="[MẬT]", by=ME), "reason"),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.field == field
    with pytest.raises(Refusal, match="không giữ riêng"):
        actions.end_apart(an, on=d("01/01/2020"), by=ME)
    with pytest.raises(Refusal, match="chưa có tên trong danh sách"):
        actions.keep_apart(world.person("Lê Văn Ngoài"), holder=world.b, on=d("01/01/2020"), reason="x", by=ME)
    actions.keep_apart(an, holder=world.b, on=d("01/01/2020"), reason="x", by=ME)
    with pytest.raises(Refusal, match="giữ riêng từ ngày ấy"):
        actions.keep_apart(an, holder=world.b, on=d("01/01/2019"), reason="x", by=ME)


def test_the_database_keeps_two_keepers_apart(world, people):
    Keeping.objects.create(person=people[0], holder=world.b, since=d("01/01/2020"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Keeping.objects.create(person=people[0], holder=world.a, since=d("01/01/2019"))


def test_the_catalogue_answers_lists_and_splits_it(world, people):
    actions.state_custody(unit=world.h, keeper="base", on=d("01/01/2016"), by=ME)
    question = Question(indicator=MEM_07, unit=world.h, window=d("31/12/2020"), by=("unit",))
    found = catalogue.figure(question, viewer=ME)
    assert [(cell.labels[0], cell.value, cell.base) for cell in found.cells] == [
        ("Đảng bộ xã An Bình", 2, 2), ("Đảng bộ xã Bình Minh", 1, 1),
    ]  # fmt: skip
    assert count_rows(catalogue.rows(question, viewer=ME, part="rest")) == 0
