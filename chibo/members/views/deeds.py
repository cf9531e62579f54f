"""The form page of everything in ``deed_table``: fill in, see what will change, confirm."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from chibo.decisions import actions as decisions
from chibo.kernel import clock
from chibo.kernel.days import Precision, parse_iso, show_day
from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer
from chibo.members import actions
from chibo.members.actions.rehearsal import rehearse
from chibo.members.forms import deed_form
from chibo.members.forms.deeds import DATALIST, MORE
from chibo.members.models import Person
from chibo.members.queries import record
from chibo.members.queries.sight import person_of, sight_of
from chibo.members.rules import capabilities
from chibo.members.views.deed_table import DEEDS, NEW_PERSON, Data, Deed, Target, ways_in
from chibo.members.vocabulary import ATTRIBUTES, PLACES
from chibo.org import queries as org
from chibo.org.vocabulary import CELL_KINDS
from chibo.ui.confirm import Answer, Change, Preview, two_step

MOST_OFFERED = 300
ATTRIBUTES_ASKED = ("sex", "ethnicity", "religion", *MORE)


def start(request: HttpRequest) -> HttpResponse:
    """Which way somebody new comes in."""
    request.viewer.must(capabilities.WRITE)
    return render(request, "members/start.html", {"ways": ways_in()})


def add(request: HttpRequest, deed: str) -> HttpResponse:
    """Register somebody and put them on a roll, in one step."""
    request.viewer.must(capabilities.WRITE)
    done = dict(ways_in()).get(deed)
    if done is None:
        raise NotFound("Không có cách thêm này. Hãy chọn lại từ trang “Thêm đảng viên”.", code="unknown_deed")
    return _converse(request, done, None, (*NEW_PERSON, *done.fields))


def deed(
    request: HttpRequest, uid: UUID, deed: str, event: UUID | None = None, attribute: str = "", since: str = ""
) -> HttpResponse:
    """Record something about a person, one of their events or attributes."""
    sight = sight_of(person_of(uid), by=request.viewer)
    request.viewer.must(capabilities.WRITE, sight.cell if sight.is_whole and event is None else None)
    done = DEEDS.get(deed)
    target = _target(sight.person, event, attribute, since)
    if done is None or _about(target) != {"self": "person"}.get(done.about, done.about):
        raise NotFound("Không có việc này. Hãy mở lại hồ sơ đảng viên.", code="unknown_deed")
    return _converse(request, done, target, done.fields)


def _target(person: Person, event: UUID | None, attribute: str, since: str) -> Target:
    found = person.events.filter(uid=event).select_related("cell", "person").first() if event else None
    value = person.attributes.filter(name=attribute, since=parse_iso(since)).first() if since else None
    if (event and found is None) or (since and value is None) or (attribute and attribute not in ATTRIBUTES):
        raise NotFound("Không có ghi nhận này trong hồ sơ. Hãy mở lại hồ sơ đảng viên.", code="unknown_event")
    return Target(person, found, attribute, value)


def _about(target: Target) -> str:
    if target.event:
        return "event"
    return "value" if target.value else "attribute" if target.attribute else "person"


def _converse(request: HttpRequest, done: Deed, target: Target | None, fields: tuple[str, ...]) -> HttpResponse:
    today, viewer = clock.today(), request.viewer
    named = ATTRIBUTES[target.attribute] if target and target.attribute else None
    form_class = deed_form(
        fields, legend=done.title, labels={**done.labels, **_labels(target)}, choices=named[1] if named else None, refusals=done.refusals,
        units_on=today,
    )  # fmt: skip
    form = form_class(request.POST if request.method == "POST" else None, initial=_initial(done, target, viewer, today))

    def preview(data: Data) -> Preview:
        return _preview(done, target, data, viewer, today)

    def act(data: Data, answer: Answer) -> str:
        person = _carry_out(done, target, data, viewer, confirmed=answer.confirmed)
        messages.success(request, done.done.format(name=person.full_name))
        return reverse("members:person", args=[person.uid])

    context = {
        "deed": done,
        "person": target.person if target else None,
        "subject": named[0] if named else target.event if target else None,
        "units": _cells(viewer, today),
        "datalist": DATALIST,
        "back": reverse("members:person", args=[target.person.uid]) if target else reverse("members:start"),
    }
    return two_step(request, form, "members/deed.html", context, preview=preview, act=act)


def _labels(target: Target | None) -> dict[str, str]:
    is_place = target is not None and target.attribute in PLACES
    return {"value": "Giá trị (quốc gia | tỉnh | xã | địa chỉ)"} if is_place else {}


def _initial(done: Deed, target: Target | None, by: Viewer, today: date) -> Data:
    initial: Data = {"on": today}
    home = getattr(by, "home", None)
    if target is None and home is not None and org.placement_of(home, on=today).is_cell:
        initial["cell"] = home.ref
    if target and target.event:
        initial["on"] = target.event.on if done.title == DEEDS["sua-ngay"].title else today
    if target and target.value:
        initial |= {"value": target.value.value, "since": (target.value.since, Precision(target.value.since_precision))}
    if target and done.about == "self":
        person = target.person
        initial |= {"full_name": person.full_name, "born": (person.born_on, Precision(person.born_precision))}
        initial |= record.particulars_of(person)
    return initial


def _cells(by: Viewer, on: date) -> list[tuple[str, str]]:
    """(reference, name) of cells to offer while typing."""
    home = getattr(by, "home", None)
    if home is None or not home.exists_on(on):
        return []
    found = org.units_below(home, on=on, kinds=CELL_KINDS).select_related("superior").order_by("name_key")
    return [(p.unit.ref, p.name) for p in found[:MOST_OFFERED]]


@transaction.atomic
def _carry_out(done: Deed, target: Target | None, data: Data, by: Viewer, *, confirmed: bool) -> Person:
    """Registration, decision and action in one transaction."""
    if target is None:
        born_on, precision = data["born"]
        person = actions.register_person(
            full_name=data["full_name"], born_on=born_on, born_precision=precision, national_id=data["national_id"],
            card=data["card"], attributes={n: data[n] for n in ATTRIBUTES_ASKED if data.get(n)}, known_since=data["on"],
            confirmed=confirmed, by=by,
        )  # fmt: skip
        target = Target(person)
    because = None
    if data.get("decision_number"):
        because = decisions.register(
            number=data["decision_number"], issued_on=data["decision_issued_on"], issuer=data["decision_issuer"],
            is_illustration=target.person.is_illustration, by=by,
        )  # fmt: skip
    done.run(target, data | {"because": because}, by)
    return target.person


def _preview(done: Deed, target: Target | None, data: Data, by: Viewer, today: date) -> Preview:
    on = _day(data, target, today)
    before = record.state_lines(target.person, on=on) if target else {}
    made: list[Person] = []

    def act() -> None:
        made.append(_carry_out(done, target, data, by, confirmed=True))

    after = rehearse(act, lambda: record.state_lines(Person.objects.get(pk=made[0].pk), on=on))
    if target:
        target.person.refresh_from_db()
        for row in filter(None, (target.event, target.value)):
            row.refresh_from_db()
    name = target.person.full_name if target else made[0].full_name
    labels = list(dict.fromkeys([*before, *after]))
    return Preview(
        title=f"{done.title}: đồng chí {name}",
        changes=[
            Change(f"{label} ngày {show_day(on)}", before.get(label, ""), after.get(label, ""))
            for label in labels
            if before.get(label, "") != after.get(label, "")
        ],
        consequences=[text for text in [done.effect.format(name=name, on=show_day(on))] if text],
        warnings=done.advise(made[0], on) if done.advise else (),
        button=done.title,
    )


def _day(data: Data, target: Target | None, today: date) -> date:
    """The day on which before and after are compared."""
    if data.get("on"):
        return data["on"]
    if data.get("since"):
        return data["since"][0]
    return target.event.on if target and target.event else today
