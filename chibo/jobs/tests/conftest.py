"""A database of its own with workers at it, each a process that can be killed."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
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


@pytest.fixture(autouse=True)
def _installed_as_before():
    """What the site installed comes back after each test."""
    from chibo.jobs import rules

    before = dict(rules._runners), list(rules._viewers), rules.chores()
    yield
    rules.install(before[0], *before[1], before[2])


@pytest.fixture(scope="session")
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


@pytest.fixture
def queue():
    """The queue in the database; called with other TASKS, those."""
    from django_tasks import task_backends

    def use(tasks):
        task_backends.settings = tasks
        with suppress(AttributeError):
            del task_backends["default"]

    before = task_backends.settings
    use({"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})
    yield use
    use(before)
