"""One planted error is found by name, and ends ``verify`` with 1."""

import pytest
from django.core.management import call_command
from django.db.models import F

from chibo.kernel.clock import today
from chibo.members.models import Movement, Person, RollEntry, Spell
from chibo.org.models import Closure, Unit


def verify(capsys) -> tuple[int, str]:
    """Exit code and what was printed."""
    try:
        call_command("verify")
    except SystemExit as ending:
        return ending.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_the_world_verifies(world, capsys):
    assert verify(capsys)[0] == 0


def test_a_spell_in_another_cell_is_found_under_the_persons_name(world, capsys):
    spell = Spell.objects.filter(until__gt=F("since")).order_by("pk")[50]
    other = Spell.objects.exclude(cell=spell.cell_id).order_by("pk").first()
    Spell.objects.filter(pk=spell.pk).update(cell=other.cell_id)
    code, text = verify(capsys)
    assert code == 1
    assert f"Đồng chí {spell.person.full_name} (hồ sơ {spell.person_id}): spell thừa" in text
    assert f"Đồng chí {spell.person.full_name} (hồ sơ {spell.person_id}): spell thiếu" in text


def test_a_missing_line_of_the_closure_is_found_under_both_units(world, capsys):
    row = Closure.objects.exclude(ancestor=F("descendant")).select_related("ancestor", "descendant").order_by("pk")[40]
    row.delete()
    code, text = verify(capsys)
    assert code == 1
    assert f"thiếu dòng: {row.descendant.ref} dưới {row.ancestor.ref}" in text


def test_a_missing_movement_is_found_under_the_persons_name_and_in_the_balance(world, capsys):
    move = Movement.objects.filter(cause="admission").select_related("person", "cell").order_by("pk").last()
    move.delete()
    code, text = verify(capsys)
    assert code == 1
    assert f"Đồng chí {move.person.full_name} (hồ sơ {move.person_id}): movement thiếu" in text
    assert f"{move.cell.ref}, đến " in text


@pytest.mark.parametrize("word", ["thiếu", "thừa"])
def test_a_wrong_line_of_the_present_roll_is_found_under_person_and_unit(world, capsys, word):
    entry = RollEntry.objects.filter(until__gt=today()).order_by("pk")[70]
    person, unit = Person.objects.get(pk=entry.person_id), Unit.objects.get(pk=entry.unit_id)
    if word == "thiếu":
        entry.delete()
    else:
        unit = Unit.objects.exclude(pk__in=RollEntry.objects.filter(person=person).values("unit")).first()
        RollEntry.objects.filter(pk=entry.pk).update(unit=unit)
    code, text = verify(capsys)
    assert code == 1
    assert f"Danh sách hiện tại {word} đồng chí {person.full_name} (hồ sơ {person.pk}) tại {unit.ref}." in text
