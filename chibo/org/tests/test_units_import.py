"""A workbook of units through the whole engine, by the command: in, again, back."""

import io
import json

import openpyxl
import pytest
from django.core.management import call_command

from chibo.org.models import OrgEvent, Unit

pytestmark = pytest.mark.django_db
ROWS = (
    ("DANH SÁCH TỔ CHỨC ĐẢNG",),
    (),
    ("STT", "Đảng bộ huyện", "Đảng bộ xã", "Tên chi bộ", "Loại tổ chức", "Thành lập", "Ngày giải thể", "Nhập vào"),
    (1, "ĐB huyện Đông Hải", "Đảng bộ xã Nam Hồng", None, "Đảng bộ cơ sở", "01/01/2011", None, None),
    (2, None, None, "CB thôn Thượng", "CB trực thuộc", "15/02/2012", None, None),
    (3, None, None, "Chi bộ  thôn Hạ", "Chi bộ trực thuộc", "16/02/2012", "30/06/2020", "thôn Thượng, xã Nam Hồng"),
    (4, None, "Đảng bộ xã An Bình", "Chi bộ thôn 1", "chi bộ", "01/01/2010", None, None),
    (5, None, None, "Chi bộ thôn 3", "đảng bộ cơ sở", "20/01/2013", None, None),
)


def run(*arguments, **options):
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue().strip()


@pytest.fixture
def file(tmp_path):
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active.merge_cells("B4:B8")
    book.active.merge_cells("C4:C6")
    book.active.merge_cells("C7:C8")
    path = tmp_path / "to-chuc.xlsx"
    book.save(path)
    return path


def test_a_workbook_comes_in_and_is_taken_back_without_a_trace(tree, file):
    before, events = run("fingerprint"), OrgEvent.objects.count()
    arguments = ("import", "units", str(file), "--unit", "H", "--on", "2026-11-22", "--json")
    result = json.loads(run(*arguments))
    assert (result["rows"], result["created"], result["updated"], result["skipped"], result["refused"]) == (
        5,
        3,
        0,
        1,
        1,
    )
    assert "không thể trực thuộc Đảng bộ xã An Bình" in result["faults"][0]["message"]
    ended = Unit.objects.get(placements__name="Chi bộ thôn Hạ")
    assert str(ended.ended_on) == "2020-06-30"
    assert ended.principal_successor.placements.get().name == "CB thôn Thượng"
    assert run("fingerprint") != before
    again = json.loads(run(*arguments))
    assert (again["created"], again["updated"], again["skipped"], again["refused"]) == (0, 0, 4, 1)
    run("import", "--undo", result["batch"])
    assert run("fingerprint") == before
    assert OrgEvent.objects.count() == events
    run("verify")
