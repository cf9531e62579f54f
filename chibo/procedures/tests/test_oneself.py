"""A case about oneself: the steps and one's own words are there, what others said is not, unless the rule opens it."""

from datetime import date

import pytest
from django.urls import reverse

from chibo.access.queries import AccountViewer
from chibo.accounts.models import Account
from chibo.kernel.refusal import NotEntitled
from chibo.kernel.viewer import System
from chibo.procedures import actions
from chibo.procedures.queries import oneself
from chibo.procedures.rules.handlers import Handed
from chibo.procedures.tests.conftest import ME, TODAY, VOTE, d
from chibo.procedures.tests.test_pages import PDF
from chibo.rulebook import actions as rulebook

MINE = "00000000-0000-7000-8000-000000000001"


@pytest.fixture
def case(world):
    """A case in which the cell has voted: what the member said is sealed, so is what was said of the member."""
    case = world.open()
    health = {"content": "xin", "health": "Mới mổ"}
    actions.act(case, on=d("05/03/2024"), by=ME, data=health, documents=[Handed("don", name="đơn.pdf", content=PDF)])
    said = {"held_on": d("11/03/2024"), "said_of": "Hay cãi hàng xóm", "judged": "Còn nóng tính"}
    paper = Handed("y-kien", name="ý kiến.pdf", content=PDF)
    actions.act(case, on=d("11/03/2024"), by=ME, data=said, vote=VOTE, documents=[paper])
    return case


def opened(client, case):
    """The page with the sealed answers."""
    return client.post(reverse("procedures:sealed", args=[case.uid])).text


def file_of(client, case, kind):
    return client.get(reverse("procedures:file", args=[case.documents.get(kind=kind).uid])).status_code


def test_a_member_reads_the_own_words_and_the_vote_not_the_opinions(case, world, sign_in):
    client = sign_in("dang_vien", world.a1, MINE)
    page = client.get(case.get_absolute_url()).text
    assert "14/17 tán thành" in page and "(kín)" in page and "Hay cãi hàng xóm" not in page
    assert "Ý kiến riêng của người khác không mở ở đây" in page and "không mở cho người được nhận xét" in page
    page = opened(client, case)
    assert "Mới mổ" in page and "Còn nóng tính" not in page and "Hay cãi hàng xóm" not in page
    assert [file_of(client, case, "don"), file_of(client, case, "y-kien")] == [200, 403]
    assert "12-KNĐ" not in page


def test_an_office_of_the_cell_is_no_way_round(case, world, sign_in):
    """Whoever leads the cases of the cell reads them all but those about themselves."""
    client = sign_in("bi_thu_chi_bo", world.a1, MINE)
    assert "Còn nóng tính" not in opened(client, case) and file_of(client, case, "y-kien") == 403
    other = sign_in("van_phong_co_so", world.a)
    assert "Còn nóng tính" in opened(other, case) and file_of(other, case, "y-kien") == 200
    assert "12-KNĐ" in other.get(case.get_absolute_url()).text


def test_forms_that_tell_opinions_are_not_filled_for_the_one_they_are_about(case, world, sign_in):
    sign_in("bi_thu_chi_bo", world.a1, MINE)
    me = AccountViewer(Account.objects.get(person_uid=MINE), on=TODAY)
    with pytest.raises(NotEntitled, match="ý kiến của người khác"):
        oneself.must_print(case.reference, "12-KNĐ", TODAY, me)
    oneself.must_print(case.reference, "9-KNĐ", TODAY, me)
    for other in ("case:", "case:nobody", "person:x", f"case:{MINE}"):
        oneself.must_print(other, "12-KNĐ", TODAY, me)
    oneself.must_print(case.reference, "12-KNĐ", TODAY, System("kiểm thử"))


def test_the_rule_may_open_opinions_once_the_case_has_ended(case, world, sign_in):
    rulebook.add_version(
        key=oneself.RULE, value=True, since=date(2024, 1, 1), source="1-QĐ/TU", certainty="confirmed", by=ME
    )
    client = sign_in("dang_vien", world.a1, MINE)
    assert "Còn nóng tính" not in opened(client, case)
    actions.withdraw(case, on=date(2024, 3, 12), reason="Thôi", by=ME)
    assert "Còn nóng tính" in opened(client, case) and file_of(client, case, "y-kien") == 200
