"""The glossary names what exists, and leaves nothing out that has a table or a list of values."""

import ast
import re
from enum import Enum
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings

CHIBO = Path(settings.BASE_DIR) / "chibo"
ROW = re.compile(r"^\| (?P<vietnamese>[^|]+) \| (?P<names>[^|]+) \|[^|]*\|$")


def rows() -> list[tuple[str, list[str]]]:
    """Every line of the tables: Vietnamese, and the names in the second column."""
    text = (Path(settings.BASE_DIR) / "docs" / "glossary.md").read_text("utf-8")
    matches = (ROW.match(line) for line in text.splitlines())
    found = [(m["vietnamese"], re.findall(r"`([^`]+)`", m["names"])) for m in matches if m]
    return [(vietnamese, names) for vietnamese, names in found if vietnamese != "Vietnamese"]


def sources() -> list[Path]:
    """The program, without its tests and migrations."""
    return [path for path in CHIBO.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]


def defined() -> set[str]:
    """Classes, functions, and names that are assigned: fields, values, constants."""
    names: set[str] = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                names.add(node.name)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names.add(node.target.id)
            elif isinstance(node, ast.Assign):
                names |= {n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    return names


def enums() -> dict[str, type[Enum]]:
    """Name → list of values."""
    found: dict[str, type[Enum]] = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and any(
                "Choices" in ast.dump(b) or "Enum" in ast.dump(b) for b in node.bases
            ):
                module = import_module(".".join(path.relative_to(CHIBO.parent).with_suffix("").parts))
                found[node.name] = getattr(module, node.name)
    return found


def models() -> set[str]:
    """Every table of the project."""
    return {m.__name__ for c in apps.get_app_configs() if c.name.startswith("chibo.") for m in c.get_models()}


def words() -> set[str]:
    """Codes that are written as text: levels, dimensions and lines of the balance."""
    from chibo.catalogue.contents import ALL
    from chibo.indicators import Balance

    fixture = (CHIBO / "rulebook" / "fixtures" / "organization.yaml").read_text("utf-8")
    codes = {dimension.code for indicator in ALL for dimension in indicator.allowed()}
    codes |= {line.code for indicator in ALL if isinstance(indicator, Balance) for line in indicator.lines}
    return codes | set(re.findall(r"org\.level\.(\w+)_kinds", fixture)) | {"rest", "because"}


def test_every_name_in_the_glossary_exists():
    known = defined() | models() | words() | {str(value.value) for enum in enums().values() for value in enum}
    strangers = [(vietnamese, name) for vietnamese, names in rows() for name in names if name not in known]
    assert strangers == []


def test_every_line_names_something():
    assert [vietnamese for vietnamese, names in rows() if not names] == []
    assert len(rows()) > 100


def test_every_table_and_every_list_of_values_has_a_line():
    explained = {name for _, names in rows() for name in names}
    assert sorted((models() | set(enums())) - explained) == []
