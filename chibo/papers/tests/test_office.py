"""Word's files in somebody else's hands: LibreOffice opens every form, and prints what Chibo's PDF prints."""

import os
import re
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import zxingcpp

from chibo.papers import queries
from chibo.papers.rules import form_of, forms
from chibo.papers.rules.facts import example_of
from chibo.papers.tests.variants import EMPTY, FULL, HARD, facts_for

pytestmark = [pytest.mark.django_db, pytest.mark.office]
OFFICE = os.environ.get("SOFFICE", "soffice")
VARIANTS = (EMPTY, FULL, HARD)
LEADERS = re.compile(r"[.…/_-]{3,}|[….]+")
REFERENCE, ADDRESS = "KN-2026-00012", "https://chibo.example/quy-trinh/8f14e45f-ceea-467f-a0e6-1c2b3d4e5f60/"
FOOT = f"Mã hồ sơ {REFERENCE}"
LAST = "Người cuối danh sách"
TAILS = {
    code: range(first, first + 4)
    for code, first in {
        "so-dang-vien": 8, "so-the": 8, "dang-phi-danh-sach": 9, "huy-hieu-de-nghi": 5, "giao-nhan-ho-so": 12,
    }.items()
}  # fmt: skip
"""Form → lengths of its list at which the signature comes to the end of the page."""
BROKEN = ("{{", "}}", "{%", "%}", "None", "Undefined", "\ue000")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("papers")


@pytest.fixture(scope="module")
def printed(folder, django_db_setup, django_db_blocker):
    """Every form in every variant, as Chibo's PDF and as LibreOffice's: one run of it for all, while Chibo draws."""
    with django_db_blocker.unblock():
        papers = {name: made(*asked) for name, asked in wanted().items()}
    for name, paper in papers.items():
        (folder / f"{name}.docx").write_bytes(paper.docx)
    command = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    documents = sorted(folder.glob("*.docx"))
    with subprocess.Popen([*command, "--outdir", folder, *documents], stdout=subprocess.DEVNULL) as office:
        for name, paper in papers.items():
            (folder / f"{name}.chibo.pdf").write_bytes(paper.pdf)
        assert office.wait(timeout=600) == 0
    return folder


def wanted():
    """Name → form, facts, head of every document."""
    found = {
        f"{form.file_name}--{variant}": (form, *facts_for(form, variant)) for form in forms() for variant in VARIANTS
    }
    for code, lengths in TAILS.items():
        form = form_of(code)
        _, head = facts_for(form, FULL)
        found |= {f"{code}--{length}": (form, listed(form, length), head) for length in lengths}
    return found


def made(form, facts, head):
    return queries.make(form.code, facts, head=head, reference=REFERENCE, address=ADDRESS, on=date(2026, 6, 5))


def listed(form, length):
    """The examples of a form, its last table so long, its last row to be known again."""
    facts = example_of(form)
    name = [*form.rows][-1]
    facts[name] = facts[name][:1] * (length - 1) + [facts[name][0] | {"full_name": LAST}]
    return facts


def text_of(path: Path) -> str:
    return subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], check=True, capture_output=True).stdout.decode()


def pages_of(path: Path) -> int:
    return text_of(path).count("\f")


def words(text: str) -> Counter:
    """The words without dotted lines and what stands once on every page; the two break lines after a slash elsewhere."""
    plain = LEADERS.sub(" ", text.replace(FOOT, " ")).replace("/", " ")
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
    for expected in ("CỘNG SẢN VIỆT NAM", REFERENCE) if form.head != "union" else (REFERENCE,):
        assert expected in said
    for name in ("full_name", "unit", "from_committee"):
        if name in form.fields:
            assert form.fields[name].example in said


@pytest.mark.parametrize("maker", [".pdf", ".chibo.pdf"])
@pytest.mark.parametrize(("code", "length"), [(code, length) for code, lengths in TAILS.items() for length in lengths])
def test_no_signature_stands_alone_on_a_page(printed, code, length, maker):
    """The last row, or the sentence under the list, is on its page; the heading of the list stands over its rows again."""
    pages = text_of(printed / f"{code}--{length}{maker}").split("\f")[:-1]
    last = " ".join(pages[-1].split())
    under = {
        "dang-phi-danh-sach": "nộp lên cấp trên",
        "huy-hieu-de-nghi": "chịu trách nhiệm",
        "giao-nhan-ho-so": "Tổng số hồ sơ",
    }
    assert LAST in last or under[code] in last
    assert sum("ĐẢNG CỘNG SẢN VIỆT NAM" in page for page in pages) == 1
    if LAST in last:
        assert "Ngày sinh" in last or "Mức đóng" in last


@pytest.mark.parametrize("maker", [".pdf", ".chibo.pdf"])
@pytest.mark.parametrize("code", ["9-KNĐ", "gt-chinh-thuc", "so-dang-vien"])
def test_the_code_of_the_record_is_read_from_every_page(printed, code, maker):
    path = printed / f"{form_of(code).file_name}--{FULL}{maker}"
    for page in range(1, pages_of(path) + 1):
        assert codes_on(path, page) == [f"{ADDRESS}#{REFERENCE}"]


def codes_on(path: Path, page: int) -> list[str]:
    """What a reader of codes finds on a page as an office printer or a copier draws it."""
    drawn = subprocess.run(
        ["pdftoppm", "-gray", "-r", "200", "-f", str(page), "-l", str(page), path], check=True, capture_output=True
    )
    _, size, _, pixels = drawn.stdout.split(b"\n", 3)
    width, height = map(int, size.split())
    return [found.text for found in zxingcpp.read_barcodes(memoryview(pixels).cast("B", (height, width)))]
