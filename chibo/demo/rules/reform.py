"""The reform of 1/7/2025 (huyện and old xã end, new xã under the province) and of 26/7/2026 (one word, chi bộ)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from chibo.demo.rules.parts import PREFIXES, sector_and_name
from chibo.demo.rules.world import End, Move, Node, World
from chibo.org.vocabulary import CELL_KINDS, CellKind, EventKind, Kind, Sector

REFORM, ONE_WORD = date(2025, 7, 1), date(2026, 7, 26)
LOCAL = (Sector.XA, Sector.PHUONG, Sector.THI_TRAN)
PARTY_CELLS = ("Văn phòng Đảng ủy và Ban Xây dựng Đảng", "Ủy ban Mặt trận Tổ quốc và các đoàn thể")
STATE_CELLS = ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội")
VERTICAL = ("Tòa án", "Viện Kiểm sát", "Thi hành án", "Chi cục Thuế", "Thống kê", "Kho bạc", "Bảo hiểm", "Kiểm lâm")
"""Branches that go on above the commune: their cells go to the province, where it has a place for them."""


@dataclass
class _Day:
    """What one province decides on the day, gathered over its districts."""

    found: list[Node] = field(default_factory=list)
    move: list[Move] = field(default_factory=list)
    end: list[End] = field(default_factory=list)


@dataclass(frozen=True)
class District:
    """A district that ends; ``communes`` are its new ones, as ``p:Tam Kỳ``."""

    ref: str
    communes: tuple[str, ...]
    prefix: str


@dataclass(frozen=True)
class Province:
    """A province with the places it has for what goes on above the commune; None: such cells go to the communes.

    :ivar new_number: with which official codes begin after the day
    """

    ref: str
    districts: Sequence[District]
    new_number: str
    vertical: str | None = None
    military: str | None = None
    police: str | None = None


def close_districts(world: World, province: Province) -> None:
    """Two events of one day: new communes founded with everything that goes on, then the old ones ended."""
    day = _Day()
    world.province = province.new_number
    for district in province.districts:
        _close(world, province, district, day)
    world.step(
        REFORM, EventKind.ESTABLISH, found=day.found, move=day.move,
        note="Thành lập đảng bộ xã, phường trực thuộc tỉnh khi tổ chức chính quyền hai cấp",
    )  # fmt: skip
    world.step(
        REFORM, EventKind.DISSOLVE, end=day.end, note="Kết thúc hoạt động của đảng bộ huyện, xã cũ (Kết luận 157-KL/TW)"
    )


def _close(world: World, province: Province, district: District, day: _Day) -> None:
    offices = [
        _found_commune(world, province.ref, district, number, text, day)
        for number, text in enumerate(district.communes, 1)
    ]
    standing = world.standing(district.ref)
    communes = [node for node in standing if node.sector in LOCAL]
    everybody = [ref for cells in offices for ref in cells]
    for position, commune in enumerate(communes):
        at = position * len(offices) // len(communes)
        new = f"{district.prefix}{at + 1:02d}"
        for cell in world.standing(commune.ref):
            if cell.cell_kind == CellKind.CO_QUAN_XA:
                day.end.append(End(cell.ref, offices[at][0], tuple(offices[at])))
            elif cell.cell_kind == CellKind.CONG_AN:
                day.end.append(End(cell.ref, f"{new}-CA", (f"{new}-CA",)))
            elif cell.cell_kind == CellKind.QUAN_SU:
                day.end.append(End(cell.ref, f"{new}-QS", (f"{new}-QS",)))
            else:
                day.move.append(_go_on(cell, new))
        day.end.append(End(commune.ref, new))
    for position, node in enumerate(n for n in standing if n.sector not in LOCAL):
        new = f"{district.prefix}{position % len(offices) + 1:02d}"
        _close_agency(world, province, node, new, everybody, day)
    day.end.append(End(district.ref, province.ref))


def _found_commune(world: World, province: str, district: District, number: int, text: str, day: _Day) -> list[str]:
    """Found a commune; returns its cells of party and state offices."""
    sector, name = sector_and_name(text)
    kind, ref, area = PREFIXES[sector], f"{district.prefix}{number:02d}", district.ref
    day.found.append(
        Node(ref, f"Đảng bộ {kind} {name}", Kind.DANG_BO_CAP_TREN_CO_SO, province, sector=sector, place=ref)
    )
    cells = []
    for mark, title, of, bits in (
        ("D", f"Đảng bộ các cơ quan Đảng {kind} {name}", Sector.CO_QUAN_DANG, PARTY_CELLS),
        ("U", f"Đảng bộ Ủy ban nhân dân {kind} {name}", Sector.CO_QUAN_NHA_NUOC, STATE_CELLS),
    ):
        above = f"{ref}-{mark}"
        day.found.append(Node(above, title, Kind.DANG_BO_CO_SO, ref, sector=of))
        for i, bit in enumerate(bits, start=1):
            cell = Node(
                f"{above}-C{i:02d}", f"Chi bộ {bit}", Kind.CHI_BO_TRUC_THUOC, above, cell_kind=CellKind.CO_QUAN,
                weight=0.7, area=area,
            )  # fmt: skip
            day.found.append(cell)
            cells.append(cell.ref)
    for mark, title, of, cell_kind in (
        ("QS", f"Chi bộ Quân sự {kind} {name}", Sector.QUAN_DOI, CellKind.QUAN_SU),
        ("CA", f"Chi bộ Công an {kind} {name}", Sector.CONG_AN, CellKind.CONG_AN),
    ):
        day.found.append(Node(f"{ref}-{mark}", title, Kind.CHI_BO_CO_SO, ref, of, cell_kind, 0.4, area))
    return cells


def _go_on(cell: Node, superior: str) -> Move:
    """A cell that keeps its identity under the new commune, whose base it now is."""
    kind = Kind.CHI_BO_CO_SO if cell.is_cell else cell.kind
    return Move(cell.ref, {"superior": superior, "kind": kind}, counted=False)


def _close_agency(world: World, province: Province, node: Node, new: str, offices: list[str], day: _Day) -> None:
    """An agency of the district: on to the province or a commune, or ended and its people shared out."""
    to = {Sector.QUAN_DOI: province.military, Sector.CONG_AN: province.police}.get(node.sector)
    if any(word in node.name for word in VERTICAL) or "Y tế" in node.name:
        to = province.vertical
    prefix, most = new[:-2], int(offices[-1].split("-")[-3][-2:])
    if to is not None:
        day.move.append(Move(node.ref, {"superior": to}, counted=False))
    elif node.sector in (Sector.CO_QUAN_DANG, Sector.CO_QUAN_NHA_NUOC) or "Ban Quản lý" in node.name:
        for cell in world.cells(node.ref):
            day.end.append(End(cell.ref, offices[0], tuple(offices)))
        day.end.append(
            End(node.ref, province.ref if not node.is_cell else offices[0], tuple(offices) if node.is_cell else ())
        )
    elif node.sector in (Sector.QUAN_DOI, Sector.CONG_AN):
        mark = "QS" if node.sector == Sector.QUAN_DOI else "CA"
        into = tuple(f"{prefix}{number:02d}-{mark}" for number in range(1, most + 1))
        day.end += [End(cell.ref, into[0], into) for cell in world.cells(node.ref)]
        day.end.append(End(node.ref, province.ref))
    elif node.is_cell or "Giáo dục" not in node.name:
        day.move.append(Move(node.ref, {"superior": new}, counted=False))
    else:
        for position, cell in enumerate(world.standing(node.ref)):
            day.move.append(_go_on(cell, f"{prefix}{position % most + 1:02d}"))
        day.end.append(End(node.ref, province.ref))


def one_word(world: World, province: str) -> None:
    """208-QĐ/TW: đảng bộ xã are đảng bộ cơ sở again, what is between is trực thuộc cơ sở, every cell is a chi bộ."""
    move: list[Move] = []

    def walk(ref: str, *, inside: bool) -> None:
        for node in world.standing(ref):
            local = node.kind == Kind.DANG_BO_CAP_TREN_CO_SO and node.sector in LOCAL
            if local:
                move.append(Move(node.ref, {"kind": Kind.DANG_BO_CO_SO}, counted=False))
            elif inside and node.kind == Kind.DANG_BO_CO_SO:
                move.append(Move(node.ref, {"kind": Kind.DANG_BO_TRUC_THUOC_CO_SO}, counted=False))
            elif node.kind in CELL_KINDS:
                move.append(Move(node.ref, {"kind": Kind.CHI_BO}, counted=False))
            walk(node.ref, inside=inside or local)

    walk(province, inside=False)
    world.step(ONE_WORD, EventKind.ADJUST, move=move, note="Chuyển loại tổ chức theo Quy định 208-QĐ/TW")
