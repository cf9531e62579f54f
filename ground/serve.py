"""The server and the worker as one program: ``ground/serve.py PORT``, started by ``ground/start.py``.

Both are children in process groups of their own, so that only this process hears Ctrl+C and tells them in order. A worker
that dies is started anew; a server that dies ends the program. When this process itself is killed, the kernel tells them.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

STOP_WITHIN = 15.0
"""Seconds a child has to end in peace; a job that hears nothing goes on from its checkpoint next time."""
SOON = 10.0
"""A worker that lives shorter than this is started anew after a longer pause."""
LONGEST_PAUSE = 30.0
PR_SET_PDEATHSIG = 1


def command_of_server(port: str) -> list[str]:
    """The application server."""
    return [
        *(sys.executable, "-m", "granian", "config.wsgi:application", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", port, "--workers", "2", "--blocking-threads", "2"),
        *("--log-level", "warning", "--no-access-log", "--respawn-failed-workers"),
        *("--workers-kill-timeout", "2"),
    ]


def die_with(parent: int) -> Callable[[], None]:
    """What a child does before it begins: ask to be told when its parent dies, and look whether it has already."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None

    def ask() -> None:
        if library is not None:
            library.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask


class Child:
    """A command and its process."""

    def __init__(self, command: list[str]) -> None:
        self.command, self.pause, self.due = command, 0.0, 0.0
        self.start()

    def start(self) -> None:
        """Start it, in a process group of its own."""
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            self.command, start_new_session=True, preexec_fn=die_with(os.getpid()), stdin=subprocess.DEVNULL
        )

    @property
    def is_gone(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def tell(self, number: int) -> None:
        """Send a signal to it alone."""
        if not self.is_gone:
            self.process.send_signal(number)

    def clear(self) -> None:
        """End whatever it left behind."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def again(self) -> None:
        """Start it anew, later each time it dies at once; called until it runs."""
        now = time.monotonic()
        if not self.due:
            self.clear()
            self.pause = 0.5 if now - self.began > SOON else min(max(self.pause * 2, 0.5), LONGEST_PAUSE)
            self.due = now + self.pause
        elif now >= self.due:
            self.due = 0.0
            self.start()


class Stopped(Exception):
    """Somebody asked for the end."""


def hear(number: int, frame: object) -> None:
    """The end was asked for; a second time it comes at once."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, _at_once)
    raise Stopped


def _at_once(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main(port: str) -> int:
    """Keep both running until told to stop or until the server ends; returns its code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, hear)
    children: list[Child] = []
    code = 0
    try:
        children.append(Child(command_of_server(port)))
        children.append(Child([sys.executable, "manage.py", "worker"]))
        server, worker = children
        while not server.is_gone:
            if worker.is_gone:
                worker.again()
            time.sleep(0.3)
        code = server.process.returncode
        print("Máy chủ web đã dừng ngoài dự kiến. Hãy chạy lại: make run", file=sys.stderr)
    except Stopped:
        print("Đang dừng…", file=sys.stderr, flush=True)
    finally:
        stop(children)
    return 1 if code else 0


def stop(children: list[Child]) -> None:
    """Tell both, wait, then end what is left."""
    with suppress(KeyboardInterrupt, Stopped):
        for child in children:
            child.tell(signal.SIGTERM)
        until = time.monotonic() + STOP_WITHIN
        while time.monotonic() < until and not all(child.is_gone for child in children):
            time.sleep(0.05)
    for child in children:
        child.clear()
        child.process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
