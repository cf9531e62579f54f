"""Printed forms of admission and recognition.

The forms of a case are asked for by ``case:<uid>``, the certificate of one being helped by ``prospect:<uid>`` (or the case),
the register of admissions by ``unit:<uid>``.
"""

from collections.abc import Mapping
from datetime import date

from chibo.admission.papers import known
from chibo.admission.papers.register import register
from chibo.admission.papers.subjects import case_in, prospect_in
from chibo.admission.queries.source import ADMISSION
from chibo.admission.rules import READ
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import NotFound, Refusal
from chibo.kernel.viewer import Viewer
from chibo.papers.rules import Facts, Head, form_of, known_of
from chibo.papers.rules.builders import Builder
from chibo.procedures.models import Case
from chibo.procedures.papers import Places, committee_of, place_of
from chibo.procedures.queries.levels import role_of
from chibo.procedures.rules.handlers import handler_of
from chibo.procedures.vocabulary import Role

STEPS = {
    "1-KNĐ": "don", "2-KNĐ": "ly-lich", "3-KNĐ": "gioi-thieu", "4-KNĐ": "gioi-thieu", "4a-KNĐ": "gioi-thieu", "5-KNĐ": "y-kien",
    "6-KNĐ": "chi-bo", "7-KNĐ": "bo-phan", "8-KNĐ": "co-so", "9-KNĐ": "quyet-dinh",
}  # fmt: skip
"""Form → the step of kết nạp it belongs to."""
PROBATION_STEPS = {
    "10-KNĐ": "tu-kiem-diem", "11-KNĐ": "nhan-xet", "12-KNĐ": "y-kien", "13-KNĐ": "chi-bo", "14-KNĐ": "bo-phan",
    "15-KNĐ": "co-so", "16-KNĐ": "quyet-dinh",
}  # fmt: skip
ISSUERS = {
    "5-KNĐ": Role.CHI_BO, "6-KNĐ": Role.CHI_BO, "12-KNĐ": Role.CHI_BO, "13-KNĐ": Role.CHI_BO, "7-KNĐ": Role.DANG_UY_BO_PHAN,
    "14-KNĐ": Role.DANG_UY_BO_PHAN, "8-KNĐ": Role.DANG_UY_CO_SO, "15-KNĐ": Role.DANG_UY_CO_SO,
}  # fmt: skip
"""Who issues a form, by level; decisions are issued by whoever the rule of the day says."""
DECISIONS = ("9-KNĐ", "16-KNĐ")
STANDING_COMMITTEE = "T/M Ban Thường vụ"
"""Who signs where the rule names the ban thường vụ and no decision is on record yet."""
NUMBERS = {
    "6-KNĐ": "cell_resolution",
    "13-KNĐ": "cell_resolution",
    "8-KNĐ": "base_resolution",
    "15-KNĐ": "base_resolution",
}


def of_case(code: str) -> Builder:
    """The builder of a form that belongs to a case."""

    def build(ref: str, on: date, by: Viewer) -> Facts:
        case = case_in(ref, by)
        step = (STEPS if case.code == ADMISSION else PROBATION_STEPS).get(code)
        if step is None:
            raise NotFound(
                f"Mẫu {code} không thuộc quy trình của hồ sơ {case.mark}. Hãy chọn mẫu khác ở trang hồ sơ.", code="form"
            )
        done = case.act_of(step)
        day = done.on if done is not None else on
        said = known.of_case(case, on=day, by=by) | known.of_cell(case, on=day) | known.of_vote(done)
        said |= _opinions(case, step)
        said |= _decision(case, code, day)
        return Facts(
            known_of(form_of(code), said), head=_head(code, case, day), reference=case.mark, subject=case.subject,
            place=case.unit.reference, name=str(said.get("full_name", case.subject_label)), back=case.get_absolute_url(),
        )  # fmt: skip

    return build


def _decision(case: Case, code: str, on: date) -> dict[str, object]:
    """Who decides, in the resolution that asks for it and in the decision; until when the ceremony is held."""
    act, places = case.act_of("quyet-dinh"), Places(case.unit, on)
    body = committee_of(places.at(_decider(case)))
    ceremony = code == "9-KNĐ" and case.step == "le-ket-nap" and case.due_on < FOREVER
    return {
        "deciding_body": act.decision.issuer if act and act.decision else f"Ban Thường vụ {body}" if body else "",
        "deadline": case.due_on if ceremony else None,
    }


def _opinions(case: Case, step: str) -> dict[str, object]:
    """What was written at a step in answer to its questions."""
    said: dict[str, object] = {}
    if step == "y-kien":
        said = {"residence_opinion": case.value("opinion_home"), "strengths": case.value("opinion_mass")}
    elif step == "bo-phan":
        said = {"opinion": case.value("appraisal")}
    return {name: value for name, value in said.items() if value}


def _head(code: str, case: Case, on: date) -> Head:
    places = Places(case.unit, on)
    number = str(case.value(NUMBERS[code]) or "") if code in NUMBERS else ""
    if code in DECISIONS:
        return _decided(case, places, on)
    role = ISSUERS.get(code)
    if role is None:
        return Head(place=places.place, on=on)
    if role == Role.DANG_UY_BO_PHAN and not places.between:
        return Head(above=places.base.name if places.base else "", number=number, place=places.place, on=on)
    issuer = places.cell if role == Role.CHI_BO else committee_of(places.at(role))
    return Head(above=places.above_name(role), issuer=issuer, number=number, place=places.place, on=on)


def _decided(case: Case, places: Places, on: date) -> Head:
    """The head of a decision: of whoever decided, before that of whoever will."""
    act = case.act_of("quyet-dinh")
    decision = act.decision if act is not None else None
    decider = _decider(case)
    return Head(
        above=places.above_name(decider),
        issuer=decision.issuer if decision else committee_of(places.at(decider)),
        number=decision.number if decision else "",
        place=place_of(places.at(decider)),
        on=decision.issued_on if decision else on,
        authority="" if decision else STANDING_COMMITTEE,
        post=decision.signer_title if decision else "",
    )


def _decider(case: Case) -> str:
    """The level that decides by the rule of the case."""
    return role_of(handler_of(case.code, case.version).definition.steps["quyet-dinh"].who, on=case.rule_day)


def being_helped(ref: str, on: date, by: Viewer) -> Facts:
    """Giấy chứng nhận người vào Đảng đang được giúp đỡ: by the cell that followed before the last move, to the one now."""
    prospect = prospect_in(ref, by)
    by.must(READ, prospect.unit)
    stays = list(prospect.stays.filter(since__lte=on).select_related("unit").order_by("since", "pk"))
    moved = len(stays) > 1 and stays[-1].org_event_id is None
    here = stays[-2] if moved else stays[-1] if stays else None
    if here is None:
        raise Refusal("Chưa có ngày theo dõi để ghi giấy này. Hãy xem lại ngày đưa vào nguồn.", code="no_stay")
    day = min(on, here.until) if here.until < FOREVER else on
    places, there = Places(here.unit, max(here.since, day)), Places(prospect.unit, on) if moved else None
    said = known.of_prospect(prospect, on=on, by=by) | known.of_helper(prospect.follower, on=on)
    said |= {
        "cell": places.cell, "committee": places.committee, "since": prospect.listed_on,
        "to_cell": there.cell if there else "", "to_committee": there.committee if there else "",
        "reason": stays[-1].reason if moved else "",
    }  # fmt: skip
    head = Head(above=places.above_name(Role.CHI_BO), issuer=places.cell, place=places.place, on=day)
    return Facts(
        known_of(form_of("giup-do"), said), head=head, subject=prospect.reference, place=here.unit.reference,
        name=prospect.full_name, back=prospect.get_absolute_url(),
    )  # fmt: skip


PAPERS: Mapping[str, Builder] = {
    **{code: of_case(code) for code in (*STEPS, *PROBATION_STEPS)},
    "giup-do": being_helped,
    "so-ket-nap": register,
}
