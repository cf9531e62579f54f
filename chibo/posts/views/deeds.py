"""The form pages: take a post, leave it, correct what was recorded, annul it; each shown before it is done."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.decisions import actions as decisions
from chibo.decisions.models import Decision
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.viewer import Viewer
from chibo.members.actions.rehearsal import rehearse
from chibo.members.models import Person
from chibo.members.queries import last_cell
from chibo.members.queries.sight import person_of, sight_of
from chibo.members.views.place import UNIT
from chibo.org import queries as org
from chibo.posts import actions, queries, rules
from chibo.posts.forms import DATALIST, CorrectForm, HoldingForm, LeaveForm, facts_of, typed
from chibo.posts.models import Holding
from chibo.ui.confirm import Answer, Change, Preview, two_step

Data = dict[str, Any]
MOST_OFFERED = 300


def take(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Nhận chức danh."""
    viewer, today = request.viewer, clock.today()
    viewer.must(rules.WRITE)
    person = sight_of(person_of(uid), by=viewer).person
    form = HoldingForm(request.POST or None, initial=_place(request, person), on=today)
    made: list[Holding] = []

    def carry_out(data: Data) -> Holding:
        because = _decision(data, person, viewer)
        made.append(actions.take_post(person, **facts_of(data), because=because, by=viewer))
        return made[-1]

    def preview(data: Data) -> Preview:
        after = rehearse(lambda: carry_out(data), lambda: _lines(made[-1]))
        return Preview(
            title=f"Ghi nhận chức danh: đồng chí {person.full_name}",
            changes=[Change(label, "", value) for label, value in after.items() if value],
            warnings=_already(made[-1]),
            button="Ghi nhận chức danh",
        )

    def act(data: Data, answer: Answer) -> str:
        with transaction.atomic():
            held = carry_out(data)
        messages.success(request, f"Đã ghi đồng chí {person.full_name} giữ chức danh {held.title}.")
        return reverse("posts:person", args=[person.uid])

    return _page(request, form, person, "Ghi nhận chức danh", preview, act)


def leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Thôi giữ chức danh."""
    held, viewer = _writable(request, uid), request.viewer
    form = LeaveForm(request.POST or None, initial={"on": clock.today()})

    def carry_out(data: Data) -> None:
        because = _decision(data, held.person, viewer)
        actions.leave_post(queries.holding_by_uid(uid), on=data["on"], note=data["note"], because=because, by=viewer)

    return _change(
        request, held, form, "Thôi giữ chức danh", carry_out,
        done="Đã ghi đồng chí {name} thôi giữ chức danh {title}.",
        says=lambda data: f"Từ ngày {show_day(data['on'])} đồng chí {held.person.full_name} không còn giữ chức danh này.",
    )  # fmt: skip


def correct(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Sửa sai."""
    held, viewer = _writable(request, uid), request.viewer
    form = CorrectForm(request.POST or None, initial=typed(held), on=clock.today())

    def carry_out(data: Data) -> None:
        because = _decision(data, held.person, viewer)
        facts = facts_of(data) | {"decision": because}
        actions.correct_holding(queries.holding_by_uid(uid), reason=data["reason"], by=viewer, **facts)

    return _change(
        request, held, form, "Sửa sai chức danh", carry_out,
        done="Đã sửa chức danh {title} của đồng chí {name}.",
        says=lambda data: "Giá trị cũ được giữ trong nhật ký cùng lý do.",
    )  # fmt: skip


def annul(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hủy ghi nhận."""
    held, viewer = _writable(request, uid), request.viewer
    form = Form(request.POST if request.method == "POST" else None)

    def carry_out(data: Data) -> None:
        actions.annul_holding(queries.holding_by_uid(uid), reason=data["reason"], by=viewer)

    return _change(
        request, held, form, "Hủy ghi nhận chức danh", carry_out, asks_reason=True,
        done="Đã hủy ghi nhận chức danh {title} của đồng chí {name}.",
        says=lambda data: "Lần giữ chức danh này không còn trong danh sách nào; nhật ký vẫn giữ.",
    )  # fmt: skip


def _writable(request: HttpRequest, uid: UUID) -> Holding:
    held = queries.holding_by_uid(uid)
    request.viewer.must(rules.WRITE, held.unit)
    return held


def _change(
    request: HttpRequest,
    held: Holding,
    form: Form,
    title: str,
    carry_out: Callable[[Data], None],
    *,
    done: str,
    says: Callable[[Data], str],
    asks_reason: bool = False,
) -> HttpResponse:
    """The conversation about a holding that is on record."""
    person, before = held.person, _lines(held)

    def preview(data: Data) -> Preview:
        tried = data | {"reason": title} if asks_reason else data
        after = rehearse(lambda: carry_out(tried), lambda: _lines(queries.holding_by_uid(held.uid)))
        return Preview(
            title=f"{title}: đồng chí {person.full_name}",
            changes=[Change(name, before[name], after[name]) for name in before if before[name] != after[name]],
            consequences=[says(data)],
            button=title,
            asks_reason=asks_reason,
        )

    def act(data: Data, answer: Answer) -> str:
        with transaction.atomic():
            carry_out(data | {"reason": answer.reason} if asks_reason else data)
        messages.success(request, done.format(name=person.full_name, title=held.title))
        return reverse("posts:holding", args=[held.uid])

    return _page(request, form, person, title, preview, act, held=held)


def _page(
    request: HttpRequest,
    form: Form,
    person: Person,
    title: str,
    preview: Callable[[Data], Preview],
    act: Callable[[Data, Answer], str],
    held: Holding | None = None,
) -> HttpResponse:
    context = {
        "person": person,
        "held": held,
        "deed": title,
        "datalist": DATALIST,
        "units": _units(request.viewer, clock.today()) if isinstance(form, HoldingForm) else [],
        "back": held.get_absolute_url() if held else reverse("posts:person", args=[person.uid]),
    }
    return two_step(request, form, "posts/deed.html", context, preview=preview, act=act)


def _decision(data: Data, person: Person, by: Viewer) -> Decision | None:
    if not data.get("decision_number"):
        return None
    return decisions.register(
        number=data["decision_number"], issued_on=data["decision_issued_on"], issuer=data["decision_issuer"],
        is_illustration=person.is_illustration, by=by,
    )  # fmt: skip


def _lines(held: Holding) -> dict[str, str]:
    """The holding as a preview shows it."""
    standing = held.state == "standing"
    return {
        "Chức danh": held.title,
        "Trong danh mục": held.role_label,
        "Khối": held.get_body_display(),
        "Tổ chức": queries.unit_names([held]).on(held.unit_id, held.since),
        "Từ ngày": show_day(held.since, held.since_precision),
        "Thôi giữ từ ngày": show_day(held.until, held.until_precision),
        "Hình thức": held.get_how_display() if held.how else "",
        "Nhiệm kỳ (khóa)": str(held.term or ""),
        "Quyết định": str(held.decision or ""),
        "Ghi chú": held.note,
        "Trạng thái": "" if standing else held.get_state_display(),
    }


def _already(held: Holding) -> list[str]:
    """Who holds on its first day what one person at a time holds."""
    others = queries.others_in(held.unit_id, held.role, on=held.since, but=held.person_id)
    return [
        f"Đồng chí {one.person.full_name} cũng đang giữ chức danh {one.title} ở tổ chức này từ "
        f"{show_day(one.since, one.since_precision)}. Nếu đã thay, hãy ghi đồng chí ấy thôi giữ; nếu không, vẫn ghi được."
        for one in others
    ]


def _place(request: HttpRequest, person: Person) -> Data:
    """The unit to begin with: that of the address, else the person's cell."""
    uid = request.GET.get(UNIT, "")
    unit = org.by_uid(uid) if uid else last_cell(person)
    return {"unit": unit.ref} if unit else {}


def _units(by: Viewer, on: date) -> list[tuple[str, str]]:
    """(reference, name) of units to offer while typing."""
    home = getattr(by, "home", None)
    if home is None or not home.exists_on(on):
        return []
    found = org.units_below(home, on=on).order_by("name_key")
    return [(p.unit.ref, p.name) for p in found[:MOST_OFFERED]]
