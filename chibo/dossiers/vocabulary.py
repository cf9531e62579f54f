"""The words of files: who keeps them, why they travel, what becomes of a yearly slip and of a card."""

from django.db.models import TextChoices


class Keeper(TextChoices):
    """The level at which files are kept."""

    CELL = "cell", "Chi bộ"
    BASE = "base", "Cấp ủy cơ sở"
    ABOVE = "above", "Cấp ủy cấp trên trực tiếp của tổ chức cơ sở đảng"


class FileSet(TextChoices):
    """Sets of documents within a file (domain rules 2.7)."""

    ADMISSION = "ket_nap", "Hồ sơ kết nạp"
    RECOGNITION = "cong_nhan", "Hồ sơ công nhận chính thức"
    OTHER = "khac", "Tài liệu khác"


class Owed(TextChoices):
    """Whose file must hold a document."""

    EVERYBODY = "moi_nguoi", "Mọi đảng viên"
    OFFICIAL = "chinh_thuc", "Đảng viên chính thức"
    NOBODY = "neu_co", "Nếu có"


class Errand(TextChoices):
    """Why a file travels."""

    TRANSFER = "chuyen_sinh_hoat", "Theo đảng viên chuyển sinh hoạt"
    KEEPER = "doi_noi_giu", "Đổi nơi giữ hồ sơ"
    ARCHIVE = "nop_luu", "Nộp lưu sau khi ra khỏi Đảng hoặc từ trần"


class Travel(TextChoices):
    """What became of a hand-over."""

    UNDER_WAY = "under_way", "Đang chuyển, chưa nhận"
    RECEIVED = "received", "Đã nhận"
    RETURNED = "returned", "Trả lại nơi giao"


class SupplementState(TextChoices):
    """What became of the yearly slip."""

    DECLARED = "declared", "Đã khai, chờ chi ủy kiểm tra"
    CHECKED = "checked", "Chi ủy đã kiểm tra"
    FILED = "filed", "Đã lưu vào hồ sơ"


class CardDeed(TextChoices):
    """What is recorded about a membership card."""

    ISSUED = "issued", "Phát thẻ"
    REISSUED = "reissued", "Cấp lại thẻ"
    CHANGED = "changed", "Đổi thẻ"
    LOST = "lost", "Báo mất thẻ"
    RETURNED = "returned", "Thu hồi, nộp lại thẻ"
    CHECKED = "checked", "Kiểm tra thẻ hằng năm"


GIVEN_OUT = frozenset({CardDeed.ISSUED, CardDeed.REISSUED, CardDeed.CHANGED})
"""Deeds by which somebody has a card from then on."""


class ItemState(TextChoices):
    """A document in a file is never deleted."""

    STANDING = "standing", "Có trong hồ sơ"
    ANNULLED = "annulled", "Đã bỏ khỏi mục lục"
