"""Files follow reorganizations: whoever succeeds a keeper has them from that day on."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet

from chibo.dossiers.models import (
    Custody,
    CustodyRule,
    FileSupplement,
    Handover,
    Keeping,
    MemberSituationReport,
    Reconciliation,
)
from chibo.kernel.days import show_day
from chibo.kernel.occupants import Move, Occupant, later_change
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.actions import occupants
from chibo.org.models import Closure, OrgEvent, Unit

KEPT: tuple[tuple[type[Model], str], ...] = ((Custody, "unit"), (CustodyRule, "unit"), (Keeping, "holder"))
"""What hangs on a unit: table, the field that names the unit."""
WRITTEN: tuple[tuple[type[Model], str, str], ...] = (
    (FileSupplement, "cell", "phiếu bổ sung hồ sơ"),
    (Handover, "from_unit", "lần giao hồ sơ"),
    (Handover, "to_unit", "lần nhận hồ sơ"),
    (MemberSituationReport, "unit", "báo cáo tình hình đảng viên"),
    (Reconciliation, "unit", "lần đối chiếu danh sách"),
)
"""What may have been written at a unit that an undo would make vanish."""
SHOWN = 20


class FileOccupants:
    """Implements :class:`chibo.kernel.occupants.Occupants` for the custody of files."""

    kind = "dossiers"
    title = "Nơi giữ hồ sơ đảng viên"
    needs_receiver = False
    fate = "giao cho tổ chức kế thừa"

    def count(self, units: Sequence[Unit], *, on: date) -> dict[int, int]:
        ids, found = [u.pk for u in units], Counter()
        for model, field in KEPT:
            found.update(_going_on(model, field, ids, on).values_list(f"{field}_id", flat=True))
        return dict(found)

    def preview(self, units: Sequence[Unit], *, on: date, limit: int | None = None) -> list[Occupant]:
        ids = [u.pk for u in units]
        rows: list[Occupant] = []
        for model, field in KEPT:
            for one in _going_on(model, field, ids, on).order_by("pk")[:limit]:
                label = f"Hồ sơ giữ riêng: {one.person.full_name}" if model is Keeping else f"Hồ sơ {one}"
                rows.append(Occupant(f"{model._meta.model_name}:{one.uid}", label, getattr(one, f"{field}_id")))
        return rows[:limit]

    def allocate(self, move: Move) -> int:
        event, ended = move.event, list(move.event.ended)
        if not ended:
            return 0
        heirs = _heirs(ended, move.destinations)
        moved = 0
        for model, field in KEPT:
            _nothing_later(model, field, ended, event.on)
            going_on = _going_on(model, field, ended, event.on)
            rows = list(going_on)
            occupants.end(going_on, event)
            moved += self._go_on(model, field, rows, heirs, event)
        if moved:
            occupants.tell(
                "dossiers.followed_reorganization", f"Giao {moved} nơi giữ hồ sơ cho tổ chức kế thừa", move=move,
                count=moved, after={"rows": moved},
            )  # fmt: skip
        return moved

    def _go_on(self, model: type[Model], field: str, rows: list[Any], heirs: Mapping[int, int], event: OrgEvent) -> int:
        """What was said goes on at the heirs. A local decision ends with the committee that took it, and what something
        standing above the heir says already is not said again.
        """
        if model is CustodyRule:
            return len(rows)
        for row in rows:
            heir = heirs.get(getattr(row, f"{field}_id"))
            if heir is None or (model is Custody and _is_said(row, heir, event.on)):
                continue
            copied = {name: getattr(row, name) for name in ("decision_id", "note")}
            if model is Custody:
                copied |= {"keeper": row.keeper, "moves_since": row.moves_since}
            else:
                copied |= {"person_id": row.person_id}
            model.objects.create(**copied, **{f"{field}_id": heir}, since=event.on, until=row.until, begun_by=event)
        return len(rows)

    def stands_on(self, event: OrgEvent) -> list[str]:
        founded, told = event.founded, []
        for model, field in KEPT:
            begun = model.objects.filter(Q(begun_by=None) | ~Q(begun_by=event), **{f"{field}__in": founded})
            told += [f"nơi giữ hồ sơ ghi từ ngày {show_day(one.since)}" for one in begun.order_by("pk")[:SHOWN]]
        for model, field, title in WRITTEN:
            if model.objects.filter(**{f"{field}__in": founded}).exists():
                told.append(f"{title} của tổ chức mới")
        return told

    def undo(self, event: OrgEvent, *, touched: Set[int], by: Viewer) -> int:
        back = 0
        for model, _ in KEPT:
            model.objects.filter(begun_by=event).delete()
            back += occupants.reopen(model.objects, event)
        return back


def _going_on(model: type[Model], field: str, unit_ids: Sequence[int], on: date) -> QuerySet:
    """What holds on the eve of the day and would go on."""
    rows = model.objects.filter(**{f"{field}__in": list(unit_ids)}, since__lt=on, until__gt=on)
    return rows.select_related("person") if model is Keeping else rows


def _heirs(ended: Sequence[int], destinations: Mapping[int, int]) -> dict[int, int]:
    """Ended unit → who takes what it kept: its receiver, else its principal successor."""
    successors = Unit.objects.filter(pk__in=ended, principal_successor__isnull=False)
    return {**dict(successors.values_list("pk", "principal_successor_id")), **destinations}


def _is_said(row: Custody, heir: int, on: date) -> bool:
    above = Closure.objects.filter(org.in_force(on), descendant=heir).values("ancestor")
    said = Custody.objects.filter(org.in_force(on), unit__in=above)
    own = said.filter(unit=heir).exists()
    return own or said.filter(keeper=row.keeper).exists()


def _nothing_later(model: type[Model], field: str, ended: Sequence[int], on: date) -> None:
    """:raises Refusal: something is said of an ended unit from the day or later"""
    later = model.objects.filter(**{f"{field}__in": list(ended)}, since__gte=on).order_by("since", "pk").first()
    if later is not None:
        raise later_change(
            f"Đã ghi nơi giữ hồ sơ của tổ chức kết thúc từ ngày {show_day(later.since)}", "sửa lần ghi ấy"
        )
