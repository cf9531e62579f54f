"""Đọc số để đối chiếu: the one moment in which numbers are seen in clear, by the program, which keeps only what they say."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from chibo.exchange.reading.values.digits import PROVINCE_CODES
from chibo.journal import actions as journal
from chibo.journal.rules import READING
from chibo.kernel import secrets
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person
from chibo.members.models.truth import CARD, NATIONAL_ID
from chibo.members.vocabulary import Sex
from chibo.quality.models import NumberCheck
from chibo.quality.vocabulary import Number

BATCH = 2_000
PURPOSES = {Number.NATIONAL_ID: ("national_id", NATIONAL_ID), Number.CARD: ("card", CARD)}
CENTURIES = (1900, 2000, 2100, 2200, 2300)
CARD_LENGTHS = (8, 12)
Told = Callable[[int], None]


def read_numbers(*, on: date, by: Viewer, told: Told | None = None, most: int | None = None) -> int:
    """Read every number that was entered or changed since it was last read. A batch is a transaction with its journal
    entry, so that a run that breaks off goes on where it stopped.

    :param told: told how many were read so far, within the transaction of each batch
    :param most: stop after about so many, for whoever has little time
    :returns: how many were read
    """
    done = 0
    for kind in Number:
        while (most is None or done < most) and (rows := list(_waiting(kind)[:BATCH])):
            with transaction.atomic():
                _read(kind, rows, on=on, by=by)
                done += len(rows)
                if told is not None:
                    told(done)
    return done


def _waiting(kind: Number) -> QuerySet[Person]:
    column = f"{PURPOSES[kind][0]}_index"
    checks = NumberCheck.objects.filter(person=OuterRef("pk"), kind=kind, index=OuterRef(column))
    rows = Person.objects.filter(~Exists(checks), **{f"{column}__isnull": False}).order_by("pk")
    return rows.only("uid", "is_illustration", column, f"{PURPOSES[kind][0]}_sealed")


def _read(kind: Number, rows: Sequence[Person], *, on: date, by: Viewer) -> None:
    name, purpose = PURPOSES[kind]
    checks = []
    for person in rows:
        try:
            number = secrets.unseal(getattr(person, f"{name}_sealed"), purpose=purpose)
        except secrets.Unreadable:
            number = ""
        if kind == Number.NATIONAL_ID:
            formed, sex, year = _national_id(number, anywhere=person.is_illustration)
        else:
            formed, sex, year = _is_card(number), "", 0
        checks.append(
            NumberCheck(
                person=person, kind=kind, index=bytes(getattr(person, f"{name}_index")), is_formed=formed, says_sex=sex,
                says_year=year, checked_on=on,
            )
        )  # fmt: skip
    NumberCheck.objects.filter(kind=kind, person__in=[person.pk for person in rows]).delete()
    NumberCheck.objects.bulk_create(checks)
    journal.record(
        READING,
        subject="",
        label=f"Chương trình đọc {kind.label} để đối chiếu",
        on=on,
        by=by,
        count=len(rows),
        subjects=[f"person:{person.uid}" for person in rows],
    )


def _national_id(number: str, *, anywhere: bool = False) -> tuple[bool, str, int]:
    """Whether it can be a personal number; the sex and the year of birth it says (Nghị định 137/2015/NĐ-CP, điều 13).

    :param anywhere: an invented number, of a province that there is not
    """
    if len(number) != 12 or not number.isdigit() or not (anywhere or number[:3] in PROVINCE_CODES):
        return False, "", 0
    century, is_female = divmod(int(number[3]), 2)
    return True, Sex.FEMALE.value if is_female else Sex.MALE.value, CENTURIES[century] + int(number[4:6])


def _is_card(number: str) -> bool:
    return len(number) in CARD_LENGTHS and number.isdigit() and len(set(number)) > 1
