"""Transfers as rows of a list: names of both sides, the letter and the case, looked up for one page at a time."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from chibo.members.models import MemberEvent, Movement
from chibo.members.queries.names import CellNames
from chibo.members.vocabulary import Cause, EventState, TransferKind
from chibo.procedures.models import Act
from chibo.tables.columns import Column
from chibo.tables.sources import QuerySource
from chibo.transfers.models import Letter
from chibo.transfers.queries.moves import unpresented_before
from chibo.ui import params


class MovesSource(QuerySource):
    """Events of transfer with what a list shows of them."""

    def __init__(self, found: QuerySet[MemberEvent], *, order: Sequence[str], today: date) -> None:
        super().__init__(found.select_related("person"), order)
        self.today = today

    def shown(self, rows: list[MemberEvent]) -> list[MemberEvent]:
        keys = [row.pk for row in rows]
        left = dict(Movement.objects.filter(event__in=keys, is_entry=False).values_list("event_id", "cell_id"))
        letters = {one.event_id: one for one in Letter.objects.filter(event__in=keys)}
        made = Act.objects.filter(made__in=[f"event:{row.uid}" for row in rows])
        cases = {uid: (mark, case) for uid, mark, case in made.values_list("made", "case__mark", "case__uid")}
        names = CellNames({pk for row in rows for pk in (row.cell_id, row.from_cell_id, left.get(row.pk)) if pk})
        late = unpresented_before(self.today)
        for row in rows:
            letter = letters.get(row.pk)
            row.number, row.dossier = (letter.number, letter.dossier) if letter else ("", "")
            row.mark, row.case_uid = cases.get(f"event:{row.uid}", ("", None))
            row.told_from = (
                row.other_place
                if row.cause == Cause.TRANSFER_IN
                else names.on(row.from_cell_id or left.get(row.pk), row.on)
            )
            row.told_to = row.other_place if row.cause == Cause.TRANSFER_OUT else names.on(row.cell_id, row.on)
            row.standing = state_of(row, self.today, late)
            row.day = row.on if row.state == EventState.STANDING else None
        return rows


def state_of(event: MemberEvent, today: date, unpresented: date | None) -> tuple[str, str]:
    """(sort of badge, words) of how it stands with a transfer."""
    if event.state == EventState.ANNULLED:
        return "plain", "Đã trả lại"
    if event.state == EventState.PENDING:
        if event.presented_on:
            return "new", "Đã nộp giấy, chờ tiếp nhận"
        if unpresented and event.sent_on < unpresented:
            return "late", f"{(today - event.sent_on).days} ngày chưa nộp giấy"
        if event.due_on and event.due_on < today:
            return "late", f"Quá hạn nộp giấy {(today - event.due_on).days} ngày"
        return "waiting", "Chưa nộp giấy"
    if event.cause == Cause.TRANSFER_IN or event.reported_on:
        return "done", "Xong"
    return "waiting", "Chưa có phiếu báo"


def case_url(row: MemberEvent) -> str:
    """The page of the case that made the event; nothing where it was recorded directly."""
    return reverse("procedures:case", args=[row.case_uid]) if row.case_uid else ""


def columns(*, arrived: bool = False, whole: bool = False) -> tuple[Column, ...]:
    """What every list of transfers shows.

    :param arrived: whether the rows are done with: then the day of receipt, else the day the letter is due
    :param whole: for a file: every day, and the mark of the case in a column of its own
    """
    days = {
        "sent_on": "Giới thiệu",
        "due_on": "Hạn nộp giấy",
        "presented_on": "Nộp giấy",
        "received_on": "Tiếp nhận",
        "reported_on": "Phiếu báo",
    }
    seen = days if whole else ("sent_on", "received_on") if arrived else ("sent_on", "due_on")
    return (
        Column(
            "name", "Họ và tên", "person.full_name", main=True, width=28,
            url=lambda row: reverse("members:person", args=[row.person.uid]),
        ),
        Column("kind", "Hình thức", kind_of, width=16)
        if whole
        else Column("kind", "Hình thức, hồ sơ", kind_and_case, kind="link", url=case_url),
        Column("from", "Nơi đi", "told_from", width=34),
        Column("to", "Nơi đến", "told_to", width=34),
        *(Column(name, days[name], kind="day") for name in seen),
        Column(
            "state", "Tình trạng", lambda row: row.standing[1], kind="badge", state=lambda row: row.standing[0], width=24
        ),
        *([Column("mark", "Hồ sơ", "mark", kind="link", url=case_url, width=18)] if whole else []),
    )  # fmt: skip


def is_file(request: HttpRequest) -> bool:
    """Whether a file is asked for, which has room for every column."""
    return request.GET.get(params.EXPORT) in ("xlsx", "csv")


def kind_and_case(row: MemberEvent) -> str:
    """``Nội bộ, CNB-2026-00012``."""
    return f"{kind_of(row)}, {row.mark}" if row.mark else kind_of(row)


def kind_of(row: MemberEvent) -> str:
    """Chính thức, nội bộ, ra ngoài nước …; out of reach is told."""
    if row.cause == Cause.TRANSFER_OUT and row.transfer_kind != TransferKind.ABROAD:
        return "Chính thức, ra nơi ngoài hệ thống"
    return row.get_transfer_kind_display() or row.get_cause_display()
