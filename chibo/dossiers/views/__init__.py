"""Pages of files, a file per kind of page."""

from chibo.dossiers.views.cards import cards
from chibo.dossiers.views.custody import custody, rule_custody, state_custody
from chibo.dossiers.views.deeds import deed, give_back, handover_deed, strike
from chibo.dossiers.views.lists import awaited, loans, missing, overview, under_way
from chibo.dossiers.views.member import dossier, scan
from chibo.dossiers.views.registers import register
from chibo.dossiers.views.reports import open_reports, reconcile, reconciliations, report, reports
from chibo.dossiers.views.supplements import supplement, supplements, supplements_of_cell

__all__ = [
    "awaited",
    "cards",
    "custody",
    "deed",
    "dossier",
    "give_back",
    "handover_deed",
    "loans",
    "missing",
    "open_reports",
    "overview",
    "reconcile",
    "reconciliations",
    "register",
    "report",
    "reports",
    "rule_custody",
    "scan",
    "state_custody",
    "strike",
    "supplement",
    "supplements",
    "supplements_of_cell",
    "under_way",
]
