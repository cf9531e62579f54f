"""One process that takes a workbook of members in and says what it took: ``python -m tests.benchmarks.importing FILE``.

All steps of the engine in their order, on the installation of the environment, without the worker: receive and map, check,
write. Memory is the most this process ever held beyond what it held when it stood ready. What its own processes hold beside
it is looked at ten times a second, without pages of files, which all of them share.

``python -m tests.benchmarks.importing FILE bare`` reads the file with openpyxl, row by row, and does nothing with it.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import Any

from tests.benchmarks.exporting import memory
from tests.workbooks import long

PAUSE = 0.1


class Beside:
    """What the processes below this one hold, sampled while the block runs.

    :ivar each: the most one of them held, by what it is
    :ivar together: the most this process and they held at one time
    """

    def __init__(self) -> None:
        self.each: dict[str, int] = {}
        self.together = 0
        self._end = Event()

    @contextmanager
    def watched(self) -> Iterator["Beside"]:
        thread = Thread(target=self._watch, daemon=True)
        thread.start()
        yield self
        self._end.set()
        thread.join()

    def _watch(self) -> None:
        while not self._end.wait(PAUSE):
            found = dict(_below())
            for name, held in found.items():
                self.each[name] = max(self.each.get(name, 0), held)
            self.together = max(self.together, memory("RssAnon") + sum(found.values()))


def _below() -> Iterator[tuple[str, int]]:
    """(module, bytes) of every process below this one."""
    for listed in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError, StopIteration, ValueError):
            for number in listed.read_text().split():
                folder = Path("/proc") / number
                words = (folder / "cmdline").read_text().split("\0")
                lines = (folder / "status").read_text().splitlines()
                held = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:"))
                yield words[words.index("-m") + 1], held


def take_in(file: Path) -> dict[str, Any]:
    """Everything from the bytes to the last row written; seconds of each step."""
    from chibo.exchange import actions, queries
    from chibo.exchange.rules import kinds
    from chibo.kernel.viewer import System
    from chibo.rulebook import queries as rulebook

    by, began = System("benchmark"), time.monotonic()
    marks = []
    with rulebook.steady():
        place = kinds.place_of(long.ROOT, long.DAY)
        batch = actions.receive(
            name=file.name, content=file.read_bytes(), kind="members", place=place, on=long.DAY, by=by
        )
        guess = actions.propose(batch)
        sheet = queries.sheet_of(batch)["name"]
        actions.map_columns(batch, sheet=sheet, header_row=guess.header_row, mapping=guess.mapping, by=by)
        marks.append(time.monotonic())
        actions.check(batch, by=by)
        marks.append(time.monotonic())
        checked = memory("VmHWM")
        actions.write(batch, only_good=False, by=by)
        marks.append(time.monotonic())
    steps = dict(zip(("receive", "check", "write"), _differences([began, *marks]), strict=True))
    return {
        "steps": steps,
        "seconds": marks[-1] - began,
        "counts": queries.counts(batch),
        "columns": len(guess.mapping),
        "checked": checked,
    }


def _differences(marks: list[float]) -> list[float]:
    return [after - before for before, after in pairwise(marks)]


def bare(file: Path) -> dict[str, Any]:
    """openpyxl in its quickest way."""
    from openpyxl import load_workbook

    began, count = time.monotonic(), 0
    for sheet in load_workbook(file, read_only=True):
        for _ in sheet.iter_rows(values_only=True):
            count += 1
    return {"seconds": time.monotonic() - began, "rows": count - 1}


def main(file: Path, way: str) -> None:
    """Once, after a look at a short file that does not count."""
    if way == "bare":
        print(json.dumps(bare(file)))
        return
    import django

    django.setup()
    from chibo.exchange.reading import workbook

    workbook.look(file.with_name("short.xlsx"), "short.xlsx")
    idle, own = memory("VmRSS"), memory("RssAnon")
    with Beside().watched() as beside:
        told = take_in(file)
    told |= {"idle": idle, "memory": memory("VmHWM") - idle, "beside": beside.each}
    print(json.dumps(told | {"together": beside.together - own}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
