"""``manage.py worker``: do queued work until told to stop."""

from django.core.management.base import BaseCommand

from chibo.jobs.worker import Worker


class Command(BaseCommand):
    help = "Làm các việc đang chờ: nhập, xuất, tính lại. Ctrl+C để dừng; việc dở được làm tiếp lần sau."

    def add_arguments(self, parser):
        parser.add_argument("--until-empty", action="store_true", help="dừng khi không còn việc nào chờ")

    def handle(self, *, until_empty, **options):
        worker = Worker()
        worker.listen()
        worker.run(until_empty=until_empty)
