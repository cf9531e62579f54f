"""``manage.py digest --unit REF``: the week of a unit as lines of text, for a mail or a printer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chibo.inbox.queries.week import Section, Week, week_of
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import System
from chibo.org import queries as org
from chibo.rulebook import queries as rulebook


class Command(BaseCommand):
    help = "Prints what a unit has to do this week and the next, and what is late."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, help="reference of the unit, e.g. HK/TH/C-01")

    def handle(self, **options: Any) -> None:
        today = clock.today()
        try:
            with rulebook.steady():
                unit = org.by_ref(options["unit"], on=today)
                found = week_of(unit, System("digest"), on=today)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write("\n".join(lines_of(found)))


def lines_of(week: Week) -> list[str]:
    """The sheet as text."""
    lines = [
        f"VIỆC TRONG TUẦN: {week.unit_name}",
        f"Từ {show_day(week.first)} đến {show_day(week.last)}, lập ngày {show_day(week.on)}",
        f"{show_int(week.total)} việc đang chờ, {show_int(week.late)} việc quá hạn",
    ]
    for section in week.sections:
        if section.is_there:
            lines += ["", section.title, *_told(section)]
    if week.is_empty:
        lines += ["", "Không có việc nào đang chờ."]
    return lines


def _told(section: Section) -> list[str]:
    told = []
    for line in section.lines:
        mark = f" [{line.duty.mark}]" if line.duty.mark else ""
        rule = f" (theo {line.rule_title}: {line.rule_text})" if line.rule_title else ""
        day = show_day(line.due) if line.due else "không hạn"
        told.append(f"  {day:<10}  {line.what}{mark}, {line.unit_name}{rule}")
    return told + ([f"  và {show_int(section.more)} việc nữa"] if section.more else [])
