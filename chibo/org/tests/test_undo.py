"""Taking events back."""

from datetime import date

import pytest

from chibo.journal.models import Entry
from chibo.kernel.refusal import Refusal
from chibo.org import actions, closure
from chibo.org.models import Closure, OrgEvent, Placement, Term, Unit
from chibo.org.tests.world import BY, spec
from chibo.org.vocabulary import Kind

pytestmark = pytest.mark.django_db
DAY = date(2015, 7, 1)


def picture():
    """Everything but the events."""
    skip = {"id", "event"}
    names = [f.attname for f in Placement._meta.concrete_fields if f.name not in skip]
    return (
        sorted(Unit.objects.values_list("ref", "founded_on", "ended_on", "ending", "principal_successor")),
        sorted(map(str, Placement.objects.values_list(*names))),
        sorted(Closure.objects.values_list("ancestor", "descendant", "since", "until")),
        sorted(Term.objects.values_list("unit", "congress_on", "until")),
    )


def into_two():
    return [spec("N1", Kind.CHI_BO_TRUC_THUOC), spec("N2", Kind.CHI_BO_TRUC_THUOC)]


EVENTS = {
    "establish": lambda t: actions.establish(units=[spec("Y", Kind.CHI_BO_TRUC_THUOC, "X1")], on=DAY, by=BY),
    "dissolve": lambda t: actions.dissolve(units=[t["X1A"]], to=t["X1B"], on=DAY, by=BY),
    "disband": lambda t: actions.disband(units=[t["X1"]], with_below=True, to=t["C"], on=DAY, by=BY),
    "split": lambda t: actions.split(unit=t["X1A"], into=into_two(), default="N1", on=DAY, by=BY),
    "merge": lambda t: actions.merge_into(units=[t["X2"]], into=t["X1"], on=DAY, by=BY),
    "consolidate": lambda t: actions.consolidate(
        units=[t["X1"], t["X2"]], new=spec("N", Kind.DANG_BO_CO_SO), on=DAY, by=BY
    ),
    "upgrade": lambda t: actions.upgrade(
        unit=t["C"], kind=Kind.DANG_BO_CO_SO, cells=into_two(), default="N1", on=DAY, by=BY
    ),
    "downgrade": lambda t: actions.downgrade(unit=t["X1"], kind=Kind.CHI_BO_CO_SO, on=DAY, by=BY),
    "transfer": lambda t: actions.transfer(units=[t["X1A"]], to=t["X2"], on=DAY, by=BY),
    "rename": lambda t: actions.rename(unit=t["X1"], name="Tên khác", on=DAY, by=BY),
}


@pytest.mark.parametrize("name", EVENTS)
def test_an_undone_event_leaves_no_trace_but_its_record(tree, people, name):
    people.seat(tree["X1A"], "an")
    people.seat(tree["C"], "bình")
    seats = dict(people.seats)
    for ref in ("X1", "C", "X1A"):
        actions.record_congress(unit=tree[ref], first_year=2012, last_year=2017, on=date(2012, 3, 1), by=BY)
    before = picture()
    event = EVENTS[name](tree).event
    assert picture() != before
    actions.undo(event=event, reason="nhập nhầm", by=BY)
    assert picture() == before
    assert people.seats == seats
    assert OrgEvent.objects.get(pk=event.pk).undone is True
    assert closure.recount() == []
    entry = Entry.objects.get(what="org.undone")
    assert entry.reason == "nhập nhầm"
    assert entry.before


@pytest.mark.parametrize("name", EVENTS)
def test_the_second_event_of_a_day_is_undone_to_the_first(tree, name):
    actions.adjust(units=[tree[ref] for ref in ("X1", "X2", "X1A", "C", "X2A")], code="1.2.3", on=DAY, by=BY)
    before = picture()
    event = EVENTS[name](tree).event
    actions.undo(event=event, reason="nhập nhầm", by=BY)
    assert picture() == before


def test_an_event_on_which_others_stand_is_kept_and_they_are_listed(tree):
    event = actions.upgrade(unit=tree["C"], kind=Kind.DANG_BO_CO_SO, cells=into_two(), on=DAY, by=BY).event
    new = Unit.objects.get(ref="N1")
    actions.rename(unit=new, name="Chi bộ Văn phòng", on=date(2016, 1, 1), by=BY)
    actions.establish(units=[spec("N3", Kind.CHI_BO_TRUC_THUOC, "C")], on=date(2016, 2, 1), by=BY)
    with pytest.raises(Refusal) as raised:
        actions.undo(event=event, reason="nhập nhầm", by=BY)
    assert raised.value.code == "stands_on"
    assert "đổi tên Tổ chức N1 ngày 01/01/2016" in raised.value.message
    assert "Tổ chức N3 đã được lập trực thuộc ngày 01/02/2016" in raised.value.message


def test_what_the_occupants_have_done_since_stands_too(tree, people):
    event = actions.dissolve(units=[tree["X1A"]], to=tree["X1B"], on=DAY, by=BY).event
    people.later[event.pk] = ["đồng chí An đã chuyển đi ngày 01/01/2016."]
    with pytest.raises(Refusal, match="đồng chí An đã chuyển đi"):
        actions.undo(event=event, reason="nhập nhầm", by=BY)


def test_a_move_is_not_undone_to_a_superior_that_has_ended(tree):
    move = actions.transfer(units=[tree["X1A"]], to=tree["X2"], on=DAY, by=BY).event
    actions.dissolve(units=[tree["X1"]], below=tree["X2"], on=date(2016, 1, 1), by=BY)
    with pytest.raises(Refusal, match="cấp trên cũ của Chi bộ thôn 1 đã kết thúc ngày 01/01/2016"):
        actions.undo(event=move, reason="nhập nhầm", by=BY)


def test_an_opening_is_undone_whole(tree):
    event = OrgEvent.objects.get(kind="opening")
    actions.undo(event=event, reason="nhập lại", by=BY)
    assert Unit.objects.count() == Closure.objects.count() == Placement.objects.count() == 0


def test_undoing_twice_or_without_a_reason_is_refused(tree):
    event = actions.rename(unit=tree["X1"], name="Tên khác", on=DAY, by=BY).event
    with pytest.raises(Refusal, match="lý do"):
        actions.undo(event=event, reason="  ", by=BY)
    actions.undo(event=event, reason="nhầm", by=BY)
    with pytest.raises(Refusal, match="đã được hoàn tác"):
        actions.undo(event=event, reason="nhầm", by=BY)
