"""Many cases at once, each as a whole: for demo records and for what was kept elsewhere. Everything the engine itself checks is
checked; the checks and outcomes of the areas are not run, what an outcome made is given."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit
from chibo.procedures.actions.acting import must_have_decision, must_have_papers, must_have_vote, way
from chibo.procedures.actions.course import Course, must_give_reason
from chibo.procedures.actions.opening import mark_of, next_mark
from chibo.procedures.models import Act, Case, CaseDocument, packed, sealed
from chibo.procedures.queries.levels import Tree
from chibo.procedures.rules import answers
from chibo.procedures.rules.handlers import Handed, Subject, handler_of
from chibo.procedures.vocabulary import ActKind
from chibo.rulebook import queries as rulebook

CHUNK = 500


@dataclass(frozen=True)
class ActSpec:
    """One act: a step done, or with another kind the case turned.

    :param to: where a return goes; for other kinds it is found
    :param made: reference of what the outcome made
    """

    on: date
    data: Mapping[str, Any] = field(default_factory=dict)
    vote: Mapping[str, int] | None = None
    because: Decision | None = None
    documents: Sequence[Handed] = ()
    kind: str = ActKind.STEP
    to: str = ""
    reason: str = ""
    made: str = ""


@dataclass(frozen=True)
class CaseSpec:
    """One case from its opening to where it stands."""

    code: str
    subject: Subject
    on: date
    acts: Sequence[ActSpec] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    unit: Unit | None = None
    other_unit: Unit | None = None
    is_illustration: bool = True


@dataclass
class _Course(Course):
    """A course that keeps its acts until all of them are written."""

    papers: list[CaseDocument] = field(default_factory=list)

    def keep(self, act: Act) -> None:
        """Nothing yet."""

    def save(self) -> None:
        """Nothing yet."""


@transaction.atomic
def load_cases(specs: Sequence[CaseSpec], *, by: Viewer) -> list[Case]:
    """Write the cases, in their order; some ten thousand acts take seconds.

    :raises Refusal: as the single actions do; ``about`` is the place of the case in the list
    """
    for unit in {spec.unit or spec.subject.unit for spec in specs}:
        by.must("cases.cell", unit)
    with rulebook.steady():
        tree = Tree()
        courses = []
        for place, spec in enumerate(specs):
            try:
                courses.append(_led(spec, tree, by))
            except Refusal as refusal:
                refusal.about = place
                raise
        _number(courses)
        cases = [course.case for course in courses]
        for start in range(0, len(cases), CHUNK):
            _write(courses[start : start + CHUNK])
        if cases:
            journal.record(
                "procedures.loaded", subject="", label=f"Ghi {len(cases)} hồ sơ theo quy trình", on=max(s.on for s in specs),
                by=by, count=len(cases), subjects=[case.reference for case in cases],
            )  # fmt: skip
    return cases


def _led(spec: CaseSpec, tree: Tree, by: Viewer) -> _Course:
    handler = handler_of(spec.code, on=spec.on)
    definition, about = handler.definition, spec.subject
    place = spec.unit or about.unit
    case = Case(
        code=spec.code, version=definition.version, rule_day=spec.on, subject=about.ref, subject_label=about.label[:200],
        subject_key=about.name_key[:600],
        folded=fold(about.label)[:200], unit=place, other_unit=spec.other_unit, opened_on=spec.on, step_since=spec.on,
        step=definition.start, is_alone=definition.alone, is_illustration=spec.is_illustration,
    )  # fmt: skip
    case.history = []
    course = _Course(case, handler, by, tree.on(spec.on))
    plain, secret = answers.clean(definition.sets, spec.data)
    course.write(ActKind.OPENED, on=spec.on, to=definition.start, data=packed(plain), sealed=sealed(secret))
    course.arrive(definition.start, spec.on)
    for one in spec.acts:
        course.lines = tree.on(one.on)
        _act(course, one)
    return course


def _act(course: _Course, spec: ActSpec) -> None:
    case, step = course.case, course.step
    course.check_day(spec.on)
    if spec.kind == ActKind.STEP:
        plain, secret = answers.clean(step.asks, spec.data)
        had = {one.kind for one in course.papers}
        papers = must_have_papers(case, step, spec.documents, spec.on, had=had)
        tally = must_have_vote(case, step, spec.vote)
        must_have_decision(course, step, spec.because, spec.on)
        target = way(course, step, plain | secret, tally)
        done = course.write(
            ActKind.STEP, on=spec.on, step=step.key, to=target, data=packed(plain), sealed=sealed(secret),
            vote=tally.vote if tally else None, because=spec.because, due_on=case.due_on,
        )  # fmt: skip
        done.made = spec.made
        course.papers += [
            CaseDocument(act=done, kind=one.kind, label=one.label, received_on=one.received_on) for one in papers
        ]
        course.arrive(target, spec.on)
        return
    target = {ActKind.WITHDRAWN: "withdrawn", ActKind.LAPSED: "lapsed", ActKind.OVERRIDDEN: step.key}.get(
        spec.kind, spec.to
    )
    if spec.kind == ActKind.RETURNED and (spec.to not in step.back_to or case.day_of(spec.to) is None):
        raise Refusal("Bước này không trả lại được về đó. Hãy chọn lại.", field="to", code="back_to")
    course.write(
        ActKind(spec.kind), on=spec.on, step=step.key, to=target, because=spec.because,
        reason=must_give_reason(spec.reason), due_on=case.due_on,
    )  # fmt: skip
    if spec.kind != ActKind.OVERRIDDEN:
        course.settle(target, spec.on)


def _number(courses: Sequence[_Course]) -> None:
    """Marks in the order of opening, taken from the counters at once."""
    keys = [(course.handler.definition.prefix, course.case.opened_on.year) for course in courses]
    following = {}
    for (prefix, year), count in Counter(keys).items():
        following[prefix, year] = int(next_mark(prefix, year, count).rpartition("-")[2])
    for key, course in sorted(zip(keys, courses, strict=True), key=lambda pair: pair[1].case.opened_on):
        course.case.mark = mark_of(*key, following[key])
        following[key] += 1


def _write(courses: Sequence[_Course]) -> None:
    Case.objects.bulk_create([course.case for course in courses])
    acts = [act for course in courses for act in course.case.history]
    for act in acts:
        act.case_id = act.case.pk
    Act.objects.bulk_create(acts, batch_size=1_000)
    papers = [paper for course in courses for paper in course.papers]
    for paper in papers:
        paper.act_id, paper.case_id = paper.act.pk, paper.act.case_id
    CaseDocument.objects.bulk_create(papers, batch_size=1_000)
