"""A workbook of units as somebody else keeps it: three levels in three columns, merged down, titles above, a total below."""

from pathlib import Path

import xlsxwriter

from tests.workbooks.hand import CELLS, DISTRICTS, ENDED

SHEET = "TCĐ"
HEADER = 4
HEADINGS = ("STT", "Cấp huyện", "Cấp xã", "Chi bộ", "Loại", "Loại hình", "Thành lập")


def rows_of_tree() -> list[tuple[str, str, str]]:
    """(district, commune, cell) of every cell."""
    found = []
    for district, communes in DISTRICTS.items():
        for commune in communes.split(","):
            found += [(district, commune, cell) for cell in CELLS]
    found.append((*found[0][:2], ENDED))
    return found


def write(path: Path) -> int:
    """:returns: how many units it names"""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(SHEET)
    sheet.merge_range(0, 0, 0, 6, "ĐẢNG BỘ TỈNH THỬ NGHIỆM")
    sheet.merge_range(1, 0, 1, 6, "DANH SÁCH TỔ CHỨC ĐẢNG")
    sheet.write_row(HEADER - 1, 0, HEADINGS)
    rows = rows_of_tree()
    rows.sort(key=lambda row: (row[0], row[1]))
    for place, (_, _, cell) in enumerate(rows):
        sheet.write_number(HEADER + place, 0, place + 1)
        sheet.write_string(HEADER + place, 3, f" {cell} " if place % 3 else cell.replace(" ", "\u00a0", 1))
        sheet.write_string(HEADER + place, 4, "chi bộ")
        sheet.write_string(HEADER + place, 5, "Xã")
        sheet.write_string(HEADER + place, 6, "01/01/2010")
    for column in (0, 1):
        _merged(sheet, column + 1, [row[: column + 1] for row in rows], column)
    sheet.write_string(HEADER + len(rows) + 1, 1, "Tổng số")
    sheet.write_formula(HEADER + len(rows) + 1, 3, f"=COUNTA(D{HEADER + 1}:D{HEADER + len(rows)})", None, len(rows))
    book.close()
    return len(rows) + len({row[:2] for row in rows}) + len({row[0] for row in rows})


def _merged(sheet, column: int, keys: list[tuple], place: int) -> None:
    first = 0
    for at in range(1, len(keys) + 1):
        if at == len(keys) or keys[at] != keys[first]:
            sheet.merge_range(HEADER + first, column, HEADER + at - 1, column, keys[first][place])
            first = at
