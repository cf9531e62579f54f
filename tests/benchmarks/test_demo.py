"""Loading the five committees: time, memory, and that a second load has nothing to do."""

import hashlib

import pytest

from chibo.members.models import Person
from chibo.org.models import Unit

pytestmark = pytest.mark.benchmark

SECONDS = 120
NOISE = 2
MEMORY = 1_000_000_000
SECONDS_AGAIN = 5


def test_the_demo_is_loaded_in_time_and_memory(loaded, records, tell):
    took = loaded.demo
    people, units = Person.objects.count(), Unit.objects.count()
    tell(
        f"demo: {took.seconds:.0f} s of {SECONDS} (busy {took.busy:.0f} s), {took.memory / 1e6:.0f} MB of {MEMORY / 1e6:.0f}; "
        f"{people} people, {units} units, file of {loaded.installation.database.stat().st_size / 1e6:.0f} MB"
    )
    assert people > 72_343
    assert took.memory < MEMORY
    # The load is one process: on an idle machine it lasts as long as it is busy. What neighbours take is told, not judged;
    # shared processors were seen to work at half their speed for minutes, so the limit that fails a run is twice as wide.
    assert took.busy <= NOISE * SECONDS


def test_a_second_load_does_nothing_at_once(loaded, tell):
    before = digest(loaded.installation.database)
    again = loaded.installation.manage("demo")
    tell(f"demo again: {again.seconds:.1f} s, {again.seconds / loaded.demo.seconds:.3f} of the first load")
    assert digest(loaded.installation.database) == before
    assert again.seconds <= SECONDS_AGAIN


def digest(database):
    """One hash over every byte of a database, with what is still in its log."""
    whole = hashlib.sha256()
    for file in (database, database.with_name(database.name + "-wal")):
        if file.exists():
            with file.open("rb") as content:
                while some := content.read(1 << 20):
                    whole.update(some)
    return whole.hexdigest()
