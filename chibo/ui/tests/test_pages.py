import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from chibo.kernel.refusal import Refusal
from chibo.ui import markup, views

LOADED = "{% load chibo %}"


def rendered(text, query="", **context):
    request = RequestFactory().get("/x" + query)
    return Template(LOADED + text).render(Context(context | {"request": request}))


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("{{ v|day }}", date(1930, 2, 3), "03/02/1930"),
        ("{{ v|day }}", date(9999, 12, 31), "–"),
        ("{{ v|day }}", None, "–"),
        ('{{ v|day_precise:"year" }}', date(1930, 1, 1), "1930"),
        ("{{ v|vn }}", 1985, "1.985"),
        ("{{ v|vn }}", 4.0419, "4,04"),
        ("{{ v|vn }}", None, "–"),
        ("{{ v|vn }}", "<b>", "&lt;b&gt;"),
        ("{{ v|pct }}", 51.764, "51,76%"),
        ("{{ v|pct:1 }}", 87.34, "87,3%"),
        ("{% share 2924 v %}", 5649, "51,76%"),
        ("{% share 1 v %}", 0, "–"),
        ('{% badge "late" v %}', "<Quá hạn>", '<span class="state state-late">&lt;Quá hạn&gt;</span>'),
        ('{% badge "nonsense" v %}', "Lạ", '<span class="state state-plain">Lạ</span>'),
    ],
)
def test_values_are_shown_as_vietnamese_documents_print_them(text, value, shown):
    assert rendered(text, v=value) == shown


def test_links_keep_the_day_and_the_structure():
    link = rendered('{% keep_day "/a/?x=1" %}', "?ngay=31/12/2019&cautruc=hien-nay&sau=abc")
    assert link == "/a/?x=1&amp;ngay=31%2F12%2F2019&amp;cautruc=hien-nay"
    assert rendered('{% keep_day "/a/" %}') == "/a/"


def test_changing_one_parameter_leaves_the_others_and_goes_back_to_the_first_page():
    query = "?q=an&sau=abc&ngay=01/01/2020"
    assert rendered('{% with_params ngay="02/01/2020" %}', query) == "?q=an&amp;ngay=02%2F01%2F2020"
    assert rendered("{% with_params q=None %}", query) == "?ngay=01%2F01%2F2020"


@pytest.mark.parametrize(
    ("query", "checked", "day"),
    [("", "khi-do", ""), ("?cautruc=hien-nay", "hien-nay", ""), ("?cautruc=01/07/2025", "ngay-khac", "01/07/2025")],
)
def test_the_switch_shows_the_structure_of_the_page(query, checked, day):
    switch = rendered("{% day_switch %}", query)
    assert re.findall(r'value="([a-z-]+)" checked', switch) == [checked]
    assert f'name="cautruc_ngay" value="{day}"' in switch


def test_the_switch_carries_the_other_parameters_of_the_page():
    switch = rendered("{% day_switch %}", "?q=an&sau=abc&ngay=1/1/2020")
    assert re.findall(r'type="hidden" name="(\w+)"', switch) == ["q"]


def test_the_frame_renders_without_anything_around_it():
    page = render_to_string("ui/page.html")
    assert "Đến nội dung chính" in page and "Chibo" in page


def test_the_frame_says_where_one_works_and_whose_data_these_are():
    menu = [SimpleNamespace(label="Đảng viên", url="/dv/", icon="users", current=True, count=1200)]
    frame = SimpleNamespace(home="Đảng bộ A&B", user="Ẩn", role="Bí thư", illustration=True, menu=menu, phone_menu=menu)
    page = render_to_string("ui/page.html", {"frame": frame})
    assert "Đảng bộ A&amp;B" in page and "Ẩn · Bí thư" in page and "Dữ liệu minh họa" in page
    assert '<a href="/dv/" aria-current="page">' in page and "1.200" in page


def test_the_title_of_the_browser_is_the_title_of_the_page():
    page = Template('{% extends "ui/page.html" %}{% block title %}Chi bộ <em>{{ name }}</em>{% endblock %}').render(
        Context({"name": "A&B"})
    )
    assert "<title>Chi bộ A&amp;B · Chibo</title>" in page


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "409", "413", "422", "500"])
def test_error_pages_stand_alone_and_speak_vietnamese(code):
    page = render_to_string(f"{code}.html")
    assert "Không có gì bị thay đổi" in page or code in ("404", "500")
    assert "Về trang chủ" in page and "<h1>" in page


def test_a_refusal_page_shows_the_sentence_and_the_choices():
    refusal = Refusal("Có hai chi bộ mang mã này. Hãy chọn một.", code="ambiguous", choices=(("A1", "Chi bộ <A>"),))
    page = render_to_string("ui/refusal.html", {"refusal": refusal, "frame_template": "ui/plain.html"})
    assert (
        "Có hai chi bộ mang mã này. Hãy chọn một." in page
        and "Chi bộ &lt;A&gt;" in page
        and 'data-code="ambiguous"' in page
    )


def test_large_letters_need_no_script_and_lead_back_to_the_page():
    request = RequestFactory().get("/ui/co-chu/lon/", {"ve": "/dang-vien/?q=an"})
    response = views.text_size(request, "lon")
    assert (response.status_code, response["Location"]) == (302, "/dang-vien/?q=an")
    assert response.cookies["co_chu"].value == "lon"
    page = RequestFactory().get("/x")
    page.COOKIES["co_chu"] = "lon"
    assert '<html lang="vi" class="larger">' in render_to_string("ui/page.html", request=page)


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_the_switch_of_letters_never_leads_elsewhere(back):
    assert views.text_size(RequestFactory().get("/", {"ve": back}), "lon")["Location"] in ("/", "")


def test_the_list_of_icons_has_each_that_is_used_and_no_other():
    names = set(views.ICONS.read_text("utf-8").split())
    program = views.ICONS.parent.parent
    pages = "".join(file.read_text("utf-8") for file in program.rglob("*.html"))
    code = "".join(file.read_text("utf-8") for file in program.rglob("*.py") if "tests" not in file.parts)
    drawn = {*re.findall(r'{% icon "([a-z0-9-]+)"', pages), *markup.STATES.values()} - {""}
    assert drawn <= names <= drawn | set(re.findall(r'"([a-z0-9-]+)"', pages + code))


def test_the_style_sheets_need_no_new_browser():
    for file in (views.ICONS.parent / "static" / "ui").glob("*.css"):
        text = file.read_text("utf-8")
        assert not re.search(r"light-dark\(|oklch\(|color-mix\(|:has\(|^\s*&", text, re.MULTILINE), file.name
        assert not re.search(r"@media \((max|min)-width", text), "narrow rules are for screens only"


def test_the_gallery_shows_everything_and_runs_through_both_steps():
    def post(**data):
        return views.gallery(RequestFactory().post("/ui/", data))

    data = {"met_on": "22/11/2026", "present": "1.985", "kind": "a", "outcome": "yes"}
    assert views.gallery(RequestFactory().get("/ui/")).status_code == 200
    early = post(**data | {"met_on": "01/11/2026"})
    assert early.status_code == 422 and "Hãy nhập từ 03/11/2026 trở đi." in early.content.decode()
    assert "Ghi nghị quyết của chi bộ" in post(**data).content.decode()
    done = post(**data, confirmed="1", reason="Theo nghị quyết")
    assert (done.status_code, done["Location"]) == (302, "?da-ghi=1")
