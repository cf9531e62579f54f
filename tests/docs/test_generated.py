"""The pages made from the code are those the code would make now."""

from pathlib import Path

import pytest
from django.conf import settings

from chibo.catalogue.contents import ALL
from chibo.site.management.commands import document
from chibo.site.roles import CAPABILITIES, ROLES


@pytest.mark.parametrize("name", sorted(document.pages()))
def test_a_generated_page_is_up_to_date(name):
    committed = (Path(settings.BASE_DIR) / "docs" / name).read_text("utf-8")
    assert committed == document.pages()[name], "run: .venv/bin/python manage.py document"


def test_every_indicator_is_described():
    text = document.pages()["indicators.md"]
    assert [i.code for i in ALL if f"### {i.code} {i.title}\n" not in text or i.definition not in text] == []


def test_every_role_and_capability_is_described():
    text = document.pages()["permissions.md"]
    assert [code for code in (*ROLES, *CAPABILITIES) if f"`{code}`" not in text] == []
