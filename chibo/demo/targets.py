"""The published numbers the five committees must come to, recounted from the truth tables alone.

Plain SQL on purpose: no query, indicator or derived table of the areas takes part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import connection

from chibo.kernel.days import Period

ENTRIES = "'opening','admission','readmission','restoration','transfer_in'"
ALONG = "'transfer','reorganization'"
EXITS = "'transfer_out','strike_off','expulsion','voluntary_exit','death'"
BASES = "'dang_bo_co_so','chi_bo_co_so'"


@dataclass(frozen=True)
class Target:
    """A number expected; ``sql`` counts it."""

    committee: str
    title: str
    expected: int
    sql: str


@dataclass(frozen=True)
class Result:
    """A target and what was counted."""

    target: Target
    got: int

    @property
    def is_met(self) -> bool:
        return self.got == self.target.expected


def recount(committee: str | None = None) -> Iterator[Result]:
    """Count every target of a committee, or of all."""
    with connection.cursor() as cursor:
        for target in targets():
            if committee in (None, target.committee):
                cursor.execute(target.sql)
                yield Result(target, cursor.fetchone()[0] or 0)


def _people(prefixes: str) -> str:
    """The people of a committee: by the cell in which each was first."""
    likes = " OR ".join(f"u.ref LIKE '{prefix}-%'" for prefix in prefixes.split())
    return (
        "SELECT e.person_id FROM members_memberevent e JOIN org_unit u ON u.id = e.cell_id "
        f"WHERE e.cause IN ({ENTRIES}) AND ({likes})"
    )


def on_roll(prefixes: str, on: date, where: str = "") -> str:
    """How many are on the roll at the end of a day."""
    return f"""
        SELECT count(*) FROM (
            SELECT person_id, cause, row_number() OVER (PARTITION BY person_id ORDER BY "on" DESC, id DESC) AS place
            FROM members_memberevent
            WHERE state = 'standing' AND "on" <= '{on}' AND cause IN ({ENTRIES},{ALONG},{EXITS})
        ) AS last
        WHERE place = 1 AND cause NOT IN ({EXITS}) AND person_id IN ({_people(prefixes)}) {where}
    """


def _having(name: str, condition: str, day: str) -> str:
    return (
        f"AND EXISTS (SELECT 1 FROM members_attribute a WHERE a.person_id = last.person_id AND a.name = '{name}' "
        f"AND a.since <= {day} AND a.until > {day} AND {condition})"
    )


def women(on: date) -> str:
    """Condition: a woman on the day."""
    return _having("sex", "a.value = 'nu'", f"'{on}'")


def minority(on: date) -> str:
    """Condition: of an ethnic minority on the day."""
    return _having("ethnicity", "a.value <> '01'", f"'{on}'")


def qualified(on: date) -> str:
    """Condition: with a professional qualification on the day."""
    return _having("qualification", "a.value <> 'khong'", f"'{on}'")


def events(prefixes: str, window: Period, cause: str, where: str = "") -> str:
    """How many standing events of a cause in a window."""
    return f"""
        SELECT count(*) FROM members_memberevent last
        WHERE state = 'standing' AND cause IN ({cause}) AND "on" BETWEEN '{window.first}' AND '{window.last}'
        AND person_id IN ({_people(prefixes)}) {where}
    """


def units(superior: str, on: date, kinds: str, where: str = "") -> str:
    """How many units of some kinds directly below a unit on a day."""
    return f"""
        SELECT count(*) FROM org_placement p JOIN org_unit s ON s.id = p.superior_id
        WHERE s.ref = '{superior}' AND p.since <= '{on}' AND p.until > '{on}' AND p.kind IN ({kinds}) {where}
    """


def cells(prefix: str, on: date) -> str:
    """How many chi bộ trực thuộc stand on a day."""
    return f"""
        SELECT count(*) FROM org_placement p JOIN org_unit u ON u.id = p.unit_id
        WHERE u.ref LIKE '{prefix}-%' AND p.since <= '{on}' AND p.until > '{on}' AND p.kind = 'chi_bo_truc_thuoc'
    """


def changes(prefix: str, window: Period, kind: str, unit_kind: str, side: str) -> str:
    """How many units of a kind an event kind counted in a window; ``side`` is before or after."""
    return f"""
        SELECT count(*) FROM org_orgeventparty y JOIN org_orgevent v ON v.id = y.event_id JOIN org_unit u ON u.id = y.unit_id
        JOIN org_placement p ON p.id = y.{side}_id
        WHERE v.kind = '{kind}' AND NOT v.undone AND y.counted AND u.ref LIKE '{prefix}-%' AND p.kind IN ({unit_kind})
        AND v."on" BETWEEN '{window.first}' AND '{window.last}'
    """


def targets() -> list[Target]:
    """Every target."""
    return [*_kien_tuong(), *_duc_trong(), *_vinh_loi(), *_nam_truc(), *_quang_nam()]


def _kien_tuong() -> Iterator[Target]:
    end, window = date(2019, 12, 31), Period(date(2015, 8, 15), date(2019, 12, 31))
    key, admitted = "kien_tuong", "'admission'"
    yield Target(key, "đảng viên 14/8/2015", 1564, on_roll("KT", date(2015, 8, 14)))
    yield Target(key, "đảng viên 31/12/2019", 1985, on_roll("KT", end))
    yield Target(key, "đảng viên nữ", 882, on_roll("KT", end, women(end)))
    yield Target(key, "kết nạp", 379, events("KT", window, admitted))
    into, out = events("KT", window, ENTRIES), events("KT", window, EXITS)
    others = f"SELECT ({into}) - ({out}) - ({events('KT', window, admitted)})"
    yield Target(key, "biến động khác", 42, others)
    yield Target(key, "TCCSĐ", 24, units("KT", end, BASES))
    yield Target(key, "đảng bộ cơ sở", 20, units("KT", end, "'dang_bo_co_so'"))
    yield Target(key, "đảng bộ xã", 5, units("KT", end, "'dang_bo_co_so'", "AND p.sector = 'xa'"))
    yield Target(key, "đảng bộ phường", 3, units("KT", end, "'dang_bo_co_so'", "AND p.sector = 'phuong'"))
    office = "AND p.sector IN ('co_quan_dang','co_quan_nha_nuoc')"
    yield Target(key, "đảng bộ cơ quan", 12, units("KT", end, "'dang_bo_co_so'", office))
    yield Target(key, "chi bộ cơ quan", 4, units("KT", end, "'chi_bo_co_so'", office))
    yield Target(key, "chi bộ trực thuộc", 135, cells("KT", end))
    for year, number in zip(range(2015, 2020), (12, 10, 8, 6, 4), strict=True):
        yield Target(key, f"chi bộ cơ sở cuối {year}", number, units("KT", date(year, 12, 31), "'chi_bo_co_so'"))


def _duc_trong() -> Iterator[Target]:
    end, window, key = date(2019, 12, 31), Period(date(2015, 7, 20), date(2020, 3, 25)), "duc_trong"
    yield Target(key, "TCCSĐ", 65, units("DT", end, BASES))
    yield Target(key, "chi bộ cơ sở", 44, units("DT", end, "'chi_bo_co_so'"))
    yield Target(key, "đảng bộ cơ sở", 21, units("DT", end, "'dang_bo_co_so'"))
    yield Target(key, "chi bộ trực thuộc", 300, cells("DT", end))
    yield Target(key, "giải thể đảng bộ", 2, changes("DT", window, "dissolve", "'dang_bo_co_so'", "before"))
    yield Target(key, "thành lập chi bộ cơ sở", 16, changes("DT", window, "establish", "'chi_bo_co_so'", "after"))
    raised = "'chi_bo_co_so') AND p.sector IN ('doanh_nghiep'"
    yield Target(key, "nâng cấp chi bộ doanh nghiệp", 1, changes("DT", window, "upgrade", raised, "before"))
    offices = "'chi_bo_truc_thuoc') AND p.cell_kind IN ('co_quan_xa'"
    yield Target(key, "giải thể chi bộ cơ quan xã", 15, changes("DT", window, "dissolve", offices, "before"))
    yield Target(
        key, "chi bộ cơ quan xã còn lại", 0,
        "SELECT count(*) FROM org_placement p JOIN org_unit u ON u.id = p.unit_id WHERE u.ref LIKE 'DT-%' "
        f"AND p.cell_kind = 'co_quan_xa' AND p.until > '{window.last}'",
    )  # fmt: skip
    yield Target(
        key, "đảng viên cơ quan xã không về thôn cùng đảng bộ", 0,
        """SELECT count(*) FROM members_memberevent e
        JOIN org_placement f ON f.unit_id = e.from_cell_id AND f.cell_kind = 'co_quan_xa' AND f.until = e."on"
        JOIN org_placement t ON t.unit_id = e.cell_id AND t.since <= e."on" AND t.until > e."on"
        JOIN org_unit u ON u.id = e.cell_id
        WHERE u.ref LIKE 'DT-%' AND e.cause = 'reorganization' AND e.state = 'standing'
        AND (t.cell_kind <> 'thon' OR t.superior_id <> f.superior_id)""",
    )  # fmt: skip


def _vinh_loi() -> Iterator[Target]:
    end, key = date(2019, 4, 3), "vinh_loi"
    yield Target(key, "TCCSĐ", 26, units("VL", end, BASES))
    yield Target(key, "chi bộ trực thuộc", 188, cells("VL", end))
    yield Target(key, "đảng viên", 2517, on_roll("VL", end))
    yield Target(key, "đảng viên nữ", 740, on_roll("VL", end, women(end)))
    yield Target(key, "dân tộc thiểu số", 112, on_roll("VL", end, minority(end)))
    yield Target(key, "kết nạp", 74, events("VL", Period(date(2018, 1, 1), end), "'admission'"))
    open_projects = (
        "SELECT count(*) FROM org_mergerproject m JOIN org_unit u ON u.id = m.unit_id JOIN org_mergerstatus s ON s.project_id = m.id "
        f"WHERE u.ref = 'VL' AND s.since <= '{end}' AND s.until > '{end}' AND s.status IN ('draft','decided')"
    )
    yield Target(key, "đề án hợp nhất", 2, open_projects)


def _nam_truc() -> Iterator[Target]:
    window, key = Period(date(2020, 8, 12), date(2023, 9, 18)), "nam_truc"
    yield Target(key, "kết nạp", 248, events("NT NB", window, "'admission'"))
    yield Target(key, "khai trừ", 18, events("NT NB", window, "'expulsion'"))
    ends = [date(year, 12, 31) for year in range(2019, 2026)]
    for before, after in pairwise(ends):
        (n1, d1), (n2, d2) = ((on_roll("NT NB", day, qualified(day)), on_roll("NT NB", day)) for day in (before, after))
        sql = f"SELECT CASE WHEN ({n2}) > ({n1}) AND ({n2}) * 1.0 / ({d2}) > ({n1}) * 1.0 / ({d1}) THEN 1 ELSE 0 END"
        yield Target(key, f"trình độ chuyên môn tăng năm {after.year}", 1, sql)


def _quang_nam() -> Iterator[Target]:
    end, window, key = date(2023, 12, 31), Period(date(2020, 10, 12), date(2023, 12, 31)), "quang_nam"
    of = "QN DNG"
    day = 'last."on"'
    traits = (
        ("nữ", _having("sex", "a.value = 'nu'", day), (2924, 830, 914, 1030)),
        ("dân tộc thiểu số", _having("ethnicity", "a.value <> '01'", day), (1439, 396, 450, 517)),
        ("có đạo", _having("religion", "a.value <> 'khong'", day), (18, 4, 6, 7)),
        ("học sinh, sinh viên", _having("occupation", "a.value IN ('hoc_sinh','sinh_vien')", day), (169, 40, 52, 69)),
    )
    windows = (window, Period.year(2021), Period.year(2022), Period.year(2023))
    yield Target(key, "đảng viên 31/12/2023", 72_343, on_roll(of, end))
    for span, number in zip(windows, (5649, 1640, 1760, 1949), strict=True):
        yield Target(key, f"kết nạp từ {span.first}", number, events(of, span, "'admission'"))
    for title, condition, numbers in traits:
        for span, number in zip(windows, numbers, strict=True):
            yield Target(key, f"kết nạp {title} từ {span.first}", number, events(of, span, "'admission'", condition))
    for cause, number in (("strike_off", 617), ("expulsion", 98), ("voluntary_exit", 384)):
        yield Target(key, cause, number, events(of, window, f"'{cause}'"))
    reversed_later = "AND EXISTS (SELECT 1 FROM members_memberevent r WHERE r.reverses_id = last.id)"
    removals = "'strike_off','expulsion','voluntary_exit'"
    yield Target(key, "đưa ra rồi phục hồi", 0, events(of, window, removals, reversed_later))
    late = (
        "AND NOT (sent_on IS NOT NULL AND presented_on >= sent_on AND received_on >= presented_on AND reported_on >= received_on "
        "AND presented_on <= due_on)"
    )
    moves = "'transfer','transfer_in','transfer_out','temporary_start','temporary_end'"
    yield Target(key, "chuyển sinh hoạt sai hạn trong kỳ", 0, events(of, window, moves, late))
    yield Target(key, "huyện 31/12/2023", 18, units("QN", end, "'dang_bo_huyen'"))
    yield Target(key, "huyện hôm nay", 0, units("DNG", date(2026, 11, 15), "'dang_bo_huyen'"))
    local = "AND p.sector IN ('xa','phuong')"
    yield Target(key, "xã, phường hôm nay", 78, units("DNG", date(2026, 11, 15), "'dang_bo_co_so'", local))
