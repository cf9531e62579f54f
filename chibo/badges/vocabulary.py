"""The words of badges: how one is given, how far it is."""

from django.db.models import TextChoices


class BadgeKind(TextChoices):
    """On time, early because of grave illness, or after death."""

    REGULAR = "tang", "Tặng"
    EARLY = "tang_som", "Tặng sớm"
    POSTHUMOUS = "truy_tang", "Truy tặng"


class BadgeState(TextChoices):
    """How far a badge is."""

    PROPOSED = "de_nghi", "Đã đề nghị"
    DECIDED = "quyet_dinh", "Đã có quyết định"
    AWARDED = "da_trao", "Đã trao"
    RETURNED = "giao_lai", "Đã giao lại"
    WITHDRAWN = "thoi", "Thôi đề nghị"


COUNTED = (BadgeState.PROPOSED, BadgeState.DECIDED, BadgeState.AWARDED, BadgeState.RETURNED)
"""Those that stand in the way of proposing the same once more."""
HAD = (BadgeState.AWARDED, BadgeState.RETURNED)
"""Those that were handed over at some time."""
