"""Long lists become files in the worker, by the rights of whoever asked, and wait among the own jobs."""

import io

import openpyxl
import pytest
from django.urls import reverse

from chibo.access import actions as access
from chibo.access.models import Grant
from chibo.files.models import StoredFile
from chibo.jobs import actions as jobs
from chibo.jobs.models import Job, State
from chibo.journal.models import Entry
from chibo.kernel import clock
from chibo.kernel.viewer import System
from chibo.site import exports
from chibo.site.tests.conftest import BY
from chibo.tables import later, parts


@pytest.fixture(autouse=True)
def short(monkeypatch, settings):
    """Two rows are a long list, and whatever is given to the worker is done at once."""
    monkeypatch.setattr(later, "AT_ONCE", 2)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def waiting(settings):
    """Whatever is given to the worker stays in the queue."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def ask(client, world, form="xlsx", **query):
    return client.get(reverse("members:list"), {"don-vi": str(world.h.uid), "xuat": form, **query})


def given(client):
    return Job.objects.filter(owner=client.account.reference)


def fetched(client, job):
    return b"".join(client.get(reverse("files:download", args=[job.result.uid])).streaming_content)


def test_a_long_list_leads_to_its_job_where_the_file_waits(enter, world):
    client = enter("ban_to_chuc", world.h)
    answer = ask(client, world)
    job = given(client).get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("jobs:job", args=[job.uid]))
    assert (job.state, job.kind, job.total, job.done) == (State.DONE, "tables.export", 3, 3)
    assert job.message == "Đã lập tệp gồm 3 dòng."
    page = client.get(answer["Location"]).text
    assert "Đang lập tệp Excel gồm 3 dòng" in page and "danh-sach-dang-vien.xlsx" in page
    assert f"/dang-vien/?don-vi={world.h.uid}" in page and "xuat=" not in page
    sheet = openpyxl.load_workbook(io.BytesIO(fetched(client, job))).active
    names = [cell.value for cell in sheet["B"] if cell.value]
    assert names[-3:] == ["Nguyễn Văn An", "Đỗ Thị Ánh", "Trần Thị Bích"]
    assert Entry.objects.filter(what="members.list_exported", actor=client.account.reference).count() == 1


def test_the_file_is_the_same_as_the_one_that_is_made_at_once(enter, world, monkeypatch):
    client = enter("ban_to_chuc", world.h)
    ask(client, world, "csv")
    later_made = fetched(client, given(client).get()).decode("utf-8-sig").splitlines()
    monkeypatch.setattr(later, "AT_ONCE", 3)
    at_once = b"".join(ask(client, world, "csv").streaming_content).decode("utf-8-sig").splitlines()
    assert [line for line in later_made if "Lập lúc" not in line] == [line for line in at_once if "Lập lúc" not in line]


def test_a_short_list_and_a_print_never_wait(enter, world):
    client = enter("ban_to_chuc", world.h)
    assert ask(client, world, "csv", **{"gioi-tinh": "nam"}).status_code == 200
    assert ask(client, world, "in").status_code == 200
    assert not given(client).exists()


def test_asking_again_while_it_is_made_leads_to_the_same_job(enter, world, waiting):
    client = enter("ban_to_chuc", world.h)
    first, again, other = ask(client, world), ask(client, world), ask(client, world, "csv")
    assert first["Location"] == again["Location"] != other["Location"]
    assert given(client).count() == 2
    assert not Entry.objects.filter(what="members.list_exported").exists()


def test_whoever_lost_the_right_meanwhile_gets_no_file(enter, world, waiting):
    client = enter("ban_to_chuc", world.h)
    ask(client, world)
    job = given(client).get()
    access.end(grant=Grant.objects.get(account=client.account), on=clock.today(), by=BY)
    jobs.run_job.func(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED and "quyền" in job.message
    assert not StoredFile.objects.exists()
    assert not Entry.objects.filter(what="members.list_exported").exists()


def test_nobody_else_gets_the_file(enter, world):
    client, other = enter("ban_to_chuc", world.h), enter("ban_to_chuc", world.h)
    ask(client, world)
    job = given(client).get()
    assert other.get(reverse("files:download", args=[job.result.uid])).status_code == 404
    assert other.get(reverse("jobs:job", args=[job.uid])).status_code == 404


def test_work_that_is_stopped_keeps_no_file_and_can_be_taken_up_again(enter, world, waiting, monkeypatch):
    monkeypatch.setattr(parts, "TICK_EVERY", 1)
    monkeypatch.setattr("chibo.jobs.rules.BEAT_EVERY", 0)
    client = enter("ban_to_chuc", world.h)
    ask(client, world)
    job = given(client).get()
    usual = exports.Making.__init__

    def stopped(self, file, tick):
        Job.objects.filter(pk=job.pk).update(cancel_requested=True)
        usual(self, file, tick)

    with monkeypatch.context() as patch:
        patch.setattr(exports.Making, "__init__", stopped)
        jobs.run_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == (State.CANCELLED, None)
    client.post(reverse("jobs:resume", args=[job.uid]))
    jobs.run_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result.name) == (State.DONE, "danh-sach-dang-vien.xlsx")


def test_the_place_one_acts_for_is_kept(enter, world):
    client = enter("ban_to_chuc", world.h)
    chosen = access.grant(account=client.account, role="ban_to_chuc", unit=world.a, since=clock.today(), by=BY)
    client.post(reverse("site:switch"), {"quyen": str(chosen.uid)})
    world.member("Lê Văn Cường", attributes={"sex": "nam"})
    client.get(reverse("members:list"), {"xuat": "csv"})
    job = given(client).get()
    assert job.total == 3 and "Đảng bộ xã An Bình" in fetched(client, job).decode()


def test_a_page_that_leads_elsewhere_by_now_fails_the_job_with_a_sentence(db):
    job = jobs.start(kind=exports.KIND, title="x", checkpoint={"address": "/healthz"}, by=System("kiểm thử"))
    with pytest.raises(exports.Refusal, match="không còn đưa ra danh sách"):
        exports.run(job, lambda *a: None, System("kiểm thử"))
