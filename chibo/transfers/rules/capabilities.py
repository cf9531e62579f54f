"""Capabilities that guard transfers and members away."""

READ = "members.read"
KEEP = "cases.cell"
"""Members away and their contacts: the cell's own work."""
OFFICE = "members.write"
"""The office that keeps the roll: letters, dossiers, receipts after a reorganization."""
