"""The sources that architecture tests read."""

import ast
from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PROGRAM = TOP / "chibo"
AREAS = (
    "site", "demo", "api", "inbox", "own", "quality", "claims", "reports", "catalogue", "admission", "transfers", "removal",
    "fees", "dossiers", "badges", "posts", "members", "procedures", "access", "org", "indicators", "exchange", "papers",
    "jobs", "files", "decisions", "rulebook", "accounts", "journal", "tables", "ui", "kernel",
)  # fmt: skip
"""The house, top to bottom."""


@cache
def modules(*, tests: bool = False) -> tuple[Path, ...]:
    """Every module of the program, migrations left out; those of tests only when asked for."""
    found = [path for path in PROGRAM.rglob("*.py") if "migrations" not in path.parts]
    return tuple(sorted(path for path in found if tests or "tests" not in path.parts))


@cache
def templates() -> tuple[Path, ...]:
    """Every template."""
    return tuple(sorted(PROGRAM.rglob("templates/**/*.html")))


@cache
def parsed(path: Path) -> ast.Module:
    """The module as a tree."""
    return ast.parse(path.read_text("utf-8"))


def short(path: Path) -> str:
    """The path as a message names it."""
    return path.relative_to(TOP).as_posix()


def area_of(path: Path) -> str:
    """The area a module belongs to."""
    return path.relative_to(PROGRAM).parts[0]


def lines_matching(path: Path, found: object) -> list[int]:
    """Numbers of the lines in which a compiled pattern is found, comments left out."""
    lines = path.read_text("utf-8").splitlines()
    return [n for n, line in enumerate(lines, 1) if not line.lstrip().startswith("#") and found.search(line)]
