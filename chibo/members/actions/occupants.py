"""Members as occupants of cells: when a cell ends, everybody in it goes somewhere."""

from collections.abc import Mapping, Sequence, Set
from datetime import date

from django.db.models import Count

from chibo.kernel.bulk import batches, insert_tuples, reserve_ids
from chibo.kernel.days import ONE_DAY, show_day
from chibo.kernel.ids import uuid7
from chibo.kernel.occupants import Move, Occupant, later_change
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.actions.preparing import EVENT_COLUMNS, TEXTS
from chibo.members.derivation.writing import refresh_roll, settle
from chibo.members.models import MemberEvent, Stay
from chibo.members.vocabulary import Cause, EventState, Nature
from chibo.org.actions import occupants
from chibo.org.models import OrgEvent, Placement, Unit
from chibo.org.vocabulary import CELL_KINDS


class MemberOccupants:
    """Implements :class:`chibo.kernel.occupants.Occupants` for the roll."""

    kind = "members"
    title = "Đảng viên"
    needs_receiver = True
    fate = "đi theo như bảng dưới đây"

    def count(self, units: Sequence[Unit], *, on: date) -> dict[int, int]:
        rows = self._staying([u.pk for u in units], on).values("cell").annotate(n=Count("pk"))
        return {row["cell"]: row["n"] for row in rows}

    def preview(self, units: Sequence[Unit], *, on: date, limit: int | None = None) -> list[Occupant]:
        rows = (
            self._staying([u.pk for u in units], on)
            .order_by("person__name_key", "person_id")
            .values_list("person__uid", "person__full_name", "cell_id")[:limit]
        )
        return [Occupant(str(uid), name, cell, f"/dang-vien/{uid}/") for uid, name, cell in rows]

    def allocate(self, move: Move) -> int:
        gone = self._no_longer_cells(move.touched | move.destinations.keys(), move.event.on)
        self._nobody_arrives(gone, move.event.on)
        moved = self._move(move, gone) if gone or move.chosen else 0
        if move.touched:
            refresh_roll(cell_ids=move.touched)
        return moved

    def _move(self, move: Move, gone: Sequence[int]) -> int:
        event, destinations, chosen = move.event, move.destinations, move.chosen
        left = set(destinations) | self._cells_of(chosen, event.on)
        staying = list(
            self._staying(list(left), event.on).values_list("person_id", "person__uid", "cell_id", "person__full_name")
        )
        people = [person for person, *_ in staying]
        self._nothing_later(people, event.on)
        guests = list(self._attending(gone, event.on))
        ids = iter(reserve_ids(MemberEvent, len(staying) + len(guests)))
        rows = []
        for person, uid, cell, name in staying:
            target = chosen.get(str(uid), destinations.get(cell))
            if target is None:
                raise Refusal(
                    f"Chưa chọn nơi đến cho đồng chí {name}. Hãy phân bổ từng đảng viên trước khi thực hiện.",
                    field="chosen",
                    code="unallocated",
                )
            rows.append(_row(event, next(ids), person, Cause.REORGANIZATION, to=target, out_of=cell))
        rows_of_guests = [
            _row(event, next(ids), person, Cause.TEMPORARY_END, to=None, out_of=cell) for person, cell in guests
        ]
        insert_tuples(MemberEvent, EVENT_COLUMNS, [*rows, *rows_of_guests])
        self._redirect_pending(event, gone, destinations)
        settle({*people, *(person for person, _ in guests)})
        if rows:
            occupants.tell(
                "members.moved_by_reorganization", f"Chuyển {len(rows)} đảng viên do sắp xếp tổ chức", move=move,
                count=len(rows), after={"people": len(rows)},
            )  # fmt: skip
        return len(rows)

    def stands_on(self, event: OrgEvent) -> list[str]:
        moved = MemberEvent.objects.filter(org_event=event, state=EventState.STANDING)
        later = (
            MemberEvent.objects.filter(person__in=moved.values("person"), state=EventState.STANDING, on__gte=event.on)
            .exclude(org_event=event)
            .filter(pk__gt=min(moved.values_list("pk", flat=True), default=0))
            .select_related("person")
            .order_by("on")[:20]
        )
        arrived = (
            MemberEvent.objects.filter(cell__in=event.founded)
            .exclude(org_event=event)
            .exclude(state=EventState.ANNULLED)
            .exclude(state=EventState.PENDING, note__startswith=_redirected(event))
            .select_related("person")
            .order_by("on")[:20]
        )
        return [
            f"{e.get_cause_display()} ngày {show_day(e.on)}: đồng chí {e.person.full_name}"
            for e in {e.pk: e for e in [*later, *arrived]}.values()
        ]

    def undo(self, event: OrgEvent, *, touched: Set[int], by: Viewer) -> int:
        moved = MemberEvent.objects.filter(org_event=event, state=EventState.STANDING)
        people = list(moved.values_list("person_id", flat=True))
        moved.update(state=EventState.ANNULLED)
        self._direct_back(event)
        settle(people)
        if touched:
            refresh_roll(cell_ids=touched)
        return len(people)

    @staticmethod
    def _staying(unit_ids: Sequence[int], on: date):
        """Those on the roll on the eve who would still be there on the day."""
        return Stay.objects.filter(cell_id__in=unit_ids, nature=Nature.PERMANENT, since__lte=on - ONE_DAY, until__gt=on)

    @staticmethod
    def _cells_of(chosen: Mapping[str, int], on: date) -> set[int]:
        """Where those who were allocated one by one are on the eve."""
        stays = Stay.objects.filter(nature=Nature.PERMANENT, since__lt=on, until__gt=on)
        return {
            cell
            for batch in batches(chosen, 10_000)
            for cell in stays.filter(person__uid__in=batch).values_list("cell_id", flat=True).distinct()
        }

    @staticmethod
    def _attending(unit_ids: Sequence[int], on: date):
        """Those who attend there temporarily: that ends with the cell, they count elsewhere."""
        return Stay.objects.filter(
            cell_id__in=unit_ids, nature=Nature.TEMPORARY, since__lt=on, until__gt=on
        ).values_list("person_id", "cell_id")

    @staticmethod
    def _nothing_later(people: Sequence[int], on: date) -> None:
        later = (
            MemberEvent.objects.filter(person__in=people, state=EventState.STANDING, on__gte=on, cell__isnull=False)
            .exclude(cause__in=(Cause.TEMPORARY_START, Cause.TEMPORARY_END))
            .select_related("person")
            .order_by("on")
            .first()
        )
        if later is not None:
            raise _later_change(later)

    @staticmethod
    def _no_longer_cells(unit_ids: Set[int], on: date) -> list[int]:
        """Those founded by then in which nobody can be from the day on."""
        gone: list[int] = []
        for batch in batches(sorted(unit_ids), 10_000):
            cells = Placement.objects.filter(since__lte=on, until__gt=on, kind__in=CELL_KINDS)
            founded = Unit.objects.filter(pk__in=batch, founded_on__lte=on)
            gone += founded.exclude(pk__in=cells.filter(unit__in=batch).values("unit")).values_list("pk", flat=True)
        return sorted(gone)

    @staticmethod
    def _nobody_arrives(unit_ids: Sequence[int], on: date) -> None:
        """:raises Refusal: somebody's arrival on the day or later is on record; structure changes come first in a day"""
        for batch in batches(unit_ids, 10_000):
            arrivals = MemberEvent.objects.filter(cell__in=batch, state=EventState.STANDING, on__gte=on)
            if (arrival := arrivals.select_related("person").order_by("on", "id").first()) is not None:
                raise _later_change(arrival)

    @staticmethod
    def _redirect_pending(event: OrgEvent, gone: Sequence[int], destinations: Mapping[int, int]) -> None:
        """A letter addressed to an ended cell goes to its receiver, where everybody was chosen for to its heir."""
        letters = list(MemberEvent.objects.filter(state=EventState.PENDING, cell__in=gone).select_related("cell"))
        heirs = {letter.cell_id: letter.cell.principal_successor_id for letter in letters}
        receivers = {ended: destinations.get(ended, heir) for ended, heir in heirs.items()}
        nowhere = {None, *MemberOccupants._no_longer_cells({r for r in receivers.values() if r}, event.on)}
        redirected = [letter for letter in letters if receivers[letter.cell_id] not in nowhere]
        for letter in redirected:
            letter.note = f"{_redirected(event)} từ {letter.cell.ref}{NEXT}{letter.note}"[:500]
            letter.cell_id = receivers[letter.cell_id]
        MemberEvent.objects.bulk_update(redirected, ["cell", "note"], batch_size=500)

    @staticmethod
    def _direct_back(event: OrgEvent) -> None:
        """Letters go to where they were addressed before; what was annulled forgets cells that are about to vanish."""
        letters = list(MemberEvent.objects.filter(state=EventState.PENDING, note__startswith=_redirected(event)))
        for letter in letters:
            mark, _, letter.note = letter.note.partition(NEXT)
            letter.cell = Unit.objects.get(ref=mark.rpartition(" ")[2])
        MemberEvent.objects.bulk_update(letters, ["cell", "note"], batch_size=500)
        MemberEvent.objects.filter(state=EventState.ANNULLED, cell__in=event.founded).update(cell=None)


NEXT = "; "
"""Between the marks of redirections in the note of a letter, latest first."""


def _row(event: OrgEvent, pk: int, person: int, cause: Cause, *, to: int | None, out_of: int) -> tuple:
    """An event of a person that an event of the tree brings with it, as a row."""
    told = {
        "id": pk, "uid": uuid7(), "person_id": person, "cause": cause.value, "state": EventState.STANDING.value,
        "on": event.on, "on_precision": "day", "cell_id": to, "from_cell_id": out_of, "decision_id": event.decision_id,
        "org_event_id": event.pk,
    }  # fmt: skip
    return tuple(told.get(column, "" if column in TEXTS else None) for column in EVENT_COLUMNS)


def _later_change(later: MemberEvent) -> Refusal:
    told = f"Đồng chí {later.person.full_name} đã có “{later.get_cause_display()}” ngày {show_day(later.on)}"
    return later_change(told, "sửa ghi nhận ấy")


def _redirected(event: OrgEvent) -> str:
    return f"Chuyển hướng theo sắp xếp {event.uid}"
