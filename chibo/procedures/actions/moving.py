"""A case that goes to another unit with its subject, or over to another record."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit
from chibo.procedures.actions.course import Course, must_give_reason
from chibo.procedures.actions.turning import restore
from chibo.procedures.models import Act, Case
from chibo.procedures.rules.handlers import Subject
from chibo.procedures.vocabulary import ActKind
from chibo.rulebook import queries as rulebook


@transaction.atomic
def move_case(case: Case, *, to: Unit, on: date, reason: str, by: Viewer) -> Act:
    """Let an open case be led from another unit on: its subject has gone there.

    :raises Refusal: closed, there already, before the act before, no reason, not the viewer's
    """
    with rulebook.steady():
        course = Course.of(case, by)
        step = course.step
        course.check_day(on)
        if by.may("cases.cell", course.case.unit) is None:
            course.must_hold(step, on)
        if to.pk == course.case.unit_id:
            raise Refusal("Hồ sơ đang ở tổ chức này. Hãy chọn tổ chức khác.", field="unit", code="same_unit")
        before = course.case.unit
        course.case.unit = to
        done = course.write(
            ActKind.MOVED, on=on, step=step.key, to=step.key, reason=must_give_reason(reason),
            data={"from": before.reference, "to": to.reference},
        )  # fmt: skip
        restore(course)
        course.tell("procedures.moved", "chuyển hồ sơ đến tổ chức mới", on=on, reason=reason)
        for name in ("unit", "waiting_unit", "waiting_capability", "due_on"):
            setattr(case, name, getattr(course.case, name))
        case.look_again()
    return done


@transaction.atomic
def follow(old: str, new: str, *, to: Subject | None = None) -> int:
    """Let the cases of one subject be another's: two records of one person were merged. Returns how many.

    :param to: how the subject is named from now on
    :raises Refusal: both have an open case of one procedure
    """
    rows = Case.objects.filter(subject=old)
    open_codes = set(Case.objects.filter(subject=new, state="open", is_alone=True).values_list("code", flat=True))
    if (both := rows.filter(state="open", is_alone=True, code__in=open_codes).first()) is not None:
        raise Refusal(
            f"Cả hai hồ sơ đang có hồ sơ giải quyết cùng một quy trình ({both.mark}). Hãy rút một hồ sơ trước khi gộp.",
            code="already_open",
            status=409,
        )
    names = (
        {}
        if to is None
        else {"subject_label": to.label[:200], "subject_key": to.name_key[:600], "folded": fold(to.label)[:200]}
    )
    return rows.update(subject=new, **names)


class CaseFollower:
    """What :class:`chibo.members.actions.merging.Follower` is to tables with a foreign key: cases name their person in text."""

    name = "procedures.Case.subject"

    def rows(self, person: "Merged") -> QuerySet[Case]:
        """The cases about the person."""
        return Case.objects.filter(subject=f"person:{person.uid}")

    def hand_over(self, keys: Sequence[int], to: "Merged") -> None:
        """Let cases be about somebody else; two open ones of a kind break the constraint of the table."""
        Case.objects.filter(pk__in=keys).update(
            subject=f"person:{to.uid}",
            subject_label=to.full_name[:200],
            subject_key=to.name_key[:600],
            folded=fold(to.full_name)[:200],
        )


class Merged(Protocol):
    """What is read of a person."""

    uid: UUID
    full_name: str
    name_key: str
