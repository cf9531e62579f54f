"""Posts are taken, left, corrected, annulled; what contradicts the records is refused."""

import pytest
from django.db import IntegrityError, transaction

from chibo.journal import queries as journal
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.members import actions as members
from chibo.members.tests.world import ME, d
from chibo.posts import actions, queries
from chibo.posts.models import Holding


def take(person, unit, since="15/06/2020", role="bi_thu", **more):
    if "until" in more:
        more["until"] = d(more["until"])
    return actions.take_post(person, role=role, unit=unit, since=d(since), by=ME, **more)


def refused(code, call):
    with pytest.raises(Refusal) as caught:
        call()
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    return caught.value


def test_a_post_is_taken_and_left(world):
    an = world.member()
    held = take(an, world.a1, title="Bí thư Chi bộ Thôn 1", how="bau", term=12)
    assert (held.body, held.until, held.is_open) == ("dang", FOREVER, True)
    assert list(queries.holdings_of(an, on=d("15/06/2020"))) == [held]
    assert list(queries.holdings_of(an, on=d("14/06/2020"))) == []
    actions.leave_post(held, on=d("01/08/2023"), by=ME)
    assert list(queries.holdings_of(an, on=d("31/07/2023"))) == [held]
    assert list(queries.holdings_of(an, on=d("01/08/2023"))) == []
    assert [e.what for e in journal.entries_of(f"person:{an.uid}")][:2] == ["posts.left", "posts.taken"]
    assert len(journal.entries_of(held.reference)) == 2
    refused("already_left", lambda: actions.leave_post(held, on=d("01/09/2023"), by=ME))


def test_the_title_of_the_role_stands_where_none_is_printed(world):
    assert take(world.member(), world.a1).title == "Bí thư"
    assert refused("no_title", lambda: take(world.member("Lê Văn Ba"), world.a1, role="khac")).field == "title"


def test_the_same_post_is_not_held_twice_on_a_day(world):
    an = world.member()
    take(an, world.a1, until="01/08/2023")
    assert refused("overlap", lambda: take(an, world.a1, "01/07/2023")).field == "since"
    take(an, world.a1, "01/08/2023")
    take(an, world.a2, "15/06/2020")
    take(an, world.a1, "15/06/2020", role="chi_uy_vien")


def test_posts_outside_the_list_may_be_several(world):
    an = world.member()
    take(an, world.a1, role="khac", title="Giám sát đầu tư cộng đồng", body="thon")
    second = take(an, world.a1, role="khac", title="Tổ hòa giải", body="thon")
    assert second.body == "thon"


def test_the_database_refuses_too(world):
    an = world.member()
    take(an, world.a1)
    row = {"person": an, "unit": world.a1, "role": "bi_thu", "title": "Bí thư", "body": "dang"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(since=d("01/01/2022"), **row)
    Holding.objects.create(since=d("01/01/2022"), state="annulled", **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(since=d("01/01/2019"), until=d("01/01/2019"), **row)


def test_two_secretaries_are_listed_not_refused(world):
    an, binh = world.member(), world.member("Trần Văn Bình")
    take(an, world.a1)
    assert queries.held_twice(world.h, on=d("01/01/2022"), below=True) == []
    take(binh, world.a1, "01/01/2021")
    (group,) = queries.held_twice(world.h, on=d("01/01/2022"), below=True)
    assert {one.person for one in group} == {an, binh}
    assert queries.held_twice(world.h, on=d("01/01/2022")) == []
    assert [one.person for one in queries.others_in(world.a1.pk, "bi_thu", on=d("01/01/2022"), but=an.pk)] == [binh]
    assert queries.others_in(world.a1.pk, "pho_bi_thu", on=d("01/01/2022")) == []


def test_days_that_contradict_are_refused(world):
    an = world.member(born="03/02/1980")
    refused("period", lambda: take(an, world.a1, until="15/06/2020"))
    refused("before_party", lambda: take(an, world.a1, "01/01/2003"))
    refused("before_birth", lambda: take(an, world.a1, "01/01/1979", role="truong_thon"))
    refused("before_founding", lambda: take(an, world.young, "01/06/2019"))
    refused("after_ending", lambda: take(an, world.old, "01/06/2019"))
    refused("after_ending", lambda: take(an, world.old, "01/06/2021"))
    take(an, world.old, "01/06/2019", until="01/01/2020")


def test_what_stood_at_the_opening_may_have_had_posts_before(world):
    """The founding of a unit of the opening state is not known."""
    assert take(world.member(party_since=d("01/01/1990"), born="01/01/1960"), world.a1, "01/01/1995").since.year == 1995


def test_a_year_in_which_the_unit_began_begins_with_the_unit(world):
    held = take(world.member(), world.young, "01/01/2020", since_precision="year")
    assert held.since == world.young.founded_on
    other = world.found(world.cell("LATE", "Chi bộ Mới Lập", "A"), "10/05/2021")
    held = take(world.member("Lê Thị Hoa"), other, "01/01/2021", since_precision="year")
    assert (held.since, held.since_precision) == (d("10/05/2021"), "year")


def test_party_posts_need_a_member_of_the_day(world):
    guest = world.person("Hồ Thị Lan")
    refused("not_member", lambda: take(guest, world.a1))
    take(guest, world.a1, role="truong_thon")
    an = world.member()
    members.expel(an, on=d("01/03/2022"), by=ME)
    assert refused("left_party", lambda: take(an, world.a1)).field == "until"
    assert refused("left_party", lambda: take(an, world.a1, "01/04/2022")).field == "since"
    take(an, world.a1, until="01/03/2022")
    take(an, world.a1, "01/04/2022", role="truong_thon")


def test_nobody_holds_a_post_after_death(world):
    an = world.member()
    members.record_death(an, on=d("01/03/2022"), by=ME)
    refused("after_death", lambda: take(an, world.a1, role="chu_tich_ubnd"))
    take(an, world.a1, role="chu_tich_ubnd", until="01/03/2022")


def test_posts_left_behind_are_listed(world):
    an, binh, lan = world.member(), world.member("Trần Văn Bình"), world.member("Hồ Thị Lan")
    for person in (an, binh, lan):
        take(person, world.a1, role="chi_uy_vien")
        take(person, world.a1, role="truong_thon")
    assert list(queries.left_behind(world.a1, on=d("01/01/2024"))) == []
    members.expel(an, on=d("01/03/2022"), by=ME)
    members.record_death(binh, on=d("01/03/2022"), by=ME)
    found = {(one.person, one.role) for one in queries.left_behind(world.h, on=d("01/01/2024"), below=True)}
    assert found == {(an, "chi_uy_vien"), (binh, "chi_uy_vien"), (binh, "truong_thon")}
    assert list(queries.left_behind(world.a1, on=d("01/01/2022"))) == []


def test_a_correction_needs_a_reason_and_keeps_the_old_values(world):
    held = take(world.member(), world.a1)
    refused("reason", lambda: actions.correct_holding(held, reason=" ", by=ME, role="pho_bi_thu"))
    actions.correct_holding(held, reason="Ghi nhầm", by=ME, role="pho_bi_thu", title="Phó bí thư", unit=world.a2)
    held.refresh_from_db()
    assert (held.role, held.unit, held.body) == ("pho_bi_thu", world.a2, "dang")
    entry = journal.entries_of(held.reference).first()
    assert (entry.before["role"], entry.after["role"], entry.reason) == ("bi_thu", "pho_bi_thu", "Ghi nhầm")


def test_what_is_annulled_counts_nowhere(world):
    an = world.member()
    held = take(an, world.a1)
    actions.annul_holding(held, reason="Nhầm người", by=ME)
    assert list(queries.holdings_of(an)) == []
    refused("annulled", lambda: actions.leave_post(held, on=d("01/01/2024"), by=ME))
    refused("annulled", lambda: actions.annul_holding(held, reason="Lần nữa", by=ME))
    take(an, world.a1)


def test_the_list_of_a_unit_is_in_the_order_of_rank(world, django_assert_num_queries):
    binh, an, hoa = world.member("Trần Văn Bình"), world.member(), world.member("Lê Thị Hoa", cell=world.b1)
    take(binh, world.a1, role="chi_uy_vien")
    take(an, world.a1, role="chi_uy_vien")
    take(hoa, world.b1)
    take(binh, world.a1, role="truong_thon")
    day = d("01/01/2022")
    with django_assert_num_queries(1):
        here = [(one.person.full_name, one.role, one.unit.ref) for one in queries.holders_at(world.a1, on=day)]
    assert here == [
        ("Nguyễn Văn An", "chi_uy_vien", "A1"),
        ("Trần Văn Bình", "chi_uy_vien", "A1"),
        ("Trần Văn Bình", "truong_thon", "A1"),
    ]
    with django_assert_num_queries(1):
        below = [one.person.full_name for one in queries.holders_at(world.h, on=day, below=True)]
    assert below == ["Lê Thị Hoa", "Nguyễn Văn An", "Trần Văn Bình", "Trần Văn Bình"]
    with django_assert_num_queries(1):
        assert [one.unit.ref for one in queries.holdings_of(binh, on=day)] == ["A1", "A1"]


def test_writing_needs_the_right_at_the_unit(world):
    class Nobody:
        label = reference = "ai đó"

        def must(self, capability, unit=None):
            assert capability == "posts.write"
            raise NotEntitled("Không được.")

    with pytest.raises(NotEntitled):
        actions.take_post(world.member(), role="bi_thu", unit=world.a1, since=d("01/01/2020"), by=Nobody())
