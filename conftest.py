"""Wiring of all tests: nothing outside a folder of its own is written, and hashing does not cost half the run."""

import gc

import pytest
from hypothesis import settings as hypothesis_settings

hypothesis_settings.register_profile("chibo", deadline=None)
hypothesis_settings.load_profile("chibo")


def pytest_configure():
    """Settings that must differ before anything reads them; no slip may reach the database of the installation."""
    from django.conf import settings

    if settings.DATABASE == "sqlite":
        settings.DATABASES["default"]["NAME"] = ":memory:"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def pytest_itemcollected(item):
    """No test may empty the database after itself: the rules it came with would be missing from the next test."""
    marker = item.get_closest_marker("django_db")
    if marker and (marker.kwargs.get("transaction") or marker.args[:1] == (True,)):
        raise pytest.UsageError(
            f"{item.nodeid} ends transactions in the database of all tests; give it one of its own."
        )


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL only what reaches a database runs: the rest has been run with SQLite and cannot differ."""
    from django.conf import settings

    if settings.DATABASE == "postgres":
        rest = [item for item in items if not _reaches_a_database(item)]
        config.hook.pytest_deselected(items=rest)
        items[:] = [item for item in items if _reaches_a_database(item)]


def pytest_collection_finish():
    """What stands after collection stays to the end: it is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 10)


def _reaches_a_database(item):
    """By marker, by fixture, or in a way of its own."""
    fixtures = {"db", "transactional_db"}
    own_ways = ("chibo/demo/", "chibo/jobs/", "tests/agreement/", "tests/workbooks/")
    return (
        item.get_closest_marker("django_db") is not None
        or not fixtures.isdisjoint(item.fixturenames)
        or item.nodeid.startswith(own_ways)
    )


@pytest.fixture(scope="session", autouse=True)
def _folder_of_this_run(tmp_path_factory):
    """Keys and files of the tests never meet those of the installation."""
    from django.conf import settings

    settings.VAR_DIR = tmp_path_factory.mktemp("var")
    settings.KEY_FILE = settings.VAR_DIR / "master.key"
    settings.FILES_DIR = settings.VAR_DIR / "files"


@pytest.fixture(scope="session")
def _kept_worlds(django_db_setup, django_db_blocker):
    """Worlds of this process; made before any test opens a transaction."""
    from tests.once import Once

    with django_db_blocker.unblock():
        return Once()


@pytest.fixture
def once(db, _kept_worlds):
    """``once(build)``: a small world, built through its actions the first time, put back row by row from then on."""
    return _kept_worlds


@pytest.fixture(autouse=True)
def _as_the_site_installed_it():
    """What a test installs instead of the site's own is gone after it, and so is what it has read: the next one may be of another area."""
    from chibo.journal import actions as journal
    from chibo.kernel import duties
    from chibo.members.actions import merging
    from chibo.org.actions import occupants
    from chibo.papers.rules import builders
    from chibo.procedures.rules import handlers

    followers, hanging, work = merging._followers, occupants.installed(), duties.installed()
    tables = [(table, dict(table)) for table in (builders._builders, handlers._installed)]
    yield
    merging.install(followers)
    occupants.install(hanging)
    duties.install(work)
    for table, before in tables:
        table.clear()
        table.update(before)
    journal._read_lately.clear()
