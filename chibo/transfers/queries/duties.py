"""What is due of transfers and of members away, beside what open cases wait for themselves."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.duties import Desk, Duty, Provider
from chibo.members.models import MemberEvent, Spell
from chibo.members.vocabulary import Cause, EventState
from chibo.org import queries as org
from chibo.org.models import OrgEvent
from chibo.transfers.models import MobileSpell, TransferAbroad
from chibo.transfers.queries.away import last_contact
from chibo.transfers.rules import capabilities
from chibo.transfers.rules.contact import LOST_AFTER, limits
from chibo.transfers.vocabulary import Contact, RecordState

AHEAD = timedelta(days=7)
"""How long before its day a contact is on the list."""
BACK_AHEAD = timedelta(days=30)
"""The same for a return from abroad."""
RECENT = timedelta(days=180)
"""For how long after a reorganization the people it moved are asked about; older moves are on their page."""


def letters(desk: Desk) -> QuerySet[MemberEvent]:
    """Letters recorded without a case: for the office of the base that receives all of them, for the one that sent those
    overdue.
    """
    # Few letters are under way: each is looked up in the tree, not the tree gone through for them.
    bases = org.under_bases(desk.where("ancestor", capabilities.OFFICE), on=desk.on)
    arriving = Exists(bases.filter(descendant_id=OuterRef("cell_id")))
    sent = Q(Exists(bases.filter(descendant_id=OuterRef("from_cell_id"))), presented_on=None, due_on__lt=desk.on)
    rows = MemberEvent.objects.filter(Q(arriving) | sent, state=EventState.PENDING, sent_on__lte=desk.on)
    return rows.filter(letter__case=None, due_on__isnull=False).annotate(key=F("pk"))


def letters_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Which side of each letter is the desk's."""
    rows = MemberEvent.objects.filter(pk__in=keys).select_related("person")
    here = set(
        rows.filter(cell__in=org.under_bases(desk.where("ancestor", capabilities.OFFICE), on=desk.on)).values_list(
            "pk", flat=True
        )
    )
    return {row.pk: _letter(row, arriving=row.pk in here) for row in rows}


def _letter(row: MemberEvent, *, arriving: bool) -> Duty:
    slug = "tiep-nhan" if row.presented_on else "nop-giay"
    note = f"đã nộp giấy {show_day(row.presented_on)}" if row.presented_on else f"giới thiệu {show_day(row.sent_on)}"
    return Duty(
        "Tiếp nhận đảng viên chuyển đến" if arriving else "Nhắc đảng viên nộp giấy giới thiệu",
        f"Đồng chí {row.person.full_name}",
        row.cell_id if arriving else row.from_cell_id,
        rule="transfer.present.working_days",
        note=note,
        url=reverse("members:person", args=[row.person.uid]),
        act_url=reverse("members:event_deed", args=[row.person.uid, slug, row.uid]) if arriving else "",
    )


def contacts(desk: Desk) -> QuerySet[MobileSpell]:
    """Members away with whom the next contact is near, or overdue."""
    # Few are away: each is looked up on the roll, not the roll gone through for them.
    here = Spell.objects.filter(desk.where("cell", capabilities.KEEP), org.in_force(desk.on), person=OuterRef("person"))
    rows = MobileSpell.objects.filter(
        Exists(here),
        state=RecordState.STANDING,
        since__lte=desk.on,
        contact_due_on__lte=desk.on + AHEAD,
    )
    return rows.annotate(key=F("pk"), due_on=F("contact_due_on"))


def contacts_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """With whom, and how it stands."""
    rows = MobileSpell.objects.filter(
        pk__in=keys, person__spells__since__lte=desk.on, person__spells__until__gt=desk.on
    )
    held, found = limits(desk.on), {}
    for row in rows.annotate(cell=F("person__spells__cell"), last_on=last_contact(on=desk.on)).select_related("person"):
        state = held.state(row.last_on, row.regime)
        found[row.pk] = Duty(
            "Liên lạc với đảng viên đi làm xa",
            f"Đồng chí {row.person.full_name}",
            row.cell,
            rule=LOST_AFTER if state == Contact.LOST else "",
            note=f"{state.label.lower()}; {row.where}",
            url=row.get_absolute_url(),
            act_url=reverse("transfers:contact", args=[row.uid]),
        )
    return found


def returns(desk: Desk) -> QuerySet[TransferAbroad]:
    """Members abroad, without a case, who are due back soon or overdue."""
    # Few are abroad: each is looked up in the tree, not the tree gone through for them.
    rows = TransferAbroad.objects.filter(
        Exists(
            org.under_bases(desk.where("ancestor", capabilities.OFFICE), on=desk.on).filter(
                descendant_id=OuterRef("event__movements__cell_id")
            )
        ),
        event__movements__is_entry=False,
        event__letter__case=None,
        event__state=EventState.STANDING,
        returned_on=FOREVER,
        expected_on__lte=desk.on + BACK_AHEAD,
    )
    return rows.annotate(key=F("pk"), due_on=F("expected_on"))


def returns_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Who, and where they are."""
    rows = TransferAbroad.objects.filter(pk__in=keys, event__movements__is_entry=False)
    return {
        row.pk: Duty(
            "Ghi đã về nước, hoặc ngày dự kiến mới",
            f"Đồng chí {row.event.person.full_name}",
            row.cell,
            note=row.country,
            url=reverse("members:person", args=[row.event.person.uid]),
            act_url=reverse("transfers:abroad_back", args=[row.event.uid]),
        )
        for row in rows.annotate(cell=F("event__movements__cell")).select_related("event__person")
    }


def receipts(desk: Desk) -> QuerySet[OrgEvent]:
    """Reorganizations of the last months that moved people here whom nobody has received."""
    waiting = MemberEvent.objects.filter(
        desk.where("cell", capabilities.KEEP),
        cause=Cause.REORGANIZATION,
        state=EventState.STANDING,
        on__gt=desk.on - RECENT,
        on__lte=desk.on,
        reception=None,
    )
    rows = OrgEvent.objects.filter(undone=False, on__gt=desk.on - RECENT, pk__in=waiting.values("org_event"))
    return rows.annotate(key=F("pk"), due_on=Value(FOREVER, DateField()))


def receipts_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Which reorganization."""
    return {
        event.pk: Duty(
            "Tiếp nhận đảng viên chuyển theo sắp xếp",
            f"{event.get_kind_display()} ngày {show_day(event.on)}",
            note="còn người chưa tiếp nhận",
            url=reverse("transfers:moved", args=[event.uid]),
            act_url=reverse("transfers:receive", args=[event.uid]),
        )
        for event in OrgEvent.objects.filter(pk__in=keys)
    }


DUTIES = [
    Provider("chuyen-sinh-hoat", "Chuyển sinh hoạt", letters, letters_shown),
    Provider("di-xa", "Đảng viên đi làm xa", contacts, contacts_shown),
    Provider("ngoai-nuoc", "Đảng viên ở nước ngoài", returns, returns_shown),
    Provider("sau-sap-xep", "Tiếp nhận sau sắp xếp", receipts, receipts_shown),
]
