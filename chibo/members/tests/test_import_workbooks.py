"""Whole workbooks about members through the engine: the sheet of 33 columns back, a dirty roll, movements after it."""

import io
import json

import pytest
import xlsxwriter
from django.core.management import call_command
from django.urls import reverse

from chibo.exchange.rules.guessing import guess
from chibo.members import actions
from chibo.members.derivation.recount import residuals
from chibo.members.imports import KINDS
from chibo.members.models import Person
from chibo.members.tests.conftest import TODAY
from chibo.members.tests.test_import_profiles import bring_in, clean, row, state_of_everything
from chibo.members.tests.test_sheet import HOSTILE
from chibo.members.tests.world import ME, d


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def workbook(path, headings, rows, top=()):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Danh sách")
        for number, line in enumerate([*top, headings, *rows]):
            sheet.write_row(number, 0, line)
    return str(path)


def told(*arguments, fields=(), **options):
    """What the command says; days written as text are the Vietnamese way round."""
    out = io.StringIO()
    if fields:
        options["answer"] = [f"date_order:{name}=dmy" for name in fields]
    call_command("import", *arguments, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_file_of_33_columns_changes_nothing_when_it_comes_back(world, sign_in, tmp_path, form, capsys):
    for number, (name, text) in enumerate(HOSTILE):
        world.member(
            name, born=f"1{number + 3}/02/1980", national_id=f"03608000123{number}", card=f"36001234567{number}",
            attributes={"sex": "nam", "ethnicity": "12", "religion": "khong", "hometown": text},
        )  # fmt: skip
    bring_in(world, row(9, full_name="Trần Văn Đủ", national_id="036080004321", other_name="Ba Đủ", old_card="00123456",
                        card_issued_on="2007-02-03", card_issued_by="Tỉnh ủy", old_national_id="062345678",
                        deletion_proposal="Trùng hồ sơ", birth_country="Việt Nam", home_province="Tỉnh Hà Nam"))  # fmt: skip
    Person.objects.filter(full_name="Trần Văn Đủ").update(born_precision="year", born_on="1980-01-01")
    before = state_of_everything()
    client = sign_in("ban_to_chuc", world.h)
    path = tmp_path / f"bang-33-cot.{form}"
    answer = client.get(reverse("members:sheet"), {"don-vi": world.h.uid, "xuat": form})
    path.write_bytes(b"".join(answer.streaming_content))
    back = told("members", str(path), unit="H", on=TODAY.isoformat())
    assert {name: back[name] for name in ("rows", "created", "updated", "skipped", "refused")} == {
        "rows": 6, "created": 0, "updated": 0, "skipped": 6, "refused": 0,
    }, back  # fmt: skip
    assert state_of_everything() == before


HEADINGS = ("TT", "Họ và tên", "Năm sinh", "Nam/Nữ", "Số CCCD", "Chi bộ", "Đảng bộ xã", "Ngày vào Đảng", "Chính thức ngày",
            "Trình độ LLCT", "Dân tộc", "Nghề nghiệp")  # fmt: skip
ROLL = (
    (1, "NGUYỄN VĂN AN", "13/02/1980", "Nam", 36080001234, "CB thôn 1", "xã An Bình", "19/05/2005", "19/05/2006", "TC", "Kinh", "Nông dân"),
    (2, "Lê Thị Bích ", "25/12/1990", "Nữ", "036190001235", "Chi bo Thon 2", "xã An Bình", "13/05/2015", "13/05/2016", "", "H'Mông", "Hưu"),
    (3, "Lê Thị Bích", "25/12/1990", "Nữ", "036190001235", "Chi bộ thôn 2", "xa An Binh", "13/05/2015", "13/05/2016", "", "H'Mông", "Hưu"),
    (4, "Trần Văn Cường", "31/02/1990", "Nam", "", "Chi bộ Thôn 1", "Xã Bình Minh", "13/05/2015", "", "", "", ""),
    (5, "Phạm Thị Dung", 1985, "Nữ", "", "Chi bộ Thôn 1", "Đảng bộ xã Bình Minh", "13/05/2015", "13/05/2016", "Cao cấp", "Tày", "hưu trí"),
)  # fmt: skip
MOVES = ("Họ tên", "Ngày sinh", "Biến động", "Ngày", "Từ chi bộ", "Đến chi bộ", "Đảng bộ cơ sở")
HISTORY = (
    ("Nguyễn Văn An", "13/02/1980", "Kết nạp đảng viên", "19/05/2005", "", "Chi bộ thôn 2", "xã An Bình"),
    ("Nguyễn Văn An", "13/02/1980", "Chuyển chính thức", "19/05/2006", "", "", ""),
    ("Nguyễn Văn An", "13/02/1980", "Chuyển sinh hoạt", "25/03/2012", "Chi bộ thôn 2", "Chi bộ thôn 1", "xã An Bình"),
)


def test_a_dirty_roll_then_its_history_then_all_of_it_back(world, tmp_path, capsys):
    before = state_of_everything()
    path = workbook(tmp_path / "danh-sach.xlsx", HEADINGS, ROLL, top=[["DANH SÁCH ĐẢNG VIÊN"], []])
    roll = told("members", path, unit="H", on="2024-12-31", fields=("born", "party_since", "official_since"))
    assert (roll["rows"], roll["created"], roll["updated"], roll["skipped"], roll["refused"]) == (5, 3, 0, 1, 1), roll
    an = Person.objects.get(full_name="Nguyễn Văn An")
    assert an.national_id == "036080001234"
    assert {(p.full_name, p.born_precision) for p in Person.objects.all()} == {
        ("Nguyễn Văn An", "day"), ("Lê Thị Bích", "day"), ("Phạm Thị Dung", "year"),
    }  # fmt: skip
    between = state_of_everything()
    path = workbook(tmp_path / "bien-dong.xlsx", MOVES, HISTORY)
    moves = told("movements", path, unit="H", on="2026-11-22", fields=("born", "on"))
    assert (moves["rows"], moves["created"], moves["updated"], moves["refused"]) == (3, 0, 3, 0), moves
    assert list(residuals(until=TODAY)) == []
    assert clean()
    with pytest.raises(SystemExit):
        told(undo=roll["batch"])
    told(undo=moves["batch"])
    assert state_of_everything() == between
    path = workbook(tmp_path / "trinh-do.xlsx", ("Họ tên", "Số CCCD", "Loại trình độ", "Trình độ", "Từ ngày", "Văn bằng"),
                    [("Nguyễn Văn An", "036080001234", "LLCT", "Cao cấp", 2025, "Học viện")])  # fmt: skip
    learnt = told("qualifications", path, unit="H")
    assert learnt["updated"] == 1, learnt
    told(undo=learnt["batch"])
    told(undo=roll["batch"])
    assert state_of_everything() == before
    assert clean()


def test_what_was_recorded_by_hand_since_is_told(world, tmp_path, capsys):
    path = workbook(tmp_path / "danh-sach.xlsx", HEADINGS, ROLL[:1])
    roll = told("members", path, unit="H", on="2024-12-31")
    assert roll["created"] == 1, roll
    actions.transfer(Person.objects.get(), to=world.a2, on=d("01/02/2025"), by=ME)
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import", undo=roll["batch"], json=True, stdout=out)
    assert "Chuyển sinh hoạt: đồng chí Nguyễn Văn An" in out.getvalue() + capsys.readouterr().err


def test_headings_of_offices_are_understood():
    top = [
        ["Bảng làm sạch dữ liệu"],
        ["TT", "Họ tên đảng viên", "Nam/nữ", "Ngày tháng năm sinh", "Số CCCD",
         "Nơi đăng ký khai sinh", None, None, "Hộ khẩu thường trú", None,
         "Ngày vào Đảng dự bị", "Ngày vào Đảng chính thức", "LLCT", "Trình độ học vấn", "Quê quán", "Chi bộ", "Đảng bộ"],
        [None, None, None, None, None, "Quốc gia", "Tỉnh/TP", "Địa chỉ", "Xã", "Chi tiết"],
        [1, "Nguyễn Văn An", "Nam", "13/02/1980", "036080001234", "Việt Nam", "Nam Định", "xóm 3", "An Bình", "xóm 3", "19/05/2005"],
    ]  # fmt: skip
    found = guess(top, KINDS[0].columns)
    assert [name for name, _ in sorted(found.mapping.items(), key=lambda pair: pair[1])] == [
        "stt", "full_name", "sex", "born", "national_id", "birth_country", "birth_province", "birth_address",
        "permanent_commune", "permanent_address", "party_since", "official_since", "political_theory",
        "general_education", "home_address", "unit", "base",
    ]  # fmt: skip
