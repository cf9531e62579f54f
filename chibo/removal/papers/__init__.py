"""Printed forms of leaving: decisions of xóa tên and xin ra, notices of death and leaving.

Asked for by a case (``case:<uid>``), or by the event of the roll (``event:<uid>``) where the office recorded it directly.
The registers of those who left and of the dead are printed by ``dossiers``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from chibo.decisions.models import Decision
from chibo.kernel.days import show_day
from chibo.kernel.references import uid_in
from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer
from chibo.members.models import MemberEvent, Person
from chibo.members.queries import last_cell
from chibo.members.queries.sight import sight_of
from chibo.members.queries.subjects import person_in
from chibo.members.vocabulary import REMOVALS, Cause, Ground, Status
from chibo.org.models import Unit
from chibo.papers import rules as papers
from chibo.papers.rules import Facts, Head, form_of, known_of
from chibo.posts.papers import about_member
from chibo.procedures.models import Case
from chibo.procedures.papers import Places, committee_of, place_of
from chibo.procedures.queries.cases import case as case_of
from chibo.removal.queries.notices import notice_of
from chibo.removal.vocabulary import PROCEDURES

LEAVING = (*REMOVALS, Cause.DEATH)
CAUSES = {
    "qd-xoa-ten": (Cause.STRIKE_OFF,),
    "qd-xin-ra": (Cause.VOLUNTARY_EXIT,),
    "bao-tu-tran": (Cause.DEATH,),
    "bao-ra-dang": tuple(REMOVALS),
}
"""Form → the ways of leaving it is for."""


@dataclass
class Leaving:
    """Somebody who leaves or left, as a paper tells it."""

    person: Person
    cell: Unit | None
    on: date
    event: MemberEvent | None = None
    case: Case | None = None

    def said(self, name: str) -> Any:
        """What the case was told in the open, or sealed."""
        return self.case.value(name) if self.case else None

    def resolution(self, step: str, name: str) -> str:
        """``05-NQ/CB ngày 03/03/2025``."""
        act, number = (self.case.act_of(step) if self.case else None), self.said(name)
        return f"{number} ngày {show_day(act.on)}" if act and number else ""

    @property
    def before(self) -> date:
        """The last day on the roll: posts end with it."""
        return self.on - date.resolution if self.event else self.on

    @property
    def decision(self) -> Decision | None:
        """The decision it rests on."""
        act = self.case.act_of("quyet-dinh") if self.case else None
        return act.decision if act else self.event.decision if self.event else None


def leaving_of(ref: str, on: date, by: Viewer) -> Leaving:
    """:raises NotFound: nobody leaves by this reference, or not for the viewer to see"""
    key = uid_in(ref, "case", "event")
    if ref.startswith("case:"):
        case = case_of(key, by)
        if case.code not in PROCEDURES and not _strikes_off(case):
            raise _nothing()
        person = person_in(case)
        made = next((act.made for act in reversed(case.standing) if act.made.startswith("event:")), "")
        event = MemberEvent.objects.filter(uid=made.removeprefix("event:")).first() if made else None
        day = event.on if event else case.value("ngay_mat") or on
        return Leaving(person, case.unit, day, event, case)
    event = MemberEvent.objects.filter(uid=key, cause__in=LEAVING).select_related("person", "decision").first()
    if event is None:
        raise _nothing()
    sight_of(event.person, by=by)
    gone = event.movements.filter(is_entry=False).select_related("cell").first()
    return Leaving(event.person, gone.cell if gone else last_cell(event.person), event.on, event)


def _strikes_off(case: Case) -> bool:
    """Whether a case about the end of a probation proposes to strike off."""
    return case.code == "cong-nhan-chinh-thuc" and case.value("proposal") == "xoa_ten"


def _nothing() -> NotFound:
    return NotFound("Không có hồ sơ để in mẫu này. Hãy mở lại từ trang hồ sơ.", code="unknown_reference")


def _fitting(code: str, one: Leaving) -> Leaving:
    """:raises NotFound: whoever it is left in another way than the form says"""
    if one.event is not None and one.event.cause not in CAUSES[code]:
        raise NotFound(
            f"Mẫu “{form_of(code).title}” không dùng cho trường hợp {one.event.get_cause_display().lower()}. "
            "Hãy mở hồ sơ và chọn mẫu khác.",
            code="form",
        )
    return one


def decision_of(code: str) -> papers.Builder:
    """The builder of a decision that takes somebody off the roll."""

    def build(ref: str, on: date, by: Viewer) -> Facts:
        one = _fitting(code, leaving_of(ref, on, by))
        levels, decision = Places(one.cell, one.on), one.decision
        above = levels.above() or levels.base
        spell = one.person.spells.filter(since__lte=one.on).order_by("-since").first()
        ground = (one.event.ground if one.event else "") or one.said("can_cu") or ""
        if one.case is not None and _strikes_off(one.case):
            ground = Ground.PROBATION_FAILED
        known = about_member(one.person, on=one.before, by=by, at=one.cell) | {
            "deciding_body": (decision.issuer if decision else "") or f"Ban Thường vụ {committee_of(above)}",
            "committee": levels.committee,
            "cell": levels.cell,
            "cell_resolution": one.resolution("chi-bo", "nghi_quyet")
            or one.resolution("chi-bo-du-bi", "nghi_quyet")
            or one.resolution("chi-bo", "cell_resolution"),
            "committee_resolution": one.resolution("co-so", "nghi_quyet_co_so")
            or one.resolution("co-so", "base_resolution"),
            "kind": Status(spell.status).label.lower() if spell and spell.status else "",
            "happened_on": one.case.day_of("don") if one.case else None,
            "grounds": Ground(ground).label if ground else _secret(one, by),
            "left_on": one.event.on if one.event else one.said("hieu_luc"),
        }
        head = Head(
            above=levels.above_name(),
            issuer=(decision.issuer if decision else "") or committee_of(above),
            number=decision.number if decision else "",
            place=place_of(above),
            on=decision.issued_on if decision else None if one.event else on,
            authority="" if decision else "T/M Ban Thường vụ",
            post=decision.signer_title if decision else "",
            around=one.on,
        )
        return _facts(code, known, head, one)

    return build


def notice(code: str) -> papers.Builder:
    """The builder of phiếu báo: the base tells the level above."""

    def build(ref: str, on: date, by: Viewer) -> Facts:
        one = _fitting(code, leaving_of(ref, on, by))
        levels, died = Places(one.cell, one.on), code == "bao-tu-tran"
        told = one.case.day_of("phieu-bao" if died else "thong-bao") if one.case else None
        sent = notice_of(one.event) if one.event else None
        cause = one.event.get_cause_display() if one.event else ""
        known = about_member(one.person, on=one.before, by=by, at=one.cell) | {
            "superior": committee_of(levels.above()),
            "committee": levels.committee,
            "cell": levels.cell,
            "kind": cause.lower(),
            "decision": _cited(one.decision),
            "left_on": one.event.on if one.event else None,
            "reason": _secret(one, by, "nguyen_nhan")
            if died
            else one.event.get_ground_display()
            if _ground(one)
            else "",
            "died_on": one.on,
            "death_place": one.said("noi_mat"),
            "burial_place": one.said("an_tang"),
        }
        head = Head(
            above=levels.above_name(), issuer=levels.committee,
            number=one.said("so_phieu") or "", place=place_of(levels.base), on=told or (sent.sent_on if sent else None) or on,
        )  # fmt: skip
        return _facts(code, known, head, one)

    return build


def _ground(one: Leaving) -> bool:
    return one.event is not None and bool(one.event.ground)


def _cited(decision: Decision | None) -> str:
    return f"{decision.number} ngày {show_day(decision.issued_on)}" if decision else ""


def _secret(one: Leaving, by: Viewer, name: str = "ly_do") -> str:
    """A sealed reason, only for the committee that decides."""
    return (one.said(name) or "") if one.cell and by.may("cases.base", one.cell) else ""


def _facts(code: str, known: Mapping[str, Any], head: Head, one: Leaving) -> Facts:
    return Facts(
        known_of(form_of(code), known),
        head,
        reference=one.case.mark if one.case else "",
        subject=one.case.reference if one.case else f"person:{one.person.uid}",
        place=one.cell.reference if one.cell else "",
        name=one.person.full_name,
        back=one.case.get_absolute_url() if one.case else reverse("removal:person", args=[one.person.uid]),
    )


PAPERS: dict[str, papers.Builder] = {
    **{code: decision_of(code) for code in ("qd-xoa-ten", "qd-xin-ra")},
    **{code: notice(code) for code in ("bao-tu-tran", "bao-ra-dang")},
}
