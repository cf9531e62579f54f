"""What a list is asked: the unit, the lists beside it."""

from chibo.members.views import place
from chibo.transfers.rules import capabilities


class Place(place.Place):
    """The unit of a list whose viewer may read its members."""

    area = "transfers"
    capability = capabilities.READ
    sections = (
        ("list", "Chuyển đi, chuyển đến"),
        ("letters", "Giấy giới thiệu"),
        ("guests", "Tạm thời"),
        ("away", "Đi làm xa"),
        ("abroad", "Ngoài nước"),
        ("reorganizations", "Sau sắp xếp"),
    )
