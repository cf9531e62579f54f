"""Taking a broken load up again."""

import io

import pytest

from chibo.demo.actions import load
from chibo.demo.management.commands import demo
from chibo.demo.rules import vinh_loi
from chibo.demo.targets import recount
from chibo.kernel.clock import today
from chibo.members.actions.occupants import MemberOccupants
from chibo.org import queries as org
from chibo.org.actions import occupants
from chibo.org.models import OrgEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _members_hang_on_units():
    before = occupants.installed()
    occupants.install([MemberOccupants()])
    yield
    occupants.install(before)


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
