"""``ground/serve.py`` keeps a server and a worker, and leaves nobody behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

TOP = Path(__file__).resolve().parents[3]
PATIENCE = 40


class Program:
    """The running program, and what it is made of."""

    def __init__(self, place):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = place.environment | {"CHIBO_SECRET_KEY": "k" * 50, "CHIBO_DEBUG": "1"}
        command = [sys.executable, "ground/serve.py", str(self.port)]
        with (place.var / "serve.log").open("a") as log:
            self.process = subprocess.Popen(command, cwd=TOP, env=environment, stdout=log, stderr=log)

    def answers(self):
        try:
            return urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).status == 200
        except (URLError, OSError):
            return False

    def child(self, word):
        """The child whose command line holds a word."""
        for number in _children(self.process.pid):
            if word in _command(number):
                return number
        return None

    def everybody(self):
        """All processes that belong to it, by number and time of birth."""
        found, todo = set(), [self.process.pid]
        while todo:
            number = todo.pop()
            found.add((number, _born(number)))
            todo += _children(number)
        return found


def _children(parent):
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        fields = _stat(file)
        if fields and int(fields[1]) == parent:
            found.append(int(file.parent.name))
    return found


def _stat(file):
    try:
        return file.read_text().rpartition(")")[2].split()
    except OSError:
        return None


def _born(number):
    fields = _stat(Path(f"/proc/{number}/stat"))
    return fields[19] if fields and fields[0] != "Z" else None


def _command(number):
    try:
        return Path(f"/proc/{number}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def wait(condition):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.fixture
def program(place):
    found = Program(place)
    yield found
    if found.process.poll() is None:
        found.process.terminate()
        found.process.wait(PATIENCE)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_dead_worker_is_replaced_and_nobody_outlives_the_program(program):
    wait(lambda: program.answers() and program.child("manage.py worker"))
    first = program.child("manage.py worker")
    os.kill(first, signal.SIGKILL)
    wait(lambda: program.child("manage.py worker") not in (None, first))
    family = program.everybody()
    assert len(family) >= 4
    program.process.send_signal(signal.SIGINT)
    assert program.process.wait(PATIENCE) == 0
    assert [one for one, born in family if born and _born(one) == born] == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_when_the_program_is_killed_its_children_go_too(program):
    wait(lambda: program.answers() and program.child("manage.py worker"))
    family = program.everybody()
    program.process.kill()
    program.process.wait(PATIENCE)
    wait(lambda: not [one for one, born in family if born and _born(one) == born])
