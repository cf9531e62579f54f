"""Whatever the documentation points at exists: pages, files, commands with their options, addresses."""

import re
import shlex
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import Resolver404, resolve

TOP = Path(settings.BASE_DIR)
PAGES = [TOP / "README.md", TOP / "CHANGELOG.md", *sorted((TOP / "docs").rglob("*.md"))]
SOMEBODY = "01890a5d-ac96-774b-bcce-b302099a8057"
ROOTS = ("chibo/", "config/", "docs/", "ground/", "tests/")


def spans(page: Path) -> list[str]:
    """Whatever stands in code type within a line."""
    return re.findall(r"`([^`\n]+)`", page.read_text("utf-8"))


def own_commands() -> set[str]:
    """Commands of the project, without Django's."""
    return {name for name, app in get_commands().items() if app.startswith("chibo.")}


def command_lines() -> list[str]:
    """Command lines the pages show: after ``manage.py``, or in the blocks and tables that say so."""
    found = []
    for page in PAGES:
        text = page.read_text("utf-8")
        found += re.findall(r"manage\.py (?!…)([a-z_]+(?: [^`\n#]*)?)", text)
        found += re.findall(r"^\| `([a-z_]+(?: [^`]*)?)` \|", section(text, "| lệnh |"), re.M)
    commands = section((TOP / "README.md").read_text("utf-8"), "manage.py …`:")
    return found + [line.partition("#")[0].strip() for line in commands.splitlines() if re.match(r"[a-z]", line)]


def section(text: str, start: str) -> str:
    """What follows the line with these words, up to the end of its table or block."""
    if start not in text:
        return ""
    rest = text.split(start, 1)[1].partition("\n")[2]
    ends = re.search(r"^```$" if "```sh" in rest[:10] else r"^$", rest, re.M)
    return rest[: ends.start()] if ends else rest


def test_links_lead_somewhere():
    missing = []
    for page in PAGES:
        targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
        paths = [target.partition("#")[0] for target in targets if "://" not in target]
        missing += [(page.name, path) for path in paths if not (page.parent / unquote(path)).exists()]
    assert missing == []


def test_files_named_exist():
    named = [(page.name, span.split(" ")[0]) for page in PAGES for span in spans(page) if span.startswith(ROOTS)]
    assert [(page, path) for page, path in named if not list(TOP.glob(path.rstrip("/")))] == []


def test_addresses_named_are_answered():
    unanswered = []
    for page in PAGES:
        for address in (span.partition("?")[0] for span in spans(page) if re.match(r"/($|[a-z]+[-a-z]*/)", span)):
            try:
                answered = resolve(address.replace("…", SOMEBODY)).url_name != "unknown"
            except Resolver404:
                answered = False
            unanswered += [] if answered else [(page.name, address)]
    assert unanswered == []


def test_commands_named_exist_with_their_options():
    lines = command_lines()
    assert len(lines) > 15
    for line in lines:
        name, *arguments = shlex.split(line)
        assert name in own_commands(), line
        load_command_class(get_commands()[name], name).create_parser("manage.py", name).parse_args(
            arguments or needed(name)
        )


def needed(name: str) -> list[str]:
    """Arguments without which a command cannot even be asked for help."""
    return ["--file", "x"] if name == "demo_accounts" else []


def test_make_does_what_the_pages_say():
    targets = set(re.findall(r"^([a-z]+):", (TOP / "Makefile").read_text("utf-8"), re.M))
    named = {word for page in PAGES for word in re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z]+)", page.read_text("utf-8"))}
    named |= set(re.findall(r"^make ([a-z]+)", (TOP / "README.md").read_text("utf-8"), re.M))
    assert named == targets


def test_the_indexes_list_every_page():
    for folder in ("decisions", "huong-dan"):
        index = (TOP / "docs" / folder / "README.md").read_text("utf-8")
        pages = sorted(path.name for path in (TOP / "docs" / folder).glob("[0-9]*.md"))
        assert re.findall(r"\((\d\d-[^)]+)\)", index) == pages


def test_no_page_is_long():
    """A page that does not fit on two screens is two pages; the generated catalogue and the glossary are looked up."""
    long = {p.name for p in PAGES if len(p.read_text("utf-8").splitlines()) > 200}
    assert long <= {"indicators.md", "glossary.md"}
