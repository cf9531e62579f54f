"""``manage.py derive_cases``: derive open cases from their acts anew, as after a correction of a rule that they read."""

from django.core.management.base import BaseCommand

from chibo.kernel.clock import today
from chibo.kernel.viewer import System
from chibo.procedures.actions.deriving import derive_open


class Command(BaseCommand):
    help = "Tính lại bước, hạn và nơi giữ của mọi hồ sơ đang mở từ các việc đã ghi, như sau khi sửa một quy định."

    def handle(self, **options):
        changed = derive_open(on=today(), by=System("derive_cases"))
        for line in changed:
            self.stdout.write(line)
        self.stdout.write(f"Hồ sơ có thay đổi: {len(changed)}")
