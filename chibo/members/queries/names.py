"""What cells were called, with the name of what stands over them: many are called "Chi bộ Thôn 1"."""

from collections.abc import Iterable
from datetime import date

from chibo.org.models import Placement


class CellNames:
    """What units were called on any day; two queries for all of them.

    :param without: a superior that goes without saying
    """

    def __init__(self, unit_ids: Iterable[int | None], *, without: int | None = None) -> None:
        self.without = without
        rows = list(_lines({pk for pk in unit_ids if pk}))
        self.superiors = {superior for _, _, _, superior in rows if superior}
        self.lines: dict[int, list[tuple[date, str, int | None]]] = {}
        for unit_id, since, name, superior in [*rows, *_lines(self.superiors)]:
            line = self.lines.setdefault(unit_id, [])
            if (since, name, superior) not in line:
                line.append((since, name, superior))

    def on(self, unit_id: int | None, day: date) -> str:
        """``Chi bộ Thôn 1, Đảng bộ xã An Bình`` on the day, outside the unit's life the nearest; empty for no unit."""
        name, superior = self._at(unit_id, day)
        above = self._at(superior, day)[0] if superior != self.without else ""
        return f"{name}, {above}" if above else name

    def _at(self, unit_id: int | None, day: date) -> tuple[str, int | None]:
        line = self.lines.get(unit_id or 0, [])
        past = [row for row in line if row[0] <= day] or line[:1]
        return past[-1][1:] if past else ("", None)


def _lines(unit_ids: set[int]) -> Iterable[tuple[int, date, str, int | None]]:
    rows = Placement.objects.filter(unit_id__in=unit_ids).order_by("unit_id", "since")
    return rows.values_list("unit_id", "since", "name", "superior_id") if unit_ids else []
