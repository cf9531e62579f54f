"""Merging two records of one person, and parting them again."""

import random
from datetime import date

import pytest
from django.apps import apps

from chibo.accounts.models import Account
from chibo.exchange.rules.kinds import Trace
from chibo.journal import queries as journal
from chibo.kernel.refusal import Refusal
from chibo.members import actions, queries
from chibo.members.actions import imported
from chibo.members.actions.merge_plan import KEPT, OTHER, Choices, Line, Two, combine
from chibo.members.derivation.recount import differences, residuals
from chibo.members.imports.undoing import stands_on
from chibo.members.models import Attribute, MemberEvent, Merge, Particulars, Person
from chibo.members.rules import capabilities
from chibo.members.tests.world import ME, World, d, movements_of, roll_of, spells_of, stays_of
from chibo.site.management.commands.fingerprint import fingerprint

pytestmark = pytest.mark.django_db
TODAY = d("01/06/2024")
CCCD, CARD = "036080000017", "012345678901"


@pytest.fixture
def world(once):
    return once(World)


def state() -> dict[str, int]:
    """The fingerprint of every table of members."""
    return {m._meta.label: fingerprint(m) for m in apps.get_app_config("members").get_models()}


def is_clean() -> bool:
    return not list(differences(today=TODAY)) and not list(residuals(until=TODAY))


def merge(keep, other, **choices) -> Merge:
    return actions.merge_people(
        keep=keep, other=other, reason="Lập hai lần", on=TODAY, by=ME, choices=Choices(**choices)
    )


def code_of(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def left_and_came(world):
    """One record tells the years at A1 until 2018, the other those at B1 since."""
    first = world.member("Nguyễn Văn An", on="01/01/2015", attributes={"sex": "nam"}, national_id=CCCD)
    actions.transfer_out(first, on=d("01/01/2018"), to_place="Tỉnh ủy Nam Định", by=ME)
    second = world.member(
        "Nguyễn Van An",
        cell=world.b1,
        on="01/01/2019",
        attributes={"occupation": "nong_dan"},
        card=CARD,
        confirmed=True,
    )
    return first, second


def test_both_histories_are_told_as_one_and_gaps_are_filled(world):
    first, second = left_and_came(world)
    merge(second, first, facts={"full_name": OTHER})
    kept = Person.objects.get(pk=second.pk)
    assert (kept.full_name, kept.national_id, kept.card) == ("Nguyễn Văn An", CCCD, CARD)
    assert stays_of(kept) == [("A1", d("01/01/2015"), d("01/01/2018")), ("B1", d("01/01/2019"), date(9999, 12, 31))]
    assert spells_of(kept, "sex", "occupation")[-1][2:] == ("nam", "nong_dan")
    assert is_clean()


def test_the_other_record_leaves_every_list_and_figure(world):
    first, second = left_and_came(world)
    merge(second, first, facts={"full_name": KEPT})
    gone = Person.objects.get(pk=first.pk)
    assert (gone.merged_into, stays_of(gone), movements_of(gone), spells_of(gone)) == (second, [], [], [])
    assert [p.pk for p in queries.find_people("nguyen van an", limit=9)] == [second.pk]
    assert roll_of(world.a, "31/12/2016") == {"Nguyễn Van An"}


def test_parting_brings_back_every_row(world):
    first, second = left_and_came(world)
    before = state()
    done = merge(second, first, facts={"full_name": OTHER})
    assert state() != before
    actions.unmerge(done, reason="Hai người khác nhau", on=TODAY, by=ME)
    assert state() == before
    assert is_clean()
    assert Person.objects.get(pk=first.pk).national_id == CCCD


def test_verification_finds_a_merged_record_whose_events_still_count(world):
    first, second = left_and_came(world)
    merge(second, first, facts={"full_name": OTHER})
    Person.objects.filter(pk=second.pk).update(merged_into=first)
    assert any("đã gộp vào hồ sơ khác" in line for line in differences(today=TODAY))


def test_both_records_tell_of_the_merge_in_the_journal(world):
    first, second = left_and_came(world)
    merge(second, first, facts={"full_name": OTHER})
    for person in (first, second):
        told = [e.what for e in journal.entries_of(f"person:{person.uid}")]
        assert "members.people_merged" in told
    entry = next(e for e in journal.entries_of(f"person:{second.uid}") if e.what == "members.people_merged")
    assert CCCD not in str(entry.before) + str(entry.after) + entry.label


def test_overlapping_histories_are_asked_about(world):
    first = world.member("Nguyễn Văn An", on="01/01/2015")
    second = world.member("Nguyễn Văn An", cell=world.b1, on="01/01/2016", confirmed=True)
    assert code_of(lambda: merge(first, second)) == "choose_history"
    assert [way.code for way in Two(first, second).ways()] == ["without_other_opening", "without_kept_opening"]
    merge(first, second, history="without_other_opening")
    assert stays_of(first) == [("A1", d("01/01/2015"), date(9999, 12, 31))]
    assert is_clean()


def test_an_opening_that_overlaps_can_give_way_to_what_was_recorded_since(world):
    first = world.member("Nguyễn Văn An", on="01/01/2015")
    second = world.member("Nguyễn Văn An", on="01/01/2016", confirmed=True)
    actions.transfer(second, to=world.b1, on=d("01/02/2020"), by=ME)
    merge(first, second, history="without_other_opening")
    assert [row[0] for row in stays_of(first)] == ["A1", "B1"]
    assert is_clean()


def test_different_values_are_asked_one_by_one(world):
    first = world.member("Nguyễn Văn An", attributes={"sex": "nam", "religion": "khong"})
    second = world.person("Nguyễn Văn Ân", attributes={"sex": "nu"}, born="04/02/1980")
    two = Two(first, second)
    assert (two.different_facts(), two.different_attributes()) == (["full_name", "born"], ["sex"])
    assert code_of(lambda: merge(first, second, facts={"full_name": KEPT})) == "choose_value"
    assert code_of(lambda: merge(first, second, facts={"full_name": KEPT, "born": OTHER})) == "choose_value"
    merge(first, second, facts={"full_name": KEPT, "born": OTHER}, attributes={"sex": OTHER})
    first.refresh_from_db()
    assert (first.full_name, first.born_on) == ("Nguyễn Văn An", d("04/02/1980"))
    assert spells_of(first, "sex", "religion")[-1][2:] == ("nu", "khong")


def test_the_number_not_kept_stays_findable(world):
    first = world.member("Nguyễn Văn An", national_id=CCCD)
    second = world.person("Nguyễn Văn An", national_id="036080000099", confirmed=True)
    merge(first, second, facts={"national_id": OTHER})
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.national_id, second.national_id) == ("036080000099", CCCD)


def test_particulars_go_along(world):
    first = world.member("Nguyễn Văn An")
    second = world.person("Nguyễn Văn An", confirmed=True)
    Particulars.objects.create(person=second, other_name="Ba An")
    before = state()
    done = merge(first, second)
    assert Particulars.objects.get(person=first).other_name == "Ba An"
    actions.unmerge(done, reason="Nhầm", on=TODAY, by=ME)
    assert state() == before


@pytest.mark.parametrize("is_taken", [False, True])
def test_the_account_of_the_person_follows_and_returns(world, is_taken):
    first, second = left_and_came(world)
    account = Account.objects.create(username="an", display_name="An", person_uid=first.uid)
    if is_taken:
        Account.objects.create(username="an2", display_name="An", person_uid=second.uid)
    done = merge(second, first, facts={"full_name": OTHER})
    account.refresh_from_db()
    assert account.person_uid == (None if is_taken else second.uid)
    actions.unmerge(done, reason="Nhầm", on=TODAY, by=ME)
    account.refresh_from_db()
    assert account.person_uid == first.uid


def test_what_was_written_since_stands_on_the_merge(world):
    first, second = left_and_came(world)
    done = merge(second, first, facts={"full_name": OTHER})
    actions.transfer(Person.objects.get(pk=second.pk), to=world.a2, on=d("01/05/2024"), by=ME)
    assert actions.what_stands_on_merge(done) == ["mới ghi: Chuyển sinh hoạt ngày 01/05/2024"]
    assert code_of(lambda: actions.unmerge(done, reason="Nhầm", on=TODAY, by=ME)) == "stands_on_it"
    actions.annul_event(MemberEvent.objects.get(cause="transfer"), reason="Nhầm", by=ME)
    assert len(actions.what_stands_on_merge(done)) == 1


def test_changed_attributes_and_numbers_stand_on_it_too(world):
    first, second = left_and_came(world)
    done = merge(second, first, facts={"full_name": OTHER})
    kept = Person.objects.get(pk=second.pk)
    actions.change_attribute(kept, name="occupation", value="huu_tri", since=d("01/01/2024"), by=ME)
    actions.correct_person(kept, card="012345678902", reason="Gõ nhầm", by=ME)
    told = actions.what_stands_on_merge(done)
    assert "đã sửa: Số thẻ đảng viên" in told
    assert "mới ghi: Nghề nghiệp từ 01/01/2024" in told


def test_a_merge_stands_on_the_batch_that_made_a_record_until_it_is_parted(world):
    first, second = left_and_came(world)
    traces = [Trace(n, p.pk, {"created": True, **imported.marks()}) for n, p in enumerate((first, second))]
    done = merge(second, first, facts={"full_name": OTHER})
    assert len(stands_on(traces)) == 2
    actions.unmerge(done, reason="Nhầm", on=TODAY, by=ME)
    assert stands_on(traces) == []


def test_a_later_merge_must_be_parted_first(world):
    first, second = left_and_came(world)
    third = world.person("Nguyễn Văn An", confirmed=True)
    done = merge(second, first, facts={"full_name": OTHER})
    later = merge(third, second)
    assert code_of(lambda: actions.unmerge(done, reason="Nhầm", on=TODAY, by=ME)) == "stands_on_it"
    actions.unmerge(later, reason="Nhầm", on=TODAY, by=ME)
    actions.unmerge(Merge.objects.get(pk=done.pk), reason="Nhầm", on=TODAY, by=ME)
    assert is_clean()


def test_what_cannot_be_merged_is_refused(world):
    first, second = left_and_came(world)
    assert code_of(lambda: merge(first, first)) == "same_person"
    done = merge(second, first, facts={"full_name": OTHER})
    third = world.person("Nguyễn Văn An", confirmed=True)
    assert code_of(lambda: merge(third, first)) == "merged"
    assert code_of(lambda: actions.unmerge(done, reason=" ", on=TODAY, by=ME)) == "reason"


def test_two_transfers_under_way_do_not_go_together(world):
    first = world.member("Nguyễn Văn An", on="01/01/2015")
    second = world.member("Nguyễn Văn An", cell=world.b1, on="01/01/2016", confirmed=True)
    for person in (first, second):
        actions.send_transfer(person, to=world.a2, on=d("01/05/2024"), by=ME)
    codes = [way.code for way in Two(first, second).ways()]
    assert codes == ["kept", "other"]
    merge(first, second, history="kept")
    assert queries.pending_transfers([world.a1.pk, world.b1.pk], on=TODAY).count() == 1
    assert is_clean()


class Stranger:
    """Somebody who may merge at one cell only."""

    label, reference, person_uid = "Ai đó", "account:0", None

    def __init__(self, unit):
        self.unit = unit

    def may(self, capability, unit=None):
        return (capability == capabilities.MERGE and unit == self.unit) or None

    def must(self, capability, unit=None):
        if not self.may(capability, unit):
            raise Refusal("Chưa được giao quyền. Hãy hỏi cấp trên.", code="not_entitled", status=403)


def test_the_right_is_needed_at_both_cells(world):
    first, second = left_and_came(world)
    for unit in (world.a1, world.b1):
        with pytest.raises(Refusal) as refused:
            actions.merge_people(keep=second, other=first, reason="Lập hai lần", on=TODAY, by=Stranger(unit))
        assert refused.value.code == "not_entitled"


def test_values_are_combined_day_by_day():
    def line(value, since, until):
        return Line(value, date(since, 1, 1), date(until, 1, 1))

    assert combine([line("a", 2010, 2020)], [line("b", 2000, 2015), line("c", 2015, 2030)]) == [
        line("b", 2000, 2010),
        line("a", 2010, 2020),
        line("c", 2020, 2030),
    ]
    assert combine([line("a", 2010, 2020)], [line("a", 2000, 2015)]) == [line("a", 2000, 2020)]
    assert combine([], [line("a", 2000, 2010)]) == [line("a", 2000, 2010)]


@pytest.mark.parametrize("seed", range(12))
def test_any_two_records_merge_cleanly_or_not_at_all(world, seed):
    chance = random.Random(seed)
    people = [_anyone(world, chance, n) for n in range(2)]
    before, roll = state(), roll_of(world.h, "01/06/2024")
    two = Two(*people)
    choices = {
        "facts": {name: chance.choice([KEPT, OTHER]) for name in two.different_facts()},
        "attributes": {name: chance.choice([KEPT, OTHER]) for name in two.different_attributes()},
    }
    ways = two.ways(Choices(**choices))
    if not ways:
        assert code_of(lambda: merge(*people, **choices)) in ("no_way", "choose_history")
        assert state() == before
        return
    done = merge(*people, **choices, history=chance.choice(ways).code)
    assert is_clean()
    assert len(roll_of(world.h, "01/06/2024")) <= max(len(roll), 1)
    assert not Attribute.objects.filter(person=people[0], since__lt=Person.objects.get(pk=people[0].pk).born_on)
    actions.unmerge(done, reason="Thử", on=TODAY, by=ME)
    assert state() == before
    assert is_clean()


def _anyone(world, chance, n):
    """A record with a random past."""
    born = f"{chance.randint(1, 28):02d}/0{chance.randint(1, 9)}/19{chance.randint(50, 80)}"
    given = {"sex": ["nam", "nu"], "ethnicity": ["01", "02"], "religion": ["khong", "phat_giao"]}
    attributes = {name: chance.choice(values) for name, values in given.items() if chance.random() < 0.6}
    numbers = {"national_id": f"03608000{n:04d}"} if chance.random() < 0.5 else {}
    name = chance.choice(["Nguyễn Văn An", "Nguyễn Văn Ân"])
    more = {"attributes": attributes, "confirmed": True, "born": born, **numbers}
    if chance.random() < 0.2:
        return world.person(name, **more)
    year = chance.randint(2001, 2015)
    person = world.member(
        name, cell=chance.choice([world.a1, world.b1]), on=f"01/01/{year}",
        status=chance.choice(["official", "probationary"]), party_since=date(2000, 1, 1), **more,
    )  # fmt: skip
    for _ in range(chance.randint(0, 3)):
        year += chance.randint(1, 3)
        try:
            act = chance.randint(0, 3)
            if act == 0:
                actions.transfer(person, to=chance.choice([world.a2, world.b1]), on=date(year, 3, 3), by=ME)
            elif act == 1:
                actions.recognize(person, on=date(year, 3, 3), by=ME)
            elif act == 2:
                actions.transfer_out(person, on=date(year, 3, 3), to_place="Nơi khác", by=ME)
            else:
                actions.change_attribute(person, name="occupation", value="nong_dan", since=date(year, 3, 3), by=ME)
        except Refusal:
            continue
    return person
