"""What is derived is put right again; acts are never changed; verify tells every difference."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from chibo.procedures.models import Act, Case
from chibo.procedures.queries import using
from chibo.procedures.queries.replay import differences
from chibo.procedures.tests.conftest import ME, d
from chibo.rulebook import actions as rulebook
from chibo.rulebook.models import Version


def test_a_corrected_rule_is_told_and_put_right(world):
    case = world.to_step("trao")
    before = case.due_on
    version = Version.objects.get(parameter__key="admission.ceremony.working_days")
    rulebook.correct_version(
        version=version, value=20, source=version.source, certainty=version.certainty, reason="Nhập sai", by=ME,
        on=d("22/11/2026"),
    )  # fmt: skip
    (told,) = list(differences())
    assert told.startswith(f"{case.mark}: due_on ghi {before:%d/%m/%Y}")
    out = StringIO()
    call_command("derive_cases", stdout=out)
    case.refresh_from_db()
    assert case.due_on < before and "Hồ sơ có thay đổi: 1" in out.getvalue()
    assert list(differences()) == []


def test_every_difference_is_named(world):
    case = world.to_step("dang-uy")
    Case.objects.filter(pk=case.pk).update(step="hop", unit=world.a2)
    told = " ".join(differences())
    assert "step ghi hop" in told and "tổ chức giữ hồ sơ khác" in told


@pytest.mark.parametrize("change", [{"to": "done"}, {"on": d("01/01/2020")}, {"reason": "x"}, {"data": {}}])
def test_the_database_refuses_to_change_an_act(world, change):
    world.to_step("hop")
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.all()._raw_delete("default")


def test_an_open_case_keeps_its_rules_when_a_version_is_added(world):
    case = world.to_step("hop")
    key = "admission.vote.branch"
    assert using(key, d("01/02/2024")) == [str(case)]
    assert using(key, d("02/03/2024")) == []
    assert using("probation.months", d("01/02/2024")) == []
