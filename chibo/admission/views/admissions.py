"""One admission on record: its special kinds, its probation."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from chibo.admission import actions, rules
from chibo.admission.actions.records import ADMISSIONS
from chibo.admission.forms import ClassForm, FactForm
from chibo.admission.models import AdmissionFact, Probation
from chibo.admission.queries import probations
from chibo.admission.vocabulary import ClassResult, SpecialKind
from chibo.decisions import actions as decisions
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import NotFound
from chibo.members.models import MemberEvent
from chibo.members.queries.names import CellNames
from chibo.members.queries.sight import person_of, sight_of
from chibo.members.vocabulary import EventState
from chibo.procedures import queries as cases
from chibo.ui.confirm import Answer, Change, Preview, two_step


def admission_of(request: HttpRequest, uid: UUID, *, write: bool = False) -> MemberEvent:
    """:raises NotFound: no admission in force
    :raises NotEntitled: not the viewer's
    """
    found = (
        MemberEvent.objects.filter(uid=uid, cause__in=ADMISSIONS, state=EventState.STANDING)
        .select_related("person", "cell", "decision")
        .first()
    )
    if found is None:
        raise NotFound("Không có lần kết nạp này. Hãy mở lại từ hồ sơ đảng viên.", code="unknown_admission")
    request.viewer.must(rules.WRITE if write else rules.READ, found.cell)
    if not write:
        sight_of(found.person, by=request.viewer)
        journal.read("Xem lần kết nạp", f"person:{found.person.uid}", request.viewer, clock.today())
    return found


def admission(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page of one admission."""
    found, today = admission_of(request, uid), clock.today()
    probation = Probation.objects.filter(event=found).select_related("helper").first()
    window = probations.window_of(found.on)
    context = {
        "event": found,
        "person": found.person,
        "cell_name": CellNames({found.cell_id}).on(found.cell_id, found.on),
        "facts": AdmissionFact.objects.filter(event=found).select_related("consent").order_by("kind"),
        "probation": probation,
        "window": window,
        "is_on_probation": probations.is_on_probation(found.person, on=today),
        "open_case": cases.open_now(f"person:{found.person.uid}", probations.RECOGNITION),
        "may_write": bool(request.viewer.may(rules.WRITE, found.cell)),
        "may_start": bool(request.viewer.may("cases.cell", found.cell)),
        "today": today,
    }
    return render(request, "admission/admission.html", context)


def person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Every admission of a member, and the time in the source before it."""
    sight = sight_of(person_of(uid), by=request.viewer)
    request.viewer.must(rules.READ, sight.cell)
    journal.read("Xem lần kết nạp", sight.reference, request.viewer, clock.today())
    events = sight.person.events.filter(cause__in=ADMISSIONS, state=EventState.STANDING).order_by("on", "pk")
    found = [one for one in events.select_related("cell", "probation") if one.on < sight.until]
    names = CellNames({one.cell_id for one in found})
    context = {
        "person": sight.person,
        "admissions": [(one, names.on(one.cell_id, one.on), getattr(one, "probation", None)) for one in found],
        "prospects": sight.person.prospects.order_by("listed_on", "pk") if sight.is_whole else [],
    }
    return render(request, "admission/person.html", context)


def add_fact(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ghi trường hợp đặc biệt of an admission of the past."""
    found = admission_of(request, uid, write=True)
    form = FactForm(request.POST or None)

    def preview(data: dict) -> Preview:
        paper = data["decision_number"] and f"{data['decision_number']} ngày {show_day(data['decision_issued_on'])}"
        return Preview(
            title=f"Ghi trường hợp đặc biệt: đồng chí {found.person.full_name}",
            changes=[Change("Trường hợp", "", SpecialKind(data["kind"]).label), Change("Văn bản đồng ý", "", paper or "chưa ghi")],
            consequences=["Lần kết nạp này được tính vào số kết nạp trường hợp đặc biệt (ADM-04)."],
            button="Ghi trường hợp đặc biệt",
        )  # fmt: skip

    def act(data: dict, answer: Answer) -> str:
        with transaction.atomic():
            consent = None
            if data["decision_number"]:
                consent = decisions.register(
                    number=data["decision_number"], issued_on=data["decision_issued_on"], issuer=data["decision_issuer"],
                    is_illustration=found.person.is_illustration, by=request.viewer,
                )  # fmt: skip
            actions.record_fact(
                found, kind=data["kind"], note=data["note"], consent=consent, by=request.viewer,
                is_illustration=found.person.is_illustration,
            )  # fmt: skip
        messages.success(request, "Đã ghi trường hợp đặc biệt.")
        return reverse("admission:admission", args=[uid])

    return two_step(
        request, form, "admission/of_event.html", _shown(found, "Ghi trường hợp đặc biệt"), preview=preview, act=act
    )


def drop_fact(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """Bỏ ghi nhận sai."""
    found = admission_of(request, uid, write=True)
    fact = AdmissionFact.objects.filter(event=found, kind=kind).select_related("event__person", "event__cell").first()
    if fact is None:
        raise NotFound("Không có ghi nhận này. Hãy mở lại trang lần kết nạp.", code="unknown_fact")
    form = Form(request.POST if request.method == "POST" else None)
    title = f"Bỏ ghi nhận {fact.get_kind_display().lower()}"

    def preview(data: dict) -> Preview:
        changes = [Change("Trường hợp", fact.get_kind_display(), "")]
        return Preview(title=title, changes=changes, button="Bỏ ghi nhận", asks_reason=True)

    def act(data: dict, answer: Answer) -> str:
        actions.withdraw_fact(fact, reason=answer.reason, by=request.viewer)
        messages.success(request, "Đã bỏ ghi nhận; nhật ký vẫn giữ.")
        return reverse("admission:admission", args=[uid])

    return two_step(request, form, "admission/of_event.html", _shown(found, title), preview=preview, act=act)


def record_class(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ghi kết quả lớp đảng viên mới."""
    found = admission_of(request, uid, write=True)
    probation = Probation.objects.filter(event=found).first()
    initial = {}
    if probation is not None:
        initial = {"result": probation.class_result, "number": probation.class_number, "on": probation.class_on}
    form = ClassForm(request.POST or None, initial=initial)

    def preview(data: dict) -> Preview:
        before = probation.get_class_result_display() if probation and probation.class_result else ""
        return Preview(
            title=f"Ghi lớp đảng viên mới: đồng chí {found.person.full_name}",
            changes=[Change("Kết quả", before, ClassResult(data["result"]).label)],
            button="Ghi kết quả",
        )

    def act(data: dict, answer: Answer) -> str:
        actions.record_class(found, result=data["result"], number=data["number"], on=data["on"], by=request.viewer)
        messages.success(request, "Đã ghi kết quả lớp đảng viên mới.")
        return reverse("admission:admission", args=[uid])

    return two_step(
        request, form, "admission/of_event.html", _shown(found, "Ghi lớp đảng viên mới"), preview=preview, act=act
    )


def _shown(found: MemberEvent, title: str) -> dict:
    return {
        "event": found,
        "person": found.person,
        "deed": title,
        "back": reverse("admission:admission", args=[found.uid]),
    }
