"""A member's own page: the record, what was asked to be corrected, dues, and who has seen it."""
