"""MEM-05, MEM-06, MEM-07: data kept current and reports on time, yearly supplements, custody of files."""

from chibo.dossiers.indicators.current import MEM_05, MEM_05_REPORTS
from chibo.dossiers.indicators.custody import MEM_07
from chibo.dossiers.indicators.supplements import MEM_06

INDICATORS = (MEM_05, MEM_05_REPORTS, MEM_06, MEM_07)
__all__ = ["INDICATORS"]
