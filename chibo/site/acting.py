"""As whom work is done: the grant chosen for a session, and the owner of work that was left to the worker."""

from collections.abc import MutableMapping
from typing import Any

from chibo.access.queries import AccountViewer
from chibo.accounts.models import Account
from chibo.kernel import clock
from chibo.kernel.refusal import NotEntitled
from chibo.kernel.viewer import System, Viewer

ACTS_FOR = "acts_for"


def as_chosen(viewer: AccountViewer, session: MutableMapping[str, Any]) -> AccountViewer:
    """The viewer with the chosen grant first, so that home and role are those of it. Rights stay those of all grants."""
    chosen = session.get(ACTS_FOR)
    if chosen:
        viewer.grants = sorted(viewer.grants, key=lambda grant: str(grant.uid) != chosen)
    return viewer


def viewer_of(reference: str) -> Viewer:
    """The viewer behind a reference, with the rights of today.

    :raises NotEntitled: the account is locked or gone
    """
    kind, _, name = reference.partition(":")
    if kind == "system":
        return System(name)
    account = Account.objects.filter(pk=int(name), is_active=True).first() if kind == "account" else None
    if account is None:
        raise NotEntitled(
            "Tài khoản giao việc này đã bị khóa nên việc không làm tiếp được. Hãy nhờ quản trị viên mở lại tài khoản.",
            code="account_locked",
        )
    return AccountViewer(account, on=clock.today())
