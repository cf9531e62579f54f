"""Reading the source, targets and probations: every question takes the day."""

from chibo.admission.queries.source import listed_at, prospect_by_uid, stages_of

__all__ = ["listed_at", "prospect_by_uid", "stages_of"]
