"""What an administrator does on the pages of rules and grants, and the demo accounts."""

import stat
from io import StringIO

import pytest
from django.core.management import call_command

from chibo.access.models import Grant
from chibo.accounts.models import Account
from chibo.files import actions as files
from chibo.jobs import actions as jobs
from chibo.jobs.models import State
from chibo.kernel import clock
from chibo.kernel.viewer import System
from chibo.rulebook import queries as rulebook
from chibo.site.demo_users import USERS


@pytest.fixture(autouse=True)
def _cache_table(db):
    call_command("createcachetable", verbosity=0)


def test_an_administrator_adds_a_version_after_seeing_what_it_touches(signed_in):
    admin = signed_in("quan_tri")
    said = {"since": "01/01/2027", "value": "18", "source": "99-QĐ/TW năm 2026", "certainty": "confirmed"}
    address = "/quy-dinh/probation.months/them/"
    shown = admin.post(address, said)
    assert [t in shown.text for t in ("Chưa có hồ sơ nào đang mở chịu ảnh hưởng.", "12 tháng", "18 tháng")] == [
        True
    ] * 3
    assert rulebook.changes("probation.months")[-1].value == 12
    done = admin.post(address, said | {"confirmed": "1"})
    assert (done.status_code, done["Location"]) == (302, "/quy-dinh/probation.months/")
    assert rulebook.changes("probation.months")[-1].value == 18
    assert "Thêm phiên bản 2" in admin.get("/quy-dinh/probation.months/").text
    assert "18 tháng" in admin.get("/quy-dinh/?ngay=01/01/2027").text


def test_a_version_before_a_later_one_is_refused_beside_its_field(signed_in):
    said = {"since": "01/01/2000", "value": "18", "source": "x", "certainty": "confirmed"}
    answer = signed_in("quan_tri").post("/quy-dinh/probation.months/them/", said)
    assert answer.status_code == 422
    assert answer.text.count("Đã có phiên bản có hiệu lực từ 01/01/2011. Hãy chọn một ngày sau ngày đó.") == 2


def test_an_administrator_corrects_a_version_with_a_reason(signed_in):
    admin = signed_in("quan_tri")
    address = "/quy-dinh/eval.level.thresholds/1/sua/"
    assert "[90, 70, 50]" in admin.get(address).text
    said = {"value": "[91, 70, 50]", "source": "366-QĐ/TW", "certainty": "confirmed", "confirmed": "1"}
    assert "Hãy ghi lý do." in admin.post(address, said).text
    assert admin.post(address, said | {"reason": "Nhập nhầm"}).status_code == 302
    assert rulebook.changes("eval.level.thresholds")[0].value == [91, 70, 50]


def test_an_administrator_gives_and_ends_a_role(signed_in, tree):
    admin = signed_in("quan_tri")
    Account.objects.create(username="vanphong.xa", display_name="Văn phòng")
    said = {"username": "vanphong.xa", "role": "van_phong_co_so", "unit": "X", "since": "01/01/2024", "until": ""}
    shown = admin.post("/phan-quyen/giao/", said)
    assert "Đảng bộ xã An Bình và mọi tổ chức bên dưới, từ 01/01/2024." in shown.text
    assert admin.post("/phan-quyen/giao/", said | {"confirmed": "1"}).status_code == 302
    grant = Grant.objects.get(role="van_phong_co_so")
    assert grant.unit == tree["X"]
    assert "Văn phòng đảng ủy cơ sở" in admin.get(f"/phan-quyen/don-vi/{tree['A'].uid}/").text
    ending = {"end_on": "01/06/2024", "confirmed": "1", "reason": "Chuyển công tác"}
    assert admin.post(f"/phan-quyen/{grant.uid}/ket-thuc/", ending).status_code == 302
    grant.refresh_from_db()
    assert str(grant.until) == "2024-06-01"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"username": "khong.co"}, "Không có tài khoản này."),
        ({"unit": "KHONG"}, "Không có tổ chức nào có mã hoặc tên"),
        ({"unit": ""}, "phải gắn với một tổ chức"),
        ({"username": "nguoidung"}, "Không ai tự giao quyền cho mình."),
        ({"since": "31/02/2020"}, "không có trong lịch"),
    ],
)
def test_a_grant_that_cannot_be_given_is_refused_beside_its_field(signed_in, changes, sentence):
    admin = signed_in("quan_tri")
    Account.objects.create(username="vanphong.xa", display_name="Văn phòng")
    said = {"username": "vanphong.xa", "role": "van_phong_co_so", "unit": "X", "since": "01/01/2024"} | changes
    answer = admin.post("/phan-quyen/giao/", said | {"confirmed": "1"})
    assert sentence in answer.text
    assert answer.status_code in (403, 422)
    assert not Grant.objects.filter(role="van_phong_co_so").exists()


def test_everybody_stops_the_own_work_and_nobody_elses(signed_in):
    own, other = signed_in("dang_vien", "A"), signed_in("dang_vien", "X", username="khac")
    job = jobs.start(kind="test", title="Xuất danh sách", total=10, by=_viewer(own))
    assert "Xuất danh sách" in own.get("/viec/").text
    assert "Xuất danh sách" not in other.get("/viec/").text
    assert other.post(f"/viec/{job.uid}/dung/").status_code == 404
    assert own.post(f"/viec/{job.uid}/dung/").status_code == 302
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert "hx-trigger" not in own.get("/viec/", headers={"HX-Request": "true"}).text


def test_a_file_is_given_out_as_a_download_to_those_who_may_have_it(signed_in, tree):
    said = {"name": "Danh sách.csv", "content": "họ tên\n".encode(), "on": clock.today(), "by": System("Xuất tệp")}
    stored = files.keep(**said, capability="members.read", place=tree["A"].reference)
    answer = signed_in("bi_thu_chi_bo", "A").get(f"/tep/{stored.uid}/")
    assert (answer.status_code, answer.getvalue().decode()) == (200, "họ tên\n")
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''Danh%20s")
    assert signed_in("bao_chi", "NT", username="baochi").get(f"/tep/{stored.uid}/").status_code == 404


def test_demo_accounts_keep_their_passwords_in_a_file_of_the_owner(tree, tmp_path):
    file, out = tmp_path / "tai-khoan.txt", StringIO()
    call_command("demo_accounts", file=str(file), stdout=out)
    first = file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert f"Tên đăng nhập và mật khẩu: {file}" in out.getvalue()
    assert Account.objects.count() == len(USERS) == 12
    name, password = next(line.split()[:2] for line in first.splitlines() if line.startswith("bithu.chibo"))
    assert Account.objects.get(username=name).check_password(password)
    assert {(g.account.username, g.unit and g.unit.ref) for g in Grant.objects.all()} >= {
        ("bithu.chibo", "A"),
        ("ubkt", "NT"),
        ("quantri", None),
    }
    call_command("demo_accounts", file=str(file), stdout=StringIO())
    assert (file.read_text("utf-8"), Account.objects.count()) == (first, 12)


def test_demo_accounts_get_new_passwords_where_the_file_is_lost(tree, tmp_path):
    file = tmp_path / "tai-khoan.txt"
    call_command("demo_accounts", file=str(file), stdout=StringIO())
    first = file.read_text("utf-8")
    file.unlink()
    call_command("demo_accounts", file=str(file), stdout=StringIO())
    lines = file.read_text("utf-8").splitlines()
    assert file.read_text("utf-8") != first
    name, password = next(line.split()[:2] for line in lines if line.startswith("quantri"))
    assert Account.objects.get(username=name).check_password(password)


def _viewer(client):
    from chibo.access.queries import AccountViewer

    return AccountViewer(client.account, on=clock.today())
