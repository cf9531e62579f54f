"""Whom a case of this area is about, and what its two sides are."""

from datetime import date

from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.queries.subjects import sight_in, subject_of
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.procedures.queries.levels import Line, at_level, line_of
from chibo.procedures.rules.handlers import Moment, Subject
from chibo.procedures.vocabulary import Role


def subject(ref: str, on: date, by: Viewer) -> Subject:
    """The member of a reference.

    :raises NotFound: nobody, or no reference of a person
    """
    person = sight_in(ref, by).person
    return subject_of(person, members.cell_on(person, on=on))


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
