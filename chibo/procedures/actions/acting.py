"""Doing the step a case is at."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from chibo.decisions.models import Decision
from chibo.files import actions as files
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer
from chibo.procedures import rules
from chibo.procedures.actions.course import Course
from chibo.procedures.actions.weighing import weigh
from chibo.procedures.models import Act, Case, CaseDocument, packed, sealed
from chibo.procedures.queries.replay import is_overridden
from chibo.procedures.rules import answers, deadlines, voting
from chibo.procedures.rules.definition import FAILED, PASSED, Step
from chibo.procedures.rules.handlers import Finding, Handed, Moment
from chibo.procedures.vocabulary import ActKind
from chibo.rulebook import queries as rulebook


@transaction.atomic
def act(
    case: Case,
    *,
    on: date,
    by: Viewer,
    data: Mapping[str, Any] | None = None,
    vote: Mapping[str, int] | None = None,
    because: Decision | None = None,
    documents: Sequence[Handed] = (),
    accept: bool = False,
    step: str | None = None,
) -> Act:
    """Do the step the case is at; what it brings about happens in the same transaction.

    :param accept: what speaks against it has been read and accepted
    :param step: the step meant; refused where the case is no longer there
    :raises Refusal: closed or at another step, before the act before, not the viewer's step, a missing answer, paper,
        decision or vote, a vote that does not add up, a confirmed rule
    :raises Question: warnings that were not accepted
    """
    with rulebook.steady():
        course = Course.of(case, by)
        here = course.step
        must_be_at(course, step)
        course.check_day(on)
        course.must_hold(here, on)
        plain, secret = answers.clean(here.asks, data or {})
        papers = must_have_papers(course.case, here, documents, on)
        tally = must_have_vote(course.case, here, vote)
        must_have_decision(course, here, because, on)
        moment = Moment(
            course.case, here, on, data=plain | secret, vote=tally.vote if tally else None, because=because,
            documents=papers, by=by,
        )  # fmt: skip
        findings = [*standing_against(course, moment, tally)]
        findings += [one for name in here.checks for one in course.handler.checks[name](moment)]
        warnings = weigh(findings, course.case, accept=accept, overridden=is_overridden(course.case))
        target = way(course, here, plain | secret, tally)
        done = course.write(
            ActKind.STEP, on=on, step=here.key, to=target, data=packed(plain), sealed=sealed(secret),
            vote=tally.vote if tally else None, because=because, warnings=warnings, due_on=course.case.due_on,
        )  # fmt: skip
        hand_in(done, papers, on=on, by=by)
        if here.outcome:
            made = course.handler.outcomes[here.outcome](moment) or ""
            if made:
                done.made = made[:80]
                Act.objects.filter(pk=done.pk).update(made=done.made)
        course.arrive(target, on)
        course.tell(
            "procedures.step_done", here.title, on=on, because=because,
            after={"step": here.key, "to": target, **packed(plain), **({"vote": dict(tally.vote)} if tally else {})},
        )  # fmt: skip
        _follow(case, course.case)
    return done


def must_be_at(course: Course, step: str | None) -> None:
    """:raises Refusal: the case is at another step than the one meant"""
    if step is None or step == course.case.step:
        return
    steps = course.handler.definition.steps
    meant = steps[step].title if step in steps else step
    raise Refusal(
        f"Hồ sơ {course.case.mark} đang ở bước “{steps[course.case.step].title}”, chưa phải (hoặc đã qua) bước “{meant}”. Hãy "
        "làm lần lượt từng bước: mở lại hồ sơ để xem việc phải làm.",
        code="out_of_order",
        status=409,
    )


def must_have_papers(
    case: Case, step: Step, documents: Sequence[Handed], on: date, *, had: Set[str] | None = None
) -> list[Handed]:
    """The papers handed in, labelled and dated.

    :param had: kinds of the papers handed in before; looked up where they are not given
    :raises Refusal: one the step does not take, a required one missing, received after the day
    """
    wanted = {one.kind: one for one in step.documents}
    found = []
    for one in documents:
        if one.kind not in wanted:
            raise Refusal(f"Bước này không nhận giấy tờ “{one.kind}”. Hãy bỏ giấy tờ ấy.", field=one.kind, code="paper")
        received = one.received_on or on
        if received > on:
            raise Refusal(
                f"{wanted[one.kind].label}: ngày nhận {show_day(received)} sau ngày làm bước này. Hãy xem lại hai ngày.",
                field=f"paper_{one.kind}",
                code="paper_later",
            )
        label = tidy(one.label)[:200] or wanted[one.kind].label
        found.append(replace(one, received_on=received, label=label))
    needed = {kind for kind, one in wanted.items() if one.required} - {one.kind for one in found}
    if needed:
        needed -= _handed_in(case, needed) if had is None else had
    if needed:
        names = "; ".join(one.label for kind, one in wanted.items() if kind in needed)
        raise Refusal(
            f"Còn thiếu giấy tờ: {names}. Hãy ghi ngày nhận từng giấy tờ, kèm tệp nếu có.",
            field=f"paper_{next(kind for kind in wanted if kind in needed)}",
            code="paper_missing",
        )
    return found


def _handed_in(case: Case, kinds: Set[str]) -> set[str]:
    """Those of the kinds of papers that were handed in with an act that stands."""
    standing = [act.pk for act in case.standing]
    return set(case.documents.filter(act__in=standing, kind__in=kinds).values_list("kind", flat=True))


def hand_in(done: Act, papers: Sequence[Handed], *, on: date, by: Viewer) -> None:
    """Keep the papers of an act, files encrypted; a file kept before is opened to those who may see the case."""
    rows = []
    for one in papers:
        stored = one.stored
        if stored is not None:
            if stored.owner != by.reference:
                raise Refusal(
                    "Tệp này do người khác đưa lên. Hãy chọn lại tệp.", field=f"file_{one.kind}", code="not_own"
                )
            stored.capability, stored.place = rules.READ, done.case.unit.reference
            stored.save(update_fields=["capability", "place"])
        elif one.content or one.name:
            stored = files.keep(
                name=one.name, content=one.content, capability=rules.READ, place=done.case.unit.reference, on=on, by=by
            )
        rows.append(
            CaseDocument(
                case=done.case, act=done, kind=one.kind, label=one.label, received_on=one.received_on, file=stored
            )
        )
    if rows:
        CaseDocument.objects.bulk_create(rows)


def must_have_vote(case: Case, step: Step, vote: Mapping[str, int] | None) -> voting.Tally | None:
    """:raises Refusal: no vote where there must be one, one where there is none, or it does not add up"""
    if step.vote is not None:
        return voting.tally(step.vote, vote, on=case.rule_day)
    if vote is not None:
        raise Refusal("Bước này không biểu quyết. Hãy bỏ kết quả biểu quyết.", field="vote_for", code="no_vote_here")
    return None


def must_have_decision(course: Course, step: Step, because: Decision | None, on: date) -> None:
    """:raises Refusal: no decision where the step is one, signed after the day, or before the step it rests on"""
    if step.decision and because is None:
        raise Refusal(
            "Bước này phải có quyết định. Hãy ghi số, ngày ký, cơ quan ban hành và người ký.",
            field="number",
            code="no_decision",
        )
    if because is None:
        return
    if because.issued_on > on:
        raise Refusal(
            f"Quyết định ký ngày {show_day(because.issued_on)}, sau ngày {show_day(on)} đang ghi. Hãy xem lại hai ngày.",
            field="issued_on",
            code="decision_later",
        )
    before = next((a for a in reversed(course.case.standing) if a.kind == ActKind.STEP), None)
    if step.decision and before is not None and because.issued_on < before.on:
        raise Refusal(
            f"Quyết định ký ngày {show_day(because.issued_on)}, trước bước “{course.name_of(before)}” ngày {show_day(before.on)} "
            "mà nó dựa vào. Hãy xem lại ngày ký.",
            field="issued_on",
            code="decision_before",
        )


def standing_against(course: Course, moment: Moment, tally: voting.Tally | None) -> Iterator[Finding]:
    """What the engine itself sees: the vote, the first day, a lapsed deadline."""
    case, step = course.case, moment.step
    for one in deadlines.counted(step, case, since=case.step_since) if step.deadlines else ():
        if one.deadline.earliest and one.day and moment.on < one.day:
            yield Finding(
                f"Bước này làm được từ ngày {show_day(one.day)} ({one.text} kể từ {show_day(one.start)}).",
                one.deadline.rule,
                "on",
            )
        if one.deadline.lapses and one.day and moment.on > one.day:
            yield Finding(f"Hạn của bước này đã qua từ ngày {show_day(one.day)}.", one.deadline.rule, "on")
    if tally is not None:
        yield from _against_vote(course, moment, tally)


def _against_vote(course: Course, moment: Moment, tally: voting.Tally) -> Iterator[Finding]:
    spec, step = moment.step.vote, moment.step
    if spec.electors:
        expected = course.handler.electors[spec.electors](moment)
        if expected is not None and expected != tally.vote["obliged"]:
            yield Finding(
                f"Biên bản ghi {tally.vote['obliged']} phải có mặt, còn theo danh sách ngày {show_day(moment.on)} là {expected} "
                f"{spec.of}.",
                field="vote_obliged",
            )
    if tally.needed is None:
        yield Finding(f"Kết quả {tally.told}.", spec.rule, "vote_for")
    elif not tally.has_passed and FAILED not in step.then:
        yield Finding(f"Chưa đủ tỷ lệ: {tally.told}.", spec.rule, "vote_for")
    elif not tally.has_passed and not tally.ruling.may_block:
        yield Finding(f"Không đạt tỷ lệ theo quy định chưa chắc chắn: {tally.told}.", spec.rule, "vote_for")


def way(course: Course, step: Step, data: Mapping[str, Any], tally: voting.Tally | None) -> str:
    """Where the step leads."""
    if step.by_field:
        value = data.get(step.by_field)
        named = step.then[{True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else str(value)]
    elif PASSED in step.then:
        named = step.then[PASSED] if tally.has_passed or FAILED not in step.then else step.then[FAILED]
    else:
        named = step.then[""]
    return course.handler.definition.target(step.key, named)


def _follow(given: Case, led: Case) -> None:
    """Let the caller's case say what is true now."""
    if given is not led:
        for name in (
            "state",
            "step",
            "step_since",
            "due_on",
            "closed_on",
            "waiting_capability",
            "unit",
            "waiting_unit",
        ):
            setattr(given, name, getattr(led, name))
        given.look_again()
