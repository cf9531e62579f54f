"""A report as a workbook: one sheet per chapter, real numbers, the sentences below the tables."""

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from django.utils.html import strip_tags

from chibo.kernel.numbers import percent
from chibo.reports.showing import Item

HEAD = ("Mã", "Chỉ tiêu", "Chia theo", "Nhóm", "Số (k)", "Trên số (n)", "Tỷ lệ", "Ghi chú")
WIDTHS = (10, 40, 24, 36, 12, 12, 10, 60)


def write(context: Mapping[str, Any], *, by: str) -> io.BytesIO:
    """The workbook of what the page shows."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    writer = _Writer(book)
    for _, title, items in context["chapters"]:
        writer.sheet(title, context, items, by)
    book.close()
    file.seek(0)
    return file


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format(
            {"bold": True, "border": 1, "bg_color": "#EDF0F3", "text_wrap": True, "valign": "top"}
        )
        self.text = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        self.whole = book.add_format({"border": 1, "num_format": "#,##0", "valign": "top"})
        self.part = book.add_format({"border": 1, "num_format": "0.00%", "valign": "top"})
        self.at = 0

    def sheet(self, title: str, context: Mapping[str, Any], items: list[Item], by: str) -> None:
        """One chapter."""
        page = self.book.add_worksheet(title[:31])
        for place, width in enumerate(WIDTHS):
            page.set_column(place, place, width)
        page.write_string(0, 0, f"{title} – {context['place'].name}", self.title)
        page.write_string(1, 0, f"{context['when'].capitalize()}; trạng thái tại ngày {context['last_day']}")
        page.write_string(2, 0, f"Người lập: {by}; lập lúc {context['at']:%H:%M %d/%m/%Y}")
        if context["unit"].is_illustration:
            page.write_string(3, 0, "Dữ liệu minh họa")
        for place, head in enumerate(HEAD):
            page.write_string(5, place, head, self.head)
        self.at = 6
        for item in items:
            self._item(page, item)
        self.at += 1
        for item in items:
            for sentence in item.sentences:
                page.write_string(self.at, 0, " ".join(strip_tags(sentence).split()))
                self.at += 1
        self._paper(page)

    def _item(self, page: Any, item: Item) -> None:
        figure, indicator = item.entry.figure, item.entry.indicator
        note = "" if figure.is_complete else "Chưa đủ dữ liệu: số đã ghi nhận"
        shown = figure.numerator if figure.numerator is not None else int(figure.value)
        extra = f"Trung bình {item.value}: {item.share}" if figure.divisor is not None else note
        self._row(page, indicator.code, indicator.title, "", "", shown, figure.base, extra)
        for table in item.tables:
            for row in table.rows:
                self._row(page, indicator.code, indicator.title, table.title, row.label, row.count, row.base, note)
        if item.statement is not None:
            for cell in figure.cells:
                self._row(page, indicator.code, indicator.title, "Dòng", cell.labels[0], cell.value, None, note)
            self._row(page, indicator.code, indicator.title, "Dòng", "Chênh lệch", figure.residual, None, note)
        if item.years is not None:
            for split in item.entry.breakdowns:
                for cell in split.cells:
                    titles = " · ".join(d.title for d in split.by)
                    self._row(
                        page, indicator.code, indicator.title, titles, " · ".join(cell.labels), cell.value, None, note
                    )

    def _row(
        self, page: Any, code: str, title: str, by: str, label: str, value: int, base: int | None, note: str
    ) -> None:
        for place, text in enumerate((code, title, by, label)):
            page.write_string(self.at, place, text, self.text)
        page.write_number(self.at, 4, value, self.whole)
        share = None if base is None else percent(value, base)
        page.write(self.at, 5, base, self.whole) if base is not None else page.write_blank(self.at, 5, None, self.whole)
        if share is None:
            page.write_blank(self.at, 6, None, self.part)
        else:
            page.write_number(self.at, 6, float(share) / 100, self.part)
        page.write_string(self.at, 7, note, self.text)
        self.at += 1

    @staticmethod
    def _paper(page: Any) -> None:
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(5)
        page.freeze_panes(6, 0)
        page.set_footer("&L&F – &A&RTrang &P/&N")
