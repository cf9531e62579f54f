"""A list of 100.000 rows in thirty columns as a file: memory of a process of its own, time beside XlsxWriter alone."""

import json
import os
import subprocess
import sys

import pytest

from tests.benchmarks.exporting import COLUMNS
from tests.benchmarks.installation import TOP

pytestmark = pytest.mark.benchmark

ROWS = 100_000
MEMORY = 100_000_000


@pytest.fixture(scope="module")
def written(loaded):
    """``written("xlsx")``: what a process took that wrote the rows in this way, each way once."""
    settings = {
        "CHIBO_VAR": str(loaded.installation.var),
        "CHIBO_DATABASE": "sqlite",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    found = {}

    def write(way):
        if way not in found:
            command = [sys.executable, "-m", "tests.benchmarks.exporting", way, str(ROWS)]
            done = subprocess.run(
                command, cwd=TOP, env={**os.environ, **settings}, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr[-3000:]
            found[way] = json.loads(done.stdout)
        return found[way]

    return write


@pytest.mark.parametrize("way", ["xlsx", "csv", "kept"])
def test_a_long_list_takes_little_memory(way, written, tell):
    took, alone = written(way), written("bare")
    held, mapped, idle = (took[name] / 1e6 for name in ("memory", "mapped", "idle"))
    ratio = took["seconds"] / alone["seconds"]
    tell(
        f"export of {ROWS} rows × {COLUMNS} columns, {way}: {held:.0f} MB above idle ({idle:.0f} MB) of {MEMORY / 1e6:.0f}, "
        f"{mapped:.0f} MB of it pages of the database file; {took['seconds']:.0f} s busy, {ratio:.2f} of XlsxWriter writing "
        f"constants ({alone['seconds']:.0f} s); file of {took['size'] / 1e6:.1f} MB"
    )
    assert took["memory"] < MEMORY
