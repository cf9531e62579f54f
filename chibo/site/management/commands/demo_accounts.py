"""The demo accounts: the eleven users the project is made for, and an administrator."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q

from chibo.access import actions as access
from chibo.access.models import Grant
from chibo.accounts import actions as accounts
from chibo.accounts.models import Account
from chibo.kernel import clock
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import System
from chibo.members import queries as members
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.org.vocabulary import CellKind, Sector
from chibo.site.demo_users import USERS, DemoUser

BY = System("Tài khoản minh họa")
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
HEAD = "# Tài khoản minh họa của cơ sở dữ liệu này: tên đăng nhập, mật khẩu, vai trò. Chỉ chủ tệp đọc được.\n"


class Command(BaseCommand):
    """Makes what is missing; run again, it changes nothing."""

    help = "Lập tài khoản minh họa và giao quyền; tên và mật khẩu ghi vào tệp chỉ chủ đọc được."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", required=True, metavar="TỆP", help="tệp giữ tên đăng nhập và mật khẩu")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        """Accounts, passwords, grants; the file first, so that no password is lost on the way."""
        path = Path(file)
        known = read_passwords(path)
        passwords = {user.username: known.get(user.username) or new_password() for user in USERS}
        try:
            write_passwords(path, passwords)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {path}: {error.strerror}. Hãy chọn nơi khác.") from error
        missing = []
        with transaction.atomic():
            for user in USERS:
                account = self._account(user, passwords[user.username], is_known=user.username in known)
                if not self._grant(user, account):
                    missing.append(user.username)
        self.stdout.write(f"Tên đăng nhập và mật khẩu: {path}")
        if missing:
            self.stdout.write(f"Chưa có tổ chức để giao quyền cho: {', '.join(missing)}.")

    def _account(self, user: DemoUser, password: str, *, is_known: bool) -> Account:
        account = Account.objects.filter(username=user.username).first()
        today = clock.today()
        if account is None:
            return accounts.open_account(
                username=user.username,
                display_name=user.display_name,
                password=password,
                is_illustration=True,
                on=today,
                by=BY,
            )
        if not is_known:
            accounts.set_password(account=account, password=password, on=today, by=BY)
        return account

    def _grant(self, user: DemoUser, account: Account) -> bool:
        """Whether the account holds its role, or now does; not where its unit does not exist yet."""
        if Grant.objects.filter(account=account, role=user.role).exists():
            return True
        unit = None if user.unit is None else unit_of(user)
        if user.unit is not None and unit is None:
            return False
        since = clock.today() if unit is None else max(unit.founded_on, clock.today().replace(month=1, day=1))
        access.grant(account=account, role=user.role, unit=unit, since=since, by=BY, reason="Tài khoản minh họa")
        if unit is not None and user.is_member:
            self._link(account, unit)
        return True

    def _link(self, account: Account, unit: Unit) -> None:
        """The first member of the unit whose record nobody else has is the account's own record."""
        taken = Account.objects.exclude(person_uid=None).values("person_uid")
        found = members.present_roll(unit, on=clock.today()).exclude(person__uid__in=taken).first()
        if found is not None:
            accounts.link_person(account=account, person_uid=found.person.uid, on=clock.today(), by=BY)


COMMUNES = (Sector.XA, Sector.PHUONG, Sector.THI_TRAN)


def unit_of(user: DemoUser) -> Unit | None:
    """The unit of a demo user as it stands today: what became of the named one, or the first of a kind below it,
    of a commune or village where there is one."""
    today = clock.today()
    try:
        unit = org.by_ref(user.unit or "", on=today)
    except Refusal:
        return None
    while not unit.exists_on(today) and unit.principal_successor is not None:
        unit = unit.principal_successor
    if not unit.exists_on(today):
        return None
    if not user.below:
        return unit
    level = org.level_kinds(user.below, on=today)
    below = org.units_below(unit, on=today, kinds=level).exclude(unit=unit).order_by("name_key", "id")
    of_a_place = below.filter(Q(sector__in=COMMUNES) | Q(cell_kind=CellKind.THON)).first()
    found = of_a_place or below.first()
    return None if found is None else found.unit


def new_password() -> str:
    """Four groups of four signs that cannot be mistaken for each other."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))


def read_passwords(path: Path) -> dict[str, str]:
    """User name → password of an earlier run; empty without a file."""
    if not path.exists():
        return {}
    rows = (line.split() for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#"))
    return {row[0]: row[1] for row in rows if len(row) >= 2}


def write_passwords(path: Path, passwords: dict[str, str]) -> None:
    """The file whole or not at all, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    titles = {user.username: user.display_name for user in USERS}
    lines = [f"{name:<16} {password}  {titles[name]}\n" for name, password in passwords.items()]
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(HEAD + "".join(lines))
    new.replace(path)
