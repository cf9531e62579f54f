"""What of fees goes with a person whose records are merged."""

from chibo.fees.models import Charge, Due, FeeAssignment, FeeBasis, FeeRelief, Receipt, ReceiptLine
from chibo.members.actions.merging import Follower

FOLLOWERS = (
    Follower(FeeBasis),
    Follower(FeeRelief),
    Follower(Due),
    Follower(Charge),
    Follower(ReceiptLine),
    Follower(Receipt, "collector"),
    Follower(Receipt, "approver"),
    Follower(FeeAssignment, "collector"),
    Follower(FeeAssignment, "approver"),
)
