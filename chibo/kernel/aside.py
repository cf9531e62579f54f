"""A second process of our own that computes while this one writes to the database.

It sees no database: what it needs is handed to it, what it made is handed back, in the order asked.
"""

import gc
import importlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, Any

from chibo.kernel.refusal import Refusal

LENGTH = 8
"""Bytes that say how long a message is."""


class Aside:
    """A process that holds what ``setup(*given)`` returns and answers calls of it.

    :param setup: a module-level function; what it returns is called once for every :meth:`ask`

    Leaving the ``with`` block ends the process; so does the death of this one, for its input ends then.
    """

    def __init__(self, setup: Callable[..., Callable[..., Any]], *given: Any) -> None:
        self._waiting: deque[object] = deque()
        self._process: subprocess.Popen | None = None
        if hasattr(os, "fork") and threading.active_count() == 1:
            self._fork(setup, given)
        else:
            self._start(setup, given)

    def _fork(self, setup: Callable[..., Callable[..., Any]], given: tuple) -> None:
        """At once, with everything this process holds; only where no other thread could hold a lock."""
        (there, self._out), (self._in, back) = _pipe(), _pipe()
        self._pid = os.fork()
        if self._pid:
            there.close()
            back.close()
            return
        try:
            self._out.close()
            self._in.close()
            _answer(setup(*given), there, back)
        finally:
            os._exit(0)  # Nothing of the parent's is closed or flushed here: its database is not ours.

    def _start(self, setup: Callable[..., Callable[..., Any]], given: tuple) -> None:
        """A fresh interpreter, within a second."""
        (there, self._out), (self._in, back) = _pipe(), _pipe()
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "chibo.kernel.aside", str(there.fileno()), str(back.fileno())],
            pass_fds=(there.fileno(), back.fileno()),
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._pid, self._process = process.pid, process
        there.close()
        back.close()
        _write(self._out, (setup.__module__, setup.__qualname__, given))

    def ask(self, *given: Any) -> None:
        """Hand over a question; its answer comes with :meth:`answer`. At most a few may wait."""
        try:
            _write(self._out, given)
        except BrokenPipeError as error:
            raise RuntimeError("the process aside has ended") from error
        self._waiting.append(given)

    def answer(self) -> Any:
        """The answer to the oldest question; waits for it.

        :raises Refusal: the call was refused there
        :raises RuntimeError: the process broke
        """
        self._waiting.popleft()
        message = _read(self._in)
        if message is None:
            raise RuntimeError("the process aside has ended")
        done, value = message
        if done:
            return value
        raise value

    def close(self) -> None:
        """End the process, whatever it is at."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
        else:
            with suppress(ChildProcessError):
                os.waitpid(self._pid, 0)
        for stream in (self._out, self._in):
            with suppress(BrokenPipeError):
                stream.close()

    def __enter__(self) -> "Aside":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    """Where to read and where to write."""
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")


def _write(stream: IO[bytes], message: Any) -> None:
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(content).to_bytes(LENGTH))
    stream.write(content)
    stream.flush()


def _read(stream: IO[bytes]) -> Any:
    head = stream.read(LENGTH)
    if len(head) < LENGTH:
        return None
    return pickle.loads(stream.read(int.from_bytes(head)))  # noqa: S301 - both ends are this program


def _answer(call: Callable[..., Any], source: IO[bytes], target: IO[bytes]) -> None:
    """Answer questions until there are no more: the asker has closed its end, or has died."""
    gc.freeze()
    gc.disable()  # What is computed here is handed over and dropped: there is nothing in circles to collect.
    # Read on while an answer is being written, or both ends would wait for the other to listen.
    questions: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(source, questions), daemon=True).start()
    while (question := questions.get()) is not None:
        try:
            reply = (True, call(*question))
        except Refusal as refusal:
            reply = (False, refusal)
        except Exception as error:
            reply = (False, RuntimeError(f"{type(error).__name__}: {error}"))
        _write(target, reply)


def _listen(source: IO[bytes], questions: SimpleQueue[Any]) -> None:
    while True:
        question = _read(source)
        questions.put(question)
        if question is None:
            return


def _main(reading: str, writing: str) -> None:
    import django

    django.setup()
    source, target = os.fdopen(int(reading), "rb"), os.fdopen(int(writing), "wb")
    first = _read(source)
    if first is not None:
        module, name, given = first
        _answer(getattr(importlib.import_module(module), name)(*given), source, target)


if __name__ == "__main__":
    _main(*sys.argv[1:])
