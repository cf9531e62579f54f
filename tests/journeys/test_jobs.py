"""Watching long work from its bar to its result."""

import pytest
from django.urls import reverse

from chibo.access.queries import AccountViewer
from chibo.files import actions as files
from chibo.jobs import actions as jobs
from chibo.jobs import lifeline
from chibo.jobs.models import Job, State
from chibo.kernel import clock

pytestmark = pytest.mark.browser


@pytest.fixture
def write(world, django_db_blocker):
    """Do something to the database while the browser looks on."""

    def do(call):
        with django_db_blocker.unblock():
            return call()

    return do


@pytest.fixture
def job(world, write):
    """A job at work: its process is this one."""

    def make():
        by = AccountViewer(world.accounts["ban_to_chuc"], on=clock.today())
        made = jobs.start(kind="test", title="Nhập danh sách đảng viên", total=200, by=by)
        Job.objects.filter(pk=made.pk).update(state=State.RUNNING, done=50, message="Dòng 50", started_at=clock.now())
        return made

    made = write(make)
    with lifeline.hold(lifeline.JOB, made.pk):
        yield made
    write(made.delete)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_job_is_watched_stopped_and_its_result_fetched(enter, world, sound, write, job, size):
    page = enter("ban_to_chuc", size, reverse("jobs:list"))
    assert sound(page) == []
    page.get_by_role("link", name="Nhập danh sách đảng viên").click()
    page.get_by_text("50/200").wait_for()
    assert sound(page) == []
    write(lambda: Job.objects.filter(pk=job.pk).update(done=150, message="Dòng 150"))
    page.get_by_text("150/200").wait_for(timeout=5_000)
    page.get_by_role("button", name="Dừng").click()
    page.get_by_text("Đang dừng").wait_for()

    def end():
        by = AccountViewer(world.accounts["ban_to_chuc"], on=clock.today())
        job.refresh_from_db()
        said = {"name": "Kết quả.csv", "content": b"a\n", "on": clock.today(), "by": by, "made_here": True}
        jobs.finish(job, message="Đã ghi 200 dòng", result=files.keep(**said))

    write(end)
    # The whole page comes again, with the time of the end.
    page.get_by_role("link", name="Kết quả.csv").wait_for(timeout=5_000)
    assert page.get_by_text("chưa kết thúc").count() == 0
    assert sound(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải kết quả").click()
    assert download.value.suggested_filename == "Kết quả.csv"


def test_without_scripts_the_bar_is_looked_at_by_a_link(browse, chromium, enter, server, world, job):
    cookies = enter("ban_to_chuc").context.cookies()
    window = chromium.new_context(base_url=server, java_script_enabled=False)
    window.add_cookies(cookies)
    page = window.new_page()
    page.goto(reverse("jobs:job", args=[job.uid]))
    page.get_by_role("link", name="xem lại tiến độ").click()
    assert page.get_by_text("50/200").is_visible()
    page.get_by_role("button", name="Dừng").click()
    assert page.get_by_text("Đã yêu cầu dừng").is_visible()
    window.close()
