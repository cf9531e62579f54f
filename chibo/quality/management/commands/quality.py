"""``manage.py quality``: at once what an idle worker does for the desk now and then."""

from django.core.management.base import BaseCommand

from chibo.kernel.clock import today
from chibo.kernel.viewer import System
from chibo.quality import actions
from chibo.rulebook import queries as rulebook


class Command(BaseCommand):
    help = "Đối chiếu số CCCD, số thẻ mới nhập; đóng các việc làm sạch mà hồ sơ cho thấy đã xong, mở lại việc còn lỗi."

    def handle(self, **options):
        by, on = System("bàn làm sạch dữ liệu"), today()
        read = actions.read_numbers(on=on, by=by)
        self.stdout.write(f"Đã đối chiếu {read} số.")
        with rulebook.steady():
            closed, opened = actions.close_mended(on=on, by=by)
        self.stdout.write(f"Việc làm sạch: đóng {closed}, mở lại {opened}.")
