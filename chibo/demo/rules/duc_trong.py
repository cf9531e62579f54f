"""Huyện Đức Trọng: two đảng bộ dissolved, sixteen chi bộ cơ sở founded, one raised; no chi bộ cơ quan xã left."""

from datetime import date
from random import Random

from chibo.demo.rules import names, parts
from chibo.demo.rules.committee import Committee, Cover, PlacePlan, TermPlan, yearly
from chibo.demo.rules.world import End, Node, World, subordinate_cell
from chibo.org.vocabulary import CellKind, EventKind, Kind, PlaceKind, Sector

OPENING, CONGRESS, LAST = date(2015, 1, 1), date(2015, 7, 20), date(2020, 3, 25)
COMMUNES = (
    ("t:Liên Nghĩa", 20), ("Hiệp Thạnh", 13), ("Hiệp An", 9), ("Liên Hiệp", 9), ("N'Thôl Hạ", 9), ("Bình Thạnh", 8),
    ("Tân Hội", 10), ("Tân Thành", 8), ("Phú Hội", 14), ("Ninh Gia", 11), ("Tà Hine", 7), ("Ninh Loan", 9), ("Đà Loan", 10),
    ("Tà Năng", 8), ("Đa Quyn", 8),
)  # fmt: skip
HIGHLAND = {5: 0.3, 2: 0.12, 3: 0.12, 9: 0.18, 11: 0.42, 14: 0.5, 15: 0.58}
CELLS_AT_END = 300
MORE = (
    ("Phòng Kinh tế và Hạ tầng", Sector.CO_QUAN_NHA_NUOC), ("Phòng Dân tộc", Sector.CO_QUAN_NHA_NUOC),
    ("Trạm Thú y", Sector.SU_NGHIEP), ("Trạm Khuyến nông", Sector.SU_NGHIEP), ("Đội Quản lý thị trường", Sector.CO_QUAN_NHA_NUOC),
)  # fmt: skip
SCHOOLS = ("Trung học cơ sở Nguyễn Trãi", "Trung học cơ sở An Hiệp", "Tiểu học Liên Nghĩa", "Tiểu học Phú Hội",
           "Mầm non Họa Mi", "Trung học cơ sở Tà Năng")  # fmt: skip
FOUNDED = (
    (date(2015, 10, 1), "Trung tâm Phát triển quỹ đất", Sector.SU_NGHIEP, CellKind.CO_QUAN),
    (date(2016, 8, 15), "Trường Trung học phổ thông Lương Thế Vinh", Sector.SU_NGHIEP, CellKind.TRUONG_HOC),
    (date(2016, 11, 1), "Công ty Cổ phần Nông sản", Sector.DOANH_NGHIEP, CellKind.DOANH_NGHIEP),
    (date(2017, 4, 3), "Ban Quản lý rừng phòng hộ", Sector.SU_NGHIEP, CellKind.CO_QUAN),
    (date(2017, 12, 1), "Công ty Trách nhiệm hữu hạn Xây dựng", Sector.DOANH_NGHIEP, CellKind.DOANH_NGHIEP),
    (date(2018, 9, 3), "Trung tâm Nông nghiệp", Sector.SU_NGHIEP, CellKind.CO_QUAN),
    (date(2019, 3, 1), "Quỹ Tín dụng nhân dân", Sector.DOANH_NGHIEP, CellKind.DOANH_NGHIEP),
    (date(2019, 8, 1), "Hợp tác xã Rau an toàn", Sector.DOANH_NGHIEP, CellKind.HOP_TAC_XA),
)  # fmt: skip


def committee() -> Committee:
    """The committee with its story."""
    world = _world(CELLS_AT_END - _subordinate(_world(0)))
    assert _subordinate(world) == CELLS_AT_END
    spans = [(OPENING, date(2015, 7, 19)), (CONGRESS, date(2015, 12, 31))]
    spans += [(date(y, 1, 1), date(y, 12, 31)) for y in range(2016, 2020)] + [(date(2020, 1, 1), LAST)]
    counts = {
        "admission": [88, 66, 148, 141, 139, 132, 24], "transfer_in": [30, 28, 62, 66, 70, 66, 12],
        "transfer_out": [28, 22, 55, 58, 52, 50, 10], "death": [18, 14, 30, 31, 33, 32, 9], "strike_off": [4, 3, 8, 9, 9, 8, 1],
        "expulsion": [1, 1, 2, 2, 3, 2, 0], "voluntary_exit": [1, 2, 3, 4, 5, 4, 1], "readmission": [0, 0, 0, 0, 2, 2, 0],
        "restoration": [0, 0, 1, 1, 0, 1, 0], "transfer": [130, 120, 240, 250, 250, 240, 50],
        "temporary": [8, 8, 16, 18, 18, 17, 3], "annulled": [1, 1, 2, 2, 2, 2, 0],
    }  # fmt: skip
    minorities = {
        f"DT-X{number:02d}": (share, [names.CO_HO, names.CHU_RU, names.TAY, names.NUNG], [5.0, 4.0, 1.0, 1.0])
        for number, share in HIGHLAND.items()
    }
    return Committee(
        key="duc_trong", ref="DT", title="Đức Trọng", serial=2, world=world, total=(date(2019, 12, 31), 3_912), last=LAST,
        quotas=yearly(spans, counts), families=names.SOUTH, minorities=minorities,
        minority_elsewhere=(0.05, [names.CO_HO, names.TAY, names.NUNG, names.HOA], [3, 2, 2, 2]),
        religions={"cong_giao": 0.02, "phat_giao": 0.015, "tin_lanh": 0.012, "cao_dai": 0.002},
        hometowns=("Đức Trọng, Lâm Đồng", "Lâm Hà, Lâm Đồng", "Đơn Dương, Lâm Đồng", "Đại Lộc, Quảng Nam", "Quỳnh Lưu, Nghệ An",
                   "Hoài Nhơn, Bình Định", "Cao Lộc, Lạng Sơn", "Kim Sơn, Ninh Bình"),
        outside=("Đảng bộ thành phố Đà Lạt", "Đảng bộ huyện Lâm Hà", "Đảng bộ huyện Di Linh", "Đảng bộ huyện Đơn Dương",
                 "Đảng bộ Thành phố Hồ Chí Minh"),
        terms=(TermPlan("DT", 2010, 2015, date(2010, 8, 2)), TermPlan("DT", 2015, 2020, CONGRESS)),
        covers=(Cover("DT", OPENING, LAST),), places=_places(), issuer="Ban Thường vụ Huyện ủy Đức Trọng", targets_met=0.6,
    )  # fmt: skip


def _subordinate(world: World) -> int:
    return len([cell for cell in world.cells("DT") if cell.kind == Kind.CHI_BO_TRUC_THUOC])


def _world(more: int) -> World:
    """:param more: further chi bộ thôn at the opening"""
    chance = Random("duc_trong tree")
    world = World("duc_trong", OPENING, "68")
    world.open("DT", "Đảng bộ huyện Đức Trọng", Kind.DANG_BO_HUYEN)
    for number, (text, villages) in enumerate(COMMUNES, start=1):
        ref = f"DT-X{number:02d}"
        villages += more // len(COMMUNES) + (number <= more % len(COMMUNES))
        parts.commune(
            world, ref, text, "DT", villages=villages, weight=1.0, area=ref, chance=chance, office=1.3, school=1.0, place=ref,
            others=("y_te",),
        )  # fmt: skip
    state = Sector.CO_QUAN_NHA_NUOC
    for ref, name, sector, cells, kind in (
        ("DT-D01", "Đảng bộ Cơ quan Đảng - đoàn thể", Sector.CO_QUAN_DANG, 8, CellKind.CO_QUAN),
        ("DT-D02", "Đảng bộ Cơ quan Chính quyền", state, 9, CellKind.CO_QUAN),
        ("DT-D03", "Đảng bộ Công an huyện", Sector.CONG_AN, 8, CellKind.CONG_AN),
        ("DT-D04", "Đảng bộ Quân sự huyện", Sector.QUAN_DOI, 4, CellKind.QUAN_SU),
        ("DT-D05", "Đảng bộ Trung tâm Y tế", Sector.SU_NGHIEP, 8, CellKind.Y_TE),
        ("DT-D06", "Đảng bộ ngành Giáo dục và Đào tạo", Sector.SU_NGHIEP, 6, CellKind.TRUONG_HOC),
        ("DT-D07", "Đảng bộ Công ty Cơ khí", Sector.DOANH_NGHIEP, 4, CellKind.DOANH_NGHIEP),
    ):
        bits = [f"số {i}" for i in range(1, cells + 1)]
        parts.committee_of_agencies(world, ref, name, "DT", sector, bits, cell_kind=kind, weight=0.9)
    for number, (name, sector, cell_kind, weight) in enumerate(parts.AGENCIES, start=1):
        parts.lone_cell(
            world, f"DT-CB{number:02d}", f"Chi bộ {name}", "DT", sector, cell_kind=cell_kind, weight=weight + 0.3
        )
    for number, (name, sector) in enumerate(MORE, start=29):
        parts.lone_cell(world, f"DT-CB{number:02d}", f"Chi bộ {name}", "DT", sector, weight=0.5)
    _reorganize(world)
    kinds = [node.kind for node in world.standing("DT")]
    assert kinds.count(Kind.CHI_BO_CO_SO) == 44 and kinds.count(Kind.DANG_BO_CO_SO) == 21, kinds
    return world


def _reorganize(world: World) -> None:
    steps = [(on, lambda on=on, n=n: _found(world, on, n)) for n, (on, *_) in enumerate(FOUNDED)]
    steps += [(on, lambda on=on, c=c: _close_offices(world, on, c)) for on, c in (
        (date(2017, 8, 15), range(1, 9)), (date(2017, 10, 2), range(9, 16)))]  # fmt: skip
    villages = {2016: (1, 2), 2017: (3, 4), 2018: (6, 7, 8), 2019: (9, 12, 13)}
    for year, communes in villages.items():
        on = date(year, 6, 1)
        steps.append((on, lambda on=on, c=communes: _merge_villages(world, on, c)))
    steps += [
        (date(2016, 3, 1), lambda: _dissolve(world, date(2016, 3, 1), "DT-D06", SCHOOLS, CellKind.TRUONG_HOC, Sector.SU_NGHIEP)),
        (date(2018, 5, 15), lambda: _dissolve(world, date(2018, 5, 15), "DT-D07", ("Công ty Cơ khí 1", "Công ty Cơ khí 2"),
                                              CellKind.DOANH_NGHIEP, Sector.DOANH_NGHIEP)),
        (date(2017, 2, 1), lambda: _raise(world, date(2017, 2, 1))),
        (date(2018, 10, 1), lambda: world.merge(date(2018, 10, 1), [("DT-CB31", "DT-CB32")], note="Sắp xếp đơn vị sự nghiệp")),
        (date(2019, 5, 2), lambda: world.merge(date(2019, 5, 2), [("DT-CB13", "DT-CB12")], note="Sắp xếp ngành dọc")),
        (date(2018, 12, 3), lambda: world.consolidate(
            date(2018, 12, 3), ["DT-CB16", "DT-CB17"],
            Node("DT-CB60", "Chi bộ Bảo hiểm xã hội và Văn hóa - Thể thao", Kind.CHI_BO_CO_SO, "DT", Sector.SU_NGHIEP,
                 CellKind.CO_QUAN, 0.9))),
        (date(2019, 10, 1), lambda: world.downgrade(date(2019, 10, 1), "DT-CB10", "DT-D01", "Chi bộ Hội Chữ thập đỏ")),
        (date(2018, 3, 1), lambda: _split(world, date(2018, 3, 1))),
        (date(2019, 9, 3), lambda: world.consolidate(
            date(2019, 9, 3), ["DT-X10-C01", "DT-X10-C02"],
            subordinate_cell("DT-X10-C90", "Chi bộ thôn Hiệp Hòa", "DT-X10", area="DT-X10"), note="Hợp nhất thôn")),
        (date(2016, 9, 1), lambda: world.rename(date(2016, 9, 1), "DT-D02", "Đảng bộ Cơ quan Chính quyền huyện")),
    ]  # fmt: skip
    for _, do in sorted(steps, key=lambda s: s[0]):
        do()


def _found(world: World, on: date, number: int) -> None:
    _, name, sector, cell_kind = FOUNDED[number]
    node = Node(f"DT-CB{40 + number}", f"Chi bộ {name}", Kind.CHI_BO_CO_SO, "DT", sector, cell_kind, 0.7)
    world.establish(on, node, note=f"Thành lập chi bộ cơ sở {name}")


def _close_offices(world: World, on: date, communes: range) -> None:
    """Every chi bộ cơ quan xã, thị trấn ends; its people go to the villages of the same đảng bộ."""
    into = {}
    for number in communes:
        ref = f"DT-X{number:02d}"
        office = world.cells(ref, CellKind.CO_QUAN_XA)[0]
        into[office.ref] = [cell.ref for cell in world.cells(ref, CellKind.THON)]
    world.dissolve(on, into, note="Giải thể chi bộ cơ quan xã, thị trấn; đưa đảng viên về sinh hoạt ở thôn, tổ dân phố")


def _merge_villages(world: World, on: date, communes: tuple[int, ...]) -> None:
    pairs = [(f"DT-X{n:02d}-C{i + 1:02d}", f"DT-X{n:02d}-C{i:02d}") for n in communes for i in (3, 5)]
    world.merge(on, pairs, note="Sáp nhập thôn, tổ dân phố")


def _split(world: World, on: date) -> None:
    ref = "DT-X01-C10"
    halves = [
        subordinate_cell(f"DT-X01-C9{i}", f"Chi bộ tổ dân phố 10{'AB'[i - 1]}", "DT-X01", area="DT-X01") for i in (1, 2)
    ]
    world.split(on, ref, *halves, note="Chia tách chi bộ đông đảng viên")


def _dissolve(world: World, on: date, ref: str, new: tuple[str, ...], cell_kind: str, sector: str) -> None:
    """A đảng bộ ends; chi bộ cơ sở are founded the same day and take in its people."""
    nodes = [
        Node(f"{ref}-CS{i}", f"Chi bộ {name}", Kind.CHI_BO_CO_SO, "DT", sector, cell_kind, 1.0)
        for i, name in enumerate(new, start=1)
    ]  # fmt: skip
    world.establish(on, *nodes, note="Thành lập chi bộ cơ sở thay đảng bộ giải thể")
    refs = [node.ref for node in nodes]
    ends = [End(cell.ref, refs[i % len(refs)], (refs[i % len(refs)],)) for i, cell in enumerate(world.cells(ref))]
    world.step(
        on, EventKind.DISSOLVE, end=[End(ref, refs[0]), *ends], receivers=refs, note=f"Giải thể {world.nodes[ref].name}"
    )


def _raise(world: World, on: date) -> None:
    ref = "DT-CB26"
    cells = [
        subordinate_cell(f"{ref}-C{i:02d}", f"Chi bộ Phân xưởng {i}", ref, CellKind.DOANH_NGHIEP) for i in (1, 2, 3)
    ]
    world.upgrade(on, ref, "Đảng bộ Công ty Cổ phần May", *cells, note="Nâng chi bộ khối doanh nghiệp thành đảng bộ")


def _places() -> tuple[PlacePlan, ...]:
    found = [
        PlacePlan("LD", PlaceKind.TINH, "Tỉnh Lâm Đồng"),
        PlacePlan("DT", PlaceKind.HUYEN, "Huyện Đức Trọng", "LD"),
    ]
    for number, (text, _) in enumerate(COMMUNES, start=1):
        sector, name = parts.sector_and_name(text)
        kind = PlaceKind.THI_TRAN if sector == Sector.THI_TRAN else PlaceKind.XA
        found.append(PlacePlan(f"DT-X{number:02d}", kind, f"{parts.PREFIXES[sector].capitalize()} {name}", "DT"))
    return tuple(found)
