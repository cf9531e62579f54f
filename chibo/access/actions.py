"""Giving and ending grants."""

from datetime import date

from django.db import transaction

from chibo.access import rules
from chibo.access.models import Grant
from chibo.accounts.models import Account
from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import NotEntitled
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit


@transaction.atomic
def grant(
    *,
    account: Account,
    role: str,
    unit: Unit | None,
    since: date,
    until: date = FOREVER,
    by: Viewer,
    because: Decision | None = None,
    reason: str = "",
) -> Grant:
    """Let an account hold a role at a unit and below it; without a unit for roles of the whole system.

    :raises Refusal: no right to grant there, to oneself, unknown role, wrong days, held already
    """
    given = rules.role_of(role)
    rules.check_place(given, unit)
    _must_grant(unit, by)
    reason = tidy(reason)
    rules.check_reason(reason)
    account = Account.objects.select_for_update().get(pk=account.pk)
    standing = list(Grant.objects.filter(account=account, role=role, unit=unit))
    rules.check_grant(account=account, unit=unit, role=given, since=since, until=until, standing=standing, by=by)
    made = Grant.objects.create(
        account=account,
        role=role,
        unit=unit,
        since=since,
        until=until,
        given_by=by.reference,
        given_by_label=by.label[:200],
        reason=reason,
    )
    journal.record(
        "access.granted",
        subject=account.reference,
        label=f"Giao vai trò {given.title} cho {account.display_name}",
        place=_place(unit),
        on=since,
        by=by,
        because=because,
        reason=reason,
        after={"role": role, "since": since, "until": until, "grant": made.reference},
    )
    return made


@transaction.atomic
def end(*, grant: Grant, on: date, by: Viewer, because: Decision | None = None, reason: str = "") -> None:
    """Let a grant hold no longer from the given day on.

    :raises Refusal: no right to grant there, one's own, ended already, before it began
    """
    grant = Grant.objects.select_for_update(of=("self",)).select_related("account", "unit").get(pk=grant.pk)
    _must_grant(grant.unit, by)
    reason = tidy(reason)
    rules.check_reason(reason)
    rules.check_end(grant, account=grant.account, on=on, by=by)
    before = grant.until
    grant.until = on
    grant.save(update_fields=["until"])
    title = rules.roles()[grant.role].title if grant.role in rules.roles() else grant.role
    journal.record(
        "access.ended",
        subject=grant.account.reference,
        label=f"Kết thúc vai trò {title} của {grant.account.display_name}",
        place=_place(grant.unit),
        on=on,
        by=by,
        because=because,
        reason=reason,
        before={"until": before, "grant": grant.reference},
        after={"until": on},
    )


def _place(unit: Unit | None) -> str:
    return unit.reference if unit is not None else ""


def _must_grant(unit: Unit | None, by: Viewer) -> None:
    by.must(rules.GRANT, unit)
    if unit is None and not getattr(by, "is_everywhere", lambda capability: True)(rules.GRANT):
        raise NotEntitled(
            "Chỉ quản trị viên toàn hệ thống mới giao được vai trò này. Hãy nhờ quản trị viên.", code="not_everywhere"
        )
