"""What a committee has on record beside its roll, and what it says to the claims about it."""

from datetime import date

import pytest

from chibo.admission.models import AdmissionFact, AdmissionTarget, Probation, Prospect
from chibo.badges.models import PartyBadge
from chibo.badges.vocabulary import HAD
from chibo.claims import queries as claims
from chibo.demo.rules import kien_tuong
from chibo.dossiers.models import Custody, FileSupplement, MemberSituationReport
from chibo.kernel.clock import today
from chibo.kernel.viewer import System
from chibo.members.models import Movement, Spell
from chibo.org import queries as org
from chibo.procedures.models import Case
from chibo.removal.models import AssistancePeriod, ScreeningRound
from chibo.transfers.models import MobileSpell, TransferAbroad

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kien_tuong_loaded")]
YEAR_END = date(2019, 12, 31)


def test_every_base_has_a_target_in_every_year():
    bases = set(_bases())
    assert set(AdmissionTarget.objects.filter(year=2019).values_list("unit_id", flat=True)) >= bases
    assert bases


def _bases():
    root = org.by_ref("KT", on=YEAR_END)
    return org.units_below(root, on=YEAR_END, kinds=org.level_kinds("base", on=YEAR_END)).values_list(
        "unit_id", flat=True
    )


def test_the_claims_about_it_are_answered_by_the_records():
    verdicts = list(claims.judged(viewer=System("kiểm tra"), today=today(), committee="kien_tuong"))
    built = [one for one in verdicts if one.is_built]
    assert [(one.id, one.got, one.note) for one in built if one.verdict != claims.PASS] == []
    assert "kien_tuong.admission.targets_always_met" in {one.id for one in built}


def test_slips_and_rounds_lie_in_the_time_of_the_committee():
    last = kien_tuong.LAST
    assert FileSupplement.objects.filter(filed_on__gt=date(last.year + 1, 1, 31)).count() == 0
    on_roll = Spell.objects.filter(since__lte=YEAR_END, until__gt=YEAR_END).values("person").distinct().count()
    filed = FileSupplement.objects.filter(first_year__lte=2019, last_year__gte=2019).values("person").distinct().count()
    assert on_roll * 0.9 < filed <= on_roll
    assert ScreeningRound.objects.filter(on__gt=last).count() == 0
    assert AssistancePeriod.objects.filter(since__gte=last).count() == 0
    assert MemberSituationReport.objects.filter(last__gt=last).count() == 0
    assert Custody.objects.count() >= 1


def test_every_admission_has_its_probation_and_the_special_ones_their_consent():
    admitted = Movement.objects.filter(cause__in=("admission", "readmission"), is_entry=True)
    assert Probation.objects.count() == admitted.count()
    assert AdmissionFact.objects.filter(consent=None).count() == 0
    assert AdmissionFact.objects.exclude(event__in=admitted.values("event")).count() == 0


def test_nothing_is_left_open_where_the_records_ended_years_ago():
    assert Case.objects.count() == 0
    assert Prospect.objects.filter(listed_on__gt=kien_tuong.LAST).count() == 0
    assert MobileSpell.objects.filter(since__gt=kien_tuong.LAST).count() == 0
    assert TransferAbroad.objects.filter(event__transfer_kind="abroad").count() == TransferAbroad.objects.count()
    assert PartyBadge.objects.exclude(state__in=HAD).count() == 0
