"""What a list is asked: the unit, the lists beside it."""

from chibo.members.views import place
from chibo.removal.rules import capabilities


class Place(place.Place):
    """The unit of a list whose viewer may read its members."""

    area = "removal"
    capability = capabilities.READ
    sections = (
        ("list", "Rà soát"),
        ("helps", "Giúp đỡ"),
        ("leaving", "Ra khỏi Đảng, từ trần"),
    )
