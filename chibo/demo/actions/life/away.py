"""Members who work far from their cell, and where those transferred abroad went."""

from collections.abc import Iterator
from datetime import date, timedelta

from chibo.demo.actions.life.scene import Scene
from chibo.kernel.days import FOREVER
from chibo.members.models import MemberEvent, Spell
from chibo.members.vocabulary import Cause, EventState, Status, TransferKind
from chibo.transfers import actions as transfers
from chibo.transfers.models import ContactLog, MobileSpell
from chibo.transfers.vocabulary import MONTHS, AwayReason, Means, Purpose, Regime

PER_YEAR = 0.0035
"""Of the members on the roll, how many leave for work in a year; a tenth more every year."""
PLACES = ("Thành phố Hồ Chí Minh", "Bình Dương", "Đồng Nai", "Hà Nội", "Đà Nẵng", "Bắc Ninh")
COUNTRIES = (
    ("Nhật Bản", Purpose.LABOUR),
    ("Hàn Quốc", Purpose.LABOUR),
    ("Đức", Purpose.STUDY),
    ("Lào", Purpose.POSTING),
)
REGIMES = ((Regime.MONTHLY, 3), (Regime.QUARTERLY, 6), (Regime.HALF_YEARLY, 1))


def fill(scene: Scene) -> None:
    """Members away with their contacts; countries and purposes of transfers abroad."""
    transfers.load_away(list(_away(scene)), at=scene.root, on=scene.on, by=scene.by)
    _abroad(scene)


def _away(scene: Scene) -> Iterator[tuple[MobileSpell, list[ContactLog]]]:
    """Every year some leave; cells keep in touch with more of them every year."""
    chance = scene.chance("away")
    taken: set[int] = set()
    for turn, year in enumerate(scene.years):
        day = date(year, 3, 1)
        rows = Spell.objects.filter(
            cell__in=scene.units, since__lte=day, until__gt=day, stay_until__gt=date(year + 1, 12, 31),
            status=Status.OFFICIAL, born_on__gt=date(year - 50, 1, 1),
        ).order_by("person_id")  # fmt: skip
        people = [one for one in rows.values_list("person_id", "stay_since", "stay_until") if one[0] not in taken]
        wanted = round(Spell.objects.filter(cell__in=scene.units, since__lte=day, until__gt=day).count() * PER_YEAR)
        kept = min(0.5 + 0.07 * turn, 0.97)
        for person, since, until in chance.sample(people, min(round(wanted * 1.1**turn), len(people))):
            taken.add(person)
            began = max(since, day + timedelta(days=chance.randrange(0, 250)))
            back = began + timedelta(days=chance.randrange(200, 1300))
            is_back = back < min(until, scene.day)
            yield _spell(scene, chance, person, began, back if is_back else FOREVER, chance.random() < kept)


def _spell(scene: Scene, chance, person: int, began: date, back: date, kept: bool):
    regimes, weights = zip(*REGIMES, strict=True)
    regime = chance.choices(regimes, weights)[0]
    spell = MobileSpell(
        person_id=person, place=chance.choice(PLACES), reason=chance.choice((AwayReason.WORK, AwayReason.WORK, AwayReason.STUDY)),
        regime=regime, since=began, until=back, expected_on=None, is_illustration=True,
    )  # fmt: skip
    contacts = []
    day, end = began, min(back, scene.day)
    for _ in range(400 if kept else 1):
        day += timedelta(days=MONTHS[regime] * 30 - chance.randrange(2, 12))
        if day >= end:
            break
        means = chance.choice((Means.PHONE, Means.PHONE, Means.MESSAGE, Means.MEETING))
        contacts.append(ContactLog(on=day, means=means, by_whom="Bí thư chi bộ"))
    return spell, contacts


def _abroad(scene: Scene) -> None:
    chance = scene.chance("abroad")
    events = MemberEvent.objects.filter(
        cause=Cause.TRANSFER_OUT,
        transfer_kind=TransferKind.ABROAD,
        state=EventState.STANDING,
        from_cell__in=scene.units,
    )
    for event in events.select_related("person").order_by("on", "id"):
        country, purpose = chance.choice(COUNTRIES)
        expected = event.on + timedelta(days=365 * chance.randrange(2, 5))
        row = transfers.note_abroad(
            event, country=country, purpose=purpose, expected_on=expected, on=scene.on, by=scene.by
        )
        back = expected - timedelta(days=chance.randrange(0, 90))
        if back < scene.day and chance.random() < 0.85:
            transfers.note_return(row, returned_on=back, on=scene.on, by=scene.by)
