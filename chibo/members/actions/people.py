"""Registering people and correcting their names, birthdays and numbers."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel import secrets
from chibo.kernel.clock import today
from chibo.kernel.days import Precision, show_day
from chibo.kernel.refusal import Question, Refusal
from chibo.kernel.text import fold, name_key
from chibo.kernel.viewer import Viewer
from chibo.members.derivation.writing import settle
from chibo.members.models import Attribute, Person
from chibo.members.models.truth import CARD, NATIONAL_ID
from chibo.members.rules import capabilities
from chibo.members.rules.person import check_birth, clean_card, clean_name, clean_national_id, clean_value


@transaction.atomic
def register_person(
    *,
    full_name: str,
    born_on: date,
    born_precision: str = Precision.DAY,
    attributes: Mapping[str, str] | None = None,
    known_since: date | None = None,
    national_id: str = "",
    card: str = "",
    confirmed: bool = False,
    is_illustration: bool = False,
    by: Viewer,
) -> Person:
    """Register a person who is not in Chibo yet.

    :param attributes: attribute → value; sex and ethnicity hold from birth, the others from ``known_since`` (or birth)
    :param confirmed: two people of the same name and birthday were asked about and are different
    :raises Question: somebody of that name and birthday exists
    :raises Refusal: a value is not possible, or a number belongs to somebody else
    """
    by.must(capabilities.WRITE)
    name = clean_name(full_name)
    check_birth(born_on, today=today())
    national_id, card = clean_national_id(national_id), clean_card(card)
    check_numbers_are_free(national_id=national_id, card=card)
    if not confirmed:
        ask_about_namesakes(name, born_on)
    person = Person(
        full_name=name,
        name_key=name_key(name),
        folded=fold(name),
        born_on=born_on,
        born_precision=born_precision,
        is_illustration=is_illustration,
    )
    put_numbers(person, national_id=national_id, card=card)
    person.save()
    for attribute, value in (attributes or {}).items():
        since = born_on if attribute in ("sex", "ethnicity") or known_since is None else known_since
        Attribute.objects.create(person=person, name=attribute, value=clean_value(attribute, value), since=since)
    journal.record(
        "members.person_registered",
        subject=reference(person),
        label=f"Lập hồ sơ đồng chí {name}",
        on=today(),
        by=by,
        after={"full_name": name, "born_on": born_on, **(attributes or {})},
        sensitive={"national_id": national_id, "card": card},
    )
    return person


@transaction.atomic
def correct_person(
    person: Person,
    *,
    reason: str,
    by: Viewer,
    full_name: str | None = None,
    born_on: date | None = None,
    born_precision: str | None = None,
    national_id: str | None = None,
    card: str | None = None,
) -> None:
    """Correct what was entered wrongly; the old values stay in the journal with the reason.

    :raises Refusal: no reason, a value that is not possible, or a number of somebody else
    """
    by.must(capabilities.WRITE, home_cell(person))
    must_have_reason(reason)
    before = {"full_name": person.full_name, "born_on": person.born_on, "born_precision": person.born_precision}
    hidden = {"national_id": person.national_id, "card": person.card}
    if full_name is not None:
        person.full_name = clean_name(full_name)
        person.name_key, person.folded = name_key(person.full_name), fold(person.full_name)
    if born_on is not None:
        check_birth(born_on, today=today())
        person.born_on = born_on
    if born_precision is not None:
        person.born_precision = born_precision
    if national_id is not None or card is not None:
        new_id = person.national_id if national_id is None else clean_national_id(national_id)
        new_card = person.card if card is None else clean_card(card)
        check_numbers_are_free(national_id=new_id, card=new_card, but=person)
        put_numbers(person, national_id=new_id, card=new_card)
    person.save()
    settle([person.pk])
    journal.record(
        "members.person_corrected",
        subject=reference(person),
        label=f"Sửa sai thông tin đồng chí {person.full_name}",
        on=today(),
        by=by,
        reason=reason,
        before=before,
        after={"full_name": person.full_name, "born_on": person.born_on, "born_precision": person.born_precision},
        sensitive={"before": hidden, "after": {"national_id": person.national_id, "card": person.card}},
    )


def reference(person: Person) -> str:
    """The person as the journal refers to it."""
    return f"person:{person.uid}"


def home_cell(person: Person):
    """The unit whose right it is to write about the person: where they are on the roll, or were last. None: nowhere."""
    from chibo.members import queries

    return queries.last_cell(person)


def put_numbers(person: Person, *, national_id: str, card: str) -> None:
    """Set the ciphertext and blind index of both numbers on the instance."""
    person.national_id_sealed = secrets.seal(national_id, purpose=NATIONAL_ID) if national_id else None
    person.national_id_index = secrets.blind_index(national_id, purpose=NATIONAL_ID) if national_id else None
    person.card_sealed = secrets.seal(card, purpose=CARD) if card else None
    person.card_index = secrets.blind_index(card, purpose=CARD) if card else None


def check_numbers_are_free(*, national_id: str, card: str, but: Person | None = None) -> None:
    """:raises Refusal: another person has the number"""
    others = Person.objects.exclude(pk=but.pk) if but else Person.objects.all()
    if national_id and others.filter(national_id_index=secrets.blind_index(national_id, purpose=NATIONAL_ID)).exists():
        raise Refusal(
            "Số định danh cá nhân này đã thuộc về một hồ sơ khác. Hãy tìm hồ sơ đó, hoặc xem lại số.",
            field="national_id",
            code="duplicate_national_id",
        )
    if card and others.filter(card_index=secrets.blind_index(card, purpose=CARD)).exists():
        raise Refusal(
            "Số thẻ đảng viên này đã thuộc về một hồ sơ khác. Hãy tìm hồ sơ đó, hoặc xem lại số.",
            field="card",
            code="duplicate_card",
        )


def ask_about_namesakes(name: str, born_on: date) -> None:
    """:raises Question: somebody of the same name and birthday is registered"""
    namesakes = Person.objects.filter(folded=fold(name), born_on=born_on, merged_into=None)[:5]
    if namesakes:
        raise Question(
            f"Đã có hồ sơ {name}, sinh {show_day(born_on)}. Hãy mở hồ sơ đó; nếu là hai người khác nhau, hãy xác nhận để tiếp tục.",
            field="full_name",
            code="namesake",
            choices=tuple((str(p.uid), p.full_name) for p in namesakes),
        )


def must_have_reason(reason: str) -> None:
    """:raises Refusal: no reason was given"""
    if not reason.strip():
        raise Refusal("Cần ghi lý do sửa. Hãy viết ngắn gọn vì sao giá trị cũ sai.", field="reason", code="reason")
