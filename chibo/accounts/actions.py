"""Opening and locking accounts; what the journal keeps of signing in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from chibo.accounts import rules
from chibo.accounts.models import Account
from chibo.journal import actions as journal
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer


@dataclass(frozen=True)
class Themself:
    """The account itself as the one who acts, where no grant is asked about."""

    label: str
    reference: str


@transaction.atomic
def open_account(
    *,
    username: str,
    display_name: str,
    password: str | None,
    person_uid: UUID | None = None,
    is_illustration: bool = False,
    on: date,
    by: Viewer,
) -> Account:
    """Open an account; without a password nobody can sign in with it yet.

    :raises Refusal: the user name has other signs or is taken
    """
    by.must(rules.MANAGE)
    username, display_name = username.strip().lower(), tidy(display_name)
    rules.check_account(username=username, display_name=display_name)
    if Account.objects.filter(username=username).exists():
        raise Refusal(f"Tên đăng nhập {username} đã có. Hãy chọn tên khác.", field="username", code="taken", status=409)
    account = Account(
        username=username, display_name=display_name, person_uid=person_uid, is_illustration=is_illustration
    )
    account.set_password(password)
    account.save()
    journal.record(
        "accounts.opened",
        subject=account.reference,
        label=f"Mở tài khoản {username}",
        on=on,
        by=by,
        after={"name": display_name},
    )
    return account


@transaction.atomic
def link_person(*, account: Account, person_uid: UUID | None, on: date, by: Viewer) -> None:
    """Say whose record is the account's own.

    :raises Refusal: that record belongs to another account
    """
    by.must(rules.MANAGE)
    if person_uid and Account.objects.filter(person_uid=person_uid).exclude(pk=account.pk).exists():
        raise Refusal("Hồ sơ này đã gắn với tài khoản khác. Hãy gỡ ở tài khoản đó trước.", field="person", code="taken")
    before, account.person_uid = account.person_uid, person_uid
    account.save(update_fields=["person_uid"])
    journal.record(
        "accounts.person_linked",
        subject=account.reference,
        label=f"Gắn hồ sơ đảng viên với tài khoản {account.username}",
        on=on,
        by=by,
        before={"person": before},
        after={"person": person_uid},
    )


@transaction.atomic
def follow_person(*, of: UUID, to: UUID, on: date, by: Viewer) -> Account | None:
    """The account whose own record is ``of`` has ``to`` from now on, or none where that is another account's already.
    The caller holds the right to make one record of two.

    :returns: the account, if there is one
    """
    account = Account.objects.filter(person_uid=of).first()
    if account is None:
        return None
    account.person_uid = None if Account.objects.filter(person_uid=to).exists() else to
    account.save(update_fields=["person_uid"])
    _tell_link(account, of, on, by)
    return account


@transaction.atomic
def give_back_person(*, account: int | None, person_uid: UUID, on: date, by: Viewer) -> None:
    """Take :func:`follow_person` back: the record is the account's own again.

    :param account: key of the account that followed; None for none
    """
    found = Account.objects.filter(pk=account).first() if account else None
    if found is None or Account.objects.filter(person_uid=person_uid).exists():
        return
    before, found.person_uid = found.person_uid, person_uid
    found.save(update_fields=["person_uid"])
    _tell_link(found, before, on, by)


def _tell_link(account: Account, before: UUID | None, on: date, by: Viewer) -> None:
    journal.record(
        "accounts.person_linked",
        subject=account.reference,
        label=f"Gắn hồ sơ đảng viên với tài khoản {account.username} theo việc gộp, tách hồ sơ",
        on=on,
        by=by,
        before={"person": before},
        after={"person": account.person_uid},
    )


@transaction.atomic
def set_password(*, account: Account, password: str, on: date, by: Viewer) -> None:
    """Give an account a new password; every session of it ends."""
    by.must(rules.MANAGE)
    account.set_password(password)
    account.save(update_fields=["password"])
    journal.record(
        "accounts.password_set",
        subject=account.reference,
        label=f"Đặt lại mật khẩu của {account.username}",
        on=on,
        by=by,
    )


@transaction.atomic
def lock(*, account: Account, on: date, by: Viewer, reason: str = "") -> None:
    """Nobody signs in with the account any more; what it did stays under its name.

    :raises Refusal: one's own account
    """
    by.must(rules.MANAGE)
    if by.reference == account.reference:
        raise Refusal(
            "Không ai tự khóa tài khoản của mình. Hãy nhờ một quản trị viên khác.", code="own_account", status=403
        )
    account.is_active = False
    account.save(update_fields=["is_active"])
    journal.record(
        "accounts.locked",
        subject=account.reference,
        label=f"Khóa tài khoản {account.username}",
        on=on,
        by=by,
        reason=reason,
    )


def note(what: str, account: Account, label: str, *, on: date) -> None:
    """Keep in the journal what somebody did with the own account."""
    themself = Themself(account.display_name, account.reference)
    journal.record(what, subject=account.reference, label=label, on=on, by=themself)
