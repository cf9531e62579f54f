"""Administrative places and work units."""

from datetime import date

from django.db import transaction

from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold, tidy
from chibo.kernel.viewer import Viewer
from chibo.org import rules
from chibo.org.models import AdminPlace, Unit, WorkUnit
from chibo.org.vocabulary import PlaceKind, WorkUnitKind


@transaction.atomic
def add_place(
    *,
    kind: str,
    name: str,
    by: Viewer,
    since: date,
    until: date = FOREVER,
    superior: AdminPlace | None = None,
    code: str = "",
    because: Decision | None = None,
) -> AdminPlace:
    """Put a province, district, commune or village on record.

    :raises Refusal: no name, a kind that does not exist, an end before the beginning
    """
    by.must(rules.WRITE)
    name = rules.check_name(name)[:120]
    if kind not in PlaceKind.values:
        raise Refusal("Không có loại đơn vị hành chính này. Hãy chọn trong danh sách.", field="kind")
    _check_span(since, until)
    place = AdminPlace.objects.create(
        kind=kind, name=name, folded=fold(name), code=tidy(code)[:10], superior=superior, since=since, until=until
    )
    journal.record(
        "org.place_added", subject=f"place:{place.uid}", label=f"Địa bàn {name}", on=since, by=by, because=because
    )
    return place


@transaction.atomic
def end_place(
    *, place: AdminPlace, on: date, by: Viewer, successor: AdminPlace | None = None, because: Decision | None = None
) -> AdminPlace:
    """Say that a place was abolished, and which one took it over.

    :raises Refusal: already abolished, or a day before it was set up
    """
    by.must(rules.WRITE)
    if place.until < FOREVER:
        raise Refusal(f"{place.name} đã kết thúc ngày {show_day(place.until)}.", field="on", status=409)
    _check_span(place.since, on)
    place.until, place.successor = on, successor
    place.save(update_fields=["until", "successor"])
    journal.record(
        "org.place_ended",
        subject=f"place:{place.uid}",
        label=f"Địa bàn {place.name} kết thúc",
        on=on,
        by=by,
        because=because,
        after={"successor": str(successor) if successor else None},
    )
    return place


@transaction.atomic
def add_work_unit(
    *,
    kind: str,
    name: str,
    since: date,
    by: Viewer,
    committee: Unit | None = None,
    party_unit: Unit | None = None,
    superior: WorkUnit | None = None,
    until: date = FOREVER,
    because: Decision | None = None,
) -> WorkUnit:
    """Put an agency, school or enterprise on record.

    :param committee: the Party committee it serves or is led by
    :param party_unit: the Party organization inside it
    :raises Refusal: no name, a kind that does not exist, an end before the beginning
    """
    by.must(rules.WRITE, committee or party_unit)
    name = rules.check_name(name)[:160]
    if kind not in WorkUnitKind.values:
        raise Refusal("Không có loại đơn vị này. Hãy chọn trong danh sách.", field="kind")
    _check_span(since, until)
    work_unit = WorkUnit.objects.create(
        kind=kind,
        name=name,
        since=since,
        until=until,
        committee=committee,
        party_unit=party_unit,
        superior=superior,
    )
    at = committee or party_unit
    journal.record(
        "org.work_unit_added",
        subject=f"work_unit:{work_unit.uid}",
        label=f"Đơn vị {name}",
        place=at.reference if at else "",
        on=since,
        by=by,
        because=because,
    )
    return work_unit


def _check_span(since: date, until: date) -> None:
    if until <= since:
        raise Refusal(
            f"Ngày kết thúc phải sau ngày bắt đầu {show_day(since)}. Hãy xem lại hai ngày.", field="until", code="order"
        )
