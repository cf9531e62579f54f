"""Random admissions and recognitions through random calendars: the roll stays reconciled, nothing is half done."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chibo.admission.models import Prospect, ProspectStay
from chibo.kernel.days import FOREVER, add_months
from chibo.kernel.refusal import Refusal
from chibo.members.derivation.recount import differences
from chibo.members.models import MemberEvent, Spell
from chibo.members.tests.world import ME
from chibo.org import actions as org
from chibo.org.models import Unit
from chibo.procedures import actions as procedures

TODAY = date(2026, 11, 22)
GAPS = st.lists(st.integers(0, 70), min_size=26, max_size=26)
STARTS = st.one_of(
    st.dates(date(2023, 7, 1), date(2025, 6, 30)),
    st.sampled_from([date(2024, 2, 29), date(2024, 2, 8), date(2025, 1, 25), date(2024, 12, 31), date(2024, 8, 31)]),
)
DEEDS = st.lists(
    st.sampled_from(["step", "step", "step", "step", "back", "vote_down", "withdraw"]), min_size=26, max_size=26
)
VOTES_DOWN = {"obliged": 3, "present": 3, "for": 1, "against": 2, "blank": 0}


def lead(world, case, day, gaps, deeds):
    """Deeds until the case ends or they are used up; what is refused changes nothing. The next day."""
    for gap, deed in zip(gaps, deeds, strict=True):
        if not case.is_open:
            break
        day += timedelta(days=gap)
        before = (case.step, case.state, MemberEvent.objects.count())
        try:
            if deed == "withdraw" and gap % 9 == 0:
                procedures.withdraw(case, on=day, reason="Xin rút", by=ME)
            elif deed == "back" and case.step == "chi-bo":
                procedures.send_back(case, to="y-kien", on=day, reason="Thiếu ý kiến", by=ME)
            elif deed == "vote_down" and case.step in ("chi-bo", "co-so"):
                world.step(case, day, vote=VOTES_DOWN)
            else:
                world.step(case, day)
        except Refusal:
            assert (case.step, case.state, MemberEvent.objects.count()) == before
    return day


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(start=STARTS, gaps=GAPS, deeds=DEEDS, more=GAPS, merged=st.booleans())
def test_the_roll_stays_reconciled(world, start, gaps, deeds, more, merged):
    with transaction.atomic():
        world.a1, world.a2 = (Unit.objects.get(ref=ref) for ref in ("A1", "A2"))
        lan = world.prospect("Trần Thị Lan", on="01/03/2023")
        case = world.open(lan, on=start.strftime("%d/%m/%Y"), accept=True)
        half = 9
        day = lead(world, case, start, gaps[:half], deeds[:half]) + timedelta(days=1)
        event = org.dissolve(units=[world.a1], to=world.a2, on=day, by=ME).event if merged else None
        case.refresh_from_db()
        case.look_again()
        day = lead(world, case, day, gaps[half:], deeds[half:])
        lan.refresh_from_db()
        if case.state == "done":
            check_admitted(world, lan, case, day + timedelta(days=2), more)
        else:
            assert (lan.state, lan.person) == ("listed", None)
        if event is not None:
            undone(event)
        check_stays(lan)
        assert list(differences(today=TODAY)) == []
        transaction.set_rollback(True)


def undone(event):
    """The reorganization taken back, unless something done since stands on it."""
    try:
        with transaction.atomic():
            org.undo(event=event, reason="Nhầm", by=ME)
    except Refusal as refusal:
        assert refusal.message.startswith("Chưa hoàn tác được vì")


def check_admitted(world, lan, case, day, gaps):
    """On the roll from the ceremony, probationary for twelve months at least, official as of the day they were over."""
    entry = lan.person.events.get(cause="admission")
    assert (entry.on, lan.closed_on, lan.state) == (case.day_of("le-ket-nap"), entry.on, "admitted")
    recognition = world.recognition(lan.person, entry.on, day)
    lead(world, recognition, max(day, add_months(entry.on, 12)), gaps, ["step"] * len(gaps))
    spells = Spell.objects.filter(person=lan.person).order_by("since")
    official = next((spell.since for spell in spells if spell.status == "official"), None)
    decided = recognition.day_of("quyet-dinh")
    assert official == (add_months(entry.on, 12) if decided else None)


def check_stays(lan):
    """The stays in the source follow each other and end with it."""
    stays = list(ProspectStay.objects.filter(prospect=lan).order_by("since", "pk"))
    assert [stay.since for stay in stays[1:]] == [stay.until for stay in stays[:-1]]
    last = Prospect.objects.get(pk=lan.pk)
    assert stays[-1].until == last.closed_on or last.closed_on >= FOREVER
