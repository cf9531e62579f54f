"""Long work says how far it is, stops when asked, and goes on where it was left."""

import io

import pytest

from chibo.jobs import actions, queries, rules
from chibo.jobs.models import Job, State
from chibo.kernel import clock
from chibo.kernel.refusal import NotEntitled, NotFound, Refusal
from chibo.kernel.viewer import Reason

pytestmark = pytest.mark.django_db


class Owner:
    """A viewer with or without the right to see all jobs."""

    def __init__(self, reference, *capabilities):
        self.reference, self.label, self.capabilities = reference, reference, capabilities

    def may(self, capability, unit=None):
        return Reason("có") if capability in self.capabilities else None


ONE, OTHER, ADMIN = Owner("account:1"), Owner("account:2"), Owner("account:3", rules.READ)


def start(**changes):
    return actions.start(**({"kind": "demo", "title": "Nạp dữ liệu", "total": 10, "by": ONE} | changes))


def test_work_done_in_peace_is_done():
    job = start()
    with actions.running(job) as tick:
        tick(10, "Xong bước cuối", checkpoint={"at": 10})
    job.refresh_from_db()
    assert (job.state, job.done, job.percent, job.attempts, job.checkpoint) == (State.DONE, 10, 100, 1, {"at": 10})


def test_an_error_marks_the_work_failed_and_is_passed_on():
    job = start()
    with pytest.raises(ZeroDivisionError), actions.running(job) as tick:
        tick(4, checkpoint={"at": 4})
        1 / 0  # noqa: B018
    job.refresh_from_db()
    assert (job.state, job.checkpoint, job.message) == (
        State.FAILED,
        {"at": 4},
        "Lỗi ngoài dự kiến (ZeroDivisionError). Hãy làm tiếp; nếu vẫn lỗi, hãy báo quản trị viên.",
    )


def test_work_asked_to_stop_stops_at_its_next_step():
    job = start()
    with pytest.raises(rules.Cancelled), actions.running(job) as tick:
        tick(1, checkpoint={"at": 1})
        actions.cancel(job=job, by=ONE)
        tick(2, checkpoint={"at": 2})
    job.refresh_from_db()
    assert (job.state, job.checkpoint) == (State.CANCELLED, {"at": 2})


def test_work_that_waits_stops_at_once():
    assert actions.cancel(job=start(), by=ONE).state == State.CANCELLED


def test_somebody_else_may_not_stop_it_but_who_sees_all_may():
    job = start()
    with pytest.raises(NotEntitled):
        actions.cancel(job=job, by=OTHER)
    assert actions.cancel(job=job, by=ADMIN).state == State.CANCELLED
    with pytest.raises(Refusal, match="đã kết thúc"):
        actions.cancel(job=job, by=ONE)


def test_everybody_sees_their_own_jobs_only():
    job = start()
    assert (list(queries.jobs(by=ONE)), list(queries.jobs(by=OTHER)), list(queries.jobs(by=ADMIN))) == (
        [job],
        [],
        [job],
    )
    with pytest.raises(NotFound):
        queries.job(job.uid, by=OTHER)


def test_work_whose_process_is_gone_goes_on_from_its_checkpoint():
    job = start(checkpoint={"at": 0})
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, checkpoint={"at": 7}, heartbeat=clock.now())
    found = actions.resumable("demo")
    assert found == job
    with actions.running(found) as tick:
        tick(10, checkpoint={"at": found.checkpoint["at"] + 3})
    job.refresh_from_db()
    assert (job.state, job.checkpoint, job.attempts) == (State.DONE, {"at": 10}, 1)


def test_work_that_still_gives_signs_of_life_is_not_run_twice():
    job = start()
    with actions.running(job):
        assert actions.resumable("demo") is None
        with pytest.raises(Refusal, match="đang chạy"), actions.running(Job.objects.get()):
            pass


def test_work_that_is_done_is_not_run_again():
    job = start()
    with actions.running(job):
        pass
    assert actions.resumable("demo") is None
    with pytest.raises(Refusal, match="đã xong"), actions.running(job):
        pass


def test_a_tick_soon_after_another_costs_nothing(django_assert_num_queries):
    job = start()
    with actions.running(job) as tick:
        tick(1)
        with django_assert_num_queries(0):
            for done in range(2, 9):
                tick(done)


def test_a_file_that_is_no_console_gets_a_line_for_every_tenth():
    out = io.StringIO()
    job = start(total=100)
    with actions.running(job, console=out) as tick:
        for done in range(100):
            tick(done, "Quảng Nam")
    lines = out.getvalue().splitlines()
    assert (len(lines), lines[5].split()) == (11, ["50%", "50/100", "Quảng", "Nam"])
