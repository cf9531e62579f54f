"""By what dues are reckoned, for many members at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from chibo.fees import rules
from chibo.fees.models import FeeBasis
from chibo.fees.queries.payers import AT_ONCE
from chibo.fees.rules import checks
from chibo.fees.vocabulary import months
from chibo.journal import actions as journal
from chibo.kernel.bulk import batches, insert_tuples
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person
from chibo.org.models import Unit

COLUMNS = ("person_id", "kind", "amount", "region", "since", "until", "source")


@dataclass(frozen=True, slots=True)
class BasisSpec:
    """The basis of one member from a month on."""

    person: int
    kind: str
    amount: int = 0
    region: str = ""


@transaction.atomic
def set_bases(unit: Unit, specs: Sequence[BasisSpec], *, since: date, on: date, by: Viewer, source: str = "") -> int:
    """Say by what the dues of members are reckoned from a month on; returns how many changed.

    What was said from the same month is replaced (the journal keeps it), what was said earlier ends with it, what was said
    of later months stays. The dues of months already opened stay as they are until they are corrected.

    :raises Refusal: an impossible basis, one person twice, or a month far ahead
    """
    by.must(rules.WRITE, unit)
    checks.must_not_be_far(checks.must_be_month(since, field="since"), on, field="since")
    wanted: dict[int, BasisSpec] = {}
    for spec in specs:
        try:
            checks.check_basis(spec.kind, spec.amount, spec.region)
        except Refusal as refusal:
            refusal.about = spec.person
            raise
        if spec.person in wanted:
            raise Refusal("Một đảng viên có hai dòng. Hãy bỏ một dòng.", code="twice")
        wanted[spec.person] = spec
    people = {p.pk: p for some in batches(sorted(wanted), AT_ONCE) for p in Person.objects.filter(pk__in=some)}
    if len(people) < len(wanted):
        raise Refusal("Có hồ sơ không còn trong hệ thống. Hãy mở lại trang rồi ghi lại.", code="gone", status=409)
    changed = _write(wanted, since, source[:200])
    if changed:
        journal.record_many(
            "fees.basis_set",
            (
                journal.Telling(
                    subject=f"person:{people[pk].uid}",
                    label=f"Ghi diện đóng đảng phí từ tháng {months.show(since)} của đồng chí {people[pk].full_name}",
                    before=before,
                    after=_image(wanted[pk].kind, wanted[pk].amount, wanted[pk].region),
                    place=unit.reference,
                )
                for pk, before in changed.items()
            ),
            on=on,
            by=by,
        )
    return len(changed)


def _write(wanted: dict[int, BasisSpec], since: date, source: str) -> dict[int, dict | None]:
    """Person → what was in force before, of those for whom something changed."""
    lines: dict[int, list[FeeBasis]] = {}
    for some in batches(sorted(wanted), AT_ONCE):
        for row in FeeBasis.objects.select_for_update().filter(person_id__in=some).order_by("since"):
            lines.setdefault(row.person_id, []).append(row)
    changed, fresh, ended, replaced = {}, [], [], []
    for pk, spec in wanted.items():
        line = lines.get(pk, [])
        here = next((row for row in line if row.since <= since < row.until), None)
        if here is not None and (here.kind, here.amount, here.region) == (spec.kind, spec.amount, spec.region):
            continue
        changed[pk] = _image(here.kind, here.amount, here.region) if here else None
        later = min((row.since for row in line if row.since > since), default=FOREVER)
        if here is not None and here.since == since:
            replaced.append(here.pk)
        elif here is not None:
            here.until = since
            ended.append(here)
        fresh.append((pk, str(spec.kind), spec.amount, str(spec.region), since, later, source))
    FeeBasis.objects.filter(pk__in=replaced).delete()
    FeeBasis.objects.bulk_update(ended, ["until"], batch_size=500)
    insert_tuples(FeeBasis, COLUMNS, fresh)
    return changed


def _image(kind: str, amount: int, region: str) -> dict[str, object]:
    return {"kind": str(kind), "amount": amount, "region": str(region)}


def load_bases(specs: Sequence[BasisSpec], *, since: date, source: str = "") -> int:
    """As :func:`set_bases`, for people who have none yet, by the thousand; the caller has the right and the journal.

    :raises Refusal: an impossible basis
    """
    for spec in specs:
        checks.check_basis(spec.kind, spec.amount, spec.region)
    return insert_tuples(
        FeeBasis,
        COLUMNS,
        ((one.person, str(one.kind), one.amount, str(one.region), since, FOREVER, source) for one in specs),
    )
