"""Loading the two smallest committees, and taking a broken load up again."""

import io

import pytest
from django.core.management import call_command

from chibo.demo.actions import load
from chibo.demo.management.commands import demo
from chibo.demo.rules import vinh_loi
from chibo.demo.targets import recount
from chibo.jobs.models import Job
from chibo.kernel.clock import today
from chibo.members.actions.occupants import MemberOccupants
from chibo.members.models import MemberEvent, Person
from chibo.org import queries as org
from chibo.org.actions import occupants
from chibo.org.models import OrgEvent, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _members_hang_on_units():
    before = occupants.installed()
    occupants.install([MemberOccupants()])
    yield
    occupants.install(before)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def test_the_published_numbers_come_out(capsys):
    call_command("demo", committee=["kien_tuong", "vinh_loi"])
    assert [(r.target.title, r.got) for key in ("kien_tuong", "vinh_loi") for r in recount(key) if not r.is_met] == []
    call_command("demo", committee=["kien_tuong", "vinh_loi"], check=True)
    assert "khớp" in capsys.readouterr().out


def test_a_second_run_does_nothing(capsys):
    call_command("demo", committee=["vinh_loi"])
    before = (Person.objects.count(), MemberEvent.objects.count(), Job.objects.count())
    call_command("demo", committee=["vinh_loi"])
    assert (Person.objects.count(), MemberEvent.objects.count(), Job.objects.count()) == before
    assert "Không có gì để nạp" in capsys.readouterr().out


def test_everything_is_marked_as_illustration():
    call_command("demo", committee=["vinh_loi"])
    assert not Person.objects.filter(is_illustration=False).exists()
    assert not Unit.objects.filter(is_illustration=False).exists()


def test_a_load_broken_off_at_any_stage_ends_the_same(monkeypatch):
    def run(breaks_at: int | None) -> None:
        calls = iter(range(1, 1_000))

        def carry_out(*args, **kwargs):
            if next(calls) == breaks_at:
                raise KeyboardInterrupt
            return real(*args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr("chibo.demo.actions.tree.carry_out", carry_out)
            load(vinh_loi.committee, key="vinh_loi", title="Vĩnh Lợi", on=today(), by=demo.BY, console=io.StringIO())

    from chibo.demo.actions import tree

    real = tree.carry_out
    for breaks_at in (1, 2, 1):
        with pytest.raises(KeyboardInterrupt):
            run(breaks_at)
    run(None)
    assert [r.target.title for r in recount("vinh_loi") if not r.is_met] == []
    unit = org.by_ref("VL", on=vinh_loi.LAST)
    assert org.coverage(unit, "members", vinh_loi.LAST) == []
    assert OrgEvent.objects.exclude(kind__in=("opening", "establish")).count() == 5
