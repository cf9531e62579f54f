"""Dividing what was taken in: a part is kept, the rest passed on; received above by somebody else."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from chibo.fees import rules
from chibo.fees.actions.fund import entry
from chibo.fees.models import FundEntry, Remittance
from chibo.fees.queries.fund import keeping_of, undivided_of
from chibo.fees.rules import checks, money
from chibo.fees.vocabulary import EntryCause, RetentionKind, months
from chibo.journal import actions as journal
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.rulebook import queries as rulebook


def rule_key(keeping: str) -> str:
    """The rule by which a part is kept."""
    return f"fee.retained.{keeping}"


@transaction.atomic
def remit(
    unit: Unit,
    *,
    first_month: date,
    last_month: date,
    on: date,
    today: date,
    by: Viewer,
    keeping: str = "",
    share: Decimal | int | None = None,
    grounds: str = "",
) -> Remittance:
    """Pass on what the unit took in up to the end of a month or quarter, as far as it was not divided yet.

    :param keeping: by which line of the regulation a part is kept; by the kind of the unit where not said
    :param share: percent kept; that of the rule of the day where not said
    :param grounds: what another share rests on
    :raises Refusal: nothing to divide, nobody above, a share without a rule or grounds, days that cannot be
    """
    by.must(rules.WRITE, unit)
    for field, month in (("first_month", first_month), ("last_month", last_month)):
        if checks.must_be_month(month, field=field) > today:
            raise Refusal(
                f"Tháng {months.show(month)} chưa đến. Hãy nộp cho các tháng đã thu.", field=field, code="future"
            )
    if last_month < first_month:
        raise Refusal("Tháng cuối đang trước tháng đầu. Hãy xem lại.", field="last_month", code="period")
    if on > today:
        raise Refusal("Ngày nộp còn ở phía trước. Hãy ghi ngày đã nộp.", field="on", code="future")
    here = org.placement_of(unit, on=on)
    if here.superior_id is None:
        raise Refusal("Tổ chức này không có cấp trên để nộp. Đảng phí được giữ lại toàn bộ.", code="no_superior")
    keeping = keeping or keeping_of(here, on=on)
    if keeping not in RetentionKind.values:
        raise Refusal("Loại tổ chức không có trong danh mục. Hãy chọn lại.", field="keeping", code="keeping")
    ruling = rulebook.value(rule_key(keeping), on=on)
    if share is None:
        if not ruling.is_on_record:
            raise Refusal(
                "Sổ quy định chưa có tỷ lệ giữ lại cho loại tổ chức này vào ngày nộp. Hãy ghi tỷ lệ và căn cứ.",
                field="share",
                code="no_rule",
                rule=ruling.key,
            )
        share = Decimal(str(ruling.value))
    grounds = " ".join(grounds.split())[: checks.LONGEST]
    checks.check_share(share, ruling, grounds)
    Unit.objects.select_for_update().get(pk=unit.pk)
    total = undivided_of(unit, until=months.last_day(last_month))
    if total <= 0:
        raise Refusal(
            f"Không có khoản nào thu đến hết tháng {months.show(last_month)} còn chờ trích nộp. Hãy chọn tháng khác.",
            field="last_month",
            code="nothing",
        )
    kept, passed = money.split(total, share)
    made = Remittance.objects.create(
        unit=unit, to_id=here.superior_id, first_month=first_month, last_month=last_month, on=on, total=total, kept=kept,
        passed=passed, share=share, keeping=keeping, rule=ruling.key if ruling.is_on_record else "",
        rule_number=ruling.number, grounds=grounds, sent_by=by.reference[:80], sent_by_label=by.label[:200],
    )  # fmt: skip
    _write(made)
    _tell("fees.remitted", made, f"Trích nộp đảng phí {made.period}: nộp {money.show(passed)}", on=on, by=by)
    return made


def _write(made: Remittance) -> None:
    rows = ((EntryCause.KEPT, made.kept), (EntryCause.PASSED, made.passed))
    FundEntry.objects.bulk_create(
        [entry(made.unit_id, cause, amount, on=made.on, remittance=made) for cause, amount in rows if amount]
    )


@transaction.atomic
def receive(remittance: Remittance, *, on: date, today: date, by: Viewer) -> Remittance:
    """The level above has the money.

    :raises Refusal: received or taken back already, by the one who sent it, a day before it was sent or in the future
    """
    remittance = Remittance.objects.select_for_update().select_related("to", "unit").get(pk=remittance.pk)
    by.must(rules.APPROVE, remittance.to)
    checks.must_be_another(by.reference, remittance.sent_by, what="nộp khoản này")
    if remittance.received_on is not None or _is_void(remittance):
        raise Refusal("Khoản này đã được nhận hoặc đã thu hồi. Hãy mở lại trang để xem.", code="received", status=409)
    if not remittance.on <= on <= today:
        raise Refusal("Ngày nhận phải từ ngày nộp đến hôm nay. Hãy xem lại ngày nhận.", field="on", code="day")
    remittance.received_on, remittance.received_by = on, by.reference[:80]
    remittance.received_by_label = by.label[:200]
    remittance.save(update_fields=["received_on", "received_by", "received_by_label"])
    if remittance.passed:
        entry(remittance.to_id, EntryCause.RECEIVED, remittance.passed, on=on, remittance=remittance).save()
    _tell("fees.received", remittance, f"Nhận đảng phí cấp dưới nộp: {money.show(remittance.passed)}", on=on, by=by)
    return remittance


@transaction.atomic
def reverse_remittance(remittance: Remittance, *, reason: str, on: date, today: date, by: Viewer) -> Remittance:
    """Take a remittance back by a reversing one; one that was received, only with the right of the level above.

    :raises Refusal: no reason, taken back already, or it takes back itself
    """
    remittance = Remittance.objects.select_for_update().select_related("to", "unit").get(pk=remittance.pk)
    by.must(rules.WRITE, remittance.unit)
    if remittance.received_on is not None:
        by.must(rules.APPROVE, remittance.to)
    reason = checks.must_have_reason(reason)
    if _is_void(remittance):
        raise Refusal("Lần nộp này đã được thu hồi. Hãy lập lần nộp mới.", code="taken_back", status=409)
    if not max(remittance.on, remittance.received_on or remittance.on) <= on <= today:
        raise Refusal("Ngày thu hồi phải từ ngày nộp, ngày nhận đến hôm nay. Hãy xem lại.", field="on", code="day")
    was_received = remittance.received_on is not None
    back = Remittance.objects.create(
        unit=remittance.unit, to=remittance.to, first_month=remittance.first_month, last_month=remittance.last_month,
        on=on, total=-remittance.total, kept=-remittance.kept, passed=-remittance.passed, share=remittance.share,
        keeping=remittance.keeping, rule=remittance.rule, rule_number=remittance.rule_number, grounds=remittance.grounds,
        sent_by=by.reference[:80], sent_by_label=by.label[:200], received_on=on if was_received else None,
        reverses=remittance, reason=reason,
    )  # fmt: skip
    _write(back)
    if was_received and remittance.passed:
        entry(remittance.to_id, EntryCause.RECEIVED, -remittance.passed, on=on, remittance=back).save()
    _tell("fees.remittance_reversed", back, f"Thu hồi lần nộp đảng phí {back.period}", on=on, by=by, reason=reason)
    return back


def _is_void(remittance: Remittance) -> bool:
    return remittance.reverses_id is not None or Remittance.objects.filter(reverses=remittance).exists()


def _tell(what: str, made: Remittance, label: str, *, on: date, by: Viewer, reason: str = "") -> None:
    journal.record(
        what,
        subject=made.reference,
        label=label,
        place=made.unit.reference,
        on=on,
        by=by,
        reason=reason,
        after={"total": made.total, "kept": made.kept, "passed": made.passed, "share": str(made.share)},
        subjects=[made.reference, made.unit.reference, made.to.reference],
    )
