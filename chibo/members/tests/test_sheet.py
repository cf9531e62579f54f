"""The sheet of 33 columns: what it says, who may have it, and that it comes back without a change."""

import csv
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo.exchange.reading.values import Fault, Noted
from chibo.exchange.rules.kinds import Row
from chibo.exchange.vocabulary import Outcome
from chibo.journal.models import Entry, EntrySubject
from chibo.kernel.days import show_day
from chibo.members import actions, queries
from chibo.members.imports.members import MEMBERS
from chibo.members.imports.profile_columns import COLUMNS
from chibo.members.models import Person
from chibo.members.queries.sheet import SHEET, SheetSource
from chibo.members.tests.conftest import TODAY
from chibo.members.tests.test_import_profiles import bring_in, clean, row, said, setting, state_of_everything
from chibo.members.tests.world import ME, d

HOSTILE = (
    ("Nguyễn Văn An", '=HYPERLINK("x")'),
    ("Đặng Thị Ước", "'+84"),
    ("Hoà Hoàng Hoạ", 'x; y, "z"\nw'),
    ("Y Ê Ban Niê", "@SUM(A1)"),
    ("K'Sor H'Bia", "  - một | hai | ba | bốn -  "),
)


def sheet_rows(world, on=TODAY) -> list[Row]:
    """The sheet as a workbook: every cell as text or day, read again by the types of the import."""
    rows = list(SheetSource(queries.present_roll(world.h, on=on), on=on).iterate())
    readers = {column.name: column.type.cleaner() for column in COLUMNS if column.name in {c.key for c in SHEET}}
    found = []
    for number, given_row in enumerate(rows, start=8):
        read, faults = {}, []
        for column in SHEET:
            value = given_row[column.key]
            if isinstance(value, date):
                partial = column.key == "born" and given_row["born_precision"] != "day"
                value = (
                    show_day(value, given_row["born_precision"]) if partial else ("d", f"{value.isoformat()}T00:00:00")
                )
            try:
                clean_value = readers[column.key](value)
            except Fault as fault:
                faults.append((column.key, fault.message))
                clean_value = None
            read[column.key] = clean_value.value if isinstance(clean_value, Noted) else clean_value
        found.append(Row(number, read, faults))
    return found


def plans_of_the_sheet(world) -> list:
    importer = MEMBERS.begin(setting(world, on=TODAY))
    return [*importer.plan(sheet_rows(world)), *importer.finish()]


def test_there_are_33_columns_and_the_import_takes_each():
    assert len(SHEET) == 33
    assert [column.title for column in COLUMNS[:33]] == [column.title for column in SHEET]


def test_the_sheet_comes_back_without_a_change(world):
    for number, (name, text) in enumerate(HOSTILE):
        person = world.member(
            name, born=f"0{number + 1}/02/1980", national_id=f"03608000123{number}", card=f"36001234567{number}",
            attributes={"sex": "nam", "ethnicity": "12", "religion": "khong", "hometown": text, "occupation": "nong_dan"},
        )  # fmt: skip
        actions.change_attribute(person, name="permanent_residence", value=f"Việt Nam | | {text} |", since=TODAY, by=ME)
        actions.change_attribute(person, name=("exemption", "activity")[number % 2], since=TODAY, by=ME,
                                 value=("tuoi_cao", "dinh_chi", "khong", "gian_doan", "khac")[number])  # fmt: skip
    young = world.member(
        "Lê Văn Trẻ", born="01/01/2004", status="probationary", party_since=d("01/11/2025"), on="01/11/2025"
    )
    bring_in(world, row(9, full_name="Trần Văn Đủ", national_id="036080004321", other_name="Ba Đủ", old_card="00123456",
                        card_issued_on="2007-02-03", card_issued_by="Tỉnh ủy", old_national_id="162345678",
                        deletion_proposal="Trùng hồ sơ", birth_country="Việt Nam", home_province="Tỉnh Hà Nam"))  # fmt: skip
    partial = Person.objects.get(full_name="Trần Văn Đủ")
    Person.objects.filter(pk=partial.pk).update(born_precision="year", born_on="1980-01-01")
    actions.recognize(young, on=d("01/11/2026"), by=ME)
    before = state_of_everything()
    plans = plans_of_the_sheet(world)
    assert [(plan.outcome, plan.differences, said(plan)) for plan in plans if plan.outcome != Outcome.SKIP] == []
    assert len(plans) == len(HOSTILE) + 2
    assert state_of_everything() == before


words = st.text("aăâbcdđeêghijklmnoôơpqrstuưvxyáàảãạ |/;'\"=+-@1234567890", max_size=24)
days = st.dates(date(1946, 1, 1), date(1999, 12, 31))


@st.composite
def profiles(draw):
    values = {
        name: draw(st.none() | words.map(str.strip))
        for name in ("other_name", "card_issued_by", "birth_country", "birth_address", "home_province", "home_commune",
                     "home_address", "permanent_country", "permanent_address", "deletion_proposal")
    }  # fmt: skip
    values = {name: value or None for name, value in values.items()}
    born = draw(days)
    party = date(born.year + draw(st.integers(18, 24)), 3, draw(st.integers(1, 28)))
    values |= {
        "born": born.isoformat(),
        "party_since": party.isoformat(),
        "official_since": draw(st.sampled_from([None, party.replace(year=party.year + 1).isoformat()])),
        "sex": draw(st.sampled_from([None, "nam", "nu"])),
        "ethnicity": draw(st.sampled_from([None, "01", "53"])),
        "religion": draw(st.sampled_from([None, "khong", "khac"])),
        "state": draw(st.sampled_from([None, "active", "exempt", "suspended", "interrupted"])),
        "card_issued_on": draw(st.sampled_from([None, "2010-01-01"])),
        "old_card": draw(st.sampled_from([None, "00012345"])),
    }
    return values


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(profiles(), min_size=1, max_size=4))
def test_any_roll_brought_in_comes_out_as_it_came(world, drawn):
    from django.db import transaction

    readers = {column.name: column.type.cleaner() for column in COLUMNS}
    with transaction.atomic():
        rows = []
        for number, values in enumerate(drawn):
            for name, value in list(values.items()):
                if isinstance(value, str) and name not in ("sex", "ethnicity", "religion", "state", "born"):
                    cleaned = readers[name](value)
                    values[name] = cleaned.value if isinstance(cleaned, Noted) else cleaned
            rows.append(
                row(
                    number + 2,
                    full_name=f"Nguyễn Văn {'ABCDEFGH'[number]}n",
                    national_id=f"03608000123{number}",
                    **values,
                )
            )
        _, traces = bring_in(world, *rows)
        assert len(traces) == len(rows)
        plans = plans_of_the_sheet(world)
        assert [(plan.outcome, plan.differences, said(plan)) for plan in plans if plan.outcome != Outcome.SKIP] == []
        assert len(plans) == len(rows)
        assert clean()
        transaction.set_rollback(True)


def test_the_file_is_journalled_for_everybody_in_it(world, sign_in):
    world.member("Nguyễn Văn An", national_id="036080001234")
    world.member("Lê Văn Cường", national_id="036080001235")
    client = sign_in("van_phong_co_so", world.a)
    page = client.get(f"/dang-vien/bang-33-cot/?don-vi={world.a.uid}")
    assert page.status_code == 200
    assert "036080001234" not in page.content.decode()
    answer = client.get(f"/dang-vien/bang-33-cot/?don-vi={world.a.uid}&xuat=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "036080001234" in text
    head = next(line for line in csv.reader(text.splitlines()) if line and line[0] == "STT")
    assert head == [column.title for column in SHEET]
    entry = Entry.objects.get(label="Xuất bảng 33 cột, có số định danh")
    assert EntrySubject.objects.filter(entry=entry).count() == 2


def test_who_may_not_see_numbers_gets_no_sheet(world, sign_in):
    world.member("Nguyễn Văn An")
    client = sign_in("bi_thu_chi_bo", world.a1)
    assert client.get(f"/dang-vien/bang-33-cot/?don-vi={world.a1.uid}").status_code == 403
