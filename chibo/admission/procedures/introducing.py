"""Who introduces somebody, and who helps: what speaks against them."""

from collections.abc import Iterable, Iterator
from datetime import date

from chibo.admission.procedures.subjects import prospect_in
from chibo.kernel.days import add_months
from chibo.kernel.refusal import Refusal
from chibo.members import queries as members
from chibo.members.models import Person
from chibo.members.queries.subjects import person_named
from chibo.members.vocabulary import Status
from chibo.procedures.rules.handlers import Finding, Moment
from chibo.rulebook import queries as rulebook

OFFICIAL, TOGETHER = "admission.introducer.official", "admission.introducer.months"
TWO = "hai_dang_vien"
PAPERS = {
    "doan": "Nghị quyết giới thiệu đoàn viên ưu tú",
    "cong_doan": "Nghị quyết giới thiệu đoàn viên công đoàn ưu tú",
}


def introducers(moment: Moment) -> Iterator[Finding]:
    """Those chosen at the step: one person once, not the applicant, two where two are needed.

    :raises Refusal: a choice that cannot be
    """
    way, names = moment.value("way"), ("introducer_1", "introducer_2")
    refs = [moment.data.get(name) for name in names]
    if way == TWO and not refs[1]:
        raise Refusal(
            "Hai đảng viên giới thiệu thì phải chọn cả hai. Hãy chọn đảng viên thứ hai.",
            field="introducer_2",
            code="second_introducer",
        )
    people = [_chosen(ref, name) for ref, name in zip(refs, names, strict=True) if ref]
    _must_differ(people, moment)
    for name, person in zip(names, people, strict=False):
        yield from _about(person, moment, field=name)


def introducers_still(moment: Moment) -> Iterator[Finding]:
    """Those chosen before: are they still what they must be on the day of the vote?"""
    for name in ("introducer_1", "introducer_2"):
        if (person := person_named(moment.value(name))) is not None:
            yield from _about(person, moment, field="on")


def union_paper(moment: Moment) -> Iterator[Finding]:
    """The resolution of the organization that introduces beside the member."""
    way, handed = moment.value("way"), {one.kind for one in moment.documents}
    if way in PAPERS and way not in handed:
        yield Finding(f"Chưa có {PAPERS[way].lower()}.", field=way)
    if way == "cong_doan" and prospect_in(moment.case).in_youth_union:
        yield Finding(
            "Người vào Đảng đang sinh hoạt Đoàn; công đoàn chỉ giới thiệu nơi không có tổ chức Đoàn.", field="way"
        )


def helper(moment: Moment) -> Iterable[Finding]:
    """Who is assigned to help: another, official, on the roll of the cell.

    :raises Refusal: the person himself
    """
    ref = moment.value("helper")
    if not ref:
        return
    person = _chosen(ref, "helper")
    if _is_applicant(person, moment):
        raise Refusal("Người giúp đỡ phải là một đảng viên khác. Hãy chọn lại.", field="helper", code="helper_self")
    spell = members.spell_on(person, on=moment.on)
    if spell is None:
        yield Finding(f"Đồng chí {person.full_name} không có trong danh sách đảng viên ngày này.", field="helper")
    elif spell.status != Status.OFFICIAL:
        yield Finding(
            f"Đồng chí {person.full_name} còn dự bị; người giúp đỡ nên là đảng viên chính thức.", field="helper"
        )
    elif spell.cell_id != moment.case.unit_id:
        yield Finding(f"Đồng chí {person.full_name} sinh hoạt ở chi bộ khác.", field="helper")


def _chosen(ref: object, field: str) -> Person:
    person = person_named(ref)
    if person is None:
        raise Refusal("Không có đảng viên này trong hệ thống. Hãy chọn lại.", field=field, code="unknown_person")
    return person


def _must_differ(people: list[Person], moment: Moment) -> None:
    if len(people) == 2 and people[0].pk == people[1].pk:
        raise Refusal(
            "Hai người giới thiệu phải là hai đảng viên khác nhau. Hãy chọn lại.",
            field="introducer_2",
            code="same_person",
        )
    for place, person in enumerate(people, start=1):
        if _is_applicant(person, moment):
            raise Refusal(
                "Người vào Đảng không thể tự giới thiệu mình. Hãy chọn đảng viên khác.",
                field=f"introducer_{place}",
                code="applicant",
            )


def _is_applicant(person: Person, moment: Moment) -> bool:
    if moment.case.subject.startswith("prospect:"):
        return prospect_in(moment.case).person_id == person.pk
    return moment.case.subject == f"person:{person.uid}"


def _about(person: Person, moment: Moment, *, field: str) -> Iterator[Finding]:
    on, name = moment.on, f"Đồng chí {person.full_name}"
    spell = members.spell_on(person, on=on)
    if spell is None:
        yield Finding(f"{name} giới thiệu nhưng ngày này không còn là đảng viên trong danh sách.", OFFICIAL, field)
        return
    if spell.status != Status.OFFICIAL:
        yield Finding(f"{name} giới thiệu nhưng ngày này còn là đảng viên dự bị.", OFFICIAL, field)
        return
    yield from _together(person, spell.cell_id, spell.stay_since, moment, on, name, field)


def _together(
    person: Person, cell_id: int, stay_since: date, moment: Moment, on: date, name: str, field: str
) -> Iterator[Finding]:
    """Whether they were together long enough, as far as the roll tells."""
    ruling = rulebook.value(TOGETHER, on=moment.case.rule_day)
    if not ruling.is_on_record:
        return
    months = int(ruling.value)
    if cell_id != moment.case.unit_id:
        yield Finding(
            f"{name} sinh hoạt ở chi bộ khác; người giới thiệu phải cùng công tác, học tập hoặc cư trú với người vào Đảng ít "
            f"nhất {months} tháng.",
            TOGETHER,
            field,
        )
        return
    first = add_months(on, -months)
    if stay_since > first:
        yield Finding(f"{name} về chi bộ này chưa đủ {months} tháng.", TOGETHER, field)
    before = members.spell_on(person, on=first)
    if before is not None and before.status != Status.OFFICIAL:
        yield Finding(f"{name} được công nhận chính thức chưa đủ {months} tháng.", TOGETHER, field)
