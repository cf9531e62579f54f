"""Registering decisions."""

from datetime import date

from django.db import transaction
from django.db.models import ProtectedError

from chibo.decisions import rules
from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer


@transaction.atomic
def register(
    *,
    number: str,
    issued_on: date,
    issuer: str,
    signer_title: str = "",
    summary: str = "",
    effective_on: date | None = None,
    file: str = "",
    is_illustration: bool = False,
    by: Viewer,
) -> Decision:
    """Register a decision; the one with the same number, issuer and date is returned, not doubled.

    :param file: content address in ``chibo.files``
    :raises Refusal: no number, no issuer, a text that is too long, in effect before it was signed
    """
    by.must(rules.WRITE)
    values = {
        "number": tidy(number),
        "issuer": tidy(issuer),
        "signer_title": tidy(signer_title),
        "summary": tidy(summary),
    }
    rules.check(values, issued_on=issued_on, effective_on=effective_on)
    decision, is_new = Decision.objects.get_or_create(
        number=values["number"],
        issuer=values["issuer"],
        issued_on=issued_on,
        defaults={
            "signer_title": values["signer_title"],
            "summary": values["summary"],
            "effective_on": effective_on,
            "file": file,
            "is_illustration": is_illustration,
        },
    )
    if is_new:
        journal.record(
            "decisions.registered",
            subject=decision.reference,
            label=f"Ghi quyết định {decision}",
            on=issued_on,
            by=by,
            after={**values, "issued_on": issued_on, "effective_on": effective_on, "file": file},
        )
    return decision


@transaction.atomic
def withdraw(*, decision: Decision, on: date, by: Viewer) -> None:
    """Take a registered decision out again; the journal keeps what it said.

    :raises Refusal: something on record rests on it
    """
    by.must(rules.WRITE)
    reference, label = decision.reference, str(decision)
    image = {name: getattr(decision, name) for name in (*rules.LENGTHS, "issued_on", "effective_on", "file")}
    try:
        with transaction.atomic():
            decision.delete()
    except ProtectedError:
        raise Refusal(
            f"Quyết định {label} đang là căn cứ của ghi nhận khác. Hãy bỏ các ghi nhận đó trước.",
            code="stands_on",
            status=409,
        ) from None
    journal.record("decisions.withdrawn", subject=reference, label=f"Bỏ quyết định {label}", on=on, by=by, before=image)
