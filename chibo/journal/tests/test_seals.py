"""Seals chain the entries; whoever changes one behind the back of the guards is found."""

from datetime import date

import pytest
from django.db import connection, transaction

from chibo.journal import actions, queries
from chibo.journal.models import Entry, Seal
from chibo.kernel.viewer import System

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 1)


def write(count):
    for number in range(count):
        actions.record("test.done", subject=f"person:{number}", label="Việc", on=DAY, by=System("kiểm thử"))


def behind_the_guards(statement):
    """What somebody with the keys of the database could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
            cursor.execute(statement)
        else:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER journal_entry_no_{verb}")
            cursor.execute(statement)


def test_everything_is_sealed_in_batches_that_name_the_one_before(monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 2)
    write(5)
    assert queries.verify() == queries.Verdict([], 5)
    assert actions.seal() == 5
    assert queries.verify() == queries.Verdict([], 0)
    seals = list(Seal.objects.order_by("id"))
    assert [seal.count for seal in seals] == [2, 2, 1]
    assert [bytes(s.previous) for s in seals] == [bytes(32), *(bytes(s.digest) for s in seals[:-1])]


def test_what_came_after_the_last_seal_is_named_as_not_sealed_yet():
    write(2)
    actions.seal()
    write(1)
    assert queries.verify() == queries.Verdict([], 1)


def test_nothing_to_seal_makes_no_seal():
    assert actions.seal() == 0
    assert not Seal.objects.exists()


def test_a_changed_entry_is_found():
    write(3)
    actions.seal()
    behind_the_guards(f"UPDATE journal_entry SET reason = 'khác' WHERE id = {Entry.objects.latest('id').pk}")
    assert queries.verify().problems == [
        f"Niêm phong {s.pk} (dòng {s.first} đến {s.last}) có dòng đã bị sửa sau khi niêm phong."
        for s in Seal.objects.all()
    ]


def test_a_missing_entry_is_found():
    write(3)
    actions.seal()
    behind_the_guards(f"DELETE FROM journal_entry WHERE id = {Entry.objects.latest('id').pk}")
    assert [text.endswith("có 3 dòng khi niêm phong, nay còn 2.") for text in queries.verify().problems] == [True]


def test_a_forged_seal_is_found():
    write(1)
    actions.seal()
    Seal.objects.update(previous=b"x" * 32)
    assert "không nối với niêm phong trước" in queries.verify().problems[0]


def test_sealing_leaves_out_nothing_where_an_id_was_rolled_back():
    write(1)
    try:
        with transaction.atomic():
            write(1)
            raise RuntimeError
    except RuntimeError:
        pass
    write(1)
    assert actions.seal() == 2
    assert queries.verify() == queries.Verdict([], 0)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL lets two write at once")
def test_nothing_is_sealed_while_somebody_else_is_still_writing():
    write(2)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock_shared(%s)", [actions.WRITERS])
            assert actions.seal() == 0
            cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [actions.WRITERS])
        assert actions.seal() == 2
    finally:
        other.close()
