"""Whom a case of this area is about, and what its two sides are."""

from datetime import date
from uuid import UUID

from chibo.kernel.refusal import NotFound, Refusal
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.queries.sight import person_of, sight_of
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.procedures.queries.levels import Line, at_level, line_of
from chibo.procedures.rules.handlers import Moment, Subject
from chibo.procedures.vocabulary import Role


def subject(ref: str, on: date, by: Viewer) -> Subject:
    """The member of a reference.

    :raises NotFound: nobody, or no reference of a person
    """
    kind, _, uid = ref.partition(":")
    try:
        person = person_of(UUID(uid)) if kind == "person" else None
    except ValueError:
        person = None
    if person is None:
        raise NotFound("Không có hồ sơ đảng viên này. Hãy mở lại từ danh sách đảng viên.", code="unknown_person")
    sight_of(person, by=by)
    return Subject(
        ref, f"Đồng chí {person.full_name}", person.name_key, members.cell_on(person, on=on), f"/dang-vien/{person.uid}/",
        person.is_illustration,
    )  # fmt: skip


def sides(moment: Moment) -> tuple[Line, Line]:
    """What the cell that sends and the cell that receives stand under on the day; empty where there is no receiver."""
    case = moment.case
    there = line_of(case.other_unit, on=moment.on) if case.other_unit else []
    return line_of(case.unit, on=moment.on), there


def base_of(line: Line, on: date) -> Unit:
    """The TCCSĐ at the end of a line."""
    return at_level(Role.DANG_UY_CO_SO, line, on=on)


def other_cell(moment: Moment) -> Unit:
    """The cell that is to receive.

    :raises Refusal: none was chosen, or it is no cell on the day
    """
    unit = moment.case.other_unit
    if unit is None:
        raise Refusal(
            "Chưa chọn chi bộ nơi đến. Hãy chọn một chi bộ trong hệ thống; nơi đến ngoài hệ thống thì dùng quy trình chuyển ra "
            "nơi ngoài hệ thống.",
            field="other_unit",
            code="no_destination",
        )
    placement = org.standing([unit.pk], on=moment.on).first()
    if placement is None or not placement.is_cell:
        raise Refusal(
            "Nơi đến không phải chi bộ đang hoạt động vào ngày này. Hãy chọn một chi bộ khác.",
            field="other_unit",
            code="no_such_cell",
        )
    return unit
