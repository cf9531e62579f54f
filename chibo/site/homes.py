"""What the home of each role shows: its title, its figures, its lists of work, its chart, its links."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tile:
    """A figure of the catalogue under a plain name.

    :ivar note: what the number is about, where the name does not say it
    """

    label: str
    code: str
    where: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """A figure split by one dimension."""

    title: str
    code: str
    by: str
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Home:
    """The home of a role.

    :ivar parts: lists of work, in order: ``members``, ``transfers``, ``probation``, ``own``, ``decisions``, ``system``
    """

    title: str
    tiles: tuple[Tile, ...] = ()
    chart: Chart | None = None
    parts: tuple[str, ...] = ()


MEMBERS = Tile("Đảng viên", "MEM-01")
WOMEN = Tile("Đảng viên nữ", "MEM-02", {"sex": "nu"})
MINORITY = Tile("Dân tộc thiểu số", "MEM-02", {"minority": "dtts"})
RELIGIOUS = Tile("Đảng viên có đạo", "MEM-02", {"religious": "co_dao"})
STUDENTS = Tile("Học sinh, sinh viên", "MEM-02", {"student": "hssv"})
PROBATIONARY = Tile("Đảng viên dự bị", "MEM-01", {"status": "probationary"})
BASE = Tile("Tổ chức cơ sở đảng", "ORG-01")
CELLS = Tile("Chi bộ", "ORG-05")
CHANGED = Tile("Lượt sắp xếp tổ chức", "ORG-06")
ADMITTED = Tile("Đã kết nạp", "ADM-01")
REMOVED = Tile("Đưa ra khỏi Đảng", "REM-01")
BALANCE = Tile("Cân đối đảng số", "MEM-04", note="chênh lệch")
QUALIFIED = Tile("Có trình độ chuyên môn", "MEM-03")

AGES = Chart("Cơ cấu độ tuổi đảng viên", "MEM-02", "age")
HOMES: dict[str, Home] = {
    "bi_thu_chi_bo": Home(
        "Chi bộ của tôi", (MEMBERS, WOMEN, PROBATIONARY), parts=("transfers", "probation", "members")
    ),
    "van_phong_co_so": Home(
        "Đảng bộ cơ sở", (MEMBERS, WOMEN, CELLS, ADMITTED), AGES, ("transfers", "probation", "decisions")
    ),
    "ubkt_co_so": Home(
        "Kiểm tra, giám sát ở cơ sở",
        (MEMBERS, CELLS, REMOVED),
        Chart("Đưa ra khỏi Đảng theo hình thức", "REM-01", "form"),
        ("probation",),
    ),
    "ban_to_chuc": Home(
        "Công tác tổ chức và đảng viên", (MEMBERS, WOMEN, BASE, ADMITTED, REMOVED, BALANCE), AGES, ("transfers",)
    ),
    "ubkt": Home(
        "Kiểm tra, giám sát",
        (MEMBERS, BASE, REMOVED, BALANCE),
        Chart("Đưa ra khỏi Đảng theo hình thức", "REM-01", "form"),
        ("decisions",),
    ),
    "ban_tuyen_giao": Home(
        "Đội ngũ đảng viên", (MEMBERS, QUALIFIED, STUDENTS), Chart("Lý luận chính trị", "MEM-02", "political_theory")
    ),
    "ban_dan_van": Home(
        "Đảng viên trong các giới",
        (WOMEN, MINORITY, RELIGIOUS),
        Chart("Nghề nghiệp của đảng viên", "MEM-02", "occupation"),
    ),
    "van_phong_cap_uy": Home(
        "Tình hình đảng bộ",
        (MEMBERS, BASE, CELLS, CHANGED),
        Chart("Tổ chức cơ sở đảng theo nhóm loại hình", "ORG-01", "sector_group"),
        ("decisions",),
    ),
    "thuong_truc": Home("Toàn đảng bộ", (MEMBERS, WOMEN, BASE, ADMITTED, REMOVED, BALANCE), AGES),
    "dang_vien": Home("Hồ sơ của tôi", parts=("own",)),
    "bao_chi": Home("Số liệu công bố", (MEMBERS, WOMEN, BASE, ADMITTED), AGES),
    "quan_tri": Home("Quản trị hệ thống", parts=("system",)),
}
NOBODY = Home("Chưa được giao việc")
"""Somebody without a grant."""
