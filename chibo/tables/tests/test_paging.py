import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db.models.functions import Reverse
from django.http import QueryDict

from chibo.kernel.refusal import Refusal
from chibo.tables import sources
from chibo.tables.columns import Column
from chibo.tables.paging import make_cursor, slice_of
from chibo.tables.sources import QuerySource, RowsSource
from chibo.tables.table import Order, Table

pytestmark = pytest.mark.django_db
NAMES = [f"Tổ {number:03d}" for number in range(1, 8)]


@pytest.fixture
def groups():
    Group.objects.bulk_create([Group(name=name) for name in NAMES])


def table(**changes):
    asked = {
        "name": "groups",
        "caption": "Nhóm",
        "columns": (Column("name", "Tên"),),
        "source": QuerySource(Group.objects.all(), order=("name", "id")),
        "noun": "nhóm",
    }
    return Table(**asked | changes)


def walk(source, limit, about="x"):
    found, cursor = [], ""
    while True:
        part = slice_of(source, about=about, cursor=cursor, limit=limit)
        found.append([(part.start, row) for row in part.rows])
        if not part.next:
            return found
        cursor = part.next


def test_pages_by_key_show_every_row_once_in_order(groups):
    pages = walk(QuerySource(Group.objects.all(), order=("name", "id")), 3)
    assert [[row.name for _, row in page] for page in pages] == [NAMES[:3], NAMES[3:6], NAMES[6:]]
    assert [page[0][0] for page in pages] == [1, 4, 7]


def test_pages_run_backwards_when_the_order_falls(groups):
    pages = walk(QuerySource(Group.objects.all(), order=("-name", "-id")), 4)
    assert [row.name for page in pages for _, row in page] == NAMES[::-1]


@pytest.mark.parametrize(
    "order",
    [
        ("content_type_id", "-codename"),
        ("-content_type__model", "codename", "id"),
        ("content_type__model", "codename", "id"),
        ("-content_type__model", "-reversed", "-id"),
        ("-id",),
    ],
)
def test_any_order_pages_like_the_database_sorts(order):
    kinds = [ContentType.objects.create(app_label="x", model=model) for model in ("a", "b")]
    made = [Permission.objects.create(content_type=kind, codename=c, name=c) for kind in kinds for c in "pqr"]
    rows = Permission.objects.filter(pk__in=[one.pk for one in made]).select_related("content_type")
    rows = rows.annotate(reversed=Reverse("codename"))
    pages = walk(QuerySource(rows, order=order), 2)
    assert [row.pk for page in pages for _, row in page] == list(rows.order_by(*order).values_list("pk", flat=True))


def test_all_rows_are_walked_in_batches_and_nothing_stays_open(groups, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(sources, "AT_ONCE", 3)
    with django_assert_num_queries(4) as seen:
        assert [row.name for row in QuerySource(Group.objects.all(), order=("name", "id")).iterate()] == NAMES
    assert ["ORDER BY" in query["sql"] for query in seen.captured_queries] == [True, False, False, False]
    names = QuerySource(Group.objects.values("name"), order=("-name",))
    assert [row["name"] for row in names.iterate()] == NAMES[::-1]
    assert list(QuerySource(Group.objects.none(), order=("id",)).iterate()) == []


def test_a_row_that_is_gone_when_its_turn_comes_is_left_out(groups, monkeypatch):
    monkeypatch.setattr(sources, "AT_ONCE", 3)
    rows = QuerySource(Group.objects.all(), order=("name", "id")).iterate()
    assert next(rows).name == NAMES[0]
    Group.objects.filter(name=NAMES[4]).delete()
    assert [row.name for row in rows] == [name for name in NAMES[1:] if name != NAMES[4]]


def test_rows_of_dictionaries_page_too(groups):
    pages = walk(QuerySource(Group.objects.values("id", "name"), order=("name", "id")), 5)
    assert [row["name"] for page in pages for _, row in page] == NAMES


def test_a_list_with_the_same_object_twice_has_no_places():
    row = {"n": 1}
    with pytest.raises(ValueError, match="twice"):
        RowsSource([row, row])


def test_rows_already_there_page_like_a_queryset():
    rows = [{"n": n} for n in range(5)]
    assert [[row["n"] for _, row in page] for page in walk(RowsSource(rows), 2)] == [[0, 1], [2, 3], [4]]


def test_the_comparison_is_one_row_value_that_an_index_can_answer(groups, django_assert_num_queries):
    source = QuerySource(Group.objects.all(), order=("name", "id"))
    with django_assert_num_queries(1) as seen:
        source.page(("Tổ 003", 3), 2)
    name, key = (f'"auth_group"."{column}"' for column in ("name", "id"))
    assert f"({name}, {key}) > (" in seen.captured_queries[0]["sql"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_one_query_whatever_its_rows(rows, django_assert_num_queries):
    Group.objects.bulk_create([Group(name=name) for name in NAMES[:rows]])
    with django_assert_num_queries(1):
        page = table().page({})
        assert len(page.rows) == rows and page.body and page.position == f"{rows} nhóm"


def test_the_total_is_counted_only_when_pages_are_left(groups, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert table(size=3).page({}).position == "1–3 trong 7 nhóm"
    with django_assert_num_queries(1):
        assert table(size=3, total=7).page({}).position == "1–3 trong 7 nhóm"


def test_the_next_page_keeps_the_question_and_the_numbering(groups):
    first = table(size=3).page(QueryDict("ngay=31/12/2019&sau=&xuat="))
    assert first.next_url.startswith("?ngay=31%2F12%2F2019&sau=")
    second = table(size=3).page(QueryDict(first.next_url[1:]))
    assert [row.name for row in second.rows] == NAMES[3:6]
    assert '<td class="stt" data-label="STT">4</td>' in second.body
    assert second.first_url == "?ngay=31%2F12%2F2019"


def test_another_order_is_chosen_by_its_key(groups):
    orders = (Order("ten", "Tên", ("name", "id")), Order("moi", "Mới nhất", ("-id",)))
    assert [row.name for row in table(orders=orders).page({"xep": "moi"}).rows] == NAMES[::-1]
    with pytest.raises(Refusal) as refused:
        table(orders=orders).page({"xep": "password"})
    assert refused.value.field == "xep"
    assert refused.value.choices == (("ten", "Tên"), ("moi", "Mới nhất"))


@pytest.mark.parametrize(
    "cursor",
    ["x", "-1", "0", "e" * 5_000, "eyJhIjoxfQ", signing.dumps(["a", 1, []], salt="other"), "ệ", "\x00", "a:b:c"],
    ids=range(9),
)
def test_a_cursor_that_chibo_did_not_make_is_refused(cursor):
    with pytest.raises(Refusal) as refused:
        table().page({"sau": cursor})
    assert (refused.value.status, refused.value.field, refused.value.code) == (422, "sau", "cursor")


def test_a_cursor_of_another_list_or_another_day_is_refused(groups):
    first = table(size=3).page(QueryDict("ngay=31/12/2019"))
    for other in (table(name="others", size=3), table(size=3)):
        query = QueryDict(first.next_url[1:].replace("2019", "2020") if other.name == "groups" else first.next_url[1:])
        with pytest.raises(Refusal, match="của một danh sách khác"):
            other.page(query)


def test_a_changed_cursor_is_refused(groups):
    cursor = make_cursor(("Tổ 003", 3), 4, about="x")
    with pytest.raises(Refusal, match="không đọc được"):
        slice_of(table().source, about="x", cursor="A" + cursor[1:] if cursor[0] != "A" else "B" + cursor[1:])


@pytest.mark.parametrize("limit", ["0", "-1", "201", "9223372036854775808", "1" * 300, "1" * 5_000, "abc", "1.5", "²"])
def test_a_limit_outside_1_to_200_is_refused(limit):
    with pytest.raises(Refusal) as refused:
        table().page({"limit": limit})
    assert (refused.value.status, refused.value.field) == (422, "limit")


@pytest.mark.parametrize("limit", ["1", "200"])
def test_the_bounds_of_the_limit_are_allowed(limit, groups):
    assert len(table().page({"limit": limit}).rows) == min(int(limit), 7)


@pytest.mark.parametrize("number", ["-1", "0", "2", "99999999999999999999", "x"])
@pytest.mark.parametrize("key", ["page", "trang"])
def test_numbered_pages_are_refused_but_the_first(key, number, groups):
    assert len(table().page({key: "1"}).rows) == 7
    with pytest.raises(Refusal) as refused:
        table().page({key: number})
    assert (refused.value.status, refused.value.field) == (422, key)
