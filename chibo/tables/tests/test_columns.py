from datetime import date
from types import SimpleNamespace

import pytest

from chibo.kernel.days import FOREVER
from chibo.tables.columns import Column
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table


@pytest.mark.parametrize(
    ("column", "row", "cell"),
    [
        (Column("n", "Số", kind="int"), {"n": 1985}, '<td class="n" data-label="Số">1.985</td>'),
        (Column("n", "Số", kind="int"), {"n": None}, '<td class="n" data-label="Số">–</td>'),
        (Column("n", "Tỷ lệ", kind="percent"), {"n": 51.764}, '<td class="n" data-label="Tỷ lệ">51,76%</td>'),
        (Column("d", "Ngày", kind="day"), {"d": date(1930, 2, 3)}, '<td class="day" data-label="Ngày">03/02/1930</td>'),
        (Column("d", "Đến", kind="day"), {"d": FOREVER}, '<td class="day" data-label="Đến">–</td>'),
        (
            Column("d", "Sinh", kind="day", precision="p"),
            {"d": date(1930, 1, 1), "p": "year"},
            '<td class="day" data-label="Sinh">1930</td>',
        ),
        (
            Column("i", "Số thẻ", kind="id"),
            {"i": "001234567890"},
            '<td class="id" data-label="Số thẻ">001234567890</td>',
        ),
        (Column("t", "Năm"), {"t": 2026}, '<td data-label="Năm">2026</td>'),
        (Column("t", "Tên"), {"t": "<b>&"}, '<td data-label="Tên">&lt;b&gt;&amp;</td>'),
        (Column("t", 'A"<'), {"t": ""}, '<td data-label="A&quot;&lt;">–</td>'),
        (Column("t", "Nữ"), {"t": True}, '<td data-label="Nữ">có</td>'),
        (
            Column("t", "Tên", main=True, url=lambda row: "/a?b=1&c=2"),
            {"t": "Ẩn"},
            '<th scope="row" class="main" data-label="Tên"><a href="/a?b=1&amp;c=2">Ẩn</a></th>',
        ),
        (
            Column("t", "Trạng thái", kind="badge", state=lambda row: "late"),
            {"t": "Quá hạn"},
            '<td data-label="Trạng thái"><span class="state state-late">Quá hạn</span></td>',
        ),
    ],
)
def test_a_cell_shows_its_value_in_vietnamese_and_escaped(column, row, cell):
    assert column.cell()(row) == cell


@pytest.mark.parametrize("path", ["person.name", "person__name"])
def test_a_path_reads_attributes_and_keys(path):
    read = Column("x", "X", path).reader()
    assert read(SimpleNamespace(person=SimpleNamespace(name="Ẩn"))) == "Ẩn"
    assert read({"person": {"name": "Ẩn"}}) == "Ẩn"
    assert read({"person": SimpleNamespace(name="Ẩn")}) == "Ẩn"
    assert read({"person__name": "Ẩn"}) == "Ẩn"


def test_the_first_column_names_the_row_where_none_is_said_to():
    listed = Table("x", "X", (Column("a", "A"), Column("b", "B")), RowsSource([{"a": 1, "b": 2}]), numbered=False)
    assert listed.body(listed.source.rows) == (
        '<tr><th scope="row" class="main" data-label="A">1</th><td data-label="B">2</td></tr>\n'
    )
