"""Papers on the screen, as files, many at once; each in the journal."""

import io
import zipfile
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from chibo.accounts.models import Account
from chibo.files import queries as files
from chibo.jobs.models import Job, State
from chibo.journal.models import Entry, EntrySubject
from chibo.kernel import clock
from chibo.kernel.refusal import NotEntitled
from chibo.kernel.viewer import System
from chibo.papers import actions
from chibo.papers.rules import Facts, Head, builders

pytestmark = pytest.mark.django_db
CODE = "gt-noi-bo"
NAME = "Nông Thị Hậu"


def letter(ref, on, by):
    """The builder of the tests: whoever is called ``kin`` is not to be seen."""
    if ref == "kin":
        raise NotEntitled("Đồng chí không được xem hồ sơ này. Hãy hỏi người phụ trách.")
    head = Head(above="Đảng bộ tỉnh", issuer="Đảng ủy xã", number=5, place="Xã A", on=on)
    return Facts({"full_name": f"{NAME} {ref}"}, head, reference="CD-2026-00001", subject=f"person:{ref}", name=ref)


@pytest.fixture
def client(settings, monkeypatch):
    call_command("createcachetable", verbosity=0)
    monkeypatch.setattr(builders, "_builders", {CODE: letter})
    client = Client()
    account = Account.objects.create(username="lan", display_name="Lan")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def paper(client, **query):
    return client.get(reverse("papers:paper", args=[CODE]), query)


def file(client, **query):
    return client.get(reverse("papers:file", args=[CODE]), query)


def test_a_paper_is_shown_with_its_words_and_noted(client):
    page = paper(client, ve="a")
    assert page.status_code == 200
    assert f"{NAME} a" in page.text and "data:image/svg+xml;base64," in page.text and "Tải Word" in page.text
    assert page.text.count('class="sheet"') == 2
    entry = Entry.objects.get()
    assert (entry.what, entry.subject, entry.label) == (
        "journal.reading", "person:a", "Xem văn bản “Giấy giới thiệu chuyển sinh hoạt đảng nội bộ”",
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_file_is_a_download_and_noted(client, kind, begins):
    answer = file(client, ve="a", dang=kind)
    assert answer.getvalue().startswith(begins)
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and f"gt-noi-bo-a.{kind}" in answer["Content-Disposition"]
    )
    entry = Entry.objects.get(what="papers.printed")
    assert (entry.subject, entry.after) == ("person:a", {"form": CODE, "as": kind, "reference": "CD-2026-00001"})


def test_the_pdf_opens_in_the_browser_to_be_printed_and_word_never_does(client):
    assert file(client, ve="a", dang="pdf", mo="1")["Content-Disposition"].startswith("inline")
    assert file(client, ve="a", dang="docx", mo="1")["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["papers:paper", "papers:file"])
def test_what_the_builder_refuses_is_refused(client, name):
    answer = client.get(reverse(name, args=[CODE]), {"ve": "kin"})
    assert answer.status_code == 403 and "không được xem hồ sơ này" in answer.text
    assert not Entry.objects.exists()


def test_unknown_things_are_refused_in_words(client):
    assert client.get(reverse("papers:paper", args=["99-KNĐ"]), {"ve": "a"}).status_code == 404
    assert client.get(reverse("papers:paper", args=["1-KNĐ"]), {"ve": "a"}).status_code == 404
    assert file(client, ve="a", dang="exe").status_code == 422


def test_a_blank_form_is_for_everybody_and_needs_no_note(client):
    page = client.get(reverse("papers:paper", args=["1-KNĐ"]))
    assert page.status_code == 200 and "Mẫu trống" in page.text
    assert client.get(reverse("papers:file", args=["1-KNĐ"]), {"dang": "docx"}).getvalue().startswith(b"PK")
    assert not Entry.objects.exists()


def test_the_list_shows_every_form(client):
    page = client.get(reverse("papers:list"))
    assert page.status_code == 200 and page.text.count("KNĐ</") >= 17


def many(client, refs):
    return client.post(reverse("papers:many", args=[CODE]), {"ve": refs})


def test_a_few_papers_come_at_once_in_a_package(client):
    asked = client.get(reverse("papers:many", args=[CODE]), {"ve": ["a", "b", "a"]})
    assert "In 2 văn bản" in asked.text
    with zipfile.ZipFile(io.BytesIO(many(client, ["a", "b", "a", "kin"]).getvalue())) as pack:
        assert pack.namelist() == [
            "0001-gt-noi-bo-a.docx", "0002-gt-noi-bo-b.docx", "in-tat-ca-0001-0002.pdf", "khong-in-duoc.txt",
        ]  # fmt: skip
        assert "3. Đồng chí không được xem hồ sơ này" in pack.read("khong-in-duoc.txt").decode()
    entry = Entry.objects.get(what="papers.printed")
    assert (entry.count, sorted(EntrySubject.objects.filter(entry=entry).values_list("subject", flat=True))) == (
        2,
        ["person:a", "person:b"],
    )


def test_many_papers_are_made_by_the_worker(client, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    by = System("kiểm thử")
    job = actions.print_many(code=CODE, refs=[f"n{number:02d}" for number in range(30)], on=clock.today(), by=by)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.message) == (State.DONE, "Đã lập 30 văn bản.")
    with zipfile.ZipFile(io.BytesIO(files.content(job.result))) as pack:
        assert len(pack.namelist()) == 31 and "in-tat-ca-0001-0030.pdf" in pack.namelist()
        assert pack.testzip() is None


def test_more_than_a_few_are_given_to_the_worker(client):
    answer = many(client, [f"n{number}" for number in range(11)])
    job = Job.objects.get()
    assert answer.status_code == 302 and answer["Location"] == reverse("jobs:job", args=[job.uid])
    assert (job.total, job.checkpoint["code"]) == (11, CODE)


def test_nothing_too_much_and_nothing_allowed_are_refused(client):
    assert many(client, []).status_code == 422
    assert many(client, [str(number) for number in range(501)]).status_code == 422
    assert many(client, ["kin"]).status_code == 422


def test_a_paper_of_a_day_before_is_laid_out_as_then(client, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2019, 3, 4))
    assert "ngày 04 tháng 3 năm 2019" in paper(client, ve="a").text
