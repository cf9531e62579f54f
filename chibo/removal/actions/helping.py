"""Periods of help: begun, judged, annulled. Why and how is kept encrypted, in the record and in the journal."""

from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import Person
from chibo.removal.models import AssistancePeriod, sealed
from chibo.removal.rules import capabilities
from chibo.removal.rules.helping import check_judged, check_start, due_after
from chibo.removal.vocabulary import EntryState, HelpResult


@transaction.atomic
def start_help(
    person: Person,
    *,
    since: date,
    helper: str,
    on: date,
    by: Viewer,
    due_on: date | None = None,
    reason: str = "",
    plan: str = "",
    case: str = "",
) -> AssistancePeriod:
    """Bắt đầu giúp đỡ một đảng viên; without ``due_on`` for as long as the rulebook says.

    :raises Refusal: not on a roll that day, under help already, nobody to help, a day that is not possible
    """
    stay = members.stay_on(person, on=since)
    cell = stay.cell if stay else members.last_cell(person)
    by.must(capabilities.WRITE, cell)
    due = due_on or due_after(since)
    name = check_start(since=since, due_on=due, helper=helper, today=on)
    if stay is None:
        raise Refusal(
            f"Đồng chí {person.full_name} không có tên trong danh sách đảng viên ngày {show_day(since)}. "
            "Hãy xem lại ngày.",
            field="since",
            code="not_member",
        )
    others = AssistancePeriod.objects.filter(person=person, state=EntryState.STANDING, until__gt=since)
    if (other := others.order_by("since").first()) is not None:
        raise Refusal(
            f"Đồng chí {person.full_name} đang được giúp đỡ từ ngày {show_day(other.since)}. Hãy ghi kết quả lần ấy trước.",
            field="since",
            code="helped_already",
            status=409,
        )
    row = AssistancePeriod.objects.create(
        person=person, cell=stay.cell, since=since, due_on=due, helper=name, sealed=sealed(reason.strip(), plan.strip()),
        case=case, is_illustration=person.is_illustration,
    )  # fmt: skip
    _tell("removal.help_began", row, f"Giúp đỡ đồng chí {person.full_name}", on=on, by=by,
          after={"since": since, "due_on": due}, sensitive=_secret(reason, plan, name))  # fmt: skip
    return row


@transaction.atomic
def judge_help(
    row: AssistancePeriod,
    *,
    result: str,
    judged_on: date,
    on: date,
    by: Viewer,
    vote: dict[str, int] | None = None,
    confirmed: bool = False,
) -> None:
    """Ghi kết quả giúp đỡ: the cell has voted on it.

    :raises Refusal: judged or annulled already, a vote that does not add up, a day that is not possible
    :raises Question: what the rules speak against, unless ``confirmed``
    """
    row = _held(row, by)
    if not row.is_open:
        raise Refusal(
            f"Đã ghi kết quả ngày {show_day(row.until)}: {row.get_result_display().lower()}. Ghi nhầm thì hủy lần giúp đỡ này.",
            code="judged",
            status=409,
        )
    row.vote = check_judged(
        result=result, since=row.since, due_on=row.due_on, on=judged_on, today=on, vote=vote, confirmed=confirmed
    )
    row.result, row.until = HelpResult(result), judged_on
    row.save(update_fields=["result", "until", "vote"])
    label = f"Kết quả giúp đỡ đồng chí {row.person.full_name}"
    _tell("removal.help_judged", row, label, on=on, by=by, after={"on": judged_on},
          sensitive={"result": row.get_result_display(), "vote": row.vote})  # fmt: skip


@transaction.atomic
def annul_help(row: AssistancePeriod, *, reason: str, on: date, by: Viewer) -> None:
    """Hủy lần giúp đỡ ghi nhầm; it leaves every list and figure.

    :raises Refusal: no reason, annulled already
    """
    row = _held(row, by)
    why = tidy(reason)
    if not why:
        raise Refusal("Cần ghi lý do hủy. Hãy viết ngắn gọn vì sao ghi nhầm.", field="reason", code="reason")
    row.state = EntryState.ANNULLED
    row.save(update_fields=["state"])
    label = f"Hủy lần giúp đỡ đồng chí {row.person.full_name}"
    _tell("removal.help_annulled", row, label, on=on, by=by, reason=why,
          before={"since": row.since, "until": row.until if row.until < FOREVER else None})  # fmt: skip


def _held(row: AssistancePeriod, by: Viewer) -> AssistancePeriod:
    by.must(capabilities.WRITE, members.last_cell(row.person) or row.cell)
    row = AssistancePeriod.objects.select_for_update(of=("self",)).select_related("person", "cell").get(pk=row.pk)
    if row.state == EntryState.ANNULLED:
        raise Refusal("Lần giúp đỡ này đã được hủy. Hãy ghi lần mới nếu cần.", code="annulled", status=409)
    return row


def _secret(reason: str, plan: str, helper: str) -> dict[str, str]:
    return {"reason": reason.strip(), "plan": plan.strip(), "helper": helper}


def _tell(what: str, row: AssistancePeriod, label: str, *, on: date, by: Viewer, **more: object) -> None:
    journal.record(
        what, subject=f"person:{row.person.uid}", label=label, place=row.cell.reference, on=on, by=by, **more
    )
