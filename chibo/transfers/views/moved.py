"""After a reorganization: the people it moved, received person by person or many at once, until nobody is left."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import NotFound, Refusal
from chibo.members.models import MemberEvent
from chibo.members.queries.names import CellNames
from chibo.members.views.place import UNIT
from chibo.org.models import OrgEvent
from chibo.tables.columns import Column
from chibo.tables.sources import QuerySource, RowsSource
from chibo.tables.table import Table
from chibo.transfers import actions
from chibo.transfers.forms import ReceiveForm
from chibo.transfers.queries.moves import left_to_receive, moved_by
from chibo.transfers.rules import capabilities
from chibo.transfers.views.asked import Place
from chibo.ui.confirm import Answer, Preview, two_step
from chibo.ui.markup import with_query

PEOPLE = "nguoi"
MOST_NAMED = 30


class Row:
    """A reorganization with how many it moved here and how many are left to receive."""

    def __init__(self, event: OrgEvent, moved: int, left: int) -> None:
        self.event, self.moved, self.left = event, moved, left


@require_safe
def reorganizations(request: HttpRequest) -> HttpResponse:
    """Reorganizations that moved members into the unit, the latest first."""
    place = Place.of(request)
    left = Counter(left_to_receive(place.unit, on=place.today).values_list("org_event_id", flat=True))
    moved = Counter(moved_by(None, unit=place.unit, on=place.today).values_list("org_event_id", flat=True))
    events = OrgEvent.objects.filter(pk__in=moved).select_related("decision").order_by("-on", "-pk")
    rows = [Row(event, moved[event.pk], left[event.pk]) for event in events]
    url = {row.event.pk: _url(place, row.event) for row in rows}
    columns = (
        Column(
            "what", "Sắp xếp", lambda row: f"{row.event.get_kind_display()} ngày {show_day(row.event.on)}", main=True,
            url=lambda row: url[row.event.pk], width=40,
        ),
        Column("decision", "Quyết định", lambda row: str(row.event.decision or ""), width=40),
        Column("moved", "Đảng viên chuyển đến", "moved", kind="int"),
        Column("left", "Chưa tiếp nhận", "left", kind="int"),
        Column(
            "state", "Tình trạng", lambda row: "Còn người chưa tiếp nhận" if row.left else "Không còn ai",
            kind="badge", state=lambda row: "waiting" if row.left else "done",
        ),
    )  # fmt: skip
    table = Table(
        "transfers.reorganizations", "Chuyển sinh hoạt theo sắp xếp", columns, RowsSource(rows), noun="lần sắp xếp",
        empty="Chưa có lần sắp xếp tổ chức nào chuyển đảng viên đến đây.",
    )  # fmt: skip
    heading = place.heading("Đảng viên chuyển theo sắp xếp tổ chức")
    context = place.context("reorganizations")
    return place.respond("transfers/reorganizations.html", context, table=table, heading=heading)


@require_safe
def moved(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everybody whom one reorganization moved here; those not received yet can be marked and received together."""
    place, event = Place.of(request), _event(uid)
    rows = moved_by(event, unit=place.unit, on=place.today)
    may_receive = place.may(capabilities.KEEP)
    waiting = left_to_receive(place.unit, on=place.today).filter(org_event=event)
    table = Table(
        "transfers.moved", "Đảng viên chuyển theo sắp xếp", _columns(), _MovedSource(rows, event.on), noun="đảng viên",
        empty="Lần sắp xếp này không chuyển đảng viên nào đến đây.",
    )  # fmt: skip
    title = f"{event.get_kind_display()} ngày {show_day(event.on)}"
    heading = place.heading(f"Đảng viên chuyển theo sắp xếp: {title}")
    context = place.context("reorganizations") | {
        "event": event, "title": title, "may_receive": may_receive, "is_left": waiting.exists(),
        "receive_url": with_query(reverse("transfers:receive", args=[event.uid]), {UNIT: place.unit.uid}),
    }  # fmt: skip
    return place.respond("transfers/moved.html", context, table=table, heading=heading)


class _MovedSource(QuerySource):
    """Events of a reorganization with the names of both cells."""

    def __init__(self, found, day) -> None:
        super().__init__(found, ("name_key", "pk"))
        self.day = day

    def shown(self, rows):
        names = CellNames({pk for row in rows for pk in (row.cell_id, row.from_cell_id) if pk})
        for row in rows:
            row.told_from, row.told_to = names.on(row.from_cell_id, self.day), names.on(row.cell_id, self.day)
            row.got = getattr(row, "reception", None)
        return rows


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            "name", "Họ và tên", "person.full_name", main=True, width=28,
            url=lambda row: reverse("members:person", args=[row.person.uid]),
        ),
        Column("from", "Chi bộ cũ", "told_from", width=34),
        Column("to", "Chi bộ mới", "told_to", width=34),
        Column("received_on", "Tiếp nhận", lambda row: row.got.received_on if row.got else None, kind="day"),
        Column("dossier", "Hồ sơ", lambda row: ("Đã nhận" if row.got.has_dossier else "Còn thiếu") if row.got else ""),
        Column(
            "state", "Tình trạng", lambda row: "Đã tiếp nhận" if row.got else "Chưa tiếp nhận", kind="badge",
            state=lambda row: "done" if row.got else "waiting",
        ),
    )  # fmt: skip


def receive(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Mark who was received; see them once more; done for all of them at once."""
    place, event = Place.of(request), _event(uid)
    request.viewer.must(capabilities.KEEP, place.unit)
    waiting = left_to_receive(place.unit, on=place.today).filter(org_event=event)
    people = list(waiting.select_related("person").order_by("person__name_key", "pk"))
    names = CellNames({move.cell_id for move in people})
    picked = set(request.POST.getlist(PEOPLE))
    form = ReceiveForm(
        request.POST if request.method == "POST" else None,
        initial={"received_on": clock.today(), "has_dossier": True},
    )

    def marked() -> list[MemberEvent]:
        found = [move for move in people if str(move.uid) in picked]
        if not found:
            raise Refusal("Chưa chọn đảng viên nào. Hãy đánh dấu người đã tiếp nhận.", code="nobody")
        return found

    def preview(data: dict) -> Preview:
        found = marked()
        names_told = [move.person.full_name for move in found[:MOST_NAMED]]
        more = f" và {len(found) - MOST_NAMED} người khác" if len(found) > MOST_NAMED else ""
        left = len(people) - len(found)
        return Preview(
            title=f"Tiếp nhận {len(found)} đảng viên ngày {show_day(data['received_on'])}",
            consequences=[
                f"Tiếp nhận: {', '.join(names_told)}{more}.",
                "Sau lần này không còn ai chưa tiếp nhận." if not left else f"Còn {left} đảng viên chưa tiếp nhận.",
            ],
            warnings=() if data["has_dossier"] else ("Ghi là còn thiếu hồ sơ của những người này.",),
            button=f"Tiếp nhận {len(found)} đảng viên",
        )

    def act(data: dict, answer: Answer) -> str:
        count = actions.receive_moved(event, moves=marked(), on=clock.today(), by=request.viewer, **data)
        messages.success(request, f"Đã tiếp nhận {count} đảng viên.")
        return _url(place, event)

    context = place.context("reorganizations") | {
        "event": event, "title": f"{event.get_kind_display()} ngày {show_day(event.on)}", "field": PEOPLE,
        "people": [
            (move, names.on(move.cell_id, event.on), not picked or str(move.uid) in picked) for move in people
        ],
        "back": _url(place, event),
    }  # fmt: skip
    return two_step(request, form, "transfers/receive.html", context, preview=preview, act=act)


def _url(place: Place, event: OrgEvent) -> str:
    return with_query(reverse("transfers:moved", args=[event.uid]), {UNIT: place.unit.uid})


def _event(uid: UUID) -> OrgEvent:
    found = OrgEvent.objects.filter(uid=uid, undone=False).select_related("decision").first()
    if found is None:
        raise NotFound("Không có lần sắp xếp này, hoặc đã hoàn tác. Hãy mở lại danh sách.", code="unknown_event")
    return found
