"""The pages of one's jobs: bar, buttons, result; and what becomes of work whose owner lost a right."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chibo.access import actions as access
from chibo.accounts.models import Account
from chibo.files import actions as files
from chibo.jobs import actions, lifeline, rules
from chibo.jobs.models import Job, State
from chibo.jobs.rules import Runner
from chibo.jobs.worker import Worker
from chibo.kernel import clock
from chibo.kernel.viewer import System
from chibo.site.acting import viewer_of

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _cache(db):
    call_command("createcachetable", verbosity=0)


@pytest.fixture
def account():
    return Account.objects.create(username="lan", display_name="Lan")


@pytest.fixture
def client(account):
    found = Client()
    found.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


@pytest.fixture
def give(queue, account):
    def make(does=lambda job, tick, by: None, **changes):
        rules.install({"work": Runner(does, back=lambda job: "/dang-vien/", back_label="Mở danh sách")}, viewer_of)
        return actions.enqueue(
            **({"kind": "work", "title": "Nhập danh sách", "total": 10, "by": viewer_of(account.reference)} | changes)
        )

    return make


def page(job):
    return reverse("jobs:job", args=[job.uid])


def test_a_job_is_shown_from_waiting_to_its_result(client, give):
    def does(job, tick, by):
        tick(10, checkpoint={"at": 10})
        said = {"name": "Kết quả.csv", "content": b"a\n", "on": clock.today(), "by": by, "made_here": True}
        actions.finish(job, message="10 dòng", result=files.keep(**said))

    job = give(does)
    waiting = client.get(page(job)).text
    assert "Đang chờ" in waiting and "Chưa có ai làm việc đang chờ" in waiting
    assert "every 2s" in waiting and "xem lại tiến độ" in waiting
    with lifeline.hold(lifeline.WORKER, 7):
        assert "Chưa có ai làm việc đang chờ" not in client.get(page(job)).text
    Worker().run(until_empty=True)
    told = client.get(page(job), headers=FRAGMENT)
    assert told["HX-Refresh"] == "true" and "hx-trigger" not in told.text
    for text in (client.get(page(job)).text, client.get("/viec/").text):
        assert "Đã xong" in text and "10 dòng" in text and "hx-trigger" not in text
        assert f"/tep/{Job.objects.get().result.uid}/" in text
        assert 'href="/dang-vien/"' in text and "Mở danh sách" in text
    assert client.get(f"/tep/{Job.objects.get().result.uid}/").status_code == 200


def test_a_job_is_stopped_and_taken_up_again_by_its_buttons(client, give):
    job = give()
    answer = client.post(reverse("jobs:cancel", args=[job.uid]), {"ve": "/viec/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/viec/?a=1")
    text = client.get(page(job)).text
    assert "Đã dừng" in text and "Làm tiếp" in text and ">Dừng<" not in text
    answer = client.post(reverse("jobs:resume", args=[job.uid]), {"ve": "https://example.org/"})
    assert (answer.status_code, answer["Location"]) == (302, page(job))
    job.refresh_from_db()
    assert job.state == State.WAITING


def test_a_job_that_runs_shows_its_bar_and_a_dead_one_says_so(client, give):
    job = give()
    Job.objects.update(state=State.RUNNING, done=3, attempts=2, message="Dòng 3", started_at=clock.now())
    with lifeline.hold(lifeline.JOB, job.pk):
        text = client.get(page(job), headers=FRAGMENT).text
        assert 'value="30"' in text and "3/10" in text and "Dòng 3" in text and "Đang chạy" in text
        client.post(reverse("jobs:cancel", args=[job.uid]))
        assert "Đang dừng" in client.get(page(job)).text
    Job.objects.update(cancel_requested=False)
    text = client.get(page(job)).text
    assert "Mất liên lạc" in text and "Làm tiếp" in text and "Dừng" in text


def test_nobody_elses_job_is_opened(client, give, queue):
    job = give(by=System("khác"))
    for method, name in (("get", "jobs:job"), ("post", "jobs:cancel"), ("post", "jobs:resume")):
        assert getattr(client, method)(reverse(name, args=[job.uid])).status_code == 404


def test_more_jobs_cost_no_more_queries_and_are_paged(client, give):
    def queries():
        from django.db import connection

        with CaptureQueriesContext(connection) as seen:
            assert client.get("/viec/").status_code == 200
        return len(seen)

    give()
    Job.objects.update(state=State.RUNNING)
    client.get("/viec/")
    few = queries()
    for _ in range(60):
        give()
    Job.objects.update(state=State.RUNNING)
    assert queries() == few
    first = client.get("/viec/").text
    assert first.count("<progress") == 50
    rest = client.get("/viec/" + re.search(r'href="([?]sau=[^"]+)"', first)[1])
    assert rest.text.count("<progress") == 11


@pytest.mark.parametrize("loses", ["right", "account"])
def test_work_of_somebody_who_lost_the_right_fails_with_the_sentence(give, account, loses):
    given = access.grant(account=account, role="quan_tri", unit=None, since=date(2020, 1, 1), by=System("kiểm thử"))
    done = []

    def does(job, tick, by):
        by.must("jobs.read")
        done.append(job)

    give(does)
    Worker().run(until_empty=True)
    job = give(does)
    if loses == "right":
        access.end(grant=given, on=clock.today(), by=System("kiểm thử"))
    else:
        Account.objects.update(is_active=False)
    Worker().run(until_empty=True)
    job.refresh_from_db()
    assert (job.state, len(done)) == (State.FAILED, 1)
    assert ("chưa được giao quyền" if loses == "right" else "Tài khoản giao việc này đã bị khóa") in job.message
