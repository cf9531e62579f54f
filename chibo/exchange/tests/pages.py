"""What the tests of pages begin with: a small committee, somebody signed in, workbooks made on the spot."""

import io
from datetime import date

import xlsxwriter
from django.test import Client
from django.urls import reverse

from chibo.access import actions as access
from chibo.accounts.models import Account
from chibo.exchange.models import Batch
from chibo.kernel.viewer import System

BY = System("kiểm thử")
HEAD = ("TT", "Họ và tên", "Ngày sinh", "Số CCCD", "Chi bộ", "Ngày vào Đảng", "Ngày chính thức", "Ghi chú của xã")
ROWS = (
    (1, "Nguyễn Văn Bình", "15/03/1980", "036080001234", "Chi bộ Thôn 1", "19/05/2005", "19/05/2006", ""),
    (2, "Trần Thị Cúc", "20/11/1975", "036175004321", "Chi bộ Thôn 2", "03/02/2000", "03/02/2001", ""),
    (3, "Lê Văn Dũng", "31/02/1990", "036090007777", "Chi bộ Thôn 2", "03/02/2015", "03/02/2016", "xem lại"),
)


def workbook(rows=ROWS, head=HEAD, *, others=(), title="") -> bytes:
    """A workbook of one sheet, and of others with one cell each."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("Danh sách")
    first = 0
    if title:
        sheet.write(0, 0, title)
        first = 2
    for number, cells in enumerate([head, *rows], first):
        for place, cell in enumerate(cells):
            if cell not in (None, ""):
                sheet.write(number, place, cell)
    for name in others:
        book.add_worksheet(name).write(0, 0, f"Trang {name}")
    book.close()
    return file.getvalue()


def sign_in(role="", unit=None, name=""):
    """A browser of somebody with a role at a unit; the account is ``client.account``."""
    account = Account.objects.create(username=name or f"u{Account.objects.count()}", display_name="Lan")
    if role:
        access.grant(account=account, role=role, unit=unit, since=date(2020, 1, 1), by=BY)
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.account = account
    return client


def send(client, content, *, kind="members", unit="A", on="31/12/2024", name="Danh sách xã.xlsx", **more):
    """The answer of the first step."""
    file = io.BytesIO(content)
    file.name = name
    return client.post(reverse("exchange:upload", args=[kind]), {"unit": unit, "on": on, "file": file, **more})


def received(client, content=None, **more) -> Batch:
    """A workbook after the first step."""
    answer = send(client, workbook() if content is None else content, **more)
    assert answer.status_code == 302, answer.text
    return Batch.objects.order_by("-pk").first()


def url(name, batch):
    """Address of a page of a workbook."""
    return reverse(f"exchange:{name}", args=[batch.uid])


def chosen(client, batch):
    """What the page of columns proposes, as a form sends it back."""
    form = client.get(url("columns", batch)).context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    return said | {"trang": "", "tieu-de": ""}


def checked(client, content=None, **more) -> Batch:
    """A workbook mapped as proposed and checked."""
    batch = received(client, content, **more)
    answer = client.post(url("columns", batch), chosen(client, batch))
    assert answer.status_code == 302, answer.text
    batch.refresh_from_db()
    assert batch.job.state == "done", (batch.job.state, batch.job.message, batch.job.task)
    return batch


def written(client, content=None, how="dong-tot", **more) -> Batch:
    """A workbook whose good rows are written."""
    batch = checked(client, content, **more)
    said = {"cach": how}
    shown = client.post(url("write", batch), said)
    assert shown.status_code == 200, shown.text
    preview = shown.context["preview"]
    answer = client.post(url("write", batch), said | {"confirmed": "1", "seen": preview.seal})
    assert answer.status_code == 302, answer.text
    batch.refresh_from_db()
    return batch
