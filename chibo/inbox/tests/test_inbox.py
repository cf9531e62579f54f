"""What waits for whom, in which order, with how many statements; the week of a unit on one sheet."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F, Value
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chibo.access.queries import AccountViewer
from chibo.inbox import queries
from chibo.inbox.rules import Group, group_of
from chibo.inbox.tests.conftest import TODAY, d
from chibo.kernel import duties
from chibo.kernel.days import FOREVER
from chibo.kernel.duties import Duty, Provider
from chibo.procedures.models import Case
from chibo.procedures.queries.duties import DUTIES as CASES

LIST = "/cong-viec/"


@pytest.fixture(autouse=True)
def _kinds():
    """Cases only, unless a test says otherwise."""
    before = duties.installed()
    duties.install(CASES)
    yield
    duties.install(before)


def due(case, day):
    """The case with another day."""
    Case.objects.filter(pk=case.pk).update(due_on=d(day) if day else FOREVER)
    return case


def titles(page):
    """The lines of the page, in order."""
    lines = re.findall(r'<p class="work-title">(.*?)</p>', page.text, re.S)
    return [unescape(re.sub(r"<.*?>", "", line)).strip() for line in lines]


def count_of(client, url=LIST):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("day", "group"),
    [
        ("21/11/2026", Group.LATE),
        ("22/11/2026", Group.WEEK),
        ("23/11/2026", Group.LATER),
        ("31/12/9998", Group.LATER),
        ("", Group.OPEN),
    ],
)
def test_days_fall_into_groups_by_the_week(day, group):
    assert group_of(d(day) if day else FOREVER, on=TODAY) == group


def test_a_secretary_sees_the_own_cell_and_its_steps_only(world, sign_in):
    world.open("01", unit=world.a1)
    world.open("02", unit=world.a2)
    world.to_step("dang-uy", world.open("03", unit=world.a1))
    client = sign_in("bi_thu_chi_bo", world.a1)
    page = client.get(LIST)
    assert len(titles(page)) == 1 and "Đồng chí 01" in titles(page)[0]
    assert "Cấp dưới" not in page.text
    assert "Đồng chí 02" not in client.get(LIST, {"muc": "cap-duoi"}).text


def test_an_office_sees_its_own_steps_and_below_what_waits_for_others(world, sign_in):
    world.open("01", unit=world.a1)
    world.to_step("dang-uy", world.open("03", unit=world.a1))
    client = sign_in("van_phong_co_so", world.a)
    assert [line.endswith("Đồng chí 03") for line in titles(client.get(LIST))] == [True]
    assert [line.endswith("Đồng chí 01") for line in titles(client.get(LIST, {"muc": "cap-duoi"}))] == [True]
    leader = sign_in("thuong_truc", world.h)
    assert titles(leader.get(LIST)) == []
    assert len(titles(leader.get(LIST, {"muc": "cap-duoi"}))) == 2


def test_overdue_first_without_a_day_last_and_every_page_in_order(world, sign_in):
    days = {"01": "", "02": "01/12/2026", "03": "20/11/2026", "04": "22/11/2026", "05": "22/11/2026"}
    for who, day in days.items():
        due(world.open(who), day)
    client = sign_in("bi_thu_chi_bo", world.a1)
    whole = client.get(LIST)
    order = [line[-2:] for line in titles(whole)]
    assert order == ["03", "04", "05", "02", "01"]
    assert [h for h in re.findall(r'<h2 class="work-head".*?>(.*?)</h2>', whole.text)] == [
        "Quá hạn", "Tuần này", "Sau đó", "Không ghi hạn",
    ]  # fmt: skip
    walked, url = [], f"{LIST}?limit=2"
    while url:
        page = client.get(url)
        walked += [line[-2:] for line in titles(page)]
        found = re.search(r'href="(\?[^"]*sau=[^"]*)"[^>]*>Trang sau', page.text)
        url = LIST + unescape(found.group(1)) if found else ""
    assert walked == order


def test_groups_and_kinds_narrow_the_list(world, sign_in):
    due(world.open("01"), "20/11/2026")
    due(world.open("02"), "")
    client = sign_in("bi_thu_chi_bo", world.a1)
    assert len(titles(client.get(LIST, {"nhom": "qua-han"}))) == 1
    assert len(titles(client.get(LIST, {"loai": "ho-so.thu-viec"}))) == 2
    for wrong in ({"loai": "gi"}, {"loai": "ho-so.gi"}, {"nhom": "gi"}, {"muc": "gi"}):
        assert client.get(LIST, wrong).status_code == 422


def test_kinds_are_put_together_in_one_order(world, sign_in):
    """A second kind, with days of its own and the keys of the first."""
    first, second = due(world.open("01"), "25/11/2026"), due(world.open("02"), "20/11/2026")

    def rows(desk):
        waiting = desk.where("unit", "fees.write")
        return Case.objects.filter(waiting).annotate(key=F("pk"), day=Value(0))

    def shown(keys, desk):
        return {key: Duty("Nhắc đảng phí", f"số {key}", first.unit_id, rule="fees.arrears.months") for key in keys}

    duties.install([*CASES, Provider("phi", "Đảng phí", rows, shown)])
    page = sign_in("bi_thu_chi_bo", world.a1).get(LIST)
    assert [line.startswith("Nhắc") for line in titles(page)] == [False, True, False, True]
    assert titles(page)[1].endswith(f"số {second.pk}")
    assert len(titles(sign_in("bi_thu_chi_bo", world.a2).get(LIST))) == 0


def test_the_list_takes_as_many_statements_for_three_as_for_one(world, sign_in):
    world.open("01")
    client = sign_in("bi_thu_chi_bo", world.a1)
    count_of(client)
    one = count_of(client)
    world.open("02")
    world.open("03")
    assert count_of(client) == one


def test_the_menu_counts_up_to_a_bound_in_one_statement(world, sign_in, monkeypatch):
    world.open("01")
    world.open("02")
    client = sign_in("bi_thu_chi_bo", world.a1)
    with CaptureQueriesContext(connection) as found:
        page = client.get("/quy-dinh/")
    assert re.search(r'menu-count">2<', page.text)
    assert len([q for q in found if "line_kind" in q["sql"]]) == 1
    with CaptureQueriesContext(connection) as found:
        client.get(LIST)
    assert len([q for q in found if "line_kind" in q["sql"]]) == 1, "the page has counted for the menu"
    monkeypatch.setattr(queries.counts, "MOST", 1)
    viewer = AccountViewer(page.wsgi_request.viewer.account, on=TODAY)
    assert queries.waiting(viewer, TODAY) == 1


def test_a_reader_of_figures_has_no_inbox_in_the_menu(world, sign_in):
    page = sign_in("bao_chi", world.h).get(LIST)
    assert page.status_code == 200 and "Không có việc nào chờ đồng chí" in page.text
    assert 'href="/cong-viec/"' not in page.text.partition("<main")[0]


@pytest.mark.parametrize("form", ["xlsx", "csv", "in"])
def test_the_list_leaves(world, sign_in, form):
    world.open("01")
    assert sign_in("bi_thu_chi_bo", world.a1).get(LIST, {"xuat": form}).status_code == 200


def test_the_week_of_a_unit_fits_one_sheet(world, sign_in):
    for number in range(30):
        due(world.open(f"{number:02}"), "20/11/2026")
    client = sign_in("bi_thu_chi_bo", world.a1)
    page = client.get(reverse("inbox:week"))
    assert page.text.count("<tr>") - page.text.count("<thead>") == 15
    assert "và 15 việc nữa" in page.text
    assert "Từ 16/11/2026 đến 22/11/2026" in page.text
    above = sign_in("van_phong_co_so", world.a).get(reverse("inbox:week"))
    assert "Cấp dưới quá hạn" in above.text and "và 26 việc nữa" in above.text


@pytest.mark.parametrize("most", [queries.counts.FIRST, 24])
def test_what_is_late_leaves_room_for_what_comes(world, sign_in, monkeypatch, most):
    """Also where there is more than the first page of the list knows of."""
    monkeypatch.setattr("chibo.inbox.queries.counts.FIRST", most)
    monkeypatch.setattr("chibo.inbox.queries.week.FIRST", most)
    days = ["20/11/2026"] * 24 + ["22/11/2026"] * 3 + ["24/11/2026"] * 2 + ["01/03/2027"] * 2 + [""]
    for number, day in enumerate(days):
        due(world.open(f"{number:02}"), day)
    page = sign_in("bi_thu_chi_bo", world.a1).get(reverse("inbox:week")).text
    parts = re.split(r"<h2>", page.partition("week-sheet")[2])[1:]
    told = {part.partition("</h2>")[0]: part.count("<tr>") - part.count("<thead>") for part in parts}
    assert told == {"Quá hạn": 10, "Tuần này": 3, "Tuần sau": 2, "Sau đó": 0, "Không ghi hạn": 0}
    assert "và 14 việc nữa" in page and "2 việc trong danh sách" in page and "1 việc trong danh sách" in page


def test_the_sheet_counts_what_the_list_and_the_menu_count(world, sign_in):
    """Kinds that the menu leaves out are listed where they are asked for, and nowhere counted among the others."""
    first = due(world.open("01"), "20/11/2026")
    due(world.open("02"), "")

    def rows(desk):
        return Case.objects.filter(desk.where("unit", "cases.cell", "dossiers.read")).annotate(key=F("pk"))

    def shown(keys, desk):
        return {key: Duty("Chờ nơi khác", f"số {key}", first.unit_id) for key in keys}

    kinds = [Provider("khac", "Việc khác", rows, shown), Provider("cho", "Chờ nơi khác", rows, shown, in_menu=False)]
    duties.install([*CASES, *kinds])
    client = sign_in("bi_thu_chi_bo", world.a1)
    page = client.get(LIST)
    assert re.search(r'menu-count">4<', page.text) and "Chờ tôi (4)" in page.text and len(titles(page)) == 4
    assert "4 việc đang chờ" in client.get(reverse("inbox:week")).text
    assert len(titles(client.get(LIST, {"loai": "cho"}))) == 2
    assert re.search(r'menu-count">4<', client.get("/quy-dinh/").text)


def test_the_week_is_refused_next_door(world, sign_in):
    client = sign_in("bi_thu_chi_bo", world.a1)
    assert client.get(reverse("inbox:week"), {"don-vi": str(world.a2.uid)}).status_code == 403
    assert client.get(reverse("inbox:week"), {"don-vi": "khong"}).status_code == 404
    assert sign_in("bao_chi", world.h).get(reverse("inbox:week")).status_code == 403


def test_the_digest_is_printed_for_a_unit(world, capsys):
    due(world.open("01"), "20/11/2026")
    call_command("digest", "--unit=A1")
    told = capsys.readouterr().out
    assert "VIỆC TRONG TUẦN: Chi bộ Thôn 1" in told and "20/11/2026" in told and "Đồng chí 01" in told
    with pytest.raises(CommandError):
        call_command("digest", "--unit=KHONG")


def test_two_providers_of_one_kind_are_refused():
    with pytest.raises(ValueError):
        duties.install([*CASES, *CASES])


def test_the_end_of_time_is_never_shown(world, sign_in):
    due(world.open("01"), "")
    page = sign_in("bi_thu_chi_bo", world.a1).get(LIST)
    assert str(date.max.year) not in page.text and "Không ghi hạn" in page.text
