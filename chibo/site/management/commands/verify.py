"""``manage.py verify``: everything derived is recounted from the truth; differences by name, exit 1 if there are any."""

import sys

from django.core.management.base import BaseCommand

from chibo.fees.derivation import recount as fees
from chibo.journal import queries as journal
from chibo.kernel.clock import today
from chibo.kernel.days import show_day
from chibo.members.derivation import recount as members
from chibo.org import closure as org
from chibo.procedures.queries import replay as cases


class Command(BaseCommand):
    help = "Đếm lại mọi bảng suy ra từ hồ sơ gốc, tìm chồng lấn, mồ côi và chênh lệch cân đối."

    def handle(self, **options):
        problems = 0
        for title, lines in self.checks():
            found = 0
            for line in lines:
                found += 1
                self.stdout.write(f"  {line}")
            self.stdout.write(f"{title}: {'khớp' if not found else f'{found} chênh lệch'}")
            problems += found
        sealed = journal.verify()
        self.stdout.write(f"Nhật ký chưa niêm phong: {sealed.unsealed} mục")
        if problems:
            sys.exit(1)

    def checks(self):
        day = today()
        yield "Cây tổ chức", org.recount()
        yield "Đảng viên", members.differences(today=day)
        yield (
            "Cân đối từng tổ chức, từng tháng",
            (f"{ref}, đến {show_day(end)}: lệch {n}" for ref, end, n in members.residuals(until=day)),
        )
        yield "Đảng phí", fees()
        yield "Hồ sơ theo quy trình", cases.differences()
        yield "Nhật ký", journal.verify().problems
