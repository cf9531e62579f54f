"""Places, work units and merger projects."""

from datetime import date

import pytest

from chibo.kernel.refusal import Refusal
from chibo.org import actions
from chibo.org.models import MergerStatus
from chibo.org.tests.world import BY

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices(tree):
    since = date(2010, 1, 1)
    return [
        actions.add_work_unit(kind=kind, name=name, since=since, committee=tree["H"], by=BY)
        for kind, name in (("party_board", "Ban Tổ chức Huyện ủy"), ("state_office", "Phòng Nội vụ huyện"))
    ]


def test_a_project_goes_from_status_to_status(tree, offices):
    board, office = offices
    project = actions.start_merger_project(
        unit=tree["H"], party_board=board, state_office=office, on=date(2018, 3, 1), by=BY
    )
    actions.set_project_status(project=project, status="draft", on=date(2018, 6, 1), by=BY)
    rows = MergerStatus.objects.filter(project=project).order_by("since")
    assert [(r.status, r.since, r.until.year) for r in rows] == [
        ("survey", date(2018, 3, 1), 2018),
        ("draft", date(2018, 6, 1), 9999),
    ]
    with pytest.raises(Refusal, match="chọn ngày sau đó"):
        actions.set_project_status(project=project, status="done", on=date(2018, 6, 1), by=BY)
    with pytest.raises(Refusal, match="đã có đề án"):
        actions.start_merger_project(unit=tree["H"], party_board=board, state_office=office, on=date(2019, 3, 1), by=BY)


def test_a_place_ends_in_favour_of_another(db):
    old = actions.add_place(kind="xa", name="Xã An Bình", since=date(1990, 1, 1), by=BY)
    new = actions.add_place(kind="xa", name="Xã Đông Hải", since=date(2025, 7, 1), by=BY)
    actions.end_place(place=old, on=date(2025, 7, 1), successor=new, by=BY)
    assert (old.until, old.successor, old.folded) == (date(2025, 7, 1), new, "xa an binh")
    with pytest.raises(Refusal, match="đã kết thúc"):
        actions.end_place(place=old, on=date(2026, 1, 1), by=BY)
