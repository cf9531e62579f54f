"""Rows laid into a file come out as they went in, and neither a file nor a folder outlives those who use it."""

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections, transaction

from chibo.kernel import staged
from chibo.kernel.bulk import insert_tuples

COLUMNS = ("session_key", "session_data", "expire_date")
MOMENT = "2024-05-01 00:00:00"


def rows(count):
    return [(f"key {n}", "Đồng chí", MOMENT) for n in range(count)]


@pytest.fixture
def only_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite takes rows from a file")


@pytest.fixture
def folder(only_sqlite):
    one = staged.Folder()
    yield one.path
    one.close()
    assert not one.path.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 2, 5])
def test_rows_come_out_as_they_went_in(folder, count):
    laid = staged.lay(folder / "1", {"sessions": rows(count), "nothing": []})
    assert list(laid) == ["sessions"]
    (there,) = staged.attach(folder / "1", laid.values())
    assert not list(folder.iterdir())
    assert insert_tuples(Session, COLUMNS, there) == len(there) == count
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    kept = Session.objects.order_by("session_key").values_list(*COLUMNS)
    assert list(kept) == [(f"key {n}", "Đồng chí", moment) for n in range(count)]


@pytest.mark.django_db
def test_every_kind_of_value_comes_through(folder):
    given = [(1, None, "", b"\x00\xff", True, "a"), (2, "x", "", b"", True, None), (3, None, "", None, True, "Ơ")]
    laid = staged.lay(folder / "1", {"rows": given})
    assert laid["rows"].constants == {2: "", 4: True}
    (there,) = staged.attach(folder / "1", laid.values())
    with connection.cursor() as cursor:
        cursor.execute(*there.selected())
        assert cursor.fetchall() == given


@pytest.fixture
def own_database(only_sqlite, tmp_path, django_db_blocker):
    """A database where a transaction can truly end: in that of the tests it would leave what the next ones meet."""
    tests = connections["default"]
    own = tests.copy()
    own.settings_dict = {**tests.settings_dict, "NAME": str(tmp_path / "own.sqlite3")}
    with django_db_blocker.unblock():
        connections["default"] = own
        try:
            with own.schema_editor() as editor:
                editor.create_model(Session)
            yield
        finally:
            own.close()
            connections["default"] = tests


@pytest.mark.usefixtures("own_database")
def test_files_are_let_go_of_when_the_transaction_ends(folder):
    for number in range(2 * staged.MOST_ATTACHED):
        laid = staged.lay(folder / str(number), {"sessions": rows(3)})
        with transaction.atomic():
            insert_tuples(Session, COLUMNS, *staged.attach(folder / str(number), laid.values()))
            Session.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA database_list")
        assert [name for _, name, _ in cursor.fetchall() if name.startswith(staged.PREFIX)] == []


@pytest.mark.django_db
def test_where_no_more_can_be_attached_the_rows_are_made_here(folder):
    for number in range(staged.MOST_ATTACHED + 1):
        laid = staged.lay(folder / str(number), {"sessions": rows(1)})
        there = staged.attach(folder / str(number), laid.values())
        if there is not None:
            insert_tuples(Session, COLUMNS, *there)
            Session.objects.all().delete()
    assert there is None
    assert not list(folder.iterdir())


@pytest.mark.django_db
def test_a_folder_left_by_the_dead_is_removed_and_one_in_use_is_not(folder):
    left = folder.parent / f"{staged.PREFIX}left"
    left.mkdir()
    (left / "1").touch()
    staged.Folder().close()
    assert not left.exists()
    assert folder.exists()
