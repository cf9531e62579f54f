"""Money: receipts, what takes them back, dividing, the fund; sums always close."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo.fees import actions, derivation
from chibo.fees.actions.bulk import load_months
from chibo.fees.models import FundEntry, Receipt, ReceiptLine, Remittance
from chibo.fees.rules import money as sums
from chibo.fees.tests.world import NOVEMBER, OCTOBER, TODAY, charge, m, money
from chibo.kernel.days import FOREVER, add_months
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import System
from chibo.members import actions as members
from chibo.members.tests.world import ME, d

AMOUNTS = st.integers(0, sums.MOST)


@given(AMOUNTS, st.decimals(0, 100, places=2))
def test_kept_and_passed_on_are_the_whole(total, share):
    kept, passed = sums.split(total, share)
    assert kept + passed == total
    assert 0 <= passed <= total
    assert abs(passed - Decimal(total) * (100 - share) / 100) <= Decimal("0.5")


@given(AMOUNTS, st.integers(0, 100))
def test_halves_go_up(amount, percent):
    twice = 2 * amount * percent
    assert sums.part(amount, percent) == (twice + 100) // 200


@given(st.integers(0, 10_000), st.lists(st.tuples(st.integers(0, 40), st.integers(-5_000, 5_000)), max_size=8))
def test_what_is_covered_never_passes_what_is_owed(due, payments):
    rows = [(add_months(NOVEMBER, n % 12).replace(day=1 + n % 28), amount) for n, amount in payments]
    found = sums.settle(due, NOVEMBER, rows)
    assert found.paid == sum(amount for _, amount in rows)
    assert found.covered == max(0, min(found.paid, due))
    assert (found.on < FOREVER) == (found.paid >= due or due == 0)
    assert sums.settle(due, NOVEMBER, reversed(rows)) == found


def test_the_day_a_due_was_settled_is_that_from_which_it_stayed_so():
    days = [d("01/11/2026"), d("05/11/2026"), d("09/11/2026"), d("20/11/2026")]
    assert sums.settle(100, NOVEMBER, zip(days, [100, -100, 60, 40], strict=True)).on == days[3]
    assert sums.settle(100, NOVEMBER, zip(days, [100, 0, 0, 0], strict=True)).on == days[0]


def test_a_receipt_settles_and_fills_the_fund(world):
    an, binh = world.payer("Nguyễn Văn An"), world.payer("Trần Văn Bình", 5_000_000)
    receipt = world.paid((an, "11/2026", None), (binh, "11/2026", 20_000))
    assert (receipt.total, receipt.mark, receipt.collector.full_name) == (120_000, "PT-2026-0001", "Lê Thị Thu")
    assert (charge(an).covered, charge(an).settled_on) == (100_000, d("05/11/2026"))
    assert (charge(binh).owed, charge(binh).settled_on) == (30_000, FOREVER)
    world.paid((binh, "11/2026", None), on="12/11/2026")
    assert charge(binh).settled_on == d("12/11/2026")
    assert money(world.a1) == (150_000, 150_000)
    assert derivation.recount() == []


def test_late_and_early_and_extra(world):
    an = world.payer("Nguyễn Văn An")
    world.opened(month="10/2026")
    world.paid((an, "10/2026", None), (an, "12/2026", None))
    assert charge(an, "12/2026").is_settled
    line = actions.Line(an.pk, NOVEMBER, 50_000, is_extra=True)
    actions.collect(world.a1, [line], on=TODAY, today=TODAY, by=ME, **world.two())
    assert (charge(an).covered, money(world.a1)) == (0, (250_000, 250_000))
    assert FundEntry.objects.get(cause="extra").amount == 50_000


def test_what_a_receipt_may_not_be(world):
    an = world.payer("Nguyễn Văn An")
    lan = world.payer("Hồ Thị Lan", cell=world.b1)
    world.member("Lý Văn Bắc")
    two = world.two()
    for lines, more, words in (
        ([], {}, "Chưa đánh dấu"),
        ([(an, "11/2026", 100_001)], {}, "còn phải đóng 100.000"),
        ([(an, "11/2026", 0)], {}, "số nguyên đồng"),
        ([(an, "11/2026", None)] * 2, {}, "hai dòng"),
        ([(lan, "11/2026", None)], {}, "không sinh hoạt ở chi bộ"),
        ([(an, "11/2026", None)], {"on": "23/11/2026"}, "còn ở phía trước"),
        ([(an, "11/2026", None)], {"collector": two["approver"]}, "hai đồng chí khác nhau"),
        ([(an, "11/2026", None)], {"collector": None}, "chọn đủ hai đồng chí"),
        ([(an, "11/2026", None)], {"way": "séc"}, "không có trong danh mục"),
        ([(an, "11/2026", None)], {"unit": world.old}, "không hoạt động"),
    ):
        with pytest.raises(Refusal, match=words):
            world.paid(*lines, **more)
    assert Receipt.objects.count() == 0 and money(world.a1) == (0, 0)
    world.paid((an, "11/2026", None))
    with pytest.raises(Refusal, match="không còn phải đóng"):
        world.paid((an, "11/2026", None))


def test_a_receipt_is_taken_back_line_by_line_and_only_once(world):
    an, binh = world.payer("Nguyễn Văn An"), world.payer("Trần Văn Bình")
    receipt = world.paid((an, "11/2026", None), (binh, "11/2026", None))
    line = receipt.lines.get(person=an)
    said = {"reason": "Thu nhầm", "on": TODAY, "today": TODAY, "by": ME}
    back = actions.reverse_receipt(receipt, lines=[line], **said)
    assert (back.total, back.reverses, charge(an).owed, charge(binh).owed) == (-100_000, receipt, 100_000, 0)
    with pytest.raises(Refusal, match="đã được thu hồi"):
        actions.reverse_receipt(receipt, lines=[line], **said)
    assert actions.reverse_receipt(receipt, **said).total == -100_000
    with pytest.raises(Refusal, match="đã được thu hồi"):
        actions.reverse_receipt(receipt, **said)
    with pytest.raises(Refusal, match="phiếu thu hồi"):
        actions.reverse_receipt(back, **said)
    with pytest.raises(Refusal, match="lý do"):
        actions.reverse_receipt(receipt, **said | {"reason": ""})
    assert money(world.a1) == (0, 0)
    assert [line.amount for line in ReceiptLine.objects.order_by("pk")] == [100_000, 100_000, -100_000, -100_000]
    world.paid((an, "11/2026", None))
    assert derivation.recount() == []


def remit(unit, first="11/2026", last="11/2026", on=TODAY, by=ME, **more):
    return actions.remit(unit, first_month=m(first), last_month=m(last), on=on, today=TODAY, by=by, **more)


def test_a_village_cell_keeps_seventy_percent_and_the_rest_goes_up(world):
    an = world.payer("Nguyễn Văn An", 4_215_550)
    world.paid((an, "11/2026", None))
    made = remit(world.a1)
    assert (made.total, made.kept, made.passed, made.to) == (42_156, 29_509, 12_647, world.a)
    assert (made.rule, made.share, made.keeping) == ("fee.retained.cell_village", 70, "cell_village")
    assert (money(world.a1), money(world.a)) == ((29_509, 0), (0, 0))
    with pytest.raises(Refusal, match="Không có khoản nào"):
        remit(world.a1)
    actions.receive(made, on=TODAY, today=TODAY, by=ME)
    assert money(world.a) == (12_647, 12_647)
    up = remit(world.a)
    assert (up.kept, up.passed, up.keeping) == (8_853, 3_794, "base")
    with pytest.raises(Refusal, match="không có cấp trên"):
        remit(world.h)
    with pytest.raises(Refusal, match="đã được nhận"):
        actions.receive(made, on=TODAY, today=TODAY, by=ME)
    assert derivation.recount() == []


def test_only_what_came_by_the_end_of_the_period_is_divided(world):
    an = world.payer("Nguyễn Văn An")
    world.paid((an, "10/2026", None), on="20/10/2026")
    world.paid((an, "11/2026", None))
    assert remit(world.a1, "10/2026", "10/2026").total == 100_000
    assert remit(world.a1, "10/2026", "11/2026").total == 100_000


def test_who_sends_does_not_receive(world):
    class Office(System):
        @property
        def reference(self):
            return "account:1"

    an = world.payer("Nguyễn Văn An")
    world.paid((an, "11/2026", None))
    one = Office("Văn phòng")
    made = remit(world.a1, by=one)
    with pytest.raises(Refusal, match="người khác phải làm bước này"):
        actions.receive(made, on=TODAY, today=TODAY, by=one)
    asked = actions.ask_relief(
        an, unit=world.a1, reason="poor", since=m("12/2026"), until=m("01/2027"), on=TODAY, by=one
    )
    with pytest.raises(Refusal, match="người khác phải làm bước này"):
        actions.decide_relief(asked, approve=True, on=TODAY, by=one)


def test_another_share_needs_grounds(world):
    an = world.payer("Nguyễn Văn An")
    world.paid((an, "11/2026", None))
    for more, words in (
        ({"share": Decimal(50)}, "hãy ghi căn cứ"),
        ({"share": Decimal(101), "grounds": "x"}, "từ 0 đến 100"),
        ({"keeping": "above"}, "chưa có tỷ lệ"),
        ({"keeping": "x"}, "không có trong danh mục"),
        ({"last": "10/2026"}, "trước tháng đầu"),
        ({"last": "12/2026"}, "chưa đến"),
    ):
        with pytest.raises(Refusal, match=words):
            remit(world.a1, **more)
    made = remit(world.a1, share=Decimal(50), grounds="Công văn 12 của Đảng ủy")
    assert (made.kept, made.passed) == (50_000, 50_000)


def test_a_remittance_is_taken_back_on_both_sides(world):
    an = world.payer("Nguyễn Văn An")
    world.paid((an, "11/2026", None))
    made = actions.receive(remit(world.a1), on=TODAY, today=TODAY, by=ME)
    said = {"reason": "Nhầm tháng", "on": TODAY, "today": TODAY, "by": ME}
    back = actions.reverse_remittance(made, **said)
    assert (back.total, money(world.a1), money(world.a)) == (-100_000, (100_000, 100_000), (0, 0))
    with pytest.raises(Refusal, match="đã được thu hồi"):
        actions.reverse_remittance(made, **said)
    assert remit(world.a1).total == 100_000
    assert Remittance.objects.count() == 3 and derivation.recount() == []


def test_an_unpaid_month_is_paid_in_the_new_cell(world):
    an = world.payer("Nguyễn Văn An")
    world.opened(month="10/2026")
    members.transfer(an, to=world.a2, on=d("15/11/2026"), by=ME)
    receipt = world.paid((an, "10/2026", None), unit=world.a2, on="20/11/2026")
    assert (receipt.unit, charge(an, "10/2026").cell, charge(an, "10/2026").is_settled) == (world.a2, world.a1, True)


def test_recount_tells_what_does_not_fit(world):
    an = world.payer("Nguyễn Văn An")
    receipt = world.paid((an, "11/2026", None))
    charge(an).__class__.objects.update(covered=1)
    FundEntry.objects.update(change=5)
    told = " ".join(derivation.recount())
    assert "Nguyễn Văn An không khớp" in told and str(receipt) in told
    assert OCTOBER < NOVEMBER


def test_many_months_of_many_cells_at_once(world, django_assert_max_num_queries):
    people = [world.payer(f"Trần Văn {letter}a", cell=(world.a1, world.a2)[n % 2]) for n, letter in enumerate("BCDGHK")]
    two = (people[0].pk, people[1].pk)
    said = {"first": m("09/2026"), "last": m("11/2026"), "at": world.h, "on": TODAY, "by": ME}
    late = people[2].pk

    def paid_on(person, month, due):
        return None if person == late and month == NOVEMBER else month.replace(day=5)

    with django_assert_max_num_queries(120):
        count = load_months([world.a1, world.a2], paid_on=paid_on, two={world.a1.pk: two, world.a2.pk: two}, **said)
    assert (count, Receipt.objects.count(), money(world.a1), money(world.a2)) == (
        17, 6, (800_000, 800_000), (900_000, 900_000),
    )  # fmt: skip
    assert charge(people[2]).owed == 100_000 and charge(people[3]).settled_on == d("05/11/2026")
    assert derivation.recount() == []
    world.paid((people[2], "11/2026", None), approver=people[0], collector=people[1])
    assert Receipt.objects.filter(unit=world.a1).order_by("-number").first().mark == "PT-2026-0004"
