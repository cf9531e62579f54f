"""TRF-02, TRF-03: members transferred abroad, members away. TRF-01 and TRF-04 are counted in ``members``."""

from chibo.transfers.indicators.abroad import TRF_02
from chibo.transfers.indicators.away import TRF_03

INDICATORS = (TRF_02, TRF_03)

__all__ = ["INDICATORS", "TRF_02", "TRF_03"]
