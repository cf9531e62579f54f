"""Attributes over time: a change adds a row from a day on, a correction replaces a value that was wrong."""

from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.days import FOREVER, Precision, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.actions.people import home_cell, must_have_reason, reference
from chibo.members.derivation.writing import settle
from chibo.members.models import Attribute, Person
from chibo.members.rules import capabilities
from chibo.members.rules.person import clean_value
from chibo.members.vocabulary import ATTRIBUTES


@transaction.atomic
def change_attribute(
    person: Person,
    *,
    name: str,
    value: str,
    since: date,
    by: Viewer,
    precision: str = Precision.DAY,
    source: str = "",
    because=None,
) -> Attribute:
    """Thay đổi từ ngày: the value holds from the day on, the one before ends there.

    :raises Refusal: not a value of the attribute, before birth, the same value, or a later change already stands
    """
    by.must(capabilities.WRITE, home_cell(person))
    value = clean_value(name, value)
    title = ATTRIBUTES[name][0]
    if since < person.born_on:
        raise Refusal(
            f"Ngày {show_day(since)} trước ngày sinh. Hãy chọn ngày khác.", field="since", code="before_birth"
        )
    lines = list(person.attributes.filter(name=name).order_by("since"))
    if lines and lines[-1].since >= since:
        raise Refusal(
            f"{title} đã có thay đổi từ {show_day(lines[-1].since)}. Hãy chọn ngày sau đó, hoặc sửa giá trị đang có.",
            field="since",
            code="later_change",
        )
    last = lines[-1] if lines else None
    if last and last.until > since and last.value == value:
        raise Refusal(
            f"{title} đang là giá trị này rồi. Hãy chọn giá trị khác, hoặc thôi không đổi.",
            field="value",
            code="same_value",
        )
    if last and last.until > since:
        last.until = since
        last.save(update_fields=["until"])
    row = Attribute.objects.create(
        person=person, name=name, value=value, since=since, since_precision=precision, until=FOREVER, source=source
    )
    settle([person.pk])
    journal.record(
        "members.attribute_changed",
        subject=reference(person),
        label=f"{title} thay đổi từ {show_day(since, precision)}",
        on=since,
        by=by,
        because=because,
        before={name: last.value if last else ""},
        after={name: value},
    )
    return row


@transaction.atomic
def correct_attribute(
    attribute: Attribute, *, reason: str, by: Viewer, value: str | None = None, since: date | None = None
) -> None:
    """Sửa sai: the value or its first day was entered wrongly; the old one stays in the journal with the reason.

    :raises Refusal: no reason, not a value, or the new day passes the row before or after
    """
    person = attribute.person
    by.must(capabilities.WRITE, home_cell(person))
    must_have_reason(reason)
    before = {"value": attribute.value, "since": attribute.since}
    neighbours = person.attributes.filter(name=attribute.name).exclude(pk=attribute.pk)
    previous = neighbours.filter(since__lt=attribute.since).order_by("-since").first()
    if value is not None:
        attribute.value = clean_value(attribute.name, value)
    touching = None
    if since is not None and since != attribute.since:
        if since < person.born_on or since >= attribute.until or (previous and since <= previous.since):
            raise Refusal(
                f"Ngày {show_day(since)} chồng lên giá trị trước hoặc sau. Hãy chọn ngày ở giữa hai giá trị đó.",
                field="since",
                code="overlap",
            )
        if previous and (previous.until == attribute.since or previous.until > since):
            previous.until, touching = since, previous
        attribute.since = since
    # At no moment do the two hold on the same day: the one that gives way is written first.
    earlier = since is not None and since < before["since"]
    for row in (touching, attribute) if earlier else (attribute, touching):
        if row is not None:
            row.save()
    settle([person.pk])
    journal.record(
        "members.attribute_corrected",
        subject=reference(person),
        label=f"Sửa sai {ATTRIBUTES[attribute.name][0].lower()}",
        on=attribute.since,
        by=by,
        reason=reason,
        before=before,
        after={"value": attribute.value, "since": attribute.since},
    )
