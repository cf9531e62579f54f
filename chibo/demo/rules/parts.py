"""Parts that committees are built of: communes with their cells, agencies, blocs."""

from random import Random

from chibo.demo.rules.world import World
from chibo.org.vocabulary import CellKind, Kind, Sector

PREFIXES = {Sector.XA: "xã", Sector.PHUONG: "phường", Sector.THI_TRAN: "thị trấn"}
SECTORS = {"p": Sector.PHUONG, "t": Sector.THI_TRAN}
AGENCIES: tuple[tuple[str, str, str, float], ...] = (
    ("Tòa án nhân dân", Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN, 0.5),
    ("Viện Kiểm sát nhân dân", Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN, 0.45),
    ("Chi cục Thi hành án dân sự", Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN, 0.45),
    ("Thanh tra", Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN, 0.3),
    ("Phòng Tài nguyên và Môi trường", Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN, 0.5),
    ("Phòng Lao động - Thương binh và Xã hội", Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN, 0.4),
    ("Phòng Nông nghiệp", Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN, 0.5),
    ("Phòng Tư pháp", Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN, 0.3),
    ("Phòng Văn hóa và Thông tin", Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN, 0.35),
    ("Hội Chữ thập đỏ", Sector.CO_QUAN_DANG, CellKind.CO_QUAN, 0.25),
    ("Trung tâm Chính trị", Sector.CO_QUAN_DANG, CellKind.CO_QUAN, 0.25),
    ("Chi cục Thuế", Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN, 0.7),
    ("Chi cục Thống kê", Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN, 0.25),
    ("Kho bạc Nhà nước", Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN, 0.35),
    ("Hạt Kiểm lâm", Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN, 0.4),
    ("Bảo hiểm xã hội", Sector.SU_NGHIEP, CellKind.CO_QUAN, 0.45),
    ("Trung tâm Văn hóa - Thể thao", Sector.SU_NGHIEP, CellKind.CO_QUAN, 0.45),
    ("Trường Trung học phổ thông số 1", Sector.SU_NGHIEP, CellKind.TRUONG_HOC, 1.2),
    ("Trường Trung học phổ thông số 2", Sector.SU_NGHIEP, CellKind.TRUONG_HOC, 1.0),
    ("Trung tâm Giáo dục thường xuyên", Sector.SU_NGHIEP, CellKind.TRUONG_HOC, 0.5),
    ("Ban Quản lý dự án đầu tư xây dựng", Sector.SU_NGHIEP, CellKind.CO_QUAN, 0.45),
    ("Ngân hàng Chính sách xã hội", Sector.DOANH_NGHIEP, CellKind.DOANH_NGHIEP, 0.35),
    ("Ngân hàng Nông nghiệp", Sector.DOANH_NGHIEP, CellKind.DOANH_NGHIEP, 0.6),
    ("Điện lực", Sector.DOANH_NGHIEP, CellKind.DOANH_NGHIEP, 0.7),
    ("Bưu điện", Sector.DOANH_NGHIEP, CellKind.DOANH_NGHIEP, 0.35),
    ("Công ty Cổ phần May", Sector.DOANH_NGHIEP, CellKind.DOANH_NGHIEP, 0.4),
    ("Hợp tác xã Nông nghiệp", Sector.DOANH_NGHIEP, CellKind.HOP_TAC_XA, 0.35),
    ("Công ty Công trình công cộng", Sector.DOANH_NGHIEP, CellKind.DOANH_NGHIEP, 0.5),
)  # fmt: skip
"""Agencies that have a chi bộ cơ sở of their own: name, sector, kind of cell, weight."""


def sector_and_name(text: str) -> tuple[Sector, str]:
    """``p:An Mỹ`` is a phường, ``t:Nam Phước`` a thị trấn, ``Tam Phú`` a xã."""
    mark, _, rest = text.rpartition(":")
    return SECTORS.get(mark, Sector.XA), rest


def commune(
    world: World, ref: str, text: str, superior: str, *, villages: int, weight: float, area: str, chance: Random,
    office: float = 0.7, school: float = 0.9, others: tuple[str, ...] = (), of_cells: str = "thôn",
    of_ward: str = "khối phố", place: str = "",
) -> None:  # fmt: skip
    """A đảng bộ xã, phường or thị trấn with its cells; 0 for office or school leaves that cell out."""
    sector, name = sector_and_name(text)
    kind = PREFIXES[sector]
    world.open(ref, f"Đảng bộ {kind} {name}", Kind.DANG_BO_CO_SO, superior, sector=sector, area=area, place=place)
    word = of_cells if sector == Sector.XA else "tổ dân phố" if sector == Sector.THI_TRAN else of_ward
    cells = [(f"Chi bộ {word} {i}", CellKind.THON, weight * (0.55 + chance.random())) for i in range(1, villages + 1)]
    if office:
        cells.append((f"Chi bộ cơ quan {kind} {name}", CellKind.CO_QUAN_XA, office))
    if school:
        cells.append((f"Chi bộ các trường học {name}", CellKind.TRUONG_HOC, school * (0.7 + 0.6 * chance.random())))
    if "y_te" in others:
        cells.append((f"Chi bộ Trạm y tế {name}", CellKind.Y_TE, 0.25))
    if "cong_an" in others:
        cells.append((f"Chi bộ Công an {kind} {name}", CellKind.CONG_AN, 0.3))
    if "quan_su" in others:
        cells.append((f"Chi bộ Quân sự {kind} {name}", CellKind.QUAN_SU, 0.3))
    many(world, ref, cells, area=area)


def many(world: World, superior: str, cells: list[tuple[str, str, float]], *, area: str) -> None:
    """Chi bộ trực thuộc of a đảng bộ: name, kind of cell, weight."""
    for number, (name, cell_kind, weight) in enumerate(cells, start=1):
        world.open(
            f"{superior}-C{number:02d}", name, Kind.CHI_BO_TRUC_THUOC, superior, cell_kind=cell_kind, weight=weight,
            area=area,
        )  # fmt: skip


def committee_of_agencies(
    world: World, ref: str, name: str, superior: str, sector: str, parts: list[str], *, cell_kind: str = CellKind.CO_QUAN,
    weight: float = 0.6, area: str = "",
) -> None:  # fmt: skip
    """A đảng bộ cơ sở of agencies, with a cell for each part."""
    world.open(ref, name, Kind.DANG_BO_CO_SO, superior, sector=sector, area=area)
    many(world, ref, [(f"Chi bộ {part}", cell_kind, weight) for part in parts], area=area)


def lone_cell(
    world: World, ref: str, name: str, superior: str, sector: str, *, cell_kind: str = CellKind.CO_QUAN, weight: float = 0.5,
    area: str = "",
) -> None:  # fmt: skip
    """A chi bộ cơ sở."""
    world.open(ref, name, Kind.CHI_BO_CO_SO, superior, sector=sector, cell_kind=cell_kind, weight=weight, area=area)
