"""Whoever died or left without a case is told to the level above: on the desk of the base, with the day of the rule."""

import pytest
from django.urls import reverse

from chibo.inbox import queries as inbox
from chibo.kernel import duties
from chibo.kernel.days import ONE_DAY
from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.members.tests.world import ME, d
from chibo.procedures import actions as procedures
from chibo.removal import actions
from chibo.removal.models import LeavingNotice
from chibo.removal.queries.duties import DUTIES
from chibo.removal.queries.leaving import departure
from chibo.removal.queries.notices import RECENT, DueDay
from chibo.removal.tests.conftest import TODAY
from chibo.removal.tests.leading import begun, done, struck_off
from chibo.rulebook import calendar

DESK = {"loai": "phieu-bao"}


@pytest.fixture
def office(world, sign_in):
    """The office of the base, whose desk knows the work of this area."""
    duties.install(DUTIES)
    return sign_in("van_phong_co_so", world.a)


def died(world, on="02/11/2026", name="Nguyễn Văn An", **more):
    """Somebody whose death was recorded directly; the event."""
    person = world.member(name, **more)
    members.record_death(person, on=d(on), by=ME)
    return departure(person, on=TODAY)


def test_a_death_recorded_directly_waits_for_its_notice(world, office):
    event = died(world)
    page = office.get(reverse("inbox:list"), DESK).text
    assert "Gửi phiếu báo từ trần" in page and "Đồng chí Nguyễn Văn An" in page and "15/12/2026" in page
    assert "Thời hạn gửi phiếu báo" in page
    form = reverse("removal:notice", args=[event.uid])
    assert form in page
    page = office.get(form).text
    assert f"van-ban/bao-tu-tran/?ve=event%3A{event.uid}" in page and "hạn 15/12/2026" in page
    assert office.post(form, {"sent_on": "10/11/2026", "number": "3-PB"}).status_code == 302
    assert "Gửi phiếu báo từ trần" not in office.get(reverse("inbox:list"), DESK).text
    assert (
        "Đã gửi phiếu báo ngày 10/11/2026, số 3-PB"
        in office.get(reverse("removal:person", args=[event.person.uid])).text
    )
    assert "3-PB" in office.get(form).text


@pytest.mark.parametrize("how", ["expel", "strike_off", "leave_on_request"])
def test_so_does_every_way_out_of_the_party(world, office, how):
    person = world.member()
    more = {"ground": "returned_card"} if how == "strike_off" else {}
    getattr(members, how)(person, on=d("02/11/2026"), by=ME, **more)
    page = office.get(reverse("inbox:list"), DESK).text
    assert "Gửi phiếu báo" in page and "15/12/2026" in page


def test_what_a_case_leads_is_asked_for_by_the_case_alone(world, office):
    struck_off(world.member(), decided="20/06/2026")
    case = begun("bao-tu-tran", world.member("Lò Văn Páo"), "10/11/2026", ngay_mat=d("09/11/2026"))
    done(case, "10/11/2026")
    assert "Gửi phiếu báo từ trần" not in office.get(reverse("inbox:list"), DESK).text
    event = departure(LeavingNotice.objects.get(case=case.reference).event.person, on=TODAY)
    with pytest.raises(Refusal, match="do hồ sơ"):
        actions.note_sent(event, sent_on=TODAY, on=TODAY, by=ME)
    procedures.withdraw(case, on=d("11/11/2026"), reason="Làm nhầm", by=ME)
    assert "Lò Văn Páo" in office.get(reverse("inbox:list"), DESK).text


def test_an_annulled_death_an_old_one_and_that_of_another_base_ask_for_nothing(world, office):
    event = died(world)
    members.annul_event(event, reason="Ghi nhầm người", by=ME)
    died(world, on="01/03/2026", name="Hà Thị Lụa")
    died(world, name="Lò Văn Páo", cell=world.b1)
    assert "Gửi phiếu báo" not in office.get(reverse("inbox:list"), DESK).text
    with pytest.raises(Refusal, match="không còn hiệu lực"):
        actions.note_sent(event, sent_on=TODAY, on=TODAY, by=ME)


def test_the_day_is_that_of_the_calendar_on_every_day_of_the_window(world):
    on = d("01/03/2027")
    first = on - RECENT
    steps = DueDay("on", amount=30, first=first, last=on).steps
    day = first
    while day <= on:
        told = next(until for asked, until in steps if day <= asked)
        assert told == calendar.add_working_days(day, 30), day
        day += ONE_DAY


@pytest.mark.parametrize(
    ("sent_on", "number"),
    [
        ("01/11/2026", ""),
        ("23/11/2026", ""),
        ("", ""),
        ("31/02/2026", ""),
        ("10/11/2026", "x" * 61),
        ("10/11/2026", "MẬT"),
    ],
)
def test_bad_input_is_told_in_words(world, office, sent_on, number):
    event = died(world)
    page = office.post(reverse("removal:notice", args=[event.uid]), {"sent_on": sent_on, "number": number})
    assert page.status_code == (302 if number == "MẬT" else 422)
    assert LeavingNotice.objects.count() == (number == "MẬT")


def test_others_neither_see_nor_send_it(world, sign_in):
    event = died(world)
    form = reverse("removal:notice", args=[event.uid])
    for role, unit in (("bi_thu_chi_bo", world.a1), ("van_phong_co_so", world.b)):
        client = sign_in(role, unit)
        assert client.get(form).status_code == client.post(form, {"sent_on": "10/11/2026"}).status_code == 403
    assert client.get(reverse("removal:notice", args=[event.person.uid])).status_code == 404


def test_the_desk_counts_what_it_lists(world, office):
    died(world)
    died(world, name="Lò Văn Páo")
    page = office.get(reverse("inbox:list"))
    viewer = page.wsgi_request.viewer
    assert inbox.waiting(viewer, TODAY) == page.text.count('class="work-line"')
