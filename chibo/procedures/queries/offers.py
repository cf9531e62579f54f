"""Which procedures somebody can open about whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit
from chibo.procedures.models import Case
from chibo.procedures.queries.levels import at_level, line_of, role_of
from chibo.procedures.rules.definition import Definition
from chibo.procedures.rules.handlers import handler_of, installed
from chibo.procedures.vocabulary import CAPABILITY_OF, CaseState, Role
from chibo.ui.markup import with_query


@dataclass(frozen=True)
class Offer:
    """A procedure that can be opened.

    :ivar step: what is done first
    """

    code: str
    title: str
    step: str
    url: str


def offers(
    subject: str,
    sort: str,
    unit: Unit | None,
    *,
    on: date,
    by: Viewer,
    fits: Callable[[str], bool] = lambda code: True,
    is_self: bool = False,
) -> list[Offer]:
    """The procedures about a subject whose first step is the viewer's, those under way left out; a constant number of queries.

    :param sort: ``member``, ``prospect`` or ``unit``
    :param unit: where the cases would start
    :param fits: told a code: whether the procedure is for somebody like that
    :param is_self: whether the viewer is the subject, who may open only what begins with oneself
    """
    if unit is None:
        return []
    line = line_of(unit, on=on)
    if not line:
        return []
    open_codes = set(Case.objects.filter(subject=subject, state=CaseState.OPEN).values_list("code", flat=True))
    found = []
    for definition in latest(sort, on=on):
        if (definition.alone and definition.code in open_codes) or not fits(definition.code):
            continue
        start = definition.steps[definition.start]
        role = role_of(start.who, on=on)
        if is_self:
            allowed = role == Role.CA_NHAN
        else:
            allowed = by.may(CAPABILITY_OF[Role(role)], at_level(role, line, on=on)) is not None
        if allowed:
            url = with_query(reverse("procedures:open", args=[definition.code]), {"ve": subject})
            found.append(Offer(definition.code, definition.title, start.title, url))
    return found


def latest(sort: str, *, on: date) -> list[Definition]:
    """The definitions of a day about subjects of a sort, by title."""
    codes = {handler.definition.code for handler in installed() if handler.definition.subject == sort}
    chosen = [handler_of(code, on=on).definition for code in codes]
    return sorted((one for one in chosen if one.since <= on), key=lambda one: one.title)
