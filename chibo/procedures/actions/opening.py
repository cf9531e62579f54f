"""Opening a case."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from chibo.decisions.models import Decision
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit
from chibo.procedures.actions.course import Course
from chibo.procedures.actions.weighing import weigh
from chibo.procedures.models import Case, Counter, packed, sealed
from chibo.procedures.queries.cases import open_now
from chibo.procedures.rules import answers
from chibo.procedures.rules.definition import Definition
from chibo.procedures.rules.handlers import Moment, handler_of
from chibo.procedures.vocabulary import ActKind
from chibo.rulebook import queries as rulebook


@transaction.atomic
def open_case(
    code: str,
    *,
    subject: str,
    on: date,
    by: Viewer,
    data: Mapping[str, Any] | None = None,
    unit: Unit | None = None,
    other_unit: Unit | None = None,
    because: Decision | None = None,
    accept: bool = False,
) -> Case:
    """Open a case: the version and the rules of this day lead it to its end.

    :param subject: reference of whom or what it is about
    :param unit: where it starts, unless the subject says so itself
    :param accept: what speaks against it has been read and accepted
    :raises Refusal: no such procedure or subject, no right, a case of this procedure is already open, a check of the area
    :raises Question: warnings that were not accepted
    """
    handler = handler_of(code, on=on)
    definition = handler.definition
    with rulebook.steady():
        about = handler.subject(subject, on, by)
        data = _with_units(definition, data or {}, unit=unit, other_unit=other_unit)
        other_unit = other_unit or _named(data.get(definition.other_unit_field))
        place = unit or about.unit or _named(data.get(definition.unit_field))
        if place is None:
            raise Refusal("Chưa rõ hồ sơ mở tại tổ chức nào. Hãy chọn tổ chức.", field="unit", code="no_unit")
        case = Case(
            code=code, version=definition.version, rule_day=on, subject=about.ref, subject_label=about.label[:200],
            subject_key=about.name_key[:600],
            folded=fold(about.label)[:200], unit=place, other_unit=other_unit, opened_on=on, step_since=on,
            step=definition.start, is_alone=definition.alone,
            is_illustration=about.is_illustration or place.is_illustration,
        )  # fmt: skip
        case.history = []
        course = Course(case, handler, by)
        start = definition.steps[definition.start]
        course.must_hold(start, on)
        if definition.alone and (other := open_now(about.ref, code)) is not None:
            raise _already_open(about.label, other.mark)
        plain, secret = answers.clean(definition.sets, data)
        moment = Moment(case, None, on, data=plain | secret, because=because, by=by)
        found = [one for name in definition.checks for one in handler.checks[name](moment)]
        warnings = weigh(found, case, accept=accept)
        holder = course.holder(start, on)
        case.waiting_unit, case.waiting_capability = holder.unit, holder.capability
        case.mark = next_mark(definition.prefix, on.year)
        try:
            with transaction.atomic():
                case.save()
        except IntegrityError:
            raise _already_open(about.label, "vừa được mở") from None
        case.history = []
        course.write(
            ActKind.OPENED, on=on, to=definition.start, data=packed(plain), sealed=sealed(secret), because=because,
            warnings=warnings,
        )  # fmt: skip
        course.arrive(definition.start, on)
        course.tell(
            "procedures.opened", f"mở hồ sơ “{definition.title}”", on=on, because=because,
            after={"code": code, "version": definition.version, **packed(plain)},
        )  # fmt: skip
    return case


def _with_units(
    definition: Definition, data: Mapping[str, Any], *, unit: Unit | None, other_unit: Unit | None
) -> dict[str, Any]:
    """The answers, with the units the caller gave in the fields that ask for them."""
    given = {definition.unit_field: unit, definition.other_unit_field: other_unit}
    return {name: one.reference for name, one in given.items() if name and one is not None} | dict(data)


def _named(reference: Any) -> Unit | None:
    """The unit of an answer, given as itself or by its reference."""
    if reference is None or isinstance(reference, Unit):
        return reference
    try:
        return Unit.objects.filter(uid=UUID(str(reference).removeprefix("unit:"))).first()
    except ValueError:
        return None


def _already_open(label: str, mark: str) -> Refusal:
    return Refusal(
        f"{label} đang có hồ sơ {mark} của quy trình này. Hãy làm tiếp hồ sơ ấy, hoặc rút nó trước.",
        field="subject",
        code="already_open",
        status=409,
    )


def next_mark(prefix: str, year: int, count: int = 1) -> str:
    """The mark of the next case, ``KN-2026-00012``; with a count the first of so many that are taken at once."""
    rows = Counter.objects.filter(prefix=prefix, year=year)
    if not rows.update(last=F("last") + count):
        Counter.objects.get_or_create(prefix=prefix, year=year)
        rows.update(last=F("last") + count)
    return mark_of(prefix, year, rows.values_list("last", flat=True)[0] - count + 1)


def mark_of(prefix: str, year: int, number: int) -> str:
    """``KN-2026-00012``."""
    return f"{prefix}-{year}-{number:05d}"
