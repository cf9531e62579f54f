"""Areas and rooms keep their order; files stay small; nobody reads the clock, prints or counts behind the catalogue's back."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.architecture.sources import AREAS, PROGRAM, TOP, area_of, lines_matching, modules, parsed, short

LONGEST_FILE = 400
COUNTS = {
    "chibo/tables/": "how many rows a list has, beside the list itself",
    "chibo/access/views.py": "grants on the page, no figure of the Party",
    "chibo/exchange/": "rows of a workbook on its way in, no figure of the Party",
    "chibo/inbox/queries/lines.py": "how much work waits, no figure of the Party",
    "chibo/badges/views/due.py": "how many of the list each choice of its filter leaves",
    "chibo/decisions/views.py": "decisions on the page, no figure of the Party",
    "chibo/journal/queries.py": "entries not sealed yet",
    "chibo/org/queries/tree.py": "how many stand directly under each branch of the tree",
    "chibo/org/views/below.py": "length of the list on the page",
    "chibo/org/views/events.py": "how many more parties an event has than are shown",
    "chibo/members/actions/": "how many are allocated by a reorganization, or were recounted",
    "chibo/members/derivation/": "recounts derived rows",
    "chibo/members/queries/listing.py": "length of the list on the page",
    "chibo/members/queries/sheet.py": "length of the file",
    "chibo/members/views/lists.py": "length of a search by name, which is no dimension",
    "chibo/demo/": "progress of a load",
    "chibo/site/management/": "what verify and fingerprint went through",
}
"""Where rows may be counted outside the definitions of indicators, and why."""
PRINTS: dict[str, str] = {}
CLOCK = re.compile(
    r"\bdate\.today\(|\bdatetime\.(now|today|utcnow)\(|\btimezone\.(now|localdate)\(|\btime\.localtime\("
)
COUNT = re.compile(r"\.count\(\)|\bCount\(")
VAGUE = {"utils", "helpers", "common", "misc", "util", "helper"}
SIGNALS = re.compile(
    r"^\s*(from|import) django\.(db\.models|core|dispatch|contrib\.auth)[.\w]* ?(import )?.*\b(signals|receiver)\b"
)


def test_imports_keep_the_contracts():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(command), "--no-cache"], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_every_area_is_on_the_list():
    found = {path.name for path in PROGRAM.iterdir() if (path / "__init__.py").exists()}
    assert found <= set(AREAS)


@pytest.mark.parametrize("area", [area for area in AREAS if (PROGRAM / area).exists()])
def test_an_area_says_what_it_answers_for(area):
    assert ast.get_docstring(ast.parse((PROGRAM / area / "__init__.py").read_text("utf-8")))


def test_foreign_keys_point_downwards():
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        own = model._meta.app_label
        if own not in AREAS:
            continue
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            target = field.related_model._meta.app_label
            if target in AREAS and AREAS.index(target) < AREAS.index(own):
                wrong.append(f"{model.__name__}.{field.name} → {target}")
    assert wrong == []


def test_the_journal_and_decisions_hold_references_only():
    for label in ("journal", "decisions"):
        for model in apps.get_app_config(label).get_models():
            outside = [f.name for f in model._meta.fields if f.is_relation and f.related_model._meta.app_label != label]
            assert outside == []


def test_files_stay_small():
    long = {short(path): len(path.read_text("utf-8").splitlines()) for path in modules(tests=True)}
    long |= {short(p): len(p.read_text("utf-8").splitlines()) for p in (TOP / "tests").rglob("*.py")}
    assert {name: n for name, n in long.items() if n > LONGEST_FILE} == {}


def test_no_room_has_a_vague_name():
    names = [short(path) for path in modules() if path.stem in VAGUE or VAGUE & set(path.parent.parts)]
    assert names == []


def test_the_clock_is_read_only_at_the_door():
    wrong = [
        f"{short(path)}:{n}"
        for path in modules()
        if path != PROGRAM / "kernel" / "clock.py"
        for n in lines_matching(path, CLOCK)
    ]
    assert wrong == []


def test_below_the_door_days_are_given():
    doors = re.compile(
        r"/(views|commands|management|site|tests|demo|forms|api)(/|\.py)|/kernel/clock\.py|/middleware\.py|/adapter\.py"
    )
    today = re.compile(r"\btoday\(\)")
    wrong = [
        f"{short(path)}:{n}"
        for path in modules()
        if not doors.search("/" + short(path)) and "/queries" in short(path)
        for n in lines_matching(path, today)
    ]
    assert wrong == []


def test_nothing_prints():
    wrong = []
    for path in modules():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                wrong.append(f"{short(path)}:{node.lineno}")
    assert wrong == []


def test_figures_are_counted_by_the_engine_only():
    wrong = []
    for path in modules():
        name = short(path)
        if (
            area_of(path) == "indicators"
            or "indicators" in path.relative_to(PROGRAM).parts
            or path.stem == "indicators"
        ):
            continue
        if not name.startswith(tuple(COUNTS)):
            wrong += [f"{name}:{n}" for n in lines_matching(path, COUNT)]
    assert wrong == []


def test_every_permission_to_count_is_still_used():
    counting = {short(path) for path in modules() if lines_matching(path, COUNT)}
    places = [place for place in COUNTS if not any(name.startswith(place) for name in counting)]
    optional = {"chibo/demo/", "chibo/site/management/", "chibo/members/derivation/"}
    assert set(places) <= optional


def test_nothing_happens_behind_the_readers_back():
    assert [f"{short(path)}:{n}" for path in modules() for n in lines_matching(path, SIGNALS)] == []


def test_third_party_files_are_never_committed():
    done = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("no repository here")
    names = done.stdout.splitlines()
    vendored = re.compile(r"(^|/)(node_modules|vendor|static/vendor)/|\.min\.(js|css)$|\.woff2?$|bootstrap|htmx.*\.js$")
    assert [name for name in names if vendored.search(name)] == []


def test_settings_wire_every_area_that_exists():
    wired = [name.removeprefix("chibo.") for name in settings.INSTALLED_APPS if name.startswith("chibo.")]
    there = [area for area in AREAS if (PROGRAM / area / "apps.py").exists() or area == "kernel"]
    assert [area for area in there if area != "kernel"] == [area for area in wired if area != "kernel"]


def test_migrations_are_those_of_the_models(db):
    from io import StringIO

    from django.core.management import call_command

    out = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=out)
    except SystemExit as missing:
        pytest.fail(f"{missing.code}: {out.getvalue()}")
