"""Every procedure there is, led by random answers through the days on which calendars stumble: the roll stays reconciled.

Each life begins before a Tết and a leap day; days are leapt to the eve of a Tết, its last day, month ends, the 29th of
February. Whatever is refused changes nothing; whatever is done leaves everybody on one roll at most.
"""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from django.db import transaction

from chibo.admission.actions.occupants import ProspectOccupants
from chibo.admission.tests.world import AdmissionWorld
from chibo.kernel import clock
from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.members import queries as roll
from chibo.members.actions.occupants import MemberOccupants
from chibo.members.derivation.recount import differences, residuals
from chibo.members.models import MemberEvent, Stay
from chibo.members.tests.world import ME, d
from chibo.members.vocabulary import Ground, Nature
from chibo.org import actions as org
from chibo.org.actions import occupants
from chibo.org.models import OrgEvent, Unit
from chibo.procedures import actions as procedures
from chibo.procedures.actions.occupants import CaseOccupants
from chibo.procedures.models import Act
from chibo.procedures.queries.replay import differences as differences_of_cases
from chibo.procedures.rules import deadlines
from chibo.procedures.rules.handlers import Handed, handler_of, installed
from chibo.procedures.vocabulary import FieldKind, Span
from chibo.rulebook import calendar

TODAY = d("22/11/2026")
STUMBLES = tuple(
    d(text)
    for text in (
        "07/02/2024 14/02/2024 29/02/2024 30/04/2024 31/08/2024 31/12/2024 24/01/2025 31/01/2025 28/02/2025 01/03/2025 "
        "30/06/2025 01/07/2025 31/12/2025 13/02/2026 22/02/2026 28/02/2026 26/07/2026"
    ).split()
)
"""Eves and last days of Tết, leap days and what stands for them, month ends, days on which rules change."""
CODES = sorted({one.definition.code for one in installed()})
LIVES, MOST = 2, 20
"""So many lives of every procedure, and more until one of its cases has come to its end."""
GAPS = (0, 1, 1, 3, 9, 40)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The clock of these tests stands still."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    for place in ("prospects", "records"):
        monkeypatch.setattr(f"chibo.admission.actions.{place}.today", lambda: TODAY)


class Lives:
    """A committee with somebody for every procedure."""

    def __init__(self, rng: Random) -> None:
        self.rng, self.day = rng, d("05/02/2024")
        self.world = AdmissionWorld()
        occupants.install([MemberOccupants(), ProspectOccupants(), CaseOccupants()])
        world, on = self.world, d("01/02/2024")
        self.prospect = world.prospect("Hồ Thị Mận", "20/08/2000")
        self.probationary = world.person("Vũ Thị Na", "01/01/1999")
        members.admit_member(self.probationary, cell=world.a1, on=d("29/02/2024"), by=ME)
        self.gone = world.member("Đinh Văn Oai", born="02/02/1970")
        members.transfer_out(self.gone, to_place="Đảng bộ tỉnh khác", on=on, by=ME)
        self.removed = world.member("Trịnh Văn Phú", born="03/03/1971")
        members.strike_off(self.removed, ground=Ground.RETURNED_CARD, on=on, by=ME)
        self.suspended = world.member("Bùi Văn Quý", born="04/04/1972")
        members.change_attribute(self.suspended, name="activity", value="dinh_chi", since=on, by=ME)
        self.official = world.member("Cao Thị Rạng", born="05/05/1973", cell=world.a2)
        self.people = [
            world.an, world.binh, world.chi, self.probationary, self.gone, self.removed, self.suspended, self.official,
        ]  # fmt: skip

    def subject(self, code: str) -> str:
        """Somebody a procedure is for."""
        one = {
            "cong-nhan-chinh-thuc": self.probationary, "chuyen-den": self.gone, "khieu-nai": self.removed,
            "phuc-hoi": self.removed, "cho-tro-lai-sinh-hoat": self.suspended,
        }.get(code, self.official)  # fmt: skip
        return self.prospect.reference if code == "ket-nap" else f"person:{one.uid}"

    def pass_time(self) -> None:
        """Some days, or to the next day on which calendars stumble."""
        ahead = [day for day in STUMBLES if day > self.day]
        if ahead and self.rng.random() < 0.3:
            self.day = ahead[0]
        else:
            self.day += timedelta(days=self.rng.choice(GAPS))

    def answer(self, one):
        """Something of the right sort."""
        rng, world = self.rng, self.world
        match one.kind:
            case FieldKind.DAY:
                return self.day + timedelta(days=rng.choice((-30, -3, 0, 0, 45, 200)))
            case FieldKind.WHOLE | FieldKind.MONEY:
                return rng.choice((0, 3, 4))
            case FieldKind.CHOICE:
                return rng.choice(sorted(one.choices))
            case FieldKind.YES_NO:
                return rng.random() < 0.5
            case FieldKind.UNIT:
                return Unit.objects.get(ref=rng.choice(("A1", "A2", "B1", "YOUNG"))).reference
            case FieldKind.MEMBER:
                return f"person:{rng.choice((world.an, world.binh, world.chi)).uid}"
        return rng.choice(("Nam", "Đã xét, thống nhất", "12-NQ/CB"))

    def answers(self, fields) -> dict:
        """The required ones, and some of the others."""
        return {one.name: self.answer(one) for one in fields if one.required or self.rng.random() < 0.5}

    def attempt(self, what, *args, **kwargs):
        """Done as a whole or refused in words."""
        before = (Act.objects.count(), MemberEvent.objects.count())
        try:
            with transaction.atomic():
                return what(*args, **kwargs)
        except Refusal as refusal:
            assert refusal.message.endswith((".", ".)", "?")), refusal.message
            assert (Act.objects.count(), MemberEvent.objects.count()) == before
            return None

    def open(self, code: str):
        """A case, after a few tries; what the record knows already is taken from it."""
        handler, subject = handler_of(code, on=self.day), self.subject(code)
        for _ in range(12):
            begun = dict(handler.begins(subject, self.day)) if handler.begins else {}
            data = self.answers(handler.definition.sets) | begun
            made = self.attempt(procedures.open_case, code, subject=subject, on=self.day, by=ME, data=data, accept=True)
            if made is not None:
                return made
            self.pass_time()
        return None

    def step(self, case):
        """The step a case is at."""
        step = handler_of(case.code, case.version).definition.steps[case.step]
        for one in deadlines.counted(step, case, since=case.step_since):
            if one.day and one.deadline.unit == Span.WORKING_DAYS and one.amount:
                assert calendar.is_working_day(one.day)
        vote = None
        if step.vote:
            yes = self.rng.choice((4, 4, 4, 1))
            vote = {"obliged": 4, "present": 4, "for": yes, "against": 4 - yes, "blank": 0}
        because = self.world.decision(f"{case.pk}-{len(case.history)}-QĐ/HU", self.day) if step.decision else None
        procedures.act(
            case, on=self.day, by=ME, data=self.answers(step.asks), vote=vote, because=because, accept=True,
            documents=[Handed(one.kind) for one in step.documents],
        )  # fmt: skip

    def turn(self, case):
        """Back to an earlier step."""
        step = handler_of(case.code, case.version).definition.steps[case.step]
        if step.back_to:
            procedures.send_back(case, to=step.back_to[-1], on=self.day, reason="Thiếu", by=ME)

    def merge(self):
        """The cell goes into its neighbour, or comes out of it again."""
        event = OrgEvent.objects.filter(undone=False, on__gte=d("05/02/2024")).order_by("-pk").first()
        if event is not None:
            org.undo(event=event, reason="Nhầm", by=ME)
        else:
            org.dissolve(units=[Unit.objects.get(ref="A2")], to=Unit.objects.get(ref="A1"), on=self.day, by=ME)

    def lead(self, case) -> None:
        """On to its end, with what comes between."""
        for _ in range(36):
            self.pass_time()
            if not case.is_open or self.day > TODAY:
                return
            between = self.rng.random()
            if between < 0.06:
                self.attempt(self.turn, case)
            elif between < 0.12:
                self.attempt(self.merge)
            else:
                self.attempt(self.step, case)
            case.refresh_from_db()
            case.look_again()

    def check(self) -> None:
        """Everything adds up on every day that matters."""
        assert [*differences(today=TODAY), *residuals(until=TODAY), *differences_of_cases()] == []
        for person in self.people:
            stays = Stay.objects.filter(person=person, nature=Nature.PERMANENT).order_by("since", "until")
            assert all(one.until <= two.since for one, two in pairwise(stays))
        for day in (*STUMBLES, self.day, TODAY):
            there = [unit for unit in Unit.objects.filter(ref__in=("A1", "A2", "B1", "YOUNG")) if unit.exists_on(day)]
            parts = [roll.roll(unit, on=day).values("person").distinct().count() for unit in there]
            assert roll.roll(self.world.h, on=day).values("person").distinct().count() == sum(parts), day


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_whatever_is_done_the_roll_stays_reconciled(code):
    ended: Counter[str] = Counter()

    for number in range(MOST):
        with transaction.atomic():
            lives = Lives(Random(f"{code}/{number}"))
            for _ in range(3):
                case = lives.open(code)
                if case is None:
                    break
                lives.lead(case)
                ended[case.state] += 1
            lives.check()
            transaction.set_rollback(True)
        if number + 1 >= LIVES and ended["done"]:
            break
    assert ended["done"], dict(ended)


@pytest.mark.django_db
def test_days_of_tet_and_leap_days_are_really_met():
    off = [day for day in STUMBLES if not calendar.is_working_day(day)]
    assert date(2024, 2, 29) in STUMBLES and len(off) >= 4
