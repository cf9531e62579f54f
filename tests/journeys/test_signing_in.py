"""The way in, at both sizes."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_whoever_is_not_signed_in_is_led_to_a_page_that_everybody_can_read(browse, accessibility, size):
    page = browse(size)
    page.goto("/")
    page.evaluate("document.fonts.ready")

    assert page.url.split("?")[0].endswith("/tai-khoan/dang-nhap/")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")
    assert accessibility(page) == []


def test_a_wrong_password_is_refused_in_vietnamese(browse):
    page = browse("phone")
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill("khong-ai")
    page.get_by_label("Mật khẩu").fill("sai hoàn toàn")
    page.get_by_role("button", name="Đăng nhập").click()

    assert page.get_by_text("Tên đăng nhập hoặc mật khẩu không đúng").count() > 0
