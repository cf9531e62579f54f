"""What goes with a person whose records are merged."""

from chibo.admission.models import Probation, Prospect
from chibo.members.actions.merging import Follower

FOLLOWERS = (Follower(Prospect), Follower(Prospect, "follower"), Follower(Probation, "helper"))
