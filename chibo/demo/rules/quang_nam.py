"""Tỉnh Quảng Nam: eighteen districts, 72.343 members at the end of 2023, and on through Đà Nẵng's reform to today."""

from datetime import date
from random import Random

from chibo.demo.rules import parts, reform
from chibo.demo.rules.committee import Committee, Cover, PlacePlan, TermPlan, Traits, yearly
from chibo.demo.rules.quang_nam_places import DISTRICTS, ELSEWHERE, MINORITIES
from chibo.demo.rules.quang_nam_steps import reorganize
from chibo.demo.rules.world import World
from chibo.kernel.days import Period
from chibo.org.vocabulary import CellKind, Kind, PlaceKind, Sector

OPENING, CONGRESS, PRINTED = date(2018, 1, 1), date(2020, 10, 12), date(2023, 12, 31)
LAST = date(2026, 11, 15)
WINDOW = Period(CONGRESS, PRINTED)
BLOCS = (
    ("KCQ", "Đảng bộ Khối các cơ quan tỉnh", 18, 5, 24, Sector.CO_QUAN_NHA_NUOC, CellKind.CO_QUAN),
    ("KDN", "Đảng bộ Khối Doanh nghiệp tỉnh", 11, 4, 22, Sector.DOANH_NGHIEP, CellKind.DOANH_NGHIEP),
    ("QS", "Đảng bộ Quân sự tỉnh", 6, 4, 2, Sector.QUAN_DOI, CellKind.QUAN_SU),
    ("CA", "Đảng bộ Công an tỉnh", 9, 4, 4, Sector.CONG_AN, CellKind.CONG_AN),
    ("BP", "Đảng bộ Bộ đội Biên phòng tỉnh", 7, 3, 2, Sector.QUAN_DOI, CellKind.QUAN_SU),
)  # fmt: skip
"""Mark, name, đảng bộ cơ sở, cells in each, chi bộ cơ sở, sector, kind of cell."""


def committee() -> Committee:
    """The committee with its story."""
    spans = [
        (date(2018, 1, 1), date(2018, 12, 31)),
        (date(2019, 1, 1), date(2019, 12, 31)),
        (date(2020, 1, 1), date(2020, 10, 11)),
    ]
    spans += [(CONGRESS, date(2020, 12, 31))] + [(date(y, 1, 1), date(y, 12, 31)) for y in range(2021, 2026)]
    spans += [(date(2026, 1, 1), LAST)]
    counts = {
        "admission": [2010, 1985, 1290, 300, 1640, 1760, 1949, 2050, 1820, 1610],
        "transfer_in": [430, 440, 330, 90, 380, 430, 460, 450, 400, 330],
        "transfer_out": [400, 410, 300, 80, 350, 400, 430, 420, 380, 300],
        "death": [520, 540, 430, 130, 600, 640, 590, 600, 610, 540],
        "strike_off": [165, 172, 120, 42, 185, 192, 198, 190, 150, 120],
        "expulsion": [25, 28, 20, 8, 31, 30, 29, 24, 20, 15],
        "voluntary_exit": [70, 85, 62, 26, 112, 120, 126, 120, 95, 80],
        "readmission": [0, 0, 0, 0, 6, 14, 18, 20, 15, 10],
        "restoration": [3, 4, 4, 1, 2, 0, 0, 3, 3, 2],
        "transfer": [1500, 1550, 1100, 330, 1300, 1500, 1600, 1600, 1300, 1300],
        "temporary": [260, 280, 190, 60, 200, 260, 280, 280, 240, 200],
        "annulled": [6, 6, 5, 0, 0, 0, 0, 6, 5, 4],
        "same_day": [0, 1, 0, 0, 0, 0, 0, 1, 0, 0],
    }  # fmt: skip
    traits = {
        0: Traits(owners=10), 1: Traits(owners=9), 2: Traits(owners=6),
        3: Traits(women=150, minority=76, religious=1, students=8, owners=2),
        4: Traits(women=830, minority=396, religious=4, students=40, owners=6),
        5: Traits(women=914, minority=450, religious=6, students=52, owners=8),
        6: Traits(women=1030, minority=517, religious=7, students=69, owners=9),
        7: Traits(students=74, owners=10), 8: Traits(students=70, owners=8), 9: Traits(students=66, owners=8),
    }  # fmt: skip
    since = reform.REFORM
    return Committee(
        key="quang_nam", ref="QN", title="Quảng Nam", serial=5, world=_world(), total=(PRINTED, 72_343), last=LAST,
        quotas=yearly(spans, counts, traits), minorities=MINORITIES, minority_elsewhere=ELSEWHERE,
        religions={"phat_giao": 0.006, "cong_giao": 0.004, "tin_lanh": 0.0015, "cao_dai": 0.001},
        hometowns=(*(f"{name[0].upper()}{name[1:]}, Quảng Nam" for name, *_ in DISTRICTS),
                   "Quận Hải Châu, Đà Nẵng", "Huyện Hòa Vang, Đà Nẵng", "Huyện Bình Sơn, Quảng Ngãi", "Huyện Phú Lộc, Thừa Thiên Huế"),
        outside=("Đảng bộ thành phố Đà Nẵng", "Đảng bộ tỉnh Quảng Ngãi", "Đảng bộ tỉnh Thừa Thiên Huế", "Đảng bộ tỉnh Kon Tum",
                 "Đảng bộ Thành phố Hồ Chí Minh", "Đảng bộ thành phố Hà Nội", "Đảng bộ tỉnh Đắk Lắk", "Đảng bộ tỉnh Bình Định"),
        on_time=WINDOW, removed_stay_removed=WINDOW, pending=46,
        terms=(
            TermPlan("QN", 2015, 2020, date(2015, 10, 12), 21), TermPlan("QN", 2020, 2025, CONGRESS, 22),
            TermPlan("DNG", 2025, 2030, date(2025, 9, 16), 1),
        ),
        covers=(
            Cover("QN", OPENING), Cover("DNC", OPENING, is_gap=True, note="chưa có số liệu."), Cover("DNG", since),
            Cover("DNG", since, is_gap=True, note="mới có số liệu phần địa bàn tỉnh Quảng Nam cũ."),
        ),
        places=_places(), issuer="Ban Thường vụ Tỉnh ủy Quảng Nam",
        diligent=WINDOW, files_above=date(2025, 7, 1), wage_region="II",
        fee_books={"DNG-03X03": date(2026, 2, 1), "DNG-02X04": date(2026, 8, 1), "DNG-03X02": date(2026, 8, 1)},
    )  # fmt: skip


def _world() -> World:
    chance = Random("quang_nam tree")
    world = World("quang_nam", OPENING, "49")
    world.open("QN", "Đảng bộ tỉnh Quảng Nam", Kind.DANG_BO_TINH)
    world.open("DNC", "Đảng bộ thành phố Đà Nẵng (cũ)", Kind.DANG_BO_TINH)
    for number, district in enumerate(DISTRICTS, start=1):
        _district(world, f"QN-{number:02d}", district, chance)
    for bloc in BLOCS:
        _bloc(world, *bloc, chance=chance)
    bits = [
        "Khoa Sư phạm",
        "Khoa Kinh tế",
        "Khoa Ngoại ngữ",
        "Khoa Công nghệ",
        "Phòng Đào tạo",
        "Sinh viên 1",
        "Sinh viên 2",
    ]
    parts.committee_of_agencies(
        world,
        "QN-DH",
        "Đảng bộ Trường Đại học Quảng Nam",
        "QN",
        Sector.SU_NGHIEP,
        bits,
        cell_kind=CellKind.TRUONG_HOC,
        weight=1.0,
    )
    reorganize(world)
    return world


def _district(world: World, ref: str, district: tuple[str, str, int, float, str, str], chance: Random) -> None:
    name, _, villages, weight, communes, _ = district
    world.open(ref, f"Đảng bộ {name}", Kind.DANG_BO_HUYEN, "QN", place=ref)
    for number, text in enumerate(communes.split(","), start=1):
        others = ("y_te",) if chance.random() < 0.12 else ()
        parts.commune(
            world, f"{ref}-X{number:02d}", text, ref, villages=villages + chance.randrange(-1, 2), weight=weight, area=ref,
            chance=chance, office=0.75, school=0.85 if chance.random() < 0.75 else 0, place=f"{ref}-X{number:02d}",
            others=(*others, "cong_an") if chance.random() < 0.2 else others,
        )  # fmt: skip
    of = name.split(" ", 1)[0] if not name.startswith("thành") else "thành phố"
    for number, (title, sector, cells, cell_kind) in enumerate(
        (
            ("Cơ quan Đảng", Sector.CO_QUAN_DANG, 5, CellKind.CO_QUAN),
            ("Cơ quan Chính quyền", Sector.CO_QUAN_NHA_NUOC, 6, CellKind.CO_QUAN),
            (f"Quân sự {of}", Sector.QUAN_DOI, 3, CellKind.QUAN_SU), (f"Công an {of}", Sector.CONG_AN, 5, CellKind.CONG_AN),
            ("Trung tâm Y tế", Sector.SU_NGHIEP, 5, CellKind.Y_TE), ("ngành Giáo dục", Sector.SU_NGHIEP, 6, CellKind.TRUONG_HOC),
        ), start=1,
    ):  # fmt: skip
        bits = [f"số {i}" for i in range(1, cells + 1)]
        parts.committee_of_agencies(
            world, f"{ref}-D{number}", f"Đảng bộ {title}", ref, sector, bits, cell_kind=cell_kind, weight=0.65, area=ref
        )
    for number, (title, sector, cell_kind, size) in enumerate(parts.AGENCIES[:20], start=1):
        parts.lone_cell(
            world, f"{ref}-B{number:02d}", f"Chi bộ {title}", ref, sector, cell_kind=cell_kind, weight=size, area=ref
        )


def _bloc(
    world: World,
    mark: str,
    name: str,
    committees: int,
    cells: int,
    lone: int,
    sector: str,
    cell_kind: str,
    *,
    chance: Random,
) -> None:
    ref = f"QN-{mark}"
    world.open(ref, name, Kind.DANG_BO_CAP_TREN_CO_SO, "QN")
    word = {
        "KCQ": "Sở, ngành số",
        "KDN": "Công ty số",
        "QS": "Đơn vị số",
        "CA": "Phòng nghiệp vụ số",
        "BP": "Đồn Biên phòng số",
    }[mark]
    for number in range(1, committees + 1):
        of = Sector.CO_QUAN_DANG if mark == "KCQ" and number <= 5 else sector
        title = f"Đảng bộ Ban Đảng số {number}" if of == Sector.CO_QUAN_DANG else f"Đảng bộ {word} {number}"
        bits = [f"số {i}" for i in range(1, cells + chance.randrange(0, 2) + 1)]
        parts.committee_of_agencies(
            world, f"{ref}-D{number:02d}", title, ref, of, bits, cell_kind=cell_kind, weight=0.8, area=ref
        )
    for number in range(1, lone + 1):
        of = Sector.CO_QUAN_DANG if mark == "KCQ" and number <= 6 else sector
        title = f"Chi bộ {word} {committees + number}"
        parts.lone_cell(world, f"{ref}-B{number:02d}", title, ref, of, cell_kind=cell_kind, weight=0.7, area=ref)


def _places() -> tuple[PlacePlan, ...]:
    end = reform.REFORM
    found = [
        PlacePlan("DNG", PlaceKind.TINH, "Thành phố Đà Nẵng", since=end),
        PlacePlan("QN", PlaceKind.TINH, "Tỉnh Quảng Nam", "", "DNG", until=end),
    ]
    old: list[PlacePlan] = []
    for number, (name, _, _, _, communes, new) in enumerate(DISTRICTS, start=1):
        ref, wards = f"QN-{number:02d}", new.split(",")
        old.append(PlacePlan(ref, PlaceKind.HUYEN, name[0].upper() + name[1:], "QN", until=end))
        for at, text in enumerate(wards, start=1):
            found.append(_place(f"DNG-{number:02d}X{at:02d}", text, "DNG", since=end))
        texts = communes.split(",")
        for at, text in enumerate(texts, start=1):
            heir = f"DNG-{number:02d}X{(at - 1) * len(wards) // len(texts) + 1:02d}"
            old.append(_place(f"{ref}-X{at:02d}", text, ref, successor=heir, until=end))
    return (*found, *old)


def _place(key: str, text: str, superior: str, **days: object) -> PlacePlan:
    sector, name = parts.sector_and_name(text)
    kind = {Sector.PHUONG: PlaceKind.PHUONG, Sector.THI_TRAN: PlaceKind.THI_TRAN}.get(sector, PlaceKind.XA)
    return PlacePlan(key, kind, f"{parts.PREFIXES[sector].capitalize()} {name}", superior, **days)
