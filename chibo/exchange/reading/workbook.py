"""Reading somebody's workbook from the outside: a process of its own does it, under limits; here its answers arrive.

Nothing a file can do reaches further than that process. Whatever happens to it becomes a refusal that says what to do next.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from chibo.exchange.reading import frames, limits, sentences
from chibo.exchange.reading.answers import AskDateOrder, ColumnSpec, Look, Scan, SheetLook, SheetScan
from chibo.kernel.refusal import Refusal

__all__ = ["Again", "AskDateOrder", "ColumnSpec", "Look", "Reading", "Scan", "SheetLook", "SheetScan", "look", "read"]

Row = tuple[int, list[Any], list[tuple[str, str]]]

_PLACES = threading.BoundedSemaphore(limits.LOOKS)
PROGRAM = "chibo.exchange.reading.child"
_ROOT = str(Path(__file__).resolve().parents[3])


def look(path: str | os.PathLike[str], name: str, *, encoding: str = "", text: str = "") -> Look:
    """What a file is, what stands in it beside its values, and the first rows of every sheet.

    :param name: under which it was sent
    :param encoding: of a text file, where it is not recognised
    :param text: how Vietnamese is written in its cells, where it is not recognised: ``unicode``, ``tcvn3`` or ``vni``
    :raises Refusal: it cannot be read
    """
    job = {
        "task": "look",
        "path": os.path.abspath(path),
        "name": name,
        "encoding": encoding,
        "text": text,
        "seconds": limits.LOOK_SECONDS,
    }
    if not _PLACES.acquire(timeout=limits.LOOK_WAIT_SECONDS):
        raise sentences.busy()
    try:
        with _Process(job) as process:
            kind, answer = process.answer()
    finally:
        _PLACES.release()
    if kind != "look":
        raise sentences.stopped()
    scan = answer["scan"]
    scan["sheets"] = [SheetScan(**sheet) for sheet in scan["sheets"]]
    return Look(Scan(**scan), [SheetLook(**sheet) for sheet in answer["sheets"]])


def read(
    path: str | os.PathLike[str],
    name: str,
    *,
    sheet: str,
    first_row: int,
    columns: Sequence[ColumnSpec],
    options: Mapping[str, Any] | None = None,
    batch: int = 2000,
    in_pieces: bool = False,
) -> "Reading":
    """The rows of one sheet from ``first_row`` on, cleaned, batch after batch. Rows with nothing in these columns are left out.

    Every row is (number in the sheet, values in the order of ``columns``, faults as (field, sentence)); a sentence that
    begins with ``~`` tells of a repair and is no fault.

    :param options: ``date_order`` (field → ``dmy``, ``mdy`` or ``swapped``), ``skip_hidden``, ``encoding``, ``text``
    :param in_pieces: as the look says of the sheet: the first rows come before the last are seen
    :raises Again: while iterating, with ``in_pieces``
    :raises AskDateOrder: while iterating, before the first batch: day and month of a column cannot be told apart
    :raises Refusal: while iterating: the file cannot be read
    """
    job = {
        "task": "read",
        "path": os.path.abspath(path),
        "name": name,
        "sheet": sheet,
        "first_row": first_row,
        "columns": [(column.field, column.index, column.spec) for column in columns],
        "options": dict(options or {}),
        "batch": batch,
        "in_pieces": in_pieces,
        "seconds": limits.READ_SECONDS,
    }
    return Reading(job)


class Again(Exception):
    """What came so far may be wrong: forget it, and read without ``in_pieces``."""


class Reading:
    """Batches of rows as they come; ``notes`` is complete after the last one. Closing it early ends the process."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.notes: list[str] = []
        self._process = _Process(job)
        self._batches = self._run()

    def __iter__(self) -> Iterator[list[Row]]:
        return self

    def __next__(self) -> list[Row]:
        return next(self._batches)

    def close(self) -> None:
        """End the process now."""
        self._batches.close()
        self._process.__exit__()

    def __enter__(self) -> "Reading":
        """From here on it is being read, whenever the first batch is asked for."""
        self._process.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> Iterator[list[Row]]:
        with self._process as process:
            while True:
                kind, answer = process.answer()
                if kind == "rows":
                    yield answer
                elif kind == "notes":
                    self.notes = answer
                elif kind == "again":
                    raise Again
                elif kind == "end":
                    return
                else:
                    raise sentences.stopped()


class _Process:
    """One reading process; leaving it ends the process, however far it came."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._job = json.dumps(job).encode() + b"\n"
        self._seconds = job["seconds"]
        self._complaints = b""
        self._is_late = False
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "_Process":
        if self._process is not None:
            return self
        environment = {
            "PYTHONPATH": os.pathsep.join([_ROOT, *(place for place in sys.path if "site-packages" in place)]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
            "MALLOC_ARENA_MAX": "2",
            "RUST_BACKTRACE": "0",
        }
        if "SYSTEMROOT" in os.environ:
            environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
        self._process = subprocess.Popen(  # noqa: S603 - our own program, nothing of the file among its arguments
            [sys.executable, "-m", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=os.path.abspath(os.sep),
            env=environment,
            bufsize=0,
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        with contextlib.suppress(OSError):
            self._process.stdin.write(self._job)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is None:
            return
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        self._process.wait()

    def _listen(self) -> None:
        """Keep the beginning of what it complains about, and let the rest pass."""
        with contextlib.suppress(OSError, ValueError), self._process.stderr as complaints:
            while piece := complaints.read(8192):
                if len(self._complaints) < limits.STDERR_BYTES:
                    self._complaints += piece

    def answer(self) -> tuple[str, Any]:
        """Its next answer.

        :raises Refusal: it refused, or ended, or took too long
        """
        clock = threading.Timer(self._seconds * limits.PATIENCE + 1, self._give_up)
        clock.daemon = True
        clock.start()
        try:
            size, checksum = frames.length(self._receive(frames.HEAD_BYTES))
            if size > limits.ANSWER_BYTES:
                raise sentences.stopped()
            answer = frames.unpack(self._receive(size), checksum)
        except frames.Garbled as error:
            raise sentences.stopped() from error
        finally:
            clock.cancel()
        kind, content = answer
        if kind == "ask":
            raise AskDateOrder([(field, examples, swapped) for field, examples, swapped in content])
        if kind == "refused":
            message, field, code, choices = content
            raise Refusal(message, field=field, code=code, choices=tuple(tuple(choice) for choice in choices))
        return kind, content

    def _give_up(self) -> None:
        self._is_late = True
        self._process.kill()

    def _receive(self, size: int) -> bytes:
        received = bytearray()
        while len(received) < size:
            piece = self._process.stdout.read(min(size - len(received), 1 << 20))
            if not piece:
                raise self._ended()
            received += piece
        return bytes(received)

    def _ended(self) -> Refusal:
        """Why it ended without an answer."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        self._listener.join(timeout=1)
        code = self._process.returncode
        if self._is_late:
            return sentences.out_of_time()
        if b"memory allocation" in self._complaints or b"MemoryError" in self._complaints:
            return sentences.out_of_memory()
        if code is not None and -code in (24, 14):
            return sentences.out_of_time()
        return sentences.stopped()
