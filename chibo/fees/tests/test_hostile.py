"""Whatever is typed into an address or a form of fees, the answer is a page or a refusal in words."""

import pytest
from django.urls import reverse

from chibo.fees import actions
from chibo.fees.models import Charge, Due, FeeAssignment, FeeBasis, FeeRelief, FundEntry, Receipt, Remittance
from chibo.fees.tests.world import TODAY, m
from chibo.members.tests.world import ME, d, text_of

CELL_PAGES = ("list", "receipts", "remittances", "arrears", "fund", "reliefs")
MONTHS = (
    "13/2026", "00/2026", "2026", "31/02/2026", "11/9999", "12/9999", "01/0001", "11/26", "-1", "tháng", "9" * 40,
    "12/1899", "11/3026", "1e3",
)  # fmt: skip
AMOUNTS = (
    "-1",
    "0",
    str(10**15),
    "9" * 30,
    "1,5",
    "1.5",
    "12a",
    "½",
    "٣٠٠٠",
    "NaN",
    "1e9",
    "0x10",
    " ",
    "\x00",
    "--",
    "đ",
)
DAYS = ("31/02/2026", "13/13/2026", "11/30/2026", "30/11/26", "1/1/0001", "31/12/9999", "hôm nay", "\x00", "01/01/1800")
TABLES = (Receipt, Due, Charge, FeeBasis, FeeRelief, Remittance, FundEntry, FeeAssignment)


@pytest.fixture
def cell(world):
    """Three members, October taken in and passed on, a relief asked for."""
    world.people = [world.payer(f"Nguyễn Văn {name}") for name in ("An", "Bình", "Chi")]
    an, binh, _ = world.people
    world.opened(month="10/2026")
    world.receipt = world.paid((an, "10/2026", None), on="05/10/2026")
    world.remittance = actions.remit(
        world.a1, first_month=m("10/2026"), last_month=m("10/2026"), on=d("06/11/2026"), today=TODAY, by=ME, share=70,
        grounds="Công văn",
    )  # fmt: skip
    world.relief = actions.ask_relief(
        binh, unit=world.a1, reason="hardship", percent=50, since=m("11/2026"), until=m("02/2027"), on=TODAY, by=ME
    )
    return world


def kept():
    return [model.objects.count() for model in TABLES]


def test_strange_months_and_units_are_refused_in_words(cell, sign_in):
    client = sign_in("van_phong_co_so", cell.a)
    for name in CELL_PAGES:
        url = reverse(f"fees:{name}")
        # What reads the month is the same on every page: all of it is tried on one.
        for text in MONTHS if name == "list" else ("13/2026", "12/9999"):
            page = client.get(url, {"thang": text, "don-vi": str(cell.a1.uid)})
            assert page.status_code in (200, 400, 422), (name, text, page.status_code)
            assert page.status_code != 422 or "Hãy" in text_of(page), (name, text)
        for unit in ("x", str(cell.receipt.uid)):
            assert client.get(url, {"don-vi": unit}).status_code in (200, 403, 404, 422), (name, unit)
        assert client.get(url, {"sau": "x", "trang": "-1", "xem": "?", "chieu": "?"}).status_code in (200, 422)


def test_forms_of_a_cell_keep_nothing_of_what_they_refuse(cell, sign_in):
    client = sign_in("van_phong_co_so", cell.a)
    an, binh, chi = cell.people
    two = {"approver": str(an.uid), "collector": str(binh.uid)}
    before, seen = kept(), []

    def refused(url, usual, field, values):
        for value in values if values not in seen else values[:3]:
            page = client.post(url, usual | {field: value})
            assert page.status_code in (400, 422), (url, field, value, page.status_code)
            assert kept() == before, (url, field, value)
        seen.append(values)

    collect = reverse("fees:collect", args=[cell.a1.uid])
    usual = {"nop": f"{chi.uid}:11/2026", "on": "05/11/2026", "way": "cash"} | two
    refused(collect, usual, "on", DAYS)
    refused(collect, usual, "nop", (f"{chi.uid}:13/2026", f"{cell.receipt.uid}:11/2026", ":", "\x00", "9" * 500))
    refused(collect, usual, "collector", (str(cell.receipt.uid), "x", "\x00", str(an.uid)))
    refused(collect, usual, "way", ("portal", "gold", "\x00"))

    pay = reverse("fees:pay", args=[cell.a1.uid, chi.uid])
    usual = {"month": "11/2026", "amount": "50.000", "on": "05/11/2026", "way": "cash"} | two
    refused(pay, usual, "amount", AMOUNTS)
    refused(pay, usual, "month", (*MONTHS, "11/2056", "05/2014"))
    refused(pay, usual, "on", DAYS)

    bases = reverse("fees:bases", args=[cell.a1.uid])
    usual = {"since": "11/2026", f"dien-{chi.uid}": "insured", f"tien-{chi.uid}": "5.000.000"}
    refused(bases, usual, f"tien-{chi.uid}", [one for one in AMOUNTS if one != "0"])
    refused(bases, usual, f"dien-{chi.uid}", ("gold", "\x00", "9" * 300))
    refused(bases, usual, "since", MONTHS)

    remit = reverse("fees:remit", args=[cell.a1.uid])
    usual = {
        "first_month": "10/2026",
        "last_month": "11/2026",
        "on": "10/11/2026",
        "keeping": "cell_village",
        "share": "",
    }
    refused(remit, usual, "share", ("-1", "101", str(10**15), "7,5", "x", "\x00"))
    refused(remit, usual, "first_month", MONTHS)
    refused(remit, usual, "keeping", ("", "all", "\x00"))

    assign = reverse("fees:assign", args=[cell.a1.uid])
    refused(assign, {"since": "01/11/2026"} | two, "since", DAYS)
    refused(assign, {"since": "01/11/2026"} | two, "approver", ("", "x", str(binh.uid), str(cell.receipt.uid)))

    relief = reverse("fees:relief_add", args=[chi.uid])
    usual = {"reason": "hardship", "percent": "50", "first": "11/2026", "last": "01/2027", "grounds": ""}
    refused(relief, usual, "percent", ("0", "101", "-30", "40", "x"))
    refused(relief, usual, "reason", ("", "party_age", "x", "\x00"))
    refused(relief, usual, "last", (*MONTHS, "10/2026", "12/2030"))
    refused(relief, usual, "grounds", ("a" * 501,))

    correct = reverse("fees:due_correct", args=[an.uid]) + "?thang=10/2026"
    refused(correct, {"how": "amount", "amount": "5.000", "reason": "Sai"}, "amount", [a for a in AMOUNTS if a != "0"])
    refused(correct, {"how": "again", "reason": "Sai"}, "how", ("", "x"))
    refused(correct, {"how": "strike", "reason": "Sai"}, "reason", ("", "a" * 5_000, "\x00"))
    for month in MONTHS:
        assert client.get(reverse("fees:due_correct", args=[an.uid]), {"thang": month}).status_code in (200, 404, 422)

    back = reverse("fees:receipt_reverse", args=[cell.receipt.uid])
    line = str(cell.receipt.lines.get().pk)
    refused(back, {"on": "06/11/2026", "reason": "Nhầm", "dong": line}, "on", (*DAYS, "01/10/2026"))
    refused(back, {"on": "06/11/2026", "reason": "Nhầm", "dong": line}, "dong", ("x", "-1", "9" * 30, "²", "\x00"))

    refused(reverse("fees:remittance_reverse", args=[cell.remittance.uid]), {"reason": "Nhầm"}, "on", DAYS)
    refused(reverse("fees:relief_end", args=[cell.relief.uid]), {"reason": "Hết"}, "until", MONTHS)


def test_ids_of_another_cell_are_of_no_use(cell, sign_in):
    stranger = cell.payer("Trần Văn Lạ", cell=cell.a2)
    theirs = cell.opened(cell.a2, "11/2026")
    client = sign_in("bi_thu_chi_bo", cell.a1)
    an, binh, chi = cell.people
    before = kept()
    for name, args in (
        ("collect", [cell.a2.uid]), ("bases", [cell.a2.uid]), ("remit", [cell.a2.uid]), ("assign", [cell.a2.uid]),
        ("person", [stranger.uid]), ("relief_add", [stranger.uid]), ("due_correct", [stranger.uid]),
        ("pay", [cell.a2.uid, stranger.uid]),
    ):  # fmt: skip
        for ask in (client.get, client.post):
            page = ask(reverse(f"fees:{name}", args=args))
            assert page.status_code in (403, 404), (name, page.status_code)
    said = {
        "nop": f"{stranger.uid}:11/2026",
        "on": "05/11/2026",
        "way": "cash",
        "approver": str(an.uid),
        "collector": str(binh.uid),
    }
    page = client.post(reverse("fees:collect", args=[cell.a1.uid]), said)
    assert page.status_code == 422 and "Danh sách đã thay đổi" in text_of(page)
    page = client.post(
        reverse("fees:pay", args=[cell.a1.uid, stranger.uid]), said | {"month": "11/2026", "amount": "1.000"}
    )
    assert page.status_code in (403, 404, 422)
    taken = {f"dien-{stranger.uid}": "student", "since": "11/2026", f"dien-{chi.uid}": ""}
    client.post(reverse("fees:bases", args=[cell.a1.uid]), taken)
    assert kept() == before and theirs.written == 1


def test_the_same_form_sent_twice_counts_once(cell, sign_in):
    client = sign_in("van_phong_co_so", cell.a)
    an, binh, chi = cell.people
    two = {"approver": str(an.uid), "collector": str(binh.uid)}
    said = {"nop": f"{chi.uid}:11/2026", "on": "05/11/2026", "way": "cash"} | two
    url = reverse("fees:collect", args=[cell.a1.uid])
    assert [client.post(url, said).status_code for _ in range(2)] == [302, 422]
    said = {"month": "11/2026", "amount": "100.000", "on": "05/11/2026", "way": "cash"} | two
    url = reverse("fees:pay", args=[cell.a1.uid, an.uid])
    assert [client.post(url, said).status_code for _ in range(2)] == [302, 422]
    said = {"answer": "approve", "reason": ""}
    client.post(reverse("fees:relief_decide", args=[cell.relief.uid]), said)
    assert Receipt.objects.filter(on=d("05/11/2026")).count() == 2
