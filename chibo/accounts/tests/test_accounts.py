"""Accounts are opened by an administrator, and locked for good reason."""

from datetime import date
from uuid import uuid4

import pytest

from chibo.accounts import actions
from chibo.accounts.models import Account
from chibo.journal.models import Entry
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.viewer import System

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 1)
ADMIN = System("Quản trị viên")


class Nobody:
    """A viewer without any right."""

    label, reference = "Ai đó", "account:9"

    def must(self, capability, unit=None):
        raise NotEntitled("Không được.")


def open_account(username="vanphong.xa", **changes):
    said = {"display_name": "Văn phòng", "password": "mot-mat-khau-dai", "on": DAY, "by": ADMIN} | changes
    return actions.open_account(username=username, **said)


def test_an_account_is_found_whatever_case_its_name_is_typed_in():
    account = open_account()
    assert Account.objects.get_by_natural_key(" VanPhong.Xa ") == account
    assert account.check_password("mot-mat-khau-dai")
    assert Entry.objects.get().subject == account.reference


@pytest.mark.parametrize("username", ["", "văn phòng", "a b", "-a", "x" * 61, "a@b"])
def test_a_user_name_of_other_signs_is_refused(username):
    with pytest.raises(Refusal) as refused:
        open_account(username)
    assert refused.value.field == "username"


def test_a_user_name_is_given_once():
    open_account()
    with pytest.raises(Refusal, match="đã có"):
        open_account("VANPHONG.XA")


def test_only_who_may_manage_accounts_opens_them():
    with pytest.raises(NotEntitled):
        open_account(by=Nobody())
    assert not Account.objects.exists()


def test_nobody_locks_the_own_account():
    account, other = open_account(), open_account("khac")
    with pytest.raises(Refusal, match="tự khóa"):
        actions.lock(account=account, on=DAY, by=_as(account))
    actions.lock(account=other, on=DAY, by=ADMIN)
    other.refresh_from_db()
    assert not other.is_active


def _as(account):
    class Own:
        label, reference = account.display_name, account.reference

        def must(self, capability, unit=None):
            return None

    return Own()


def test_a_record_belongs_to_one_account():
    record = uuid4()
    actions.link_person(account=open_account(), person_uid=record, on=DAY, by=ADMIN)
    with pytest.raises(Refusal, match="tài khoản khác"):
        actions.link_person(account=open_account("khac"), person_uid=record, on=DAY, by=ADMIN)
