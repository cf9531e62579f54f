"""Open cases as work that is due: at the organization that holds the step, by the day of the step."""

from collections.abc import Mapping, Sequence

from django.db.models import F, Q, QuerySet
from django.urls import NoReverseMatch, reverse

from chibo.kernel.days import show_day
from chibo.kernel.duties import Desk, Duty, Provider
from chibo.procedures.models import Case
from chibo.procedures.rules import READ
from chibo.procedures.rules.definition import Step
from chibo.procedures.rules.handlers import installed, of_case
from chibo.procedures.vocabulary import CAPABILITY_OF, CaseState


def rows(desk: Desk) -> QuerySet[Case]:
    """Open cases that wait at the desk."""
    waiting = Q()
    for capability in sorted(set(CAPABILITY_OF.values())):
        waiting |= Q(waiting_capability=capability) & desk.where("waiting_unit", capability, READ)
    found = Case.objects.filter(waiting, state=CaseState.OPEN, opened_on__lte=desk.on)
    if desk.only:
        found = found.filter(code=desk.only)
    return found.annotate(key=F("pk"))


def shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """The step, whom it is about, the rule of its day; one query."""
    return {case.pk: _duty(case, desk) for case in Case.objects.filter(pk__in=keys)}


def _duty(case: Case, desk: Desk) -> Duty:
    definition = of_case(case).definition
    step = definition.steps[case.step]
    return Duty(
        title=step.title,
        label=case.subject_label,
        unit_id=case.waiting_unit_id,
        rule=_rule(step),
        note=f"{definition.title} · đến bước này từ {show_day(case.step_since)}",
        url=_address("procedures:case", case),
        act_url=_address("procedures:step", case) if desk.is_own else "",
        mark=case.mark,
    )


def _rule(step: Step) -> str:
    """What sets the last day of a step, else who decides it, else its vote."""
    days = [one.rule for one in step.deadlines if one.rule and not one.earliest]
    return next(iter([*days, step.who.rule, step.vote.rule if step.vote else ""]), "")


def _address(name: str, case: Case) -> str:
    try:
        return reverse(name, args=[case.uid])
    except NoReverseMatch:
        return ""


def parts() -> Mapping[str, str]:
    """Every procedure, by its latest version."""
    return {handler.definition.code: handler.definition.title for handler in installed()}


DUTIES = [Provider("ho-so", "Hồ sơ theo quy trình", rows, shown, parts)]
