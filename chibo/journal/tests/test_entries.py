"""Entries are only ever added, and say who did what, on what basis."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from chibo.decisions import actions as decisions
from chibo.journal import actions, queries
from chibo.journal.models import Entry, EntrySubject, PersonKey
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import System

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 1)
CLERK = System("Văn phòng")


def record(**changes):
    said = {"subject": "person:1", "label": "Sửa họ tên", "place": "unit:1", "on": DAY, "by": CLERK} | changes
    return actions.record("members.corrected", **said)


def test_an_entry_keeps_who_what_where_when_and_why():
    because = decisions.register(number="12-QĐ/HU", issued_on=DAY, issuer="Huyện ủy Nam Trực", by=CLERK)
    entry = record(because=because, reason="Viết sai dấu", before={"name": "A", "since": DAY}, after={"name": "B"})
    entry.refresh_from_db()
    assert (entry.actor, entry.actor_label, entry.subject, entry.place) == (
        "system:Văn phòng",
        "Văn phòng",
        "person:1",
        "unit:1",
    )
    assert (entry.because, entry.because_label) == (
        because.reference,
        "12-QĐ/HU ngày 01/01/2024 của Huyện ủy Nam Trực",
    )
    assert (entry.before, entry.after) == ({"name": "A", "since": "2024-01-01"}, {"name": "B"})


@pytest.mark.parametrize("change", ["update", "delete"])
@pytest.mark.parametrize("model", [Entry, EntrySubject])
def test_the_database_refuses_to_change_or_delete_an_entry(model, change):
    record(subjects=["person:2"])
    with pytest.raises(DatabaseError), transaction.atomic():
        rows = model.objects.order_by()
        rows.update(subject="person:9") if change == "update" else rows._raw_delete(rows.db)
    assert not model.objects.filter(subject="person:9").exists()
    assert model.objects.exists()


def test_raw_statements_are_refused_too():
    record()
    with pytest.raises(DatabaseError, match="Nhật ký chỉ được ghi thêm"), transaction.atomic():
        connection.cursor().execute("UPDATE journal_entry SET reason = 'khác'")


def test_every_subject_of_a_bulk_action_finds_the_entry():
    entry = record(subject="", count=2, subjects=["person:2", "person:3", "person:2"])
    own = record(subject="person:3")
    assert list(queries.entries_of("person:3")) == [own, entry]
    assert list(queries.entries_of("person:2")) == [entry]
    assert list(queries.entries_at("unit:1")) == [own, entry]


def test_a_sensitive_value_is_readable_until_the_person_is_erased():
    entry = record(sensitive={"national_id": "001190000001"}, after={"name": "B"})
    entry.refresh_from_db()
    assert b"001190000001" not in bytes(entry.sensitive)
    assert actions.sensitive_of(entry) == {"national_id": "001190000001"}
    actions.erase(subject="person:1", label="Xóa dữ liệu cá nhân", on=DAY, by=CLERK)
    assert actions.sensitive_of(entry) is None
    assert PersonKey.objects.get(subject="person:1").sealed_key is None
    assert entry.after == {"name": "B"}


def test_entries_of_one_person_share_a_key_and_another_has_a_key_of_its_own():
    for subject in ("person:1", "person:1", "person:2"):
        record(subject=subject, sensitive={"card": "1"})
    assert list(PersonKey.objects.values_list("subject", flat=True)) == ["person:1", "person:2"]


def test_a_reading_is_written_once_in_five_minutes_and_a_list_is_one_entry(django_assert_num_queries):
    reader = System("người đọc một lần")
    assert actions.read("Xem số CCCD", "person:1", reader, DAY).subject == "person:1"
    with django_assert_num_queries(0):
        assert actions.read("Xem số CCCD", "person:1", reader, DAY) is None
    entry = actions.read("Xem số CCCD", ["person:1", "person:2", "person:3"], reader, DAY)
    assert (entry.count, entry.what) == (2, "journal.reading")
    assert not queries.entries_of("person:2").exists()
    assert list(queries.entries_of("person:2", readings=True)) == [entry]


def test_a_long_reason_is_refused_and_nothing_is_written():
    with pytest.raises(Refusal, match="Lý do quá dài"):
        record(reason="x" * 2001)
    assert not Entry.objects.exists()


def test_a_bulk_entry_costs_as_many_queries_with_1_and_with_3_subjects(django_assert_max_num_queries):
    for subjects in (["person:1"], ["person:1", "person:2", "person:3"]):
        with django_assert_max_num_queries(4):
            record(subject="", subjects=subjects)


def test_many_entries_written_in_one_piece_say_what_single_ones_say():
    tellings = [
        actions.Telling(
            f"person:{n}", f"Nhập hồ sơ {n}", after={"on": "2024-12-31"}, sensitive={"card": "1"} if n == 1 else None
        )
        for n in range(3)
    ]
    assert actions.record_many("members.person_imported", tellings, on=DAY, by=CLERK, reason="nhập từ tệp") == 3
    entries = list(Entry.objects.filter(what="members.person_imported").order_by("id"))
    assert [(e.subject, e.label, e.after, e.count, e.reason) for e in entries] == [
        (f"person:{n}", f"Nhập hồ sơ {n}", {"on": "2024-12-31"}, 1, "nhập từ tệp") for n in range(3)
    ]
    assert actions.sensitive_of(entries[1]) == {"card": "1"}
    assert actions.seal() >= 3
    assert queries.verify().problems == []
