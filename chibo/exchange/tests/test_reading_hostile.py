"""Whatever is sent: a clear refusal within seconds, no memory taken from the server, no process left behind."""

import os
import resource
import time
from pathlib import Path

import pytest

from chibo.exchange.reading import workbook
from chibo.exchange.tests import hostile_kinds, hostile_xml  # noqa: F401 - they add their files
from chibo.exchange.tests.hostile import HOSTILE
from chibo.kernel.refusal import Refusal

SECONDS = 15
MEGABYTES = 120
"""Far less than any of them unpacks to; the largest is made in this process."""


def running() -> list[int]:
    """Reading processes of this one."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            status = (place / "status").read_text()
            command = (place / "cmdline").read_bytes()
        except OSError:
            continue
        if f"PPid:\t{os.getpid()}\n" in status and b"chibo.exchange.reading.child" in command:
            found.append(int(place.name))
    return found


def refusal_of(path, name: str) -> Refusal:
    """Looked at, and where a look lets it pass, read."""
    with pytest.raises(Refusal) as caught:
        seen = workbook.look(path, name)
        for sheet in seen.sheets:
            columns = [workbook.ColumnSpec("x", 0), workbook.ColumnSpec("y", 1)]
            for _ in workbook.read(path, name, sheet=sheet.name, first_row=1, columns=columns):
                pass
    return caught.value


@pytest.mark.parametrize("what", HOSTILE)
def test_is_refused_with_a_sentence_that_says_what_to_do(what, tmp_path):
    name, code, make = HOSTILE[what]
    path = tmp_path / "sent"
    path.write_bytes(make())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    refusal = refusal_of(path, name)
    assert time.monotonic() - started < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES
    assert refusal.message[0].isupper() and refusal.message.endswith(".")
    assert refusal.message.count(". ") >= 1, refusal.message
    assert refusal.code == code, refusal.message
    assert not running()


def test_there_are_enough_of_them():
    assert len(HOSTILE) >= 50
