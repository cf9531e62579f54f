"""How the tests of the areas sign in: by a role at a unit."""

from datetime import date

import pytest

from chibo.access.models import Grant
from chibo.accounts.models import Account


@pytest.fixture
def sign_in(client):
    """A client signed in with a role at a unit, perhaps as one of the members (or by a member's uid)."""

    def make(role: str, unit, person=None):
        account = Account.objects.create(
            username=f"{role}-{unit.ref}".lower().replace("_", "-"),
            display_name="Người thử",
            person_uid=getattr(person, "uid", person),
        )
        Grant.objects.create(account=account, role=role, unit=unit, since=date(2020, 1, 1))
        client.force_login(account)
        return client

    return make
