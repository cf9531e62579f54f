"""Badges lost and given once more."""

from datetime import date

from django.db import transaction

from chibo.badges.actions.telling import held, named, tell
from chibo.badges.models import BadgeCopy, PartyBadge
from chibo.badges.vocabulary import BadgeState
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer


@transaction.atomic
def lose(badge: PartyBadge, *, lost_on: date, reason: str, on: date, by: Viewer) -> BadgeCopy:
    """Ghi báo mất, đề nghị cấp lại.

    :raises Refusal: it was not handed over, no reason, a day that is not possible, reported already
    """
    (row,) = held([badge], by)
    why = tidy(reason)
    if row.state != BadgeState.AWARDED:
        raise Refusal("Chỉ cấp lại huy hiệu đã trao. Hãy xem lại tình trạng.", code="wrong_state", status=409)
    if not why:
        raise Refusal("Cần ghi lý do mất. Có lý do chính đáng mới xét cấp lại.", field="reason", code="reason")
    if not row.awarded_on <= lost_on <= on:
        raise Refusal(
            f"Ngày báo mất phải từ ngày trao {show_day(row.awarded_on)} đến hôm nay. Hãy xem lại ngày.",
            field="lost_on",
            code="order",
        )
    if row.copies.filter(reissued_on=FOREVER).exists():
        raise Refusal("Huy hiệu này đã được báo mất. Hãy ghi việc cấp lại.", code="lost", status=409)
    copy = BadgeCopy.objects.create(badge=row, lost_on=lost_on, reason=why[:500])
    tell(
        "badges.lost",
        [row],
        f"Báo mất Huy hiệu Đảng: {named([row])}",
        on=on,
        by=by,
        reason=why,
        after={"lost_on": lost_on},
    )
    return copy


@transaction.atomic
def reissue(badge: PartyBadge, *, reissued_on: date, on: date, by: Viewer, number: str = "") -> BadgeCopy:
    """Ghi đã cấp lại.

    :raises Refusal: not reported lost, a day that is not possible
    """
    (row,) = held([badge], by)
    copy = row.copies.filter(reissued_on=FOREVER).first()
    if copy is None:
        raise Refusal("Huy hiệu này chưa được báo mất. Hãy ghi báo mất trước.", code="not_lost", status=409)
    if not copy.lost_on <= reissued_on <= on:
        raise Refusal(
            f"Ngày cấp lại phải từ ngày báo mất {show_day(copy.lost_on)} đến hôm nay. Hãy xem lại ngày.",
            field="reissued_on",
            code="order",
        )
    copy.reissued_on, copy.number = reissued_on, tidy(number)[:30]
    copy.save(update_fields=["reissued_on", "number"])
    tell("badges.reissued", [row], f"Cấp lại Huy hiệu Đảng: {named([row])}", on=on, by=by,
         after={"reissued_on": reissued_on, "number": copy.number})  # fmt: skip
    return copy
