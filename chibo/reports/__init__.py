"""The report page: every figure of a unit and a window, as sentences and as tables. Counts nothing itself."""
