"""Every page with a list or a table can be had as Excel, as CSV and on paper; a new page with a table cannot forget it."""

import csv
import io
import re

import openpyxl
import pytest
from django.urls import reverse

from chibo.tables.export import FORMS
from tests.architecture.committee import ADMIN
from tests.architecture.visits import EVERYBODYS, VISITS, Visit, built

LISTS = (
    "access:list", "access:roles", "access:unit", "admission:due", "admission:list", "admission:progress",
    "admission:target", "admission:targets", "badges:list", "badges:register", "catalogue:figure", "catalogue:index", "catalogue:rows",
    "catalogue:statistics", "decisions:list", "dossiers:awaited", "dossiers:cards", "dossiers:custody",
    "dossiers:loans", "dossiers:missing", "dossiers:reconciliations", "dossiers:register", "dossiers:reports",
    "dossiers:supplements", "dossiers:under_way", "exchange:list", "exchange:rows", "fees:arrears", "fees:fund", "fees:list",
    "fees:person", "fees:receipt", "fees:receipts", "fees:reliefs", "fees:remittances", "inbox:list", "jobs:list", "journal:list",
    "members:attributes", "members:history", "members:journal", "members:list", "members:sheet", "members:transfers", "org:below",
    "org:event", "org:projects", "org:tree", "org:unit", "papers:list", "posts:list", "posts:person", "procedures:list", "quality:assigned",
    "quality:desk", "quality:matrix", "quality:mine", "quality:rows", "quality:waivers", "removal:helps", "removal:leaving",
    "removal:list", "removal:round", "reports:report",
    "rulebook:list", "rulebook:rule", "site:search", "transfers:abroad", "transfers:away", "transfers:guests",
    "transfers:letters", "transfers:list", "transfers:moved", "transfers:reorganizations",
)  # fmt: skip
"""Pages whose lists and tables leave as files and on paper."""
STAY = {
    "dossiers:cell": "a form to tick; the list of cells and the figure MEM-06 leave whole",
    "dossiers:dossier": "one file; its contents list is a printed form",
    "dossiers:report": "one balance; MEM-04 leaves whole",
    "exchange:columns": "first rows of somebody's own file, and which column is which",
    "fees:bases": "a form; the list of the month leaves whole",
    "inbox:week": "one sheet for the wall; the list of work leaves whole",
    "journal:entry": "one entry; the list it is of leaves whole",
    "members:merge": "two records side by side, to choose from",
    "members:merge_find": "to choose somebody from",
    "posts:choose": "to choose somebody from; the list of members leaves whole",
    "procedures:case": "one case: prints as it is; the list of cases leaves whole",
    "site:home": "excerpts of lists that have pages of their own",
    "ui:gallery": "invented words",
}
"""Pages with a table that stays, and why."""
OTHERS = {name: Visit() for name in EVERYBODYS} | {
    "jobs:list": Visit(role=ADMIN),
    "site:search": Visit(query=lambda w: {"q": "nguyen"}),
}
PAGES = {name: visit for name, visit in (VISITS | OTHERS).items() if not visit.post and not name.startswith("api:")}
TABLE = re.compile(r'<table class="list|class="list-region"')


def opened(committee, name, **more):
    visit = PAGES[name]
    client = committee.doors.enter(visit.role)
    return client.get(reverse(name, args=visit.arguments(committee)), {**visit.query(committee), **more})


@pytest.mark.parametrize("name", [name for name in built(PAGES) if name not in LISTS])
def test_a_page_that_shows_a_table_is_on_the_list(committee, name):
    page = opened(committee, name)
    shows = not page.streaming and TABLE.search(page.text.partition("<main")[2])
    assert not shows or name in STAY


@pytest.mark.parametrize("name", built(LISTS))
def test_a_list_offers_and_answers_every_form(committee, name):
    page = opened(committee, name)
    for form, read in {"xlsx": read_xlsx, "csv": read_csv, "in": read_print}.items():
        assert f"xuat={form}" in page.text
        answer = opened(committee, name, xuat=form)
        assert answer.status_code == 200
        read(answer)
    refused = opened(committee, name, xuat="exe")
    assert refused.status_code == 422 and all(words in refused.text for words in ("Excel", "CSV", "bản in"))
    assert set(FORMS) == {"xlsx", "csv", "in"}


def read_xlsx(answer):
    """Every sheet says what it is, how many rows it has, when it was made and by whom, and prints with its titles."""
    assert answer["Content-Disposition"].endswith('.xlsx"')
    for sheet in openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))):
        head = int(sheet.print_title_rows.rpartition("$")[2])
        told = {
            row[0]: row[1] or row[2]
            for row in sheet.iter_rows(min_row=2, max_row=head - 2, max_col=3, values_only=True)
        }
        assert sheet["A1"].value and told["Lập lúc:"] and told["Người lập:"] == "Ai đó"
        count = int(told["Số dòng:"].replace(".", ""))
        first, last = (int(cell.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for cell in sheet.auto_filter.ref.split(":"))
        assert (first, last) == (head, head + max(count, 1))
        assert sheet.freeze_panes and sheet.page_setup.paperSize == 9 and sheet.oddFooter.right.text == "Trang &P/&N"


def read_csv(answer):
    """As much stands above the titles of a CSV, a line each."""
    assert answer["Content-Disposition"].endswith('.csv"')
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    block = [line[0] for line in lines if len(line) == 1 and line[0].startswith("# ")]
    assert all(any(line.startswith(f"# {word}: ") for line in block) for word in ("Số dòng", "Lập lúc", "Người lập"))


def read_print(answer):
    """A page of its own without menu."""
    assert 'class="paper' in answer.text and 'class="menu"' not in answer.text
    assert "Ai đó" in answer.text and "lập lúc" in answer.text.lower()
