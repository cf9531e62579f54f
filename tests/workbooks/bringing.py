"""The command as an office uses it: try, read what is asked, answer, and only then write."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

Answer = Callable[[dict[str, Any]], str]
MOST_ROUNDS = 6
PLACES = ("created", "updated", "skipped", "refused")


def told(name: str, *arguments: str) -> tuple[int, str]:
    """(exit code, what the command said)."""
    out, noise = StringIO(), StringIO()
    try:
        call_command(name, *arguments, stdout=out, stderr=noise)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def bring(kind: str, file: Path, *said: str, answer: Answer | None = None, unit: str = "TG", on: str = "") -> dict:
    """Bring a workbook in, answering everything that is asked; what came of it, with all that was asked on the way."""
    arguments = ["import", kind, str(file), "--unit", unit, "--json", *said, *(["--on", on] if on else [])]
    asked: dict[str, dict[str, Any]] = {}
    answers: list[str] = []
    for _ in range(MOST_ROUNDS if answer else 0):
        result = json.loads(told(*arguments, *answers, "--dry-run")[1])
        new = [question for question in result.get("questions", ()) if question["key"] not in asked]
        if not new:
            break
        for question in new:
            asked[question["key"]] = question
            answers += ["--answer", f"{question['key']}={answer(question)}"]
    code, text = told(*arguments, *answers)
    result = json.loads(text)
    return result | {"exit": code, "asked": asked}


def undo(result: dict) -> dict:
    """Take a batch back."""
    code, text = told("import", "--undo", result["batch"], "--json")
    return json.loads(text) | {"exit": code}


def adds_up(result: dict) -> bool:
    """Every row of the file ended in exactly one way."""
    return result["rows"] == sum(result[place] for place in PLACES)


def fingerprint() -> str:
    """One hash over all domain tables."""
    return told("fingerprint")[1].strip()


def verify() -> tuple[int, str]:
    """(0 where everything derived is as it is counted anew, what was said)."""
    return told("verify")
