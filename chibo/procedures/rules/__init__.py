"""What a definition must be, what a step may demand, and the sentences that refuse."""

READ = "cases.read"
OVERRIDE = "cases.override"
STEPS = ("cases.cell", "cases.base", "cases.above")
"""The capabilities that do steps, by level."""
