"""Thị xã Kiến Tường: founded in 2013, twelve, ten, eight, six, four chi bộ cơ sở; records to the end of 2019."""

from datetime import date
from random import Random

from chibo.demo.rules import names, parts
from chibo.demo.rules.committee import Committee, Cover, Fix, PlacePlan, TermPlan, yearly
from chibo.demo.rules.world import Node, World, subordinate_cell
from chibo.org.vocabulary import CellKind, Kind, PlaceKind, Sector

FOUNDED, LAST = date(2013, 7, 1), date(2019, 12, 31)
PARTY, STATE = Sector.CO_QUAN_DANG, Sector.CO_QUAN_NHA_NUOC
COMMUNES = (
    ("p:Phường 1", 9), ("p:Phường 2", 8), ("p:Phường 3", 8), ("Bình Hiệp", 8), ("Bình Tân", 7), ("Thạnh Hưng", 7),
    ("Thạnh Trị", 7), ("Tuyên Thạnh", 9),
)  # fmt: skip
OFFICES = (
    ("Cơ quan Đảng", PARTY, ["Văn phòng Thị ủy", "Ban Tổ chức", "Ban Tuyên giáo", "Ủy ban Kiểm tra", "Ban Dân vận"]),
    ("Mặt trận và các đoàn thể", PARTY, ["Mặt trận Tổ quốc", "Liên đoàn Lao động", "Hội Phụ nữ", "Thị đoàn", "Hội Nông dân"]),
    ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", STATE, ["Tổng hợp", "Tiếp dân", "Hành chính", "Một cửa"]),
    ("ngành Giáo dục", STATE, ["Phòng Giáo dục", "khối Mầm non", "khối Tiểu học 1", "khối Tiểu học 2", "khối Trung học cơ sở 1",
                               "khối Trung học cơ sở 2", "Trung học phổ thông"]),
    ("ngành Y tế", STATE, ["Phòng Y tế", "khối Điều trị 1", "khối Điều trị 2", "khối Dự phòng"]),
    ("ngành Tài chính", STATE, ["Phòng Tài chính - Kế hoạch", "Thuế 1", "Thuế 2", "Kho bạc"]),
    ("ngành Nội chính", STATE, ["Tòa án", "Viện Kiểm sát", "Thi hành án", "Thanh tra", "Phòng Tư pháp"]),
    ("Cơ quan Quân sự", STATE, ["Tham mưu", "Chính trị", "Hậu cần - Kỹ thuật"]),
    ("Cơ quan Công an", STATE, ["An ninh", "Cảnh sát 1", "Cảnh sát 2", "Giao thông", "Hậu cần"]),
    ("ngành Kinh tế - Hạ tầng", STATE, ["Phòng Kinh tế", "Phòng Quản lý đô thị", "Ban Quản lý dự án"]),
    ("ngành Tài nguyên", STATE, ["Phòng Tài nguyên", "Đăng ký đất đai", "Quỹ đất"]),
    ("Cửa khẩu", STATE, ["Hải quan 1", "Hải quan 2", "Kiểm dịch", "Quản lý cửa khẩu"]),
)  # fmt: skip
LONE = (
    ("Hội Chữ thập đỏ", PARTY), ("Trung tâm Bồi dưỡng chính trị", PARTY), ("Phòng Văn hóa - Thông tin", STATE),
    ("Phòng Lao động - Thương binh và Xã hội", STATE), ("Đài Truyền thanh", STATE), ("Phòng Nội vụ", STATE),
    ("Hội Cựu chiến binh", PARTY), ("Bảo hiểm xã hội", STATE), ("Chi cục Thống kê", STATE), ("Đội Quản lý thị trường", STATE),
    ("Trạm Khuyến nông", STATE), ("Trạm Thú y", STATE), ("Hội Khuyến học", PARTY), ("Hạt Quản lý đường bộ", STATE),
)  # fmt: skip
CELLS_AT_END = 135


def committee() -> Committee:
    """The committee with its story."""
    world = _world()
    spans = [(FOUNDED, date(2014, 12, 31)), (date(2015, 1, 1), date(2015, 8, 14))]
    spans += [(date(2015, 8, 15), date(2016, 12, 31)), (date(2017, 1, 1), date(2018, 12, 31)), (date(2019, 1, 1), LAST)]
    counts = {
        "admission": [104, 46, 118, 172, 89], "transfer_in": [40, 13, 50, 78, 37], "transfer_out": [25, 9, 22, 32, 16],
        "death": [14, 6, 13, 19, 10], "strike_off": [3, 1, 3, 4, 2], "expulsion": [1, 0, 1, 1, 1],
        "voluntary_exit": [1, 0, 1, 2, 1], "readmission": [0, 0, 0, 2, 1], "restoration": [0, 0, 1, 1, 0],
        "transfer": [110, 60, 150, 210, 110], "temporary": [8, 4, 10, 16, 8], "annulled": [0, 1, 2, 2, 1],
    }  # fmt: skip
    return Committee(
        key="kien_tuong", ref="KT", title="Kiến Tường", serial=1, world=world, total=(date(2015, 8, 14), 1564), last=LAST,
        quotas=yearly(spans, counts), families=names.SOUTH, minority_elsewhere=(0.004, [names.KHMER, names.HOA], [1, 1]),
        religions={"phat_giao": 0.02, "cong_giao": 0.006, "cao_dai": 0.006, "hoa_hao": 0.004},
        hometowns=("Kiến Tường, Long An", "Mộc Hóa, Long An", "Vĩnh Hưng, Long An", "Tân Thạnh, Long An", "Cao Lãnh, Đồng Tháp",
                   "Cai Lậy, Tiền Giang", "Tân Hưng, Long An"),
        outside=("Đảng bộ huyện Mộc Hóa", "Đảng bộ huyện Vĩnh Hưng", "Đảng bộ thành phố Tân An", "Đảng bộ huyện Tân Thạnh"),
        fixes=(Fix(LAST, "women", 882),),
        terms=(TermPlan("KT", 2013, 2015, FOUNDED), TermPlan("KT", 2015, 2020, date(2015, 8, 15))),
        covers=(Cover("KT", FOUNDED, LAST),), places=_places(), opening_is_founding=True,
        issuer="Ban Thường vụ Tỉnh ủy Long An", targets_met=1.0,
    )  # fmt: skip


def _world() -> World:
    chance = Random("kien_tuong tree")
    world = World("kien_tuong", FOUNDED, "80")
    world.open("KT", "Đảng bộ thị xã Kiến Tường", Kind.DANG_BO_HUYEN)
    for number, (text, villages) in enumerate(COMMUNES, start=1):
        sector, name = parts.sector_and_name(text)
        ref = f"KT-X{number:02d}"
        parts.commune(
            world, ref, text.replace("Phường ", ""), "KT", villages=villages, weight=1.0, area=ref, chance=chance,
            of_cells="ấp", of_ward="khu phố", place=ref, office=0.8,
        )  # fmt: skip
    for number, (name, sector, cells) in enumerate(OFFICES, start=1):
        parts.committee_of_agencies(
            world, f"KT-D{number:02d}", f"Đảng bộ {name}", "KT", sector, list(cells), weight=0.8
        )
    for number, (name, sector) in enumerate(LONE, start=1):
        parts.lone_cell(world, f"KT-CB{number:02d}", f"Chi bộ {name}", "KT", sector, weight=0.75)
    _fill(world)
    _reorganize(world)
    assert len([c for c in world.cells("KT") if c.kind == Kind.CHI_BO_TRUC_THUOC]) == CELLS_AT_END
    return world


def _fill(world: World) -> None:
    """As many further chi bộ ấp as make the number at the end come out."""
    now, change = len([c for c in world.cells("KT") if c.kind == Kind.CHI_BO_TRUC_THUOC]), 6 - 3 + 1
    for number in range(CELLS_AT_END - change - now):
        ref = f"KT-X{number % len(COMMUNES) + 1:02d}"
        word = "khu phố mới" if number % len(COMMUNES) < 3 else "ấp mới"
        world.open(
            f"{ref}-M{number:02d}", f"Chi bộ {word} {number // len(COMMUNES) + 1}", Kind.CHI_BO_TRUC_THUOC, ref,
            cell_kind=CellKind.THON, weight=0.9, area=ref,
        )  # fmt: skip


def _reorganize(world: World) -> None:
    """Chi bộ cơ sở: 14 at the founding, 13 at the congress, then 12, 10, 8, 6 and 4 at the ends of the years."""

    def down(on: date, number: int, to: str) -> None:
        name = world.nodes[f"KT-CB{number:02d}"].name
        world.downgrade(on, f"KT-CB{number:02d}", to, name, note=f"{name} thành chi bộ trực thuộc đảng bộ cơ quan")

    world.dissolve(date(2014, 6, 16), {"KT-CB14": ["KT-D10-C02"]}, note="Giải thể chi bộ không còn đủ số đảng viên")
    world.rename(date(2014, 9, 1), "KT-D03", "Đảng bộ Cơ quan Chính quyền thị xã", note="Đổi tên theo đề án kiện toàn")
    world.dissolve(date(2015, 11, 2), {"KT-CB13": ["KT-CB07", "KT-D02-C01"]}, note="Giải thể chi bộ cơ quan hội")
    down(date(2016, 4, 1), 2, "KT-D01")
    world.merge(date(2016, 10, 3), [("KT-CB12", "KT-CB11")], note="Sáp nhập hai trạm chuyên ngành")
    world.merge(date(2017, 3, 15), [("KT-X02-C08", "KT-X02-C07")], note="Sắp xếp khu phố")
    new = Node("KT-CB15", "Chi bộ Văn hóa - Thông tin và Truyền thanh", Kind.CHI_BO_CO_SO, "KT", STATE,
               CellKind.CO_QUAN, 0.8)  # fmt: skip
    world.consolidate(date(2017, 5, 2), ["KT-CB03", "KT-CB05"], new, note="Hợp nhất theo đề án sắp xếp")
    down(date(2017, 9, 1), 1, "KT-D02")
    down(date(2018, 3, 1), 7, "KT-D02")
    parts_of = [
        subordinate_cell("KT-X01-C91", "Chi bộ khu phố 1A", "KT-X01", area="KT-X01"),
        subordinate_cell("KT-X01-C92", "Chi bộ khu phố 1B", "KT-X01", area="KT-X01"),
    ]
    world.split(date(2018, 6, 1), "KT-X01-C01", *parts_of, note="Chia tách chi bộ đông đảng viên")
    down(date(2018, 8, 1), 11, "KT-D10")
    world.merge(date(2018, 10, 1), [("KT-X05-C07", "KT-X05-C06")], note="Sắp xếp ấp")
    world.merge(date(2019, 2, 15), [("KT-X07-C07", "KT-X07-C06")], note="Sắp xếp ấp")
    down(date(2019, 5, 6), 9, "KT-D06")
    down(date(2019, 9, 2), 6, "KT-D03")


def _places() -> tuple[PlacePlan, ...]:
    found = [
        PlacePlan("LA", PlaceKind.TINH, "Tỉnh Long An"),
        PlacePlan("KT", PlaceKind.HUYEN, "Thị xã Kiến Tường", "LA", since=FOUNDED),
    ]
    for number, (text, _) in enumerate(COMMUNES, start=1):
        sector, name = parts.sector_and_name(text)
        kind = PlaceKind.PHUONG if sector == Sector.PHUONG else PlaceKind.XA
        title = name if sector == Sector.PHUONG else f"Xã {name}"
        found.append(PlacePlan(f"KT-X{number:02d}", kind, title, "KT", since=FOUNDED))
    return tuple(found)
