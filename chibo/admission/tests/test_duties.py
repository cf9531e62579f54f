"""What is due of the source and of probations."""

import pytest
from django.db.models import Q

from chibo.admission import actions
from chibo.admission.queries.duties import DUTIES
from chibo.kernel.duties import Desk
from chibo.members import actions as members
from chibo.members.tests.world import ME, d


@pytest.fixture
def due():
    """(title, label, day) of everything that is due on a day."""

    def at(day):
        desk = Desk(on=d(day), by=ME, where=lambda field, *capabilities: Q())
        found = []
        for provider in DUTIES:
            rows = dict(provider.rows(desk).values_list("key", "due_on"))
            shown = provider.shown(list(rows), desk)
            found += [(provider.kind, shown[key].label, rows[key]) for key in rows]
        return sorted(found)

    return at


def test_a_certificate_near_its_end(world, due):
    lan = world.prospect(certified="15/06/2020", on="01/03/2020")
    assert due("16/03/2025") == []
    assert due("17/03/2025") == [("giay-chung-nhan", "Trần Thị Lan", d("15/06/2025"))]
    assert due("15/06/2026") == due("17/03/2025") and due("16/06/2026") == []
    actions.certify(lan, number="9", issued_on=d("01/05/2025"), by=ME)
    assert due("17/03/2025") == []


def test_a_probation_near_its_end_without_a_case(world, due):
    person = world.person("Ngô Văn An", born="05/05/1999")
    members.admit_member(person, cell=world.a1, on=d("29/02/2024"), by=ME)
    assert due("29/11/2024") == []
    assert due("30/11/2024") == [("het-du-bi", "Đồng chí Ngô Văn An", d("11/04/2025"))]
    world.recognition(person, d("29/02/2024"), "01/02/2025")
    assert due("01/05/2025") == []
