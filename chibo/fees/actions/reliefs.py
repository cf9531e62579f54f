"""Exemptions and reductions: asked for by one, approved by another."""

from datetime import date

from django.db import transaction

from chibo.decisions.models import Decision
from chibo.fees import rules
from chibo.fees.models import FeeRelief
from chibo.fees.models.basis import GROUNDS
from chibo.fees.rules import checks
from chibo.fees.vocabulary import EXEMPTIONS, UNASKED, ReliefState, months
from chibo.journal import actions as journal
from chibo.kernel import secrets
from chibo.kernel.refusal import Question, Refusal
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import Person
from chibo.org.models import Unit
from chibo.rulebook import queries as rulebook

LONGEST_GROUNDS = 500


@transaction.atomic
def ask_relief(
    person: Person,
    *,
    unit: Unit,
    reason: str,
    since: date,
    until: date,
    on: date,
    by: Viewer,
    percent: int = 100,
    grounds: str = "",
    confirmed: bool = False,
) -> FeeRelief:
    """Ask that a member be exempt, pay less, or not be asked, from one month to before another.

    :raises Refusal: not possible by a confirmed rule, or another one covers some of the months
    :raises Question: a rule that is not sure speaks against it; goes through when confirmed
    """
    by.must(rules.WRITE, unit)
    checks.must_not_be_far(checks.must_be_month(since, field="since"), on, field="since")
    checks.must_not_be_far(checks.must_be_month(until, field="until"), on, field="until", ahead=checks.LONG_AHEAD)
    if reason in EXEMPTIONS or reason in UNASKED:
        percent = 100
    warnings = checks.check_relief(
        reason,
        percent,
        since,
        until,
        percents=rulebook.value("fee.relief.percents", on=since),
        longest=rulebook.value("fee.relief.months", on=since),
        allowed=rulebook.value("fee.exempt.reasons", on=since),
    )
    if warnings and not confirmed:
        raise Question(" ".join(warnings), code="warnings")
    if members.last_cell(person) is None:
        raise Refusal("Đồng chí này chưa có tên trong chi bộ nào. Hãy ghi việc vào Đảng trước.", code="not_member")
    clash = FeeRelief.objects.filter(
        person=person, state__in=(ReliefState.ASKED, ReliefState.APPROVED), since__lt=until, until__gt=since
    ).first()
    if clash is not None:
        raise Refusal(
            f"Đồng chí {person.full_name} đã có “{clash.what}” từ tháng {months.show(clash.since)} đến hết tháng "
            f"{months.show(months.after(clash.until, -1))}. Hãy chọn tháng khác, hoặc kết thúc lần trước.",
            field="first",
            code="overlap",
        )
    grounds = " ".join(grounds.split())
    if len(grounds) > LONGEST_GROUNDS:
        raise Refusal(
            f"Nội dung quá dài. Hãy viết gọn trong {LONGEST_GROUNDS} ký tự.", field="grounds", code="too_long"
        )
    relief = FeeRelief.objects.create(
        person=person, unit=unit, reason=reason, percent=percent, since=since, until=until,
        grounds_sealed=secrets.seal(grounds, purpose=GROUNDS) if grounds else None,
        asked_by=by.reference[:80], asked_by_label=by.label[:200],
    )  # fmt: skip
    _tell("fees.relief_asked", relief, "Đề nghị miễn, giảm đảng phí", on=on, by=by)
    return relief


@transaction.atomic
def decide_relief(
    relief: FeeRelief, *, approve: bool, on: date, by: Viewer, because: Decision | None = None, reason: str = ""
) -> FeeRelief:
    """Approve or refuse what was asked for; by somebody else than who asked.

    Dues that stand already stay as they are until they are corrected.

    :raises Refusal: decided already, by the one who asked, or refused without a reason
    """
    relief = _locked(relief)
    by.must(rules.APPROVE, relief.unit)
    checks.must_be_another(by.reference, relief.asked_by, what="đề nghị miễn, giảm này")
    if relief.state != ReliefState.ASKED:
        raise Refusal("Đề nghị này đã được xử lý. Hãy mở lại trang để xem.", code="decided", status=409)
    if not approve:
        reason = checks.must_have_reason(reason)
    relief.state = ReliefState.APPROVED if approve else ReliefState.REFUSED
    relief.approved_by, relief.approved_by_label = by.reference[:80], by.label[:200]
    relief.decided_on, relief.decision = on, because
    relief.save()
    what = "Duyệt miễn, giảm đảng phí" if approve else "Không duyệt miễn, giảm đảng phí"
    _tell("fees.relief_decided", relief, what, on=on, by=by, because=because, reason=reason)
    return relief


@transaction.atomic
def end_relief(relief: FeeRelief, *, until: date, reason: str, on: date, by: Viewer) -> FeeRelief:
    """End a relief before its time; from its first month on: as if it had never been.

    :raises Refusal: no reason, a month outside the relief, or it does not stand
    """
    relief = _locked(relief)
    by.must(rules.APPROVE if relief.state == ReliefState.APPROVED else rules.WRITE, relief.unit)
    reason = checks.must_have_reason(reason)
    checks.must_be_month(until)
    if relief.state not in (ReliefState.ASKED, ReliefState.APPROVED):
        raise Refusal("Lần miễn, giảm này không còn hiệu lực. Không cần kết thúc.", code="not_standing", status=409)
    if not relief.since <= until < relief.until:
        raise Refusal(
            f"Hãy chọn tháng từ {months.show(relief.since)} đến {months.show(months.after(relief.until, -1))}.",
            field="until",
            code="period",
        )
    before = relief.until
    if until == relief.since or relief.state == ReliefState.ASKED:
        relief.state = ReliefState.ANNULLED
    else:
        relief.until = until
    relief.save(update_fields=["state", "until"])
    _tell("fees.relief_ended", relief, "Kết thúc miễn, giảm đảng phí", on=on, by=by, reason=reason, before=before)
    return relief


def _locked(relief: FeeRelief) -> FeeRelief:
    return FeeRelief.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=relief.pk)


def _tell(
    what: str,
    relief: FeeRelief,
    label: str,
    *,
    on: date,
    by: Viewer,
    because: Decision | None = None,
    reason: str = "",
    before: date | None = None,
) -> None:
    """The reason of the relief itself is told only under the person's own key."""
    journal.record(
        what,
        subject=f"person:{relief.person.uid}",
        label=f"{label}: đồng chí {relief.person.full_name}",
        place=relief.unit.reference,
        on=on,
        by=by,
        because=because,
        reason=reason,
        before={"until": before} if before else None,
        after={"since": relief.since, "until": relief.until, "percent": relief.percent, "state": str(relief.state)},
        sensitive={"reason": str(relief.reason)},
        subjects=[f"person:{relief.person.uid}", relief.reference],
    )
