"""What a file says of itself: whose list, when, filtered how, how long, made by whom and when."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.numbers import show_int
from chibo.kernel.scope import THEN, Structure
from chibo.kernel.text import fold


@dataclass(frozen=True)
class Heading:
    """What stands above the table in a file.

    :param scope: whose list it is, e.g. the unit's name
    :param when: the day or period, in words
    :param structure: the tree in which the list is laid out, where it is not that of the day
    :param filters: (label, value) pairs of what was chosen
    :param by: who asked for it
    """

    title: str
    scope: str = ""
    when: str = ""
    structure: Structure = THEN
    filters: tuple[tuple[str, str], ...] = ()
    by: str = ""
    illustration: bool = False
    at: datetime = field(default_factory=clock.now)

    def lines(self, rows: int) -> list[tuple[str, str]]:
        """The block as (label, text) lines."""
        tree = "" if self.structure.is_then else f"ngày {show_day(self.structure.day)}"
        lines = [("Phạm vi", self.scope), ("Thời điểm", self.when), ("Cơ cấu tổ chức", tree), *self.filters]
        lines += [("Số dòng", show_int(rows)), ("Lập lúc", timezone.localtime(self.at).strftime("%H:%M %d/%m/%Y"))]
        lines += [("Người lập", self.by), ("Ghi chú", "Dữ liệu minh họa" if self.illustration else "")]
        return [(label, text) for label, text in lines if text]

    @property
    def file_name(self) -> str:
        """The title as a name of a file, without its ending."""
        return "-".join("".join(c if c.isalnum() else " " for c in fold(self.title)).split())[:60] or "danh-sach"
