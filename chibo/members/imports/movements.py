"""The kind of workbook ``movements``: what happened to people, day by day, in any order of rows."""

from collections import defaultdict
from collections.abc import Sequence

from chibo.exchange.rules.kinds import Kind, Plan, Row, Setting, Trace
from chibo.exchange.vocabulary import Outcome
from chibo.kernel import clock
from chibo.kernel.bulk import batches
from chibo.members.imports import undoing
from chibo.members.imports.cells import Cells
from chibo.members.imports.histories import Line, Story
from chibo.members.imports.meanings import Meanings
from chibo.members.imports.movement_columns import COLUMNS
from chibo.members.imports.movement_writing import write_movements
from chibo.members.imports.people import Known, Matcher
from chibo.members.imports.profiles import refuse, settle
from chibo.members.imports.records import Record, records_of
from chibo.members.rules import capabilities

PART = 2_000
"""Rows whose people are looked up at a time."""
NOT_NAMED = "Người chưa có hồ sơ thì cần họ tên và ngày sinh. Hãy ghi đủ, hoặc ghi số định danh."
NOT_TOLD_APART = "Trong tệp có nhiều người cùng tên, cùng ngày sinh. Hãy ghi số định danh ở dòng này."


class MovementImporter:
    """Plans and writes the movements of one workbook. People are judged by their whole history with the new rows in it."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.cells = Cells(setting)
        self.matcher = Matcher(setting)
        self.meanings = Meanings(setting, self.cells, today=clock.today())

    def plan(self, rows: Sequence[Row]) -> list[Plan]:
        plans = [Plan(row.number, Outcome.UPDATE, label=_label(row), faults=list(row.faults)) for row in rows]
        open_lines: list[Line] = []
        sound = [(row, plan) for row, plan in zip(rows, plans, strict=True) if row.is_sound]
        for row, plan in zip(rows, plans, strict=True):
            if not row.is_sound:
                plan.outcome = Outcome.REFUSE
        matches = [
            match for part in batches(sound, PART) for match in self.matcher.match([r for r, _ in part], new=True)
        ]
        known = {match.person.id: match.person for match in matches if match.person}
        records: dict[int, Record] = {}
        for part in batches(known.values(), PART):
            records |= records_of(part, on=self.setting.on, attributes=False)
        for (row, plan), match in zip(sound, matches, strict=True):
            if match.person is None and not match.is_new:
                settle(plan, match)
                continue
            happened = self.meanings.of(row, plan, is_known=match.person is not None)
            if happened is not None:
                open_lines.append(Line(row, plan, happened, match.person))
        for story in self._stories(open_lines, records):
            story.decide()
        return plans

    def finish(self) -> list[Plan]:
        return []

    def write(self, plans: Sequence[Plan]) -> list[Trace]:
        return write_movements(self.setting, plans)

    def _stories(self, lines: Sequence[Line], records: dict[int, Record]) -> list[Story]:
        """The rows of each person together."""
        grouped: dict[object, list[Line]] = defaultdict(list)
        numbers: dict[tuple, set[str]] = defaultdict(set)
        for line in lines:
            if line.person is None and line.number and line.has_name:
                numbers[line.identity].add(line.number)
        for line in lines:
            if line.person is not None:
                grouped[line.person.id].append(line)
            elif not line.has_name:
                refuse(line.plan, ("born", NOT_NAMED))
            elif not line.number and len(numbers[line.identity]) > 1:
                refuse(line.plan, ("national_id", NOT_TOLD_APART))
            else:
                number = line.number or next(iter(numbers[line.identity]), "")
                grouped[*line.identity, number].append(line)
        stories = []
        for key, own in grouped.items():
            if isinstance(key, int):
                stories.append(Story(own, records[key], self.cells))
            else:
                first = own[0].row.values
                nobody = Known(
                    0, None, first["full_name"], "", "", own[0].born_on, "day", None, None, None, own[0].born_on
                )
                stories.append(Story(own, Record(nobody, self.setting.on), self.cells, is_new=True))
        return stories


def _label(row: Row) -> str:
    return row.values.get("full_name") or f"Dòng {row.number}"


MOVEMENTS = Kind(
    name="movements",
    title="Biến động đảng viên",
    noun="biến động",
    explain=(
        "Kết nạp, công nhận chính thức, chuyển sinh hoạt, xóa tên, từ trần… mỗi dòng một việc của một người. Người mới vào "
        "được lập hồ sơ. Các việc trước ngày ghi hiện trạng thay cho hiện trạng đó khi cùng dẫn đến một chi bộ, một tư cách."
    ),
    columns=COLUMNS,
    capability=capabilities.WRITE,
    sensitive=capabilities.SENSITIVE,
    begin=MovementImporter,
    stands_on=undoing.stands_on,
    undo=undoing.undo_with_papers,
    about=("cause", "on", "to_unit"),
    whole=True,
)
