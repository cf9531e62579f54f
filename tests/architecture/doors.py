"""Ways in: one account for each role, signed in once."""

from datetime import date

from django.conf import settings
from django.test import Client

from chibo.access import actions as access
from chibo.accounts.models import Account
from chibo.kernel.viewer import System

BY = System("kiểm thử")
EVERYWHERE = "quan_tri"
"""The role that is held in the whole system."""


class Doors:
    """Accounts with one role each at a unit, and one without any; each signed in.

    :ivar accounts: role → account; None for the one without a grant
    """

    def __init__(self, unit, roles):
        self.accounts, self._sessions = {}, {}
        for role in (None, *roles):
            account = Account.objects.create(username=f"{role}-{unit.pk}", display_name="Ai đó")
            if role:
                at = None if role == EVERYWHERE else unit
                access.grant(account=account, role=role, unit=at, since=date(2020, 1, 1), by=BY)
            client = Client()
            client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
            self.accounts[role], self._sessions[role] = account, client.cookies[settings.SESSION_COOKIE_NAME].value

    def enter(self, role=None):
        """A browser of its own, signed in with a role, or with none."""
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[role]
        return client
