"""Printed forms of fees: the list of a month (``unit:<uid>/<month>``), a receipt for one payer (``fee_receipt:<uid>/<uid>``)."""

from datetime import date
from uuid import UUID

from django.urls import reverse

from chibo.fees import rules
from chibo.fees.models import Due, ReceiptLine, Remittance
from chibo.fees.papers.words import in_words
from chibo.fees.queries.month import Row, sheet_of, the_two
from chibo.fees.queries.people import receipt_by_uid
from chibo.fees.vocabulary import months
from chibo.kernel.days import parse_iso
from chibo.kernel.references import uid_in
from chibo.kernel.refusal import NotFound, Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.rules.capabilities import SENSITIVE
from chibo.org import queries as org
from chibo.org.models import Placement
from chibo.papers.rules import Facts, Head
from chibo.procedures.papers import Places

LIST, RECEIPT = "dang-phi-danh-sach", "dang-phi-bien-nhan"


def _parts(ref: str, kind: str) -> tuple[UUID, str]:
    """:raises NotFound: not a reference of that kind"""
    return uid_in(ref, kind), ref.partition("/")[2]


def dues_list(ref: str, on: date, by: Viewer) -> Facts:
    """Danh sách nộp đảng phí of a cell for a month."""
    uid, more = _parts(ref, "unit")
    unit = org.by_uid(str(uid))
    by.must(rules.READ, unit)
    month = months.month_of(parse_iso(more)) if more else months.month_of(on)
    last = min(months.last_day(month), on)
    day = max(min(last, unit.ended_on - date.resolution), unit.founded_on)
    here = org.placement_of(unit, on=day)
    if not here.is_cell:
        raise Refusal("Danh sách nộp đảng phí lập ở chi bộ. Hãy mở từng chi bộ.", code="not_cell")
    sheet = sheet_of(unit, month, on=day)
    known = [row for row in sheet.rows if row.due is not None]
    ids = [row.person_id for row in known]
    dues = {
        due.person_id: due
        for due in Due.objects.filter(person__in=ids, month=month, is_reversal=False).order_by("turn")
    }
    sent = Remittance.objects.filter(unit=unit, first_month=month, last_month=month, reverses=None, reversed_by=None)
    split = sent.order_by("-on", "-pk").first()
    approver, collector = the_two(unit, on=day)
    facts = {
        "unit": here.name,
        "month": months.show(month),
        "count": len(known),
        "total_due": sheet.due,
        "total_paid": sheet.paid,
        "total_owed": sheet.due - sheet.paid,
        "kept": split.kept if split else None,
        "remitted": split.passed if split else None,
        "collector": collector.full_name if collector else "",
        "chair": approver.full_name if approver else "",
        "dues": [_line(row, dues.get(row.person_id)) for row in sheet.rows],
    }
    return Facts(
        facts,
        _head(here, on, signer=approver.full_name if approver else "", named=day),
        reference=unit.ref,
        subject=unit.reference,
        place=unit.reference,
        name=f"{here.name} {month:%m-%Y}",
        back=f"{reverse('fees:list')}?don-vi={unit.uid}&thang={months.show(month)}",
    )


def _line(row: Row, due: Due | None) -> dict[str, object]:
    reckoned = row.reckoned if due is None else None
    base = due.base if due else reckoned.base if reckoned else None
    rate = due.rate if due else reckoned.rate if reckoned else ""
    return {
        "full_name": row.name,
        "income": base or None,
        "rate": f"{rate.replace('.', ',')}%" if rate else "",
        "due": row.due,
        "paid": row.paid if row.due is not None else None,
        "owed": row.owed if row.due is not None else None,
        "happened_on": row.settled_on if row.due else None,
        "note": row.relief or ("chưa rõ mức" if row.missing else ""),
    }


def receipt_slip(ref: str, on: date, by: Viewer) -> Facts:
    """Biên nhận for one payer of a receipt."""
    uid, more = _parts(ref, "fee_receipt")
    receipt = receipt_by_uid(uid)
    lines = list(receipt.lines.select_related("person").order_by("month", "pk"))
    payers = {str(line.person.uid): line.person for line in lines}
    if not more and len(payers) == 1:
        more = next(iter(payers))
    if more not in payers:
        raise NotFound(
            "Phiếu thu có nhiều người nộp. Hãy mở phiếu thu rồi chọn người cần biên nhận.", code="unknown_payer"
        )
    person = payers[more]
    if getattr(by, "person_uid", None) != person.uid:
        by.must(rules.READ, receipt.unit)
    mine = [line for line in lines if line.person_id == person.pk]
    here = org.placement_of(receipt.unit, on=min(receipt.on, receipt.unit.ended_on - date.resolution))
    amount = sum(line.amount for line in mine)
    owed = [due.amount for line in mine if not line.is_extra and (due := _due(line)) is not None]
    facts = {
        "receipt_number": receipt.mark,
        "unit": here.name,
        "payer": person.full_name,
        "card_number": person.card if by.may(SENSITIVE, receipt.unit) else "",
        "period": f"tháng {months.told(sorted({line.month for line in mine}))}",
        "due": sum(owed) if owed else None,
        "paid": amount,
        "amount": amount,
        "amount_words": in_words(amount),
        "note": "; ".join(_notes(mine)),
        "happened_on": receipt.on,
        "collector": receipt.collector.full_name if receipt.collector else "",
    }
    return Facts(
        facts,
        _head(here, receipt.on, signer=receipt.collector.full_name if receipt.collector else "", named=receipt.on),
        reference=receipt.mark,
        subject=f"person:{person.uid}",
        place=receipt.unit.reference,
        name=f"{person.full_name} {receipt.mark}",
        back=receipt.get_absolute_url(),
    )


def _due(line: ReceiptLine) -> Due | None:
    return Due.objects.filter(person=line.person, month=line.month, is_reversal=False).order_by("-turn").first()


def _notes(lines: list[ReceiptLine]) -> list[str]:
    said = [line.receipt.get_way_display() for line in lines[:1]]
    if any(line.is_extra for line in lines):
        said.append("có phần tự nguyện đóng thêm")
    if any(line.reverses_id for line in lines):
        said.append("thu hồi khoản đã thu")
    return said


def _head(here: Placement, on: date, *, signer: str, named: date) -> Head:
    """Of the cell and what is above it as they were called on the day ``named``."""
    above = org.names_of({here.superior_id}, on=named).get(here.superior_id, "") if here.superior_id else None
    return Head(above=above, issuer=here.name, place=Places(here.unit, named).place, on=on, signer=signer)


PAPERS = {LIST: dues_list, RECEIPT: receipt_slip}
__all__ = ["PAPERS"]
