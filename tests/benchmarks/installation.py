"""An installation in a folder of its own, worked on by child processes whose time and memory are measured."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Run:
    """What a command took.

    :ivar busy: seconds of processor time; far fewer than ``seconds`` where other work was in the way
    :ivar memory: the most it ever held, in bytes
    """

    seconds: float
    busy: float
    memory: int
    output: str


@dataclass(frozen=True)
class Installation:
    """A folder with everything an installation writes."""

    var: Path

    @property
    def database(self) -> Path:
        return self.var / "chibo.sqlite3"

    def manage(self, *arguments: str) -> Run:
        """Run a command of ``manage.py`` to its end, which must be a good one."""
        environment = {**os.environ, "CHIBO_VAR": str(self.var), "CHIBO_DATABASE": "sqlite"}
        log = self.var / f"{arguments[0]}.log"
        with log.open("w") as out:
            began = time.monotonic()
            child = subprocess.Popen(
                [sys.executable, "manage.py", *arguments], cwd=TOP, env=environment, stdout=out, stderr=out
            )
            _, status, used = os.wait4(child.pid, 0)
            took = time.monotonic() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        output = log.read_text("utf-8")
        assert child.returncode == 0, f"manage.py {' '.join(arguments)}: {output[-3000:]}"
        return Run(took, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, output)
