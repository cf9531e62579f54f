"""A real browser, at the two sizes that count, on a server with a database of this run.

The database is a file, filled once by ``world`` and kept for all journeys: they are run alone, one after the other, and
each works on people and units of its own. The browser is Debian's Chromium (``CHROMIUM`` names another). A page that
breaks the content security policy or writes an error to its console fails the test that opened it.
"""

import os
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.architecture.english import english_in
from tests.journeys.committee import Committee

# Playwright keeps an event loop in this thread; the tests themselves stay synchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {
    "desktop": {"viewport": {"width": 1366, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "is_mobile": True,
        "has_touch": True,
        "device_scale_factor": 2,
    },
}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def world(django_test_environment, django_db_blocker, tmp_path_factory):
    """What every journey finds: a small committee. Threads of the server get connections of their own only when the database is a file."""
    connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("journeys") / "chibo.sqlite3")
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        call_command("createcachetable", verbosity=0)
        yield Committee()
        connection.close()
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def server(world):
    """The address of the project, served to the browser."""
    live = LiveServer("127.0.0.1")
    yield live.url
    live.stop()


@pytest.fixture(scope="session")
def chromium():
    """The browser of this run."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.fail("Chromium is missing: ground/packages chromium fonts-liberation2")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


REFUSED = re.compile(r"responded with a status of (403|409|422)")
"""The browser writes every refused page to its console, when it gets round to it; a refusal is an answer, no error."""


@pytest.fixture
def complaints():
    """What the browser complained about on the pages of this test; whatever is left at its end fails it."""
    return []


@pytest.fixture
def browse(chromium, server, complaints):
    """Open a new browser window: ``browse("phone")`` gives a page whose addresses start at the project's home."""
    windows = []

    def complain(message):
        if message.type == "error" and not REFUSED.search(message.text):
            complaints.append(f"{message.location.get('url')}: {message.text}")

    def open_window(size="desktop"):
        window = chromium.new_context(base_url=server, locale="vi-VN", **SIZES[size])
        windows.append(window)
        page = window.new_page()
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_window
    for window in windows:
        window.close()
    assert complaints == []


@pytest.fixture
def accessibility():
    """What axe finds wrong on a page: ``accessibility(page) == []``."""

    def violations(page):
        # Evaluated by the browser's debugger, so that the policy of the page stays in force for the page itself.
        page.evaluate(AXE.read_text("utf-8") + "\n;null")
        found = page.evaluate("async () => (await axe.run()).violations")
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]

    return violations


@pytest.fixture
def enter(browse, world, server, django_db_blocker):
    """A page of somebody signed in: ``enter("ban_to_chuc", "phone")`` stands at home."""

    def open_as(role, size="desktop", at="/"):
        client = Client()
        with django_db_blocker.unblock():
            client.force_login(world.accounts[role], backend="allauth.account.auth_backends.AuthenticationBackend")
        page = browse(size)
        ticket = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": ticket, "url": server}])
        page.goto(at)
        return page

    return open_as


@pytest.fixture
def sound(accessibility):
    """What is wrong with the page that is open, besides its errors: ``sound(page) == []``."""

    def faults(page):
        found = [f"axe {fault}" for fault in accessibility(page)]
        if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            found.append(f"wider than the screen: {page.evaluate(WIDEST)}")
        if words := english_in(page.inner_text("body")):
            found.append(f"English: {words}")
        if page.evaluate("document.documentElement.lang") != "vi" or " · Chibo" not in page.title():
            found.append(f"title or language: {page.title()}")
        return found

    return faults


WIDEST = """() => [...document.querySelectorAll("main *")]
    .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest(".table-box, .statistics"))
    .slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""
