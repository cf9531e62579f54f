"""REM-03: results of screening. REM-01 and REM-02 are counted in ``members``."""

from chibo.removal.indicators.help import REM_03_HELP
from chibo.removal.indicators.screening import REM_03, REM_03_MEMBERS

INDICATORS = (REM_03, REM_03_MEMBERS, REM_03_HELP)

__all__ = ["INDICATORS", "REM_03", "REM_03_HELP", "REM_03_MEMBERS"]
