"""Figures and their lists, called."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from chibo.journal.models import Entry

ON = {"unit": "H", "on": "2024-12-31"}


def test_the_catalogue_lists_every_code_with_its_dimensions(caller):
    figures = caller().get("/api/v1/figures").json()["figures"]
    codes = [figure["code"] for figure in figures]
    assert [codes[0], "MEM-04" in codes, "TRF-04" in codes] == ["ORG-01", True, True]
    assert {"code": "sex", "title": "Giới tính"} in figures[codes.index("MEM-01")]["dimensions"]


def test_a_figure_says_its_value_base_cells_and_definition(caller):
    answer = caller().get("/api/v1/figures/MEM-02", ON | {"where": "sex=nu", "by": "unit"}).json()
    assert [answer[key] for key in ("code", "value", "base", "percent", "window", "rows")] == [
        "MEM-02", 2, 5, 40.0, {"on": "2024-12-31"}, 2,
    ]  # fmt: skip
    assert [(cell["labels"], cell["value"], cell["base"]) for cell in answer["cells"]] == [
        (["Đảng bộ xã An Bình"], 1, 3), (["Đảng bộ xã Bình Minh"], 1, 2),
    ]  # fmt: skip
    assert answer["scope"] == answer["scope"] | {"unit": "H", "name": "Đảng bộ huyện Hà Đông", "structure": "then"}
    assert answer["definition"].startswith("MEM-01 có đặc điểm")


def test_conditions_repeat_and_a_period_is_taken(caller):
    client = caller()
    both = client.get("/api/v1/figures/MEM-01", ON | {"where": ["sex=nu", "sex=nam"]}).json()
    assert both["value"] == 5
    period = {"unit": "H", "from": "2015-01-01", "to": "2024-12-31"}
    balance = client.get("/api/v1/figures/MEM-04", period).json()
    assert (balance["window"], balance["residual"]) == ({"from": "2015-01-01", "to": "2024-12-31"}, 0)


def test_the_list_is_as_long_as_the_value_page_by_page(caller):
    client, cursor, seen = caller(), "", []
    for _ in range(5):
        answer = client.get("/api/v1/figures/MEM-01/rows", ON | {"limit": 2, "cursor": cursor}).json()
        seen += [row["person_name"] for row in answer["rows"]]
        cursor = answer["next"]
        if not cursor:
            break
    assert seen == ["Nguyễn Văn An", "Đỗ Thị Ánh", "Trần Thị Bích", "Lê Văn Cường", "Phạm Văn Đức"]
    assert answer["total"] == len(seen)


def test_base_and_rest_are_lists_too(caller):
    client, asked = caller(), ON | {"where": "sex=nu"}
    value, base, rest = (
        {row["uid"] for row in client.get("/api/v1/figures/MEM-02/rows", asked | {"part": part}).json()["rows"]}
        for part in ("value", "base", "rest")
    )
    assert (len(value), len(base), rest) == (2, 5, base - value)


def test_a_page_of_people_is_one_reading_in_the_journal(caller):
    caller().get("/api/v1/figures/MEM-01/rows", ON)
    assert list(Entry.objects.filter(what="journal.reading").values_list("label", "count")) == [
        ("Xem danh sách MEM-01 Đảng viên", 5)
    ]


def test_a_list_of_units_is_no_reading_of_people(caller):
    answer = caller().get("/api/v1/figures/ORG-05/rows", ON).json()
    assert answer["total"] == len(answer["rows"]) > 0
    assert not Entry.objects.filter(what="journal.reading").exists()


def test_queries_do_not_grow_with_rows(caller, world):
    client = caller()

    def cost(limit):
        with CaptureQueriesContext(connection) as found:
            client.get("/api/v1/figures/ORG-05/rows", ON | {"limit": limit})
        return len(found)

    cost(1)
    assert cost(1) == cost(3)


def test_each_sees_what_is_theirs(caller, world):
    of_a = caller("van_phong_co_so", world.a)
    assert of_a.get("/api/v1/figures/MEM-01", ON | {"unit": "A"}).json()["value"] == 3
    assert of_a.get("/api/v1/figures/MEM-01", ON | {"unit": "B"}).status_code == 403
    press = caller("bao_chi", world.h)
    assert press.get("/api/v1/figures/MEM-01", ON).json()["value"] == 5
    assert press.get("/api/v1/figures/MEM-01/rows", ON).status_code == 403
    assert caller("dang_vien", world.a1).get("/api/v1/figures").status_code == 403


def test_units_are_found_without_diacritics_inside_ones_own(caller, world):
    client = caller("van_phong_co_so", world.a)
    names = [unit["name"] for unit in client.get("/api/v1/units", {"q": "thon 1"}).json()["units"]]
    assert names == ["Chi bộ Thôn 1"]
    assert [unit["ref"] for unit in client.get("/api/v1/units").json()["units"]] == ["A"]


def test_a_unit_on_a_day(caller):
    client = caller()
    then = client.get("/api/v1/units/A", {"on": "2019-12-31"}).json()
    now = client.get("/api/v1/units/A", {"on": "2020-01-01"}).json()
    assert [unit["ref"] for unit in then["below"]] == ["OLD", "A1", "A2"]
    assert [unit["ref"] for unit in now["below"]] == ["YOUNG", "A1", "A2"]
    assert then["path"] == [{"ref": "H", "name": "Đảng bộ huyện Hà Đông"}]
