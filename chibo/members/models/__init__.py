"""Tables of members: truth (people, attributes, events) and what is derived from it."""

from chibo.members.models.derived import Movement, RollEntry, Spell, Stay
from chibo.members.models.merging import Merge
from chibo.members.models.particulars import Particulars
from chibo.members.models.truth import Attribute, MemberEvent, Person

__all__ = ["Attribute", "MemberEvent", "Merge", "Movement", "Particulars", "Person", "RollEntry", "Spell", "Stay"]
