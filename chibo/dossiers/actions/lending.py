"""Files lent out and given back."""

from datetime import date

from django.db import transaction

from chibo.dossiers.actions.telling import cell_of, tell
from chibo.dossiers.models import Handover, Loan
from chibo.dossiers.rules.keeping import may_say, must_follow, must_have_come, must_say
from chibo.dossiers.vocabulary import Travel
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person


@transaction.atomic
def lend(person: Person, *, borrower: str, purpose: str, on: date, due_on: date, by: Viewer, carried: str = "") -> Loan:
    """Cho mượn hồ sơ (or papers of it); it stays in the keeper's custody.

    :raises Refusal: nobody named, no purpose, due before it is lent, lent out or on its way already
    """
    cell = cell_of(person, by=by)
    must_have_come(on, today=clock.today(), what="cho mượn")
    must_follow(due_on, on, what="hẹn trả", before="cho mượn", field="due_on")
    if (held := Loan.objects.filter(person=person, returned_on=FOREVER).first()) is not None:
        raise Refusal(
            f"Hồ sơ đang cho {held.borrower} mượn từ ngày {show_day(held.lent_on)}. Hãy ghi trả trước khi cho mượn tiếp.",
            code="lent",
            status=409,
        )
    if Handover.objects.filter(person=person, state=Travel.UNDER_WAY).exists():
        raise Refusal("Hồ sơ đang trên đường giao nhận. Hãy đợi nơi nhận xác nhận.", code="under_way", status=409)
    loan = Loan.objects.create(
        person=person, borrower=must_say(borrower, field="borrower", what="người, cơ quan mượn", longest=200),
        purpose=must_say(purpose, field="purpose", what="mục đích mượn", longest=300), lent_on=on, due_on=due_on,
        carried=may_say(carried, field="carried", longest=500),
    )  # fmt: skip
    tell(
        "lent", person, cell, label=f"Cho {loan.borrower} mượn hồ sơ đồng chí {person.full_name}", on=on, by=by,
        reason=loan.purpose, after={"loan": str(loan.uid), "due_on": due_on},
    )  # fmt: skip
    return loan


@transaction.atomic
def give_back(loan: Loan, *, on: date, by: Viewer, note: str = "") -> None:
    """Ghi trả hồ sơ.

    :raises Refusal: given back already, a day to come or before it was lent
    """
    cell = cell_of(loan.person, by=by)
    if loan.returned_on < FOREVER:
        raise Refusal(f"Hồ sơ đã được trả ngày {show_day(loan.returned_on)}.", code="returned", status=409)
    must_have_come(on, today=clock.today(), what="trả")
    must_follow(on, loan.lent_on, what="trả", before="cho mượn")
    loan.returned_on, loan.note = on, may_say(note, field="note", longest=500)
    loan.save(update_fields=["returned_on", "note"])
    tell(
        "given_back", loan.person, cell, label=f"{loan.borrower} trả hồ sơ đồng chí {loan.person.full_name}", on=on,
        by=by, after={"loan": str(loan.uid), "returned_on": on},
    )  # fmt: skip
