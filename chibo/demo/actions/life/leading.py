"""Cases under way on the data date: admissions, recognitions, exemptions, each somewhere between its first steps and a decision."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from chibo.admission.models import Prospect
from chibo.admission.vocabulary import ProspectState
from chibo.demo.actions.life.scene import Scene
from chibo.kernel.days import add_months
from chibo.members.models import Movement, Person, Spell
from chibo.members.vocabulary import Cause, Status
from chibo.org import queries as org
from chibo.procedures.actions.bulk import ActSpec, CaseSpec, load_cases
from chibo.procedures.rules.definition import Definition, Field, Step
from chibo.procedures.rules.handlers import Handed, Subject, handler_of
from chibo.procedures.vocabulary import FieldKind
from chibo.rulebook import queries as rulebook

LATEST = timedelta(days=60)
"""Cases are left open only where the records go on to about today."""
MOST_EXEMPT = 12
OLD = 75
VOTERS = 9
"""Obliged to vote in a committee; in a cell, those on its roll."""


def fill(scene: Scene) -> None:
    """Open cases, and lead each so far."""
    if scene.day < scene.on - LATEST:
        return
    with rulebook.steady():
        load_cases([*_admissions(scene), *_recognitions(scene), *_exemptions(scene)], by=scene.by)


def _admissions(scene: Scene) -> Iterator[CaseSpec]:
    chance = scene.chance("cases of admission")
    voters = _voters(scene)
    found = Prospect.objects.filter(unit__in=scene.units, state=ProspectState.LISTED, certificates__isnull=False)
    for one in found.select_related("unit").order_by("pk").distinct():
        if chance.random() < 0.35:
            continue
        subject = Subject(one.reference, one.full_name, one.name_key, one.unit, is_illustration=True)
        member = _somebody(one.unit_id, scene.day)
        if member is None:
            continue
        count = chance.choice((0, 1, 2, 3, 4, 5, 6, 7, 7, 8))
        opened = scene.day - timedelta(days=chance.randrange(8, 25) * (count + 1))
        acts = _acts(
            chance,
            handler_of("ket-nap", on=opened).definition,
            opened,
            scene.day,
            count,
            voters.get(one.unit_id, VOTERS),
            member,
        )
        yield CaseSpec("ket-nap", subject, opened, acts, {"kind": "thuong"})


def _recognitions(scene: Scene) -> Iterator[CaseSpec]:
    """Those whose twelve months end about now."""
    chance = scene.chance("cases of recognition")
    on_probation = Spell.objects.filter(
        cell__in=scene.units, status=Status.PROBATIONARY, since__lte=scene.day, until__gt=scene.day
    )
    began = Movement.objects.filter(
        cause=Cause.ADMISSION, is_entry=True, person__in=on_probation.values("person"),
        on__gt=add_months(scene.day, -13), on__lt=add_months(scene.day, -10),
    ).select_related("person", "cell")  # fmt: skip
    cells = dict(on_probation.values_list("person_id", "cell_id"))
    for row in began.order_by("on", "event_id"):
        unit = scene.units[cells[row.person_id]]
        member = _somebody(unit.pk, scene.day)
        if chance.random() < 0.4 or member is None:
            continue
        opened = scene.day - timedelta(days=chance.randrange(10, 40))
        definition = handler_of("cong-nhan-chinh-thuc", on=opened).definition
        acts = _acts(chance, definition, opened, scene.day, chance.randrange(0, 4), VOTERS, member)
        yield CaseSpec("cong-nhan-chinh-thuc", _about(row.person, unit), opened, acts, {"admitted_on": row.on})


def _exemptions(scene: Scene) -> Iterator[CaseSpec]:
    chance = scene.chance("cases of exemption")
    spells = Spell.objects.filter(
        cell__in=scene.units, since__lte=scene.day, until__gt=scene.day, status=Status.OFFICIAL,
        born_on__lt=add_months(scene.day, -12 * OLD), exemption__in=("", "khong"),
    ).select_related("person")  # fmt: skip
    for row in spells.order_by("person_id")[: MOST_EXEMPT * 5 : 5]:
        opened = scene.day - timedelta(days=chance.randrange(3, 20))
        definition = handler_of("mien-sinh-hoat", on=opened).definition
        acts = _acts(chance, definition, opened, scene.day, chance.randrange(0, 2), VOTERS, "")
        answers = {"ly_do": "tuoi_cao", "tu_ngay": scene.day}
        yield CaseSpec("mien-sinh-hoat", _about(row.person, scene.units[row.cell_id]), opened, acts, answers)


def _about(person: Person, unit) -> Subject:
    url = f"/dang-vien/{person.uid}/"
    return Subject(f"person:{person.uid}", person.full_name, person.name_key, unit, url, is_illustration=True)


def _acts(
    chance: Random, definition: Definition, opened: date, last: date, count: int, voters: int, member: str
) -> list[ActSpec]:
    """The first steps, answered as they usually are; never one that decides or brings something about."""
    acts: list[ActSpec] = []
    day = opened
    for key in definition.keys[:count]:
        step = definition.steps[key]
        day += timedelta(days=chance.randrange(2, 9))
        if step.outcome or step.decision or step.only_if or day > last:
            break
        acts.append(_act(step, day, voters, member))
    return acts


def _act(step: Step, day: date, voters: int, member: str) -> ActSpec:
    data = {one.name: value for one in step.asks if (value := _answer(one, day, member)) is not None}
    papers = [Handed(one.kind, day) for one in step.documents if one.required]
    vote = {"obliged": voters, "present": voters, "for": voters, "against": 0, "blank": 0} if step.vote else None
    return ActSpec(day, data, vote, documents=papers)


def _answer(asked: Field, day: date, member: str) -> Any:
    if not asked.required:
        return None
    usual: Mapping[str, Any] = {
        FieldKind.TEXT: "Đã xem xét",
        FieldKind.LONG: "Đã xem xét, không có vướng mắc.",
        FieldKind.DAY: day,
        FieldKind.YES_NO: True,
        FieldKind.MEMBER: member,
    }
    return next(iter(asked.choices)) if asked.kind == FieldKind.CHOICE else usual[FieldKind(asked.kind)]


def _somebody(cell: int, day: date) -> str | None:
    """An official member of the cell."""
    rows = Spell.objects.filter(cell=cell, since__lte=day, until__gt=day, status=Status.OFFICIAL)
    uid = rows.order_by("party_since", "person_id").values_list("person__uid", flat=True).first()
    return f"person:{uid}" if uid else None


def _voters(scene: Scene) -> dict[int, int]:
    """Cell → official members on the data date."""
    found: dict[int, int] = {}
    rows = Spell.objects.filter(org.in_force(scene.day), cell__in=scene.units, status=Status.OFFICIAL)
    for cell in rows.values_list("cell_id", flat=True):
        found[cell] = found.get(cell, 0) + 1
    return found
