"""What is refused or asked about in a transfer is said on its pages, in words; junk is answered in words too."""

import pytest
from django.urls import reverse

from chibo.members.tests.world import ME, text_of
from chibo.procedures import actions as procedures
from chibo.procedures.models import Case
from chibo.transfers.rules import holds
from chibo.transfers.tests.leading import begun, led


def test_what_keeps_somebody_from_moving_is_told_on_the_page(world, sign_in, monkeypatch):
    person = world.member()
    client = sign_in("van_phong_co_so", world.a)
    case = begun("chuyen-chinh-thuc", person, to=world.b1)
    step = reverse("procedures:step", args=[case.uid])
    monkeypatch.setattr(holds, "_holds", (lambda someone, on: ["Đang có cuộc kiểm tra khi có dấu hiệu vi phạm."],))
    page = client.post(step, {"on": "02/06/2026", "buoc": "de-nghi"})
    assert page.status_code == 409 and "Đang có cuộc kiểm tra khi có dấu hiệu vi phạm." in text_of(page)
    assert "Tôi đã đọc các cảnh báo trên và vẫn ghi" in text_of(page) and "Xem quy định" in text_of(page)
    case.refresh_from_db()
    assert case.step == "de-nghi"
    again = f"{reverse('procedures:open', args=['chuyen-di'])}?ve=person:{person.uid}"
    data = {"on": "03/06/2026", "noi_den": "Đảng bộ phường khác", "ly_do": "Chuyển công tác"}
    page = client.post(again, data)
    assert page.status_code in (409, 422)
    assert f"đang có hồ sơ chuyển sinh hoạt {case.mark} chưa xong. Hãy làm tiếp hồ sơ ấy" in text_of(page)
    assert Case.objects.count() == 1
    led(case, "04/06/2026", until="giao-giay", accept=True)
    page = client.post(step, {"on": "05/06/2026", "buoc": "giao-giay"})
    assert page.status_code == 409 and "dấu hiệu vi phạm" in text_of(page)
    assert not person.events.filter(state="pending").exists()


@pytest.mark.parametrize(
    "junk", ["\x00", "x" * 70_000, "unit:" + "0" * 36, "A1", "Chi bộ Thôn", "31/02/2026", "29/02/2027"]
)
def test_junk_in_the_opening_of_a_transfer_is_answered_in_words(world, sign_in, junk):
    person = world.member()
    client = sign_in("van_phong_co_so", world.a)
    good = {"on": "03/06/2026", "chi_bo_den": "B1", "ly_do": "Chuyển công tác", "den_ngay": "01/12/2026"}
    for code in ("chuyen-chinh-thuc", "chuyen-tam-thoi"):
        address = f"{reverse('procedures:open', args=[code])}?ve=person:{person.uid}"
        for name in good:
            page = client.post(address, good | {name: junk})
            assert page.status_code in (302, 409, 422), (code, name)
            for case in Case.objects.filter(state="open"):
                procedures.withdraw(case, on=case.opened_on, reason="Thử", by=ME)
