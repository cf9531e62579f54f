"""Proposing badges: one person, with early and posthumous awards, or everybody of a list at once."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from chibo.badges.actions.telling import named, tell
from chibo.badges.models import PartyBadge, sealed
from chibo.badges.queries.due import due
from chibo.badges.queries.party_age import party_age
from chibo.badges.rules import capabilities
from chibo.badges.rules.giving import check_age, check_day, check_milestone, check_near
from chibo.badges.vocabulary import COUNTED, HAD, BadgeKind
from chibo.kernel.days import show_day
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import Person, Spell
from chibo.members.vocabulary import Cause, EventState
from chibo.org.models import Unit


@transaction.atomic
def propose(
    person: Person,
    *,
    years: int,
    award_day: date,
    on: date,
    by: Viewer,
    kind: str = BadgeKind.REGULAR,
    reason: str = "",
    confirmed: bool = False,
) -> PartyBadge:
    """Đề nghị tặng một huy hiệu.

    :param reason: why early; kept encrypted
    :raises Refusal: not a member (nor dead), the years not complete, had or proposed already, a higher one had
    :raises Question: further away than the rule allows, no award day; unless ``confirmed``
    """
    cell = members.last_cell(person)
    by.must(capabilities.WRITE, cell)
    check_near(award_day, on)
    check_milestone(years, award_day)
    check_day(award_day, confirmed=confirmed)
    died_on = _died_on(person, on)
    if died_on is None and members.cell_on(person, on=on) is None:
        raise Refusal(
            f"Đồng chí {person.full_name} không có tên trong danh sách đảng viên. Chỉ đề nghị cho đảng viên, hoặc truy tặng.",
            field="person",
            code="not_member",
        )
    age = party_age(person, on=died_on or min(on, award_day))
    check_age(
        person.full_name, age, years=years, kind=kind, award_day=award_day, died_on=died_on, reason=reason,
        confirmed=confirmed,
    )  # fmt: skip
    _not_yet(person, years)
    row = PartyBadge.objects.create(
        person=person, years=years, kind=BadgeKind(kind), award_day=award_day, cell=cell, counted_from=age.counted_from,
        proposed_on=on, sealed=sealed(reason.strip()), is_illustration=person.is_illustration,
    )  # fmt: skip
    tell("badges.proposed", [row], f"Đề nghị {row.get_kind_display().lower()} Huy hiệu Đảng: {named([row])}", on=on, by=by,
         after=_facts(row), sensitive={"reason": reason.strip()} if reason.strip() else None)  # fmt: skip
    return row


@transaction.atomic
def propose_many(unit: Unit, *, people: Sequence[Person], award_day: date, on: date, by: Viewer) -> list[PartyBadge]:
    """Đề nghị for everybody chosen from the list of those due on an award day: each the badge the list names.

    :raises Refusal: nobody chosen, a day far ahead, somebody who is not due there or is proposed already
    """
    if not people:
        raise Refusal("Chưa chọn ai. Hãy đánh dấu những người đề nghị.", field="people", code="nothing_chosen")
    check_near(award_day, on)
    rows: dict[int, Spell] = {
        row.person_id: row for row in due(unit, award_day=award_day, on=on).filter(person__in=[p.pk for p in people])
    }
    for person in people:
        row = rows.get(person.pk)
        if row is None or row.proposal:
            raise Refusal(
                f"Đồng chí {person.full_name} không ở trong danh sách chưa đề nghị đợt {show_day(award_day)}. Hãy mở lại danh "
                "sách.",
                field="people",
                code="not_due",
                status=409,
            )
    for cell in Unit.objects.filter(pk__in={row.cell_id for row in rows.values()}):
        if by.may(capabilities.WRITE, unit) is None and by.may(capabilities.WRITE, cell) is None:
            raise NotEntitled("Đồng chí chưa được giao quyền đề nghị huy hiệu ở chi bộ này.", code="not_entitled")
    made = PartyBadge.objects.bulk_create(
        [
            PartyBadge(
                person=row.person, years=row.milestone, award_day=award_day, cell_id=row.cell_id,
                counted_from=row.counted_from, proposed_on=on, is_illustration=row.person.is_illustration,
            )
            for row in rows.values()
        ],
        batch_size=500,
    )  # fmt: skip
    tell("badges.proposed", made, f"Đề nghị tặng Huy hiệu Đảng đợt {show_day(award_day)}: {named(made)}", on=on, by=by,
         after={"award_day": award_day, "people": len(made)})  # fmt: skip
    return made


def _died_on(person: Person, on: date) -> date | None:
    event = person.events.filter(cause=Cause.DEATH, state=EventState.STANDING, on__lte=on).first()
    return event.on if event else None


def _not_yet(person: Person, years: int) -> None:
    rows = PartyBadge.objects.filter(person=person, state__in=COUNTED)
    same = rows.filter(years=years).first()
    if same is not None:
        raise Refusal(
            f"Huy hiệu {years} năm của đồng chí {person.full_name}: {same.get_state_display().lower()}. Không cần ghi lại.",
            field="years",
            code="already",
            status=409,
        )
    higher = rows.filter(years__gt=years, state__in=HAD).order_by("years").first()
    if higher is not None:
        raise Refusal(
            f"Đồng chí {person.full_name} đã nhận Huy hiệu {higher.years} năm; không đề nghị mốc thấp hơn.",
            field="years",
            code="higher",
        )


def _facts(row: PartyBadge) -> dict[str, object]:
    return {"years": row.years, "kind": row.kind, "award_day": row.award_day, "counted_from": row.counted_from}
