"""The process that reads: it takes one job from its input, gives answers to its output, and ends. Knows no Django."""

import contextlib
import gc
import json
import os
import signal
import sys
import threading
from queue import SimpleQueue
from typing import Any, BinaryIO

from chibo.exchange.reading import frames, limits

try:
    import resource
except ImportError:  # no such limits on this system; the waiting side still keeps its own
    resource = None  # type: ignore[assignment]

Answer = tuple[str, Any]
_AHEAD = 8
"""Answers kept for a listener who has other things to do."""


def main() -> None:
    """Read one job and answer it."""
    answers = _own_output()
    gc.disable()
    line = sys.stdin.buffer.readline()
    threading.Thread(target=_die_with_parent, daemon=True).start()
    job = json.loads(line)
    _limit(job["seconds"])
    speak = _Speaker(answers, job["seconds"] * limits.PATIENCE)
    try:
        _answer(job, speak)
    except BaseException as error:
        speak(_refusal(error))
    speak(("end", None))
    speak.close()
    os._exit(0)


def _own_output() -> BinaryIO:
    """Answers go to the output alone: whatever else is printed goes to the complaints."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _die_with_parent() -> None:
    """The input stays open as long as somebody waits for the answers."""
    with contextlib.suppress(OSError):
        while sys.stdin.buffer.raw.read(4096):
            pass
    os._exit(3)


def _limit(seconds: int) -> None:
    if resource is None:
        return
    for kind, most in (
        (resource.RLIMIT_AS, limits.MEMORY_BYTES),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most + (kind == resource.RLIMIT_CPU)))


class _Speaker:
    """Writes answers, some beside the next ones being made; while it computes, a clock runs that ends the process."""

    def __init__(self, output: BinaryIO, seconds: int) -> None:
        self._output = output
        self._seconds = seconds
        self._waiting: SimpleQueue[bytes] = SimpleQueue()
        self._room = threading.Semaphore(_AHEAD)
        self._writer = threading.Thread(target=self._write, daemon=True)
        self._writer.start()
        self._clock(seconds)

    def __call__(self, answer: Answer) -> None:
        body = frames.pack(answer)
        # Who waits for room does not compute.
        self._clock(0)
        self._room.acquire()
        self._waiting.put(body)
        self._clock(self._seconds)

    def close(self) -> None:
        """Everything has been written when this returns."""
        self._clock(0)
        self._waiting.put(b"")
        self._writer.join()

    def _write(self) -> None:
        try:
            while body := self._waiting.get():
                self._output.write(body)
                self._output.flush()
                self._room.release()
        except OSError:
            # Nobody listens any more.
            os._exit(3)

    @staticmethod
    def _clock(seconds: int) -> None:
        if hasattr(signal, "alarm"):
            signal.alarm(seconds)


def _answer(job: dict[str, Any], speak: _Speaker) -> None:
    # Inside the limits, so that what loading costs counts too.
    from chibo.exchange.reading import tasks

    {"look": tasks.look, "read": tasks.read}[job["task"]](job, speak)


def _refusal(error: BaseException) -> Answer:
    """An error as an answer: a question, a refusal, or the sentence for what stopped the reading."""
    from chibo.exchange.reading import sentences
    from chibo.exchange.reading.answers import AskDateOrder
    from chibo.kernel.refusal import Refusal

    if isinstance(error, AskDateOrder):
        return "ask", error.asked
    if isinstance(error, MemoryError | RecursionError):
        error = sentences.out_of_memory()
    elif not isinstance(error, Refusal):
        if not isinstance(error, Exception):
            sys.stderr.write(f"{repr(error)[:2000]}\n")
            error = sentences.broken()
        else:
            import traceback

            traceback.print_exception(error, file=sys.stderr)
            error = sentences.stopped()
    return "refused", (error.message, error.field, error.code, list(error.choices))


if __name__ == "__main__":
    main()
