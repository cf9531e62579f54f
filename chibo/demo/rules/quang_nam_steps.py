"""What was reorganized in Quảng Nam, from the villages of 2018 to the one word of 2026."""

from datetime import date
from random import Random

from chibo.demo.rules import reform
from chibo.demo.rules.quang_nam_places import DISTRICTS
from chibo.demo.rules.world import End, Move, Node, World, subordinate_cell
from chibo.org.vocabulary import CellKind, EventKind, Kind, Sector

MERGED = {date(2018, 10, 1): 0.5, date(2019, 11, 1): 0.32}
"""Days on which villages were merged, with the share of communes that took part."""


def reorganize(world: World) -> None:
    """All steps, in order of time."""
    chance = Random("quang_nam steps")
    refs = [f"QN-{number:02d}" for number in range(1, len(DISTRICTS) + 1)]
    world.transfer(
        date(2018, 4, 2), [f"{ref}-B12" for ref in refs[:5]], "QN-KCQ", note="Chuyển giao chi cục thuế khu vực"
    )
    for on, share in MERGED.items():
        for ref in refs:
            _merge_villages(world, on, ref, share, chance)
    _merge_communes(world, date(2020, 3, 2))
    new = Node("QN-KDN-B90", "Chi bộ Công ty Khu công nghiệp", Kind.CHI_BO_CO_SO, "QN-KDN", Sector.DOANH_NGHIEP,
               CellKind.DOANH_NGHIEP, 0.6, "QN-KDN")  # fmt: skip
    world.establish(date(2020, 12, 1), new, note="Thành lập chi bộ doanh nghiệp")
    _split_villages(world, date(2021, 3, 1), refs[:3])
    cells = [
        subordinate_cell(
            f"QN-KDN-B01-C{i:02d}", f"Chi bộ Nhà máy {i}", "QN-KDN-B01", CellKind.DOANH_NGHIEP, area="QN-KDN"
        )
        for i in (1, 2, 3)
    ]
    world.upgrade(
        date(2021, 9, 1), "QN-KDN-B01", "Đảng bộ Công ty Ô tô", *cells, note="Nâng chi bộ cơ sở thành đảng bộ cơ sở"
    )
    _consolidate_villages(world, date(2022, 4, 4), refs[11:16])
    world.dissolve(
        date(2022, 9, 5),
        {"QN-KDN-B05": ["QN-KDN-B06"]},
        kind=EventKind.DISBAND,
        note="Giải tán do vi phạm đặc biệt nghiêm trọng",
    )
    world.downgrade(date(2023, 3, 1), "QN-KCQ-B10", "QN-KCQ-D06", "Chi bộ Chi cục", note="Hạ cấp theo đề án sắp xếp")
    world.dissolve(
        date(2023, 8, 1), {"QN-KDN-B07": ["QN-KDN-B08", "QN-KDN-B09"]}, note="Giải thể do doanh nghiệp ngừng hoạt động"
    )
    _split_villages(world, date(2024, 6, 3), refs[3:5])
    _rebuild_blocs(world, date(2025, 2, 3))
    world.transfer(
        date(2025, 3, 3), [f"{ref}-D4" for ref in refs], "QN-CA", note="Chuyển giao khi không tổ chức công an cấp huyện"
    )
    districts = [
        reform.District(ref, tuple(new.split(",")), f"DNG-{ref[-2:]}X")
        for ref, (*_, new) in zip(refs, DISTRICTS, strict=True)
    ]
    reform.close_districts(world, reform.Province("QN", districts, "48", "QN-UB", "QN-QS", "QN-CA"))
    new = Node("DNG", "Đảng bộ thành phố Đà Nẵng", Kind.DANG_BO_TINH, place="DNG")
    world.consolidate(
        reform.REFORM, ["QN", "DNC"], new, note="Hợp nhất Đảng bộ tỉnh Quảng Nam và Đảng bộ thành phố Đà Nẵng"
    )
    world.rename(date(2025, 12, 1), "QN-DH", "Đảng bộ Trường Đại học Quảng Nam (Đà Nẵng)")
    reform.one_word(world, "DNG")


def _villages(world: World, commune: str) -> list[Node]:
    return [cell for cell in world.standing(commune) if cell.cell_kind == CellKind.THON]


def _communes(world: World, district: str) -> list[Node]:
    return [node for node in world.standing(district) if node.sector in reform.LOCAL]


def _merge_villages(world: World, on: date, district: str, share: float, chance: Random) -> None:
    """One event for a district: in some communes the last village joins the one before it."""
    pairs = []
    for commune in _communes(world, district):
        villages = _villages(world, commune.ref)
        if len(villages) > 4 and chance.random() < share:
            pairs.append((villages[-1].ref, villages[-2].ref))
            villages[-2].weight += villages[-1].weight * 0.7
    if pairs:
        world.merge(on, pairs, note=f"Sáp nhập thôn, khối phố trong {world.nodes[district].name}")


def _merge_communes(world: World, on: date) -> None:
    new = Node("QN-17-X15", "Đảng bộ xã Quế Mỹ", Kind.DANG_BO_CO_SO, "QN-17", Sector.XA)
    world.consolidate(on, ["QN-17-X02", "QN-17-X03"], new, note="Hợp nhất khi sắp xếp đơn vị hành chính cấp xã")
    offices = [cell.ref for cell in world.standing("QN-17-X15") if cell.cell_kind == CellKind.CO_QUAN_XA]
    world.merge(on, [(offices[1], offices[0])], note="Sáp nhập chi bộ cơ quan xã")
    below = [Move(node.ref, {"superior": "QN-15-X01"}, counted=False) for node in world.standing("QN-15-X08")]
    world.step(
        on, EventKind.MERGE_INTO, end=[End("QN-15-X08", "QN-15-X01")], move=below, receivers=["QN-15-X01"],
        note="Sáp nhập xã Quế Bình vào thị trấn Tân An",
    )  # fmt: skip
    world.rename(date(2020, 4, 1), "QN-15-X01", "Đảng bộ thị trấn Tân Bình")


def _split_villages(world: World, on: date, districts: list[str]) -> None:
    for district in districts:
        commune = _communes(world, district)[0]
        village = _villages(world, commune.ref)[0]
        halves = [
            subordinate_cell(
                f"{village.ref}{mark}", f"{village.name}{mark}", commune.ref, weight=village.weight / 2, area=district
            )
            for mark in "AB"
        ]
        world.split(on, village.ref, *halves, note="Chia tách chi bộ đông đảng viên")


def _consolidate_villages(world: World, on: date, districts: list[str]) -> None:
    for district in districts:
        commune = _communes(world, district)[1]
        one, two = _villages(world, commune.ref)[:2]
        name = one.name.rsplit(" ", 1)[0] + " Trung tâm"
        new = subordinate_cell(f"{commune.ref}-H1", name, commune.ref, weight=one.weight + two.weight, area=district)
        world.consolidate(on, [one.ref, two.ref], new, note="Hợp nhất thôn")


def _rebuild_blocs(world: World, on: date) -> None:
    """The two blocs of 2025: the agencies of the Party, and those of the People's Committee, which take in enterprises."""
    new = [
        Node("QN-CQD", "Đảng bộ các cơ quan Đảng tỉnh", Kind.DANG_BO_CAP_TREN_CO_SO, "QN"),
        Node("QN-UB", "Đảng bộ Ủy ban nhân dân tỉnh", Kind.DANG_BO_CAP_TREN_CO_SO, "QN"),
    ]
    move = [
        Move(node.ref, {"superior": "QN-CQD" if node.sector == Sector.CO_QUAN_DANG else "QN-UB"}, counted=False)
        for node in world.standing("QN-KCQ")
    ]
    world.step(
        on, EventKind.SPLIT, end=[End("QN-KCQ", "QN-UB")], found=new, move=move, note="Chia tách khối các cơ quan tỉnh"
    )
    move = [Move(node.ref, {"superior": "QN-UB"}, counted=False) for node in world.standing("QN-KDN")]
    world.step(
        on, EventKind.MERGE_INTO, end=[End("QN-KDN", "QN-UB")], move=move, receivers=["QN-UB"],
        note="Sáp nhập khối doanh nghiệp vào đảng bộ mới",
    )  # fmt: skip
