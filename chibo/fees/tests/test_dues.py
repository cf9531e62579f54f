"""What is owed: by the rules of the month, once a month, by whoever was there when it began."""

import pytest

from chibo.fees import actions, derivation
from chibo.fees.actions import BasisSpec
from chibo.fees.models import Due, FeeBasis
from chibo.fees.rules import money as sums
from chibo.fees.tests.world import TODAY, charge, dues, m
from chibo.kernel.refusal import Question, Refusal
from chibo.members import actions as members
from chibo.members.tests.world import ME, d


def relief(world, person, reason, percent=100, first="11/2026", until="12/2026", *, approve=True, **more):
    found = actions.ask_relief(
        person, unit=world.a1, reason=reason, percent=percent, since=m(first), until=m(until), on=TODAY, by=ME, **more
    )
    return actions.decide_relief(found, approve=True, on=TODAY, by=ME) if approve else found


@pytest.mark.parametrize(
    ("kind", "amount", "region", "due"),
    [
        ("insured", 10_000_000, "", 100_000),
        ("insured", 4_215_550, "", 42_156),
        ("insured", 0, "", 0),
        ("insured", 50, "", 1),
        ("insured", 49, "", 0),
        ("insured", sums.MOST, "", 10_000_000_000),
        ("on_leave", 6_000_000, "", 60_000),
        ("pension", 5_000_100, "", 25_001),
        ("uninsured_working_age", 0, "III", 12_420),
        ("uninsured_retired", 0, "IV", 7_400),
        ("student", 0, "", 5_000),
    ],
)
def test_every_kind_pays_by_its_line(world, kind, amount, region, due):
    an = world.payer("Nguyễn Văn An", amount, kind=kind, region=region)
    world.opened()
    found = charge(an)
    assert (found.due, found.full, found.kind) == (due, due, kind)
    assert found.is_settled == (due == 0)
    entry = Due.objects.get(person=an)
    assert entry.rule == f"fee.rate.{kind}" and entry.rule_number == 1


def test_rates_of_2028(world):
    an = world.payer("Nguyễn Văn An", 0, kind="uninsured_working_age", region="I")
    world.opened(month="12/2027")
    world.opened(month="01/2028")
    assert (charge(an, "12/2027").due, charge(an, "01/2028").due) == (15_930, 26_550)


def test_a_month_without_a_rule_is_as_entered(world):
    an = world.payer("Nguyễn Văn An")
    assert world.opened(month="01/2026").written == 0
    actions.enter_dues(world.a1, month=m("01/2026"), amounts={an.pk: 30_000}, on=TODAY, by=ME)
    entry = Due.objects.get(person=an, month=m("01/2026"))
    assert (entry.amount, entry.rule, entry.note) == (30_000, "", "Theo sổ cũ")
    with pytest.raises(Refusal, match="có quy định trong sổ"):
        actions.enter_dues(world.a1, month=m("02/2026"), amounts={an.pk: 30_000}, on=TODAY, by=ME)
    with pytest.raises(Refusal, match="đã có mức phải đóng"):
        actions.enter_dues(world.a1, month=m("01/2026"), amounts={an.pk: 1}, on=TODAY, by=ME)


def test_who_has_no_basis_is_named_and_owes_nothing_yet(world):
    an = world.member("Nguyễn Văn An")
    opened = world.opened()
    assert (opened.written, [(p.name, why) for p, why in opened.missing]) == (
        0,
        [("Nguyễn Văn An", "Chưa ghi diện đóng của đồng chí. Hãy ghi ở “Mức đóng”.")],
    )
    world.basis(an, 10_000_000)
    assert world.opened().written == 1
    assert world.opened().written == 0


def test_fifty_years_exempt_from_the_month_in_which_they_are_full(world):
    an = world.payer("Nguyễn Văn An", party_since=d("30/11/1976"), born="01/01/1950")
    bac = world.member("Lý Văn Bắc", party_since=d("01/01/1970"), born="01/01/1945")
    lan = world.payer("Hồ Thị Lan", party_since=d("01/12/1976"), born="01/01/1950")
    for month in ("10/2026", "11/2026"):
        world.opened(month=month)
    assert (charge(an, "10/2026").due, charge(an).due, charge(an).reason) == (100_000, 0, "party_age")
    assert (charge(bac).due, charge(bac).reason) == (0, "party_age")
    assert charge(lan).due == 100_000


def test_reliefs(world):
    an, binh, chi, dung = (world.payer(f"Nguyễn Văn {name}") for name in ("An", "Bình", "Chi", "Dũng"))
    relief(world, an, "hardship", 30)
    relief(world, binh, "grave_illness")
    relief(world, chi, "detained")
    relief(world, dung, "hardship", 70, approve=False)
    world.opened()
    assert dues(world.a1) == {
        "Nguyễn Văn An": 70_000, "Nguyễn Văn Bình": 0, "Nguyễn Văn Chi": 0, "Nguyễn Văn Dũng": 100_000,
    }  # fmt: skip
    world.opened(month="12/2026")
    assert set(dues(world.a1, "12/2026").values()) == {100_000}


def test_what_a_relief_may_not_be(world):
    an = world.payer("Nguyễn Văn An")
    for changes, words in (
        ({"percent": 40}, "một trong: giảm 30%, 50% hoặc 70%"),
        ({"until": "12/2027"}, "không quá 12 tháng"),
        ({"until": "11/2026"}, "trước tháng đầu"),
        ({"reason": "party_age"}, "Chibo tự tính"),
        ({"reason": ""}, "Hãy chọn lý do"),
    ):
        said = {"reason": "hardship", "percent": 30, "until": "12/2026"} | changes
        with pytest.raises(Refusal, match=words):
            relief(world, an, **said)
    with pytest.raises(Question, match="Chưa có quy định"):
        relief(world, an, "hardship", 40, first="01/2025", until="02/2025")
    assert relief(world, an, "hardship", 40, first="01/2025", until="02/2025", confirmed=True).state == "approved"
    relief(world, an, "hardship", 30)
    with pytest.raises(Refusal, match="đã có"):
        relief(world, an, "poor")


def test_the_grounds_are_sealed_and_told_only_under_the_persons_key(world):
    an = world.payer("Nguyễn Văn An")
    found = relief(world, an, "grave_illness", grounds="Điều trị tại bệnh viện")
    assert found.grounds == "Điều trị tại bệnh viện"
    assert "bệnh" not in bytes(found.grounds_sealed).decode("latin-1")
    from chibo.journal.models import Entry

    told = Entry.objects.filter(what__startswith="fees.relief")
    assert "grave_illness" not in "".join(f"{one.after}{one.before}{one.label}" for one in told)


def test_a_relief_ends_early_or_is_annulled(world):
    an = world.payer("Nguyễn Văn An")
    one = relief(world, an, "hardship", 50, until="05/2027")
    with pytest.raises(Refusal, match="Hãy chọn tháng từ"):
        actions.end_relief(one, until=m("05/2027"), reason="Hết khó khăn", on=TODAY, by=ME)
    actions.end_relief(one, until=m("01/2027"), reason="Hết khó khăn", on=TODAY, by=ME)
    one.refresh_from_db()
    assert (one.until, one.state) == (m("01/2027"), "approved")
    actions.end_relief(one, until=m("11/2026"), reason="Nhầm người", on=TODAY, by=ME)
    one.refresh_from_db()
    assert one.state == "annulled"


def test_months_of_the_basis(world):
    an = world.member("Nguyễn Văn An")
    world.basis(an, 10_000_000, since="03/2026")
    world.basis(an, 20_000_000, since="06/2026")
    world.basis(an, 15_000_000, since="05/2026")
    world.basis(an, 12_000_000, since="05/2026")
    for month in ("02/2026", "03/2026", "05/2026", "06/2026"):
        world.opened(month=month)
    assert [charge(an, one) and charge(an, one).due for one in ("02/2026", "03/2026", "05/2026", "06/2026")] == [
        None, 100_000, 120_000, 200_000,
    ]  # fmt: skip
    assert FeeBasis.objects.filter(person=an).count() == 3
    changed = actions.set_bases(
        world.a1, [BasisSpec(an.pk, "insured", 20_000_000)], since=m("08/2026"), on=TODAY, by=ME
    )
    assert changed == 0


def test_a_basis_that_cannot_be_is_refused(world):
    an = world.member("Nguyễn Văn An")
    for spec, words in (
        (BasisSpec(an.pk, "insured", -1), "số nguyên đồng"),
        (BasisSpec(an.pk, "insured", sums.MOST + 1), "số nguyên đồng"),
        (BasisSpec(an.pk, "student", 5), "không tính trên số tiền riêng"),
        (BasisSpec(an.pk, "uninsured_retired"), "Hãy chọn vùng"),
        (BasisSpec(an.pk, "pension", 1, "I"), "không tính theo vùng"),
        (BasisSpec(an.pk, "khac"), "không có trong danh mục"),
    ):
        with pytest.raises(Refusal, match=words):
            actions.set_bases(world.a1, [spec], since=m("11/2026"), on=TODAY, by=ME)
    assert FeeBasis.objects.count() == 0


def test_who_moves_within_a_month_pays_once_where_it_began(world):
    an = world.payer("Nguyễn Văn An")
    members.transfer(an, to=world.a2, on=d("15/11/2026"), by=ME)
    assert (world.opened(world.a2).written, world.opened(world.a1).written) == (0, 1)
    assert charge(an).cell == world.a1
    world.opened(world.a2, "12/2026")
    assert charge(an, "12/2026").cell == world.a2


def test_who_joins_on_the_last_day_pays_and_who_died_is_not_asked(world):
    an = world.payer("Nguyễn Văn An", on="31/10/2026")
    binh = world.payer("Trần Văn Bình")
    chi = world.payer("Lê Văn Chi")
    members.record_death(binh, on=d("20/10/2026"), by=ME)
    members.strike_off(chi, on=d("20/10/2026"), ground="no_activity", by=ME)
    world.opened(month="10/2026")
    assert dues(world.a1, "10/2026") == {"Nguyễn Văn An": 100_000, "Lê Văn Chi": 100_000}
    assert charge(an, "10/2026").tree_day == d("31/10/2026")
    world.opened()
    assert dues(world.a1) == {"Nguyễn Văn An": 100_000}
    assert world.opened(month="09/2026").written == 2


def test_leap_february(world):
    world.payer("Nguyễn Văn An", on="29/02/2028")
    assert (world.opened(month="02/2028").written, world.opened(month="01/2028").written) == (1, 0)


def test_who_attends_temporarily_pays_there_since_the_rule_says_so(world):
    an = world.payer("Nguyễn Văn An")
    members.start_temporary(an, cell=world.b1, on=d("15/05/2026"), by=ME)
    for month in ("07/2026", "08/2026"):
        world.opened(world.a1, month)
        world.opened(world.b1, month)
    assert (charge(an, "07/2026").cell, charge(an, "08/2026").cell) == (world.a1, world.b1)


def test_corrections_are_reversing_entries(world):
    an = world.payer("Nguyễn Văn An")
    world.opened()
    world.basis(an, 12_000_000, since="11/2026")
    actions.correct_due(an, month=m("11/2026"), reason="Lương mới", on=TODAY, by=ME)
    assert charge(an).due == 120_000
    actions.correct_due(an, month=m("11/2026"), reason="Đóng nơi khác", on=TODAY, by=ME, strike=True)
    assert charge(an) is None
    assert world.opened().written == 0
    actions.correct_due(an, month=m("11/2026"), reason="Nhầm", on=TODAY, by=ME, amount=90_000)
    assert charge(an).due == 90_000
    entries = list(Due.objects.filter(person=an).order_by("pk").values_list("turn", "is_reversal", "amount"))
    assert entries == [
        (0, False, 100_000),
        (0, True, -100_000),
        (1, False, 120_000),
        (1, True, -120_000),
        (2, False, 90_000),
    ]
    for changes in ({"amount": 90_000}, {"reason": " "}):
        with pytest.raises(Refusal):
            actions.correct_due(an, month=m("11/2026"), on=TODAY, by=ME, **({"reason": "Sửa"} | changes))
    assert derivation.recount() == []


def test_a_month_too_far_or_without_the_cell_is_refused(world):
    with pytest.raises(Refusal, match="còn xa"):
        world.opened(month="12/2028")
    with pytest.raises(Refusal, match="không hoạt động"):
        world.opened(world.old)


def test_opening_takes_a_fixed_number_of_queries(world, django_assert_max_num_queries):
    for letter in "BCDGHKLMNPQT":
        world.payer(f"Trần Văn {letter}a")
    with django_assert_max_num_queries(24):
        assert world.opened().written == 12
