"""The columns by which workbooks about people say whom they mean. Posts and other kinds about people use them too."""

from chibo.exchange.reading.values import Day, Digits, Name, Text
from chibo.exchange.rules.kinds import Column

GROUP = "Đảng viên"
UID = Column(
    "uid",
    "Mã hồ sơ",
    Text(longest=60),
    also=("mã hồ sơ đảng viên", "id", "uid", "mã đảng viên", "mã định danh hồ sơ"),
    hint="Chibo ghi cột này khi xuất; để trống cho người chưa có hồ sơ.",
    group=GROUP,
)
NAME = Column(
    "full_name",
    "Họ và tên",
    Name(),
    required=True,
    also=(
        "họ tên",
        "họ và tên khai sinh",
        "họ tên khai sinh",
        "tên đảng viên",
        "đảng viên",
        "họ, tên",
        "họ và tên đảng viên",
    ),
    example="Nguyễn Văn An",
    group=GROUP,
)
BORN = Column(
    "born",
    "Ngày sinh",
    Day(partial=True),
    also=("ngày tháng năm sinh", "ngày, tháng, năm sinh", "năm sinh", "sinh ngày", "ns", "ntns"),
    hint="Ngày, tháng, năm; chỉ biết năm thì ghi năm.",
    example="03/02/1980",
    group=GROUP,
)
NATIONAL_ID = Column(
    "national_id",
    "Số định danh cá nhân",
    Digits(lengths=(12,), kind="cccd"),
    also=("cccd", "số cccd", "căn cước công dân", "số căn cước", "số căn cước công dân", "số định danh", "mã định danh"),
    hint="12 chữ số.",
    example="036080001234",
    group=GROUP,
    sensitive=True,
)  # fmt: skip
CARD = Column(
    "card",
    "Số thẻ đảng viên",
    Digits(lengths=(12, 8), kind="card"),
    also=("số thẻ", "số thẻ đảng", "thẻ đảng viên", "số thẻ đảng viên (12 số)", "số thẻ đv", "số tđv"),
    hint="12 chữ số; thẻ cũ 8 chữ số.",
    example="360012345678",
    group=GROUP,
    sensitive=True,
)
KEYS = (UID, NAME, BORN, NATIONAL_ID, CARD)
"""Mã hồ sơ, họ tên, ngày sinh, số định danh, số thẻ: enough to find a person (:mod:`chibo.members.imports.people`)."""
