"""Work in the queue: who does it, as whom, how often, and what the worker puts right."""

from datetime import timedelta

import pytest
from django.db import OperationalError, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from chibo.jobs import actions, lifeline, rules
from chibo.jobs.actions import tidying
from chibo.jobs.models import Job, State
from chibo.jobs.rules import Runner
from chibo.jobs.worker import Worker
from chibo.kernel import clock
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.viewer import System

pytestmark = pytest.mark.django_db
BY = System("kiểm thử")
IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


class Work:
    """A kind of work that remembers its runs and does what it was told to."""

    def __init__(self):
        self.runs, self.does = [], lambda job, tick: None

    def __call__(self, job, tick, by):
        self.runs.append((dict(job.checkpoint), by.reference))
        return self.does(job, tick)


@pytest.fixture
def work(queue):
    found = Work()
    rules.install({"work": found, "once": Runner(found, is_resumable=False)}, lambda reference: BY)
    return found


def give(kind="work", **changes):
    return actions.enqueue(kind=kind, title="Nhập danh sách", total=10, **({"by": BY} | changes))


def work_off():
    Worker().run(until_empty=True)


def raising(error):
    def does(job, tick):
        tick(1, checkpoint={"at": 1})
        raise error

    return does


def test_work_waits_for_the_worker_and_is_done_by_its_owner(work):
    job = give(checkpoint={"file": 7})
    assert (job.state, work.runs, DBTaskResult.objects.ready().count()) == (State.WAITING, [], 1)
    work_off()
    job.refresh_from_db()
    assert (job.state, job.attempts, work.runs) == (State.DONE, 1, [({"file": 7}, BY.reference)])
    assert job.started_at <= job.ended_at
    assert not DBTaskResult.objects.ready().exists()


def test_what_the_caller_takes_back_is_never_done(work):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        give()
        1 / 0  # noqa: B018
    work_off()
    assert (work.runs, Job.objects.count(), DBTaskResult.objects.count()) == ([], 0, 0)


def test_the_immediate_backend_does_it_at_once(work, queue):
    queue(IMMEDIATE)
    assert give().state == State.DONE
    work.does = raising(Refusal("Thiếu cột “Họ và tên”. Hãy chọn lại cột."))
    job = give()
    assert (job.state, job.message) == (State.FAILED, "Thiếu cột “Họ và tên”. Hãy chọn lại cột.")


def test_a_kind_nobody_does_is_refused_and_one_no_longer_done_fails(work):
    with pytest.raises(Refusal, match="không còn làm loại việc này"):
        give("other")
    job = give()
    rules.install({}, lambda reference: BY)
    work_off()
    job.refresh_from_db()
    assert (job.state, job.message) == (
        State.FAILED,
        "Chương trình không còn làm loại việc này. Hãy báo quản trị viên.",
    )


def test_an_error_is_told_without_its_words_and_the_work_can_go_on(work):
    work.does = raising(KeyError("secret"))
    job = give()
    work_off()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "KeyError" in job.message and "secret" not in job.message
    work.does = lambda job, tick: tick(10, checkpoint={"at": 10})
    actions.resume(job=job, by=BY)
    work_off()
    job.refresh_from_db()
    assert (job.state, job.attempts, [at for at, _ in work.runs]) == (State.DONE, 2, [{}, {"at": 1}])


def test_a_database_that_does_not_answer_is_tried_again_a_few_times(work):
    work.does = raising(OperationalError("database is locked"))
    job = give()
    work_off()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.lost, len(work.runs)) == (State.FAILED, 3, 3, 3)
    assert job.message == rules.LOST


def test_what_was_stopped_while_waiting_is_never_begun(work):
    job = give()
    assert actions.cancel(job=job, by=BY).state == State.CANCELLED
    work_off()
    assert work.runs == []
    actions.resume(job=job, by=BY)
    work_off()
    job.refresh_from_db()
    assert (job.state, len(work.runs)) == (State.DONE, 1)


def test_what_is_stopped_inside_a_transaction_keeps_what_was_done(work):
    def does(job, tick):
        for number in range(5):
            tick(number)
            with transaction.atomic():
                if number == 2:
                    assert actions.cancel(job=job, by=BY).state == State.RUNNING
                tick(number + 1, checkpoint={"at": number + 1})

    work.does = does
    job = give()
    work_off()
    job.refresh_from_db()
    assert (job.state, job.checkpoint, job.done) == (State.CANCELLED, {"at": 3}, 3)


def test_a_run_that_was_taken_over_writes_nothing_more(work):
    def does(job, tick):
        Job.objects.filter(pk=job.pk).update(attempts=job.attempts + 1)
        with transaction.atomic():
            Job.objects.create(kind="effect", title="", owner="", owner_label="", made_at=clock.now())
            tick(1, checkpoint={"at": 1})

    work.does = does
    job = give()
    work_off()
    job.refresh_from_db()
    assert (job.state, job.checkpoint) == (State.RUNNING, {})
    assert not Job.objects.filter(kind="effect").exists()


def test_only_the_owner_goes_on_and_only_where_the_kind_can(work):
    work.does = raising(Refusal("Không đọc được tệp. Hãy tải tệp khác lên."))
    job, once = give(), give("once")
    work_off()
    with pytest.raises(NotEntitled):
        actions.resume(job=job, by=System("khác"))
    with pytest.raises(Refusal, match="không làm tiếp được"):
        actions.resume(job=once, by=BY)
    work.does = lambda job, tick: None
    actions.resume(job=job, by=BY)
    with pytest.raises(Refusal, match="đang chạy"):
        actions.resume(job=job, by=BY)
    work_off()
    with pytest.raises(Refusal, match="đã xong"):
        actions.resume(job=job, by=BY)


def killed(job):
    """As a worker leaves it that was killed at work."""
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, attempts=1, heartbeat=clock.now())
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=["4711"])


def test_a_dead_job_is_put_back_and_its_place_closed(work):
    job = give()
    killed(job)
    assert (tidying.reap(), tidying.find_lost_places()) == (1, 1)
    job.refresh_from_db()
    assert (job.state, job.lost, DBTaskResult.objects.ready().count()) == (State.WAITING, 1, 1)
    assert (tidying.reap(), tidying.find_lost_places()) == (0, 0)


def test_a_living_job_is_left_alone(work):
    job = give()
    killed(job)
    with lifeline.hold(lifeline.JOB, job.pk), lifeline.hold(lifeline.WORKER, 4711):
        assert (tidying.reap(), tidying.find_lost_places()) == (0, 0)
    job.refresh_from_db()
    assert job.state == State.RUNNING


def test_a_dead_job_that_was_to_stop_stops(work):
    job = give()
    killed(job)
    Job.objects.update(cancel_requested=True)
    tidying.reap()
    job.refresh_from_db()
    assert (job.state, job.message) == (State.CANCELLED, "Đã dừng theo yêu cầu.")


def test_the_work_of_a_command_is_not_the_workers_business(work):
    job = actions.start(kind="demo", title="Nạp", by=BY)
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING)
    assert tidying.reap() == 0


def test_a_job_whose_place_is_gone_gets_another(work):
    give()
    DBTaskResult.objects.all().delete()
    assert tidying.find_lost_places() == 1
    work_off()
    assert len(work.runs) == 1


def test_a_place_too_many_does_no_harm(work):
    job = give()
    actions.run_job.enqueue(job.pk)
    work_off()
    assert (len(work.runs), DBTaskResult.objects.successful().count()) == (1, 2)


def test_old_places_are_forgotten_and_jobs_are_not(work):
    give()
    work_off()
    assert tidying.forget_old_places() == 0
    DBTaskResult.objects.update(finished_at=clock.now() - tidying.KEEP - timedelta(days=1))
    assert (tidying.forget_old_places(), Job.objects.count()) == (1, 1)


def test_a_waiting_worker_seals_the_journal(work):
    from chibo.journal import actions as journal
    from chibo.journal import queries as entries

    journal.record("jobs.test", subject="", label="Thử", on=clock.today(), by=BY)
    assert entries.unsealed_count() == 1
    Worker()._seal()
    assert entries.unsealed_count() == 0
