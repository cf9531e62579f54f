"""What speaks against a complaint or a restoration."""

from collections.abc import Iterable

from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.procedures.rules.handlers import Check, Finding, Moment
from chibo.removal.procedures.subjects import removal_in
from chibo.removal.queries.leaving import complain_until


def was_removed(m: Moment) -> Iterable[Finding]:
    """:raises Refusal: nothing to complain of, or to restore"""
    event = removal_in(m)
    restored = m.data.get("phuc_hoi_tu")
    if restored is not None and not event.on < restored <= m.on:
        raise Refusal(
            f"Ngày phục hồi phải sau ngày {show_day(event.on)} ra khỏi Đảng và không sau ngày đang ghi. Hãy xem lại ngày.",
            field="phuc_hoi_tu",
            code="order",
        )
    return ()


def in_time(m: Moment) -> Iterable[Finding]:
    """A complaint after its time.

    :raises Refusal: days that are not possible
    """
    received, sent, event = m.value("ngay_nhan"), m.value("ngay_don"), removal_in(m)
    decided = event.decision.issued_on if event.decision else event.on
    if received < decided or sent < received or sent > m.on:
        raise Refusal(
            f"Ba ngày phải theo thứ tự: quyết định {show_day(decided)}, nhận quyết định, gửi đơn, không sau ngày "
            f"{show_day(m.on)}. Hãy xem lại.",
            field="ngay_don",
            code="order",
        )
    last, ruling = complain_until(received, on=m.case.rule_day, cause=event.cause)
    if last is None:
        yield Finding("Sổ quy định chưa nêu thời hạn khiếu nại cho ngày này.", ruling.key, "ngay_don")
    elif sent > last:
        yield Finding(
            f"Đơn gửi ngày {show_day(sent)}, quá hạn {show_day(last)} ({ruling.value} {ruling.counted_in} kể từ khi nhận quyết "
            "định).",
            ruling.key,
            "ngay_don",
        )


CHECKS: dict[str, Check] = {"da_bi_dua_ra": was_removed, "don_dung_han": in_time}
