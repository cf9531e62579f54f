"""Files read back by another hand: openpyxl and the standard CSV reader."""

import csv
import io
import os
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import RequestFactory

from chibo.kernel.refusal import Refusal
from chibo.tables import later, workbook
from chibo.tables.columns import Column
from chibo.tables.export import answer
from chibo.tables.heading import Heading
from chibo.tables.later import Making
from chibo.tables.parts import TICK_EVERY
from chibo.tables.sources import QuerySource, RowsSource
from chibo.tables.table import Table

AT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
HEADING = Heading("Bảng số: A/B", scope="Đảng bộ mẫu", by="Người lập mẫu", at=AT)
COLUMNS = (
    Column("name", "Tổ chức", width=34),
    Column("n", "Số", kind="int"),
    Column("share", "Tỷ lệ", kind="percent"),
    Column("mean", "Trung bình", kind="decimal"),
    Column("at", "Lúc", kind="moment"),
    Column("day", "Ngày", kind="day"),
)
FULL = {"name": "Chi bộ 1", "n": 1985, "share": 44.43, "mean": 4.0419, "at": AT, "day": date(1930, 2, 3)}
EMPTY = {"name": "-Chi bộ 2", "n": "chưa đủ dữ liệu", "share": None, "mean": None, "at": None, "day": None}


def table(rows=(FULL, EMPTY), **changes):
    return Table(
        **{"name": "x", "caption": "Theo đơn vị", "columns": COLUMNS, "source": RowsSource(list(rows))} | changes
    )


def ask(form, tables, making=None):
    request = RequestFactory().get("/x", {"xuat": form})
    if making:
        request.making = making
    return answer(request, tables, HEADING)


def opened(response) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def filled(sheet):
    return [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def lines(response):
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_every_kind_of_value_keeps_its_type():
    sheet = opened(ask("xlsx", [table(numbered=False)])).active
    full, empty = list(sheet.iter_rows(min_row=8, max_row=9))
    assert [cell.value for cell in full] == [
        "Chi bộ 1", 1985, 0.4443, 4.0419, datetime(2026, 11, 22, 9, 30), datetime(1930, 2, 3)
    ]  # fmt: skip
    assert [cell.number_format for cell in full] == [
        "General", "#,##0", "0.00%", "#,##0.00", "hh:mm dd/mm/yyyy", "dd/mm/yyyy"
    ]  # fmt: skip
    assert [cell.value for cell in empty] == ["-Chi bộ 2", "chưa đủ dữ liệu", None, None, None, None]


def test_a_text_like_a_formula_stays_a_text_even_when_it_is_typed_over():
    sheet = opened(ask("xlsx", [table(numbered=False)])).active
    plain, suspect = sheet["A8"], sheet["A9"]
    assert (suspect.data_type, suspect.quotePrefix) == ("s", True)
    assert (plain.data_type, plain.quotePrefix) == ("s", False)


def test_the_sheet_is_ready_for_paper():
    sheet = opened(ask("xlsx", [table()])).active
    assert sheet.print_title_rows == "$7:$7"
    assert sheet.auto_filter.ref == "A7:G9"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    # As many pages long as it takes; one page wide is what Excel takes where nothing is said.
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.freeze_panes == "C8"
    assert sheet.oddFooter.right.text == "Trang &P/&N"
    assert sheet.column_dimensions["B"].width == pytest.approx(34.7, abs=0.1)
    upright = opened(ask("xlsx", [table(columns=COLUMNS[:3])])).active
    assert (upright.page_setup.orientation, upright.freeze_panes) == ("portrait", "A8")


def test_the_workbook_says_who_made_it_and_when():
    book = opened(ask("xlsx", [table()]))
    assert (book.properties.title, book.properties.creator) == ("Bảng số: A/B", "Người lập mẫu")
    assert book.properties.created == datetime(2026, 11, 22, 2, 30)


def test_sums_and_sentences_stand_below_and_are_not_counted():
    total = {**FULL, "name": "Cộng"}
    one = table([FULL], foot=[total], notes=["Các nhóm chồng lên nhau."])
    sheet = opened(ask("xlsx", [one])).active
    assert filled(sheet)[2] == ["Số dòng:", "1"]
    assert [row[0] for row in filled(sheet)[7:] if row] == [1, "Cộng", "Các nhóm chồng lên nhau."]
    assert sheet.auto_filter.ref == "A7:G8"
    assert sheet["B9"].font.bold and sheet["C9"].value == 1985
    assert [line[:3] for line in lines(ask("csv", [one]))[-3:]] == [
        ["1", "Chi bộ 1", "1985"], ["", "Cộng", "1985"], ["# Các nhóm chồng lên nhau."]
    ]  # fmt: skip


def test_a_csv_is_read_alike_in_every_language():
    full, empty = lines(ask("csv", [table()]))[-2:]
    assert full == ["1", "Chi bộ 1", "1985", "44,43%", "4,04", "2026-11-22 09:30:00", "1930-02-03"]
    assert empty == ["2", "'-Chi bộ 2", "chưa đủ dữ liệu", "", "", "", ""]


def test_a_page_of_several_tables_becomes_a_workbook_of_as_many_sheets():
    tables = [table(), table(), table(caption="B" * 40), table(caption="B" * 40, sheet="Năm [2020]: a/b")]
    book = opened(ask("xlsx", tables))
    assert book.sheetnames == ["Theo đơn vị", "Theo đơn vị 2", "B" * 31, "Năm 2020 a b"]
    assert book.worksheets[0]["A1"].value == "Bảng số: A/B – Theo đơn vị"
    told = lines(ask("csv", tables[:2]))
    assert told[0] == ["# Bảng số: A/B – Theo đơn vị"] and told.count([]) == 1


def test_the_print_shows_all_tables(settings):
    settings.ROOT_URLCONF = "config.urls"
    page = ask("in", [table(foot=[FULL]), table(caption="Theo năm")]).content.decode()
    assert page.count("<table") == 2 and "<h2>Theo năm</h2>" in page and page.count("<tfoot>") == 1
    assert "<dt>Số dòng:</dt> <dd>4</dd>" in page


def test_a_program_finds_the_titles_of_a_csv_as_the_first_row_that_is_filled():
    told = lines(ask("csv", [table()]))
    widest = max(map(len, told))
    head = next(number for number, line in enumerate(told) if len(line) == widest)
    assert told[head] == ["STT", *(column.title for column in COLUMNS)]
    assert all(len(line) == 1 and line[0].startswith("# ") for line in told[:head])


class Growing(RowsSource):
    """A list that somebody writes to while it is read."""

    def __init__(self, times):
        super().__init__([dict(FULL)])
        self.times = times

    def iterate(self):
        if self.times:
            self.times -= 1
            self.rows.append(dict(FULL))
        return super().iterate()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_heading_names_the_rows_there_are_though_the_list_grew_meanwhile(form):
    told = ask(form, [table(source=Growing(1))])
    rows = filled(opened(told).active) if form == "xlsx" else lines(told)
    assert rows[2] == (["Số dòng:", "2"] if form == "xlsx" else ["# Số dòng: 2"])
    with pytest.raises(Refusal, match="Danh sách đang được cập nhật"):
        ask(form, [table(source=Growing(9))])


@pytest.fixture
def begun():
    """What is told to whoever makes long files."""
    told, usual = [], later._begin[:]
    later.install(
        lambda request, form, heading, rows: told.append((form, heading.title, rows)) or HttpResponse("đang lập")
    )
    yield told
    later._begin[:] = usual


def test_a_long_list_is_begun_as_work_and_a_print_never_is(begun, settings):
    settings.ROOT_URLCONF = "config.urls"
    long = table(source=RowsSource([dict(FULL) for _ in range(later.AT_ONCE + 1)]))
    assert ask("xlsx", [long]).content.decode() == "đang lập"
    assert begun == [("xlsx", "Bảng số: A/B", later.AT_ONCE + 1)]
    assert ask("csv", [table()]).status_code == 200
    with pytest.raises(Refusal, match="Hãy xuất Excel"):
        ask("in", [long])
    assert len(begun) == 1


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_work_that_asks_gets_the_file_written_and_is_told_how_far_it_is(form, begun):
    told, rows = [], [dict(FULL) for _ in range(TICK_EVERY + 1)]
    making = Making(io.BytesIO(), told.append)
    assert ask(form, [table(source=RowsSource(rows)), table()], making).status_code == 204
    assert (making.name, making.rows) == (f"bang-so-a-b.{form}", TICK_EVERY + 3)
    assert told == [TICK_EVERY, TICK_EVERY + 1, TICK_EVERY + 3]
    assert making.file.getvalue()[:2] == (b"PK" if form == "xlsx" else b"\xef\xbb") and not begun


def test_what_a_killed_process_left_behind_is_taken_away_after_a_day(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in ("chibo-tep-old", "chibo-tep-new", "somebody-elses"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rows").write_text("x")
    for name in ("chibo-tep-old", "somebody-elses"):
        os.utime(tmp_path / name, (0, 0))
    workbook.sweep()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chibo-tep-new", "somebody-elses"]


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("rows", [1, 40])
def test_a_file_costs_three_queries_whatever_its_rows(form, rows, django_assert_num_queries):
    Group.objects.bulk_create([Group(name=f"Tổ {number:03d}") for number in range(rows)])
    listed = table(source=QuerySource(Group.objects.all(), order=("name", "id")), columns=[Column("name", "Tên")])
    with django_assert_num_queries(3):
        assert ask(form, [listed]).status_code == 200


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_work_that_is_stopped_leaves_nothing_behind(form, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def stop(done):
        raise KeyboardInterrupt

    rows = [dict(FULL) for _ in range(TICK_EVERY + 1)]
    with pytest.raises(KeyboardInterrupt):
        ask(form, [table(source=RowsSource(rows))], Making(io.BytesIO(), stop))
    assert list(tmp_path.iterdir()) == []
