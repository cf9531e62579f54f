"""The words in which the menu asks are kept: what they depend on is what ``chibo.inbox`` looks at, and nothing else."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from chibo.kernel import clock, duties
from chibo.rulebook import queries as rulebook

IN_MENU = [provider for provider in duties.installed() if provider.in_menu]


class Nobody:
    """A viewer who tells nothing."""

    def __getattr__(self, name):
        raise AssertionError(f"rows that the menu counts ask the viewer for {name!r}")


@pytest.mark.parametrize("provider", IN_MENU, ids=lambda provider: provider.kind)
def test_rows_in_the_menu_are_asked_for_with_the_desk_and_the_rules_only(committee, provider):
    desk = duties.Desk(clock.today(), Nobody(), lambda field, *more: Q(**{field: committee.h.pk}), account="account:1")
    with rulebook.steady():
        rulebook.edition()
        with CaptureQueriesContext(connection) as found:
            rows = provider.rows(desk)
        assert [query["sql"] for query in found] == []
    assert {"due_on", "key"} <= {*rows.query.annotations, *(field.name for field in rows.model._meta.fields)}
