"""Blank workbooks map themselves, their examples are understood; workbooks that go back say what is to be mended."""

import io

import openpyxl
import pytest

from chibo.exchange.actions.mapping import guess
from chibo.exchange.models import Batch
from chibo.exchange.reading import workbook
from chibo.exchange.reading.answers import ColumnSpec
from chibo.exchange.reading.values import Choice, Day, Digits, YesNo
from chibo.exchange.rules import kinds
from chibo.exchange.rules.kinds import Plan
from chibo.exchange.sheets import template, write_returned
from chibo.exchange.sheets.blank import DATA, EXAMPLE, GUIDE, LISTS, example_of, guidance, is_understood
from chibo.exchange.vocabulary import Outcome

KINDS = list(kinds.kinds().values())


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request):
    return request.param


@pytest.fixture
def path(kind, tmp_path):
    found = tmp_path / "mau.xlsx"
    found.write_bytes(template(kind))
    return found


def test_the_kinds_of_the_site_are_tested():
    assert {"units", "members", "posts"} <= {kind.name for kind in KINDS}


def test_numbers_of_people_can_be_seen_by_whoever_may(kind):
    assert bool(kind.sensitive) == kind.has_sensitive


def test_a_blank_workbook_maps_itself_without_a_doubt(kind, path):
    look = workbook.look(path, "mau.xlsx")
    assert [sheet.name for sheet in look.sheets][:3] == [DATA, GUIDE, EXAMPLE]
    merged = [tuple(region) for region in look.scan.sheets[0].merged]
    found = guess(look.sheets[0].top, kind.columns, merged=merged)
    assert found.mapping == {column.name: place for place, column in enumerate(kind.columns)}
    assert set(found.confidence.values()) == {1.0} and not found.missing and not found.unmapped
    assert found.header_row == look.sheets[0].rows


def test_the_example_row_is_understood_cell_by_cell(kind, path):
    head = workbook.look(path, "mau.xlsx").sheets[0].rows
    columns = [ColumnSpec(column.name, place, column.type.spec()) for place, column in enumerate(kind.columns)]
    orders = {"date_order": {column.name: "dmy" for column in kind.columns if isinstance(column.type, Day)}}
    said = {"sheet": EXAMPLE, "first_row": head + 1, "columns": columns, "options": orders}
    with workbook.read(path, "mau.xlsx", **said) as reading:
        (number, values, faults), *_ = [row for part in reading for row in part]
    assert number == head + 1
    assert [fault for fault in faults if not fault[1].startswith("~")] == []
    for column, value in zip(kind.columns, values, strict=True):
        assert (value is not None) == bool(column.example), column.name
        assert value is not None or not column.required, column.name


def test_a_blank_workbook_keeps_zeros_and_days_and_offers_lists(kind, path):
    book = openpyxl.load_workbook(path)
    sheet, head = book[DATA], workbook.look(path, "mau.xlsx").sheets[0].rows
    listed = {str(one.sqref).split(":")[0].rstrip("0123456789") for one in sheet.data_validations.dataValidation}
    for place, column in enumerate(kind.columns, 1):
        letter = openpyxl.utils.get_column_letter(place)
        title = sheet.cell(head, place).value
        assert title == column.title + (" *" if column.required else "")
        assert (letter in listed) == isinstance(column.type, Choice | YesNo)
        look = book[EXAMPLE].column_dimensions[letter].number_format
        if isinstance(column.type, Digits):
            assert look == "@"
        if isinstance(column.type, Day) and not column.type.partial:
            assert look == "dd/mm/yyyy"
    if listed:
        assert LISTS in book.sheetnames
        for one in sheet.data_validations.dataValidation:
            name, _, cells = one.formula1.rpartition("!")
            assert name.strip("'") == LISTS and all(cell[0].value for cell in book[LISTS][cells.replace("$", "")])


def test_the_guide_tells_of_every_column(kind, path):
    told = {row[0].value: [cell.value for cell in row] for row in openpyxl.load_workbook(path)[GUIDE].iter_rows()}
    for column in kind.columns:
        line = told[column.title]
        assert (line[2] or "") == ("Có" if column.required else "")
        assert line[3] == guidance(column) and guidance(column).endswith((".", "!", "?"))
        example = example_of(column)
        assert (line[4] or "") == example and (not example or is_understood(column, example))


def returned(tmp_path, sheets, plans, **more):
    said = {"checked": "A", "header_row": 1, "mapping": {"born": 1}, "titles": {"born": "Ngày sinh"}} | more
    file = io.BytesIO()
    write_returned(file, sheets, plans=iter(plans), **said)
    path = tmp_path / "ve.xlsx"
    path.write_bytes(file.getvalue())
    return openpyxl.load_workbook(path)


def test_cells_go_back_as_they_were_read(tmp_path):
    cells = ["chữ", 12, 1.5, True, ("d", "1985-05-21T00:00:00"), ("d", "1899-01-02T00:00:00"), "036", None, "=1+1"]
    sheet = returned(tmp_path, [("B", 9, [(3, cells)])], [], checked="A")["B"]
    found = [cell.value for cell in sheet[3]]
    assert found[:4] == ["chữ", 12, 1.5, True] and f"{found[4]:%d/%m/%Y}" == "21/05/1985"
    assert found[5:9] == ["02/01/1899", "036", None, "=1+1"] and sheet["I3"].data_type == "s"


def test_rows_are_told_their_end_and_faulty_cells_are_coloured(tmp_path):
    rows = [(1, ["Tên", "Ngày"]), (2, ["An", "x"]), (4, ["Bình", "1980"]), (5, ["Chi", None])]
    plans = [
        Plan(2, Outcome.REFUSE, faults=[("born", "Không phải ngày."), ("", "Trùng dòng 4.")]),
        Plan(3, Outcome.SKIP),
        Plan(4, Outcome.CREATE, faults=[("born", "~Đã sửa.")]),
        Plan(5, Outcome.REFUSE, faults=[("born", "Thiếu.")]),
    ]
    sheet = returned(tmp_path, [("A", 2, rows)], plans)["A"]
    assert [cell.value for cell in sheet[1]] == ["Tên", "Ngày", "Kết quả", "Lỗi cần sửa"]
    assert [cell.value for cell in sheet[2]][2:] == ["Từ chối", "Ngày sinh: Không phải ngày. Trùng dòng 4."]
    assert [cell.value for cell in sheet[4]][2:] == ["Tạo mới", "Ngày sinh: Đã sửa."]
    coloured = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fill_type and cell.row > 1}
    assert coloured == {"B2", "B5"}


def test_names_of_sheets_are_made_to_fit(tmp_path):
    names = ["DS [2024]: xã/phường", "DS  2024   xã phường", "x" * 60, "X" * 60]
    book = returned(tmp_path, [(name, 1, [(1, ["a"])]) for name in names], [])
    assert len(book.sheetnames) == 4 and all(len(name) <= 31 for name in book.sheetnames)


@pytest.mark.django_db
def test_no_batch_is_made_by_a_template():
    assert not Batch.objects.exists()
