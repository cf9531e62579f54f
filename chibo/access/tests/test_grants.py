"""Grants hold from a day to a day, at a unit and below it, and nobody gives any to oneself."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from chibo.access import actions, queries, rules
from chibo.access.models import Grant
from chibo.access.queries import AccountViewer, Anonymous
from chibo.accounts.models import Account
from chibo.journal.models import Entry
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.viewer import System
from chibo.org import actions as org
from chibo.site.roles import CAPABILITIES, ROLES

ADMIN = System("Quản trị viên")
SINCE = date(2024, 1, 1)
TODAY = date(2024, 6, 1)


def give(account, unit, role="bi_thu_chi_bo", **changes):
    return actions.grant(**({"account": account, "role": role, "unit": unit, "since": SINCE, "by": ADMIN} | changes))


def test_without_a_grant_nothing_is_allowed(tree, viewer):
    assert [capability for capability in CAPABILITIES if viewer().may(capability)] == []
    assert (viewer().home, viewer().entitled("org.read")) == (None, [])


def test_a_secretary_of_a_cell_sees_the_cell_only_and_reads_why(tree, account, viewer):
    give(account, tree["A"])
    seen = {ref for ref, unit in tree.items() if viewer().may("members.read", unit)}
    assert seen == {"A"}
    assert viewer().may("members.read", tree["A"]).text == (
        "Đồng chí là Bí thư chi bộ tại Chi bộ thôn 1 từ 01/01/2024."
    )
    assert (viewer().home, viewer().home_name) == (tree["A"], "Chi bộ thôn 1")
    with pytest.raises(NotEntitled, match="Xem danh sách và hồ sơ đảng viên"):
        viewer().must("members.read", tree["B"])


def test_a_grant_reaches_everything_below(tree, account, viewer):
    give(account, tree["X1"], "van_phong_co_so")
    assert {ref for ref, unit in tree.items() if viewer().may("members.sensitive", unit)} == {"X1", "A"}
    assert viewer().entitled("members.sensitive") == [tree["X1"].pk]


def test_a_role_gives_its_own_capabilities_only(tree, account, viewer):
    give(account, tree["H"], "bao_chi")
    held = {capability for capability in CAPABILITIES if viewer().may(capability, tree["A"])}
    assert held == {"figures.read", "figures.export"}


def test_a_member_sees_the_own_record_only(tree, account, viewer):
    give(account, tree["A"], "dang_vien")
    assert viewer().may("members.read_own")
    assert viewer().may("members.read", tree["A"]) is None


def test_an_administrator_of_the_system_sees_no_member(tree, account, viewer):
    give(account, None, "quan_tri")
    assert viewer().may("access.grant", tree["B"]).text == "Đồng chí là Quản trị viên của toàn hệ thống từ 01/01/2024."
    assert viewer().may("members.read") is None
    assert viewer().entitled("org.read") == [tree["H"].pk]


def test_a_grant_holds_from_its_day_up_to_not_including_its_end(tree, account, viewer):
    give(account, tree["A"], until=date(2024, 7, 1))
    days = [SINCE - timedelta(1), SINCE, date(2024, 6, 30), date(2024, 7, 1)]
    assert [viewer(day).may("members.read", tree["A"]) is not None for day in days] == [False, True, True, False]


def test_a_unit_that_merged_away_is_seen_from_the_one_that_took_it(tree, account, viewer):
    give(account, tree["X2"], "van_phong_co_so")
    other = Account.objects.create(username="vanphong.cu", display_name="Văn phòng cũ")
    give(other, tree["X1"], "van_phong_co_so")
    org.merge_into(units=[tree["X1"]], into=tree["X2"], on=date(2024, 5, 1), by=ADMIN, because=None)
    assert viewer(date(2024, 4, 30)).may("members.read", tree["X1"]) is None
    assert viewer(date(2024, 5, 1)).may("members.read", tree["X1"]) is not None
    assert AccountViewer(other, on=date(2024, 4, 30)).may("members.read", tree["X1"]) is not None
    assert AccountViewer(other, on=date(2024, 5, 1)).may("members.read", tree["X1"]) is None


def test_a_scope_is_made_only_of_units_of_ones_own(tree, account, viewer):
    give(account, tree["A"])
    assert viewer().scope(tree["A"]).unit == tree["A"]
    with pytest.raises(NotEntitled, match="ngoài phạm vi"):
        viewer().scope(tree["X1"])


def test_nobody_signed_in_may_nothing(tree):
    nobody = Anonymous()
    assert nobody.may("org.read", tree["A"]) is None
    with pytest.raises(NotEntitled) as refused:
        nobody.must("org.read", tree["A"])
    assert refused.value.status == 401
    with pytest.raises(NotEntitled):
        nobody.scope(tree["A"])


def test_giving_and_ending_stand_in_the_journal(tree, account):
    grant = give(account, tree["A"], reason="Đại hội chi bộ bầu")
    actions.end(grant=grant, on=date(2024, 5, 1), by=ADMIN)
    granted, ended = Entry.objects.filter(what__startswith="access.").order_by("id")
    assert (granted.label, granted.place, granted.reason) == (
        "Giao vai trò Bí thư chi bộ cho Bí thư thôn 1",
        tree["A"].reference,
        "Đại hội chi bộ bầu",
    )
    assert (ended.before["until"], ended.after["until"]) == ("9999-12-31", "2024-05-01")
    assert Grant.objects.get().until == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"role": "vua"}, "role"),
        ({"role": "quan_tri"}, "unit"),
        ({"until": SINCE}, "until"),
        ({"since": date(2009, 12, 31)}, "since"),
        ({"since": date(2024, 3, 1)}, "since"),
        ({"reason": "x" * 301}, "reason"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field(tree, account, changes, field):
    give(account, tree["A"])
    with pytest.raises(Refusal) as refused:
        give(account, tree["A"], **changes)
    assert refused.value.field == field
    assert Grant.objects.count() == 1


def test_a_role_of_a_unit_needs_a_unit(tree, account):
    with pytest.raises(Refusal, match="phải gắn với một tổ chức"):
        give(account, None)


def test_the_same_role_may_be_given_again_from_the_day_it_ended(tree, account):
    grant = give(account, tree["A"])
    actions.end(grant=grant, on=date(2024, 3, 1), by=ADMIN)
    give(account, tree["A"], since=date(2024, 3, 1))
    assert list(Grant.objects.order_by("since").values_list("since", "until")) == [
        (SINCE, date(2024, 3, 1)),
        (date(2024, 3, 1), FOREVER),
    ]


def test_a_grant_ends_once_and_not_before_it_began(tree, account):
    grant = give(account, tree["A"])
    with pytest.raises(Refusal, match="bắt đầu từ 01/01/2024"):
        actions.end(grant=grant, on=SINCE - timedelta(1), by=ADMIN)
    actions.end(grant=grant, on=SINCE, by=ADMIN)
    with pytest.raises(Refusal, match="đã kết thúc"):
        actions.end(grant=grant, on=date(2024, 9, 1), by=ADMIN)


def test_only_who_may_grant_gives_and_never_to_oneself(tree, account, viewer):
    secretary = viewer()
    other = Account.objects.create(username="khac", display_name="Người khác")
    give(account, tree["A"])
    with pytest.raises(NotEntitled):
        actions.grant(account=other, role="dang_vien", unit=tree["A"], since=SINCE, by=secretary)
    give(account, None, "quan_tri")
    with pytest.raises(NotEntitled, match="tự giao quyền"):
        actions.grant(account=account, role="ban_to_chuc", unit=tree["H"], since=SINCE, by=viewer())
    assert actions.grant(account=other, role="dang_vien", unit=tree["A"], since=SINCE, by=viewer())


def test_the_database_itself_refuses_the_same_role_twice(tree, account):
    for unit, role in ((tree["A"], "bi_thu_chi_bo"), (None, "quan_tri")):
        grant = give(account, unit, role)
        with pytest.raises(DatabaseError), transaction.atomic():
            Grant.objects.create(
                account=account, role=role, unit=unit, since=date(2025, 1, 1), given_by="x", given_by_label="x"
            )
        assert Grant.objects.filter(role=role).get() == grant


def test_rights_are_read_once_whatever_is_asked(tree, account, viewer, django_assert_num_queries):
    give(account, tree["A"])
    with django_assert_num_queries(1):
        one = viewer()
        for capability in CAPABILITIES:
            one.may(capability, tree["A"])
            one.may(capability)


def test_grants_that_reach_a_unit_are_listed_with_those_from_above(tree, account):
    own, above = give(account, tree["A"]), give(account, tree["H"], "ban_to_chuc")
    give(account, tree["B"])
    assert set(queries.grants_at(tree["A"], on=TODAY)) == {own, above}


def test_whoever_reads_grants_at_a_unit_sees_those_inside_it(tree, account, viewer):
    give(account, tree["X1"], "ban_to_chuc")
    other = Account.objects.create(username="khac", display_name="Người khác")
    inside, outside = give(other, tree["A"]), give(other, tree["B"])
    listed = queries.grants_listed(on=TODAY, by=viewer())
    assert inside in listed
    assert outside not in listed


def test_what_has_no_place_goes_only_with_roles_of_the_whole_system():
    loose = {"bi_thu": rules.Role("Bí thư", frozenset({"journal.read"}))}
    with pytest.raises(ValueError, match="whole system"):
        rules.install(loose, CAPABILITIES)
    with pytest.raises(ValueError, match="unknown capability"):
        rules.install({"x": rules.Role("X", frozenset({"no.such"}))}, CAPABILITIES)
    assert rules.roles() == ROLES


def test_a_file_at_a_unit_is_asked_about_by_reference(tree, account, viewer):
    give(account, tree["A"])
    assert queries.may_at(tree["A"].reference, "members.read", viewer())
    assert not queries.may_at(tree["B"].reference, "members.read", viewer())
    assert not queries.may_at("unit:nowhere", "members.read", viewer())
    assert not queries.may_at("person:1", "members.read", viewer())
