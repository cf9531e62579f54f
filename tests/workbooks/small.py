"""Small sheets typed in a hurry: titles above, cells as they come."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter


def write(path: Path, headings: Sequence[str], rows: Sequence[Sequence[Any]], *, titles: Sequence[str] = ()) -> int:
    """:returns: number of the first row of the sheet below the headings"""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Sheet1")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, title in enumerate(titles):
        sheet.write_string(number, 0, title)
    first = len(titles) + 1 if titles else 0
    sheet.write_row(first, 0, headings)
    for number, row in enumerate(rows, first + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)
            elif isinstance(cell, str) and cell.startswith("="):
                sheet.write_formula(number, column, cell, None, cell.strip('="'))
            elif cell is not None:
                sheet.write(number, column, cell)
    book.close()
    return first + 2
