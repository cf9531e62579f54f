"""A dirty workbook of members goes in, its figures agree with a recount by other means, and it goes without a trace."""

import json
from collections import Counter
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from chibo.access import actions as access
from chibo.accounts.models import Account
from chibo.journal.models import Entry
from chibo.kernel.days import FOREVER
from chibo.members import actions as members
from chibo.members.models import Spell
from chibo.org import queries as org
from tests.workbooks import hand, recount
from tests.workbooks.bringing import adds_up, bring, fingerprint, told, undo, verify
from tests.workbooks.conftest import BY
from tests.workbooks.hand import ENDED, TYPO

pytestmark = pytest.mark.django_db
ON = "2024-12-31"
DAY = date(2024, 12, 31)
TODAY = "2026-11-22"
TITLES = {
    "Tên Đảng viên": "Họ và tên", "sinh": "Ngày sinh", "kết nạp": "Ngày vào Đảng", "chính thức": "Ngày chính thức",
    "Giới": "Giới tính", "Dân tộc": "Dân tộc", "Tôn giáo": "Tôn giáo", "Số căn cước": "Số định danh cá nhân",
    "Số thẻ ĐV": "Số thẻ đảng viên", "Chi bộ": "Tổ chức sinh hoạt", "Chuyên môn": "Trình độ chuyên môn", "": "Họ và tên",
}  # fmt: skip


def answer(question):
    """What the person who keeps the list knows."""
    if question["key"].startswith("date_order:"):
        return "mdy" if "thẻ" in question["text"] else "dmy"
    if ENDED in question["text"]:
        return "refuse"
    assert TYPO in question["text"], question
    return next(value for value, label in question["choices"] if label.startswith("Chi bộ thôn Xoài"))


def brought(file):
    return bring("members", file, on=ON, answer=answer)


def figures(unit, on, by):
    """MEM-01 as ``manage.py figure`` tells it: label → people, and their number."""
    data = json.loads(told("figure", "MEM-01", "--unit", unit, "--on", on, "--by", by, "--json")[1])
    assert sum(cell["value"] for cell in data["cells"]) == data["value"]
    return Counter({cell["labels"][0]: cell["value"] for cell in data["cells"] if cell["value"]}), data["value"]


def agrees(people, tree):
    """The figures of every unit, on the day of the list and today, are those of the recount."""
    units = {"TG": people}
    for name, part in [*people.groupby("district"), *people.groupby("commune")]:
        units[org.units_below(tree, on=DAY).get(name=name).unit.ref] = part
    for (commune, name), part in people.groupby(["commune", "cell"]):
        base = org.units_below(tree, on=DAY).get(name=commune).unit
        units[org.units_below(base, on=DAY).get(name=name).unit.ref] = part
    deep = len(people) < 100
    for ref, part in units.items():
        for on in (ON, TODAY) if deep or len(part) > 100 else (ON,):
            for by in ("sex", "ethnicity", "religion") if deep or len(part) > 100 else ("ethnicity",):
                cells, value = figures(ref, on, by)
                assert value == len(part), (ref, on)
                assert cells == Counter(part[by]), (ref, on, by)


def person_by_person(people):
    """Everybody stands in the records as in the file."""
    spells = Spell.objects.filter(since__lte=DAY, until__gt=DAY)
    found = {spell.person.national_id: spell for spell in spells.select_related("person__particulars", "cell")}
    names = org.names_of([spell.cell_id for spell in found.values()], on=DAY)
    assert len(found) == len(people)
    for row in people.itertuples():
        spell = found[row.number]
        person = spell.person
        assert (person.full_name, person.born_on, person.card) == (row.name, row.born, row.card)
        assert (spell.party_since, names[spell.cell_id]) == (row.joined, row.cell)
        assert person.particulars.card_issued_on == row.card_day


@pytest.mark.parametrize("count", [1, 40, 3_000])
def test_a_workbook_goes_in_agrees_and_goes_again(tree, tmp_path, count):
    file = tmp_path / "Trích ngang 2024 (bản cuối) (2).xlsx"
    planted = hand.write(file, count)
    before, told_before = fingerprint(), Entry.objects.exclude(what="files.kept").count()
    result = brought(file)
    assert result["exit"] == 0 and adds_up(result)
    entries = Entry.objects.exclude(what="files.kept").count() - told_before
    assert entries == result["created"] + 1  # one for everybody, one for the workbook
    people = recount.clean(file, planted)
    assert result["rows"] == planted.rows
    assert result["other_sheets"] == ["Hướng dẫn"]
    assert result["unused"] == ["Ghi chú", "Ghi chú (2)", "Tuổi"]
    assert result["created"] == len(people)
    assert (result["updated"], result["skipped"]) == (0, len(planted.twins))
    told_of = {(fault["row"], fault["column"]) for fault in result["faults"]}
    expected = {(row, TITLES[heading]) for row, heading in planted.refused.items()}
    assert expected <= told_of
    assert {row for row, _ in told_of} == {*planted.refused, *(row for pair in planted.rivals for row in pair)}
    assert all(fault["sheet"] == hand.SHEET for fault in result["faults"])
    agrees(people, tree)
    person_by_person(people)
    assert verify()[0] == 0, verify()[1]
    again = brought(file)
    assert (again["created"], again["updated"], again["refused"]) == (0, 0, result["refused"])
    assert adds_up(again)
    assert undo(result)["state"] == "undone"
    assert fingerprint() == before
    assert verify()[0] == 0, verify()[1]


def test_people_on_record_are_compared_and_not_made_twice(tree, tmp_path):
    known = (3, 10, 17, 24, 31)
    hand.write(tmp_path / "cũ.xlsx", 40, only=known, change={"Nghề": "Sinh viên"})
    old = bring("members", tmp_path / "cũ.xlsx", on="2024-06-30", answer=answer)
    assert (old["created"], old["refused"]) == (len(known), 0), old
    before = fingerprint()
    file = tmp_path / "mới.xlsx"
    planted = hand.write(file, 40)
    result = brought(file)
    people = recount.clean(file, planted)
    assert adds_up(result)
    assert (result["created"], result["updated"]) == (len(people) - 5, 3)
    assert result["skipped"] == 2 + len(planted.twins)
    agrees(people, tree)
    assert verify()[0] == 0, verify()[1]
    assert undo(old)["code"] == "stood_on"
    assert undo(result)["state"] == "undone"
    assert fingerprint() == before
    assert undo(old)["state"] == "undone"
    assert verify()[0] == 0, verify()[1]


def test_what_stands_on_a_workbook_is_listed_and_nothing_is_taken_back(tree, tmp_path):
    file = tmp_path / "ds.xlsx"
    hand.write(file, 40)
    result = brought(file)
    spells = Spell.objects.filter(until=FOREVER).select_related("person", "cell").order_by("pk")
    gone, changed = spells[4].person, spells[7].person
    members.record_death(person=gone, on=date(2025, 3, 1), by=BY)
    members.change_attribute(person=changed, name="occupation", value="huu_tri", since=date(2025, 2, 1), by=BY)
    before = fingerprint()
    refused = undo(result)
    assert refused["exit"] == 1 and refused["code"] == "stood_on"
    assert all(any(person.full_name in line for line in refused["choices"]) for person in (gone, changed))
    assert len(refused["choices"]) == 2
    assert fingerprint() == before


def test_the_national_sheet_goes_out_and_comes_back_without_a_change(tree, tmp_path):
    file = tmp_path / "ds.xlsx"
    hand.write(file, 40)
    result = brought(file)
    account = Account.objects.create(username="lan", display_name="Lan")
    access.grant(account=account, role="ban_to_chuc", unit=tree, since=date(2020, 1, 1), by=BY)
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    answered = client.get(reverse("members:sheet"), {"to-chuc": tree.uid, "ngay": "31/12/2024", "xuat": "xlsx"})
    out = tmp_path / "bang33.xlsx"
    out.write_bytes(b"".join(answered.streaming_content) if answered.streaming else answered.content)
    before = fingerprint()
    back = bring("members", out, on=ON)
    assert (back["created"], back["updated"], back["refused"]) == (0, 0, 0), back["faults"]
    assert back["skipped"] == result["created"]
    assert fingerprint() == before
