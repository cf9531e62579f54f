"""The two smallest committees, loaded."""

import pytest
from django.core.management import call_command

from chibo.demo.targets import recount
from chibo.jobs.models import Job
from chibo.members.models import MemberEvent, Person
from chibo.org.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_loaded")]
BOTH = ["kien_tuong", "vinh_loi"]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def test_the_published_numbers_come_out(capsys):
    assert [(r.target.title, r.got) for key in BOTH for r in recount(key) if not r.is_met] == []
    call_command("demo", committee=BOTH, check=True)
    assert "khớp" in capsys.readouterr().out


@pytest.mark.parametrize("committees", [BOTH[:1], BOTH[1:], BOTH])
def test_a_second_run_does_nothing(committees, capsys):
    before = (Person.objects.count(), MemberEvent.objects.count(), Job.objects.count())
    call_command("demo", committee=committees)
    assert (Person.objects.count(), MemberEvent.objects.count(), Job.objects.count()) == before
    assert "Không có gì để nạp" in capsys.readouterr().out


def test_everything_is_marked_as_illustration():
    assert Person.objects.exists() and Unit.objects.exists()
    assert not Person.objects.filter(is_illustration=False).exists()
    assert not Unit.objects.filter(is_illustration=False).exists()
