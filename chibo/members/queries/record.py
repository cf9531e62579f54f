"""What a member page shows: the state on a day, the timeline, the attributes with their history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from chibo.kernel.days import FOREVER, Precision, show_day
from chibo.members.models import Attribute, MemberEvent, Particulars, Person, Stay
from chibo.members.queries.names import CellNames
from chibo.members.rules import beside
from chibo.members.vocabulary import ATTRIBUTES, Cause, EventState, Nature, Status
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.procedures import queries as procedures
from chibo.procedures.models import Case
from chibo.procedures.rules.handlers import of_case

Lines = dict[str, str]
PARTICULARS = (
    ("other_name", "Tên khác"),
    ("card_issued_on", "Ngày cấp thẻ đảng viên"),
    ("card_issued_by", "Nơi cấp thẻ đảng viên"),
    ("deletion_proposal", "Đề nghị xóa hồ sơ"),
)


def state_lines(person: Person, *, on: date) -> Lines:
    """The person on a day as label → text, for comparing before and after."""
    stays = person.stays.filter(since__lte=on, until__gt=on).select_related("cell")
    by_nature = {stay.nature: stay for stay in stays}
    spell = person.spells.filter(since__lte=on, until__gt=on).first()
    pending = person.events.filter(state=EventState.PENDING).select_related("cell").first()
    names = CellNames([*(stay.cell_id for stay in by_nature.values()), pending.cell_id if pending else None])
    here, guest = by_nature.get(Nature.PERMANENT), by_nature.get(Nature.TEMPORARY)
    lines = {
        "Họ và tên": person.full_name,
        "Ngày sinh": show_day(person.born_on, person.born_precision),
        "Sinh hoạt chính thức": names.on(here.cell_id, on) if here else "không có tên trong danh sách",
        "Tư cách": Status(spell.status).label if spell else "",
        "Ngày vào Đảng": show_day(spell.party_since) if spell else "",
        "Sinh hoạt tạm thời": names.on(guest.cell_id, on) if guest else "",
        "Đang chuyển đến": names.on(pending.cell_id, on) if pending else "",
        "Đã nộp giấy giới thiệu": show_day(pending.presented_on) if pending else "",
    }
    for attribute in person.attributes.filter(since__lte=on, until__gt=on):
        lines[ATTRIBUTES[attribute.name][0]] = attribute.shown
    kept = particulars_of(person)
    for name, title in PARTICULARS:
        value = kept.get(name)
        lines[title] = show_day(value) if isinstance(value, date) else value or ""
    return lines


def particulars_of(person: Person) -> dict[str, object]:
    """What is kept beside the record, numbers left out; empty where nothing is."""
    kept = Particulars.objects.filter(person=person).first()
    return {name: getattr(kept, name) for name, _ in PARTICULARS} if kept else {}


@dataclass(frozen=True)
class Moment:
    """One point of the timeline."""

    on: date
    precision: str
    title: str
    text: str = ""
    event: MemberEvent | None = None
    place: str = ""
    days: tuple[tuple[str, date], ...] = ()
    css: str = ""
    url: str = ""


DAYS = (
    ("sent_on", "Giới thiệu"),
    ("due_on", "Hạn nộp giấy"),
    ("presented_on", "Nộp giấy"),
    ("received_on", "Tiếp nhận"),
    ("reported_on", "Báo lại nơi đi"),
)


def timeline(
    person: Person,
    *,
    until: date = FOREVER,
    today: date,
    with_cases: bool = False,
    tellers: Sequence[beside.Teller] = (),
) -> list[Moment]:
    """Events and changes of attributes, newest first; events of ``until`` are still told, what follows is not.

    :param with_cases: tell the cases about the person too, where they were opened and how they ended
    :param tellers: areas above that tell what they have on record
    """
    events = list(
        person.events.filter(on__lte=until)
        .select_related("cell", "from_cell", "decision", "org_event")
        .order_by("on", "id")
    )
    changes = list(person.attributes.filter(since__lt=until).exclude(since=person.born_on).order_by("since", "id"))
    cells = {pk for e in events for pk in (e.cell_id, e.from_cell_id) if pk}
    names = CellNames(cells)
    told = [_event(e, names, today) for e in events]
    told += [
        Moment(a.since, a.since_precision, ATTRIBUTES[a.name][0], f"Từ ngày này: {a.shown}", css="change")
        for a in changes
    ]
    if with_cases:
        told += [moment for case in procedures.cases_of(*beside.references(person.uid)) for moment in _case(case)]
    for one in tellers:
        told += [
            Moment(said.on, Precision.DAY, said.title, said.text, url=said.url)
            for said in one.tell(person.uid)
            if said.on <= until
        ]
    return sorted(told, key=lambda m: (m.on, m.event.pk if m.event else 0), reverse=True)


def _case(case: Case) -> Iterator[Moment]:
    title = of_case(case).definition.title
    url = case.get_absolute_url()
    yield Moment(case.opened_on, Precision.DAY, f"Mở hồ sơ {case.mark}", title, css="change", url=url)
    if not case.is_open:
        told = f"{title}: {case.get_state_display().lower()}"
        yield Moment(case.closed_on, Precision.DAY, f"Kết thúc hồ sơ {case.mark}", told, css="change", url=url)


def _event(event: MemberEvent, names: CellNames, today: date) -> Moment:
    to, source = names.on(event.cell_id, event.on), names.on(event.from_cell_id, event.on)
    if event.cause in (Cause.TRANSFER, Cause.REORGANIZATION):
        text = f"Từ {source} đến {to}" if source else f"Đến {to}"
    elif event.cause == Cause.TRANSFER_IN:
        text = f"Từ {event.other_place} đến {to}"
    elif event.cause == Cause.TRANSFER_OUT:
        text = f"Đến {event.other_place}"
    else:
        text = to
    if event.ground:
        text = event.get_ground_display()
    css = "annulled" if event.state == EventState.ANNULLED else "future" if event.on > today else ""
    days = tuple((title, getattr(event, name)) for name, title in DAYS if getattr(event, name))
    return Moment(event.on, event.on_precision, event.get_cause_display(), text, event, to, days, css)


def attribute_histories(person: Person, *, until: date = FOREVER) -> list[tuple[str, str, list[Attribute]]]:
    """(name, title, rows newest first) of every attribute, those without a value too."""
    rows: dict[str, list[Attribute]] = {name: [] for name in ATTRIBUTES}
    for row in person.attributes.filter(since__lt=until).order_by("-since"):
        rows[row.name].append(row)
    return [(name, ATTRIBUTES[name][0], rows[name]) for name in ATTRIBUTES]


def stays_told(person: Person, *, until: date = FOREVER) -> list[tuple[Stay, str]]:
    """The stays that held on some day, newest first, each with the name of the cell then."""
    stays = [s for s in person.stays.order_by("-since", "-id") if s.since < min(s.until, until)]
    names = CellNames({stay.cell_id for stay in stays})
    return [(stay, names.on(stay.cell_id, stay.since)) for stay in stays]


def transfers_under_way(unit: Unit, *, on: date, incoming: bool) -> QuerySet[MemberEvent]:
    """Sent and not yet received, into (or out of) the unit and what stands below it on the day; oldest first.

    Out of is where the person is now: the cell that sent may have been reorganized since.
    """
    cells = org.closure_below(unit.pk, on=on).values("descendant")
    here = Stay.objects.filter(nature=Nature.PERMANENT, since__lte=on, until__gt=on, cell__in=cells)
    side = {"cell__in": cells} if incoming else {"person__in": here.values("person")}
    return MemberEvent.objects.filter(state=EventState.PENDING, sent_on__lte=on, **side).select_related("person")
