"""What the printed forms of fees say."""

import pytest

from chibo.fees.papers import PAPERS
from chibo.fees.papers.words import in_words
from chibo.fees.tests.world import TODAY
from chibo.kernel.refusal import NotFound, Refusal
from chibo.members.tests.world import ME
from chibo.papers.rules import form_of
from chibo.papers.rules.facts import context_of


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "không đồng"),
        (5_000, "năm nghìn đồng"),
        (78_000, "bảy mươi tám nghìn đồng"),
        (100_005, "một trăm nghìn không trăm linh năm đồng"),
        (1_021_115, "một triệu không trăm hai mươi mốt nghìn một trăm mười lăm đồng"),
        (12_420, "mười hai nghìn bốn trăm hai mươi đồng"),
        (2_000_000_001, "hai tỷ không trăm linh một đồng"),
        (-5_000, "âm năm nghìn đồng"),
    ],
)
def test_amounts_in_words(amount, words):
    assert in_words(amount) == words


def test_the_list_of_a_month(world):
    an = world.payer("Nguyễn Văn An")
    world.payer("Trần Văn Bình", 0, kind="uninsured_working_age", region="III")
    world.member("Lê Văn Chi")
    world.paid((an, "11/2026", None))
    found = PAPERS["dang-phi-danh-sach"](f"unit:{world.a1.uid}/2026-11-01", TODAY, ME)
    context_of(form_of("dang-phi-danh-sach"), found.facts, found.head)
    assert (found.facts["total_due"], found.facts["total_paid"], found.facts["count"]) == (112_420, 100_000, 2)
    lines = [(one["full_name"], one["income"], one["rate"], one["due"], one["note"]) for one in found.facts["dues"]]
    assert lines == [
        ("Nguyễn Văn An", 10_000_000, "1%", 100_000, ""),
        ("Trần Văn Bình", 4_140_000, "0,3%", 12_420, ""),
        ("Lê Văn Chi", None, "", None, "chưa rõ mức"),
    ]
    assert (found.facts["collector"], found.head.above, found.head.issuer) == (
        "Lê Thị Thu", "Đảng bộ xã An Bình", "Chi bộ Thôn 1",
    )  # fmt: skip
    with pytest.raises(Refusal, match="lập ở chi bộ"):
        PAPERS["dang-phi-danh-sach"](f"unit:{world.a.uid}/2026-11-01", TODAY, ME)


def test_a_receipt_for_one_payer(world):
    an, binh = world.payer("Nguyễn Văn An"), world.payer("Trần Văn Bình")
    receipt = world.paid((an, "10/2026", None), (an, "11/2026", None), (binh, "11/2026", None))
    found = PAPERS["dang-phi-bien-nhan"](f"fee_receipt:{receipt.uid}/{an.uid}", TODAY, ME)
    context_of(form_of("dang-phi-bien-nhan"), found.facts, found.head)
    assert (found.facts["amount"], found.facts["due"], found.facts["period"], found.facts["amount_words"]) == (
        200_000, 200_000, "tháng 10/2026, 11/2026", "hai trăm nghìn đồng",
    )  # fmt: skip
    for ref in (f"fee_receipt:{receipt.uid}", "fee_receipt:x", f"unit:{world.a1.uid}"):
        with pytest.raises(NotFound):
            PAPERS["dang-phi-bien-nhan"](ref, TODAY, ME)
