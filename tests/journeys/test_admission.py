"""A secretary lists somebody on a phone, records the certificate and opens the case; the pages of admission are sound."""

import pytest
from django.urls import reverse

from chibo.admission.models import Prospect
from chibo.procedures.models import Case

pytestmark = pytest.mark.browser


def test_from_the_source_to_the_first_step_on_a_phone(enter, world, sound, django_db_blocker):
    page = enter("bi_thu_chi_bo", "phone", reverse("admission:list"))
    assert sound(page) == []
    page.get_by_role("link", name="Thêm quần chúng ưu tú").first.click()
    assert sound(page) == []
    page.get_by_label("Họ và tên").fill("Hồ Thị Thanh Mai")
    page.get_by_label("Ngày sinh").fill("05/06/2001")
    page.select_option("[name=introduced_by]", "doan")
    page.select_option("[name=schooling]", "thpt")
    page.get_by_role("button", name="Xem trước khi ghi").click()
    assert "Đưa vào nguồn" in page.inner_text("main") and sound(page) == []
    page.get_by_role("button", name="Đưa vào nguồn").click()
    assert "Hồ Thị Thanh Mai" in page.inner_text("h1") and sound(page) == []
    page.get_by_role("link", name="Ghi giấy chứng nhận").first.click()
    page.get_by_label("Số giấy chứng nhận").fill("45/GCN")
    page.get_by_label("Ngày cấp").fill("01/06/2026")
    page.get_by_role("button", name="Xem trước khi ghi").click()
    assert "có giá trị đến hết ngày 01/06/2031" in page.inner_text("main")
    page.get_by_role("button", name="Ghi giấy chứng nhận").click()
    page.get_by_role("button", name="Mở hồ sơ kết nạp").click()
    assert "Chi bộ xem điều kiện" in page.inner_text("main") and sound(page) == []
    with django_db_blocker.unblock():
        made = Prospect.objects.get(full_name="Hồ Thị Thanh Mai")
        assert Case.objects.filter(subject=made.reference, state="open").exists()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_pages_of_admission_are_sound(enter, world, sound, size):
    page = enter("ban_to_chuc", size, reverse("admission:list"))
    for name in ("list", "progress", "due", "targets", "assign", "add"):
        for query in ("", f"?don-vi={world.units['A'].uid}"):
            page.goto(reverse(f"admission:{name}") + query)
            assert sound(page) == [], (name, query)
    page.goto(reverse("admission:target", args=[world.units["A"].uid, 2026]))
    assert sound(page) == []
    page.goto(reverse("admission:person", args=[world.person.uid]))
    assert sound(page) == []
