"""Printed forms of transfers and of standing: letters with their return slip, decisions.

A letter is asked for by its case (``case:<uid>``) or, where the office recorded it directly, by its event
(``event:<uid>``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from chibo.kernel.days import show_day
from chibo.kernel.references import uid_in
from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer
from chibo.members.models import MemberEvent, Person
from chibo.members.queries import spell_on
from chibo.members.queries.sight import sight_of
from chibo.members.queries.subjects import person_in
from chibo.members.vocabulary import Cause, TransferKind
from chibo.org.models import Unit
from chibo.papers import rules as papers
from chibo.papers.rules import Facts, Head, form_of, known_of
from chibo.posts.papers import about_member
from chibo.procedures.models import Act, Case
from chibo.procedures.papers import Places
from chibo.procedures.queries.cases import case as case_of
from chibo.transfers.models import Letter, TransferAbroad
from chibo.transfers.papers.register import register
from chibo.transfers.queries.cases import event_of
from chibo.transfers.rules import capabilities
from chibo.transfers.vocabulary import MOVES

EXEMPTIONS = {
    "tuoi_cao": "tuổi cao, sức yếu",
    "dieu_tri": "điều trị dài ngày",
    "luu_dong": "đi làm xa dưới 1 năm",
    "thai_san": "thai sản",
    "khac": "lý do khác",
}
LETTERS = ("gt-chinh-thuc", "gt-tam-thoi", "gt-noi-bo", "gt-ngoai-nuoc")


@dataclass
class Move:
    """A transfer as a letter tells it, led by a case or recorded directly."""

    person: Person
    start: Unit | None
    to: Unit | None
    on: date
    event: MemberEvent | None = None
    case: Case | None = None

    def said(self, name: str) -> Any:
        """What the case was told."""
        return self.case.value(name) if self.case else None

    @property
    def reference(self) -> str:
        made = Act.objects.filter(made=f"event:{self.event.uid}").select_related("case").first() if self.event else None
        return self.case.mark if self.case else made.case.mark if made else ""

    @property
    def back(self) -> str:
        return self.case.get_absolute_url() if self.case else reverse("members:person", args=[self.person.uid])


def _nothing() -> NotFound:
    return NotFound("Không có hồ sơ để in mẫu này. Hãy mở lại từ trang hồ sơ.", code="unknown_reference")


def move_of(ref: str, on: date, by: Viewer) -> Move:
    """:raises NotFound: no such transfer, or not the viewer's to see"""
    uid = uid_in(ref, "case", "event")
    if ref.startswith("case:"):
        case = case_of(uid, by)
        event = event_of(case)
        sent = case.day_of("giao-giay") or on
        return Move(person_in(case), case.unit, case.other_unit, sent, event, case)
    event = MemberEvent.objects.filter(uid=uid, cause__in=MOVES).select_related("person", "cell", "from_cell").first()
    if event is None:
        raise _nothing()
    sight = sight_of(event.person, by=by)
    start = event.from_cell or next(
        (m.cell for m in event.movements.filter(is_entry=False).select_related("cell")), None
    )
    if event.cause == Cause.TEMPORARY_START and (spell := spell_on(event.person, on=event.on)) is not None:
        start = spell.cell  # the official cell introduces, and stays so
    by.must(capabilities.READ, start or sight.cell)
    return Move(event.person, start, event.cell, event.sent_on or event.on, event)


def letter_of(code: str) -> papers.Builder:
    """The builder of a letter."""

    def build(ref: str, on: date, by: Viewer) -> Facts:
        move = move_of(ref, on, by)
        here, there = Places(move.start, move.on), Places(move.to, move.on)
        kept = Letter.objects.filter(event=move.event).first() if move.event else None
        abroad = TransferAbroad.objects.filter(event=move.event).first() if move.event else None
        outside = move.event.other_place if move.event and not move.to else move.said("noi_den") or ""
        known = about_member(move.person, on=move.on, by=by, at=move.start) | {
            "from_cell": here.cell,
            "from_committee": here.committee,
            "committee": here.committee,
            "to_cell": there.cell,
            "to_committee": there.committee or outside,
            "country": abroad.country if abroad else move.said("nuoc") or "",
            "sent_papers": (kept.dossier if kept else "") or move.said("ho_so") or "",
            "reason": (kept.reason if kept else "") or move.said("ly_do") or "",
            "since": move.on,
            "until": move.said("den_ngay") or (abroad.expected_on if abroad else move.said("du_kien_ve")),
            "deadline": move.event.due_on if move.event else None,
        }
        head = Head(
            above=here.above_name(), issuer=here.committee, number=(kept.number if kept else "") or move.said("so_giay") or "",
            place=here.place, on=move.on,
        )  # fmt: skip
        return _facts(code, known, head, move)

    return build


def slip(ref: str, on: date, by: Viewer) -> Facts:
    """Phiếu báo: the receiving side tells the sender."""
    move = move_of(ref, on, by)
    received = move.event.received_on if move.event and move.event.received_on else on
    here, there = Places(move.start, move.on), Places(move.to or move.start, received)
    kept = Letter.objects.filter(event=move.event).first() if move.event else None
    number = (kept.number if kept else "") or move.said("so_giay") or ""
    arrived = move.event.cause == Cause.TRANSFER_IN if move.event else move.to is None and bool(move.said("noi_di"))
    sent = move.said("ngay_gioi_thieu") or move.on
    known = about_member(move.person, on=received, by=by, at=move.to or move.start) | {
        "from_committee": (move.event.other_place if move.event else move.said("noi_di"))
        if arrived
        else here.committee,
        "from_cell": "" if arrived else here.cell,
        "to_cell": there.cell,
        "to_committee": there.committee,
        "decision": f"{number} ngày {show_day(sent)}" if number else "",
        "kind": TransferKind(move.event.transfer_kind).label.lower() if move.event and move.event.transfer_kind else "",
        "happened_on": move.event.received_on if move.event else None,
    }
    head = Head(above=there.above_name(), issuer=there.committee, place=there.place, on=received)
    return _facts("phieu-bao", known, head, move)


def decision_of(
    code: str, steps: tuple[str, ...], facts: Callable[[Case, Viewer], Mapping[str, Any]]
) -> papers.Builder:
    """The builder of a decision about standing: the last of these steps that was done carries it.

    :param facts: what the case says beside the person and the units
    """

    def build(ref: str, on: date, by: Viewer) -> Facts:
        case = case_of(uid_in(ref, "case"), by)
        act = _last(case, steps)
        day = act.on if act else on
        side, decision = Places(case.unit, day), act.decision if act else None
        own = code == "qd-mien"
        issuer = side.cell if own else side.committee
        known = about_member(person_in(case), on=day, by=by, at=case.unit) | {
            "deciding_body": (decision.issuer if decision else "") or issuer,
            "committee": side.committee,
            "cell": side.cell,
            **facts(case, by),
        }
        head = Head(
            above=(side.base.name if side.base else "") if own else side.above_name(),
            issuer=(decision.issuer if decision else "") or issuer,
            number=(decision.number if decision else "") or case.value("so_nghi_quyet") or "",
            place=side.place,
            on=decision.issued_on if decision else day,
            post=decision.signer_title if decision else "",
        )
        return _facts(code, known, head, Move(person_in(case), case.unit, None, day, None, case))

    return build


def _last(case: Case, steps: tuple[str, ...]) -> Act | None:
    done = [act for act in (case.act_of(step) for step in steps) if act]
    return max(done, key=lambda act: act.number, default=None)


def _grounds(case: Case, by: Viewer) -> str:
    """The sealed reason of a suspension, only for the committee that decides."""
    return (case.value("ly_do") or "") if by.may("cases.base", case.unit) else ""


def _exempted(case: Case, by: Viewer) -> Mapping[str, Any]:
    act = case.act_of("nghi-quyet")
    number = case.value("so_nghi_quyet")
    return {
        "cell_resolution": f"{number} ngày {show_day(act.on)}" if act and number else "",
        "happened_on": case.opened_on,
        "reason": EXEMPTIONS.get(case.value("ly_do") or "", ""),
        "since": case.value("tu_ngay"),
        "until": case.value("den_ngay"),
    }


def _suspended(case: Case, by: Viewer) -> Mapping[str, Any]:
    return {"grounds": _grounds(case, by), "since": case.value("tu_ngay"), "until": case.value("den_ngay")}


def _resumed(case: Case, by: Viewer) -> Mapping[str, Any]:
    before = case.act_of("quyet-dinh") if case.code == "dinh-chi-sinh-hoat" else None
    told = before.decision if before else None
    return {
        "decision": f"{told.number} ngày {show_day(told.issued_on)}" if told else "",
        "grounds": _grounds(case, by),
        "since": case.value("tro_lai_tu"),
    }


def _facts(code: str, known: Mapping[str, Any], head: Head, move: Move) -> Facts:
    return Facts(
        known_of(form_of(code), known),
        head,
        reference=move.reference,
        subject=move.case.reference if move.case else f"person:{move.person.uid}",
        place=move.start.reference if move.start else "",
        name=move.person.full_name,
        back=move.back,
    )


PAPERS: dict[str, papers.Builder] = {
    **{code: letter_of(code) for code in LETTERS},
    "phieu-bao": slip,
    "qd-mien": decision_of("qd-mien", ("nghi-quyet",), _exempted),
    "qd-dinh-chi": decision_of("qd-dinh-chi", ("quyet-dinh", "gia-han"), _suspended),
    "qd-tro-lai": decision_of("qd-tro-lai", ("tro-lai", "quyet-dinh"), _resumed),
    "so-chuyen-sinh-hoat": register,
}
