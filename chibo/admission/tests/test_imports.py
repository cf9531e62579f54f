"""Workbooks about the source and about targets: in by the command, judged row by row, and taken back."""

import io
import json

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from chibo.admission import actions
from chibo.admission.models import AdmissionTarget, ClassCertificate, Prospect
from chibo.exchange.models import Batch
from chibo.kernel.days import FOREVER
from chibo.members.tests.world import ME, d

HEADINGS = (
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "Học vấn", "Chi bộ", "Đảng bộ", "Tổ chức giới thiệu",
    "Ngày đưa vào nguồn", "Số GCN", "Ngày cấp GCN",
)  # fmt: skip
ROWS = (
    (
        1,
        "Trần Thị Lan",
        "20/08/2000",
        "Nữ",
        "001300012345",
        "12/12",
        "A1",
        "",
        "Đoàn TN",
        "01/03/2024",
        "45/GCN",
        "15/06/2024",
    ),
    (2, "Trần Thị Lan", "20/08/2000", "Nữ", "001300012345", "12/12", "A1", "", "Đoàn TN", "01/03/2024", "", ""),
    (
        3,
        "Vũ Văn Nam",
        "05/05/2001",
        "Nam",
        "",
        "THCS",
        "Chi bộ Thôn 1",
        "Đảng bộ xã Bình Minh",
        "Công đoàn",
        "01/03/2024",
        "",
        "",
    ),
    (4, "Lê Văn An", "01/02/1980", "Nam", "", "12/12", "A1", "", "Đoàn TN", "01/03/2024", "", ""),
    (5, "Hồ Thị Mai", "05/05/2001", "Nữ", "", "", "A", "", "Đoàn TN", "01/03/2024", "", ""),
    (6, "Hồ Thị Hai", "05/05/2001", "Nữ", "", "", "A1", "", "Đoàn TN", "01/03/2099", "", ""),
    (7, "Hồ Thị Ba", "05/05/2001", "Nữ", "", "", "A1", "", "Đoàn TN", "01/03/2024", "9", ""),
    (8, "Hồ Thị Bốn", "05/05/2001", "Nữ", "", "", "A1", "", "", "01/03/2024", "", ""),
)


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def bring(kind, path, headings, rows):
    """What the command says of a workbook."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, headings)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    out = io.StringIO()
    days = ("born", "listed_on", "class_on", "on")
    answer = [f"date_order:{name}=dmy" for name in days]
    call_command("import", kind, str(path), unit="H", json=True, stdout=out, answer=answer)
    return json.loads(out.getvalue())


def test_a_workbook_of_the_source(world, tmp_path):
    told = bring("prospects", tmp_path / "nguon.xlsx", HEADINGS, ROWS)
    assert Prospect.objects.count() == 2, json.dumps(told, ensure_ascii=False)[:3000]
    lan = Prospect.objects.get(full_name="Trần Thị Lan")
    assert (lan.unit, lan.national_id, lan.schooling, lan.certificates.get().number) == (
        world.a1, "001300012345", "thpt", "45/GCN",
    )  # fmt: skip
    assert Prospect.objects.get(full_name="Vũ Văn Nam").unit == world.b1
    bring("prospects", tmp_path / "lai.xlsx", HEADINGS, ROWS)
    assert Prospect.objects.count() == 2


def test_it_is_taken_back_unless_something_stands_on_it(world, tmp_path):
    bring("prospects", tmp_path / "nguon.xlsx", HEADINGS, ROWS)
    batch = Batch.objects.get()
    lan = Prospect.objects.get(full_name="Trần Thị Lan")
    added = actions.certify(lan, number="46", issued_on=d("01/08/2024"), by=ME)
    with pytest.raises(CommandError, match="Trần Thị Lan"):
        call_command("import", undo=str(batch.uid), stdout=io.StringIO())
    ClassCertificate.objects.filter(pk=added.pk).delete()
    call_command("import", undo=str(batch.uid), stdout=io.StringIO())
    assert Prospect.objects.count() == 0


def test_a_workbook_of_targets(world, tmp_path):
    headings = ("Tổ chức", "Năm", "Chỉ tiêu", "Ngày giao", "Lý do")
    actions.assign_targets(numbers={world.a: 5}, year=2025, on=d("10/01/2025"), at=world.h, by=ME)
    rows = (
        ("Đảng bộ xã Bình Minh", 2025, 3, "10/01/2025", ""),
        ("A", 2025, 4, "01/06/2025", ""),
        ("A", 2024, 4, "10/01/2024", ""),
        ("Không có", 2025, 4, "10/01/2025", ""),
    )
    bring("targets", tmp_path / "a.xlsx", headings, rows)
    assert {(t.unit.ref, t.year): t.number for t in AdmissionTarget.objects.filter(until=FOREVER)} == {
        ("A", 2025): 5, ("B", 2025): 3, ("A", 2024): 4,
    }  # fmt: skip
    bring("targets", tmp_path / "b.xlsx", headings, [("A", 2025, 4, "01/06/2025", "Ít nguồn")])
    assert AdmissionTarget.objects.get(unit=world.a, year=2025, until=FOREVER).number == 4
    call_command("import", undo=str(Batch.objects.order_by("-pk").first().uid), stdout=io.StringIO())
    assert AdmissionTarget.objects.get(unit=world.a, year=2025, until=FOREVER).number == 5
