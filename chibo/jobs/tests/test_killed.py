"""Real workers on a real database are killed in the middle of their work."""

import signal
import time

import pytest
from django.conf import settings

PATIENCE = 40


def test_a_second_worker_goes_on_where_the_first_was_killed_and_nothing_is_done_twice(place):
    place.do("give", "count", "400")
    first = place.worker()
    place.wait(lambda: len(place.effects()) > 50)
    place.kill(first)
    done = len(place.effects())
    assert 50 < done < 400
    assert place.job()[0] == "running"
    place.worker()
    place.wait(lambda: place.job()[0] == "done")
    assert place.effects() == list(range(400))
    assert place.job()[1:3] == (2, 1)


def test_a_worker_told_to_stop_hands_the_job_back_at_once(place):
    place.do("give", "count", "2000")
    first = place.worker()
    place.wait(lambda: len(place.effects()) > 20)
    assert place.kill(first, signal.SIGTERM) == 0
    state, attempts, lost, *_ = place.job()
    assert (state, attempts, lost) == ("waiting", 1, 0)
    done = len(place.effects())
    second = place.worker()
    place.wait(lambda: len(place.effects()) > done)
    assert place.kill(second, signal.SIGINT) == 0
    assert place.effects() == list(range(len(place.effects())))


def test_a_job_that_kills_its_process_is_not_tried_for_ever(place):
    place.do("give", "deadly", "1")
    for _ in range(3):
        assert place.worker().wait(PATIENCE) == -signal.SIGKILL
    place.worker("--until-empty").wait(PATIENCE)
    state, attempts, lost, _, message = place.job()
    assert (state, attempts, lost) == ("failed", 3, 3)
    assert message.startswith("Tiến trình bị ngắt giữa chừng nhiều lần.")
    assert place.effects() == [1, 2, 3]


def test_two_workers_never_do_the_same_and_do_everything(place):
    for _ in range(4):
        place.do("give", "count", "30")
    both = [place.worker("--until-empty"), place.worker("--until-empty")]
    assert [worker.wait(PATIENCE) for worker in both] == [0, 0]
    assert place.effects() == sorted(list(range(30)) * 4)
    assert len(place.rows("SELECT DISTINCT job, worker FROM jobs_test_effect")) == 4
    assert place.rows("SELECT DISTINCT state, attempts FROM jobs_job") == [("done", 1)]


def test_a_long_step_is_no_sign_of_death(place):
    place.do("give", "long", "4")
    place.worker()
    place.wait(lambda: place.job()[0] == "running")
    time.sleep(1)
    place.worker("--until-empty").wait(PATIENCE)
    place.wait(lambda: place.job()[0] == "done")
    assert (place.job()[1], place.effects()) == (1, [0])


@pytest.mark.skipif(settings.DATABASE != "sqlite", reason="elsewhere several may write at once")
def test_others_get_their_turn_at_writing_while_a_job_writes(place):
    place.do("give", "busy", "200")
    worker = place.worker()
    place.wait(lambda: len(place.effects()) > 2)
    waits = []
    for _ in range(3):
        began = time.monotonic()
        place.rows("UPDATE jobs_job SET lost = 0 RETURNING 1")
        waits.append(time.monotonic() - began)
    assert place.job()[0] == "running"
    assert max(waits) < 10, waits
    place.kill(worker, signal.SIGTERM)
    assert place.job()[0] == "waiting"
