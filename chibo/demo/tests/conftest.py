"""The small committees of the demo, loaded once for the files of tests that only look at them."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from chibo.org.actions import occupants


@pytest.fixture(scope="module")
def _records(django_db_setup, django_db_blocker):
    """The database open for one file of tests and as it was afterwards; each test writes in a savepoint of its own."""
    before = occupants.installed()
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    occupants.install(before)


@pytest.fixture(scope="module")
def load(_records, tmp_path_factory):
    """``load("vinh_loi")``: the demo of these committees, on record until the end of the file."""

    def run(*committees):
        usual, settings.VAR_DIR = settings.VAR_DIR, tmp_path_factory.mktemp("demo")
        try:
            call_command("demo", committee=list(committees))
            connection.check_constraints()  # Once: put off, they would be checked again at the end of each test.
        finally:
            settings.VAR_DIR = usual

    return run


@pytest.fixture(scope="module")
def kien_tuong_loaded(load):
    """Kiến Tường."""
    load("kien_tuong")


@pytest.fixture(scope="module")
def both_loaded(load):
    """The two smallest."""
    load("kien_tuong", "vinh_loi")
