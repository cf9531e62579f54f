"""A second process of our own that computes while this one writes to the database.

It sees no database: what it needs is handed to it, what it made is handed back, in the order asked.
"""

import gc
import importlib
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from django.conf import settings

from chibo.kernel.refusal import Refusal

LENGTH = 8
"""Bytes that say how long a message is."""


class Aside:
    """A process that holds what ``setup(*given)`` returns and answers calls of it.

    :param setup: a module-level function; what it returns is called once for every :meth:`ask`

    Leaving the ``with`` block ends the process; so does the death of this one, for its input ends then.
    """

    def __init__(self, setup: Callable[..., Callable[..., Any]], *given: Any) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "chibo.kernel.aside"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | _same_place(),
        )
        self._waiting: deque[object] = deque()
        self._tell((setup.__module__, setup.__qualname__, given))

    def ask(self, *given: Any) -> None:
        """Hand over a question; its answer comes with :meth:`answer`. At most a few may wait."""
        self._tell(given)
        self._waiting.append(given)

    def answer(self) -> Any:
        """The answer to the oldest question; waits for it.

        :raises Refusal: the call was refused there
        :raises RuntimeError: the process broke
        """
        self._waiting.popleft()
        done, value = self._hear()
        if done:
            return value
        raise value

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.communicate()

    def __enter__(self) -> "Aside":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _tell(self, message: Any) -> None:
        try:
            _write(self._process.stdin, message)
        except BrokenPipeError as error:
            raise RuntimeError("the process aside has ended") from error

    def _hear(self) -> Any:
        message = _read(self._process.stdout)
        if message is None:
            raise RuntimeError(f"the process aside has ended with {self._process.wait()}")
        return message


def _same_place() -> dict[str, str]:
    """The code and the keys of this process, wherever it has them from."""
    path = os.pathsep.join(filter(None, sys.path))
    return {"PYTHONPATH": path, "CHIBO_VAR": str(settings.VAR_DIR), "CHIBO_KEY_FILE": str(settings.KEY_FILE)}


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


def _serve() -> None:
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # What is printed by mistake must not be taken for an answer.
    import django

    django.setup()
    gc.freeze()
    gc.disable()  # What is computed here is handed over and dropped: there is nothing in circles to collect.
    first = _read(source)
    if first is None:
        return
    module, name, given = first
    call = getattr(importlib.import_module(module), name)(*given)
    # Read on while an answer is being written, or both ends would wait for the other to listen.
    questions: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_listen, args=(source, questions), daemon=True).start()
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


if __name__ == "__main__":
    _serve()
