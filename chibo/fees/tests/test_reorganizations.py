"""Money goes to whoever goes on for a unit, and comes back when the reorganization is undone."""

import pytest

from chibo.fees import actions, derivation
from chibo.fees.actions.followers import FOLLOWERS
from chibo.fees.models import FeeBasis, FundEntry
from chibo.fees.tests.world import TODAY, charge, m, money
from chibo.kernel.refusal import Refusal
from chibo.members.actions import merging
from chibo.members.tests.world import ME, d
from chibo.org import actions as org


def merged(world, on="01/12/2026"):
    return org.merge_into(units=[world.a2], into=world.a1, on=d(on), by=ME).event


def test_the_money_of_a_merged_cell_goes_along_and_comes_back(world):
    an = world.payer("Nguyễn Văn An", cell=world.a2)
    world.paid((an, "11/2026", None), unit=world.a2)
    event = merged(world)
    assert (money(world.a2), money(world.a1)) == ((0, 0), (100_000, 100_000))
    rows = FundEntry.objects.filter(event=event).order_by("pk").values_list("cause", "amount", "change", "tree_day")
    assert list(rows) == [
        ("carried_out", 100_000, -100_000, d("30/11/2026")),
        ("carried_in", 100_000, 100_000, d("01/12/2026")),
    ]
    assert derivation.recount() == []
    org.undo(event=event, reason="Nhầm", by=ME)
    assert (money(world.a2), money(world.a1)) == ((100_000, 100_000), (0, 0))


def test_the_members_of_a_merged_cell_owe_and_pay_in_the_new_one(world):
    an = world.payer("Nguyễn Văn An", cell=world.a2)
    world.opened(world.a2, "10/2026")
    merged(world, "15/11/2026")
    world.opened(world.a2, "11/2026")
    world.opened(world.a1, "12/2026")
    assert [charge(an, month).cell.ref for month in ("10/2026", "11/2026", "12/2026")] == ["A2", "A2", "A1"]
    world.paid((an, "10/2026", None), unit=world.a1, on="20/11/2026", approver=an, collector=world.member("Bùi Thị Hà"))
    assert money(world.a1) == (100_000, 100_000)


def test_a_dissolved_committee_leaves_its_money_to_its_superior(world):
    an = world.payer("Nguyễn Văn An", cell=world.b1)
    world.paid((an, "11/2026", None), unit=world.b1)
    actions.receive(
        actions.remit(world.b1, first_month=m("11/2026"), last_month=m("11/2026"), on=TODAY, today=TODAY, by=ME),
        on=TODAY, today=TODAY, by=ME,
    )  # fmt: skip
    org.dissolve(units=[world.b], to=world.h, below=world.a, on=d("01/12/2026"), by=ME)
    assert (money(world.b)[0], money(world.h)[0], money(world.b1)[0]) == (0, 30_000, 70_000)


def test_money_on_the_day_or_later_stands_in_the_way(world):
    an = world.payer("Nguyễn Văn An", cell=world.a2)
    world.paid((an, "11/2026", None), unit=world.a2)
    with pytest.raises(Refusal, match="Sổ quỹ đảng phí"):
        merged(world, "05/11/2026")


def test_what_was_taken_since_by_a_founded_cell_stands_on_the_event(world):
    event = org.consolidate(
        units=[world.a1, world.a2],
        new=world.cell("NEW", "Chi bộ Thôn Mới", "A"),
        on=d("01/06/2026"),
        by=ME,
    ).event
    new = event.parties.get(role="founded").unit
    chi = world.payer("Lê Văn Chi", cell=new, on="02/06/2026")
    two = {"approver": world.member("Bùi Thị Hà", cell=new, on="02/06/2026"), "collector": chi}
    world.paid((two["collector"], "11/2026", None), unit=new, **two)
    assert any("Phiếu thu PT-2026-0001" in one for one in org.what_stands_on(event))


def test_two_records_of_one_person_bring_their_dues_together(world):
    merging.install(FOLLOWERS)
    keep, other = world.payer("Nguyễn Văn An"), world.person("Nguyễn Văn An", confirmed=True)
    world.opened(month="10/2026")
    world.basis(other, since="02/2026", kind="student")
    with pytest.raises(Refusal, match="chồng nhau"):
        merging.merge_people(keep=keep, other=other, reason="Trùng", on=TODAY, by=ME)
    FeeBasis.objects.filter(person=other).update(since=m("01/2020"), until=m("01/2021"))
    merge = merging.merge_people(keep=keep, other=other, reason="Trùng", on=TODAY, by=ME)
    assert FeeBasis.objects.filter(person=keep).count() == 2
    assert derivation.recount() == []
    merging.unmerge(merge, reason="Hai người", on=TODAY, by=ME)
    assert FeeBasis.objects.filter(person=other).count() == 1
