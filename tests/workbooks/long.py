"""Long workbooks of members without a fault, and the tree they need: invented people in fifteen columns.

``python -m tests.workbooks.long DISTRICTS COMMUNES CELLS`` puts the tree on record in the installation of the environment.
"""

import random
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.workbooks.hand import FAMILY, GIVEN, MIDDLE, PROVINCES

ROOT = "TG"
DAY = date(2024, 12, 31)
COLUMNS = (
    "STT", "Họ và tên", "Giới tính", "Ngày sinh", "Dân tộc", "Tôn giáo", "Số CCCD", "Số thẻ đảng viên", "Mã tổ chức",
    "Ngày vào Đảng", "Ngày chính thức", "Nghề nghiệp", "Trình độ chuyên môn", "Lý luận chính trị", "Nơi ở hiện nay",
)  # fmt: skip


def refs(districts: int, communes: int, cells: int) -> list[str]:
    """Short references of all cells."""
    return [f"H{d}X{c}C{n}" for d in range(districts) for c in range(communes) for n in range(cells)]


def found(districts: int, communes: int, cells: int) -> None:
    """Put a province on record with so many units below each."""
    from chibo.kernel.viewer import System
    from chibo.org.actions import UnitSpec, open_units

    specs = [UnitSpec(ref=ROOT, name="Đảng bộ tỉnh Thử Nghiệm", kind="dang_bo_tinh")]
    for d in range(districts):
        specs.append(UnitSpec(f"H{d}", f"Đảng bộ huyện Thử {d + 1}", "dang_bo_huyen", ROOT))
        for c in range(communes):
            specs.append(UnitSpec(f"H{d}X{c}", f"Đảng bộ xã Thử {d + 1}.{c + 1}", "dang_bo_co_so", f"H{d}", "xa"))
            for n in range(cells):
                specs.append(
                    UnitSpec(f"H{d}X{c}C{n}", f"Chi bộ thôn {n + 1}", "chi_bo_truc_thuoc", f"H{d}X{c}", "xa", "thon")
                )
    open_units(rows=specs, on=date(2010, 1, 1), by=System("test"))


def rows(count: int, places: list[str], seed: int = 5, first: int = 0) -> Iterator[list[Any]]:
    """So many people, in the order of their cells; with another ``first`` they have other numbers."""
    rng = random.Random(seed)
    for place in range(count):
        female = rng.random() < 0.4
        born = date(rng.randint(1940, 2003), rng.randint(1, 12), rng.randint(1, 28))
        joined = date(born.year + 20, rng.randint(1, 12), rng.randint(1, 28))
        code = (1 if female else 0) + (0 if born.year < 2000 else 2)
        yield [
            place + 1,
            f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}",
            "Nữ" if female else "Nam",
            born,
            "Kinh" if place % 20 else "Tày",
            "Không" if place % 15 else "Phật giáo",
            f"{rng.choice(PROVINCES)}{code}{born.year % 100:02d}{first + place:06d}",
            f"{500_000_000_000 + first + place}",
            places[place * len(places) // count],
            joined,
            joined.replace(year=joined.year + 1),
            rng.choice(("Nông dân", "Hưu trí", "Viên chức", "Cán bộ, công chức")),
            rng.choice(("Đại học", "Cao đẳng", "Trung cấp", "Thạc sĩ")),
            rng.choice(("Sơ cấp", "Trung cấp", "Cao cấp")),
            f"Thôn {place % 17 + 1}, xã Thử",
        ]


def sheet_rows(count: int, places: list[str]) -> Iterator[list[Any]]:
    """The same people in the 33 columns of the national sheet."""
    for line in rows(count, places):
        place, name, sex, born, ethnicity, religion, number, card, cell, joined, official = line[:11]
        home = ["Việt Nam", f"Tỉnh Thử {place % 34}", f"Xã Mẫu {place % 900}", f"Thôn {place % 17 + 1}"]
        yield [
            place, "", name, "", sex, born, ethnicity, religion, number, card, official.replace(day=1), "Tỉnh ủy Thử Nghiệm",
            f"{place:08d}", cell, "", *home, *home, *home, joined, official, f"{100_000_000 + place}", "Đang sinh hoạt", None, "",
        ]  # fmt: skip


def write(path: Path, headings: tuple[str, ...], lines: Iterator[list[Any]]) -> None:
    """One sheet: a line of headings, then the rows; days as real days."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Đảng viên")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, headings)
    for number, line in enumerate(lines, 1):
        for column, cell in enumerate(line):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell:
                sheet.write_string(number, column, cell)
    book.close()


def main(districts: int, communes: int, cells: int) -> None:
    """In a process of its own."""
    import django

    django.setup()
    found(districts, communes, cells)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
