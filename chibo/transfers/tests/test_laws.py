"""Random transfers through random calendars and mergers: everybody is on exactly one side on every day, and the roll adds up."""

from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo.kernel.days import ONE_DAY
from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.members import queries as roll
from chibo.members.actions.occupants import MemberOccupants
from chibo.members.derivation.recount import differences, residuals
from chibo.members.models import MemberEvent, Stay
from chibo.members.tests.world import ME
from chibo.members.vocabulary import Cause, EventState, Nature
from chibo.org import actions as org
from chibo.org.actions import occupants
from chibo.org.models import OrgEvent, Unit
from chibo.procedures import actions as procedures
from chibo.procedures.actions.occupants import CaseOccupants
from chibo.procedures.models import Case
from chibo.procedures.vocabulary import CaseState
from chibo.transfers.queries.cases import event_of
from chibo.transfers.tests.conftest import TODAY

LAWS = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
BEGINNING = date(2023, 12, 20)
"""Shortly before a Tết and a leap day."""
CELLS = ("A1", "A2", "B1", "YOUNG")
CODES = ("chuyen", "chuyen", "chuyen", "chuyen-tam-thoi", "chuyen-di", "chuyen-ra-nuoc-ngoai", "chuyen-den")
people = st.integers(0, 2)
cells = st.sampled_from(CELLS)
moves = st.one_of(
    *[st.tuples(st.just("open"), people, st.sampled_from(CODES), cells)] * 3,
    *[st.tuples(st.just("act"), people, st.sampled_from(("nhan", "nhan", "nhan", "tra_lai")), st.integers(1, 9))] * 6,
    st.tuples(st.just("turn"), people, st.booleans(), cells),
    st.tuples(st.just("direct"), people, st.sampled_from(("send", "present", "receive", "return", "move")), cells),
    st.tuples(st.just("tree"), people, st.sampled_from(("dissolve", "dissolve", "undo")), cells),
)
lives = st.lists(st.tuples(moves, st.integers(0, 40)), min_size=10, max_size=30)


class Life:
    """A small committee in which things happen, each refused or done as a whole."""

    def __init__(self, world):
        self.world, self.today = world, BEGINNING
        occupants.install([MemberOccupants(), CaseOccupants()])
        self.people = [world.member(name) for name in ("Lò Văn Páo", "Giàng A Sử", "Tòng Thị Mai")]
        self.done = 0

    def cell(self, ref):
        return Unit.objects.get(ref=ref)

    def try_to(self, what, who, how, more):
        try:
            with transaction.atomic():
                getattr(self, what)(self.people[who], how, more)
            self.done += 1
        except Refusal:
            pass

    def cases(self, person):
        return Case.objects.filter(subject=f"person:{person.uid}", state=CaseState.OPEN).order_by("-pk")

    def open(self, person, code, ref):
        if code == "chuyen":
            here = roll.cell_on(person, on=self.today)
            code = "chuyen-chinh-thuc" if here and (here.ref == "B1") != (ref == "B1") else "chuyen-noi-bo"
        inside = code in ("chuyen-chinh-thuc", "chuyen-noi-bo", "chuyen-tam-thoi")
        data = {
            "chuyen-tam-thoi": {"ly_do": "Đi học", "den_ngay": self.today + timedelta(days=60)},
            "chuyen-di": {"ly_do": "Chuyển công tác", "noi_den": "Nơi khác"},
            "chuyen-ra-nuoc-ngoai": {"nuoc": "Lào", "muc_dich": "hoc_tap"},
            "chuyen-noi-bo": {"ly_do": "Đổi chỗ ở"},
            "chuyen-den": {"noi_di": "Nơi khác", "tu_cach": "official", "ngay_gioi_thieu": self.today},
        }.get(code, {"ly_do": "Chuyển công tác"})
        procedures.open_case(
            code, subject=f"person:{person.uid}", on=self.today, by=ME, data=data, accept=True,
            other_unit=self.cell(ref) if inside else None, unit=self.cell(ref) if code == "chuyen-den" else None,
        )  # fmt: skip

    def act(self, person, result, steps):
        """As many steps as go, one after the other; a day between them now and then."""
        for number in range(steps):
            case = self.cases(person).first()
            if case is None:
                return
            try:
                with transaction.atomic():
                    self.step(case, result, ends=steps % 3 > 0)
            except Refusal:
                return
            self.today += timedelta(days=number % 2)

    def step(self, case, result, ends):
        data = {
            "tiep-nhan-chi-bo": {"ket_qua": result, "ly_do_tra_lai": "Thiếu"},
            "het-tam-thoi": {"ket_thuc": "ve" if ends else "gia_han", "den_ngay": self.today + timedelta(days=30)},
            "ve-nuoc": {"ket_qua": "ve" if ends else "khong_ve"},
        }.get(case.step, {})
        procedures.act(case, on=self.today, by=ME, data=data, accept=True)

    def turn(self, person, back, ref):
        case = self.cases(person).first()
        if case is None:
            return
        if back:
            procedures.send_back(case, to="giao-giay", on=self.today, reason="Sai", by=ME)
        else:
            procedures.withdraw(case, on=self.today, reason="Thôi", by=ME)

    def direct(self, person, how, ref):
        pending = person.events.filter(state=EventState.PENDING).first()
        if how == "send":
            members.send_transfer(person, to=self.cell(ref), on=self.today, by=ME)
        elif how == "move":
            members.transfer(person, to=self.cell(ref), on=self.today, by=ME)
        elif pending is None:
            return
        elif how == "present":
            members.present_letter(pending, on=self.today, by=ME)
        elif how == "receive":
            members.receive_transfer(pending, on=self.today, by=ME)
        else:
            members.return_transfer(pending, reason="Sai", by=ME)

    def tree(self, person, how, ref):
        if how == "undo":
            event = OrgEvent.objects.filter(undone=False, on__gte=BEGINNING).order_by("-pk").first()
            if event is not None:
                org.undo(event=event, reason="Sai", by=ME)
            return
        others = [one for one in CELLS if one != ref and Unit.objects.get(ref=one).exists_on(self.today)]
        if others:
            org.dissolve(units=[self.cell(ref)], to=self.cell(others[0]), on=self.today, by=ME)

    def check(self):
        """On every day one place at most, whatever is on the way; what is derived follows; the balance closes."""
        for person in self.people:
            self.check_person(person)
        assert [*differences(today=TODAY), *residuals(until=TODAY)] == []

    def check_person(self, person):
        spans = sorted(
            Stay.objects.filter(person=person, nature=Nature.PERMANENT).values_list("since", "until", "cell__ref")
        )
        day = BEGINNING
        while day <= self.today:
            here = [ref for since, until, ref in spans if since <= day < until]
            assert len(here) <= 1, (person, day, here)
            day += ONE_DAY
        pending = MemberEvent.objects.filter(person=person, state=EventState.PENDING)
        assert len(pending) <= 1
        for one in pending:
            assert one.cause == Cause.TRANSFER and one.sent_on <= self.today
        for case in Case.objects.filter(subject=f"person:{person.uid}"):
            self.check_case(case)

    @staticmethod
    def check_case(case):
        event = event_of(case)
        if event is None or event.cause != Cause.TRANSFER:
            return
        if event.state == EventState.STANDING:
            assert event.sent_on <= event.presented_on <= event.received_on == event.on
        if event.state == EventState.PENDING:
            assert case.is_open, "nobody is on the way by a case that is closed"


@LAWS
@given(life=lives)
def test_everybody_is_on_one_side_on_every_day_and_the_roll_adds_up(world, life):
    with transaction.atomic():
        run = Life(world)
        for (what, *rest), days in life:
            run.today += timedelta(days=days)
            run.try_to(what, *rest)
        run.check()
        transaction.set_rollback(True)
