"""The blank workbook of a kind: lists to choose from, what each column means, an example. The import knows it without asking."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from chibo.exchange.reading.values import Choice, Day, Digits, Fault, Lookup, Noted, Whole, YesNo
from chibo.exchange.rules.headings import letters
from chibo.exchange.rules.kinds import Column, Kind
from chibo.kernel.days import parse_day

DATA, GUIDE, EXAMPLE, LISTS = "Nhập liệu", "Hướng dẫn", "Ví dụ", "Danh mục"
REQUIRED = " *"
_ROWS = 20_000
"""Rows prepared with formats and lists."""
_GROUND = ("#E7EFF6", "#F3EDE1")
_STEPS = (
    "Ghi dữ liệu vào trang “Nhập liệu”, mỗi dòng một {noun}, bắt đầu ngay dưới dòng tiêu đề.",
    "Cột có dấu * là bắt buộc. Các cột khác để trống được; ô để trống không xóa gì đã có trong Chibo.",
    "Có thể xóa hoặc đổi chỗ cột. Giữ nguyên tiêu đề để Chibo tự ghép cột.",
    "Lưu tệp loại .xlsx, mở mục “Nhập tệp” trong Chibo, gửi tệp và xem trước kết quả. Chưa bấm Ghi thì chưa có gì thay đổi.",
)


def template(kind: Kind) -> bytes:
    """A workbook of the kind without a row."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"Mẫu nhập: {kind.title}", "author": "Chibo"})
    _Template(book, kind).write()
    book.close()
    return file.getvalue()


def example_of(column: Column) -> str:
    """An invented value as people type it; empty where the column has none."""
    if column.example:
        return column.example
    if isinstance(column.type, Choice) and column.type.values:
        return column.type.values[0][1]
    if isinstance(column.type, YesNo):
        return "Có"
    if isinstance(column.type, Day):
        return "03/02/1980"
    return ""


def guidance(column: Column) -> str:
    """What may be written in a column, in finished sentences."""
    return " ".join(dict.fromkeys(filter(None, (_sentence(column.hint), column.type.hint))))


def _sentence(text: str) -> str:
    return f"{text}." if text and text[-1] not in ".!?" else text


class _Template:
    def __init__(self, book: Any, kind: Kind) -> None:
        self.book, self.kind, self.columns = book, kind, kind.columns
        self._has_groups = any(column.group for column in kind.columns)
        self.head = 1 if self._has_groups else 0
        self._formats: dict[tuple, Any] = {}

    def write(self) -> None:
        """The sheets: data first, so that the import opens it."""
        data = self.book.add_worksheet(DATA)
        guide = self.book.add_worksheet(GUIDE)
        example = self.book.add_worksheet(EXAMPLE)
        lists = self._lists()
        for sheet in (data, example):
            self._heading(sheet)
        self._prepare(data, lists)
        self._example(example)
        self._guide(guide)
        data.activate()

    def _format(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]

    def _heading(self, sheet: Any) -> None:
        groups = list(dict.fromkeys(column.group for column in self.columns))
        for place, column in enumerate(self.columns):
            ground = _GROUND[groups.index(column.group) % 2]
            look = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "bg_color": ground}
            if column.required:
                look["font_color"] = "#9A1B1E"
            title = column.title + (REQUIRED if column.required else "")
            sheet.write_string(self.head, place, title, self._format(**look))
        sheet.set_row(self.head, 34)
        if self._has_groups:
            self._groups(sheet, groups)
        sheet.freeze_panes(self.head + 1, 0)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, self.head)

    def _groups(self, sheet: Any, groups: list[str]) -> None:
        first = 0
        for place in range(1, len(self.columns) + 1):
            if place < len(self.columns) and self.columns[place].group == self.columns[first].group:
                continue
            group = self.columns[first].group
            style = self._format(bold=True, border=1, align="center", bg_color=_GROUND[groups.index(group) % 2])
            if group and place - first > 1:
                sheet.merge_range(0, first, 0, place - 1, group, style)
            else:
                sheet.write_string(0, first, group, style)
            first = place

    def _prepare(self, sheet: Any, lists: dict[str, str]) -> None:
        """Formats that keep zeros and days, lists to choose from."""
        for place, column in enumerate(self.columns):
            width = max(12, min(34, len(column.title) + 4, 60))
            sheet.set_column(place, place, width, self._format(**_look(column)))
            if column.name not in lists:
                continue
            sheet.data_validation(
                self.head + 1,
                place,
                self.head + _ROWS,
                place,
                {
                    "validate": "list",
                    "source": lists[column.name],
                    "error_type": "warning",
                    "error_title": "Không có trong danh mục",
                    "error_message": "Hãy chọn một giá trị trong danh sách, hoặc xem trang Danh mục.",
                },
            )

    def _lists(self) -> dict[str, str]:
        """Field → where its list stands; all lists in a sheet that people can read too."""
        chosen = [column for column in self.columns if isinstance(column.type, Choice | YesNo)]
        if not chosen:
            return {}
        sheet, found = self.book.add_worksheet(LISTS), {}
        for place, column in enumerate(chosen):
            labels = [label for _, label in column.type.values] if isinstance(column.type, Choice) else ["Có", "Không"]
            sheet.write_string(0, place, column.title, self._format(bold=True, bottom=1))
            for number, label in enumerate(labels, 1):
                sheet.write_string(number, place, label)
            sheet.set_column(place, place, max(12, min(50, max(map(len, [column.title, *labels])) + 2)))
            column_letters = letters(place)
            found[column.name] = f"='{LISTS}'!${column_letters}$2:${column_letters}${len(labels) + 1}"
        sheet.freeze_panes(1, 0)
        return found

    def _example(self, sheet: Any) -> None:
        for place, column in enumerate(self.columns):
            sheet.set_column(place, place, max(14, min(34, len(column.title) + 4)), self._format(**_look(column)))
            if not column.example:
                continue
            style = self._format(**_look(column))
            if isinstance(column.type, Day) and not column.type.partial:
                day = parse_day(column.example)
                sheet.write_datetime(self.head + 1, place, datetime(day.year, day.month, day.day), style)
            else:
                sheet.write_string(self.head + 1, place, column.example, style)
        note = "Dòng trên là ví dụ bịa ra, chỉ để xem cách ghi; trang này không được nhập."
        sheet.write_string(self.head + 3, 0, note, self._format(italic=True))

    def _guide(self, sheet: Any) -> None:
        bold, wrap = self._format(bold=True, font_size=14), self._format(text_wrap=True, valign="top", border=1)
        sheet.write_string(0, 0, f"Mẫu nhập: {self.kind.title}", bold)
        sheet.write_string(1, 0, self.kind.explain)
        for number, step in enumerate(_STEPS):
            sheet.write_string(3 + number, 0, f"{number + 1}. {step.format(noun=self.kind.noun)}")
        head = 4 + len(_STEPS)
        titles = ("Cột", "Nhóm", "Bắt buộc", "Cách ghi", "Ví dụ")
        style = self._format(bold=True, border=1, bg_color=_GROUND[0])
        for place, (title, width) in enumerate(zip(titles, (30, 26, 10, 70, 30), strict=True)):
            sheet.write_string(head, place, title, style)
            sheet.set_column(place, place, width)
        for number, column in enumerate(self.columns, head + 1):
            needed = "Có" if column.required else ""
            for place, text in enumerate((column.title, column.group, needed, guidance(column), example_of(column))):
                sheet.write_string(number, place, text, wrap)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)


def _look(column: Column) -> dict[str, Any]:
    if isinstance(column.type, Day) and not column.type.partial:
        return {"num_format": "dd/mm/yyyy"}
    if isinstance(column.type, Whole):
        return {"num_format": "0"}
    if isinstance(column.type, Digits | Day | Lookup):
        return {"num_format": "@"}
    return {}


def is_understood(column: Column, text: str) -> bool:
    """Whether a value as typed is taken without a fault."""
    try:
        value = column.type.cleaner()(text)
    except Fault:
        return False
    return (value.value if isinstance(value, Noted) else value) is not None
