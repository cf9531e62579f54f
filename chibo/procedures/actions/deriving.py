"""Deriving open cases anew."""

from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.procedures.models import Case
from chibo.procedures.queries.replay import position
from chibo.procedures.rules.handlers import of_case
from chibo.procedures.vocabulary import CaseState
from chibo.rulebook import queries as rulebook


@transaction.atomic
def derive_open(*, on: date, by: Viewer) -> list[str]:
    """Put every open case where its acts say it is; a sentence for each that was elsewhere.

    A case whose organization cannot be told any more is left, and said.
    """
    told = []
    with rulebook.steady():
        for case in Case.objects.filter(state=CaseState.OPEN).select_related("unit", "other_unit").order_by("pk"):
            try:
                found = position(case, of_case(case))
            except Refusal as refusal:
                told.append(f"{case.mark}: {refusal.message}")
                continue
            names = ("state", "step", "step_since", "due_on", "closed_on", "waiting_unit_id", "waiting_capability")
            changed = [name for name in names if getattr(case, name) != getattr(found, name)]
            if not changed:
                continue
            before = show_day(case.due_on)
            for name in changed:
                setattr(case, name, getattr(found, name))
            case.save(update_fields=[name.removesuffix("_id") for name in changed])
            told.append(f"{case.mark}: hạn {before or 'không có'} → {show_day(case.due_on) or 'không có'}")
        if told:
            journal.record(
                "procedures.derived", subject="", label=f"Tính lại {len(told)} hồ sơ đang mở", on=on, by=by,
                count=len(told),
            )  # fmt: skip
    return told
