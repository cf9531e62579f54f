"""A small committee with members, and people signed in to look at its figures."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chibo.access import actions as access
from chibo.accounts.models import Account
from chibo.kernel import clock
from chibo.members import actions as members
from chibo.members.tests.world import ME, World, d
from chibo.org import actions as org

TODAY = date(2026, 11, 22)
AREAS = ("organization", "members", "admission", "removal", "transfer")


@pytest.fixture(autouse=True)
def _today(monkeypatch, db):
    call_command("createcachetable", verbosity=0)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


class Committee(World):
    """The world of the members' tests with people in it, complete records and a congress."""

    def __init__(self, people: int = 1, complete: bool = True) -> None:
        super().__init__()
        self.people_more(people)
        if complete:
            for area in AREAS:
                org.cover(unit=self.h, area=area, since=date(2000, 1, 1), by=ME)
        org.record_congress(unit=self.h, first_year=2015, last_year=2020, on=d("20/08/2015"), by=ME)
        org.record_congress(unit=self.h, first_year=2020, last_year=2025, on=d("20/08/2020"), by=ME)

    def people_more(self, times: int) -> None:
        """So many times: a woman and a man from the opening, somebody admitted, somebody struck off, one who moved."""
        start = self.counted = getattr(self, "counted", 0)
        self.counted += times
        for n in range(start, start + times):
            born = f"{n + 1:02d}/03/1970"
            self.member("Trần Thị Hoa", self.a1, born=born, attributes={"sex": "nu", "ethnicity": "02"})
            gone = self.member("Lê Văn Bình", self.b1, born=born, attributes={"sex": "nam", "ethnicity": "01"})
            new = self.person("Phạm Thị Lan", born=f"{n + 1:02d}/01/1995", attributes={"sex": "nu", "ethnicity": "01"})
            members.admit_member(new, cell=self.a2, on=d("03/02/2021"), by=ME)
            members.strike_off(gone, on=d("05/05/2022"), by=ME, ground="no_activity")
            moving = self.member("Đỗ Văn Tám", self.b1, born=born, attributes={"sex": "nam"})
            members.transfer(moving, to=self.a1, on=d("06/06/2022"), by=ME)


@pytest.fixture
def committee(once) -> Committee:
    """One of each kind of person."""
    return once(Committee)


@pytest.fixture
def signed_in(db):
    """A client signed in with a role at a unit."""

    def make(role: str, unit=None, username: str = "nguoidung") -> Client:
        account = Account.objects.create(username=username, display_name="Người dùng")
        access.grant(account=account, role=role, unit=unit, since=date(2020, 1, 1), by=ME)
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


def queries_of(client: Client, address: str) -> list[str]:
    """The statements of a page, session, account and grants included, savepoints of the test apart."""
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return [q["sql"] for q in caught.captured_queries if not re.match(r"(RELEASE )?SAVEPOINT", q["sql"])]


def text_of(answer) -> str:
    """The words of a page, tags and runs of blanks taken away."""
    text = re.sub(r"<(script|style|head).*?</\1>", " ", answer.content.decode(), flags=re.S)
    text = re.sub(r"<[^>]+>", " ", text).replace("\u00a0", " ").replace("&nbsp;", " ")
    return re.sub(r"\s+", " ", text)
