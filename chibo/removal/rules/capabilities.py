"""Capabilities that guard screening and help."""

READ = "removal.read"
WRITE = "removal.write"
CASES = "cases.cell"
"""Opening the cases of this area."""
ROLL = "members.write"
"""What a step of a case writes into the roll."""
