"""A world put back is the world that was built; nothing of one test reaches another."""

import pytest

from chibo.members.actions.occupants import MemberOccupants
from chibo.members.models import Person, Spell
from chibo.members.tests.world import World, d, roll_of
from chibo.org import closure
from chibo.org.actions import occupants
from chibo.org.models import Unit
from tests.once import Once, rows_of, tables

pytestmark = pytest.mark.django_db
NAME = "Trần Thị Bích"


def peopled() -> World:
    """A world with somebody in it."""
    world = World()
    world.bich = world.member(NAME, national_id="001080000001")
    return world


def undone(act):
    """What the action returns; its records are taken back."""
    from django.db import transaction

    with transaction.atomic():
        done = act()
        transaction.set_rollback(True)
    return done


def test_what_is_put_back_is_what_was_built():
    once = Once()

    def record():
        world = once(peopled)
        return rows_of(tables()), world.bich.pk, [type(one) for one in occupants.installed()]

    built = undone(record)
    occupants.install([])
    assert len(once.kept) == 1 and not Person.objects.exists()
    assert undone(record) == built
    assert built[2] == [MemberOccupants]


def test_it_is_worked_on_as_if_it_had_just_been_built():
    once = Once()
    undone(lambda: once(peopled))
    world = once(peopled)
    world.member("Lê Văn Cường", cell=world.a2)
    world.bich.refresh_from_db()
    assert roll_of(world.h, "31/12/2025") == {NAME, "Lê Văn Cường"}
    assert world.found(world.cell("NEW", "Chi bộ Mới", "A"), "01/02/2026").pk not in {world.a1.pk, world.young.pk}
    assert closure.recount() == []


def test_nothing_a_test_does_is_in_what_the_next_one_gets():
    once = Once()

    def spoil():
        world = once(peopled)
        world.bich.full_name, world.more = "Khác", 1
        Person.objects.update(full_name="Khác")
        world.member("Thừa Một Người", on="03/02/2016")

    undone(spoil)
    undone(spoil)
    world = once(peopled)
    assert (world.bich.full_name, hasattr(world, "more")) == (NAME, False)
    assert list(Person.objects.values_list("full_name", flat=True)) == [NAME]
    assert Spell.objects.filter(until__gt=d("01/01/2026")).count() == 1


def test_into_tables_with_rows_it_is_built():
    once = Once()
    undone(lambda: once(peopled))
    Unit.objects.create(ref="Z", founded_on=d("01/01/2000"))
    assert once(peopled).bich.pk == Person.objects.get().pk
    assert Unit.objects.filter(ref="Z").exists()


def test_what_was_built_beside_other_rows_or_changed_some_is_not_kept():
    once = Once()

    def beside():
        Unit.objects.create(ref="Z", founded_on=d("01/01/2000"))
        once(peopled)

    undone(beside)
    assert once.kept == {}
    Unit.objects.create(ref="Z", founded_on=d("01/01/2000"))
    other = Once()
    undone(lambda: other(lambda: Unit.objects.update(ref="Y")))
    assert other.kept == {}
