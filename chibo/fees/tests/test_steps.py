"""Where the pages of fees lead: what is ticked, what is left, what was taken back already, which months to pass on."""

from django.urls import reverse

from chibo.fees import actions
from chibo.fees.models import Receipt
from chibo.fees.tests.world import TODAY, m
from chibo.members.tests.world import ME, d, text_of

OFFICE, SECRETARY = "van_phong_co_so", "bi_thu_chi_bo"


def test_every_tick_says_what_it_comes_to_and_an_empty_list_says_so(world, sign_in):
    an, binh = world.payer("Nguyễn Văn An"), world.payer("Nguyễn Văn Bình", 2_000_000)
    url = reverse("fees:collect", args=[world.a1.uid])
    client = sign_in(SECRETARY, world.a1)
    page = client.get(url).content.decode()
    assert 'data-sum="100000"' in page and 'data-sum="20000"' in page and "Lưu các đồng chí đã đánh dấu" in page
    # Who goes back finds a shorter list: a browser that puts ticks back by their place would tick others.
    assert '<form method="post" novalidate autocomplete="off"' in page
    world.paid((an, "11/2026", None), (binh, "11/2026", None))
    page = text_of(client.get(url))
    assert "Không còn khoản nào phải thu" in page and "Lưu các đồng chí" not in page
    assert "đã đóng 05/11/2026" in page and "20.000 đ" in page


def test_cells_are_found_by_how_far_their_month_is(world, sign_in):
    an = world.payer("Nguyễn Văn An")
    world.paid((an, "11/2026", None))
    world.payer("Trần Văn Bình", cell=world.a2)
    world.opened(world.a2)
    client, url = sign_in(OFFICE, world.a), reverse("fees:list")
    shown = {
        state: text_of(client.get(url, {"xem": state})).split("Tình trạng", 2)[-1]
        for state in ("con-no", "du", "chua-lap")
    }
    one, two = "Chi bộ Thôn 1", "Chi bộ Thôn 2"
    assert two in shown["con-no"] and one not in shown["con-no"]
    assert one in shown["du"] and two not in shown["du"]
    assert one not in shown["chua-lap"] and two not in shown["chua-lap"]


def test_what_was_taken_back_is_not_taken_back_again(world, sign_in):
    an, binh = world.payer("Nguyễn Văn An"), world.payer("Nguyễn Văn Bình")
    receipt = world.paid((an, "11/2026", None), (binh, "11/2026", None))
    gone = receipt.lines.get(person=an)
    back = actions.reverse_receipt(receipt, lines=[gone], reason="Nhầm", on=TODAY, today=TODAY, by=ME)
    client = sign_in(SECRETARY, world.a1)
    # The line chosen is gone: the rest of the receipt must not follow it.
    page = client.post(
        reverse("fees:receipt_reverse", args=[receipt.uid]),
        {"on": "22/11/2026", "reason": "Nhầm", "dong": str(gone.pk)},
    )
    assert page.status_code == 422 and "đã được thu hồi từ khi mở trang" in text_of(page)
    page = client.get(reverse("fees:receipt_reverse", args=[back.uid]))
    assert page.status_code == 409 and "là phiếu thu hồi" in text_of(page)
    actions.reverse_receipt(receipt, reason="Nhầm", on=TODAY, today=TODAY, by=ME)
    assert client.get(reverse("fees:receipt_reverse", args=[receipt.uid])).status_code == 409
    assert Receipt.objects.count() == 3


def test_passing_on_begins_after_the_last_month_passed_on(world, sign_in):
    an = world.payer("Nguyễn Văn An")
    client, url = sign_in(SECRETARY, world.a1), reverse("fees:remit", args=[world.a1.uid])
    assert client.get(url).content.decode().count('value="11/2026"') == 2
    world.paid((an, "08/2026", None), on="05/08/2026")
    actions.remit(
        world.a1, first_month=m("08/2026"), last_month=m("08/2026"), on=d("01/09/2026"), today=TODAY, by=ME, share=70,
        grounds="Công văn",
    )  # fmt: skip
    page = client.get(url).content.decode()
    assert 'value="09/2026"' in page and 'value="11/2026"' in page
