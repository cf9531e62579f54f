"""Everything that must hold, one step after the other; ends with one line that sums up and is true.

A step that fails does not keep the next ones from running. Every check that is not pytest counts as one test.
"""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BIN = TOP / ".venv" / "bin"
VAR = TOP / "var" / "test"
PYTHON = str(BIN / "python")
QUICK = "not browser and not benchmark and not office"


@dataclass
class Step:
    """One command. With ``counted``, pytest's own report says how many tests ran, and none is a failure."""

    title: str
    command: list[str]
    counted: bool = False


@dataclass
class Sum:
    """Tests so far."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        line = f"{self.passed} passed, {self.failed} failed"
        return f"{line}, {self.skipped} skipped" if self.skipped else line


def pytest(*arguments: str) -> list[str]:
    """A command line of pytest."""
    return [PYTHON, "-m", "pytest", "-q", f"--junitxml={VAR / 'report.xml'}", *arguments]


def steps() -> list[Step]:
    """What is checked, in order."""
    parallel = ["--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal"]
    return [
        Step("Style", [str(BIN / "ruff"), "check", "."]),
        Step("Format", [str(BIN / "ruff"), "format", "--check", "."]),
        Step("Imports", [str(BIN / "lint-imports")]),
        Step("System checks", [PYTHON, "manage.py", "check"]),
        Step("Migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
        Step("Tests on SQLite", pytest("-m", QUICK, *parallel), counted=True),
        Step("Tests on PostgreSQL", ["ground/postgres", "run", *pytest("-m", QUICK, *parallel)], counted=True),
        Step("Documents in LibreOffice", pytest("-m", "office", "chibo/papers"), counted=True),
        Step("Journeys in a browser", pytest("-m", "browser", "tests/journeys"), counted=True),
        Step("Benchmarks", pytest("-m", "benchmark", "tests/benchmarks"), counted=True),
    ]


def run(step: Step, total: Sum) -> None:
    """Run one step and add what came of it."""
    report = VAR / "report.xml"
    report.unlink(missing_ok=True)
    print(f"\n=== {step.title}", flush=True)
    began = time.monotonic()
    environment = {**os.environ, "CHIBO_VAR": str(VAR), "PYTHONUNBUFFERED": "1"}
    code = subprocess.run(step.command, cwd=TOP, env=environment, check=False).returncode
    before = total.failed
    if step.counted and report.exists():
        add_report(report, total)
    elif code == 0:
        total.passed += 1
    if code and total.failed == before:
        total.failed += 1
    print(f"--- {step.title}: {'failed' if code else 'ok'}, {time.monotonic() - began:.0f} s", flush=True)


def add_report(report: Path, total: Sum) -> None:
    """Add pytest's own numbers."""
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        total.failed += failed
        total.skipped += skipped
        total.passed += max(tests - failed - skipped, 0)


def main() -> int:
    """Run all steps, or those whose title begins with a word of the command line."""
    VAR.mkdir(parents=True, exist_ok=True)
    wanted = tuple(word.lower() for word in sys.argv[1:])
    total = Sum()
    for step in steps():
        if not wanted or step.title.lower().startswith(wanted):
            run(step, total)
    print(f"\n{total}", flush=True)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
