"""The card register: issued, issued again, changed, lost, returned, checked every year."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from chibo.decisions.models import Decision
from chibo.dossiers.actions.telling import cell_of, reference, tell
from chibo.dossiers.models import CardEvent
from chibo.dossiers.models.cards import CARD
from chibo.dossiers.rules.capabilities import WRITE
from chibo.dossiers.rules.keeping import may_say, must_have_come, must_say
from chibo.dossiers.vocabulary import GIVEN_OUT, CardDeed
from chibo.journal import actions as journal
from chibo.kernel import clock, secrets
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members import actions as members
from chibo.members.models import Particulars, Person
from chibo.members.rules.person import clean_card
from chibo.org.models import Unit

WITHOUT = frozenset({CardDeed.LOST, CardDeed.RETURNED})
"""After these nobody has the card any more."""


@transaction.atomic
def record_card(
    person: Person,
    *,
    deed: str,
    on: date,
    by: Viewer,
    number: str = "",
    issuer: str = "",
    reason: str = "",
    because: Decision | None = None,
) -> CardEvent:
    """Ghi vào sổ thẻ. A card given out becomes the number of the record, with its day and issuer.

    :param number: of the card given out; the number on record is kept where none is given
    :raises Refusal: an unknown deed, a day to come or before an earlier deed, no number, a number of somebody else, a deed
        that does not follow the one before it
    """
    cell = cell_of(person, by=by)
    if deed not in CardDeed.values:
        raise Refusal("Chưa chọn việc ghi vào sổ thẻ. Hãy chọn một việc.", field="deed", code="deed")
    must_have_come(on, today=clock.today(), what="ghi vào sổ thẻ")
    deed, number = CardDeed(deed), clean_card(number)
    last = CardEvent.objects.filter(person=person).exclude(deed=CardDeed.CHECKED).order_by("-on", "-pk").first()
    _must_follow(deed, on, last, has_card=bool(person.card_sealed))
    if deed in GIVEN_OUT:
        issuer = must_say(issuer, field="issuer", what="nơi cấp thẻ", longest=200)
        _write_number(person, number, issuer=issuer, on=on, deed=deed, by=by)
    if deed in WITHOUT:
        reason = must_say(reason, field="reason", what="lý do", longest=300)
    shown = number or person.card
    event = CardEvent.objects.create(
        person=person, deed=deed, on=on, issuer=issuer if deed in GIVEN_OUT else "", decision=because,
        number_sealed=secrets.seal(shown, purpose=CARD) if shown else None,
        reason=may_say(reason, field="reason", longest=300),
    )  # fmt: skip
    tell(
        "card_recorded", person, cell, label=f"{deed.label}: đồng chí {person.full_name}", on=on, by=by,
        because=because, reason=event.reason, after={"deed": deed, "on": on, "issuer": event.issuer},
        sensitive={"card": shown},
    )  # fmt: skip
    return event


@transaction.atomic
def check_cards(people: Sequence[Person], *, at: Unit, on: date, by: Viewer, result: str = "") -> int:
    """Ghi kiểm tra thẻ hằng năm of many at once.

    :param at: the unit in whose name the cards are checked; all of them sit at or below it
    :returns: how many were checked; those checked on the day already are left out
    :raises Refusal: nobody, a day to come, somebody of another unit
    """
    by.must(WRITE, at)
    must_have_come(on, today=clock.today(), what="kiểm tra thẻ")
    if not people:
        raise Refusal("Chưa chọn ai. Hãy đánh dấu ít nhất một đảng viên.", field="people", code="nobody")
    for person in people:
        cell_of(person, by=by)
    said = may_say(result, field="reason", longest=300)
    done = set(
        CardEvent.objects.filter(person__in=[p.pk for p in people], deed=CardDeed.CHECKED, on=on).values_list(
            "person_id", flat=True
        )
    )
    fresh = [CardEvent(person=p, deed=CardDeed.CHECKED, on=on, reason=said) for p in people if p.pk not in done]
    CardEvent.objects.bulk_create(fresh)
    if fresh:
        journal.record(
            "dossiers.cards_checked", subject=at.reference, label=f"Kiểm tra thẻ của {len(fresh)} đảng viên",
            place=at.reference, on=on, by=by, count=len(fresh), after={"result": said},
            subjects=[at.reference, *(reference(one.person) for one in fresh)],
        )  # fmt: skip
    return len(fresh)


def _must_follow(deed: CardDeed, on: date, last: CardEvent | None, *, has_card: bool) -> None:
    if last is not None and on < last.on:
        raise Refusal(
            f"Sổ thẻ đã có việc “{last.get_deed_display().lower()}” ngày {show_day(last.on)}. Hãy nhập ngày từ đó trở đi.",
            field="on",
            code="order",
        )
    holds = has_card if last is None else last.deed not in WITHOUT
    if deed == CardDeed.ISSUED and last is not None and holds:
        raise Refusal(
            "Đồng chí này đang có thẻ. Nếu thẻ được cấp lại hoặc đổi, hãy chọn “Cấp lại thẻ” hoặc “Đổi thẻ”.",
            field="deed",
            code="has_card",
        )
    if deed in (CardDeed.CHANGED, CardDeed.LOST, CardDeed.RETURNED) and not holds:
        raise Refusal("Sổ thẻ ghi đồng chí này không giữ thẻ. Hãy xem lại việc cần ghi.", field="deed", code="no_card")


def _write_number(person: Person, number: str, *, issuer: str, on: date, deed: CardDeed, by: Viewer) -> None:
    reason = f"Sổ thẻ: {deed.label.lower()}"
    if not number and not person.card_sealed:
        raise Refusal("Chưa nhập số thẻ. Hãy nhập 12 chữ số ghi trên thẻ.", field="number", code="no_number")
    if number and number != person.card:
        members.correct_person(person, reason=reason, by=by, card=number)
    kept = Particulars.objects.filter(person=person).first() or Particulars(person=person)
    members.correct_particulars(
        person, reason=reason, by=by, other_name=kept.other_name, card_issued_on=on, card_issued_by=issuer,
        deletion_proposal=kept.deletion_proposal,
    )  # fmt: skip
