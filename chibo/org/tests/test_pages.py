"""The pages, as somebody with and without the right sees them."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from chibo.kernel import clock
from chibo.org import actions
from chibo.org import queries as org
from chibo.org.models import MergerProject, OrgEvent, Term, Unit, WorkUnit
from chibo.org.tests.pages import Clerk, SignedIn
from chibo.org.tests.workbooks import check, outcomes, rows_of_file
from chibo.org.tests.world import BY, spec
from chibo.org.vocabulary import Kind

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 1)
ALL = {"org.read", "org.write", "decisions.write"}


@pytest.fixture(autouse=True)
def _house(settings, monkeypatch):
    middleware = [m for m in settings.MIDDLEWARE if not m.endswith(("ViewerMiddleware", "AccountMiddleware"))]
    settings.MIDDLEWARE = [*middleware, "chibo.org.tests.pages.SignedIn"]
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def enter(tree, client):
    """Sign somebody in at units of the tree."""

    def entered(*refs, may=ALL):
        SignedIn.clerk = Clerk([tree[ref] for ref in refs], may, TODAY)
        return client

    return entered


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def run(client, url, **data):
    """Both steps of a form page; returns what the second answered."""
    first = text(client.post(url, data))
    assert "Xem lại trước khi thực hiện" in first, first
    seen = first.split('name="seen" value="')[1].split('"')[0]
    return client.post(url, data | {"confirmed": "1", "seen": seen})


def form_url(unit, kind):
    return reverse("org:reorganize", args=[unit.uid, kind])


def test_the_tree_opens_where_the_viewer_stands_and_branch_by_branch(enter, tree):
    client = enter("H")
    page = text(client.get(reverse("org:tree")))
    assert "Đảng bộ huyện Đông Hải" in page
    assert "Đảng bộ xã An Bình" in page
    assert "Chi bộ thôn 2" not in page
    opened = text(client.get(reverse("org:tree"), {"mo": tree["X1"].uid}))
    assert "Chi bộ thôn 2" in opened
    assert "Chi bộ trường học" not in opened


def test_htmx_gets_one_branch_only(enter, tree):
    target = {"HX-Target": f"nhanh-{tree['X1'].pk}", "HX-Request": "true"}
    page = text(enter("H").get(reverse("org:tree"), {"mo": tree["X1"].uid}, headers=target))
    assert page.lstrip().startswith("<li")
    assert "Chi bộ thôn 2" in page
    assert "<html" not in page


def test_a_secretary_of_a_cell_sees_the_cell_only(enter, tree):
    client = enter("X1A", may={"org.read"})
    page = text(client.get(reverse("org:tree")))
    assert "Chi bộ thôn 1" in page
    assert "Đảng bộ xã An Bình" not in page
    assert client.get(reverse("org:unit", args=[tree["X1"].uid])).status_code == 403
    own = text(client.get(reverse("org:unit", args=[tree["X1A"].uid])))
    assert "Sắp xếp tổ chức" not in own
    assert "Sửa sai" not in own


def test_a_day_before_everything_shows_an_empty_tree(enter):
    assert "chưa có tổ chức nào" in text(enter("H").get(reverse("org:tree"), {"ngay": "31/12/2009"}))


def test_a_unit_page_shows_facts_history_terms_and_what_is_below(enter, tree):
    actions.record_congress(
        unit=tree["X1"], ordinal=5, first_year=2020, last_year=2025, on=date(2020, 5, 1), assumed=True, by=BY
    )
    actions.rename(unit=tree["X1"], name="Đảng bộ xã An Hòa", on=date(2015, 7, 1), by=BY)
    url = reverse("org:unit", args=[tree["X1"].uid])
    page = text(enter("H").get(url))
    for words in (
        "Đảng bộ xã An Hòa",
        "2020-2025",
        "giả định",
        "Chi bộ thôn 2",
        "Đổi tên",
        "Sửa sai",
        "Thay đổi từ ngày",
    ):
        assert words in page
    before = text(enter("H").get(url, {"ngay": "30/06/2015"}))
    assert "<h1>Đảng bộ xã An Bình" in before
    assert "?ngay=30/06/2015" in before or "?ngay=30%2F06%2F2015" in before


def test_a_unit_outside_its_life_says_so_and_still_shows_its_history(enter, tree):
    actions.merge_into(units=[tree["X2"]], into=tree["X1"], on=date(2015, 7, 1), by=BY)
    page = text(enter("H").get(reverse("org:unit", args=[tree["X2"].uid])))
    assert "đã kết thúc từ ngày 01/07/2015" in page
    assert "Nơi kế thừa" in page


def test_an_unknown_unit_or_day_is_a_clear_refusal(enter, tree):
    client = enter("H")
    assert "Không có tổ chức này" in text(client.get(reverse("org:unit", args=[OrgEvent().uid])), 404)
    assert "không có trong lịch" in text(client.get(reverse("org:tree"), {"ngay": "31/02/2020"}), 422)


def test_the_list_below_filters_and_exports(enter, tree):
    url = reverse("org:below", args=[tree["H"].uid])
    client = enter("H")
    assert "7 tổ chức ngày 01/06/2024" in text(client.get(url))
    page = text(client.get(url, {"loai": "chi_bo_truc_thuoc", "ten": "thon 1"}))
    assert "2 tổ chức" in page
    assert "Chi bộ trường học" not in page
    assert "Chi bộ thôn 1" in client.get(url, {"xuat": "csv"}).getvalue().decode("utf-8-sig")
    assert client.get(url, {"loai": "x"}).status_code == 422


def test_a_reorganization_is_shown_before_it_is_done(enter, tree, people):
    people.seat(tree["X1A"], "an", "bình")
    client = enter("H")
    url = form_url(tree["X1A"], "dissolve")
    text(client.get(url))
    first = text(client.post(url, {"on": "01/07/2024", "to": "X1B"}))
    assert "2 đảng viên" in first
    assert Unit.objects.get(ref="X1A").ending == ""
    data = {
        "on": "01/07/2024",
        "to": "X1B",
        "decision_number": "12-QĐ/HU",
        "decision_issued_on": "20/06/2024",
        "decision_issuer": "Huyện ủy Đông Hải",
    }
    response = run(client, url, **data)
    event = OrgEvent.objects.get(kind="dissolve")
    assert (response.status_code, response.url) == (302, reverse("org:event", args=[event.uid]))
    assert str(event.decision) == "12-QĐ/HU ngày 20/06/2024 của Huyện ủy Đông Hải"
    assert people.in_cell(tree["X1B"]) == ["an", "bình"]
    assert "Chi bộ thôn 1" in text(client.get(response.url))


def test_a_refusal_stands_beside_its_field(enter, tree, people):
    people.seat(tree["X1A"], "an")
    page = text(enter("H").post(form_url(tree["X1A"], "dissolve"), {"on": "01/07/2024"}), 422)
    assert "còn 1 đảng viên" in page
    assert 'id="id_to_error"' in page


def test_units_typed_wrongly_are_refused_beside_the_field(enter, tree):
    url = form_url(tree["X1A"], "transfer")
    page = text(enter("H").post(url, {"on": "01/07/2024", "to": "chi bo thon 1"}), 422)
    assert "Có 2 tổ chức cùng tên" in page
    page = text(enter("H").post(url, {"on": "1/7/24", "to": "X2"}), 422)
    assert "hai chữ số" in page
    page = text(enter("H").post(url, {"on": "01/07/2024", "to": "X" * 100_000}), 422)
    assert len(page) < 60_000


def test_a_split_asks_person_by_person(enter, tree, people):
    people.seat(tree["X1A"], "an", "bình")
    client, url = enter("H"), form_url(tree["X1A"], "split")
    names = "Chi bộ thôn 1A\nChi bộ thôn 1B"
    first = text(client.post(url, {"on": "01/07/2024", "names": names}), 422)
    assert "nơi đến của từng người" in first
    data = {"on": "01/07/2024", "names": names, "people_shown": "1", "default": "X1A-1"}
    response = run(client, url, **data, person_0="X1A-2", person_1="X1A-1")
    assert response.status_code == 302
    assert people.in_cell(Unit.objects.get(ref="X1A-2")) == ["an"]
    assert people.in_cell(Unit.objects.get(ref="X1A-1")) == ["bình"]


CASES = {
    "establish": ("X1", {"name": "Chi bộ thôn 3", "ref": "X1C", "kind": "chi_bo_truc_thuoc", "sector": "chung"}),
    "disband": ("X1", {"with_below": "on", "to": "C"}),
    "merge_into": ("X2", {"into": "X1"}),
    "consolidate": ("X1", {"units": "X2", "name": "Đảng bộ xã Hòa Bình", "ref": "N"}),
    "downgrade": ("X1", {"kind": "chi_bo_co_so"}),
    "transfer": ("X1A", {"to": "X2"}),
    "rename": ("X1", {"name": "Đảng bộ xã An Hòa"}),
    "adjust": ("X1", {"sector": "phuong", "code": "38.1"}),
}


@pytest.mark.parametrize("kind", CASES)
def test_every_form_leads_to_its_event_and_back(enter, tree, kind):
    ref, data = CASES[kind]
    client = enter("H")
    assert run(client, form_url(tree[ref], kind), on="01/07/2024", **data).status_code == 302
    event = OrgEvent.objects.get(kind=kind)
    url = reverse("org:undo", args=[event.uid])
    assert "Chưa có việc nào" in text(client.get(url))
    first = text(client.post(url, {"x": "1"}))
    seen = first.split('name="seen" value="')[1].split('"')[0]
    assert client.post(url, {"confirmed": "1", "seen": seen, "reason": "nhầm"}).status_code == 302
    assert "Đã hoàn tác" in text(client.get(event.get_absolute_url()))


def test_an_upgrade_founds_the_cells_that_were_named(enter, tree, people):
    people.seat(tree["C"], "an")
    client, url = enter("H"), form_url(tree["C"], "upgrade")
    data = {"on": "01/07/2024", "kind": "dang_bo_co_so", "names": "Chi bộ A\nChi bộ B", "people_shown": "1"}
    assert run(client, url, **data, default="C-1", person_0="C-2").status_code == 302
    assert people.in_cell(Unit.objects.get(ref="C-2")) == ["an"]


def test_a_correction_asks_for_a_reason(enter, tree):
    client, url = enter("H"), reverse("org:correct", args=[tree["X1"].uid, 1])
    data = {"name": "Đảng bộ xã An Bình Tây", "kind": Kind.DANG_BO_CO_SO, "sector": "xa"}
    assert "Hãy nhập lý do sửa" in text(client.post(url, data), 422)
    assert run(client, url, **data, reason="thiếu chữ").status_code == 302
    assert org.name_of(tree["X1"], on=date(2010, 1, 1)) == "Đảng bộ xã An Bình Tây"
    assert client.get(reverse("org:correct", args=[tree["X1"].uid, 2])).status_code == 404


def test_superior_and_place_are_corrected_by_name(enter, tree):
    actions.add_place(kind="xa", name="Xã An Bình", since=date(1990, 1, 1), by=BY)
    client, url = enter("H"), reverse("org:correct", args=[tree["X1A"].uid, 1])
    data = {"name": "Chi bộ thôn 1", "kind": "chi_bo_truc_thuoc", "sector": "chung", "cell_kind": "thon"}
    data |= {"superior": "dang bo xa binh minh", "place": "xa an binh", "reason": "nhầm xã"}
    assert run(client, url, **data).status_code == 302
    here = org.placement_of(tree["X1A"], on=TODAY)
    assert (here.superior, here.place.name) == (tree["X2"], "Xã An Bình")
    page = text(client.post(url, data | {"superior": "X9", "place": "xã khác"}), 422)
    assert 'id="id_superior_error"' in page
    assert 'id="id_place_error"' in page


def test_a_place_changes_from_a_day(enter, tree):
    actions.add_place(kind="xa", name="Xã An Bình", since=date(1990, 1, 1), by=BY)
    url = form_url(tree["X1"], "adjust")
    data = {"on": "01/07/2024", "sector": "xa", "place": "Xã An Bình"}
    assert run(enter("H"), url, **data).status_code == 302
    assert org.placement_of(tree["X1"], on=TODAY).place is None
    assert org.placement_of(tree["X1"], on=date(2024, 7, 1)).place.name == "Xã An Bình"


def test_a_congress_is_recorded_and_corrected(enter, tree):
    client = enter("H")
    data = {"congress_on": "08/2020", "ordinal": "23", "first_year": "2020", "last_year": "2025"}
    assert run(client, reverse("org:term_add", args=[tree["H"].uid]), **data).status_code == 302
    term = Term.objects.get()
    assert (term.congress_on, term.congress_precision) == (date(2020, 8, 1), "month")
    url = reverse("org:term_correct", args=[tree["H"].uid, term.uid])
    assert 'value="08/2020"' in text(client.get(url))
    assert run(client, url, **data | {"congress_on": "20/08/2020"}, reason="có biên bản").status_code == 302
    assert Term.objects.get().congress_on == date(2020, 8, 20)


def test_a_merger_project_is_followed(enter, tree):
    client = enter("H")
    for name, kind in (("Ban Tổ chức", "party_board"), ("Phòng Nội vụ", "state_office")):
        url = reverse("org:office_add", args=[tree["H"].uid])
        assert run(client, url, name=name, kind=kind, on="01/01/2015").status_code == 302
    board, office = WorkUnit.objects.filter(committee=tree["H"]).order_by("kind")
    url = reverse("org:project_add", args=[tree["H"].uid])
    data = {"on": "01/03/2018", "party_board": board.pk, "state_office": office.pk, "status": "survey"}
    assert run(client, url, **data).status_code == 302
    project = MergerProject.objects.get()
    url = reverse("org:project_status", args=[tree["H"].uid, project.uid])
    assert run(client, url, on="01/06/2018", status="draft").status_code == 302
    assert "Xây dựng đề án" in text(client.get(reverse("org:projects", args=[tree["H"].uid])))


def test_every_writing_page_is_closed_to_a_reader(enter, tree):
    client = enter("H", may={"org.read"})
    actions.rename(unit=tree["X1"], name="Tên khác", on=date(2015, 7, 1), by=BY)
    uid = tree["X1"].uid
    urls = [
        reverse(f"org:{name}", args=[uid]) for name in ("reorganize_choose", "term_add", "office_add", "project_add")
    ]
    urls += [form_url(tree["X1"], kind) for kind in CASES]
    urls += [reverse("org:correct", args=[uid, 1]), reverse("org:undo", args=[OrgEvent.objects.get(kind="rename").uid])]
    for url in urls:
        assert client.get(url).status_code == 403, url
        assert client.post(url, {"on": "01/07/2024"}).status_code in (403, 405), url


def test_pages_take_the_same_queries_however_many_units(enter, tree, django_assert_max_num_queries):
    client = enter("H")
    urls = [reverse("org:tree"), reverse("org:unit", args=[tree["X1"].uid]), reverse("org:below", args=[tree["H"].uid])]
    for count in (1, 40):
        rows = [spec(f"Y{count}-{n}", Kind.CHI_BO_TRUC_THUOC, "X1") for n in range(count)]
        actions.establish(units=rows, on=date(2011, 1, count - count // 2), by=BY)
        for url in urls:
            with django_assert_max_num_queries(24):
                text(client.get(url))


def test_the_middleware_of_refusals_is_the_installations_own():
    assert any("RefusalMiddleware" in name for name in settings.MIDDLEWARE)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_tree_leaves_as_a_file_that_comes_in_again_and_changes_nothing(enter, tree, tmp_path, form):
    actions.merge_into(units=[tree["X2"]], into=tree["X1"], on=date(2015, 7, 1), by=BY)
    client = enter("H")
    assert "xuat=xlsx" in text(client.get(reverse("org:tree")))
    answer = client.get(reverse("org:tree"), {"xuat": form})
    path = tmp_path / f"cay.{form}"
    path.write_bytes(answer.getvalue())
    rows = rows_of_file(path)
    assert len(rows) == len(tree)
    assert set(outcomes(check(tree["H"], rows, on=TODAY))) == {"skip"}
    branch = client.get(reverse("org:tree"), {"xuat": "csv", "mo": str(tree["X1"].uid)})
    assert "X1A" in (found := branch.getvalue().decode("utf-8-sig")) and "Tòa án" not in found
    assert enter("X2").get(reverse("org:tree"), {"xuat": "csv", "mo": str(tree["C"].uid)}).status_code == 403
