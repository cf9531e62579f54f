"""Where work is done in the tests of pages: at once, or left waiting."""

import pytest


@pytest.fixture
def at_once(settings):
    """Work is done before the page answers."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def waiting(settings, at_once):
    """Work waits in the queue; nobody takes it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
