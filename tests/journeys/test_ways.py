"""What people come for, from the first page to the last."""

import re

import pytest
from django.urls import reverse

from tests.journeys.committee import PASSWORD

pytestmark = pytest.mark.browser
SIZES = pytest.mark.parametrize("size", ["desktop", "phone"])


def heading(page):
    return page.locator("h1").inner_text()


@SIZES
def test_signing_in_and_out(browse, world, size):
    page = browse(size)
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill("ban.to.chuc")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    assert "Công tác tổ chức và đảng viên" in heading(page)
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto("/")
    assert "/tai-khoan/dang-nhap/" in page.url


@SIZES
def test_a_newcomer_finds_the_women_of_quang_nam_on_the_last_day_of_2023_in_four_clicks(enter, world, size):
    page = enter("ban_to_chuc", size)
    clicks = [
        lambda: page.get_by_role("link", name="Đảng bộ tỉnh Quảng Nam").click(),
        lambda: page.get_by_role("link", name="31/12/2023", exact=True).click(),
        lambda: page.get_by_role("link", name="Danh sách Đảng viên nữ").click(),
    ]
    for click in clicks:
        click()
    names = page.locator("tbody .main").all_inner_texts()
    assert len(clicks) <= 4
    assert names and all(re.search(r"\b(Thị|Ngọc)\b", name) for name in names)
    assert "31/12/2023" in page.inner_text("main") and "Quảng Nam" in page.inner_text("main")


@SIZES
def test_a_tile_leads_to_its_figure_and_on_to_its_list(enter, world, size):
    page = enter("thuong_truc", size)
    number = page.locator(".tile", has_text="Đảng viên nữ").locator(".tile-value").inner_text()
    page.get_by_role("link", name="Đảng viên nữ", exact=True).click()
    assert number in page.inner_text("main")
    page.get_by_role("link", name="Mở danh sách").click()
    assert page.locator("tbody .main").count() == int(number)


@SIZES
def test_somebody_is_searched_without_diacritics(enter, world, size):
    page = enter("ban_to_chuc", size)
    page.locator("#tim-kiem").fill("vu oanh")
    page.locator("#tim-kiem").press("Enter")
    page.get_by_role("link", name="Vũ Thị Oanh").click()
    assert "Vũ Thị Oanh" in heading(page)


@SIZES
def test_admitting_somebody_with_a_refusal_beside_its_field(enter, world, sound, complaints, size):
    page = enter("van_phong_co_so", size, "/dang-vien/")
    page.get_by_role("link", name="Thêm đảng viên").click()
    page.get_by_role("link", name="Kết nạp", exact=False).first.click()
    name = "Đặng Hoàng Lan" if size == "phone" else "Phạm Thu Sương"
    page.get_by_label("Họ và tên khai sinh").fill(name)
    page.get_by_label("Ngày sinh").fill("31/02/2000")
    page.get_by_label("Giới tính").select_option(label="Nữ")
    page.locator("#id_cell").fill("A1")
    page.locator("#id_on").fill("01/09/2026")
    page.get_by_role("button", name="Xem trước").click()
    complaints.clear()  # the browser notes every 422 of a refused form
    wrong = page.locator(".field-wrong")
    assert wrong.count() == 1 and "không có trong lịch" in wrong.inner_text()
    assert sound(page) == []
    page.get_by_label("Ngày sinh").fill("28/02/2000")
    page.get_by_role("button", name="Xem trước").click()
    assert "Chưa có gì bị thay đổi" in page.inner_text("main")
    assert sound(page) == []
    page.locator("main form button.btn-primary").click()
    assert name in heading(page)
    assert "Dự bị" in heading(page)


@SIZES
def test_renaming_a_unit_after_seeing_what_changes_and_taking_it_back(enter, world, sound, size):
    page = enter("ban_to_chuc", size, reverse("org:reorganize_choose", args=[world.units["B2"].uid]))
    page.get_by_role("link", name="Đổi tên").click()
    page.locator("#id_name").fill("Chi bộ thôn Sen")
    page.locator("#id_on").fill("01/10/2026" if size == "desktop" else "05/10/2026")
    page.get_by_role("button", name="Xem trước").click()
    assert "Chưa có gì bị thay đổi" in page.inner_text("main")
    assert sound(page) == []
    page.locator("main form button.btn-primary").click()
    page.goto(reverse("org:unit", args=[world.units["B2"].uid]))
    assert "Chi bộ thôn Sen" in heading(page)
    page.get_by_role("link", name=re.compile("Đổi tên")).first.click()
    page.get_by_role("link", name="Hoàn tác").click()
    assert sound(page) == []
    reason = page.locator("textarea[name=reason], input[name=reason]")
    if reason.count():
        reason.fill("Ghi nhầm")
    page.locator("main form button.btn-primary").click()
    if page.locator("main form input[name=confirmed]").count():
        if page.locator("#id_reason").count() and not page.locator("#id_reason").input_value():
            page.locator("#id_reason").fill("Ghi nhầm")
        page.locator("main form button.btn-primary").click()
    page.goto(reverse("org:unit", args=[world.units["B2"].uid]))
    assert "Chi bộ thôn 4" in heading(page)


def test_the_press_sees_numbers_and_no_lists(enter, world):
    page = enter("bao_chi")
    assert page.locator(".tile-value").count() == 4
    assert page.get_by_role("link", name=re.compile("^Danh sách")).count() == 0


def test_a_member_opens_the_own_record(enter, world):
    page = enter("dang_vien", "phone")
    page.get_by_role("link", name="Mở hồ sơ của tôi").click()
    assert world.person.full_name in heading(page)


def test_the_menu_of_a_phone_has_four_buttons(enter, world):
    page = enter("ban_to_chuc", "phone")
    buttons = page.locator(".phone-menu a")
    assert buttons.all_inner_texts()[-1].strip() == "Thêm" and buttons.count() == 4
    assert all(box["height"] >= 44 and box["width"] >= 80 for box in (b.bounding_box() for b in buttons.all()))


def test_letters_grow_at_a_touch(enter, world):
    page = enter("bi_thu_chi_bo", "phone")
    before = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.get_by_role("link", name=re.compile("cỡ chữ lớn")).click()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > before
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_everything_is_reached_by_keyboard(enter, world):
    page = enter("ban_to_chuc")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung chính"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
