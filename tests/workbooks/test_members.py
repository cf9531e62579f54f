"""A dirty workbook of members goes in, its figures agree with a recount by other means, and it goes without a trace."""

import json
from collections import Counter
from datetime import date

import pytest

from chibo.members.models import Spell
from chibo.org import queries as org
from tests.workbooks import hand, recount
from tests.workbooks.bringing import adds_up, bring, fingerprint, told, undo, verify
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
        for on in (ON, TODAY):
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
    before = fingerprint()
    result = brought(file)
    assert result["exit"] == 0 and adds_up(result)
    people = recount.clean(file, planted)
    assert result["rows"] == planted.rows
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
