"""The form pages about one file, a hand-over, a loan, a document."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.dossiers import actions, forms
from chibo.dossiers.queries.contents import item_by_uid
from chibo.dossiers.queries.travelling import handover_by_uid, loan_by_uid
from chibo.dossiers.rules.capabilities import CELL, WRITE
from chibo.dossiers.views.deed_table import DEEDS
from chibo.dossiers.views.member import seen
from chibo.dossiers.views.talking import talk, typed
from chibo.kernel import clock
from chibo.kernel.refusal import NotFound
from chibo.members.models import Person
from chibo.members.queries.sight import person_of
from chibo.org import queries as org
from chibo.org.models import Placement
from chibo.ui.confirm import Answer, Preview, two_step

TEMPLATE = "dossiers/deed.html"
MOST_OFFERED = 300


def deed(request: HttpRequest, uid: UUID, deed: str) -> HttpResponse:
    """One thing recorded about a file."""
    found = DEEDS.get(deed)
    if found is None:
        raise NotFound("Không có việc này. Hãy chọn một việc trên trang hồ sơ.", code="unknown_deed")
    person, today, viewer = person_of(uid), clock.today(), request.viewer
    taken_by_cell = deed == "phieu" and not viewer.may(WRITE)
    sight = seen(request, person, capability=CELL if taken_by_cell else WRITE)
    form = found.form(*typed(request), today=today, initial=found.initial(today))

    def act(data: dict) -> str:
        found.act(person, data, viewer)
        return found.done.format(name=person.full_name)

    back = reverse("dossiers:cell", args=[sight.cell.uid]) if taken_by_cell else _file(person)
    return talk(request, form, TEMPLATE, _context(person, found.title, found.button), act=act, back=back)


def handover_deed(request: HttpRequest, uid: UUID, deed: str) -> HttpResponse:
    """Nhận, trả lại."""
    moved, today, viewer = handover_by_uid(uid), clock.today(), request.viewer
    if moved.to_unit is None or not viewer.may(WRITE, moved.to_unit):
        seen(request, moved.person, capability=WRITE)
    name = moved.person.full_name
    if deed == "nhan":
        form, title = forms.ReceiveForm(*typed(request), today=today, initial={"on": today}), "Nhận hồ sơ"

        def act(data: dict) -> str:
            actions.receive(moved, **data, by=viewer)
            return f"Đã nhận hồ sơ đồng chí {name}."

    elif deed == "tra-lai":
        form, title = forms.ReturnForm(*typed(request), today=today, initial={"on": today}), "Trả lại hồ sơ"

        def act(data: dict) -> str:
            actions.return_handover(moved, **data, by=viewer)
            return f"Đã trả lại hồ sơ đồng chí {name}; hồ sơ vẫn tính ở nơi giao."

    else:
        raise NotFound("Không có việc này. Hãy chọn một việc trên trang hồ sơ.", code="unknown_deed")
    context = _context(moved.person, title, title) | {"moved": moved}
    return talk(request, form, TEMPLATE, context, act=act, back=reverse("dossiers:under_way"))


def give_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ghi trả hồ sơ."""
    loan, today, viewer = loan_by_uid(uid), clock.today(), request.viewer
    seen(request, loan.person, capability=WRITE)
    form = forms.GiveBackForm(*typed(request), today=today, initial={"on": today})

    def act(data: dict) -> str:
        actions.give_back(loan, **data, by=viewer)
        return f"Đã ghi {loan.borrower} trả hồ sơ đồng chí {loan.person.full_name}."

    context = _context(loan.person, "Ghi trả hồ sơ", "Ghi đã trả")
    return talk(request, form, TEMPLATE, context, act=act, back=_file(loan.person))


def strike(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Bỏ một tài liệu khỏi mục lục; asked for the reason before it is done."""
    item, today, viewer = item_by_uid(uid), clock.today(), request.viewer
    seen(request, item.person, capability=WRITE)
    form = forms.FileForm(typed(request)[0], today=today)

    def preview(data: dict) -> Preview:
        return Preview(
            title=f"Bỏ khỏi mục lục: {item.title}",
            consequences=[
                f"Tài liệu không còn trong mục lục hồ sơ đồng chí {item.person.full_name}; nhật ký và bản quét vẫn giữ."
            ],
            button="Bỏ khỏi mục lục",
            asks_reason=True,
        )

    def act(data: dict, answer: Answer) -> str:
        actions.strike_item(item, reason=answer.reason, on=today, by=viewer)
        messages.success(request, f"Đã bỏ {item.title} khỏi mục lục. Nhật ký vẫn giữ.")
        return _file(item.person)

    context = _context(item.person, f"Bỏ khỏi mục lục: {item.title}", "Xem trước khi bỏ") | {"back": _file(item.person)}
    return two_step(request, form, TEMPLATE, context, preview=preview, act=act)


def _file(person: Person) -> str:
    return reverse("dossiers:dossier", args=[person.uid])


def _context(person: Person, title: str, button: str) -> dict:
    return {
        "person": person,
        "title": title,
        "button": button,
        "datalist": forms.DATALIST,
        "units": _keepers(clock.today()),
    }


def _keepers(today: date) -> list[tuple[str, str]]:
    """(reference, name) of units that may keep files: TCCSĐ and above, the first of them in the order of names."""
    kinds = org.level_kinds("base", on=today) | org.level_kinds("above_base", on=today)
    rows = Placement.objects.filter(org.in_force(today), kind__in=kinds).order_by("name_key", "pk")
    return list(rows.values_list("unit__ref", "name")[:MOST_OFFERED])
