import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from chibo.kernel.refusal import Refusal
from chibo.tables import export
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table

ROWS = [
    {"name": "Ẩn", "born": date(1968, 2, 3), "p": "day", "card": "001234567890", "n": 1985, "share": 51.764},
    {"name": "=1+1", "born": date(1930, 1, 1), "p": "year", "card": "2", "n": -3, "share": None},
    {"name": "@x", "born": date(1895, 5, 1), "p": "day", "card": "-7", "n": 10**16, "share": 0.0},
]
COLUMNS = (
    Column("name", "Họ và tên", url=lambda row: "/x"),
    Column("born", "Ngày sinh", kind="day", precision="p"),
    Column("card", "Số thẻ", kind="id"),
    Column("n", "Số", kind="int"),
    Column("share", "Tỷ lệ", kind="percent"),
    Column("secret", "Nội bộ", value=lambda row: "x", exported=False),
)
HEADING = Heading(
    "Danh sách đảng viên",
    scope="Đảng bộ huyện mẫu",
    when="ngày 31/12/2019",
    filters=(("Giới tính", "nữ"),),
    by="Người lập mẫu",
    illustration=True,
    at=datetime(2026, 11, 22, 2, 30, tzinfo=UTC),
)


def listed(**changes):
    return Table(**{"name": "x", "caption": "X", "columns": COLUMNS, "source": RowsSource(ROWS)} | changes)


def ask(form, table=None, **more):
    request = RequestFactory().get("/x", {"xuat": form})
    return respond(request, "tables/table.html", {}, table=table or listed(), heading=HEADING, **more)


def content(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content)


def test_the_spreadsheet_holds_real_days_and_numbers_and_says_what_it_is():
    response = ask("xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="danh-sach-dang-vien.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(content(response))).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert rows == [
        ["Danh sách đảng viên"],
        ["Phạm vi:", "Đảng bộ huyện mẫu"],
        ["Thời điểm:", "ngày 31/12/2019"],
        ["Giới tính:", "nữ"],
        ["Số dòng:", "3"],
        ["Lập lúc:", "09:30 22/11/2026"],
        ["Người lập:", "Người lập mẫu"],
        ["Ghi chú:", "Dữ liệu minh họa"],
        [],
        ["STT", "Họ và tên", "Ngày sinh", "Số thẻ", "Số", "Tỷ lệ"],
        [1, "Ẩn", datetime(1968, 2, 3), "001234567890", 1985, 0.51764],
        [2, "=1+1", "1930", "2", -3],
        [3, "@x", "01/05/1895", "-7", "10000000000000000", 0],
    ]
    assert sheet["B12"].data_type == "s"
    assert sheet["C11"].number_format == "dd/mm/yyyy"
    assert sheet.print_title_rows == "$10:$10"
    assert sheet.freeze_panes == "A11"


def test_the_csv_opens_in_a_spreadsheet_and_cannot_run_anything():
    body = content(ask("csv")).decode("utf-8")
    assert body.splitlines() == [
        "\ufeff# Danh sách đảng viên",
        "# Phạm vi: Đảng bộ huyện mẫu",
        "# Thời điểm: ngày 31/12/2019",
        "# Giới tính: nữ",
        "# Số dòng: 3",
        "# Lập lúc: 09:30 22/11/2026",
        "# Người lập: Người lập mẫu",
        "# Ghi chú: Dữ liệu minh họa",
        "STT,Họ và tên,Ngày sinh,Số thẻ,Số,Tỷ lệ",
        '1,Ẩn,1968-02-03,001234567890,1985,"51,76%"',
        "2,'=1+1,1930,2,-3,",
        "3,'@x,1895-05-01,'-7,10000000000000000,\"0,00%\"",
    ]


def test_the_print_shows_the_whole_list_without_links(settings):
    settings.ROOT_URLCONF = "config.urls"
    page = ask("in").content.decode()
    assert "<h1>Danh sách đảng viên</h1>" in page
    assert "<dt>Số dòng:</dt> <dd>3</dd>" in page
    assert page.count("<tr>") == 4
    assert "Nội bộ" not in page and 'href="/x"' not in page


def test_whoever_keeps_the_journal_is_told_of_every_file():
    told = []
    for form in ("xlsx", "csv", "in"):
        ask(form, exported=lambda form, rows: told.append((form, rows)))
    assert told == [("xlsx", 3), ("csv", 3), ("in", 3)]


def test_an_unknown_form_is_refused():
    with pytest.raises(Refusal) as refused:
        ask("exe")
    assert (refused.value.status, refused.value.field) == (422, "xuat")


def test_a_print_beyond_the_bound_is_refused_and_points_to_the_spreadsheet():
    assert ask("in", listed(total=export.MOST_PRINTED)).status_code == 200
    with pytest.raises(Refusal, match="Hãy xuất Excel, hoặc chọn phạm vi nhỏ hơn"):
        ask("in", listed(total=export.MOST_PRINTED + 1))


def test_htmx_gets_the_table_alone_at_the_same_address():
    request = RequestFactory().get("/x", headers={"HX-Target": "list-x"})
    page = respond(request, "ui/gallery.html", {}, table=listed(), heading=HEADING)
    assert page.content.decode().strip().startswith('<div id="list-x"')
    assert "HX-Target" in page["Vary"]
