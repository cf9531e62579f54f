"""Every malformed file through the command and through the page: a refusal that says what to do, and nothing else."""

import io
import json
import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from chibo.access import actions as access
from chibo.accounts.models import Account
from chibo.exchange.models import Batch
from chibo.exchange.tests import hostile_kinds, hostile_xml  # noqa: F401 - they add their files
from chibo.exchange.tests.hostile import HOSTILE
from chibo.exchange.tests.test_reading_hostile import running
from tests.workbooks.bringing import fingerprint, told
from tests.workbooks.conftest import BY

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def clerk(root, settings):
    """A browser of the organizing committee of the province; work is done before the page answers."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    account = Account.objects.create(username="lan", display_name="Lan")
    access.grant(account=account, role="ban_to_chuc", unit=root, since=date(2020, 1, 1), by=BY)
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


@pytest.fixture
def clean_desk(settings, tmp_path, monkeypatch):
    """Nothing is left where temporary files are put, nor in the folder of the installation but kept files."""
    own = tmp_path / "tmp"
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    monkeypatch.setenv("TMPDIR", str(own))
    before = _lying_about(settings.VAR_DIR)
    yield
    assert list(own.iterdir()) == []
    assert _lying_about(settings.VAR_DIR) == before
    assert not running()


def _lying_about(folder: Path) -> set[str]:
    found = {str(path.relative_to(folder)) for path in Path(folder).rglob("*")}
    return {name for name in found if not name.startswith(("files", "alive")) and not name.endswith(".key")}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_malformed_file_is_refused_and_leaves_nothing(what, clerk, clean_desk, tmp_path):
    name, _, make = HOSTILE[what]
    content = make()
    file = tmp_path / name
    file.write_bytes(content)
    before = fingerprint()
    code, text = told("import", "members", str(file), "--unit", "TG", "--json")
    said = json.loads(text)
    assert (code, "batch" in said) == (1, False), said
    assert said["refused"][0].isupper() and said["refused"].endswith(".")
    sent = io.BytesIO(content)
    sent.name = name
    answer = clerk.post(
        reverse("exchange:upload", args=["members"]), {"unit": "TG", "on": "31/12/2024", "file": sent}, follow=True
    )
    if answer.status_code == 200:
        answer = _checked(clerk)
    assert answer.status_code == 422, answer.text[:2000]
    assert 'class="invalid' in answer.text or "alert" in answer.text
    assert not Batch.objects.filter(state__in=["written", "writing", "checked"]).exists()
    assert fingerprint() == before
    assert clerk.get("/to-chuc/").status_code == 200


def _checked(clerk):
    """What lets itself be looked at is refused when it is read."""
    batch = Batch.objects.order_by("-pk").first()
    page = reverse("exchange:columns", args=[batch.uid])
    form = clerk.get(page).context["form"]
    chosen = {name: form[name].value() or "" for name in form.fields} | {"trang": "", "tieu-de": ""}
    return clerk.post(page, chosen, follow=True)
