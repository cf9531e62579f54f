"""A secretary takes the fees of a month in on a phone: bases once, a tick each, one save; and the pages around it are sound."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.browser


def test_the_fees_of_a_cell_on_a_phone(enter, world, sound, django_db_blocker, request):
    cell = world.units["A1"]
    page = enter("bi_thu_chi_bo", "phone", reverse("fees:bases", args=[cell.uid]))
    page.select_option("[name=dien]", "uninsured_working_age")
    page.select_option("[name=vung]", "III")
    page.get_by_role("button", name="Điền sẵn").click()
    assert sound(page) == []
    look(page, request, "bases")
    page.get_by_role("button", name="Lưu mức đóng").click()
    assert "Đã ghi diện đóng" in page.inner_text("main")
    assert sound(page) == []
    look(page, request, "dues")
    page.get_by_role("link", name="Thu đảng phí").click()
    assert sound(page) == []
    boxes = page.locator("input[name=nop]")
    total = boxes.count()
    assert total >= 4
    for place in range(total - 1):
        boxes.nth(place).check()
    look(page, request, "collect")
    page.select_option("[name=approver]", index=1)
    page.select_option("[name=collector]", index=1)
    page.get_by_role("button", name="Lưu").click()
    assert "phải là hai đồng chí khác nhau" in page.inner_text("main")
    assert sound(page) == [] and page.locator("input[name=nop]:checked").count() == total - 1
    page.select_option("[name=collector]", index=2)
    page.get_by_role("button", name="Lưu").click()
    assert f"của {total - 1} đồng chí" in page.inner_text("main")
    assert sound(page) == []
    look(page, request, "receipt")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_pages_of_fees_are_sound(enter, world, sound, size, request):
    page = enter("van_phong_co_so", size, reverse("fees:list"))
    asked = f"?don-vi={world.units['A1'].uid}"
    for name in ("list", "arrears", "receipts", "remittances", "fund", "reliefs"):
        for query in ("", asked):
            page.goto(reverse(f"fees:{name}") + query)
            assert sound(page) == [], (name, query)
            look(page, request, f"{name}{'-cell' if query else ''}-{size}")
    for name, *arguments in (
        ("remit", world.units["A1"].uid), ("assign", world.units["A1"].uid), ("person", world.person.uid),
        ("pay", world.units["A1"].uid, world.person.uid), ("relief_add", world.person.uid), ("due_correct", world.person.uid),
    ):  # fmt: skip
        page.goto(reverse(f"fees:{name}", args=arguments))
        assert sound(page) == [], name
        look(page, request, f"{name}-{size}")


def look(page, request, name):
    """A picture for whoever develops the pages: ``--pictures FOLDER``."""
    folder = request.config.getoption("--pictures", default=None)
    if folder:
        page.screenshot(path=f"{folder}/fees-{name}.png")
