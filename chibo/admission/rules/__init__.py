"""What is allowed about the source, targets, admissions and probations, and the sentences that refuse."""

READ = "admission.read"
WRITE = "admission.write"
TARGET = "admission.target"

__all__ = ["READ", "TARGET", "WRITE"]
