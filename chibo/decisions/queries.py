"""Reading the register of decisions."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from chibo.decisions import rules
from chibo.decisions.models import Decision
from chibo.kernel.refusal import NotFound
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer

LONGEST_SEARCH = 200


def decisions(*, text: str = "", until: date | None = None, by: Viewer) -> QuerySet[Decision]:
    """Decisions, newest first, whose number, issuer or summary has the text, signed by a day."""
    by.must(rules.READ)
    found = Decision.objects.all()
    if text := tidy(text[:LONGEST_SEARCH]):
        found = found.filter(Q(number__icontains=text) | Q(issuer__icontains=text) | Q(summary__icontains=text))
    return found if until is None else found.filter(issued_on__lte=until)


def decision(uid: UUID, *, by: Viewer) -> Decision:
    """:raises NotFound: there is none"""
    by.must(rules.READ)
    found = Decision.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound("Không có quyết định này. Hãy mở lại từ danh sách.", code="unknown_decision")
    return found
