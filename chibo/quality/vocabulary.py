"""The words of the data-quality desk."""

from django.db.models import TextChoices


class Group(TextChoices):
    """What is asked of records: đúng, đủ, sạch, sống."""

    RIGHT = "dung", "Đúng"
    WHOLE = "du", "Đủ"
    CLEAN = "sach", "Sạch"
    ALIVE = "song", "Sống"


GROUP_MEANINGS = {
    Group.RIGHT: "Ngày tháng, con số và giấy tờ không trái nhau.",
    Group.WHOLE: "Không còn ô trống phải có.",
    Group.CLEAN: "Mỗi người một hồ sơ, mỗi mục một cách ghi.",
    Group.ALIVE: "Hồ sơ theo kịp việc đang diễn ra.",
}


class Severity(TextChoices):
    """How sure it is that something is wrong."""

    WRONG = "wrong", "Phải sửa"
    LOOK = "look", "Cần xem lại"


class Number(TextChoices):
    """Numbers that can only be checked in clear."""

    NATIONAL_ID = "cccd", "Số định danh (CCCD)"
    CARD = "card", "Số thẻ đảng viên"


class State(TextChoices):
    """Of work that was assigned."""

    OPEN = "open", "Đang làm"
    MENDED = "mended", "Đã sạch"
    WITHDRAWN = "withdrawn", "Đã rút"
