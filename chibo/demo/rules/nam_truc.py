"""Huyện Nam Trực under the province's shell: two terms, the reform of 2025, and on to today."""

from datetime import date
from random import Random

from chibo.demo.rules import names, parts, reform
from chibo.demo.rules.committee import Committee, Cover, PlacePlan, TermPlan, yearly
from chibo.demo.rules.world import Node, World, subordinate_cell
from chibo.org.vocabulary import CellKind, Kind, PlaceKind, Sector

OPENING, CONGRESS, PRINTED = date(2015, 1, 1), date(2020, 8, 12), date(2023, 9, 18)
LAST = date(2026, 11, 15)
COMMUNES = (
    ("t:Nam Giang", 13), ("Bình Minh", 8), ("Đồng Sơn", 10), ("Điền Xá", 8), ("Hồng Quang", 9), ("Nam Cường", 7), ("Nam Dương", 7),
    ("Nam Hải", 7), ("Nam Hoa", 6), ("Nam Hồng", 8), ("Nam Hùng", 6), ("Nam Lợi", 7), ("Nam Mỹ", 6), ("Nam Thái", 8),
    ("Nam Thanh", 9), ("Nam Thắng", 7), ("Nam Tiến", 9), ("Nam Toàn", 6), ("Nghĩa An", 8), ("Tân Thịnh", 7),
)  # fmt: skip
NEW_COMMUNES = ("Nam Trực", "Nam Minh", "Nam Đồng", "Nam Ninh", "Nam Hồng", "p:Hồng Quang", "p:Vị Khê")


def committee() -> Committee:
    """The committee with its story."""
    spans = [(date(y, 1, 1), date(y, 12, 31)) for y in range(2015, 2020)]
    spans += [(date(2020, 1, 1), date(2020, 8, 11)), (CONGRESS, date(2020, 12, 31))]
    spans += [
        (date(2021, 1, 1), date(2021, 12, 31)),
        (date(2022, 1, 1), date(2022, 12, 31)),
        (date(2023, 1, 1), PRINTED),
    ]
    spans += [(date(2023, 9, 19), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 12, 31))]
    spans += [(date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), LAST)]
    counts = {
        "admission": [88, 86, 90, 84, 82, 50, 30, 78, 79, 61, 20, 82, 70, 62],
        "transfer_in": [40, 42, 40, 38, 40, 22, 14, 38, 40, 28, 10, 40, 36, 30],
        "transfer_out": [36, 38, 36, 36, 36, 20, 12, 34, 36, 26, 9, 38, 34, 28],
        "death": [58, 60, 60, 62, 62, 36, 24, 62, 64, 44, 18, 62, 60, 54],
        "strike_off": [6, 6, 7, 7, 6, 4, 2, 6, 7, 5, 1, 6, 6, 5], "expulsion": [3, 4, 5, 5, 4, 3, 2, 6, 6, 4, 1, 3, 3, 2],
        "voluntary_exit": [2, 2, 3, 3, 4, 2, 1, 4, 4, 3, 1, 5, 4, 4], "readmission": [0, 0, 0, 0, 2, 0, 1, 1, 2, 1, 0, 2, 1, 1],
        "restoration": [0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1],
        "transfer": [140, 150, 150, 150, 150, 90, 60, 140, 150, 110, 40, 150, 130, 130],
        "temporary": [14, 14, 15, 15, 15, 8, 5, 12, 15, 10, 4, 15, 12, 12],
        "annulled": [1, 2, 2, 1, 2, 1, 0, 2, 1, 1, 0, 2, 1, 1], "same_day": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0],
    }  # fmt: skip
    since = reform.REFORM
    part = "mới có số liệu phần địa bàn huyện Nam Trực cũ."
    return Committee(
        key="nam_truc", ref="NT", title="Nam Trực", serial=4, world=_world(), total=(date(2022, 12, 31), 4_312), last=LAST,
        quotas=yearly(spans, counts), families=names.NORTH, minority_elsewhere=(0.004, [names.TAY, names.NUNG], [1, 1]),
        religions={"cong_giao": 0.045, "phat_giao": 0.012},
        hometowns=("Nam Trực, Nam Định", "Trực Ninh, Nam Định", "Vụ Bản, Nam Định", "Hải Hậu, Nam Định", "Vũ Thư, Thái Bình",
                   "Nghĩa Hưng, Nam Định", "thành phố Nam Định"),
        outside=("Đảng bộ thành phố Nam Định", "Đảng bộ huyện Trực Ninh", "Đảng bộ huyện Vụ Bản", "Đảng bộ thành phố Hà Nội"),
        pending=9,
        terms=(
            TermPlan("NT", 2015, 2020, date(2015, 7, 28), 25), TermPlan("NT", 2020, 2025, CONGRESS, 26),
            TermPlan("NB", 2025, 2030, date(2025, 9, 23), 1),
        ),
        covers=(
            Cover("NT", OPENING), Cover("ND", OPENING, is_gap=True, note="chưa có số liệu, trừ huyện Nam Trực."),
            Cover("HNM", OPENING, is_gap=True, note="chưa có số liệu."), Cover("NBC", OPENING, is_gap=True, note="chưa có số liệu."),
            Cover("NB", since), Cover("NB", since, is_gap=True, note=part),
        ),
        places=_places(), issuer="Ban Thường vụ Tỉnh ủy",
        fee_books={"NB-X01": date(2026, 2, 1), "NB-X02": date(2026, 8, 1)},
    )  # fmt: skip


def _world() -> World:
    chance = Random("nam_truc tree")
    world = World("nam_truc", OPENING, "36")
    for ref, name in (("ND", "Nam Định"), ("HNM", "Hà Nam"), ("NBC", "Ninh Bình (cũ)")):
        world.open(ref, f"Đảng bộ tỉnh {name}", Kind.DANG_BO_TINH)
    world.open("NT", "Đảng bộ huyện Nam Trực", Kind.DANG_BO_HUYEN, "ND")
    for number, (text, villages) in enumerate(COMMUNES, start=1):
        ref = f"NT-X{number:02d}"
        parts.commune(
            world, ref, text, "NT", villages=villages, weight=1.1, area="NT", chance=chance, of_cells="xóm", office=0.9,
            school=1.0, place=ref, others=("y_te",) if number % 3 else ("y_te", "cong_an"),
        )  # fmt: skip
    for number, (name, sector, cells, kind) in enumerate(
        (
            ("Cơ quan Huyện ủy", Sector.CO_QUAN_DANG, 6, CellKind.CO_QUAN),
            ("Cơ quan Ủy ban nhân dân huyện", Sector.CO_QUAN_NHA_NUOC, 8, CellKind.CO_QUAN),
            ("Công an huyện", Sector.CONG_AN, 6, CellKind.CONG_AN), ("Quân sự huyện", Sector.QUAN_DOI, 3, CellKind.QUAN_SU),
            ("Trung tâm Y tế", Sector.SU_NGHIEP, 5, CellKind.Y_TE), ("ngành Giáo dục", Sector.SU_NGHIEP, 5, CellKind.TRUONG_HOC),
        ), start=1,
    ):  # fmt: skip
        bits = [f"số {i}" for i in range(1, cells + 1)]
        parts.committee_of_agencies(
            world, f"NT-D{number:02d}", f"Đảng bộ {name}", "NT", sector, bits, cell_kind=kind, weight=0.9, area="NT"
        )
    for number, (name, sector, cell_kind, weight) in enumerate(parts.AGENCIES[:24], start=1):
        parts.lone_cell(
            world,
            f"NT-CB{number:02d}",
            f"Chi bộ {name}",
            "NT",
            sector,
            cell_kind=cell_kind,
            weight=weight + 0.3,
            area="NT",
        )
    _reorganize(world)
    reform.close_districts(world, reform.Province("ND", [reform.District("NT", NEW_COMMUNES, "NB-X")], "37"))
    new = Node("NB", "Đảng bộ tỉnh Ninh Bình", Kind.DANG_BO_TINH)
    world.consolidate(reform.REFORM, ["ND", "HNM", "NBC"], new, note="Hợp nhất ba đảng bộ tỉnh")
    reform.one_word(world, "NB")
    pairs = [("NT-X03-C04", "NT-X03-C03"), ("NT-X15-C06", "NT-X15-C05")]
    world.merge(date(2027, 1, 1), pairs, note="Sắp xếp xóm theo đề án đã được phê duyệt, có hiệu lực từ năm 2027")
    return world


def _reorganize(world: World) -> None:
    def pairs(communes: range, low: int) -> list[tuple[str, str]]:
        return [(f"NT-X{n:02d}-C{low + 1:02d}", f"NT-X{n:02d}-C{low:02d}") for n in communes]

    world.merge(date(2016, 5, 4), pairs(range(2, 6), 1), note="Sắp xếp xóm")
    world.merge(date(2017, 9, 1), [("NT-CB14", "NT-CB12")], note="Sáp nhập chi bộ ngành tài chính")
    world.rename(date(2018, 1, 2), "NT-D02", "Đảng bộ Cơ quan Chính quyền huyện")
    world.merge(date(2018, 6, 1), pairs(range(6, 11), 3), note="Sắp xếp xóm")
    new = Node(
        "NT-CB50",
        "Chi bộ Văn hóa, Thể thao và Du lịch",
        Kind.CHI_BO_CO_SO,
        "NT",
        Sector.SU_NGHIEP,
        CellKind.CO_QUAN,
        0.9,
        "NT",
    )
    world.consolidate(date(2019, 4, 1), ["NT-CB09", "NT-CB17"], new, note="Hợp nhất theo đề án")
    world.merge(date(2020, 3, 2), pairs(range(11, 16), 1), note="Sắp xếp xóm")
    world.transfer(date(2021, 3, 1), ["NT-X01-C15"], "NT-D06", note="Chuyển giao chi bộ trường học về đảng bộ ngành")
    world.merge(date(2022, 5, 16), pairs(range(16, 21), 3), note="Sắp xếp xóm")
    halves = [
        subordinate_cell(f"NT-X01-C9{i}", f"Chi bộ tổ dân phố 5{'AB'[i - 1]}", "NT-X01", area="NT") for i in (1, 2)
    ]
    world.split(date(2023, 2, 1), "NT-X01-C05", *halves, note="Chia tách chi bộ đông đảng viên")
    new = Node(
        "NT-CB51",
        "Chi bộ Công ty Cổ phần Giày da",
        Kind.CHI_BO_CO_SO,
        "NT",
        Sector.DOANH_NGHIEP,
        CellKind.DOANH_NGHIEP,
        0.5,
        "NT",
    )
    world.establish(date(2024, 4, 1), new, note="Thành lập chi bộ doanh nghiệp ngoài nhà nước")


def _places() -> tuple[PlacePlan, ...]:
    end = reform.REFORM
    found = [
        PlacePlan("NB", PlaceKind.TINH, "Tỉnh Ninh Bình", since=end),
        PlacePlan("ND", PlaceKind.TINH, "Tỉnh Nam Định", "", "NB", until=end),
        PlacePlan("NT", PlaceKind.HUYEN, "Huyện Nam Trực", "ND", until=end),
    ]
    for number, text in enumerate(NEW_COMMUNES, start=1):
        sector, name = parts.sector_and_name(text)
        kind = PlaceKind.PHUONG if sector == Sector.PHUONG else PlaceKind.XA
        found.append(
            PlacePlan(f"NB-X{number:02d}", kind, f"{parts.PREFIXES[sector].capitalize()} {name}", "NB", since=end)
        )
    for number, (text, _) in enumerate(COMMUNES, start=1):
        sector, name = parts.sector_and_name(text)
        kind = PlaceKind.THI_TRAN if sector == Sector.THI_TRAN else PlaceKind.XA
        at = (number - 1) * len(NEW_COMMUNES) // len(COMMUNES) + 1
        title = f"{parts.PREFIXES[sector].capitalize()} {name}"
        found.append(PlacePlan(f"NT-X{number:02d}", kind, title, "NT", f"NB-X{at:02d}", until=end))
    return tuple(found)
