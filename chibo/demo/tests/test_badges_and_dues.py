"""Badges and books of party fees of a committee whose records go on to today."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db.models import Count, F, Sum

from chibo.badges.models import PartyBadge
from chibo.badges.rules.days import award_days, complete_on, milestones
from chibo.badges.vocabulary import BadgeKind, BadgeState
from chibo.demo.rules import nam_truc
from chibo.fees import derivation
from chibo.fees.models import Charge, FeeAssignment, FeeBasis, FeeBook, FeeRelief, FundEntry, Receipt, Remittance
from chibo.fees.queries import arrears
from chibo.fees.vocabulary import ReliefState
from chibo.kernel.days import FOREVER, add_months

pytestmark = pytest.mark.django_db
LAST = nam_truc.LAST
MONTH = LAST.replace(day=1)


@pytest.fixture(autouse=True)
def _loaded(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("demo", committee=["nam_truc"])


def test_badges_and_fees_are_as_they_ought_to_be():
    # One test, so that the committee is loaded once.
    _badges_fit_the_years_and_the_award_days()
    _a_round_is_over_but_for_some_and_the_next_is_under_way()
    _books_balance_and_nothing_is_written_after_the_data_date()
    _somebody_owes_three_months_and_most_have_paid()
    _reliefs_and_sums_passed_on_are_at_every_stage()


def _badges_fit_the_years_and_the_award_days():
    rows = PartyBadge.objects.exclude(state=BadgeState.PROPOSED)
    assert rows.count() > 1_000
    days = {day for year in range(1950, LAST.year + 1) for day in award_days(year)}
    for row in rows:
        assert row.award_day in days and row.award_day <= LAST
        assert row.years in milestones(row.award_day)
        early = 0 if row.kind == BadgeKind.REGULAR else 12
        assert complete_on(row.counted_from, row.years) <= add_months(row.award_day, early)
    assert {BadgeKind.REGULAR, BadgeKind.POSTHUMOUS} <= set(rows.values_list("kind", flat=True))
    given = rows.filter(state__in=(BadgeState.AWARDED, BadgeState.RETURNED))
    assert not given.exclude(awarded_on=F("award_day")).exists()
    twice = given.values("person").annotate(n=Count("pk"), kinds=Count("years", distinct=True))
    assert not twice.exclude(n=F("kinds")).exists()
    assert not PartyBadge.objects.filter(years=35, award_day__lt=date(2026, 5, 19)).exists()
    assert not PartyBadge.objects.filter(is_illustration=False).exists()


def _a_round_is_over_but_for_some_and_the_next_is_under_way():
    assert PartyBadge.objects.filter(state=BadgeState.DECIDED, award_day=date(2026, 11, 7)).exists()
    proposed = PartyBadge.objects.filter(state=BadgeState.PROPOSED)
    assert set(proposed.values_list("award_day", flat=True)) == {date(2027, 2, 3)}
    assert proposed.filter(proposed_on__gt=LAST).count() == 0


def _books_balance_and_nothing_is_written_after_the_data_date():
    assert derivation.recount() == []
    assert FeeBook.objects.filter(month__lt=date(2026, 2, 1)).count() == 0
    assert FeeBook.objects.filter(month__gt=MONTH).count() == 0
    assert Receipt.objects.filter(on__gt=LAST).count() == 0
    assert FundEntry.objects.filter(on__gt=LAST).count() == 0
    left = FundEntry.objects.values("unit").annotate(money=Sum("change"), rest=Sum("undivided"))
    assert left.exists() and not left.filter(money__lt=0).exists() and not left.filter(rest__lt=0).exists()
    kept = set(FeeBook.objects.filter(month=MONTH).values_list("unit", flat=True))
    assert set(FeeAssignment.objects.values_list("unit", flat=True)) == kept


def _somebody_owes_three_months_and_most_have_paid():
    owing = arrears.in_a_row(LAST)
    cells = FeeBook.objects.values("unit").distinct().count()
    assert 0.2 * cells < owing.count() < 0.6 * cells
    over = Charge.objects.filter(month__lt=MONTH, due__gt=0)
    assert over.filter(settled_on__lt=FOREVER).count() > 0.9 * over.count()
    now = Charge.objects.filter(month=MONTH, due__gt=0)
    assert 0.5 * now.count() < now.filter(settled_on__lt=FOREVER).count() < 0.9 * now.count()
    assert set(FeeBasis.objects.values_list("kind", flat=True)) >= {"insured", "pension", "uninsured_retired"}


def _reliefs_and_sums_passed_on_are_at_every_stage():
    assert set(FeeRelief.objects.values_list("state", flat=True)) == {ReliefState.ASKED, ReliefState.APPROVED}
    assert Remittance.objects.filter(received_on=None, reverses=None).exists()
    assert Remittance.objects.exclude(received_on=None).exists()
    assert Receipt.objects.exclude(reverses=None).exists()
