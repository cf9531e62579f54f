"""Wiring of all tests: nothing outside a folder of its own is written, and hashing does not cost half the run."""

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


@pytest.fixture(scope="session", autouse=True)
def _folder_of_this_run(tmp_path_factory):
    """Keys and files of the tests never meet those of the installation."""
    from django.conf import settings

    settings.VAR_DIR = tmp_path_factory.mktemp("var")
    settings.KEY_FILE = settings.VAR_DIR / "master.key"
    settings.FILES_DIR = settings.VAR_DIR / "files"
