"""Sound workbooks in every format give the same cells; what readers of values hide is seen."""

import pytest

from chibo.exchange.reading import values, workbook
from chibo.exchange.tests import made
from chibo.kernel.refusal import Refusal

FORMATS = {
    "xlsx": lambda: made.xlsx(made.sheet(made.ROWS)),
    "xls": lambda: made.xls(made.ROWS),
    "ods": lambda: made.ods(made.ods_table(made.ROWS)),
}


@pytest.fixture
def sent(tmp_path):
    """Writes bytes where a file that was sent lies."""

    def write(data: bytes):
        path = tmp_path / "sent"
        path.write_bytes(data)
        return path

    return write


def read(path, name, columns=5, *, sheet="Trang 1", first_row=1, specs=None, **options):
    """All rows, with letters a, b, … as fields."""
    wanted = [
        workbook.ColumnSpec(chr(97 + place), place, (specs or {}).get(chr(97 + place))) for place in range(columns)
    ]
    reading = workbook.read(path, name, sheet=sheet, first_row=first_row, columns=wanted, options=options)
    return [row for batch in reading for row in batch]


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_gives_the_same_cells(sent, ending):
    path = sent(FORMATS[ending]())
    seen = workbook.look(path, f"a.{ending}")
    assert seen.scan.format == ending
    assert seen.scan.can_tell is (ending != "xls")
    assert [(sheet.name, sheet.rows, sheet.columns, sheet.top) for sheet in seen.sheets] == [
        ("Trang 1", 4, 5, made.CELLS)
    ]
    assert [(row[0], row[1]) for row in read(path, "a")] == list(enumerate(made.CELLS, 1))


def test_text_gives_the_same_letters(sent):
    lines = [["STT", "Họ và tên", "Số CCCD"], ["1", "Nguyễn Thị Ánh", "001185000123"], ["2", "Trần, Văn", "x"]]
    for delimiter in ",;\t|":
        data = "\r\n".join(delimiter.join(f'"{one}"' if "," in one else one for one in line) for line in lines).encode()
        path = sent(data)
        seen = workbook.look(path, "Danh sách.csv")
        assert (seen.scan.format, seen.sheets[0].name, seen.sheets[0].top) == ("csv", "Danh sách", lines)
        assert [row[1] for row in read(path, "Danh sách.csv", 3, sheet="Danh sách")] == lines


def test_a_wrong_ending_is_told_and_the_content_read(sent):
    path = sent(FORMATS["xlsx"]())
    seen = workbook.look(path, "a.xls")
    assert seen.scan.format == "xlsx"
    assert "đuôi .xls nhưng thật ra là .xlsx" in seen.scan.notes[0]
    seen = workbook.look(sent("a\tb\n1\t2\n".encode("utf-16")), "a.xls")
    assert (seen.scan.format, seen.sheets[0].top) == ("csv", [["a", "b"], ["1", "2"]])


def test_offsets_gaps_and_formats_without_values_do_no_harm(sent):
    content = made.worksheet(
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="3"><c r="C3"><v>7</v></c></row><row r="5"><c r="D5" t="b"><v>1</v></c>'
        '</row><row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"></c></row></sheetData>'
    )
    path = sent(made.xlsx(content))
    seen = workbook.look(path, "a.xlsx")
    assert (seen.scan.sheets[0].rows, seen.scan.sheets[0].columns) == (5, 4)
    assert seen.sheets[0].top[2] == [None, None, 7, None]
    assert [(number, cells) for number, cells, _ in read(path, "a.xlsx")] == [
        (3, [None, None, 7, None, None]),
        (5, [None, None, None, True, None]),
    ]


def test_cells_that_do_not_say_their_place(sent):
    content = made.worksheet(
        "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>4</v></c></row></sheetData>"
    )
    path = sent(made.xlsx(content))
    scanned = workbook.look(path, "a.xlsx").scan.sheets[0]
    assert (scanned.rows, scanned.columns) == (2, 2)
    assert [row[1] for row in read(path, "a.xlsx", 2)] == [[1, 2], [None, 4]]


def test_elements_with_a_prefix(sent):
    content = made.sheet(made.ROWS, hidden=(2,))
    for tag in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
        content = (
            content.replace(f"<{tag} ", f"<x:{tag} ")
            .replace(f"<{tag}>", f"<x:{tag}>")
            .replace(f"</{tag}>", f"</x:{tag}>")
        )
    path = sent(made.xlsx(content.replace("xmlns=", "xmlns:x=")))
    seen = workbook.look(path, "a.xlsx")
    assert seen.sheets[0].top == made.CELLS
    assert seen.scan.sheets[0].hidden_rows == [2]


def test_hidden_rows_columns_and_sheets_are_seen(sent):
    head = '<cols><col min="2" max="3" hidden="1"/></cols>'
    path = sent(
        made.xlsx(
            made.sheet(made.ROWS, hidden=(2, 4), head=head),
            made.sheet([["x"]]),
            names=("Trang 1", "Kín"),
            states=("visible", "veryHidden"),
        )
    )
    seen = workbook.look(path, "a.xlsx")
    first, second = seen.scan.sheets
    assert (first.hidden_rows, first.hidden_row_count, first.hidden_columns) == ([2, 4], 2, [2, 3])
    assert (first.hidden, second.hidden, seen.sheets[1].hidden) == (False, True, True)
    assert any("2 dòng ẩn" in note for note in seen.scan.notes)
    assert [row[0] for row in read(path, "a.xlsx")] == [1, 2, 3, 4]
    assert [row[0] for row in read(path, "a.xlsx", skip_hidden=True)] == [1, 3]


def test_hidden_rows_and_sheets_of_ods(sent):
    style = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    second = made.ods_table([["x"]], name="Kín").replace('table:name="Kín"', 'table:name="Kín" table:style-name="ta2"')
    path = sent(made.ods(made.ods_table(made.ROWS, hidden=(3,)), second, styles=style))
    seen = workbook.look(path, "a.ods")
    assert [(sheet.hidden, sheet.hidden_rows) for sheet in seen.scan.sheets] == [(False, [3]), (True, [])]
    assert [row[0] for row in read(path, "a.ods", skip_hidden=True)] == [1, 2, 4]


def test_merged_cells_are_filled_down_but_headings_are_not_spread(sent):
    rows = [["Danh sách", "", ""], ["Chi bộ 1", "An", "x"], ["", "Bình", ""], ["", "Chi", "y"]]
    merged = '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A2:A4"/><mergeCell ref="C2:C3"/></mergeCells>'
    path = sent(made.xlsx(made.sheet(rows, tail=merged)))
    assert workbook.look(path, "a.xlsx").scan.sheets[0].merged == [(1, 1, 1, 3), (2, 1, 4, 1), (2, 3, 3, 3)]
    reading = workbook.read(
        path,
        "a.xlsx",
        sheet="Trang 1",
        first_row=1,
        columns=[workbook.ColumnSpec(one, place) for place, one in enumerate("abc")],
    )
    assert [row[1] for batch in reading for row in batch] == [
        ["Danh sách", None, None],
        ["Chi bộ 1", "An", "x"],
        ["Chi bộ 1", "Bình", "x"],
        ["Chi bộ 1", "Chi", "y"],
    ]
    assert any("vùng ô gộp" in note for note in reading.notes)


def test_merged_cells_of_xls_and_ods_are_filled(sent):
    import struct

    tail = made.record(0xE5, struct.pack("<HHHHH", 1, 0, 1, 0, 0))
    path = sent(made.xls([["Chi bộ 1", "An"], ["", "Bình"]], tail=tail))
    assert [row[1] for row in read(path, "a.xls", 2)] == [["Chi bộ 1", "An"], ["Chi bộ 1", "Bình"]]
    table = made.ods_table([["Chi bộ 1", "An"], ["", "Bình"]])
    table = table.replace(
        "<table:table-cell", '<table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="1"', 1
    )
    path = sent(made.ods(table.replace("<table:table-cell/>", "<table:covered-table-cell/>", 1)))
    assert [row[1] for row in read(path, "a.ods", 2)] == [["Chi bộ 1", "An"], ["Chi bộ 1", "Bình"]]


def test_formulas_without_a_result_and_errors_are_faults_of_their_cells(sent):
    content = made.worksheet(
        '<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+2</f><v></v></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="e"><v>#REF!</v></c></row>'
        '<row r="9"><c r="B9"><f t="shared" si="0"/></c></row></sheetData>'
    )
    path = sent(made.xlsx(content))
    scanned = workbook.look(path, "a.xlsx").scan.sheets[0]
    assert (scanned.formulas, scanned.formula_cells) == (5, ["A1", "B1", "C1", "D1", "B9"])
    assert (scanned.uncalculated, scanned.uncalculated_cells) == (2, ["B1", "B9"])
    assert (scanned.errors, scanned.error_cells) == (2, ["C1", "E1"])
    specs = {letter: values.Text().spec() for letter in "abcde"}
    (number, cells, faults), later = read(path, "a.xlsx", specs=specs)
    assert (number, cells) == (1, ["2", None, None, None, None])
    assert [(field, sentence[:14]) for field, sentence in faults] == [
        ("b", "Ô có công thức"),
        ("c", "Ô báo lỗi công"),
        ("e", "Ô báo lỗi công"),
    ]
    assert "#DIV/0!" in faults[1][1]
    assert (later[0], [field for field, _ in later[2]]) == (9, ["b"])
    assert read(path, "a.xlsx")[0][1] == [2, None, "#DIV/0!", None, "#REF!"]


def test_hours_are_faults(sent):
    members = made.book(made.sheet([["a", ("", 0.5), ("", 3.25)]]))
    members["xl/styles.xml"] = members["xl/styles.xml"].replace(b'numFmtId="14"', b'numFmtId="20"')
    path = sent(made.packed(members))
    ((_, cells, faults),) = read(path, "a.xlsx", 2, specs={"b": values.Day().spec()})
    assert cells == ["a", None]
    assert faults[0][0] == "b" and "giờ" in faults[0][1]
    assert read(path, "a.xlsx", 2)[0][1:] == (["a", "12:00:00"], [])


def test_days_counted_from_1904(sent):
    members = made.book(made.sheet([["a", ("", 31188 - 1462)]]))
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
    ((_, cells, _),) = read(sent(made.packed(members)), "a.xlsx", 2)
    assert cells == ["a", ("d", "1985-05-21T00:00:00")]


def test_cells_are_cleaned_with_faults_and_notes_of_their_columns(sent):
    rows = [
        ["Họ tên", "Năm", "Mã"],
        ["  Nguyễn  Văn An ", "1985", 1185000123],
        ["Lê Bình", "không nhớ rõ lắm", ""],
        ["", "", ""],
    ]
    specs = {
        "a": values.Name().spec(),
        "b": values.Whole(1900, 2030).spec(),
        "c": values.Digits(lengths=(12,), kind="cccd").spec(),
    }
    found = read(sent(made.xlsx(made.sheet(rows))), "a.xlsx", 3, first_row=2, specs=specs)
    assert found[0][:2] == (2, ["Nguyễn Văn An", 1985, "001185000123"])
    assert [(field, sentence[0]) for field, sentence in found[0][2]] == [("c", "~")]
    assert found[1][1] == ["Lê Bình", None, None]
    assert [field for field, _ in found[1][2]] == ["b"]
    assert len(found) == 2


def test_the_order_of_day_and_month_is_asked_never_guessed(sent):
    rows = [["03/02/1985", "03/02/1985", "25/12/1990", "03/02/1985"], ["04/05/1990", "25/12/1990", "03/04/1990", ""]]
    path = sent(made.xlsx(made.sheet(rows)))
    specs = {letter: values.Day().spec() for letter in "abcd"}
    with pytest.raises(workbook.AskDateOrder) as asked:
        read(path, "a.xlsx", 4, specs=specs)
    assert [field for field, _, _ in asked.value.asked] == ["a", "d"]
    assert asked.value.examples == ["03/02/1985", "04/05/1990"]
    assert isinstance(asked.value, Refusal)
    found = read(path, "a.xlsx", 4, specs=specs, date_order={"a": "mdy", "d": "dmy"})
    assert found[0][1] == ["1985-03-02", "1985-02-03", "1990-12-25", "1985-02-03"]


def test_days_that_excel_exchanged_are_asked(sent):
    rows = [[("", 31188 + 30 * step)] for step in range(0)] + [[("", day)] for day in (31079, 31110, 31141)]
    rows += [["25/12/1990"], ["26/12/1990"], ["27/12/1990"]]
    path = sent(made.xlsx(made.sheet(rows)))
    with pytest.raises(workbook.AskDateOrder) as asked:
        read(path, "a.xlsx", 1, specs={"a": values.Day().spec()})
    assert asked.value.asked[0][2] is True
    found = read(path, "a.xlsx", 1, specs={"a": values.Day().spec()}, date_order={"a": "swapped"})
    assert len(found) == 6


def test_rows_with_nothing_in_the_chosen_columns_are_counted(sent):
    path = sent(made.xlsx(made.sheet([["a", ""], ["", "chỉ ghi chú"], ["b", "x"]])))
    reading = workbook.read(path, "a.xlsx", sheet="Trang 1", first_row=1, columns=[workbook.ColumnSpec("a", 0)])
    assert [row[0] for batch in reading for row in batch] == [1, 3]
    assert any(note.startswith("1 dòng") for note in reading.notes)


def test_a_sheet_that_is_not_there_and_one_without_rows_are_refused(sent):
    path = sent(made.xlsx(made.sheet([["a"]]), made.sheet([])))
    with pytest.raises(Refusal, match="không có trang tính “Khác”"):
        read(path, "a.xlsx", sheet="Khác")
    with pytest.raises(Refusal, match="không có dòng dữ liệu"):
        read(path, "a.xlsx", sheet="Trang 2")
    with pytest.raises(Refusal, match="không có dòng dữ liệu"):
        read(path, "a.xlsx", first_row=2)


def test_one_column_many_batches_and_columns_beyond_the_sheet(sent):
    path = sent(made.xlsx(made.sheet([[number] for number in range(1, 501)])))
    columns = [workbook.ColumnSpec("far", 40), workbook.ColumnSpec("a", 0)]
    batches = list(workbook.read(path, "a.xlsx", sheet="Trang 1", first_row=1, columns=columns, batch=200))
    assert [len(batch) for batch in batches] == [200, 200, 100]
    assert batches[2][-1] == (500, [None, 500], [])
    only = list(workbook.read(path, "a.xlsx", sheet="Trang 1", first_row=500, columns=columns[1:]))
    assert only == [[(500, [500], [])]]


def test_true_and_one_are_not_the_same_cell(sent):
    path = sent(made.xlsx(made.sheet([[1], [True], [1.0], [False], [0]])))
    assert [repr(row[1][0]) for row in read(path, "a.xlsx", 1)] == ["1", "True", "1", "False", "0"]
