"""What a plan does, in the words of the page that asks before it is done."""

from chibo.kernel.days import show_day
from chibo.kernel.numbers import show_int
from chibo.kernel.viewer import Viewer
from chibo.org import actions
from chibo.org.actions import Impact, Plan, occupants
from chibo.org.models import OrgEvent
from chibo.org.rules import listed
from chibo.ui.confirm import Change, Preview

MOST_LINES = 200


def preview_of(plan: Plan, *, title: str, by: Viewer) -> Preview:
    """The impact list of a plan.

    :raises Refusal: whatever the plan refuses
    """
    impact = actions.impact(plan=plan, by=by, complete=True)
    single = impact.changed[0] if len(impact.changed) == 1 and not impact.ended else None
    return Preview(
        title=title,
        changes=[Change(*change) for change in single.changes] if single else (),
        consequences=list(_consequences(impact)),
        details=("org/_impact.html", {"impact": impact, "lines": _lines(impact), "people": _people(impact)}),
        button="Thực hiện",
    )


def undo_preview(event: OrgEvent) -> Preview:
    """What taking an event back does."""
    return Preview(
        title=f"Hoàn tác: {event}",
        consequences=[
            "Cây tổ chức và mọi người đã chuyển theo sự kiện này trở lại như trước.",
            "Sự kiện được giữ trong hồ sơ với dấu “đã hoàn tác” và không còn được tính vào số liệu.",
        ],
        asks_reason=True,
        button="Hoàn tác",
    )


def _consequences(impact: Impact):
    yield f"Có hiệu lực từ ngày {show_day(impact.plan.on)}."
    if impact.ended:
        yield f"Kết thúc {show_int(len(impact.ended))} tổ chức: {listed([line.name for line in impact.ended])}."
    if impact.founded:
        yield f"Lập mới {show_int(len(impact.founded))} tổ chức: {listed([line.name for line in impact.founded])}."
    if impact.changed:
        yield f"Thay đổi {show_int(len(impact.changed))} tổ chức: {listed([line.name for line in impact.changed])}."
    for one in occupants.installed():
        if count := impact.totals.get(one.title):
            yield f"{one.title}: {show_int(count)} nằm trong các tổ chức này, {one.fate}."


def _lines(impact: Impact) -> list:
    return [*impact.ended, *impact.founded, *impact.changed][:MOST_LINES]


def _people(impact: Impact) -> list[tuple[str, str]]:
    """Who goes where, person by person."""
    names = {line.ref: line.name for line in impact.founded}
    chosen = impact.plan.chosen
    heirs = {ending.unit.pk: ending.heir for ending in impact.plan.end}
    heirs |= {change.unit.pk: change.destination for change in impact.plan.change}
    found = []
    for person in impact.open_people:
        where = chosen.get(person.key, heirs.get(person.unit_id))
        found.append((person.label, names.get(where, str(where)) if where else "chưa chọn"))
    return found
