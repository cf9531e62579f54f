"""Gộp hồ sơ: find the other record, compare, choose, check, merge; and part again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.members import actions, queries
from chibo.members.actions.merge_plan import FACTS, Choices, Two, shown_fact, shown_lines
from chibo.members.actions.merging import what_stands_on_merge
from chibo.members.actions.rehearsal import rehearse
from chibo.members.forms.merging import MergeForm
from chibo.members.models import Person
from chibo.members.queries import merging, record
from chibo.members.queries.names import CellNames
from chibo.members.queries.sight import person_of
from chibo.members.rules import capabilities
from chibo.members.vocabulary import ATTRIBUTES
from chibo.ui.confirm import Answer, Change, Preview, two_step
from chibo.ui.forms import Form

READING = "So hai hồ sơ để gộp"


@require_safe
def find(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The records that may be the same person's; what was merged before."""
    person = person_of(uid)
    request.viewer.must(capabilities.MERGE, queries.last_cell(person))
    text = request.GET.get("ten", "")[:100]
    found = merging.candidates(person, text, by=request.viewer)
    journal.read(READING, f"person:{person.uid}", request.viewer, clock.today())
    names = CellNames({cell.pk for _, cell in found if cell})
    today = clock.today()
    context = {
        "person": person,
        "text": text,
        "found": [(one, names.on(cell.pk, today) if cell else "") for one, cell in found],
        "merges": merging.merges_of(person),
    }
    return render(request, "members/merge_find.html", context)


def merge(request: HttpRequest, uid: UUID, other: UUID) -> HttpResponse:
    """Compare the two, choose where they differ, check, merge. The record of the first address goes on."""
    keep, gone = person_of(uid), person_of(other)
    today, viewer = clock.today(), request.viewer
    for person in (keep, gone):
        viewer.must(capabilities.MERGE, queries.last_cell(person))
    journal.read(READING, [f"person:{keep.uid}", f"person:{gone.uid}"], viewer, today)
    if keep.pk == gone.pk:
        raise Refusal("Hai hồ sơ phải khác nhau. Hãy chọn hồ sơ khác.", code="same_person")
    two = Two(keep, gone)
    form = MergeForm(request.POST if request.method == "POST" else None, two=two)

    def carry_out(choices: Choices, reason: str) -> None:
        actions.merge_people(keep=keep, other=gone, reason=reason, on=today, by=viewer, choices=choices)

    def preview(data: dict) -> Preview:
        choices = form.choices()
        before = record.state_lines(keep, on=today)
        after = rehearse(
            lambda: carry_out(choices, READING), lambda: record.state_lines(Person.objects.get(pk=keep.pk), on=today)
        )
        keep.refresh_from_db()
        gone.refresh_from_db()
        return Preview(
            title=f"Gộp hồ sơ {gone.full_name} vào hồ sơ {keep.full_name}",
            changes=[
                Change(label, before.get(label, ""), after.get(label, ""))
                for label in dict.fromkeys([*before, *after])
                if before.get(label, "") != after.get(label, "")
            ],
            consequences=_consequences(two, choices),
            button="Gộp hai hồ sơ",
            asks_reason=True,
        )

    def act(data: dict, answer: Answer) -> str:
        carry_out(form.choices(), answer.reason)
        messages.success(
            request, f"Đã gộp hai hồ sơ của đồng chí {keep.full_name}. Có thể tách lại khi chưa ghi gì thêm."
        )
        return reverse("members:person", args=[keep.uid])

    context = {
        "person": keep,
        "other": gone,
        "sides": _sides(two),
        "can_merge": bool(two.ways()),
        "back": reverse("members:merge_find", args=[keep.uid]),
        "swapped": reverse("members:merge", args=[gone.uid, keep.uid]),
    }
    return two_step(request, form, "members/merge.html", context, preview=preview, act=act)


def _consequences(two: Two, choices: Choices) -> list[str]:
    way = two.way(choices)
    moved = sum(1 for event in two.events[1] if event.pk not in way.aside)
    told = [
        f"{moved} sự kiện của hồ sơ gộp vào chuyển sang hồ sơ giữ lại.",
        "Hồ sơ gộp vào ra khỏi mọi danh sách và con số; mở địa chỉ của nó sẽ dẫn đến hồ sơ giữ lại.",
    ]
    if way.aside:
        told.append(f"{len(way.aside)} sự kiện không còn được tính: {_shown_events(two, way.aside)}.")
    kept, other = two.facts
    filled = [FACTS[name] for name in FACTS if other[name] and not kept[name]]
    if filled:
        told.append(f"Hồ sơ giữ lại được bổ sung: {', '.join(filled)}.")
    return told


def _shown_events(two: Two, keys: frozenset[int]) -> str:
    shown = [
        f"{event.get_cause_display()} ngày {show_day(event.on, event.on_precision)}"
        for part in two.events
        for event in part
        if event.pk in keys
    ]
    return "; ".join(shown[:8]) + (" …" if len(shown) > 8 else "")


def _sides(two: Two) -> list[tuple[str, str, str, bool]]:
    """(title, of the kept, of the other, whether they differ) of everything that either says."""
    kept, other = two.facts
    rows = [
        (title, shown_fact(name, kept[name]), shown_fact(name, other[name]), name in two.different_facts())
        for name, title in FACTS.items()
        if kept[name] or other[name]
    ]
    mine, theirs = two.lines
    different = two.different_attributes()
    rows += [
        (
            ATTRIBUTES[name][0],
            shown_lines(name, mine.get(name, ())),
            shown_lines(name, theirs.get(name, ())),
            name in different,
        )
        for name in ATTRIBUTES
        if name in mine or name in theirs
    ]
    told = [record.stays_told(person, until=FOREVER) for person in (two.kept, two.other)]
    places = ["; ".join(f"{name} từ {show_day(stay.since)}" for stay, name in line) or "chưa ghi" for line in told]
    rows.append(("Nơi sinh hoạt", *places, False))
    return rows


def part(request: HttpRequest, uid: UUID, merge: UUID) -> HttpResponse:
    """Take a merge back while nothing stands on it."""
    done = merging.merge_of(merge)
    today, viewer = clock.today(), request.viewer
    viewer.must(capabilities.MERGE, queries.last_cell(done.kept))
    standing = what_stands_on_merge(done)
    form = Form(request.POST if request.method == "POST" else None)

    def preview(data: dict) -> Preview:
        if standing:
            actions.unmerge(done, reason=READING, on=today, by=viewer)
        return Preview(
            title=f"Tách hồ sơ {done.other.full_name} khỏi hồ sơ {done.kept.full_name}",
            consequences=[
                f"Hai hồ sơ trở lại như trước ngày gộp {show_day(done.on)}, với mọi sự kiện, lý lịch và số của mỗi bên."
            ],
            button="Tách lại",
            asks_reason=True,
        )

    def act(data: dict, answer: Answer) -> str:
        actions.unmerge(done, reason=answer.reason, on=today, by=viewer)
        messages.success(request, f"Đã tách lại hai hồ sơ {done.kept.full_name} và {done.other.full_name}.")
        return reverse("members:person", args=[done.kept.uid])

    context = {
        "person": done.kept,
        "merge": done,
        "standing": standing,
        "back": reverse("members:merge_find", args=[done.kept.uid]),
    }
    return two_step(request, form, "members/part.html", context, preview=preview, act=act)
