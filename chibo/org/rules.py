"""What may stand under what, and the refusals of reorganizations as finished sentences."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.org.models import Placement, Unit
from chibo.org.vocabulary import CELL_KINDS, CellKind, EventKind, Kind, PartyRole, Sector

WRITE = "org.write"
READ = "org.read"
SHOWN = 20
"""Most things that a refusal to take something back tells one by one."""

_BASE_ABOVE = frozenset({Kind.DANG_BO_TINH, Kind.DANG_BO_HUYEN, Kind.DANG_BO_CAP_TREN_CO_SO})
SUPERIORS: dict[str, frozenset[str]] = {
    Kind.DANG_BO_TINH: frozenset(),
    Kind.DANG_BO_HUYEN: frozenset({Kind.DANG_BO_TINH}),
    Kind.DANG_BO_CAP_TREN_CO_SO: frozenset({Kind.DANG_BO_TINH}),
    Kind.DANG_BO_CO_SO: _BASE_ABOVE,
    Kind.CHI_BO_CO_SO: _BASE_ABOVE,
    Kind.DANG_BO_BO_PHAN: frozenset({Kind.DANG_BO_CO_SO}),
    Kind.DANG_BO_TRUC_THUOC_CO_SO: frozenset({Kind.DANG_BO_CO_SO}),
    Kind.CHI_BO_TRUC_THUOC: frozenset(
        {Kind.DANG_BO_CO_SO, Kind.DANG_BO_BO_PHAN, Kind.DANG_BO_TRUC_THUOC_CO_SO, Kind.DANG_BO_CAP_TREN_CO_SO}
    ),
    Kind.CHI_BO: _BASE_ABOVE | {Kind.DANG_BO_CO_SO, Kind.DANG_BO_BO_PHAN, Kind.DANG_BO_TRUC_THUOC_CO_SO},
}
"""Kinds a kind may stand under (Điều lệ, điều 10; 294-QĐ/TW; 208-QĐ/TW)."""

MAY_BE_ROOT = frozenset({Kind.DANG_BO_TINH, Kind.DANG_BO_HUYEN, Kind.DANG_BO_CAP_TREN_CO_SO, Kind.DANG_BO_CO_SO})
"""Kinds that may stand at the top: an installation need not hold the levels above it."""

COUNTED_ROLE: dict[str, str] = {
    EventKind.ESTABLISH: PartyRole.FOUNDED,
    EventKind.DISSOLVE: PartyRole.ENDED,
    EventKind.DISBAND: PartyRole.ENDED,
    EventKind.SPLIT: PartyRole.ENDED,
    EventKind.MERGE_INTO: PartyRole.ENDED,
    EventKind.CONSOLIDATE: PartyRole.ENDED,
    EventKind.UPGRADE: PartyRole.SUBJECT,
    EventKind.DOWNGRADE: PartyRole.SUBJECT,
    EventKind.TRANSFER: PartyRole.SUBJECT,
    EventKind.RENAME: PartyRole.SUBJECT,
}
"""The part that ORG-06 counts, by kind of event."""

_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/\-]{0,39}")


def check_ref(ref: str) -> None:
    """:raises Refusal: not a short reference"""
    if not _REF.fullmatch(ref or ""):
        raise Refusal(
            f"Mã ngắn “{(ref or '')[:30]}” không dùng được. Mã gồm tối đa 40 chữ không dấu, chữ số, dấu chấm, gạch; "
            "ví dụ NT-XA-01.",
            field="ref",
            code="bad_ref",
        )


def check_name(name: str, *, field: str = "name") -> str:
    """The name as it is kept.

    :raises Refusal: empty or longer than 200 characters
    """
    if len(name) > 2_000:
        raise Refusal("Tên tổ chức quá dài. Hãy rút còn tối đa 200 chữ.", field=field, code="too_long")
    name = tidy(name)
    if not name:
        raise Refusal("Tổ chức phải có tên. Hãy nhập tên đầy đủ.", field=field, code="no_name")
    if len(name) > 200:
        raise Refusal(f"Tên tổ chức dài {len(name)} chữ. Hãy rút còn tối đa 200 chữ.", field=field, code="too_long")
    return name


def check_words(*, kind: str, sector: str, cell_kind: str, name: str) -> None:
    """:raises Refusal: a kind, sector or cell kind that does not exist, or a cell kind on something that is no cell"""
    if kind not in Kind.values:
        raise Refusal(f"Không có loại tổ chức “{str(kind)[:30]}”. Hãy chọn trong danh sách.", field="kind")
    if sector not in Sector.values:
        raise Refusal(f"Không có loại hình “{str(sector)[:30]}”. Hãy chọn trong danh sách.", field="sector")
    if cell_kind not in CellKind.values:
        raise Refusal(f"Không có loại chi bộ “{str(cell_kind)[:30]}”. Hãy chọn trong danh sách.", field="cell_kind")
    if cell_kind and kind not in CELL_KINDS:
        raise Refusal(
            f"{name} là {label_of(kind)}, không phải chi bộ, nên không có loại chi bộ. Hãy bỏ trống ô này.",
            field="cell_kind",
        )


def label_of(kind: str) -> str:
    """The kind in the middle of a sentence: ``chi bộ cơ sở``."""
    label = Kind(kind).label
    return label[:1].lower() + label[1:]


def check_superior(*, name: str, kind: str, superior_name: str, superior_kind: str | None) -> None:
    """:raises Refusal: the kind cannot stand under that kind, or at the top"""
    if superior_kind is None:
        if kind not in MAY_BE_ROOT:
            raise Refusal(
                f"{name} là {label_of(kind)} nên phải trực thuộc một đảng bộ. Hãy chọn cấp trên trực tiếp.",
                field="superior",
                code="no_superior",
            )
        return
    if superior_kind not in SUPERIORS[kind]:
        allowed = ", ".join(label_of(k) for k in Kind.values if k in SUPERIORS[kind])
        if allowed:
            hint = f"Hãy chọn cấp trên là {allowed}, hoặc đổi loại tổ chức."
        else:
            hint = "Loại này không có cấp trên trong hệ thống."
        raise Refusal(
            f"{name} ({label_of(kind)}) không thể trực thuộc {superior_name} ({label_of(superior_kind)}). {hint}",
            field="superior",
            code="wrong_superior_kind",
        )


def ref_taken(ref: str) -> Refusal:
    """Another unit has the short reference."""
    return Refusal(f"Mã ngắn {ref} đã dùng cho tổ chức khác. Hãy chọn mã khác.", field="ref", code="ref_taken")


def superior_ends(name: str, superior_name: str, end: date) -> Refusal:
    """A superior that does not last."""
    return Refusal(
        f"{superior_name} kết thúc ngày {show_day(end)}, không thể làm cấp trên của {name}. Hãy chọn cấp trên khác.",
        field="superior",
        code="superior_ends",
    )


def before_superior(name: str, since: date, superior_name: str, superior_since: date) -> Refusal:
    """A unit that would be older than what it stands under."""
    return Refusal(
        f"{name} ghi có từ {show_day(since)}, trước cấp trên của mình là {superior_name} ({show_day(superior_since)}). "
        "Hãy xem lại hai ngày.",
        field="since",
        code="before_superior",
    )


def after_opening(name: str, since: date, on: date) -> Refusal:
    """A unit that would be younger than the state it belongs to."""
    return Refusal(
        f"{name} ghi có từ {show_day(since)}, sau ngày của hiện trạng {show_day(on)}. "
        "Hãy ghi ngày bằng hoặc trước ngày hiện trạng.",
        field="since",
        code="after_opening",
    )


def long_code(name: str) -> Refusal:
    """An official code of more than 20 characters."""
    return Refusal(f"Mã chính thức của {name} dài quá 20 ký tự. Hãy xem lại mã.", field="code", code="too_long")


def outside_its_life(unit: Unit, name: str, on: date, *, field: str = "on") -> Refusal:
    """The unit did not exist on the day: says from when to when it did."""
    if on < unit.founded_on:
        text = f"{name} mới có từ ngày {show_day(unit.founded_on)}; ngày {show_day(on)} chưa có tổ chức này."
    else:
        text = f"{name} đã kết thúc từ ngày {show_day(unit.ended_on)}; ngày {show_day(on)} không còn tổ chức này."
    return Refusal(f"{text} Hãy chọn ngày {life_of(unit)}.", field=field, code="unit_not_there")


def life_of(unit: Unit) -> str:
    """``từ 01/01/2010 đến 30/06/2025``, in whole days on which the unit stood."""
    since = show_day(unit.founded_on)
    if unit.ended_on >= FOREVER:
        return f"từ {since} trở đi"
    return f"từ {since} đến trước {show_day(unit.ended_on)}"


def later_change(name: str, on: date, later: date, what: str) -> Refusal:
    """A day before a change that already stands."""
    return Refusal(
        f"{name} đã có thay đổi sau ngày {show_day(on)}: {what} ngày {show_day(later)}. "
        f"Hãy chọn ngày từ {show_day(later)} trở đi, hoặc hoàn tác thay đổi đó trước.",
        field="on",
        code="later_change",
        status=409,
    )


def under_itself(name: str, superior_name: str) -> Refusal:
    """A move under one's own child."""
    return Refusal(
        f"{superior_name} nằm trong {name}, nên {name} không thể chuyển về trực thuộc đó. "
        "Hãy chọn một cấp trên nằm ngoài tổ chức này.",
        field="to",
        code="under_itself",
    )


def left_below(name: str, below: Iterable[str]) -> Refusal:
    """An ending with units below that nobody receives."""
    return Refusal(
        f"Trực thuộc {name} còn {listed(below)} chưa có nơi tiếp nhận. "
        "Hãy chọn cấp trên mới cho các tổ chức này, hoặc cho kết thúc cùng lúc.",
        field="below",
        code="units_left",
    )


def members_left(name: str, title: str, count: int) -> Refusal:
    """An ending that would leave people (or other occupants) behind."""
    return Refusal(
        f"{name} còn {count} {title.lower()} chưa có nơi tiếp nhận. Hãy chọn chi bộ tiếp nhận.",
        field="to",
        code="members_left",
    )


def stands_on(standing: Sequence[str]) -> Refusal:
    """An undo of something that later entries rest on; the first of them are told."""
    more = f" và {len(standing) - SHOWN} việc khác" if len(standing) > SHOWN else ""
    return Refusal(
        f"Chưa hoàn tác được vì đã có việc phát sinh sau đó: {'; '.join(standing[:SHOWN])}{more}. "
        "Hãy hoàn tác các việc đó trước.",
        code="stands_on",
        status=409,
    )


def not_a_cell(name: str, kind: str) -> Refusal:
    """A place for members that is no cell."""
    return Refusal(
        f"{name} là {label_of(kind)}; đảng viên chỉ sinh hoạt ở chi bộ. Hãy chọn một chi bộ tiếp nhận.",
        field="to",
        code="not_a_cell",
    )


def listed(names: Iterable[str], most: int = 5) -> str:
    """``A, B, C và 12 tổ chức khác``."""
    names = list(names)
    shown = ", ".join(names[:most])
    return f"{shown} và {len(names) - most} tổ chức khác" if len(names) > most else shown


def check_kept_kinds(placement: Placement, superior: Placement | None) -> None:
    """:raises Refusal: the placement's kind cannot stand under the superior's"""
    check_superior(
        name=placement.name,
        kind=placement.kind,
        superior_name=superior.name if superior else "",
        superior_kind=superior.kind if superior else None,
    )
