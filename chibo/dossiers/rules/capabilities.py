"""Capabilities that guard files."""

READ = "dossiers.read"
WRITE = "dossiers.write"
CELL = "cases.cell"
"""The chi ủy takes in and checks the yearly slips of its cell."""
