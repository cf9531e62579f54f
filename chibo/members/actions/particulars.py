"""Correcting what is kept beside the record of a person: other names, older papers."""

from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel import secrets
from chibo.kernel.clock import today
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer
from chibo.members.actions.people import home_cell, must_have_reason, reference
from chibo.members.models import Particulars, Person
from chibo.members.models.particulars import OLD_CARD, OLD_NATIONAL_ID
from chibo.members.rules import capabilities
from chibo.members.rules.person import clean_old_number

PLAIN = ("other_name", "card_issued_on", "card_issued_by", "deletion_proposal")
NUMBERS = {"old_card": OLD_CARD, "old_national_id": OLD_NATIONAL_ID}


@transaction.atomic
def correct_particulars(
    person: Person,
    *,
    reason: str,
    by: Viewer,
    other_name: str = "",
    card_issued_on: date | None = None,
    card_issued_by: str = "",
    deletion_proposal: str = "",
    old_card: str | None = None,
    old_national_id: str | None = None,
) -> None:
    """Write the particulars of a person; numbers that are not given stay. The old values stay in the journal.

    :raises Refusal: no reason, a card of a day to come, a number that is not one
    """
    by.must(capabilities.WRITE, home_cell(person))
    must_have_reason(reason)
    if card_issued_on and card_issued_on > today():
        raise Refusal("Ngày cấp thẻ chưa đến. Hãy xem lại ngày.", field="card_issued_on", code="future")
    kept = Particulars.objects.filter(person=person).first() or Particulars(person=person)
    before = {name: getattr(kept, name) for name in PLAIN}
    hidden = {name: getattr(kept, name) for name in NUMBERS}
    kept.other_name, kept.card_issued_on = tidy(other_name), card_issued_on
    kept.card_issued_by, kept.deletion_proposal = tidy(card_issued_by), tidy(deletion_proposal)
    for name, given in (("old_card", old_card), ("old_national_id", old_national_id)):
        if given is not None:
            number = clean_old_number(given, field=name)
            setattr(kept, f"{name}_sealed", secrets.seal(number, purpose=NUMBERS[name]) if number else None)
            setattr(kept, f"{name}_index", secrets.blind_index(number, purpose=NUMBERS[name]) if number else None)
    kept.save()
    journal.record(
        "members.particulars_corrected",
        subject=reference(person),
        label=f"Sửa giấy tờ, tên khác của đồng chí {person.full_name}",
        on=today(),
        by=by,
        reason=reason,
        before=before,
        after={name: getattr(kept, name) for name in PLAIN},
        sensitive={"before": hidden, "after": {name: getattr(kept, name) for name in NUMBERS}},
    )
