"""What fees put on the desk, and that it leaves the desk when it is done."""

from django.db.models import Q

from chibo.fees import actions
from chibo.fees.queries.duties import DUTIES
from chibo.fees.tests.world import TODAY, m
from chibo.kernel.duties import Desk
from chibo.members.tests.world import ME


def desk(on=TODAY):
    return Desk(on, ME, lambda field, capability, read="": Q())


def told(on=TODAY):
    """Kind → (title, label, note, day) of what is due."""
    found = {}
    for one in DUTIES:
        rows = {row.key: row.due_on for row in one.rows(desk(on))}
        shown = one.shown(list(rows), desk(on))
        assert set(shown) == set(rows)
        if rows:
            found[one.kind] = [(duty.label, duty.note, f"{rows[key]:%d/%m/%Y}") for key, duty in sorted(shown.items())]
    return found


def test_the_course_of_a_quarter(world):
    an = world.payer("Nguyễn Văn An")
    assert told() == {}
    for month in ("08/2026", "09/2026", "10/2026"):
        world.opened(month=month)
    assert told() == {
        "dang-phi-thu": [("Chi bộ Thôn 1", "chưa lập bảng của tháng", "30/11/2026")],
        "dang-phi-chua-dong": [("Đồng chí Nguyễn Văn An", "08/2026, 09/2026, 10/2026: 300.000\u00a0đ", "31/12/9999")],
    }
    world.paid((an, "08/2026", None), on="20/10/2026")
    assert told() == {
        "dang-phi-thu": [("Chi bộ Thôn 1", "chưa lập bảng của tháng", "30/11/2026")],
        "dang-phi-nop": [("Chi bộ Thôn 1", "chưa chia 100.000\u00a0đ", "30/11/2026")],
    }
    sent = actions.remit(world.a1, first_month=m("08/2026"), last_month=m("10/2026"), on=TODAY, today=TODAY, by=ME)
    world.opened()
    assert told() == {
        "dang-phi-thu": [("Chi bộ Thôn 1", "còn 100.000\u00a0đ", "30/11/2026")],
        "dang-phi-nhan": [("Chi bộ Thôn 1: 30.000\u00a0đ", "từ tháng 08/2026 đến tháng 10/2026", "31/12/9999")],
    }
    actions.receive(sent, on=TODAY, today=TODAY, by=ME)
    world.paid((an, "11/2026", None))
    assert told() == {}


def test_reliefs(world):
    an = world.payer("Nguyễn Văn An")
    asked = actions.ask_relief(
        an, unit=world.a1, reason="poor", since=m("11/2026"), until=m("12/2026"), on=TODAY, by=ME
    )
    line = ("Đồng chí Nguyễn Văn An", "Miễn đến hết tháng 11/2026")
    assert told() == {"dang-phi-duyet": [(*line, "01/11/2026")]}
    actions.decide_relief(asked, approve=True, on=TODAY, by=ME)
    assert told() == {"dang-phi-het-han": [(*line, "01/12/2026")]}
