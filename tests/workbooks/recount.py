"""The same file counted with pandas, cleaned by rules of its own: what the figures must agree with.

Nothing here comes from the program. What a spelling means was written down by looking at the file.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from tests.workbooks.hand import COLUMNS, ENDED, HEADER, SHEET, Planted

SEXES = {"nam": "Nam", "nữ": "Nữ", "nu": "Nữ"}
ETHNICITIES = {"kinh": "Kinh", "tày": "Tày", "tay": "Tày", "mường": "Mường", "dao": "Dao"}
RELIGIONS = {
    "không": "Không", "phật giáo": "Phật giáo", "đạo phật": "Phật giáo", "công giáo": "Công giáo",
    "thiên chúa giáo": "Công giáo", "": "Chưa rõ",
}  # fmt: skip
CELLS = {
    "buoi": "Bưởi",
    "ben buoi": "Bưởi",
    "mit": "Mít",
    "oi": "Ổi",
    "xoai": "Xoài",
    "xoaii": "Xoài",
    "co": "Cỏ",
    "suoi": "Suối",
}


def clean(path: Path, planted: Planted | None = None, *, without: tuple[int, ...] = ()) -> pd.DataFrame:
    """The sound rows of the sheet, each person once: row, name, born, sex, ethnicity, religion, commune, cell, card_day.

    :param without: further rows that were refused
    """
    raw = pd.read_excel(
        path, sheet_name=SHEET, header=None, skiprows=HEADER, dtype=object, keep_default_na=False, engine="openpyxl"
    )
    raw.columns = [f"{place}" for place in range(raw.shape[1])]
    found = pd.DataFrame({"row": raw.index + HEADER + 1})
    for place, name in enumerate(COLUMNS):
        if f"{place}" in raw and name not in found:
            found[name] = raw[f"{place}"].map(lambda cell: None if cell == "" else cell)
    found[["Huyện ủy", "Đảng ủy"]] = found[["Huyện ủy", "Đảng ủy"]].ffill()
    bad = set(without)
    if planted is not None:
        bad |= {*planted.refused, *planted.twins, *(row for pair in planted.rivals for row in pair)}
    found = found[~found["row"].isin(bad) & found["Tên Đảng viên"].notna()]
    return pd.DataFrame(
        {
            "row": found["row"],
            "name": found["Tên Đảng viên"].map(_name),
            "born": found["sinh"].map(_day),
            "joined": found["kết nạp"].map(_day),
            "official": found["chính thức"].map(_day),
            "sex": found["Giới"].map(lambda text: SEXES[_plain(text)]),
            "ethnicity": found["Dân tộc"].map(lambda text: ETHNICITIES[_plain(text)]),
            "religion": found["Tôn giáo"].map(lambda text: RELIGIONS[_plain(text)]),
            "district": found["Huyện ủy"].map(str.strip),
            "commune": found["Đảng ủy"].map(str.strip),
            "cell": found["Chi bộ"].map(_cell),
            "number": found["Số căn cước"].map(_digits),
            "card": found["Số thẻ ĐV"].map(_digits),
            "card_day": found["Cấp thẻ ngày"].map(_american),
        }
    )


def _plain(cell: Any) -> str:
    if cell is None or cell != cell:
        return ""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", str(cell)).replace("\u00a0", " ")).strip().lower()


def _name(cell: Any) -> str:
    return " ".join(part.capitalize() for part in _plain(cell).split())


def _digits(cell: Any) -> str:
    if isinstance(cell, int | float):
        return f"{int(cell):012d}"
    return re.sub(r"\D", "", str(cell)).rjust(12, "0")


def _cell(cell: Any) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", _plain(cell)) if not unicodedata.combining(c))
    words = re.sub(r"^(chi bo|cb)[. ]*(thon|xom) ", "", bare.replace("đ", "d"))
    return f"Chi bộ thôn {CELLS[words]}" if words in CELLS else ENDED


def _day(cell: Any) -> date:
    """Days of all sorts; of a bare year its first."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, int | float):
        return date(int(cell), 1, 1) if cell < 3000 else date(1899, 12, 30) + timedelta(days=int(cell))
    numbers = [int(part) for part in re.findall(r"\d+", str(cell))]
    return date(*numbers) if numbers[0] > 31 else date(*reversed(numbers))


def _american(cell: Any) -> date:
    month, day, year = (int(part) for part in str(cell).split("/"))
    return date(year, month, day)
