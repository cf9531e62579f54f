"""Every address is visited once by somebody who may and once by somebody who may not; none is forgotten."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from chibo.access.models import Grant
from chibo.journal.models import Entry
from tests.architecture.committee import OFFICE
from tests.architecture.visits import EVERYBODYS, OPEN, VISITS, built, names


def test_every_address_is_visited_or_excused():
    there = set(names())
    assert there - set(VISITS) - set(EVERYBODYS) - set(OPEN) == set()
    assert "None" not in {name.rpartition(":")[2] for name in there}


@pytest.mark.parametrize("name", built(VISITS))
def test_an_address_opens_for_whoever_may(committee, name):
    visit = VISITS[name]
    client = committee.doors.enter(visit.role)
    answer = visit.go(client, name, committee)
    assert answer.status_code in visit.expects, answer.content.decode()[-2000:]


@pytest.mark.parametrize("name", built(VISITS))
def test_an_address_is_refused_to_whoever_has_no_grant(committee, name):
    visit = VISITS[name]
    before = Entry.objects.count()
    answer = visit.go(committee.doors.enter(), name, committee)
    assert answer.status_code == visit.refused
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", built(VISITS))
def test_nobody_is_let_in_without_signing_in(committee, name):
    answer = VISITS[name].go(Client(), name, committee)
    assert answer.status_code == (401 if name.startswith("api:") else 302)
    if answer.status_code == 302:
        assert answer["Location"].startswith("/tai-khoan/dang-nhap/")


@pytest.mark.parametrize("name", built(EVERYBODYS))
def test_what_is_everybodys_opens_without_a_grant_but_not_without_signing_in(committee, name):
    assert committee.doors.enter().get(reverse(name)).status_code == 200
    assert Client().get(reverse(name)).status_code == 302
    assert Grant.objects.filter(account=committee.doors.accounts[None]).count() == 0


@pytest.mark.parametrize("address", ["/healthz", "/robots.txt", "/tai-khoan/dang-nhap/"])
def test_what_is_open_answers_anybody(committee, address):
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("name", built(VISITS))
def test_hostile_parameters_are_no_error_anywhere(committee, name):
    visit = VISITS[name]
    client = committee.doors.enter(visit.role)
    address = reverse(name, args=visit.arguments(committee))
    huge = "9" * 30
    for query in (
        "ngay=31/02/2020", "ngay=31/12/20", "ngay=%00", "ngay=%ff", "tu=x&den=y", "tu=31/12/2020&den=01/01/2020", "cautruc=x",
        "cautruc=ngay-khac", f"limit={huge}", "limit=-1", f"page={huge}", "page=-1", f"trang={huge}", "trang=-1", "sau=xyz",
        f"sau={huge}", "sau=-1", "don-vi=khong-co", "loc=x", "loc=sex=x", "chia=x,y,z", "xuat=exe", "sapxep=x",
        "ten=" + "x" * 100_000, "q=" + "x" * 100_000, "ngay=01/01/1890", "ngay=31/12/9999", "mo=x", "chieu=x", "loai=x",
    ):  # fmt: skip
        answer = client.get(f"{address}?{query}")
        assert answer.status_code < 500, query


FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"')
FORM = re.compile(r'<form[^>]*method="post"[^>]*>(.*?)</form>', re.S)
NOT_TYPED = {"csrfmiddlewaretoken", "edit", "confirmed"}


def fields_of(page):
    """Names of what can be typed or chosen in the forms of the page's main part."""
    main = page.partition('<main id="noi-dung"')[2]
    return sorted({name for form in FORM.findall(main) for name in FIELD.findall(form)} - NOT_TYPED)


@pytest.mark.parametrize("name", [name for name in built(VISITS) if not VISITS[name].post])
def test_a_form_refuses_whatever_makes_no_sense_and_writes_nothing(committee, name):
    visit = VISITS[name]
    client = committee.doors.enter(visit.role)
    fields = fields_of(visit.go(client, name, committee).getvalue().decode("utf-8", "replace"))
    if not fields:
        return
    before = Entry.objects.count()
    address = reverse(name, args=visit.arguments(committee))
    for value in ("x" * 200_000, "\0", "9" * 30, "-1", "31/02/2020", "31/12/20", "<b>", "\ud7ff", "٣", "%s{0}"):
        for confirmed in ({}, {"confirmed": "1"}):
            answer = client.post(address, dict.fromkeys(fields, value) | confirmed)
            assert 200 <= answer.status_code < 500 and answer.status_code != 302, (value[:20], confirmed)
    assert Entry.objects.count() == before


def test_ten_megabytes_in_a_field_are_refused(committee):
    client = committee.doors.enter(OFFICE)
    address = reverse("members:add", args=["ket-nap"])
    answer = client.post(address, {"full_name": "x" * 10_000_000})
    assert answer.status_code == 413
    assert "quá lớn" in answer.content.decode()
