"""A workbook of members as somebody else keeps it: own columns in an own order, and whatever years of copying leave behind.

Everything is invented and comes from one seed. The file is the only truth about the sound rows; what is told besides is
where faults were planted, and what the person at the screen answers when asked.
"""

import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLE = "Thử Mẫu Giả Ví Vờ Tạm Nháp".split()
GIVEN = "Ẩn Đá Mây Gió Sông Núi Biển Rừng Cỏ Suối Đèo Bến Nắng Sương Trăng Sao Bưởi Mít Ổi Xoài".split()
PROVINCES = ("001", "002", "004", "036", "049", "068", "095")
SHEET = "Trích ngang ĐV"
HEADER = 6
"""The second of the two lines of headings."""
COLUMNS = (
    "TT", "Tên Đảng viên", "sinh", "kết nạp", "chính thức", "Giới", "Dân tộc", "Tôn giáo", "Huyện ủy", "Đảng ủy", "Chi bộ",
    "Số căn cước", "Số thẻ ĐV", "Cấp thẻ ngày", "Ghi chú", "Ghi chú", "Tuổi", "Chuyên môn", "LLCT", "Nghề",
)  # fmt: skip
GROUPS = {"sinh": ("Ngày, tháng, năm", 3), "Huyện ủy": ("Nơi sinh hoạt Đảng", 3)}
PLACE = {name: place for place, name in reversed(list(enumerate(COLUMNS)))}
FILLED_DOWN = ("Huyện ủy", "Đảng ủy")
"""Merged down over all rows they hold for."""

DISTRICTS = {
    "Đảng bộ huyện Thử Giang": "Đảng bộ xã Bến Thử,Đảng bộ xã Mây Thử",
    "Đảng bộ huyện Mẫu Sơn": "Đảng bộ xã Đèo Mẫu",
}
CELLS = tuple(f"Chi bộ thôn {name}" for name in "Bưởi Mít Ổi Xoài Cỏ Suối".split())
"""The same names in every commune: which is meant is said by the columns to the left."""
RENAMED = ("Chi bộ thôn Bưởi", "Chi bộ xóm Bến Bưởi")
"""Its name now, and until 2022."""
ENDED = "Chi bộ Trạm thử nghiệm"
"""Ended in 2023, in the first commune."""


@dataclass
class Planted:
    """What was planted where.

    :ivar refused: row of the sheet → heading of the column that is at fault
    :ivar twins: rows that repeat an earlier one, equal in all
    :ivar rivals: pairs of rows that say different things about one person; the first of a pair is sound
    :ivar hidden: hidden rows, sound as any other
    :ivar rows: how many rows hold anything
    """

    refused: dict[int, str] = field(default_factory=dict)
    twins: list[int] = field(default_factory=list)
    rivals: list[tuple[int, int]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    rows: int = 0


@dataclass
class Line:
    """One person, as known to whoever typed the sheet."""

    name: str
    female: bool
    born: date
    joined: date
    official: date
    number: str
    card: str
    district: str
    commune: str
    cell: str
    ethnicity: str
    religion: str


def people(count: int, rng: random.Random, first: int = 0) -> Iterator[Line]:
    """Invented people, spread over the cells in the order of the tree."""
    places = [(d, c, cell) for d, communes in DISTRICTS.items() for c in communes.split(",") for cell in CELLS]
    for place in range(count):
        female = rng.random() < 0.42
        born = date(rng.randint(1945, 2003), rng.randint(1, 12), rng.randint(1, 28))
        # Until the twelfth of the month: then no cell of the column tells which of the two is the month.
        joined = date(born.year + rng.randint(19, 20), rng.randint(1, 12), rng.randint(1, 12))
        code = (1 if female else 0) + (0 if born.year < 2000 else 2)
        yield Line(
            name=f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}",
            female=female,
            born=born,
            joined=joined,
            official=joined.replace(year=joined.year + 1),
            number=f"{rng.choice(PROVINCES)}{code}{born.year % 100:02d}{first + place:06d}",
            card=f"{36_000_000_000 + first + place:012d}",
            district=places[place * len(places) // count][0],
            commune=places[place * len(places) // count][1],
            cell=places[place * len(places) // count][2],
            ethnicity=rng.choice(("Kinh", "Kinh", "Kinh", "Tày", "Mường", "Dao")),
            religion=rng.choice(("Không", "Không", "Không", "Phật giáo", "Công giáo")),
        )


# --- how it is typed -----------------------------------------------------------------------------------------------------

NBSP = "\u00a0"
SPELLINGS = {
    "Kinh": ("Kinh", "kinh", "KINH ", "Kinh" + NBSP),
    "Tày": ("Tày", "tày", "Tay"),
    "Mường": ("Mường", "MƯỜNG", unicodedata.normalize("NFD", "Mường")),
    "Dao": ("Dao", " Dao"),
    "Không": ("Không", "không", "Không "),
    "Phật giáo": ("Phật giáo", "Đạo Phật", "phật giáo"),
    "Công giáo": ("Công giáo", "Thiên chúa giáo", "CÔNG GIÁO"),
}


def spelled_name(name: str, place: int) -> str:
    """As this or that clerk writes names."""
    ways = (
        name,
        name.upper(),
        unicodedata.normalize("NFD", name),
        f"  {name} ",
        name.replace(" ", NBSP, 1),
        name.replace(" ", "  ", 1),
        name.lower() if place % 2 else name,
    )
    return ways[place % len(ways)]


def spelled_cell(name: str, commune: str, place: int) -> str:
    """One cell in many spellings."""
    ways = [name, name.upper(), name.replace("Chi bộ", "CB"), without_marks(name), f"{name}{NBSP}", f"CB.{name[6:]}"]
    if name == RENAMED[0] and commune == "Đảng bộ xã Bến Thử":
        ways.append(RENAMED[1])
    return ways[place % len(ways)]


def without_marks(text: str) -> str:
    """Without diacritics, as typed on a foreign keyboard."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D")


def spelled_day(day: date, place: int) -> Any:
    """A real date, a bare serial, or text."""
    ways = (
        day,
        f"{day:%d/%m/%Y}",
        (day - date(1899, 12, 30)).days,
        f"{day.day}-{day.month}-{day.year}",
        f"{day:%d.%m.%Y} ",
        day,
        f"{day:%Y-%m-%d}",
    )
    return ways[place % len(ways)]


def spelled_number(number: str, place: int) -> Any:
    """A number of twelve digits as text, in groups, or as a number that has lost its zeros."""
    ways = (number, int(number), f"{number[:3]} {number[3:6]} {number[6:]}", f"{number}{NBSP}", float(number))
    return ways[place % len(ways)]


# --- the sheet ----------------------------------------------------------------------------------------------------------


def write(path: Path, count: int, *, only: Sequence[int] = (), change: dict[str, Any] | None = None) -> Planted:
    """A sheet of so many sound people; from forty on with faults and repetitions besides.

    :param only: these of them alone, and nothing planted
    :param change: heading → what every second of those says instead
    """
    rng = random.Random(20241231)
    lines = list(people(count, rng))
    rows = [_cells(line, place, rng) for place, line in enumerate(lines)]
    planted = Planted()
    if only:
        rows = [rows[place] for place in only]
        for row in rows[::2]:
            for heading, value in (change or {}).items():
                row[PLACE[heading]] = value
    elif count >= 40:
        rows = _plant(rows, planted)
    _lay_out(path, rows, planted)
    planted.rows = sum(any(cell not in (None, "") for cell in row) for row in rows)
    return planted


def _cells(line: Line, place: int, rng: random.Random) -> list[Any]:
    issued = line.official + timedelta(days=rng.randint(30, 300))
    issued = issued.replace(day=rng.randint(1, 12))
    return [
        place + 1,
        spelled_name(line.name, place),
        line.born.year if place % 23 == 7 else spelled_day(line.born, place),
        spelled_day(line.joined, place + 3),
        spelled_day(line.official, place + 5),
        ("Nữ", "nữ", "NỮ ", "Nu")[place % 4] if line.female else ("Nam", "nam", "NAM")[place % 3],
        rng.choice(SPELLINGS[line.ethnicity]),
        "" if place % 31 == 5 else rng.choice(SPELLINGS[line.religion]),
        line.district,
        line.commune,
        spelled_cell(line.cell, line.commune, place),
        spelled_number(line.number, place),
        spelled_number(line.card, place + 2),
        f"{issued:%m/%d/%Y}",
        "đã nộp hồ sơ" if place % 5 == 0 else None,
        "kiểm tra lại" if place % 7 == 0 else None,
        "=tuổi",
        rng.choice(("Đại học", "đại học", "Cao đẳng", "Trung cấp", "Thạc sĩ", "ĐH")),
        rng.choice(("Sơ cấp", "Trung cấp", "TC", "Cao cấp")),
        rng.choice(("Nông dân", "Hưu trí", "Viên chức", "Công nhân")),
    ]


FAULTS: tuple[tuple[str, Any], ...] = (
    ("Chi bộ", ENDED),
    ("Tên Đảng viên", None),
    ("Tên Đảng viên", "   "),
    ("Tên Đảng viên", "=lỗi"),
    ("sinh", None),
    ("sinh", "31/02/1980"),
    ("sinh", "khoảng năm 1975"),
    ("sinh", "29/02/1981"),
    ("sinh", "1/1/80"),
    ("sinh", date(2031, 5, 19)),
    ("sinh", 99_999_999),
    ("kết nạp", "13/13/1990"),
    ("kết nạp", 0.5),
    ("kết nạp", date(1939, 1, 1)),
    ("chính thức", "35/01/2001"),
    ("chính thức", date(1950, 1, 1)),
    ("Giới", "Khác"),
    ("Dân tộc", "Atlantis"),
    ("Tôn giáo", "Thờ cây đa"),
    ("Số căn cước", "12345"),
    ("Số căn cước", "036080ABC123"),
    ("Số căn cước", 1.5),
    ("Số căn cước", "0360800001234"),
    ("Số thẻ ĐV", "360-không rõ"),
    ("Chi bộ", "Chi bộ Cung trăng"),
    ("Chi bộ", None),
    ("Chuyên môn", "Phù thủy"),
)
"""What cannot be right, and in which column."""
TYPO = "Chi bộ thôn Xoàii"
"""Near the last cell of a commune, and must be asked."""


def _plant(rows: list[list[Any]], planted: Planted) -> list[list[Any]]:
    """The rows with others in between: faults, repetitions, contradictions, empty ones, a total at the end."""
    rng = random.Random(8)
    spare = list(people(len(FAULTS), rng, first=900_000))
    every = max(len(rows) // (len(FAULTS) + 4), 1)
    found: list[list[Any]] = []

    def put(row: list[Any]) -> int:
        found.append(row)
        return HEADER + len(found)

    for place, row in enumerate(rows):
        if row[PLACE["Chi bộ"]] in (CELLS[3], CELLS[3] + NBSP):
            row[PLACE["Chi bộ"]] = TYPO
        number = put(row)
        if place % 9 == 4:
            planted.hidden.append(number)
        turn, rest = divmod(place, every)
        if rest == 0 and turn < len(FAULTS):
            heading, value = FAULTS[turn]
            spoilt = _cells(spare[turn], 7 * turn, rng)
            for name in ("Huyện ủy", "Đảng ủy", "Chi bộ"):
                spoilt[PLACE[name]] = row[PLACE[name]]
            spoilt[PLACE[heading]] = value
            planted.refused[put(spoilt)] = heading
    planted.twins.append(put(list(rows[-1])))
    rival = list(rows[-2])
    rival[PLACE["Dân tộc"]] = "Kinh" if tidy(rival[PLACE["Dân tộc"]]) != "kinh" else "Tày"
    planted.rivals.append((HEADER + found.index(rows[-2]) + 1, put(rival)))
    empty = [None] * len(COLUMNS)
    put(empty)
    put(empty)
    total = put([None, "Cộng:", *empty[2:-1], len(rows)])
    planted.refused[total] = ""
    return found


def tidy(text: Any) -> str:
    """As said, whatever the letters."""
    return " ".join(unicodedata.normalize("NFC", str(text)).replace(NBSP, " ").split()).lower()


def _lay_out(path: Path, rows: list[list[Any]], planted: Planted) -> None:
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Hướng dẫn").write_column(0, 0, ["Đọc kỹ trước khi điền.", "Không sửa cột TT."])
    sheet = book.add_worksheet(SHEET)
    day, bold = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"bold": True})
    sheet.merge_range(0, 0, 0, 6, "ĐẢNG BỘ TỈNH THỬ NGHIỆM", bold)
    sheet.merge_range(1, 0, 1, 12, "TRÍCH NGANG ĐẢNG VIÊN TÍNH ĐẾN 31/12/2024", bold)
    sheet.write(3, 0, "Người lập biểu: Văn phòng")
    _headings(sheet, bold)
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            at = HEADER + place
            if value == "=tuổi":
                sheet.write_formula(at, column, f"=2024-YEAR(C{at + 1})", None, 50)
            elif value == "=lỗi":
                sheet.write_formula(at, column, f"=VLOOKUP(A{at + 1},X:Y,2,0)", None, "#N/A")
            elif isinstance(value, date):
                sheet.write_datetime(at, column, value, day)
            elif value is not None and COLUMNS[column] not in FILLED_DOWN:
                sheet.write(at, column, value)
    for name in FILLED_DOWN:
        _merged_down(sheet, PLACE[name], [row[PLACE[name]] for row in rows])
    for number in planted.hidden:
        sheet.set_row(number - 1, None, None, {"hidden": True})
    book.close()


def _headings(sheet: Any, bold: Any) -> None:
    inside = 0
    for column, name in enumerate(COLUMNS):
        if name in GROUPS:
            title, inside = GROUPS[name]
            sheet.merge_range(HEADER - 2, column, HEADER - 2, column + inside - 1, title, bold)
        if inside:
            sheet.write(HEADER - 1, column, name, bold)
            inside -= 1
        else:
            sheet.merge_range(HEADER - 2, column, HEADER - 1, column, name, bold)


def _merged_down(sheet: Any, column: int, values: list[Any]) -> None:
    first = 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[first]:
            if place - first > 1:
                sheet.merge_range(HEADER + first, column, HEADER + place - 1, column, values[first])
            elif values[first] is not None:
                sheet.write(HEADER + first, column, values[first])
            first = place
