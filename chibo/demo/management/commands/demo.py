"""``manage.py demo``: load the five committees; run again it does nothing, broken off it goes on where it stopped."""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chibo.demo.actions import load
from chibo.demo.targets import recount
from chibo.kernel.clock import today
from chibo.kernel.viewer import System
from chibo.members.actions.occupants import MemberOccupants
from chibo.org.actions import occupants

COMMITTEES = {
    "kien_tuong": "Kiến Tường",
    "duc_trong": "Đức Trọng",
    "vinh_loi": "Vĩnh Lợi",
    "nam_truc": "Nam Trực",
    "quang_nam": "Quảng Nam",
}
BY = System("demo")


class Command(BaseCommand):
    help = "Nạp năm đảng bộ minh họa (người và số liệu là giả định)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--committee",
            action="append",
            choices=list(COMMITTEES),
            metavar="MÃ",
            help="chỉ nạp đảng bộ này (lặp lại được)",
        )
        parser.add_argument("--check", action="store_true", help="chỉ đếm lại các con số đã công bố từ hồ sơ gốc")

    def handle(self, *args: Any, committee: list[str] | None, check: bool, **options: Any) -> None:
        """Load what is missing; with ``check`` count instead, exit 1 if a number is missed."""
        if check:
            self._check(committee or list(COMMITTEES))
            return
        if not occupants.installed():
            occupants.install([MemberOccupants()])
        with _alone():
            done = [key for key in committee or COMMITTEES if self._load(key)]
        if not done:
            self.stdout.write("Dữ liệu minh họa đã có đủ. Không có gì để nạp.")

    def _check(self, keys: list[str]) -> None:
        results = [result for key in keys for result in recount(key)]
        for result in results:
            if not result.is_met:
                target = result.target
                self.stdout.write(
                    f"{COMMITTEES[target.committee]}, {target.title}: cần {target.expected}, có {result.got}"
                )
        missed = sum(not result.is_met for result in results)
        self.stdout.write(f"{len(results) - missed}/{len(results)} con số khớp")
        if missed:
            sys.exit(1)

    def _load(self, key: str) -> bool:
        rules = import_module(f"chibo.demo.rules.{key}")
        return load(rules.committee, key=key, title=COMMITTEES[key], on=today(), by=BY, console=sys.stderr)


@contextmanager
def _alone() -> Iterator[None]:
    """One loader at a time; the lock falls with its process, however that ends.

    :raises CommandError: another process is loading
    """
    with open(settings.VAR_DIR / "demo.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError("Dữ liệu minh họa đang được nạp ở một tiến trình khác. Hãy đợi.") from None
        yield
