"""A dirty workbook of a xã goes in: sent, mapped, answered, looked at, its good rows written, and taken back."""

import re

import pytest
import xlsxwriter
from django.urls import reverse

from chibo.exchange.models import Batch, Habit
from chibo.members.models import Person

pytestmark = pytest.mark.browser
HEAD = (
    ("TT", "Họ và tên khai sinh", "Ngày tháng năm sinh", "Số CCCD", "Chi bộ", "Vào Đảng", "", "Ghi chú"),
    ("", "", "", "", "", "Ngày vào Đảng", "Ngày chính thức", ""),
)
ROWS = (
    (1, "NGUYỄN  THỊ {} BÌNH", "15/03/1980", 36180001234, "chi bo thon 4", "19/05/2005", "19/05/2006", ""),
    (2, "Trần Văn {} Cường", "20/11/1975", "036075004321", "B2", "03/02/2000", "03/02/2001", ""),
    (3, "Lê Văn {} Dũng", "31/02/1990", "", "B2", "03/02/2015", "03/02/2016", "xem lại ngày sinh"),
    (4, "Phạm Thị {} Đào", "08/03/1985", "", "Chi bộ thôn 1", "22/12/2010", "22/12/2011", ""),
    (5, "Hoàng Đức {} Hải", "1968", "", "Chi bộ thôn 1", "22/12/1999", "22/12/2000", ""),
)
MIDDLE = {"desktop": "Minh", "phone": "Thanh"}


@pytest.fixture
def at_once(settings):
    """Work is done before the page answers."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def look(django_db_blocker):
    """Look into the database beside the browser."""

    def do(call):
        with django_db_blocker.unblock():
            return call()

    return do


def dirty(path, middle):
    """Two lines of headings below a title, numbers that lost a zero, an impossible day, names without diacritics, a hidden row."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("DS đảng viên")
    sheet.merge_range(0, 0, 0, 7, "DANH SÁCH ĐẢNG VIÊN XÃ BÌNH MINH")
    sheet.merge_range(2, 5, 2, 6, "Vào Đảng")
    for number, cells in enumerate((*HEAD, *ROWS), 2):
        for place, cell in enumerate(cells):
            if cell != "":
                sheet.write(number, place, cell.replace("{}", middle) if isinstance(cell, str) else cell)
    sheet.set_row(5, None, None, {"hidden": True})
    book.add_worksheet("Ghi chú").write(0, 0, "Lập ngày 31/12/2025")
    book.close()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_dirty_workbook_goes_in_and_comes_out_again(enter, sound, look, at_once, tmp_path, size):
    file = tmp_path / "Xã Bình Minh.xlsx"
    dirty(file, MIDDLE[size])
    before = look(Person.objects.count)
    page = enter("ban_to_chuc", size, reverse("exchange:list"))
    assert sound(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^Tải mẫu trống.*Hồ sơ đảng viên")).click()
    assert download.value.suggested_filename == "mau-nhap-members.xlsx"
    page.get_by_role("link", name=re.compile("^Gửi tệp.*Hồ sơ đảng viên")).click()
    page.get_by_role("button", name="Gửi tệp và xem các cột").click()
    page.get_by_role("link", name="Hãy chọn tệp.").wait_for()
    assert sound(page) == []
    page.get_by_label("Tệp nói về tổ chức nào").fill("DN")
    page.get_by_label("Số liệu đến ngày").fill("31122025")
    page.get_by_label("Tệp (bắt buộc)").set_input_files(file)
    page.get_by_role("button", name="Gửi tệp và xem các cột").click()

    page.get_by_role("heading", name="Cột nào là mục nào").wait_for()
    assert page.get_by_label("Họ và tên", exact=False).first.input_value() == "1"
    assert page.get_by_text("có 1 dòng ẩn").is_visible()
    assert page.get_by_text("H · Ghi chú.").is_visible()
    assert sound(page) == []
    page.get_by_role("button", name="Kiểm tra tệp").click()

    page.get_by_role("heading", name="Xem trước").wait_for()
    assert page.get_by_text("Hỏi cho 2 dòng: 8, 9.").is_visible()
    assert page.get_by_role("button", name="Ghi tất cả").is_disabled()
    assert sound(page) == []
    page.get_by_label(re.compile("xã Bình Minh", re.IGNORECASE)).first.check()
    page.get_by_role("button", name="Gửi câu trả lời và kiểm tra lại").click()
    page.get_by_text("Đã nhận 1 câu trả lời").wait_for()
    assert page.get_by_role("link", name="Tạo mới").inner_text().split()[2] == "4"
    assert sound(page) == []
    page.get_by_role("link", name=re.compile("^Từ chối")).click()
    page.get_by_role("heading", name="Các dòng bị từ chối").wait_for()
    assert page.get_by_text("Lê Văn").is_visible() and page.get_by_text("Ngày sinh:").is_visible()
    assert sound(page) == []
    page.go_back()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp có cột lỗi").first.click()
    assert download.value.suggested_filename == "Xã Bình Minh - cột lỗi.xlsx"

    page.get_by_role("button", name="Chỉ ghi các dòng tốt (4 dòng)").click()
    page.get_by_text("4 đảng viên được tạo mới.").wait_for()
    assert sound(page) == []
    page.get_by_role("button", name="Ghi 4 dòng").click()
    page.get_by_text("5 dòng trong tệp = 4 tạo mới + 0 cập nhật + 0 bỏ qua + 1 từ chối.").wait_for()
    assert sound(page) == []
    assert look(Person.objects.count) == before + 4
    page.goto(reverse("members:list") + f"?ten={MIDDLE[size]}")
    assert page.get_by_text(f"Nguyễn Thị {MIDDLE[size]} Bình").is_visible()

    page.goto(reverse("exchange:list"))
    assert sound(page) == []
    page.get_by_role("link", name="Xã Bình Minh.xlsx").first.click()
    page.get_by_role("link", name="Hoàn tác lần nhập").click()
    page.get_by_role("button", name="Tiếp tục, ghi lý do").click()
    page.get_by_label("Lý do").fill("Nhập nhầm tệp của năm trước")
    assert sound(page) == []
    page.get_by_role("button", name="Hoàn tác lần nhập").click()
    page.get_by_text("Lần nhập này đã được hoàn tác").wait_for()
    assert sound(page) == []
    assert look(Person.objects.count) == before
    look(Batch.objects.all().delete)
    look(Habit.objects.all().delete)


def test_without_scripts_a_workbook_is_sent_and_mapped(chromium, enter, server, at_once, tmp_path):
    file = tmp_path / "Xã Bình Minh.xlsx"
    dirty(file, "Không")
    cookies = enter("ban_to_chuc").context.cookies()
    window = chromium.new_context(base_url=server, java_script_enabled=False)
    window.add_cookies(cookies)
    page = window.new_page()
    page.goto(reverse("exchange:upload", args=["members"]))
    page.get_by_label("Tệp nói về tổ chức nào").fill("DN")
    page.get_by_label("Số liệu đến ngày").fill("31/12/2025")
    page.get_by_label("Tệp (bắt buộc)").set_input_files(file)
    page.get_by_role("button", name="Gửi tệp và xem các cột").click()
    page.get_by_label("Trang tính", exact=True).select_option("Ghi chú")
    page.get_by_role("button", name="Xem lại theo lựa chọn này").click()
    assert page.get_by_text("Lập ngày 31/12/2025").first.is_visible()
    page.go_back()
    page.get_by_role("button", name="Kiểm tra tệp").click()
    assert page.get_by_role("heading", name="Xem trước").is_visible()
    page.get_by_role("link", name="Bỏ tệp này").click()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("button", name="Bỏ tệp này").click()
    assert page.get_by_text("Đã bỏ tệp.").is_visible()
    window.close()
