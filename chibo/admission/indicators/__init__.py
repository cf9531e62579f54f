"""ADM-04 to ADM-07: special admissions, targets, the quality of new members, the pipeline."""

from chibo.admission.indicators.pipeline import ADM_07
from chibo.admission.indicators.quality import ADM_06
from chibo.admission.indicators.special import ADM_04
from chibo.admission.indicators.targets import ADM_05

INDICATORS = (ADM_04, ADM_05, ADM_06, ADM_07)
__all__ = ["INDICATORS"]
