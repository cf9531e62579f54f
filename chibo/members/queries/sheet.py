"""The national sheet of 33 columns by which member records are cleansed: one row for everybody on the roll of a day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet, TextChoices

from chibo.kernel import secrets
from chibo.kernel.bulk import batches
from chibo.members.models import Attribute, MemberEvent, Particulars, Person, Spell
from chibo.members.models.particulars import OLD_CARD, OLD_NATIONAL_ID
from chibo.members.models.truth import CARD, NATIONAL_ID
from chibo.members.vocabulary import ATTRIBUTE_LABELS, ENTRIES, Activity, Cause, EventState, Exemption, place_parts
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.tables.columns import Column
from chibo.tables.sources import QuerySource

ORDER = ("name_key", "person_id")
PART = 2_000
Row = dict[str, Any]


class State(TextChoices):
    """Trạng thái of the sheet."""

    ACTIVE = "active", "Đang sinh hoạt"
    DEAD = "dead", "Từ trần"
    LEFT = "left", "Rời khỏi"
    EXEMPT = "exempt", "Miễn"
    SUSPENDED = "suspended", "Đình chỉ"
    INTERRUPTED = "interrupted", "Gián đoạn"


PLACE_COLUMNS = {
    "birth_registration": ("birth", "Khai sinh"),
    "hometown": ("home", "Quê quán"),
    "permanent_residence": ("permanent", "Thường trú"),
}
"""Attribute → prefix of its four columns, word before them in their titles."""
PARTS = (("country", "quốc gia"), ("province", "tỉnh, thành phố"), ("commune", "xã, phường"), ("address", "địa chỉ"))
SHEET: tuple[Column, ...] = (
    Column("stt", "STT", kind="int", width=6),
    Column("uid", "Mã hồ sơ", kind="id", width=38),
    Column("full_name", "Họ và tên", main=True, width=28),
    Column("other_name", "Tên khác", width=20),
    Column("sex", "Giới tính", width=9),
    Column("born", "Ngày sinh", kind="day", precision="born_precision"),
    Column("ethnicity", "Dân tộc", width=10),
    Column("religion", "Tôn giáo", width=14),
    Column("national_id", "Số định danh cá nhân", kind="id", width=16),
    Column("card", "Số thẻ đảng viên", kind="id", width=16),
    Column("card_issued_on", "Ngày cấp thẻ", kind="day"),
    Column("card_issued_by", "Nơi cấp thẻ", width=26),
    Column("old_card", "Số thẻ theo QĐ 85", kind="id", width=14),
    Column("unit_code", "Mã tổ chức sinh hoạt", kind="id", width=14),
    Column("unit", "Tổ chức sinh hoạt", width=34),
    *(
        Column(f"{prefix}_{part}", f"{title}: {said}", width=26 if part == "address" else 16)
        for prefix, title in PLACE_COLUMNS.values()
        for part, said in PARTS
    ),
    Column("party_since", "Ngày vào Đảng", kind="day"),
    Column("official_since", "Ngày chính thức", kind="day"),
    Column("old_national_id", "Số CMND cũ", kind="id", width=14),
    Column("state", "Trạng thái", width=16),
    Column("left_on", "Ngày rời", kind="day"),
    Column("deletion_proposal", "Đề nghị xóa", width=26),
)
"""The 33 columns, in the order of the national sheet."""
ATTRIBUTES = ("sex", "ethnicity", "religion", *PLACE_COLUMNS, "exemption", "activity")
_SPELL = ("person_id", "person__uid", "person__full_name", "person__born_on", "person__born_precision", "party_since")
_NUMBERS = ("person__national_id_sealed", "person__card_sealed")


class SheetSource:
    """Everybody on the roll of a day in the order of names, as rows of the sheet; constant memory.

    :param keys: rows that carry ``name_key``, ``person_id`` and ``cell_id``, each person once
    """

    def __init__(self, keys: QuerySet, *, on: date) -> None:
        self.keys = QuerySource(keys.values("name_key", "person_id", "cell_id"), ORDER)
        self.on = on
        self._units: dict[int, tuple[str, str]] = {}

    def page(self, after: tuple | None, limit: int) -> list[Row]:
        return self._rows(self.keys.page(after, limit), first=None)

    def key(self, row: Row) -> tuple:
        return row["name_key"], row["person_id"]

    def count(self) -> int:
        return self.keys.count()

    def sorted_by(self, order: Sequence[str]) -> "SheetSource":
        """There is one order."""
        return self

    def iterate(self) -> Iterator[Row]:
        number = 1
        for keys in batches(self.keys.iterate(), PART):
            yield from self._rows(keys, first=number)
            number += len(keys)

    def _rows(self, keys: list[Row], *, first: int | None) -> list[Row]:
        ids = [key["person_id"] for key in keys]
        spells = Spell.objects.filter(person_id__in=ids, since__lte=self.on, until__gt=self.on)
        people = {row["person_id"]: row for row in spells.values(*_SPELL, *_NUMBERS)}
        values = values_on(ids, ATTRIBUTES, on=self.on)
        more = {row.person_id: row for row in Particulars.objects.filter(person_id__in=ids)}
        official = official_days(ids, on=self.on)
        self._learn({key["cell_id"] for key in keys})
        rows = []
        for position, key in enumerate(keys):
            pk = key["person_id"]
            if pk not in people:
                continue
            row = key | {"stt": first + position if first else None, "left_on": None}
            row |= self._person(people[pk]) | _particulars(more.get(pk)) | _attributes(values.get(pk, {}))
            row["unit_code"], row["unit"] = self._units[key["cell_id"]]
            row["official_since"] = official.get(pk)
            rows.append(row)
        return rows

    @staticmethod
    def _person(person: Row) -> Row:
        national_id, card = (person[name] for name in _NUMBERS)
        return {
            "uid": str(person["person__uid"]),
            "full_name": person["person__full_name"],
            "born": person["person__born_on"],
            "born_precision": person["person__born_precision"],
            "party_since": person["party_since"],
            "national_id": secrets.unseal(national_id, purpose=NATIONAL_ID) if national_id else "",
            "card": secrets.unseal(card, purpose=CARD) if card else "",
        }

    def _learn(self, cells: set[int]) -> None:
        new = cells - self._units.keys()
        if new:
            refs = dict(Unit.objects.filter(pk__in=new).values_list("pk", "ref"))
            names = org.names_of(new, on=self.on)
            self._units |= {pk: (refs[pk], names.get(pk, "")) for pk in new}


def _particulars(known: Particulars | None) -> Row:
    if known is None:
        return dict.fromkeys(
            ("other_name", "card_issued_on", "card_issued_by", "old_card", "old_national_id", "deletion_proposal")
        )
    return {
        "other_name": known.other_name,
        "card_issued_on": known.card_issued_on,
        "card_issued_by": known.card_issued_by,
        "old_card": secrets.unseal(known.old_card_sealed, purpose=OLD_CARD) if known.old_card_sealed else "",
        "old_national_id": secrets.unseal(known.old_national_id_sealed, purpose=OLD_NATIONAL_ID)
        if known.old_national_id_sealed
        else "",
        "deletion_proposal": known.deletion_proposal,
    }


def _attributes(values: dict[str, str]) -> Row:
    row: Row = {name: ATTRIBUTE_LABELS[name].get(values.get(name, ""), "") for name in ("sex", "ethnicity", "religion")}
    for name, (prefix, _) in PLACE_COLUMNS.items():
        for (part, _), text in zip(PARTS, place_parts(values.get(name, "")), strict=True):
            row[f"{prefix}_{part}"] = text
    row["state"] = state_of(values).label
    return row


def state_of(values: dict[str, str]) -> State:
    """Trạng thái of somebody on the roll: đình chỉ and gián đoạn go before miễn."""
    activity = values.get("activity", Activity.ACTIVE)
    if activity == Activity.SUSPENDED:
        return State.SUSPENDED
    if activity == Activity.INTERRUPTED:
        return State.INTERRUPTED
    return State.EXEMPT if values.get("exemption", Exemption.NONE) != Exemption.NONE else State.ACTIVE


def values_on(ids: Iterable[int], names: Sequence[str], *, on: date) -> dict[int, dict[str, str]]:
    """Person → attribute → its value on the day."""
    found: dict[int, dict[str, str]] = {}
    rows = Attribute.objects.filter(person_id__in=list(ids), name__in=names, since__lte=on, until__gt=on)
    for person, name, value in rows.values_list("person_id", "name", "value"):
        found.setdefault(person, {})[name] = value
    return found


def official_days(ids: Iterable[int], *, on: date) -> dict[int, date]:
    """Person → since when an official member, as far as an event up to the day says so."""
    found: dict[int, date] = {}
    events = MemberEvent.objects.filter(
        person_id__in=list(ids), state=EventState.STANDING, on__lte=on, cause__in=(*ENTRIES, Cause.RECOGNITION)
    )
    for person, cause, day, official in events.order_by("on", "id").values_list(
        "person_id", "cause", "on", "official_since"
    ):
        if cause == Cause.RECOGNITION:
            found[person] = day
        elif official:
            found[person] = official
        elif cause in (Cause.ADMISSION, Cause.READMISSION):
            found.pop(person, None)
    return found


def readings(source: SheetSource) -> Iterator[str]:
    """The references of everybody whose numbers the sheet shows."""
    for keys in batches(source.keys.iterate(), PART):
        ids = [key["person_id"] for key in keys]
        yield from (f"person:{uid}" for uid in Person.objects.filter(pk__in=ids).values_list("uid", flat=True))
