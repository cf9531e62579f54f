"""What the lists of the program write, the import reads back: titles found by themselves, every value as it was."""

from datetime import date
from types import SimpleNamespace

import pytest

from chibo.exchange.reading import workbook
from chibo.exchange.reading.answers import ColumnSpec
from chibo.exchange.reading.values import Day, Digits, Name, Text, Whole
from chibo.exchange.rules.guessing import guess
from chibo.tables.columns import Column
from chibo.tables.export import Heading, write
from chibo.tables.parts import parts_of
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table

ROWS = [
    {"name": "Nguyễn Văn An", "born": date(1968, 2, 3), "p": "day", "id": "001068000001", "card": "00123456", "n": 5},
    {
        "name": "Trần Thị Bích",
        "born": date(1930, 1, 1),
        "p": "year",
        "id": "001130000002",
        "card": "01234567",
        "n": 1985,
    },
    {"name": "Lê Cúc", "born": date(1895, 5, 21), "p": "day", "id": "001195000003", "card": "11234567", "n": None},
    {"name": "Đỗ Ánh", "born": date(1990, 6, 1), "p": "month", "id": None, "card": None, "n": 0},
]
NOTES = ["=1+1", "-x", "@a", ""]
HEADING = Heading(
    "Danh sách đảng viên", scope="Đảng bộ A, B", when="ngày 31/12/2019", filters=(("Giới tính", "nữ"),), by="Ông X"
)
FIELDS = (
    ("name", "Họ và tên", "text", Name()),
    ("born", "Ngày sinh", "day", Day(partial=True)),
    ("id", "Số CCCD", "id", Digits((12,), "cccd")),
    ("card", "Số thẻ đảng viên", "id", Digits((8,), "card")),
    ("n", "Số con", "int", Whole(0, 9999)),
    ("note", "Ghi chú", "text", Text()),
)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_file_of_our_own_comes_back_as_it_was(form, tmp_path):
    columns = [
        Column(key, title, kind=kind, precision="p" if key == "born" else None) for key, title, kind, _ in FIELDS
    ]
    rows = [row | {"note": note} for row, note in zip(ROWS, NOTES, strict=True)]
    path = tmp_path / f"ds.{form}"
    with path.open("w+b") as file:
        write(file, form, parts_of([Table("x", "X", columns, RowsSource(rows))], {}), HEADING)
    seen = workbook.look(path, path.name)
    fields = [SimpleNamespace(name=k, title=t, also=(), required=False, type=type_) for k, t, _, type_ in FIELDS]
    guessed = guess(seen.sheets[0].top, fields)
    assert guessed.mapping == {field.name: place for place, field in enumerate(fields, 1)}
    specs = [ColumnSpec(field.name, guessed.mapping[field.name], field.type.spec()) for field in fields]
    sheet = seen.sheets[0].name
    batches = workbook.read(path, path.name, sheet=sheet, first_row=guessed.header_row + 1, columns=specs)
    read = [(values, faults) for batch in batches for _, values, faults in batch]
    assert [faults for _, faults in read] == [[]] * len(rows)
    assert [values for values, _ in read] == [
        [row["name"], [row["born"].isoformat(), row["p"]], row["id"], row["card"], row["n"], row["note"] or None]
        for row in rows
    ]
