"""What one member owes and paid; reliefs; what a viewer may see of it."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from chibo.fees import rules
from chibo.fees.models import Charge, FeeBasis, FeeRelief, Receipt, ReceiptLine, Remittance
from chibo.fees.vocabulary import ReliefState
from chibo.kernel.refusal import NotEntitled, NotFound
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import Person
from chibo.members.queries.sight import person_of
from chibo.members.rules import capabilities
from chibo.org.models import Closure, Unit


def payer_for(uid: UUID, *, by: Viewer) -> tuple[Person, Unit | None, bool]:
    """(person, present or last cell, whether the viewer is the person).

    :raises NotFound: nobody
    :raises NotEntitled: neither oneself nor somebody whose cell's fees the viewer reads
    """
    person = person_of(uid)
    cell = members.last_cell(person)
    if getattr(by, "person_uid", None) == person.uid and by.may(capabilities.READ_OWN):
        return person, cell, True
    if cell is None:
        raise NotEntitled("Đồng chí này chưa có tên trong chi bộ nào. Hãy ghi việc vào Đảng trước.", code="no_cell")
    by.must(rules.READ, cell)
    return person, cell, False


def charges_of(person: Person) -> QuerySet[Charge]:
    """Every month of a member, latest first."""
    return Charge.objects.filter(person=person).select_related("cell").order_by("-month")


def lines_of(person: Person) -> QuerySet[ReceiptLine]:
    """Every payment of a member, latest first."""
    return ReceiptLine.objects.filter(person=person).select_related("receipt").order_by("-on", "-pk")


def bases_of(person: Person) -> QuerySet[FeeBasis]:
    """By what a member pays and paid, latest first."""
    return FeeBasis.objects.filter(person=person).order_by("-since")


def reliefs_of(person: Person) -> QuerySet[FeeRelief]:
    """Reliefs of a member, latest first."""
    return FeeRelief.objects.filter(person=person).select_related("person", "decision").order_by("-since", "-pk")


def own_dues(person: Person, *, on: date) -> dict[str, object]:
    """What a member's own page shows of fees: the months of the last year, what is owed, the last payments, the basis."""
    charges = list(charges_of(person)[:12])
    owed = sum(one.owed for one in Charge.objects.filter(person=person, due__gt=0, month__lte=on))
    return {
        "fees_charges": charges,
        "fees_owed": owed,
        "fees_lines": list(lines_of(person)[:12]),
        "fees_basis": bases_of(person).filter(since__lte=on, until__gt=on).first(),
    }


def relief_by_uid(uid: UUID) -> FeeRelief:
    """:raises NotFound: there is none"""
    found = FeeRelief.objects.filter(uid=uid).select_related("person", "unit", "decision").first()
    if found is None:
        raise NotFound("Không có lần miễn, giảm này. Hãy mở lại từ danh sách.", code="unknown_relief")
    return found


def reliefs_at(unit: Unit, *, on: date, state: str = "") -> QuerySet[FeeRelief]:
    """Reliefs of the unit and all below it that are asked for, or approved and not over."""
    below = Closure.objects.filter(ancestor=unit, descendant=OuterRef("unit"), since__lte=on, until__gt=on)
    rows = FeeRelief.objects.filter(Exists(below)).select_related("person", "unit")
    if state:
        return rows.filter(state=state).order_by("-since", "-pk")
    return rows.filter(state__in=(ReliefState.ASKED, ReliefState.APPROVED), until__gt=on).order_by("-since", "-pk")


def receipt_by_uid(uid: UUID) -> Receipt:
    """:raises NotFound: there is none"""
    rows = Receipt.objects.filter(uid=uid).select_related("unit", "collector", "approver", "reverses")
    if (found := rows.first()) is None:
        raise NotFound("Không có phiếu thu này. Hãy mở lại từ danh sách phiếu thu.", code="unknown_receipt")
    return found


def remittance_by_uid(uid: UUID) -> Remittance:
    """:raises NotFound: there is none"""
    found = Remittance.objects.filter(uid=uid).select_related("unit", "to", "reverses").first()
    if found is None:
        raise NotFound("Không có lần nộp này. Hãy mở lại từ danh sách trích nộp.", code="unknown_remittance")
    return found
