"""What the desk keeps of people does not stand in the way of the areas below."""

import pytest
from django.db import connection

from chibo.exchange.rules.kinds import Trace
from chibo.jobs.worker import Worker
from chibo.members import actions as members
from chibo.members.actions import imported
from chibo.members.imports.undoing import pointing_at_people, stands_on
from chibo.members.models import Person
from chibo.quality import actions
from chibo.quality.models import Assignment, NumberCheck, Waiver
from chibo.quality.rules import rule_of
from chibo.quality.tests.world import ME, TODAY
from chibo.quality.vocabulary import State

pytestmark = pytest.mark.django_db


def test_numbers_that_were_read_do_not_keep_a_batch_from_being_taken_back(world):
    person = world.whole("Lê Văn Nhập")
    trace = Trace(1, person.pk, {"created": True, **imported.marks()})
    actions.read_numbers(on=TODAY, by=ME)
    assert NumberCheck.objects.filter(person=person).exists()
    assert stands_on([trace]) == []
    imported.unload_people([person.pk])
    connection.check_constraints()
    assert not Person.objects.filter(pk=person.pk).exists()
    assert not NumberCheck.objects.exists()


def test_what_somebody_confirmed_does(world):
    person = world.whole("Lê Văn Nhập", born="01/01/1910")
    trace = Trace(1, person.pk, {"created": True, **imported.marks()})
    rule = rule_of("ngay-sinh-kho-tin")
    actions.waive(rule=rule, at=world.a1, person=person, reason="Theo khai sinh", on=TODAY, by=ME)
    assert len(stands_on([trace])) == 1
    assert Waiver in [model for model, _ in pointing_at_people()]


def test_an_idle_worker_reads_numbers_and_closes_work(world, account, monkeypatch):
    person = world.whole("Trần Văn Thiếu", national_id="")
    lan = account("van_phong_co_so", world.a, "lan")
    actions.assign(rule=rule_of("thieu-cccd"), unit=world.a, assignee=lan.reference, due_on=TODAY, on=TODAY, by=ME)
    members.correct_person(person, national_id="036080900001", reason="Có căn cước", by=ME)
    worker = Worker()
    monkeypatch.setattr("chibo.jobs.worker.time.sleep", lambda _: setattr(worker.shift, "is_ending", True))
    worker.run()
    assert NumberCheck.objects.count() == 2
    assert Assignment.objects.get().state == State.MENDED


def test_reading_stops_when_told(world, monkeypatch):
    monkeypatch.setattr("chibo.quality.actions.numbers.BATCH", 1)
    for _ in range(3):
        world.whole("Lê Văn Lành")
    assert actions.read_numbers(on=TODAY, by=ME, most=2) == 2
    assert actions.read_numbers(on=TODAY, by=ME) == 4
