"""Huyện Vĩnh Lợi: 26 tổ chức cơ sở đảng, two merger projects under way; records to 3/4/2019."""

from datetime import date
from random import Random

from chibo.demo.rules import names, parts
from chibo.demo.rules.committee import Committee, Cover, Fix, MergerPlan, PlacePlan, TermPlan, yearly
from chibo.demo.rules.world import World, subordinate_cell
from chibo.org.vocabulary import CellKind, Kind, PlaceKind, ProjectStatus, Sector

OPENING, LAST = date(2015, 1, 1), date(2019, 4, 3)
COMMUNES = (
    ("t:Châu Hưng", 14), ("Châu Hưng A", 13), ("Hưng Thành", 13), ("Hưng Hội", 13), ("Châu Thới", 18), ("Vĩnh Hưng", 12),
    ("Vĩnh Hưng A", 12), ("Long Thạnh", 15),
)  # fmt: skip
CELLS_AT_END = 188
LONE = (0, 1, 2, 3, 11, 13, 15, 17, 19, 21, 23, 24)
"""Positions in the list of agencies: the twelve chi bộ cơ sở of the opening."""


def committee() -> Committee:
    """The committee with its story."""
    world = _world(CELLS_AT_END - _subordinate(_world(0)))
    assert _subordinate(world) == CELLS_AT_END and len(world.standing("VL")) == 26
    spans = [(date(y, 1, 1), date(y, 12, 31)) for y in range(2015, 2019)] + [(date(2019, 1, 1), LAST)]
    counts = {
        "admission": [63, 66, 61, 58, 16], "transfer_in": [34, 38, 40, 36, 9], "transfer_out": [30, 33, 36, 30, 8],
        "death": [17, 18, 20, 19, 6], "strike_off": [5, 6, 7, 6, 1], "expulsion": [1, 1, 2, 2, 0],
        "voluntary_exit": [2, 2, 3, 4, 1], "readmission": [0, 0, 0, 0, 1], "restoration": [0, 1, 1, 0, 0],
        "transfer": [180, 190, 190, 190, 50], "temporary": [10, 12, 12, 12, 3], "annulled": [1, 1, 2, 2, 0],
    }  # fmt: skip
    minority = ([names.KHMER, names.HOA], [3.0, 2.0])
    return Committee(
        key="vinh_loi", ref="VL", title="Vĩnh Lợi", serial=3, world=world, total=(LAST, 2_517), last=LAST,
        quotas=yearly(spans, counts), families=names.SOUTH,
        minorities={"": (0.04, *minority), "VL-X04": (0.12, *minority), "VL-X02": (0.09, *minority)},
        minority_elsewhere=(0.035, *minority),
        religions={"phat_giao": 0.03, "cong_giao": 0.008, "cao_dai": 0.006, "hoa_hao": 0.003},
        hometowns=("Vĩnh Lợi, Bạc Liêu", "Hòa Bình, Bạc Liêu", "Phước Long, Bạc Liêu", "Mỹ Xuyên, Sóc Trăng", "Giá Rai, Bạc Liêu",
                   "Thạnh Trị, Sóc Trăng"),
        outside=("Đảng bộ thành phố Bạc Liêu", "Đảng bộ huyện Hòa Bình", "Đảng bộ huyện Phước Long", "Đảng bộ thị xã Giá Rai"),
        fixes=(Fix(LAST, "women", 740), Fix(LAST, "minority", 112)),
        terms=(TermPlan("VL", 2010, 2015, date(2010, 8, 16)), TermPlan("VL", 2015, 2020, date(2015, 8, 10))),
        covers=(Cover("VL", OPENING, LAST),), places=_places(), issuer="Ban Thường vụ Huyện ủy Vĩnh Lợi",
        mergers=(
            MergerPlan("Ban Tổ chức Huyện ủy", "Phòng Nội vụ huyện", date(2018, 6, 1), (
                (date(2018, 6, 1), ProjectStatus.SURVEY), (date(2018, 9, 17), ProjectStatus.DRAFT),
                (date(2019, 3, 11), ProjectStatus.DECIDED))),
            MergerPlan("Ủy ban Kiểm tra Huyện ủy", "Phòng Thanh tra huyện", date(2018, 8, 1), (
                (date(2018, 8, 1), ProjectStatus.SURVEY), (date(2018, 12, 3), ProjectStatus.DRAFT))),
        ),
    )  # fmt: skip


def _subordinate(world: World) -> int:
    return len([cell for cell in world.cells("VL") if cell.kind == Kind.CHI_BO_TRUC_THUOC])


def _world(more: int) -> World:
    chance = Random("vinh_loi tree")
    world = World("vinh_loi", OPENING, "95")
    world.open("VL", "Đảng bộ huyện Vĩnh Lợi", Kind.DANG_BO_HUYEN)
    for number, (text, villages) in enumerate(COMMUNES, start=1):
        ref = f"VL-X{number:02d}"
        villages += more // len(COMMUNES) + (number <= more % len(COMMUNES))
        parts.commune(
            world, ref, text, "VL", villages=villages, weight=1.0, area=ref, chance=chance, of_cells="ấp", office=1.4,
            school=1.2, place=ref, others=("quan_su", "cong_an"),
        )  # fmt: skip
    for number, (name, sector, cells, kind) in enumerate(
        (
            ("Cơ quan Huyện ủy", Sector.CO_QUAN_DANG, 7, CellKind.CO_QUAN),
            ("Cơ quan Ủy ban nhân dân huyện", Sector.CO_QUAN_NHA_NUOC, 8, CellKind.CO_QUAN),
            ("Công an huyện", Sector.CONG_AN, 6, CellKind.CONG_AN), ("Quân sự huyện", Sector.QUAN_DOI, 3, CellKind.QUAN_SU),
            ("Trung tâm Y tế", Sector.SU_NGHIEP, 4, CellKind.Y_TE), ("ngành Giáo dục", Sector.SU_NGHIEP, 6, CellKind.TRUONG_HOC),
            ("Công ty Lương thực", Sector.DOANH_NGHIEP, 3, CellKind.DOANH_NGHIEP),
        ), start=1,
    ):  # fmt: skip
        bits = [f"số {i}" for i in range(1, cells + 1)]
        parts.committee_of_agencies(
            world, f"VL-D{number:02d}", f"Đảng bộ {name}", "VL", sector, bits, cell_kind=kind, weight=0.9
        )
    for number, position in enumerate(LONE, start=1):
        name, sector, cell_kind, weight = parts.AGENCIES[position]
        parts.lone_cell(
            world, f"VL-CB{number:02d}", f"Chi bộ {name}", "VL", sector, cell_kind=cell_kind, weight=weight + 0.3
        )
    world.merge(date(2016, 4, 1), [("VL-X02-C05", "VL-X02-C04"), ("VL-X03-C05", "VL-X03-C04")], note="Sắp xếp ấp")
    world.merge(date(2017, 7, 3), [("VL-CB06", "VL-CB05")], note="Sáp nhập chi bộ ngành dọc")
    parts_of = [
        subordinate_cell(f"VL-X05-C9{i}", f"Chi bộ ấp {'Giồng Nhãn' if i == 1 else 'Nhà Thờ'}", "VL-X05", area="VL-X05")
        for i in (1, 2)
    ]
    world.split(date(2017, 10, 2), "VL-X05-C03", *parts_of, note="Chia tách ấp")
    world.merge(date(2018, 5, 14), [("VL-X08-C03", "VL-X08-C02"), ("VL-X08-C05", "VL-X08-C04")], note="Sắp xếp ấp")
    new = subordinate_cell("VL-X06-C90", "Chi bộ ấp Trung Hưng", "VL-X06", area="VL-X06")
    world.consolidate(date(2018, 11, 5), ["VL-X06-C02", "VL-X06-C03"], new, note="Hợp nhất ấp")
    return world


def _places() -> tuple[PlacePlan, ...]:
    found = [PlacePlan("BL", PlaceKind.TINH, "Tỉnh Bạc Liêu"), PlacePlan("VL", PlaceKind.HUYEN, "Huyện Vĩnh Lợi", "BL")]
    for number, (text, _) in enumerate(COMMUNES, start=1):
        sector, name = parts.sector_and_name(text)
        kind = PlaceKind.THI_TRAN if sector == Sector.THI_TRAN else PlaceKind.XA
        found.append(PlacePlan(f"VL-X{number:02d}", kind, f"{parts.PREFIXES[sector].capitalize()} {name}", "VL"))
    return tuple(found)
