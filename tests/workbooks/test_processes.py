"""Processes that are killed in the middle of writing, that bring in the same file at once, that reorganize meanwhile."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.workbooks import long

TOP = Path(__file__).resolve().parents[2]
TREE = (1, 5, 8)
ROWS = 17_000
"""More than are written in one piece."""
PATIENCE = 240.0
GROUND, DATABASE = f"chibo_ground_{os.getpid()}", f"chibo_killed_{os.getpid()}"


class Place:
    """An installation of its own, on the database of the run."""

    def __init__(self, var: Path) -> None:
        self.environment = {**os.environ, "CHIBO_VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings"}
        self.environment["CHIBO_DATABASE"] = settings.DATABASE
        self.var = var

    def start(self, *arguments: str, name: str = "") -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=TOP,
            env=self.environment,
            stdout=(self.var / f"out{name}").open("w"),
            stderr=(self.var / f"err{name}").open("w"),
        )

    def started(self, *arguments: str) -> subprocess.Popen:
        """Until its first part is written."""
        process, until = self.start(*arguments), time.monotonic() + PATIENCE
        while not self.ask("SELECT 1 FROM exchange_chunk WHERE is_written"):
            assert process.poll() is None and time.monotonic() < until, (self.var / "err").read_text()[-3000:]
            time.sleep(0.02)
        return process

    def run(self, *arguments: str) -> str:
        """To its good end."""
        process = self.start(*arguments)
        assert process.wait(PATIENCE) == 0, (self.var / "err").read_text()[-3000:] + (self.var / "out").read_text()
        return (self.var / "out").read_text()

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)

    def ask(self, sql: str) -> list[tuple]:
        """What the database says, without Django."""
        if settings.DATABASE == "sqlite":
            import sqlite3

            with sqlite3.connect(f"file:{self.var / 'chibo.sqlite3'}?mode=ro", uri=True, timeout=20) as database:
                return database.execute(sql).fetchall()
        import psycopg

        with psycopg.connect(self.environment["CHIBO_POSTGRES_URL"]) as database:
            return database.execute(sql).fetchall()


@pytest.fixture(scope="module")
def ground(tmp_path_factory, django_db_blocker):
    """Migrated, with a tree; no test works in it."""
    found = Place(tmp_path_factory.mktemp("ground") / "var")
    found.var.mkdir()
    with _database(found, GROUND, django_db_blocker):
        found.manage("migrate", "--verbosity=0")
        found.manage("createcachetable", "--verbosity=0")
        found.run("-m", "tests.workbooks.long", *map(str, TREE))
        yield found


@pytest.fixture
def place(ground, tmp_path, django_db_blocker):
    """A copy of the ground."""
    found = Place(tmp_path / "var")
    shutil.copytree(ground.var, found.var)
    with _database(found, DATABASE, django_db_blocker, copied=GROUND):
        yield found


@contextmanager
def _database(place, name: str, blocker, copied: str = "template1"):
    """On PostgreSQL a database of this name, gone afterwards; SQLite's lies in the folder."""
    if settings.DATABASE == "sqlite":
        yield
        return
    usual = os.environ["CHIBO_POSTGRES_URL"]
    place.environment["CHIBO_POSTGRES_URL"] = usual.replace("/chibo?", f"/{name}?")
    assert place.environment["CHIBO_POSTGRES_URL"] != usual
    _server(blocker, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _server(blocker, f"CREATE DATABASE {name} TEMPLATE {copied}")
    try:
        yield
    finally:
        _server(blocker, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _server(blocker, sql: str) -> None:
    with blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(sql)


def children_of(number: int) -> set[int]:
    """Processes below one."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split("\n")
    pairs = [tuple(map(int, line.split())) for line in listed if line.strip()]
    found: set[int] = set()
    wanted = {number}
    while wanted:
        wanted = {child for child, parent in pairs if parent in wanted} - found
        found |= wanted
    return found


def are_gone(processes: set[int], seconds: float = 10.0) -> bool:
    until = time.monotonic() + seconds
    while any(Path(f"/proc/{number}").exists() for number in processes):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_what_a_killed_import_has_written_can_be_taken_back(place, tmp_path):
    file = tmp_path / "danh-sach.xlsx"
    long.write(file, long.COLUMNS, long.rows(ROWS, long.refs(*TREE)))
    before = place.manage("fingerprint")
    said = ("import", "members", str(file), "--unit", long.ROOT, "--on", long.DAY.isoformat(), "--json")
    process = place.started("manage.py", *said)
    below = children_of(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert are_gone(below)
    ((batch, state),) = place.ask("SELECT uid, state FROM exchange_batch")
    assert state == "writing"
    written = len(place.ask("SELECT 1 FROM exchange_chunk WHERE is_written"))
    assert 1 <= written < len(place.ask("SELECT 1 FROM exchange_chunk"))
    assert place.manage("fingerprint") != before
    place.manage("verify")
    result = json.loads(place.manage("import", "--undo", str(batch), "--json"))
    assert result["state"] == "undone"
    assert place.manage("fingerprint") == before
    place.manage("verify")


@pytest.mark.parametrize("is_same", [True, False], ids=["same", "different"])
def test_two_files_at_once_bring_everybody_in_once(place, tmp_path, is_same):
    files, rows = [tmp_path / "một.xlsx", tmp_path / "hai.xlsx"], 1_500
    for number, file in enumerate(files):
        more = {} if is_same else {"seed": number, "first": number * rows}
        long.write(file, long.COLUMNS, long.rows(rows, long.refs(*TREE), **more))
    said = ("--unit", long.ROOT, "--on", long.DAY.isoformat(), "--json")
    both = [place.start("manage.py", "import", "members", str(file), *said, name=file.stem) for file in files]
    assert {process.wait(PATIENCE) for process in both} <= {0, 1}
    errors = "".join((place.var / f"err{file.stem}").read_text()[-2000:] for file in files)
    assert "Error" not in errors, errors
    told = [json.loads((place.var / f"out{file.stem}").read_text()) for file in files]
    people = rows if is_same else 2 * rows
    assert sum(one.get("created", 0) for one in told) == people, told
    assert place.ask("SELECT COUNT(*) FROM members_person") == [(people,)]
    place.manage("verify")


def test_a_reorganization_while_a_file_is_written_leaves_the_records_sound(place, tmp_path):
    file = tmp_path / "danh-sach.xlsx"
    cells = long.refs(*TREE)
    long.write(file, long.COLUMNS, long.rows(ROWS, cells))
    said = ("import", "members", str(file), "--unit", long.ROOT, "--on", long.DAY.isoformat(), "--json")
    process = place.started("manage.py", *said)
    (place.var / "out").rename(place.var / "out-import")
    place.run("-m", "tests.workbooks.reorganizing", cells[0], cells[1], cells[-1], cells[-2])
    assert process.wait(PATIENCE) in (0, 1)
    place.manage("verify")
    result = json.loads((place.var / "out-import").read_text())
    if "created" in result:
        assert result["created"] + result["refused"] == ROWS
        assert place.ask("SELECT COUNT(*) FROM members_person") == [(result["created"],)]


def test_another_worker_goes_on_where_one_was_killed(place, tmp_path):
    file = tmp_path / "danh-sach.xlsx"
    long.write(file, long.COLUMNS, long.rows(ROWS, long.refs(*TREE)))
    place.run("-m", "tests.workbooks.queueing", str(file))
    process = place.started("manage.py", "worker")
    below = children_of(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert are_gone(below)
    assert place.ask("SELECT state FROM exchange_batch") == [("writing",)]
    place.manage("worker", "--until-empty")
    assert place.ask("SELECT state FROM exchange_batch") == [("written",)]
    assert place.ask("SELECT COUNT(*) FROM members_person") == [(ROWS,)]
    assert place.ask("SELECT COUNT(*) FROM exchange_batchrow WHERE outcome = 'create'") == [(ROWS,)]
    place.manage("verify")
