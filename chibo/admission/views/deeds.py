"""The form pages of the source; each is shown before it is done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from chibo.admission import actions, queries, rules
from chibo.admission.forms import (
    BackForm,
    CertificateForm,
    CorrectForm,
    LeaveForm,
    MoveForm,
    ProspectForm,
    typed,
)
from chibo.admission.models import ClassCertificate, Prospect
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer
from chibo.members.actions.rehearsal import rehearse
from chibo.members.models import Person, Spell
from chibo.members.views.place import UNIT, unit_of
from chibo.members.vocabulary import Status
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.org.vocabulary import CELL_KINDS
from chibo.ui.confirm import Answer, Change, Preview, two_step

Data = dict[str, Any]
MOST_OFFERED = 300


def add(request: HttpRequest) -> HttpResponse:
    """Đưa vào nguồn: at a cell; at a unit above, the cells to choose from."""
    unit, today = unit_of(request, capability=rules.WRITE), clock.today()
    placement = org.placement_of(unit, on=today)
    if placement.kind not in CELL_KINDS:
        cells = org.units_below(unit, on=today, kinds=CELL_KINDS).select_related("unit").order_by("name_key", "pk")
        shown = {"unit_name": placement.name, "cells": cells[:MOST_OFFERED], "place": UNIT}
        return render(request, "admission/choose_cell.html", shown)
    form = ProspectForm(request.POST or None, initial={"listed_on": today}, followers=followers_at(unit))
    made: list[Prospect] = []

    def carry_out(data: Data, *, confirmed: bool) -> None:
        told = _told(form)
        made.append(actions.list_prospect(unit=unit, by=request.viewer, confirmed=confirmed, **told))

    def preview(data: Data) -> Preview:
        after = rehearse(lambda: carry_out(data, confirmed=True), lambda: lines(made[-1]))
        return Preview(
            title=f"Đưa vào nguồn kết nạp của {placement.name}",
            changes=[Change(label, "", value) for label, value in after.items() if value],
            button="Đưa vào nguồn",
        )

    def act(data: Data, answer: Answer) -> str:
        with transaction.atomic():
            carry_out(data, confirmed=answer.confirmed)
        messages.success(request, f"Đã đưa {made[-1].full_name} vào nguồn.")
        return made[-1].get_absolute_url()

    shown = {"deed": "Thêm quần chúng ưu tú", "unit_name": placement.name, "back": _list(unit)}
    return two_step(request, form, "admission/deed.html", shown, preview=preview, act=act)


def correct(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Sửa thông tin."""
    found = _writable(request, uid)
    form = CorrectForm(request.POST or None, initial=typed(found), followers=followers_at(found.unit, found.follower))

    def carry_out(one: Prospect, data: Data) -> None:
        told = _told(form)
        told["national_id"] = told["national_id"] or None
        actions.correct_prospect(one, reason=data["reason"], by=request.viewer, **told)

    return _change(request, found, form, "Sửa thông tin nguồn", carry_out, done="Đã sửa thông tin của {name}.")


def certify(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ghi giấy chứng nhận."""
    found = _writable(request, uid)
    form = CertificateForm(request.POST or None)

    def carry_out(one: Prospect, data: Data) -> None:
        actions.certify(one, by=request.viewer, **data)

    return _change(
        request, found, form, "Ghi giấy chứng nhận", carry_out, done="Đã ghi giấy chứng nhận của {name}.",
        says=lambda one: f"Giấy chứng nhận có giá trị đến hết ngày {show_day(_latest(one))}."
        if _latest(one) < FOREVER
        else "Sổ quy định chưa có thời hạn của giấy chứng nhận cấp ngày này.",
    )  # fmt: skip


def drop_certificate(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Bỏ giấy chứng nhận ghi sai."""
    found = _writable(request, uid)
    if not found.certificates.filter(pk=number).exists():
        raise NotFound("Không có giấy chứng nhận này. Hãy mở lại trang nguồn.", code="unknown_certificate")

    def carry_out(one: Prospect, data: Data) -> None:
        actions.drop_certificate(ClassCertificate.objects.get(pk=number), reason=data["reason"], by=request.viewer)

    form = Form(request.POST if request.method == "POST" else None)
    return _change(
        request,
        found,
        form,
        "Bỏ giấy chứng nhận",
        carry_out,
        done="Đã bỏ giấy chứng nhận của {name}.",
        asks_reason=True,
    )


def move(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Chuyển nơi theo dõi."""
    found, today = _writable(request, uid), clock.today()
    form = MoveForm(request.POST or None, initial={"on": today})

    def carry_out(one: Prospect, data: Data) -> None:
        actions.move_prospect(one, to=data["to"], on=data["on"], reason=data["reason"], by=request.viewer)

    return _change(
        request, found, form, "Chuyển nơi theo dõi", carry_out, done="Đã chuyển nơi theo dõi {name}.",
        says=lambda one: "Chi bộ nơi đi in giấy chứng nhận người vào Đảng đang được giúp đỡ.", units=_cells(request.viewer),
    )  # fmt: skip


def drop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Đưa ra khỏi nguồn."""
    found = _writable(request, uid)
    form = LeaveForm(request.POST or None, initial={"on": clock.today()})

    def carry_out(one: Prospect, data: Data) -> None:
        actions.drop_prospect(one, reason=data["left_reason"], on=data["on"], note=data["note"], by=request.viewer)

    return _change(request, found, form, "Đưa ra khỏi nguồn", carry_out, done="Đã đưa {name} ra khỏi nguồn.")


def take_up(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Đưa trở lại nguồn."""
    found = _writable(request, uid)
    form = BackForm(request.POST or None, initial={"on": clock.today()})

    def carry_out(one: Prospect, data: Data) -> None:
        actions.take_up_again(one, on=data["on"], reason=data["reason"], by=request.viewer)

    return _change(request, found, form, "Đưa trở lại nguồn", carry_out, done="Đã đưa {name} trở lại nguồn.")


def _writable(request: HttpRequest, uid: UUID) -> Prospect:
    found = queries.prospect_by_uid(uid)
    request.viewer.must(rules.WRITE, found.unit)
    return found


def _change(
    request: HttpRequest,
    found: Prospect,
    form: Form,
    title: str,
    carry_out: Callable[[Prospect, Data], None],
    *,
    done: str,
    says: Callable[[Prospect], str] | None = None,
    units: list[tuple[str, str]] | None = None,
    asks_reason: bool = False,
) -> HttpResponse:
    """The conversation about somebody of the source."""
    before = lines(found)

    def preview(data: Data) -> Preview:
        tried = data | {"reason": title} if asks_reason else data
        after, told = rehearse(
            lambda: carry_out(queries.prospect_by_uid(found.uid), tried), lambda: _seen(found.uid, says)
        )
        changes = [Change(name, before[name], after[name]) for name in before if before[name] != after[name]]
        return Preview(
            title=f"{title}: {found.full_name}", changes=changes, consequences=[told] if told else [], button=title,
            asks_reason=asks_reason,
        )  # fmt: skip

    def act(data: Data, answer: Answer) -> str:
        with transaction.atomic():
            carry_out(queries.prospect_by_uid(found.uid), data | {"reason": answer.reason} if asks_reason else data)
        messages.success(request, done.format(name=found.full_name))
        return found.get_absolute_url()

    shown = {
        "deed": title,
        "prospect": found,
        "unit_name": org.name_of(found.unit, on=clock.today()),
        "back": found.get_absolute_url(),
        "units": units or [],
        "datalist": MoveForm.datalist,
    }
    return two_step(request, form, "admission/deed.html", shown, preview=preview, act=act)


def _seen(uid: UUID, says: Callable[[Prospect], str] | None) -> tuple[dict[str, str], str]:
    one = queries.prospect_by_uid(uid)
    return lines(one), says(one) if says else ""


def _told(form: ProspectForm) -> Data:
    """What was typed, the follower found."""
    told = form.facts()
    uid = told.pop("follower")
    return told | {"follower": Person.objects.filter(uid=uid).first() if uid else None}


def followers_at(unit: Unit, now: Person | None = None) -> list[tuple[str, str]]:
    """The official members of a cell today, to choose from, and who follows now."""
    today = clock.today()
    rows = Spell.objects.filter(cell=unit, since__lte=today, until__gt=today, status=Status.OFFICIAL)
    found = rows.order_by("name_key", "pk").values_list("person__uid", "person__full_name")
    offered = [(str(uid), name) for uid, name in found[:MOST_OFFERED]]
    is_offered = now is None or str(now.uid) in dict(offered)
    return offered if is_offered else [*offered, (str(now.uid), now.full_name)]


def lines(found: Prospect) -> dict[str, str]:
    """A prospect as a preview shows it."""
    latest = found.certificates.order_by("-pk").first()
    return {
        "Họ và tên": found.full_name,
        "Ngày sinh": show_day(found.born_on, found.born_precision),
        "Giới tính": found.get_sex_display() if found.sex else "",
        "Dân tộc": found.get_ethnicity_display() if found.ethnicity else "",
        "Tôn giáo": found.get_religion_display() if found.religion else "",
        "Số CCCD": "đã ghi" if found.national_id_sealed else "",
        "Nghề nghiệp": found.get_occupation_display() if found.occupation else "",
        "Học vấn phổ thông": found.get_schooling_display() if found.schooling else "",
        "Trình độ chuyên môn": found.get_qualification_display() if found.qualification else "",
        "Nơi làm việc, học tập": found.workplace,
        "Nơi ở": found.residence,
        "Tổ chức giới thiệu": found.get_introduced_by_display(),
        "Tên tổ chức giới thiệu": found.introducer_name,
        "Đang sinh hoạt Đoàn": "có" if found.in_youth_union else "",
        "Vi phạm chính sách dân số": "có" if found.broke_population_policy else "",
        "Ngày đưa vào nguồn": show_day(found.listed_on),
        "Người theo dõi": found.follower.full_name if found.follower else "",
        "Hồ sơ đảng viên trước đây": found.person.full_name if found.person else "",
        "Chi bộ theo dõi": org.name_of(found.unit, on=clock.today()),
        "Trạng thái": found.get_state_display(),
        "Lý do ra khỏi nguồn": found.get_left_reason_display() if found.left_reason else "",
        "Giấy chứng nhận": str(latest) if latest else "",
        "Ghi chú": found.note,
    }


def _latest(found: Prospect):
    return found.certificates.order_by("-pk").values_list("expires_on", flat=True).first() or FOREVER


def _cells(by: Viewer) -> list[tuple[str, str]]:
    home, today = getattr(by, "home", None), clock.today()
    if home is None or not home.exists_on(today):
        return []
    found = org.units_below(home, on=today, kinds=CELL_KINDS).select_related("unit").order_by("name_key")
    return [(one.unit.ref, one.name) for one in found[:MOST_OFFERED]]


def _list(unit: Unit) -> str:
    return f"{reverse('admission:list')}?{UNIT}={unit.uid}"
