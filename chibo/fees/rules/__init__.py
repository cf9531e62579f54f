"""What is allowed about party fees, how dues are reckoned, and the sentences that refuse."""

READ = "fees.read"
WRITE = "fees.write"
APPROVE = "fees.approve"

__all__ = ["APPROVE", "READ", "WRITE"]
