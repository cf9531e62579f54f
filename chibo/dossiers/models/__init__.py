"""Tables of files: where they are kept, what they hold, how they travel; slips, cards and reports."""

from chibo.dossiers.models.cards import CardEvent
from chibo.dossiers.models.contents import Dossier, DossierItem, FileSupplement
from chibo.dossiers.models.keeping import Custody, CustodyRule, Handover, Keeping, Loan
from chibo.dossiers.models.reports import MemberSituationReport, Reconciliation

__all__ = [
    "CardEvent",
    "Custody",
    "CustodyRule",
    "Dossier",
    "DossierItem",
    "FileSupplement",
    "Handover",
    "Keeping",
    "Loan",
    "MemberSituationReport",
    "Reconciliation",
]
