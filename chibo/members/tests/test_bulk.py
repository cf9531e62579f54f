"""Loading many people at once gives the rows that single actions give, at a number of queries that does not grow."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from chibo.kernel.days import FOREVER, Precision
from chibo.kernel.refusal import Refusal
from chibo.members import actions
from chibo.members.actions import EventSpec, PersonSpec, preparing
from chibo.members.actions.loader import PeopleLoader
from chibo.members.derivation.writing import refresh_roll, settle
from chibo.members.models import Attribute, MemberEvent, Movement, Person, RollEntry, Spell, Stay
from chibo.members.tests.world import ME, d
from chibo.members.vocabulary import Cause
from chibo.org import actions as org_actions

NAMES = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Quang Đạo", "Phạm Hoàng Ẩn"]


def derived() -> dict[str, list[tuple]]:
    """Everything derived, without ids, each row by the person's name."""
    found = {}
    for model in (Stay, Spell, Movement, RollEntry):
        left_out = {"id", "person_id", "chain_id", "other_chain_id", "entry_id", "exit_id", "event_id"}
        fields = [f.attname for f in model._meta.concrete_fields if f.attname not in left_out]
        found[model.__name__] = sorted(map(str, model.objects.values_list("person__full_name", *fields)))
    return found


def stored() -> list[tuple]:
    """Attributes and events as they stand in their tables, each by the person's name."""
    found = []
    for model in (Attribute, MemberEvent):
        left_out = {"id", "uid", "person_id", "reverses_id"}
        fields = [f.attname for f in model._meta.concrete_fields if f.attname not in left_out]
        found += sorted(map(str, model.objects.values_list("person__full_name", *fields)))
    return found


def spec(world, name: str = "Nguyễn Văn An", **more) -> PersonSpec:
    """A life with every kind of thing in it."""
    return PersonSpec(
        full_name=name,
        born_on=d("03/02/1980"),
        attributes=[
            ("sex", "nu", d("03/02/1980"), Precision.DAY, FOREVER),
            ("occupation", "nong_dan", d("01/01/2000"), Precision.YEAR, d("01/01/2017")),
            ("occupation", "huu_tri", d("01/01/2017"), Precision.DAY, FOREVER),
        ],
        events=[
            EventSpec(Cause.OPENING, d("01/01/2015"), cell=world.a1.pk, status="probationary"),
            EventSpec(Cause.RECOGNITION, d("01/06/2015"), status="official"),
            EventSpec(
                Cause.TRANSFER, d("01/01/2016"), cell=world.b1.pk, from_cell=world.a1.pk, sent_on=d("01/12/2015")
            ),
            EventSpec(Cause.EXPULSION, d("01/01/2018")),
            EventSpec(Cause.RESTORATION, d("01/01/2019"), cell=world.a2.pk, reverses=3),
        ],
        **more,
    )


def the_same_by_single_actions(world, name: str = "Nguyễn Văn An") -> Person:
    person = actions.register_person(
        full_name=name, born_on=d("03/02/1980"), attributes={"sex": "nu"}, confirmed=True, by=ME
    )
    actions.change_attribute(person, name="occupation", value="nong_dan", since=d("01/01/2000"), by=ME)
    actions.change_attribute(person, name="occupation", value="huu_tri", since=d("01/01/2017"), by=ME)
    actions.open_state(person, cell=world.a1, on=d("01/01/2015"), status="probationary", by=ME)
    actions.recognize(person, on=d("01/06/2015"), by=ME)
    event = actions.send_transfer(person, to=world.b1, on=d("01/12/2015"), by=ME)
    actions.receive_transfer(event, on=d("01/01/2016"), by=ME)
    actions.expel(person, on=d("01/01/2018"), by=ME)
    actions.restore_member(person, cell=world.a2, on=d("01/01/2019"), by=ME)
    return person


def test_a_load_gives_the_rows_of_single_actions(world):
    for name in NAMES:
        the_same_by_single_actions(world, name)
    single = derived()
    MemberEvent.objects.update(reverses=None)
    for model in (Stay, Spell, Movement, RollEntry, MemberEvent, Attribute, Person):
        model.objects.all().delete()
    actions.load_people([spec(world, name) for name in NAMES], at=world.h, on=d("01/01/2020"), by=ME)
    assert derived() == single
    assert len(single["Spell"]) == 5 * len(NAMES)


def test_settling_again_changes_nothing(world):
    actions.load_people([spec(world, name) for name in NAMES], at=world.h, on=d("01/01/2020"), by=ME)
    before = derived()
    settle(list(Person.objects.values_list("pk", flat=True)))
    assert derived() == before


def test_further_events_of_people_already_here_are_loaded(world):
    (pk,) = actions.load_people([spec(world)], at=world.h, on=d("01/01/2020"), by=ME)
    count = actions.load_events({pk: [EventSpec(Cause.DEATH, d("01/01/2021"))]}, at=world.h, on=d("01/01/2021"), by=ME)
    assert count == 1
    assert Stay.objects.filter(person=pk, since__lte=d("31/12/2020"), until__gt=d("31/12/2020")).count() == 1
    assert Stay.objects.filter(person=pk, until__gt=d("01/01/2021")).count() == 0


def test_one_impossible_life_keeps_the_whole_load_out(world):
    wrong = spec(world, "Trần Thị Bình")
    wrong.events.append(EventSpec(Cause.ADMISSION, d("01/01/2020"), cell=world.a1.pk))
    with pytest.raises(Refusal) as refusal:
        actions.load_people([spec(world), wrong], at=world.h, on=d("01/01/2020"), by=ME)
    assert refusal.value.code == "already_member"
    assert Person.objects.count() == 0


def test_numbers_met_twice_in_a_load_or_taken_already_are_refused_by_row(world):
    world.person(national_id="001080012345")
    with pytest.raises(Refusal) as refusal:
        actions.load_people(
            [spec(world, card="12345678"), spec(world, "Trần Thị Bình", card="1234.5678")],
            at=world.h,
            on=d("01/01/2020"),
            by=ME,
        )
    assert (refusal.value.code, "dòng 2 trùng với dòng 1" in refusal.value.message) == ("duplicate_card", True)
    with pytest.raises(Refusal) as refusal:
        actions.load_people([spec(world, national_id="001080012345")], at=world.h, on=d("01/01/2020"), by=ME)
    assert refusal.value.code == "duplicate_national_id"
    assert Person.objects.count() == 1


def test_loading_and_settling_take_the_same_queries_for_one_and_for_many(world):
    counts = []
    for size in (1, 30):
        people = [spec(world, "Nguyễn Văn An") for _ in range(size)]
        with CaptureQueriesContext(connection) as loading:
            ids = actions.load_people(people, at=world.h, on=d("01/01/2020"), by=ME)
        with CaptureQueriesContext(connection) as settling:
            settle(ids)
        counts.append((len(loading), len(settling)))
    assert counts[0] == counts[1]


def test_a_cell_that_ended_since_the_load_began_takes_nobody_in(world):
    people = [
        PersonSpec("Nguyễn Văn An", d("03/02/1980"), events=[EventSpec(Cause.OPENING, d("01/06/2019"), cell=cell.pk)])
        for cell in (world.a1, world.a2)
    ]
    loader = PeopleLoader(preparing.preparer, "", False)
    org_actions.dissolve(units=[world.a1], to=world.b1, on=d("01/01/2020"), by=ME)
    with pytest.raises(Refusal, match="kết thúc ngày 01/01/2020"):
        loader.load(people[:1])
    assert len(loader.load(people[1:]).people) == 1
    assert Person.objects.count() == 1


def test_parts_prepared_beside_are_written_like_those_prepared_here(world):
    with transaction.atomic():
        actions.load_people([spec(world, name) for name in NAMES], at=world.h, on=d("01/01/2020"), by=ME)
        world.person("Vũ Văn Khang")
        expected = derived() | {"values": stored()}
        transaction.set_rollback(True)
    parts = [[spec(world, name) for name in names] for names in (NAMES[:1], NAMES[1:3], NAMES[3:])]
    loader = PeopleLoader(preparing.preparer, "", False, beside=True)
    try:
        loader.ahead(parts[0])
        loader.ahead(parts[1])
        ids = list(loader.load(parts[0]).person_ids)
        world.person("Vũ Văn Khang")  # It takes the keys that were guessed.
        loader.ahead(parts[2])
        ids += [pk for part in parts[1:] for pk in loader.load(part).person_ids]
    finally:
        loader.close()
    refresh_roll(person_ids=ids)
    assert len(ids) == len(NAMES)
    assert derived() | {"values": stored()} == expected


def test_a_cell_that_ended_takes_nobody_in_of_parts_prepared_before(world):
    def opened(name):
        return [PersonSpec(name, d("03/02/1980"), events=[EventSpec(Cause.OPENING, d("01/06/2019"), cell=world.a1.pk)])]

    parts = [opened(name) for name in NAMES]
    loader = PeopleLoader(preparing.preparer, "", False, beside=True)
    try:
        for part in parts[:2]:
            loader.ahead(part)
        org_actions.dissolve(units=[world.a1], to=world.b1, on=d("01/01/2020"), by=ME)
        for part, following in zip(parts, parts[2:], strict=False):
            with pytest.raises(Refusal, match="kết thúc ngày 01/01/2020"):
                loader.load(part)
            loader.ahead(following)
    finally:
        loader.close()
    assert Person.objects.count() == 0
