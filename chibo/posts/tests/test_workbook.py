"""A whole workbook about posts: in by the command, out again, and a list that comes back as it left."""

import io
import json

import pytest
import xlsxwriter
from django.core.management import call_command
from django.urls import reverse

from chibo.members.tests.world import ME, d
from chibo.posts import actions, queries
from chibo.posts.models import Holding
from chibo.site.management.commands.fingerprint import DOMAIN, fingerprint

HEADINGS = ("TT", "Họ tên", "Năm sinh", "Chức vụ", "Đơn vị", "Từ ngày", "Đến ngày", "Số QĐ", "Ngày QĐ", "Ghi chú")
ROWS = (
    (1, "NGUYỄN VĂN AN", "03/02/1980", "Bí thư chi bộ", "CB thôn 2", "15/06/2020", "", "12-QĐ/ĐU", "10/6/2020", ""),
    (2, "Trần Văn Bình", 1980, "Phó bí thư Chi bộ", "chi bo thon 2", "2020", "8/2023", "", "", "bầu bổ sung"),
    (3, "Trần Văn Bình ", "3/2/1980", "Trưởng thôn", "A2", "01/01/2021", "", "", "", ""),
    (4, "Lê Thị Không Có", "01/01/1970", "Bí thư", "A2", "01/01/2021", "", "", "", ""),
    (5, "Nguyễn Văn An", "03/02/1980", "Bí thư chi bộ, trưởng thôn", "A2", "01/01/2021", "", "", "", ""),
)


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def people(world):
    return world.member("Nguyễn Văn An"), world.member("Trần Văn Bình")


def workbook(path, rows):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Cấp ủy")
        sheet.write_row(0, 0, ["DANH SÁCH CẤP ỦY, CHI ỦY"])
        sheet.write_row(2, 0, HEADINGS)
        for number, row in enumerate(rows, start=3):
            sheet.write_row(number, 0, row)
    return str(path)


def told(*arguments, **options):
    """What the command says; days are written the Vietnamese way."""
    out = io.StringIO()
    if arguments:
        options["answer"] = [f"date_order:{name}=dmy" for name in ("born", "until", "decision_issued_on")]
    call_command("import", *arguments, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def state():
    from django.apps import apps

    return {m._meta.label: fingerprint(m) for label in DOMAIN for m in apps.get_app_config(label).get_models()}


def test_a_dirty_workbook_goes_in_and_leaves_no_trace_when_undone(people, tmp_path, capsys):
    before = state()
    done = told("posts", workbook(tmp_path / "cap-uy.xlsx", ROWS), unit="H")
    assert {key: done[key] for key in ("rows", "created", "updated", "skipped", "refused")} == {
        "rows": 5, "created": 3, "updated": 0, "skipped": 0, "refused": 2,
    }  # fmt: skip
    held = {(one.person.full_name, one.role, one.unit.ref) for one in Holding.objects.all()}
    assert held == {
        ("Nguyễn Văn An", "bi_thu", "A2"),
        ("Trần Văn Bình", "pho_bi_thu", "A2"),
        ("Trần Văn Bình", "truong_thon", "A2"),
    }
    deputy = Holding.objects.get(role="pho_bi_thu")
    assert (deputy.since_precision, deputy.until, deputy.until_precision) == ("year", d("01/08/2023"), "month")
    again = told("posts", workbook(tmp_path / "cap-uy.xlsx", ROWS[:3]), unit="H")
    assert (again["created"], again["updated"], again["skipped"]) == (0, 0, 3)
    told(undo=done["batch"])
    assert state() == before


def test_posts_taken_back_do_not_stand_on_the_people_that_came_before(world, tmp_path, capsys):
    """Members in, their posts in, posts back, members back; the other way round is refused."""
    before = state()
    with xlsxwriter.Workbook(str(tmp_path / "dang-vien.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Họ và tên", "Ngày sinh", "Chi bộ", "Ngày vào Đảng", "Ngày chính thức"))
        sheet.write_row(1, 0, ("Nguyễn Văn An", "13/02/1980", "A2", "19/05/2005", "19/05/2006"))
    roll = told("members", str(tmp_path / "dang-vien.xlsx"), unit="H")
    assert roll["created"] == 1, roll
    row = (1, "Nguyễn Văn An", "13/02/1980", *ROWS[0][3:])
    held = told("posts", workbook(tmp_path / "cap-uy.xlsx", [row]), unit="H")
    assert held["created"] == 1, held
    with pytest.raises(SystemExit):
        told(undo=roll["batch"])
    assert Holding.objects.count() == 1
    told(undo=held["batch"])
    told(undo=roll["batch"])
    assert state() == before


def test_the_exported_list_comes_back_as_it_left(world, people, sign_in, tmp_path, capsys):
    an, binh = people
    actions.take_post(an, role="bi_thu", unit=world.a2, since=d("15/06/2020"), how="bau", note="Khóa 12", by=ME)
    actions.take_post(
        binh, role="khac", title="Cán bộ dân vận", body="dang", unit=world.a1, since=d("01/01/2021"),
        since_precision="year", until=d("01/03/2027"), by=ME,
    )  # fmt: skip
    client = sign_in("ban_to_chuc", world.h)
    for form in ("xlsx", "csv"):
        path = tmp_path / f"chuc-danh.{form}"
        answer = client.get(reverse("posts:list"), {"xuat": form})
        path.write_bytes(b"".join(answer.streaming_content))
        back = told("posts", str(path), unit="H")
        assert (back["rows"], back["created"], back["updated"], back["skipped"]) == (2, 0, 0, 2), form
    assert len(queries.holdings_of(an)) == 1
