"""Registering decisions."""

from datetime import date

import pytest

from chibo.decisions import actions
from chibo.decisions.models import Decision
from chibo.journal.models import Entry
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import System

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 1)
CLERK = System("Văn phòng")


def register(**changes):
    said = {"number": "12-QĐ/HU", "issued_on": DAY, "issuer": "Huyện ủy Nam Trực", "by": CLERK} | changes
    return actions.register(**said)


def test_a_decision_reads_as_on_paper_and_is_in_the_journal():
    decision = register(summary="Về việc chuyển giao chi bộ")
    assert str(decision) == "12-QĐ/HU ngày 01/01/2024 của Huyện ủy Nam Trực"
    assert Entry.objects.get().subject == decision.reference


def test_the_same_paper_is_returned_not_doubled():
    assert register() == register(number="  12-QĐ/HU ", summary="khác")
    assert (Decision.objects.count(), Entry.objects.count()) == (1, 1)


def test_the_same_number_of_another_issuer_or_day_is_another_paper():
    assert len({register(), register(issuer="Tỉnh ủy"), register(issued_on=date(2023, 12, 31))}) == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": " "}, "number"),
        ({"issuer": ""}, "issuer"),
        ({"number": "x" * 81}, "number"),
        ({"summary": "x" * 501}, "summary"),
        ({"effective_on": date(2023, 12, 31)}, "effective_on"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field(changes, field):
    with pytest.raises(Refusal) as refused:
        register(**changes)
    assert refused.value.field == field
    assert not Decision.objects.exists()


def test_in_effect_on_the_day_it_was_signed_is_fine():
    assert register(effective_on=DAY).effective_on == DAY


def test_a_decision_can_be_taken_out_and_stays_in_the_journal():
    decision = register()
    actions.withdraw(decision=decision, on=DAY, by=CLERK)
    assert Decision.objects.count() == 0
    assert Entry.objects.order_by("-pk").first().before["number"] == "12-QĐ/HU"
