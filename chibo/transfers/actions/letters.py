"""The letter of a transfer: its number, and the dossier that goes with it."""

from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import MemberEvent
from chibo.org.models import Unit
from chibo.transfers.models import Letter
from chibo.transfers.rules import capabilities
from chibo.transfers.vocabulary import MOVES

LONGEST = {"number": 40, "issued_by": 200, "reason": 500, "dossier": 500}


@transaction.atomic
def keep_letter(event: MemberEvent, *, on: date, by: Viewer, at: Unit | None = None, **facts: object) -> Letter:
    """What is known of the letter of a transfer; what is not named stays as it was.

    :param at: the unit whose right is needed; the cell of the person where none is given
    :param facts: any of ``number issued_by reason dossier dossier_on dossier_received_on case``
    :raises Refusal: not a transfer, the number stands on another letter of the same issuer and year, days out of order
    """
    by.must(capabilities.OFFICE, at or members.last_cell(event.person))
    if event.cause not in MOVES:
        raise Refusal("Việc này không có giấy giới thiệu. Hãy chọn một lần chuyển sinh hoạt.", code="no_letter")
    letter = Letter.objects.filter(event=event).first() or Letter(event=event)
    before = _facts(letter)
    for name, value in facts.items():
        setattr(letter, name, tidy(str(value or "")) if name in LONGEST else value)
    for name, longest in LONGEST.items():
        if len(getattr(letter, name)) > longest:
            raise Refusal(f"Nội dung quá dài. Hãy rút ngắn còn nhiều nhất {longest} ký tự.", field=name, code="long")
    _number_is_free(letter, event)
    sent = event.sent_on or event.on
    if letter.dossier_received_on and letter.dossier_on and letter.dossier_received_on < letter.dossier_on:
        raise Refusal(
            f"Ngày nhận hồ sơ trước ngày giao {show_day(letter.dossier_on)}. Hãy xem lại hai ngày.",
            field="dossier_received_on",
            code="order",
        )
    letter.is_illustration = event.person.is_illustration
    letter.save()
    journal.record(
        "transfers.letter",
        subject=f"person:{event.person.uid}",
        label=f"Giấy giới thiệu {letter.number or 'chưa có số'} ngày {show_day(sent)}: đồng chí {event.person.full_name}",
        place=at.reference if at else "",
        on=on,
        by=by,
        before=before,
        after=_facts(letter),
    )
    return letter


def _number_is_free(letter: Letter, event: MemberEvent) -> None:
    """One series of numbers per issuer and year."""
    if not letter.number or not letter.issued_by:
        return
    year = (event.sent_on or event.on).year
    same = Letter.objects.filter(number=letter.number, issued_by=letter.issued_by, event__sent_on__year=year)
    other = same.exclude(event=event).select_related("event__person").first()
    if other is not None:
        raise Refusal(
            f"Giấy số {letter.number} năm {year} đã cấp cho đồng chí {other.event.person.full_name}. Hãy lấy số khác.",
            field="number",
            code="same_number",
        )


def _facts(letter: Letter) -> dict[str, object]:
    return {name: getattr(letter, name) for name in (*LONGEST, "dossier_on", "dossier_received_on")}
