"""Many records at once, of past years: admissions of special kinds, probations, targets, the source."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from chibo.admission import rules
from chibo.admission.models import AdmissionFact, AdmissionTarget, ClassCertificate, Probation, Prospect, ProspectStay
from chibo.admission.rules import source
from chibo.admission.rules import targets as target_checks
from chibo.admission.vocabulary import ClassResult, Introducer, LeftReason, ProbationResult, ProspectState, SpecialKind
from chibo.journal import actions as journal
from chibo.kernel import secrets
from chibo.kernel.bulk import insert_tuples, reserve_ids
from chibo.kernel.days import FOREVER
from chibo.kernel.ids import uuid7
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold, name_key
from chibo.kernel.viewer import Viewer
from chibo.members.models.truth import NATIONAL_ID
from chibo.members.rules.person import clean_name, clean_national_id
from chibo.org.models import Unit


@dataclass(slots=True)
class FactSpec:
    """A special admission: event and decision of consent by primary key."""

    event: int
    kind: str
    consent: int | None = None
    note: str = ""


@dataclass(slots=True)
class ProbationSpec:
    """What is known of a probation: event and helper by primary key."""

    event: int
    helper: int | None = None
    class_result: str = ""
    class_number: str = ""
    class_on: date | None = None
    considered_on: date | None = None
    result: str = ""
    is_late: bool = False


@dataclass(slots=True)
class TargetSpec:
    """A target with its adjustments: (number, day, reason) in order of time."""

    unit: int
    year: int
    versions: Sequence[tuple[int, date, str]]


@dataclass(slots=True)
class ProspectSpec:
    """Somebody in the source: unit, follower and person by primary key; certificates as (number, day, issuer)."""

    unit: int
    full_name: str
    born_on: date
    listed_on: date
    introduced_by: str = Introducer.YOUTH
    values: dict[str, object] = field(default_factory=dict)
    national_id: str = ""
    follower: int | None = None
    person: int | None = None
    certificates: Sequence[tuple[str, date, str]] = ()
    state: str = ProspectState.LISTED
    closed_on: date = FOREVER
    left_reason: str = ""


@transaction.atomic
def load_facts(specs: Sequence[FactSpec], *, at: Unit, on: date, by: Viewer, is_illustration: bool = False) -> int:
    """Past admissions of special kinds.

    :param at: the unit in whose name they are loaded
    :raises Refusal: an unknown kind; nothing is kept then
    """
    by.must(rules.WRITE, at)
    _must_know((spec.kind for spec in specs), SpecialKind.values)
    columns = ("event_id", "kind", "consent_id", "case", "note", "is_illustration")
    rows = ((s.event, str(s.kind), s.consent, "", s.note, is_illustration) for s in specs)
    return _told(
        "admission.facts_loaded", insert_tuples(AdmissionFact, columns, rows), "trường hợp đặc biệt", at, on, by
    )


@transaction.atomic
def load_probations(
    specs: Sequence[ProbationSpec], *, at: Unit, on: date, by: Viewer, is_illustration: bool = False
) -> int:
    """What is known of past probations.

    :raises Refusal: an unknown result; nothing is kept then
    """
    by.must(rules.WRITE, at)
    _must_know((spec.class_result for spec in specs), ClassResult.values)
    _must_know((spec.result for spec in specs), ProbationResult.values)
    columns = (
        "event_id", "helper_id", "class_result", "class_number", "class_on", "considered_on", "result", "is_late", "case",
        "is_illustration",
    )  # fmt: skip
    rows = (
        (
            s.event, s.helper, str(s.class_result), s.class_number, s.class_on, s.considered_on, str(s.result), s.is_late,
            "", is_illustration,
        )
        for s in specs
    )  # fmt: skip
    return _told("admission.probations_loaded", insert_tuples(Probation, columns, rows), "lần dự bị", at, on, by)


@transaction.atomic
def load_targets(specs: Sequence[TargetSpec], *, at: Unit, on: date, by: Viewer, is_illustration: bool = False) -> int:
    """Targets of past years with their adjustments.

    :raises Refusal: a year or number that cannot be; nothing is kept then
    """
    by.must(rules.TARGET, at)
    columns = ("unit_id", "year", "version", "number", "since", "until", "reason", "decision_id", "is_illustration")
    rows = []
    for spec in specs:
        ends = [day for _, day, _ in spec.versions[1:]] + [FOREVER]
        for version, ((number, day, reason), until) in enumerate(zip(spec.versions, ends, strict=True), start=1):
            target_checks.check(year=spec.year, number=number, on=day)
            rows.append((spec.unit, spec.year, version, number, day, until, reason, None, is_illustration))
    return _told("admission.targets_loaded", insert_tuples(AdmissionTarget, columns, rows), "chỉ tiêu", at, on, by)


@transaction.atomic
def load_prospects(
    specs: Sequence[ProspectSpec], *, at: Unit, on: date, by: Viewer, is_illustration: bool = False
) -> list[int]:
    """People of the source, with their certificates.

    :param on: the day of the load; no day on record may lie after it
    :returns: their primary keys, in the order given
    :raises Refusal: one of them is not possible; nothing is kept then
    """
    by.must(rules.WRITE, at)
    _must_know((spec.left_reason for spec in specs), LeftReason.values)
    ids = list(reserve_ids(Prospect, len(specs))) if specs else []
    prospects = []
    for pk, spec in zip(ids, specs, strict=True):
        found = source.facts(
            today=on, full_name=clean_name(spec.full_name), born_on=spec.born_on, listed_on=spec.listed_on,
            introduced_by=spec.introduced_by, **spec.values,
        )  # fmt: skip
        number = clean_national_id(spec.national_id)
        prospects.append(
            Prospect(
                pk=pk, uid=uuid7(), unit_id=spec.unit, follower_id=spec.follower, person_id=spec.person, state=spec.state,
                closed_on=spec.closed_on, left_reason=spec.left_reason, is_illustration=is_illustration,
                name_key=name_key(found.full_name), folded=fold(found.full_name),
                national_id_sealed=secrets.seal(number, purpose=NATIONAL_ID) if number else None,
                national_id_index=secrets.blind_index(number, purpose=NATIONAL_ID) if number else None,
                **vars(found),
            )
        )  # fmt: skip
    Prospect.objects.bulk_create(prospects, batch_size=1_000)
    pairs = list(zip(ids, specs, strict=True))
    ProspectStay.objects.bulk_create(
        (ProspectStay(prospect_id=pk, unit_id=s.unit, since=s.listed_on, until=s.closed_on) for pk, s in pairs), 2_000
    )
    ClassCertificate.objects.bulk_create(
        (
            ClassCertificate(prospect_id=pk, number=number, issued_on=day, issuer=issuer, expires_on=source.expiry(day))
            for pk, spec in pairs
            for number, day, issuer in spec.certificates
        ),
        2_000,
    )
    _told("admission.prospects_loaded", len(ids), "quần chúng ưu tú", at, on, by)
    return ids


def _must_know(values, known) -> None:
    unknown = set(map(str, values)) - set(known)
    if unknown:
        raise Refusal(
            f"“{sorted(unknown)[0][:40]}” không có trong danh mục. Hãy xem lại dữ liệu nạp.", field="kind", code="value"
        )


def _told(what: str, count: int, noun: str, at: Unit, on: date, by: Viewer) -> int:
    journal.record(
        what, subject=at.reference, label=f"Nạp {count} {noun}", place=at.reference, on=on, by=by, count=count
    )
    return count
