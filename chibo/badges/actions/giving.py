"""Decided, handed over, given back, withdrawn: for one badge or many at once."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from chibo.badges.actions.telling import held, named, tell
from chibo.badges.models import PartyBadge
from chibo.badges.vocabulary import BadgeState
from chibo.decisions.models import Decision
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer


@transaction.atomic
def decide(
    badges: Sequence[PartyBadge],
    *,
    because: Decision,
    on: date,
    by: Viewer,
    numbers: Mapping[int, str] | None = None,
) -> int:
    """Ghi quyết định tặng.

    :param numbers: id of a badge → its number
    :raises Refusal: nothing chosen, one that is not merely proposed, a decision before the proposal or of a day to come
    """
    rows = held(badges, by)
    if because.issued_on > on:
        raise Refusal(
            f"Quyết định ký ngày {show_day(because.issued_on)}, sau hôm nay. Hãy xem lại ngày ký.",
            field="issued_on",
            code="decision_later",
        )
    for row in rows:
        _must_be(row, BadgeState.PROPOSED, "decide")
        if because.issued_on < row.proposed_on:
            raise Refusal(
                f"Quyết định ký ngày {show_day(because.issued_on)}, trước ngày đề nghị {show_day(row.proposed_on)} cho đồng chí "
                f"{row.person.full_name}. Hãy xem lại ngày ký.",
                field="issued_on",
                code="decision_before",
            )
        row.state, row.decision = BadgeState.DECIDED, because
        row.number = tidy((numbers or {}).get(row.pk, row.number))[:30]
    PartyBadge.objects.bulk_update(rows, ["state", "decision", "number"], batch_size=500)
    tell("badges.decided", rows, f"Quyết định tặng Huy hiệu Đảng: {named(rows)}", on=on, by=by, because=because)
    return len(rows)


@transaction.atomic
def award(badges: Sequence[PartyBadge], *, awarded_on: date, on: date, by: Viewer) -> int:
    """Ghi đã trao.

    :raises Refusal: nothing chosen, one without a decision, a day before the decision or to come
    """
    rows = held(badges, by)
    if awarded_on > on:
        raise Refusal(
            f"Ngày {show_day(awarded_on)} chưa đến. Hãy ghi ngày đã trao thật.", field="awarded_on", code="not_yet"
        )
    for row in rows:
        _must_be(row, BadgeState.DECIDED, "award")
        if row.decision and awarded_on < row.decision.issued_on:
            raise Refusal(
                f"Ngày trao {show_day(awarded_on)} trước ngày ký quyết định {show_day(row.decision.issued_on)}. Hãy xem lại ngày.",
                field="awarded_on",
                code="order",
            )
        row.state, row.awarded_on = BadgeState.AWARDED, awarded_on
    PartyBadge.objects.bulk_update(rows, ["state", "awarded_on"], batch_size=500)
    tell("badges.awarded", rows, f"Trao Huy hiệu Đảng: {named(rows)}", on=on, by=by, after={"awarded_on": awarded_on})
    return len(rows)


@transaction.atomic
def give_back(badge: PartyBadge, *, returned_on: date, reason: str, on: date, by: Viewer) -> None:
    """Ghi giao lại huy hiệu: whoever was taken out of the Party hands it to the organization.

    :raises Refusal: it was not handed over, a day that is not possible, no reason
    """
    (row,) = held([badge], by)
    _must_be(row, BadgeState.AWARDED, "give_back")
    if not row.awarded_on <= returned_on <= on:
        raise Refusal(
            f"Ngày giao lại phải từ ngày trao {show_day(row.awarded_on)} đến hôm nay. Hãy xem lại ngày.",
            field="returned_on",
            code="order",
        )
    why = _said(reason)
    row.state, row.returned_on = BadgeState.RETURNED, returned_on
    row.save(update_fields=["state", "returned_on"])
    tell("badges.returned", [row], f"Giao lại Huy hiệu Đảng: {named([row])}", on=on, by=by, reason=why,
         after={"returned_on": returned_on})  # fmt: skip


@transaction.atomic
def withdraw(badges: Sequence[PartyBadge], *, reason: str, on: date, by: Viewer) -> int:
    """Thôi đề nghị, or a badge entered by mistake: it leaves every list and figure.

    :raises Refusal: nothing chosen, no reason, withdrawn already
    """
    rows, why = held(badges, by), _said(reason)
    for row in rows:
        if row.state == BadgeState.WITHDRAWN:
            raise Refusal("Đề nghị này đã thôi. Không cần làm gì thêm.", code="withdrawn", status=409)
    before = {"states": sorted({row.state for row in rows})}
    for row in rows:
        row.state, row.awarded_on = BadgeState.WITHDRAWN, PartyBadge._meta.get_field("awarded_on").default
    PartyBadge.objects.bulk_update(rows, ["state", "awarded_on"], batch_size=500)
    tell(
        "badges.withdrawn",
        rows,
        f"Thôi đề nghị, hủy Huy hiệu Đảng: {named(rows)}",
        on=on,
        by=by,
        reason=why,
        before=before,
    )
    return len(rows)


WANTED = {
    "decide": "mới đề nghị",
    "award": "đã có quyết định",
    "give_back": "đã trao",
}


def _must_be(row: PartyBadge, state: BadgeState, deed: str) -> None:
    if row.state != state:
        raise Refusal(
            f"Huy hiệu {row.years} năm của đồng chí {row.person.full_name}: {row.get_state_display().lower()}. Việc này chỉ làm "
            f"với huy hiệu {WANTED[deed]}.",
            code="wrong_state",
            status=409,
        )


def _said(reason: str) -> str:
    why = tidy(reason)
    if not why:
        raise Refusal("Cần ghi lý do. Hãy viết ngắn gọn.", field="reason", code="reason")
    return why
