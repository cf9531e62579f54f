"""Who is let in, and what a refusal looks like."""

import time

import pytest
from django.core.management import call_command
from django.db import DataError
from django.test import Client, RequestFactory

from chibo.accounts.models import Account
from chibo.journal.models import Entry
from chibo.kernel.refusal import Refusal
from chibo.site import middleware

PAGES = {
    "/nhat-ky/": "quan_tri",
    "/quyet-dinh/": "ban_to_chuc",
    "/quy-dinh/": "dang_vien",
    "/quy-dinh/probation.months/": "dang_vien",
    "/quy-dinh/probation.months/them/": "quan_tri",
    "/quy-dinh/probation.months/1/sua/": "quan_tri",
    "/phan-quyen/": "quan_tri",
    "/phan-quyen/vai-tro/": "ban_to_chuc",
    "/phan-quyen/giao/": "quan_tri",
    "/viec/": "dang_vien",
    "/tai-khoan/doi-mat-khau/": "dang_vien",
}
REFUSED = {"bao_chi": {"/viec/", "/tai-khoan/doi-mat-khau/"}}


@pytest.fixture(autouse=True)
def _cache_table(db):
    call_command("createcachetable", verbosity=0)


@pytest.mark.parametrize(("address", "role"), PAGES.items())
def test_a_page_opens_for_whoever_may_see_it(signed_in, address, role):
    answer = signed_in(role, None if role == "quan_tri" else "NT").get(address)
    assert answer.status_code == 200
    assert "<h1>" in answer.text


@pytest.mark.parametrize("address", PAGES)
def test_the_same_page_is_refused_to_the_press_except_what_is_everybodys(signed_in, address):
    answer = signed_in("bao_chi", "NT").get(address)
    assert answer.status_code == (200 if address in REFUSED["bao_chi"] else 403)
    if answer.status_code == 403:
        assert "Đồng chí chưa được giao quyền" in answer.text


@pytest.mark.parametrize("address", PAGES)
def test_nobody_signed_in_is_asked_to_sign_in(db, address):
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/tai-khoan/dang-nhap/?next={address}")


def test_the_api_answers_401_in_json(db):
    answer = Client().get("/api/v1/figures/ORG-01")
    assert (answer.status_code, answer.json()) == (
        401,
        {"error": "not_signed_in", "message": "Đồng chí chưa đăng nhập. Hãy đăng nhập rồi gọi lại."},
    )


def test_signing_in_in_vietnamese(db):
    account = Account.objects.create(username="bithu.chibo", display_name="Bí thư")
    account.set_password("mot-mat-khau-dai")
    account.save()
    client = Client()
    page = client.get("/tai-khoan/dang-nhap/")
    assert [word in page.text for word in ("Tên đăng nhập", "Mật khẩu", "Đăng nhập")] == [True] * 3
    wrong = client.post("/tai-khoan/dang-nhap/", {"login": "bithu.chibo", "password": "sai"})
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in wrong.text
    empty = client.post("/tai-khoan/dang-nhap/", {})
    assert [text in empty.text for text in ("Hãy nhập tên đăng nhập.", "Hãy nhập mật khẩu.")] == [True, True]
    right = client.post("/tai-khoan/dang-nhap/", {"login": "BiThu.ChiBo", "password": "mot-mat-khau-dai"})
    assert (right.status_code, right["Location"]) == (302, "/")
    assert Entry.objects.filter(what="accounts.signed_in").count() == 1


@pytest.mark.parametrize("field", ["login", "password"])
def test_a_login_of_any_length_is_refused_not_an_error(db, field):
    said = {"login": "a", "password": "b"} | {field: "x" * 1_000_000}
    assert Client().post("/tai-khoan/dang-nhap/", said).status_code == 200


def test_a_locked_account_is_out_at_the_next_request(signed_in):
    client = signed_in("dang_vien", "NT")
    Account.objects.filter(pk=client.account.pk).update(is_active=False)
    assert client.get("/viec/").status_code == 302


def test_signing_up_does_not_exist(signed_in):
    assert signed_in("dang_vien", "NT").get("/tai-khoan/signup/").status_code == 404


def test_changing_the_password_says_in_vietnamese_what_is_wrong(signed_in):
    client = signed_in("dang_vien", "NT")
    client.account.set_password("mat-khau-cu-rat-dai")
    client.account.save()
    client.force_login(client.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    said = {"oldpassword": "sai", "password1": "mat-khau-moi-dai", "password2": "khac-han-nhau"}
    wrong = client.post("/tai-khoan/doi-mat-khau/", said)
    assert [t in wrong.text for t in ("Mật khẩu hiện tại không đúng", "Hai lần nhập mật khẩu mới khác nhau")] == [
        True
    ] * 2
    said = {"oldpassword": "mat-khau-cu-rat-dai", "password1": "mat-khau-moi-dai", "password2": "mat-khau-moi-dai"}
    assert client.post("/tai-khoan/doi-mat-khau/", said).status_code == 302
    client.account.refresh_from_db()
    assert client.account.check_password("mat-khau-moi-dai")


def test_a_session_ends_ten_hours_after_signing_in(signed_in, settings, monkeypatch):
    client = signed_in("dang_vien", "NT")
    assert client.get("/viec/").status_code == 200
    now = time.time()
    monkeypatch.setattr(middleware.time, "time", lambda: now + settings.SESSION_ABSOLUTE_AGE - 2)
    assert client.get("/viec/").status_code == 200
    monkeypatch.setattr(middleware.time, "time", lambda: now + settings.SESSION_ABSOLUTE_AGE + 2)
    assert client.get("/viec/").status_code == 302


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/quy-dinh/?ngay=31/02/2020", 422),
        ("/quy-dinh/?ngay=1/1/20", 422),
        ("/quy-dinh/no.such.rule/", 404),
        ("/quy-dinh/probation.months/999999/sua/", 404),
        ("/nhat-ky/?sau=-1", 422),
        ("/nhat-ky/?sau=99999999999999999999", 422),
        ("/nhat-ky/?sau=abc", 422),
        ("/nhat-ky/?loai=khac", 422),
        ("/nhat-ky/?tu=xx", 422),
        ("/nhat-ky/?loai=%00", 400),
        ("/nhat-ky/0190b0b0-0000-7000-8000-000000000000/", 404),
        ("/phan-quyen/?page=-1", 422),
        ("/phan-quyen/don-vi/0190b0b0-0000-7000-8000-000000000000/", 404),
        ("/quyet-dinh/0190b0b0-0000-7000-8000-000000000000/", 404),
        ("/quyet-dinh/?page=0", 422),
        ("/tep/0190b0b0-0000-7000-8000-000000000000/", 404),
        ("/khong-co-trang-nay/", 404),
    ],
)
def test_bad_input_is_refused_in_vietnamese(signed_in, address, status):
    answer = signed_in("quan_tri").get(address)
    assert answer.status_code == status
    assert "Hãy" in answer.text


def test_ten_megabytes_in_a_field_are_refused(signed_in):
    answer = signed_in("quan_tri").post("/quy-dinh/probation.months/them/", {"value": "x" * 10_000_000})
    assert answer.status_code in (400, 413)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refusal("Không được. Hãy thử lại."), 422),
        (OverflowError("Python int too large"), 422),
        (DataError("out of range"), 422),
        (PermissionError("no"), None),
    ],
)
def test_only_what_the_person_can_mend_becomes_a_refusal(error, status):
    refusal = middleware.refusal_of(error)
    assert (refusal.status if refusal else None) == status


def test_a_refusal_under_the_api_is_json_with_field_and_choices():
    request = RequestFactory().get("/api/v1/figures/ORG-01")
    refusal = Refusal("Có hai tổ chức. Hãy chọn.", field="unit", code="ambiguous_unit", choices=(("A", "Xã A"),))
    answer = middleware.answer(request, refusal)
    assert answer.status_code == 422
    assert answer.content.decode() == (
        '{"error": "ambiguous_unit", "message": "Có hai tổ chức. Hãy chọn.", "field": "unit", '
        '"choices": [{"value": "A", "label": "Xã A"}]}'
    )
