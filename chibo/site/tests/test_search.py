"""Finding people and units."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chibo.journal.models import Entry
from chibo.kernel.viewer import System
from chibo.members import actions as members

BY = System("Quản trị viên")


def found(client, text):
    """Names in the results, in order."""
    page = client.get("/tim-kiem/", {"q": text})
    assert page.status_code == 200
    return re.findall(r'class="main"><a [^>]*>(.*?)</a>', page.text)


@pytest.mark.parametrize("text", ["tran thi bich", "Trần Bích", "BÍCH", "bích", "  tran   bich "])
def test_people_are_found_without_diacritics(enter, world, text):
    assert found(enter("ban_to_chuc", world.h), text) == ["Trần Thị Bích"]


def test_people_come_in_the_order_of_given_names(enter, world):
    world.member("Bùi Văn Ứng", cell=world.a1)
    world.member("Đinh Văn Ân", cell=world.a1)
    assert found(enter("ban_to_chuc", world.h), "van") == ["Nguyễn Văn An", "Đinh Văn Ân", "Bùi Văn Ứng"]


def test_only_ones_own_are_found(enter, world):
    assert found(enter("van_phong_co_so", world.a), "thi") == ["Trần Thị Bích"]
    assert found(enter("bao_chi", world.h), "thi") == []
    assert found(enter("quan_tri", None), "thi") == []


def test_whoever_left_is_found_where_they_were_last(enter, world):
    gone = world.member("Phan Thị Cúc", cell=world.a1)
    members.record_death(gone, on=date(2024, 5, 1), by=BY)
    client = enter("van_phong_co_so", world.a)
    assert found(client, "phan cuc") == ["Phan Thị Cúc"]
    assert "Không còn trong danh sách" in client.get("/tim-kiem/", {"q": "phan cuc"}).text


def test_units_are_found_and_so_are_those_that_ended(enter, world):
    client = enter("ban_to_chuc", world.h)
    assert found(client, "xa binh minh") == ["Đảng bộ xã Bình Minh"]
    assert found(client, "cho cu") == ["Chi bộ Chợ Cũ"]
    assert "Đã kết thúc" in client.get("/tim-kiem/", {"q": "cho cu"}).text
    assert found(enter("van_phong_co_so", world.b), "cho cu") == []


def test_a_number_is_looked_up_by_those_who_may_and_kept_in_the_journal(enter, world):
    assert found(enter("ban_to_chuc", world.h), "001080000001") == ["Nguyễn Văn An"]
    assert Entry.objects.filter(what="journal.reading", label__startswith="Tìm theo số").count() == 1
    assert found(enter("thuong_truc", world.h), "001080000001") == []
    assert found(enter("van_phong_co_so", world.b), "001080000001") == []
    assert Entry.objects.filter(what="journal.reading").count() == 1


@pytest.mark.parametrize("text", ["x" * 101, "x" * 10_000_000, "a", "\u0301"])
def test_what_cannot_be_searched_is_refused_in_words(enter, world, text):
    answer = enter("ban_to_chuc", world.h).get("/tim-kiem/", {"q": text})
    assert (answer.status_code, 'role="alert"' in answer.text) in ((422, True), (200, False))
    if len(text) != 1 or text == "a":
        assert answer.status_code == 422


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'; --", "<script>", "%%%", "\ud83d\ude00 x"])
def test_odd_signs_find_nothing_and_break_nothing(enter, world, text):
    answer = enter("ban_to_chuc", world.h).get("/tim-kiem/", {"q": text.encode("utf-8", "surrogatepass")})
    assert answer.status_code in (200, 422)
    assert "<script>" not in answer.text.replace("<script src", "").replace('<script src="', "")


def test_queries_do_not_grow_with_what_is_found(enter, world):
    client = enter("ban_to_chuc", world.h)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/tim-kiem/", {"q": "nguyen van"}).status_code == 200
        return len(queries)

    cost()
    before = cost()
    world.member("Nguyễn Văn Ba", cell=world.a1)
    world.member("Nguyễn Văn Bốn", cell=world.b1)
    assert cost() == before
