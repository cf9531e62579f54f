import re
from xml.etree import ElementTree

import pytest

from chibo.ui.charts import bar_chart, line_chart

YEARS = [str(year) for year in range(2010, 2024)]


def drawing(figure):
    return ElementTree.fromstring(re.search(r"<svg.*</svg>", figure, re.DOTALL)[0])


def test_columns_say_their_numbers_in_vietnamese_and_have_a_table():
    figure = bar_chart("Tuổi <25", ["Dưới 30", "Trên 60"], [212, 1339], head=("Tuổi", "Đảng viên"))
    svg = drawing(figure)
    assert svg.find("title").text == "Tuổi <25"
    assert svg.find("desc").text == "Dưới 30: 212; Trên 60: 1.339"
    assert [rect.get("height") for rect in svg.findall("rect")] == ["29.1", "184.0"]
    assert '<td class="n" data-label="Đảng viên">1.339</td>' in figure
    assert "Tuổi &lt;25" in figure


def test_many_or_long_labels_become_lying_bars():
    labels = ["Cơ quan hành chính", "Doanh nghiệp", "Công an", "Quân đội nhân dân", "Trường học", "Khác"]
    figure = bar_chart("Loại hình", labels, [4, 1, None, 2, 2, 0])
    widths = re.findall(r'rect class="bar" width="([\d.]+)%"', figure)
    assert '<dl class="bars">' in figure
    assert widths == ["100.00", "25.00", "0.00", "50.00", "50.00", "0.00"]


@pytest.mark.parametrize("chart", [bar_chart, line_chart])
@pytest.mark.parametrize("values", [[], [None], [0], [0, 0], [5, None, 5], [-1, 2], [1.5], [72343] * 3])
def test_odd_values_draw_without_failing(chart, values):
    figure = chart("Số", [str(n) for n in range(len(values))], values)
    drawing(figure) if values else None
    assert "nan" not in figure and "inf" not in figure


def test_a_value_that_is_not_known_is_a_dash_and_a_gap():
    figure = line_chart("Cuối năm", ["2019", "2020", "2021", "2022"], [1, None, 3, 4])
    assert '<td class="n" data-label="Số lượng">–</td>' in figure
    assert len(drawing(figure).findall("line[@class='line']")) == 1
    assert len(drawing(figure).findall("circle")) == 3


def test_labels_are_thinned_so_that_they_fit_a_phone():
    ticks = [text.text for text in drawing(line_chart("Cuối năm", YEARS, range(65_000, 65_014))) if text.text in YEARS]
    assert ticks == ["2011", "2013", "2015", "2017", "2019", "2021", "2023"]


def test_nothing_in_a_chart_needs_a_script_or_an_inline_style():
    both = bar_chart("A", ["a"], [1]) + line_chart("B", ["b", "c"], [1, 2])
    assert "style=" not in both and "<script" not in both
