"""MEM, ADM, REM, TRF: the figures of members, from spells (states) and movements (what happened)."""

from chibo.members.indicators.admission import ADM_01, ADM_02, ADM_03
from chibo.members.indicators.balance import MEM_04
from chibo.members.indicators.removal import REM_01, REM_02
from chibo.members.indicators.roll import MEM_01, MEM_02, MEM_03
from chibo.members.indicators.transfers import TRF_01, TRF_04

INDICATORS = (MEM_01, MEM_02, MEM_03, MEM_04, ADM_01, ADM_02, ADM_03, REM_01, REM_02, TRF_01, TRF_04)
__all__ = ["INDICATORS"]
