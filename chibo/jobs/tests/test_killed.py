"""Real workers on a real database are killed in the middle of their work."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

TOP = Path(__file__).resolve().parents[3]
NAME = f"chibo_jobs_{os.getpid()}"
PATIENCE = 40


class Place:
    """A database of its own, the workers at it, and a look into it."""

    def __init__(self, var):
        self.var, self.workers = var, []
        self.environment = {**os.environ, "CHIBO_VAR": str(var), "CHIBO_DATABASE": settings.DATABASE}
        self.look = connection.copy()
        if settings.DATABASE == "postgres":
            parts = urlsplit(os.environ["CHIBO_POSTGRES_URL"])
            self.environment["CHIBO_POSTGRES_URL"] = urlunsplit(parts._replace(path=f"/{NAME}"))
            self.look.settings_dict["NAME"] = NAME
        else:
            self.look.settings_dict["NAME"] = var / "chibo.sqlite3"

    def do(self, *arguments):
        subprocess.run(self._command(*arguments), cwd=TOP, env=self.environment, check=True, timeout=PATIENCE * 3)

    def worker(self, *arguments):
        log = (self.var / "worker.log").open("a")
        found = subprocess.Popen(
            self._command("work", *arguments), cwd=TOP, env=self.environment, stdout=log, stderr=log
        )
        self.workers.append(found)
        return found

    def _command(self, *arguments):
        return [sys.executable, "-m", "chibo.jobs.tests.process", *arguments]

    def rows(self, sql):
        with self.look.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def job(self):
        (row,) = self.rows(
            "SELECT state, attempts, lost, cancel_requested, message FROM jobs_job ORDER BY id DESC LIMIT 1"
        )
        return row

    def effects(self):
        return [n for (n,) in self.rows("SELECT number FROM jobs_test_effect ORDER BY number")]

    def wait(self, condition):
        until = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < until, f"{self.job()}\n{(self.var / 'worker.log').read_text()[-3000:]}"
            time.sleep(0.05)

    def kill(self, worker, number=signal.SIGKILL):
        worker.send_signal(number)
        return worker.wait(PATIENCE)

    def clear(self):
        for worker in self.workers:
            if worker.poll() is None:
                self.kill(worker)
        self.workers.clear()
        for table in ("jobs_test_effect", "jobs_job", "django_tasks_database_dbtaskresult"):
            self.rows(f"DELETE FROM {table} RETURNING 1")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        place = Place(tmp_path_factory.mktemp("workers"))
        server = connection.copy() if settings.DATABASE == "postgres" else None
        if server is not None:
            with server.cursor() as cursor:
                cursor.execute(
                    f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
                )
        place.do("prepare")
        yield place
        place.look.close()
        if server is not None:
            with server.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
            server.close()


@pytest.fixture
def place(prepared):
    yield prepared
    prepared.clear()


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
