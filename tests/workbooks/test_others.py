"""Movements, qualifications and posts, each from a sheet typed in a hurry, on people who came in from one."""

from datetime import date

import pytest

from chibo.kernel.days import FOREVER
from chibo.members.models import Spell
from chibo.org import queries as org
from chibo.posts.models import Holding
from tests.workbooks import hand, small
from tests.workbooks.bringing import adds_up, bring, fingerprint, undo, verify
from tests.workbooks.test_members import DAY, brought, figures

pytestmark = pytest.mark.django_db
ON = "2025-12-31"
TITLES = ("ĐẢNG BỘ TỈNH THỬ NGHIỆM", "Số liệu năm 2025")


@pytest.fixture
def people(tree, tmp_path):
    """(name in capitals, day of birth as text, spell) of everybody who came in."""
    hand.write(tmp_path / "ds.xlsx", 40)
    assert brought(tmp_path / "ds.xlsx")["created"] == 39
    spells = Spell.objects.filter(until=FOREVER).select_related("person", "cell").order_by("pk")
    return [(spell.person.full_name.upper(), f"{spell.person.born_on:%d/%m/%Y}", spell) for spell in spells]


def answer(question):
    """The cell meant, never another post."""
    labels = dict(question["choices"])
    if question["key"].startswith("role:"):
        return "refuse"
    return next(value for value, label in labels.items() if label.startswith(("Chi bộ thôn Cỏ", "Chi bộ thôn Suối")))


def comes_and_goes(kind, file, refused):
    """What came of it; afterwards as if it had not been."""
    before = fingerprint()
    result = bring(kind, file, on=ON, answer=answer)
    assert result["exit"] == 0 and adds_up(result)
    assert {(fault["row"], fault["column"]) for fault in result["faults"]} == refused
    assert verify()[0] == 0, verify()[1]
    yield result
    again = bring(kind, file, on=ON, answer=answer)
    assert (again["created"], again["updated"]) == (0, 0), again
    assert again["refused"] == result["refused"]
    assert undo(result)["state"] == "undone"
    assert fingerprint() == before
    assert verify()[0] == 0, verify()[1]


def test_movements(people, tree, tmp_path):
    headings = ("Stt", "Họ tên đảng viên", "Ngày sinh", "Giới tính", "Hình thức", "Ngày", "Đến chi bộ", "Đảng ủy", "Nơi khác",
                "Số QĐ", "Ngày QĐ", "Cơ quan QĐ", "Vào Đảng", "Chính thức", "Lý do")  # fmt: skip
    (dead, moved, struck, gone, other) = (people[place][:2] for place in (0, 5, 9, 14, 25))
    none = [None] * 10
    rows = [
        [1, "LÝ THỬ NHÁP MỚI", "05/06/1999", "Nữ", "Kết nạp", date(2025, 2, 3), "CB thôn Mít", "Đảng bộ xã Bến Thử", None,
         "12-QĐ/HU", "20/01/2025", "Huyện ủy Thử Giang", None, None, None],
        [2, *dead, None, "Từ trần", date(2025, 3, 1), *none],
        [3, *moved, None, "Chuyển sinh hoạt", "15/03/2025", "chi bo thon coo", "Đảng bộ xã Đèo Mẫu", *none[2:]],
        [4, *struck, None, "xóa tên ", "2/4/2025", None, None, None, "3-QĐ/HU", "1/4/2025", "Huyện ủy", None, None, "Bỏ sinh hoạt"],
        [5, *gone, None, "Chuyển đi", "20/4/2025", None, None, "Đảng bộ tỉnh Bạn", *none[3:]],
        [6, "Vũ Thử Giả Đến", "1/2/1980", "Nam", "Chuyển đến", 45800, "Chi bộ thôn Ổi", "xã Mây Thử", "Đảng bộ tỉnh Bạn",
         None, None, None, "19/5/2010", "19/5/2011", None],
        [7, "Không Có Ai Cả", "1/1/1970", None, "Từ trần", "1/5/2025", *none],
        [8, *other, None, "Bay lên trời", "1/5/2025", *none],
        [9, *other, None, "Từ trần", "31/04/2025", *none],
        [10, *other, None, "Từ trần", None, *none],
        [11, *dead, None, "Chuyển đi", "20/4/2025", None, None, "Đảng bộ tỉnh Bạn", *none[3:]],
        [None, "Tổng cộng: 11"],
    ]  # fmt: skip
    file = tmp_path / "bien-dong.xlsx"
    first = small.write(file, headings, rows, titles=TITLES)
    day, kind = "Ngày có hiệu lực", "Loại biến động"
    faults = {(first + 6, day), (first + 7, kind), (first + 8, day), (first + 9, day), (first + 10, day)}
    for result in comes_and_goes("movements", file, faults | {(first + 11, "Họ và tên")}):
        assert (result["created"], result["updated"]) == (2, 4)
        assert figures("TG", "2025-12-31", "sex")[1] == len(people) + 2 - 3
        assert figures("TG", "2024-12-31", "sex")[1] == len(people)


def test_qualifications(people, tmp_path):
    one, two = people[20][:2], people[25][:2]
    rows = [
        [1, *one, "LLCT", "cao cấp", 2025, "Học viện"],
        [2, *two, "Chuyên môn", "Thạc sỹ", "15/7/2025", "ĐH"],
        [3, *two, "Ngoại ngữ", "B1", "7/2023", None],
        [4, "Ai Đó Lạ", "1/1/1980", "LLCT", "TC", 2020, None],
        [5, *one, "LLCT", "siêu cấp", 2020, None],
        [6, *one, "LLCT", "TC", "năm ngoái", None],
    ]
    file = tmp_path / "trinh-do.xlsx"
    headings = ("TT", "Họ và tên", "Năm sinh", "Nội dung", "Kết quả", "Năm cấp", "Nơi đào tạo")
    first = small.write(file, headings, rows, titles=TITLES)
    faults = {(first + 3, "Họ và tên"), (first + 4, "Giá trị"), (first + 5, "Từ ngày")}
    for result in comes_and_goes("qualifications", file, faults):
        assert result["updated"] + result["skipped"] == 3


def test_posts(people, tree, tmp_path):
    secretary, deputy, member = people[20], people[25], people[5]
    cells = org.names_of([spell.cell_id for _, _, spell in people], on=DAY)
    above = {spell.cell_id: org.ancestors(spell.cell, on=DAY)[-1] for _, _, spell in (secretary, deputy)}

    def at(person):
        spell = person[2]
        return cells[spell.cell_id], above[spell.cell_id].name

    rows = [
        [1, *secretary[:2], "Bí thư chi bộ", *at(secretary), "15/06/2020", None, "bầu"],
        [2, *deputy[:2], "PBT chi bộ", *at(deputy), 44000, None, "Chỉ định"],
        [3, *member[:2], "Đảng ủy viên", "Đảng bộ xã Bến Thử", None, "01/07/2020", "30/06/2025", "Bầu"],
        [4, "Ai Đó Lạ", "1/1/1980", "Bí thư", "Chi bộ thôn Mít", "xã Bến Thử", date(2020, 1, 1), None, None],
        [5, *secretary[:2], "Bí thư chi bộ", "Chi bộ Cung trăng", None, date(2020, 1, 1), None, None],
        [6, *secretary[:2], "Chi ủy viên", *at(secretary), "31/6/2020", None, None],
        [7, *secretary[:2], "Chi ủy viên", *at(secretary), "1/6/2020", "1/5/2019", None],
    ]
    file = tmp_path / "chuc-vu.xlsx"
    headings = (
        "TT",
        "Họ và tên",
        "Sinh ngày",
        "Chức vụ",
        "Chi bộ",
        "Trực thuộc",
        "Ngày nhận chức",
        "Thôi giữ từ ngày",
        "Hình thức",
    )
    first = small.write(file, headings, rows, titles=TITLES)
    faults = {(first + 3, "Họ và tên"), (first + 4, "Tổ chức"), (first + 5, "Từ ngày"), (first + 6, "Đến ngày")}
    for result in comes_and_goes("posts", file, faults):
        assert result["created"] == 3 and not result["asked"]
        assert Holding.objects.filter(person=secretary[2].person, role="bi_thu", unit=secretary[2].cell).exists()
