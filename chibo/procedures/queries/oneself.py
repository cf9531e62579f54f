"""What people see of a case about themselves: every step, their own words, what was decided; not what others said of them."""

from datetime import date
from uuid import UUID

from chibo.kernel.refusal import NotEntitled
from chibo.kernel.viewer import Viewer
from chibo.procedures.models import Case, CaseDocument
from chibo.procedures.rules.handlers import of_case
from chibo.rulebook import queries as rulebook

RULE = "cases.opinions_about_oneself"
"""Whether what others said opens with the end of the case."""


def is_about(case: Case, by: Viewer) -> bool:
    """Whether the case is about the viewer."""
    person = getattr(by, "person_uid", None)
    return bool(person) and case.subject == f"person:{person}"


def keeps_opinions(case: Case, by: Viewer, *, on: date) -> bool:
    """Whether what others said in the case is kept from the viewer, whatever else the viewer may do with it."""
    if not is_about(case, by):
        return False
    return case.is_open or rulebook.value(RULE, on=on).value is not True


def may_read_paper(paper: CaseDocument, by: Viewer, *, on: date) -> bool:
    """Whether the file of a paper may be given to whoever may see its case."""
    steps = of_case(paper.case).definition.steps
    step = steps.get(paper.act.step)
    is_opinion = step is not None and any(one.opinion and one.kind == paper.kind for one in step.documents)
    return not is_opinion or not keeps_opinions(paper.case, by, on=on)


def must_print(reference: str, code: str, on: date, by: Viewer) -> None:
    """Asked before a form is filled in from a case.

    :raises NotEntitled: the form tells the viewer what others said of the viewer
    """
    kind, _, uid = reference.partition(":")
    if kind != "case" or not getattr(by, "person_uid", None):
        return
    try:
        case = Case.objects.filter(uid=UUID(uid)).first()
    except ValueError:
        return
    if case is None or not keeps_opinions(case, by, on=on):
        return
    if code in kept_papers(case):
        raise NotEntitled(
            "Mẫu này ghi ý kiến của người khác về chính đồng chí nên đồng chí không tự in. Hãy hỏi chi ủy khi cần biết kết luận.",
            code="opinion_about_oneself",
        )


def kept_papers(case: Case) -> set[str]:
    """Codes of the forms of a case that are filled with opinions."""
    steps = of_case(case).definition.steps.values()
    return {code for step in steps if step.takes_opinions for code in step.papers}
