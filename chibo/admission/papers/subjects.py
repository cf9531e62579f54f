"""Finding what a printed form is asked for."""

from chibo.admission.models import Prospect
from chibo.admission.queries import prospect_by_uid
from chibo.kernel.references import uid_in
from chibo.kernel.viewer import Viewer
from chibo.procedures import queries as procedures
from chibo.procedures.models import Case


def case_in(ref: str, by: Viewer) -> Case:
    """:raises NotFound: none, or none for this viewer"""
    return procedures.case(uid_in(ref, "case"), by)


def prospect_in(ref: str, by: Viewer) -> Prospect:
    """The prospect of a reference, or the one a case is about."""
    uid = uid_in(ref, "prospect", "case")
    return prospect_by_uid(uid_in(case_in(ref, by).subject, "prospect") if ref.startswith("case:") else uid)
