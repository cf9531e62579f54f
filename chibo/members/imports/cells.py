"""Which cell a row of a workbook about people names, and whether somebody can be put into it on a day."""

from datetime import date

from chibo.exchange.rules.kinds import Ask, Setting
from chibo.kernel.days import FOREVER, show_day
from chibo.members.derivation.writing import cell_spans
from chibo.org.imports.book import Missing, UnitBook

Answer = tuple[int | None, tuple[str, str] | None, Ask | None]
"""The cell, or the fault, or the question."""
NO_UNIT = "Chưa ghi chi bộ. Hãy ghi tên hoặc mã chi bộ nơi sinh hoạt."


class Cells:
    """The cells a workbook may name: those of the unit it is for. Each text is looked up once."""

    def __init__(self, setting: Setting) -> None:
        unit = setting.place.unit
        self.on = setting.on
        self.book = UnitBook(unit, on=setting.on, cells_only=True, answers=setting.answers)
        self.spans = cell_spans()
        self.own = unit.pk if unit is not None and unit.pk in self.spans else None
        self._known: dict[tuple, Answer] = {}

    def find(
        self,
        text: str | None,
        above: tuple[str | None, ...] = (),
        *,
        code: str | None = None,
        on: date | None = None,
        field: str = "unit",
        may_be_own: bool = True,
    ) -> Answer:
        """The cell that name and code mean on the day.

        :param above: names of what stands above, to narrow it down
        :param may_be_own: a workbook for one cell need not name it
        """
        key = (text, code, above, on, field, may_be_own)
        answer = self._known.get(key)
        if answer is None:
            answer = self._known[key] = self._find(text, code, above, on or self.on, field, may_be_own)
        return answer

    def _find(self, text, code, above, on, field, may_be_own) -> Answer:
        if not text and not code:
            if may_be_own and self.own is not None:
                return self.own, None, None
            return None, (field, NO_UNIT), None
        found = self.book.find(code, above, on=on) if code else Missing("")
        named = self.book.find(text, above, on=on) if text else found
        if isinstance(found, Missing):
            found = named
        elif (
            code and text and hasattr(named, "unit_id") and hasattr(found, "unit_id") and named.unit_id != found.unit_id
        ):
            return None, (field, f"Mã là của {found.label}, tên là của {named.label}. Hãy sửa một trong hai ô."), None
        if isinstance(found, Missing):
            return None, (field, found.sentence), None
        if isinstance(found, Ask):
            return None, None, found
        return found.unit_id, None, None

    def stands(self, cell: int, since: date, until: date = FOREVER) -> bool:
        """Whether the cell stands as a cell from the day to the other."""
        day = since
        for begin, end in self.spans.get(cell, ()):
            if begin <= day < end:
                day = end
                if day >= until:
                    return True
        return False

    def name(self, cell: int, on: date | None = None) -> str:
        """What it is called on the day."""
        return self.book.entry(cell, on=on or self.on).label

    def why_not(self, cell: int, since: date) -> str:
        """The sentence for a cell in which nobody can stay from the day on."""
        last = max((end for begin, end in self.spans.get(cell, ()) if begin <= since < end), default=None)
        if last is None:
            return f"{self.name(cell, since)} không phải là chi bộ vào ngày {show_day(since)}. Hãy chọn chi bộ khác hoặc ngày khác."
        return (
            f"{self.name(cell, since)} kết thúc ngày {show_day(last)}. Hãy lấy danh sách của ngày đó trở về sau, "
            "hoặc ghi chi bộ kế tiếp."
        )
