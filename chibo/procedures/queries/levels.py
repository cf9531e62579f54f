"""Which organization holds a step on a day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chibo.kernel.refusal import Refusal
from chibo.org import queries as org
from chibo.org.models import Placement, Unit
from chibo.procedures.models import Case
from chibo.procedures.rules.definition import Step, Who
from chibo.procedures.rules.handlers import Moment
from chibo.procedures.vocabulary import CAPABILITY_OF, Role
from chibo.rulebook import queries as rulebook

Line = Sequence[Placement]
"""A unit with everything above it on a day, the top first."""


@dataclass(frozen=True)
class Holder:
    """Who holds a step."""

    unit: Unit
    capability: str
    role: str


def line_of(unit: Unit, *, on: date) -> Line:
    """The unit and what it stands under; one or two queries. For a unit that does not stand that day, that of its heir."""
    line = org.ancestors(unit, on=on)
    here = org.standing([unit.pk], on=on).first()
    if here is None:
        host = org.host_of(unit.pk, on=on, heirs=True)
        if host is None:
            return []
        heir = Unit.objects.get(pk=host)
        return [*org.ancestors(heir, on=on), *org.standing([host], on=on)]
    return [*line, here]


class Tree:
    """All placements in memory: what any unit stands under on any day, without asking."""

    def __init__(self) -> None:
        self.rows: dict[int, list[Placement]] = defaultdict(list)
        for row in Placement.objects.select_related("unit").order_by("unit_id", "since"):
            self.rows[row.unit_id].append(row)
        self.starts = {unit: [row.since for row in rows] for unit, rows in self.rows.items()}

    def at(self, unit_id: int, on: date) -> Placement | None:
        """What a unit was on a day."""
        place = bisect_right(self.starts.get(unit_id, []), on) - 1
        row = self.rows[unit_id][place] if place >= 0 else None
        return row if row is not None and on < row.until else None

    def on(self, day: date) -> Callable[[Unit], Line]:
        """Lines of a day."""

        def line(unit: Unit) -> Line:
            found: list[Placement] = []
            at: int | None = unit.pk
            while at is not None and (row := self.at(at, day)) is not None:
                found.insert(0, row)
                at = row.superior_id
            return found or line_of(unit, on=day)

        return line


def role_of(who: Who, *, on: date) -> str:
    """The role that holds a step by the rules of a day.

    :raises Refusal: the rule has no value on record, or one the procedure has no role for
    """
    if who.role:
        return who.role
    ruling = rulebook.value(who.rule, on=on)
    if str(ruling.value) not in who.roles:
        raise Refusal(
            f"Sổ quy định chưa cho biết cấp nào làm bước này ({ruling.title or who.rule}). Hãy bổ sung quy định rồi làm tiếp.",
            code="no_role",
            rule=who.rule,
        )
    return who.roles[str(ruling.value)]


def at_level(role: str, line: Line, *, on: date) -> Unit:
    """The organization of a role above (or at) the end of a line.

    Where a level is missing the next one above takes its place: a chi bộ cơ sở has no base committee but itself.
    """
    if role in (Role.CA_NHAN, Role.CHI_BO):
        return line[-1].unit
    if role == Role.DANG_UY_BO_PHAN and (found := _nearest(line, "between", on)) is not None:
        return line[found].unit
    base = _nearest(line, "base", on)
    if role in (Role.DANG_UY_BO_PHAN, Role.DANG_UY_CO_SO):
        return line[base if base is not None else -1].unit
    if role == Role.CAP_TREN:
        return line[max((base if base is not None else len(line) - 1) - 1, 0)].unit
    return line[0].unit


def _nearest(line: Line, level: str, on: date) -> int | None:
    kinds = org.level_kinds(level, on=on)
    return next((n for n in range(len(line) - 1, -1, -1) if line[n].kind in kinds), None)


def holder_of(step: Step, case: Case, *, on: date, lines: Callable[[Unit], Line] | None = None) -> Holder:
    """Who holds a step of a case on a day: the level by the rules of the case, the organization by the tree of the day.

    :raises Refusal: the unit of the case stands nowhere on the day
    """
    unit = case.other_unit if step.who.side == "to" and case.other_unit_id else case.unit
    line = lines(unit) if lines else line_of(unit, on=on)
    if not line:
        raise Refusal(
            f"Tổ chức giữ hồ sơ {case.mark} không hoạt động vào ngày này. Hãy chọn ngày khác.",
            field="on",
            code="no_unit",
        )
    role = role_of(step.who, on=case.rule_day)
    return Holder(at_level(role, line, on=on), CAPABILITY_OF[Role(role)], role)


def has_between(line: Line, *, on: date) -> bool:
    """Whether a đảng ủy bộ phận stands between the cell and the base."""
    return _nearest(line, "between", on) is not None


def has_base_committee(line: Line, *, on: date) -> bool:
    """Whether the base is an organization above the cell: not so at a chi bộ cơ sở."""
    base = _nearest(line, "base", on)
    return base is not None and base < len(line) - 1


CONDITIONS: Mapping[str, Callable[..., bool]] = {"has_between": has_between, "has_base_committee": has_base_committee}


def applies(
    name: str, moment: Moment, conditions: Mapping[str, Callable[[Moment], bool]], *, line: Line | None = None
) -> bool:
    """Whether a condition of a step holds at a moment."""
    if name in CONDITIONS:
        return CONDITIONS[name](line_of(moment.case.unit, on=moment.on) if line is None else line, on=moment.on)
    return conditions[name](moment)
