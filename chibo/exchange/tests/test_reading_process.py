"""The process that reads: alone, limited, never left behind, and whatever happens to it a refusal."""

import gc
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chibo.exchange.reading import limits, workbook
from chibo.exchange.tests import made
from chibo.exchange.tests.test_reading_hostile import running
from chibo.kernel.refusal import Refusal

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "sent"
    path.write_bytes(made.xlsx(made.sheet([[number, "Nguyễn Văn An"] for number in range(20_000)])))
    return path


def reading(path, batch=100):
    columns = [workbook.ColumnSpec("a", 0), workbook.ColumnSpec("b", 1)]
    return workbook.read(path, "a.xlsx", sheet="Trang 1", first_row=1, columns=columns, batch=batch)


def test_it_knows_no_django():
    program = (
        "import sys; import chibo.exchange.reading.child, chibo.exchange.reading.tasks, chibo.exchange.reading.workbook; "
        "sys.exit(any(name.split('.')[0] in ('django', 'psycopg', 'config') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_it_is_given_no_secrets(monkeypatch, path):
    monkeypatch.setenv("CHIBO_SECRET", "x")
    batches = reading(path)
    next(batches)
    (child,) = running()
    environment = Path(f"/proc/{child}/environ").read_bytes()
    batches.close()
    assert b"CHIBO" not in environment


def test_it_ends_when_reading_is_closed_early(path):
    batches = reading(path)
    next(batches)
    assert running()
    batches.close()
    assert not running()


def test_it_ends_when_the_reading_is_forgotten(path):
    batches = reading(path)
    next(batches)
    del batches
    gc.collect()
    assert not running()


def test_it_ends_with_who_waits_for_it(path, tmp_path):
    program = (
        "import os, signal, sys, time\n"
        "from chibo.exchange.reading import workbook as w\n"
        f"r = w.read({str(path)!r}, 'a.xlsx', sheet='Trang 1', first_row=1, columns=[w.ColumnSpec('a', 0)], batch=10)\n"
        "next(r); print(os.getpid(), flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE) as parent:
        parent.stdout.readline()
        children = [int(child) for child in Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()]
        assert children
        parent.kill()
        parent.wait()
        deadline = time.monotonic() + 10
        while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not [child for child in children if alive(child)]


def alive(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("garbage", "reader_stopped"),
        ("damaged", "reader_stopped"),
        ("half", "reader_stopped"),
        ("endless", "reader_stopped"),
        ("nothing", "reader_stopped"),
        ("killed", "reader_stopped"),
        ("aborted", "reader_stopped"),
        ("busy", "too_large"),
        ("greedy", "too_large"),
        ("writing", "cannot_write"),
    ],
)
def test_whatever_happens_to_it_is_a_refusal(monkeypatch, path, what, code):
    monkeypatch.setattr(workbook, "PROGRAM", "chibo.exchange.tests.bad_child")
    with pytest.raises(Refusal) as caught:
        workbook.look(path, what)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    assert path.stat().st_size > 1000 or what == "writing"


def test_it_is_not_waited_for_for_ever(monkeypatch, path):
    monkeypatch.setattr(workbook, "PROGRAM", "chibo.exchange.tests.bad_child")
    monkeypatch.setattr(limits, "LOOK_SECONDS", 1)
    started = time.monotonic()
    with pytest.raises(Refusal, match="quá nhiều thời gian"):
        workbook.look(path, "hanging")
    assert time.monotonic() - started < 10


def test_a_slow_listener_is_no_fault_of_it(monkeypatch, path):
    monkeypatch.setattr(limits, "READ_SECONDS", 2)
    batches = reading(path, batch=5000)
    next(batches)
    time.sleep(3)
    assert sum(len(batch) for batch in batches) == 15_000


def test_descriptors_are_given_back(path):
    workbook.look(path, "a.xlsx")
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        workbook.look(path, "a.xlsx")
        batches = reading(path)
        next(batches)
        batches.close()
    time.sleep(0.1)
    assert len(os.listdir("/proc/self/fd")) <= before + 1
