"""Hostile input: always a 4xx in JSON with a Vietnamese sentence, never an error, nothing written."""

from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo.journal.models import Entry

GOOD = {"unit": "H", "on": "2024-12-31"}
HUGE = "9" * 40
REFUSED = {
    "no such day": ("figures/MEM-01", GOOD | {"on": "2020-02-31"}, 422, "on"),
    "not ISO": ("figures/MEM-01", GOOD | {"on": "31/02/2020"}, 422, "on"),
    "two-digit year": ("figures/MEM-01", GOOD | {"on": "31/12/20"}, 422, "on"),
    "year zero": ("figures/MEM-01", GOOD | {"on": "0000-01-01"}, 422, "on"),
    "unknown unit": ("figures/MEM-01", GOOD | {"unit": "XYZ"}, 404, "unit"),
    "no unit": ("figures/MEM-01", {"on": "2024-12-31"}, 422, "unit"),
    "ambiguous unit": ("figures/MEM-01", GOOD | {"unit": "chi bo thon 1"}, 422, "unit"),
    "before the unit existed": ("figures/MEM-01", GOOD | {"on": "1999-12-31"}, 422, "on"),
    "day and period": ("figures/MEM-01", GOOD | {"from": "2020-01-01"}, 422, "on"),
    "period backwards": ("figures/ADM-01", {"unit": "H", "from": "2024-01-02", "to": "2024-01-01"}, 422, "to"),
    "unknown code": ("figures/ABC-99", GOOD, 404, "code"),
    "unknown dimension": ("figures/MEM-01", GOOD | {"by": "hat"}, 422, "by"),
    "three dimensions": ("figures/MEM-01", GOOD | {"by": "sex,age,religion"}, 422, "by"),
    "unknown value": ("figures/MEM-01", GOOD | {"where": "sex=khac"}, 422, "where"),
    "no sign": ("figures/MEM-01", GOOD | {"where": "sex"}, 422, "where"),
    "structure": ("figures/MEM-01", GOOD | {"structure": "hôm qua"}, 422, "structure"),
    "10 MB": ("figures/MEM-01", GOOD | {"unit": "x" * 10_000_000}, 404, "unit"),
    "10 MB of a day": ("figures/MEM-01", GOOD | {"on": "1" * 10_000_000}, 422, "on"),
    "10 MB of a condition": ("figures/MEM-01", GOOD | {"where": "sex=" + "x" * 10_000_000}, 422, "where"),
    "NUL": ("figures/MEM-01", GOOD | {"unit": "H\0"}, 400, None),
    "repeated": ("figures/MEM-01", {"unit": ["H", "A"]}, 422, "unit"),
    "unknown parameter": ("figures/MEM-01", GOOD | {"ngay": "31/12/2024"}, 422, "ngay"),
    "negative page": ("figures/MEM-01/rows", GOOD | {"page": "-1"}, 422, "page"),
    "second page": ("figures/MEM-01/rows", GOOD | {"page": "2"}, 422, "page"),
    "huge page": ("figures/MEM-01/rows", GOOD | {"page": HUGE}, 422, "page"),
    "negative limit": ("figures/MEM-01/rows", GOOD | {"limit": "-5"}, 422, "limit"),
    "limit beyond 2**63": ("figures/MEM-01/rows", GOOD | {"limit": HUGE}, 422, "limit"),
    "limit of 201": ("figures/MEM-01/rows", GOOD | {"limit": "201"}, 422, "limit"),
    "no cursor": ("figures/MEM-01/rows", GOOD | {"cursor": "xyz"}, 422, "cursor"),
    "long cursor": ("figures/MEM-01/rows", GOOD | {"cursor": "x" * 100_000}, 422, "cursor"),
    "part": ("figures/MEM-01/rows", GOOD | {"part": "some"}, 422, "part"),
    "no base": ("figures/ADM-02/rows", {"unit": "H", "from": "2020-01-01", "to": "2024-12-31", "part": "base"}, 422, "part"),
    "unit of the path": ("units/XYZ", {}, 404, "unit"),
    "unit and day": ("units/OLD", {"on": "2024-12-31"}, 422, "on"),
    "units": ("units", {"limit": "0"}, 422, "limit"),
    "address": ("nothing/here", {}, 404, None),
}  # fmt: skip


@pytest.mark.parametrize(("path", "query", "status", "field"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_words(caller, path, query, status, field):
    before = Entry.objects.count()
    answer = caller().get(f"/api/v1/{path}", query)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    body = answer.json()
    assert body["message"].endswith((".", "…", "?")) and len(body["message"]) < 1_500
    assert body["error"].isidentifier()
    assert body.get("field") == field
    assert Entry.objects.count() - before == 1  # the grant of this caller


def test_an_ambiguous_unit_comes_with_its_choices(caller):
    choices = caller().get("/api/v1/figures/MEM-01", GOOD | {"unit": "Chi bộ Thôn 1"}).json()["choices"]
    assert [choice["value"] for choice in choices] == ["A1", "B1"]


def test_a_cursor_opens_only_the_list_it_came_from(caller):
    client = caller()
    cursor = client.get("/api/v1/figures/MEM-01/rows", GOOD | {"limit": 1}).json()["next"]
    elsewhere = client.get("/api/v1/figures/MEM-01/rows", GOOD | {"unit": "A", "cursor": cursor})
    assert (elsewhere.status_code, elsewhere.json()["error"]) == (422, "cursor")


def test_nobody_gets_401(db):
    for path in ("figures", "figures/MEM-01", "figures/MEM-01/rows", "units", "units/H", "nothing"):
        answer = Client().get(f"/api/v1/{path}")
        assert (answer.status_code, answer.json()["error"]) == (401, "not_signed_in")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading_is_allowed(caller, method):
    answer = getattr(caller(), method)("/api/v1/figures/MEM-01")
    assert (answer.status_code, answer["Allow"], answer.json()["error"]) == (405, "GET, HEAD", "method")


@pytest.mark.parametrize(
    "query", ["unit=%ff%fe", "unit=H&on=%80", "%ff=1", "unit=%00", "a=" * 1200, "&".join("abc") * 999]
)
def test_broken_bytes_and_too_many_parameters_are_refused(caller, query):
    answer = caller().get(f"/api/v1/figures/MEM-01?{query}")
    assert 400 <= answer.status_code < 500
    assert answer.json()["message"]


@pytest.mark.parametrize("code", ["%00", "%ff", "..", "x" * 41, "MEM-01;drop"])
def test_broken_codes_are_refused(caller, code):
    answer = caller().get(f"/api/v1/figures/{code}?unit=H")
    assert answer.status_code in (400, 404)
    assert answer.json()["message"]


NAMES = st.sampled_from(["unit", "on", "from", "to", "by", "where", "structure", "part", "limit", "cursor", "page"])
VALUES = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.dates().map(str),
    st.sampled_from(["H", "A", "then", "now", "sex", "sex=nu", "unit", "unit=A", "line=closing", "base", "rest", "1890-01-01",
                     "9999-12-31", "year", "year=2020", "superior=1", "place=", "=", "age=18-30,x"]),
)  # fmt: skip
CODES = ["MEM-01", "MEM-02", "MEM-03", "MEM-04", "ADM-01", "ADM-02", "ORG-01", "ORG-06", "ORG-08", "TRF-01", "REM-02"]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    code=st.sampled_from(CODES),
    rows=st.booleans(),
    query=st.lists(st.tuples(NAMES, VALUES), max_size=5, unique_by=lambda x: x[0]),
)
def test_no_query_is_an_error_of_the_program(caller, fuzzed, code, rows, query):
    pairs = [("unit", "H"), *((name, value) for name, value in query if name != "unit")]
    text = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in pairs)
    answer = fuzzed.get(f"/api/v1/figures/{code}{'/rows' if rows else ''}?{text}")
    assert answer.status_code in (200, 400, 403, 404, 422), answer.content


@pytest.fixture
def fuzzed(caller):
    """One caller for all tries."""
    client = caller()
    client.raise_request_exception = False
    return client
