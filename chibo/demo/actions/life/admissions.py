"""Targets, special admissions and their consent, probations, and the source on the data date."""

from datetime import date, timedelta
from random import Random

from chibo.admission.actions import bulk
from chibo.admission.actions.bulk import FactSpec, ProbationSpec, ProspectSpec, TargetSpec
from chibo.admission.indicators.targets import with_achieved
from chibo.admission.models import TargetYear
from chibo.admission.vocabulary import ClassResult, Introducer, ProbationResult, SpecialKind
from chibo.decisions import actions as decisions
from chibo.decisions.models import Decision
from chibo.demo.actions.life.scene import Scene
from chibo.demo.rules import names
from chibo.kernel.days import add_months
from chibo.members.models import MemberEvent, Movement
from chibo.members.vocabulary import Cause, EventState, Occupation, Religion
from chibo.org import queries as org

ADMITTED = (Cause.ADMISSION, Cause.READMISSION)
ENDINGS = (Cause.RECOGNITION, Cause.STRIKE_OFF, Cause.EXPULSION, Cause.VOLUNTARY_EXIT)
LATE_AFTER = timedelta(days=44)
"""About thirty working days after the twelve months."""
CLASSES = ((ClassResult.EXCELLENT, 5), (ClassResult.GOOD, 35), (ClassResult.FAIR, 48), (ClassResult.AVERAGE, 12))
SOURCE_OF, MOST = 4, 260
"""One cell in so many follows somebody; at most so many in a committee."""


def fill(scene: Scene) -> None:
    """Everything about admission that the roll does not tell."""
    with_consent = _consents(scene)
    _targets(scene)
    _facts(scene, with_consent)
    _probations(scene)
    _source(scene)


def _targets(scene: Scene) -> None:
    """For every TCCSĐ and year; how many reach theirs is a trait of the committee."""
    chance, met = scene.chance("targets"), scene.committee.targets_met
    specs = []
    for year in range(scene.opening.year, scene.day.year + 1):
        kinds = org.level_kinds("base", on=date(year, 12, 31))
        rows = TargetYear.objects.filter(year=year, kind__in=kinds, unit__in=scene.units)
        for unit, achieved in with_achieved(rows).order_by("unit_id").values_list("unit_id", "achieved"):
            if chance.random() < met:
                number = max(achieved - chance.choice((0, 0, 0, 1)), 0)
            else:
                number = achieved + chance.choice((1, 1, 2))
            first = date(year, 1, 15)
            versions = [(number, first, "")]
            if chance.random() < 0.06:
                reason = "Điều chỉnh theo nguồn thực tế của cơ sở."
                versions = [(number + 1, first, ""), (number, date(year, 7, 10), reason)]
            specs.append(TargetSpec(unit, year, [one for one in versions if one[1] <= scene.day]))
    bulk.load_targets(
        [one for one in specs if one.versions], at=scene.root, on=scene.on, by=scene.by, is_illustration=True
    )


def _consents(scene: Scene) -> dict[int, Decision]:
    """Year → the document by which the level above agreed to special admissions."""
    return {
        year: decisions.register(
            number=f"{100 + year % 100}-CV/{scene.committee.ref}", issued_on=date(year, 1, 10), issuer=scene.committee.issuer,
            signer_title="T/M BAN THƯỜNG VỤ", summary="Về việc kết nạp các trường hợp đặc biệt", is_illustration=True,
            by=scene.by,
        )
        for year in range(scene.opening.year, scene.day.year + 1)
    }  # fmt: skip


def _facts(scene: Scene, consents: dict[int, Decision]) -> None:
    chance = scene.chance("special")
    rows = Movement.objects.filter(cause__in=ADMITTED, is_entry=True, cell__in=scene.units).order_by("event_id")
    specs = []
    columns = ("event_id", "cause", "on", "religion", "occupation", "born_on")
    for event, cause, on, religion, occupation, born in rows.values_list(*columns):
        kinds = []
        if cause == Cause.READMISSION:
            kinds.append(SpecialKind.READMISSION)
        if religion not in ("", Religion.NONE):
            kinds.append(SpecialKind.RELIGIOUS)
        if occupation == Occupation.BUSINESS_OWNER:
            kinds.append(SpecialKind.OWNER)
        if cause == Cause.ADMISSION and 28 <= on.year - born.year <= 45 and chance.random() < 0.02:
            kinds.append(SpecialKind.POPULATION)
        specs += [FactSpec(event, kind, consents[on.year].pk) for kind in kinds]
    bulk.load_facts(specs, at=scene.root, on=scene.on, by=scene.by, is_illustration=True)


def _probations(scene: Scene) -> None:
    """Helper and class of everybody admitted, and how the probation ended as far as the roll tells."""
    chance = scene.chance("probations")
    began = Movement.objects.filter(cause__in=ADMITTED, is_entry=True, cell__in=scene.units)
    people = dict(began.order_by("on", "event_id").values_list("event_id", "person_id"))
    endings: dict[int, list[tuple[date, str]]] = {}
    ended = MemberEvent.objects.filter(
        cause__in=ENDINGS, state=EventState.STANDING, person__in=began.values("person")
    ).order_by("on", "id")
    for person, on, cause in ended.values_list("person_id", "on", "cause"):
        endings.setdefault(person, []).append((on, cause))
    days = dict(began.values_list("event_id", "on"))
    specs = [_probation(chance, event, days[event], endings.get(person, ())) for event, person in people.items()]
    bulk.load_probations(specs, at=scene.root, on=scene.on, by=scene.by, is_illustration=True)


def _probation(chance: Random, event: int, began: date, endings: object) -> ProbationSpec:
    on, cause = next(((day, what) for day, what in endings if day > began), (None, ""))
    spec = ProbationSpec(event)
    if on is None:
        return spec
    results, weights = zip(*CLASSES, strict=True)
    spec.class_result = chance.choices(results, weights)[0]
    spec.class_on = min(began + timedelta(days=chance.randrange(60, 300)), on)
    spec.class_number = f"{chance.randrange(1, 400)}/GCN"
    if cause in (Cause.RECOGNITION, Cause.STRIKE_OFF):
        spec.considered_on = max(on - timedelta(days=chance.randrange(2, 12)), began)
        spec.result = ProbationResult.RECOGNIZED if cause == Cause.RECOGNITION else ProbationResult.REFUSED
        spec.is_late = on > add_months(began, 12) + LATE_AFTER
    return spec


def _source(scene: Scene) -> None:
    chance = scene.chance("source")
    specs = []
    for number, cell in enumerate(scene.cells(scene.day)):
        if number % SOURCE_OF or len(specs) >= MOST:
            continue
        is_woman = chance.random() < 0.5
        born = date(scene.day.year - chance.randrange(19, 34), chance.randrange(1, 13), chance.randrange(1, 29))
        families = scene.committee.families
        name = names.full_name(chance, is_woman=is_woman, ethnicity=names.KINH, born=born.year, families=families)
        listed = scene.day - timedelta(days=chance.randrange(60, 700))
        values = {
            "sex": "nu" if is_woman else "nam", "ethnicity": names.KINH, "religion": Religion.NONE, "in_youth_union": True,
            "occupation": chance.choice((Occupation.FARMER, Occupation.PUBLIC_EMPLOYEE, Occupation.WORKER)),
        }  # fmt: skip
        held = listed + timedelta(days=chance.randrange(20, 55))
        certificates = [(f"{chance.randrange(1, 900)}/GCN-BDNT", held, "Trung tâm Chính trị")]
        specs.append(
            ProspectSpec(
                cell, name, born, listed, introduced_by=Introducer.YOUTH, values=values,
                certificates=certificates if chance.random() < 0.7 else (),
            )
        )  # fmt: skip
    bulk.load_prospects(specs, at=scene.root, on=scene.on, by=scene.by, is_illustration=True)
