"""Word's files in somebody else's hands: LibreOffice opens every form, and prints what Chibo's PDF prints."""

import os
import re
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from chibo.papers import queries
from chibo.papers.rules import form_of, forms
from chibo.papers.tests.variants import EMPTY, FULL, HARD, facts_for

pytestmark = [pytest.mark.django_db, pytest.mark.office]
OFFICE = os.environ.get("SOFFICE", "soffice")
VARIANTS = (EMPTY, FULL, HARD)
LEADERS = re.compile(r"[.…/_-]{3,}|[….]+")
BROKEN = ("{{", "}}", "{%", "%}", "None", "Undefined", "\ue000")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("papers")


@pytest.fixture(scope="module")
def printed(folder, django_db_setup, django_db_blocker):
    """Every form in every variant, as Chibo's PDF and as LibreOffice's: one run of it for all."""
    with django_db_blocker.unblock():
        for form in forms():
            for variant in VARIANTS:
                facts, head = facts_for(form, variant)
                paper = queries.make(form.code, facts, head=head, reference="KN-2026-00012", on=date(2026, 6, 5))
                name = f"{form.file_name}--{variant}"
                (folder / f"{name}.docx").write_bytes(paper.docx)
                (folder / f"{name}.chibo.pdf").write_bytes(paper.pdf)
    documents = sorted(folder.glob("*.docx"))
    command = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", folder, *documents], check=True, timeout=600, capture_output=True)
    return folder


def text_of(path: Path) -> str:
    return subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], check=True, capture_output=True).stdout.decode()


def pages_of(path: Path) -> int:
    return text_of(path).count("\f")


def words(text: str) -> Counter:
    """The words without dotted lines and page numbers; the two break lines after a slash at different places."""
    plain = LEADERS.sub(" ", text).replace("/", " ")
    return Counter(word for word in plain.split() if not word.isdigit() and any(c.isalnum() for c in word))


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("code", [form.code for form in forms()])
def test_libreoffice_prints_what_chibo_prints(printed, code, variant):
    name = f"{form_of(code).file_name}--{variant}"
    office, own = printed / f"{name}.pdf", printed / f"{name}.chibo.pdf"
    assert office.exists(), f"LibreOffice could not open {name}.docx"
    said, shown = text_of(office), text_of(own)
    if variant != HARD:
        assert not [mark for mark in BROKEN if mark in said]
    assert abs(pages_of(office) - pages_of(own)) <= 1
    assert set(words(shown)) == set(words(said))
    if variant != HARD:  # the heading of a long table stands on one page more or less
        assert words(shown) == words(said)


@pytest.mark.parametrize("code", [form.code for form in forms()])
def test_the_expected_words_are_there(printed, code):
    form = form_of(code)
    said = " ".join(text_of(printed / f"{form.file_name}--{FULL}.pdf").split())
    for expected in ("CỘNG SẢN VIỆT NAM", "KN-2026-00012") if "union" != form.head else ("KN-2026-00012",):
        assert expected in said
    for name in ("full_name", "unit", "from_committee"):
        if name in form.fields:
            assert form.fields[name].example in said
