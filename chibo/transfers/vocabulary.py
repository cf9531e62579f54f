"""The words of transfers: why members are away, how one keeps in touch, what they went abroad for."""

from django.db.models import TextChoices

from chibo.members.vocabulary import Cause

MOVES = (Cause.TRANSFER, Cause.TRANSFER_OUT, Cause.TRANSFER_IN, Cause.TEMPORARY_START)
"""The events that have a letter of introduction."""


class AwayReason(TextChoices):
    """Why a member lives and works away from the cell without having been transferred."""

    WORK = "lam_an", "Đi làm ăn, lao động"
    STUDY = "hoc_tap", "Đi học"
    TREATMENT = "chua_benh", "Chữa bệnh, an dưỡng"
    FAMILY = "gia_dinh", "Việc gia đình"
    OTHER = "khac", "Lý do khác"


class Regime(TextChoices):
    """How often the cell and the member agreed to be in touch."""

    MONTHLY = "hang_thang", "Hằng tháng"
    QUARTERLY = "hang_quy", "Hằng quý"
    HALF_YEARLY = "sau_thang", "Sáu tháng một lần"


MONTHS = {Regime.MONTHLY.value: 1, Regime.QUARTERLY.value: 3, Regime.HALF_YEARLY.value: 6}
"""Months that may pass from one contact to the next."""


class Means(TextChoices):
    """How somebody was in touch."""

    PHONE = "goi_dien", "Gọi điện"
    MESSAGE = "nhan_tin", "Nhắn tin, thư điện tử"
    MEETING = "gap_mat", "Gặp trực tiếp, về dự sinh hoạt"
    LETTER = "thu", "Thư, báo cáo viết"


class Purpose(TextChoices):
    """What somebody transferred abroad went there for."""

    STUDY = "hoc_tap", "Học tập, nghiên cứu"
    LABOUR = "lao_dong", "Đi lao động theo hợp đồng"
    POSTING = "cong_tac", "Công tác nhiệm kỳ"
    FAMILY = "gia_dinh", "Theo gia đình, việc riêng"
    OTHER = "khac", "Mục đích khác"


class RecordState(TextChoices):
    """Whether what was entered counts."""

    STANDING = "standing", "Có hiệu lực"
    ANNULLED = "annulled", "Đã hủy"


class Contact(TextChoices):
    """How it stands with keeping in touch on a day."""

    IN_TOUCH = "dung_che_do", "Liên lạc đúng chế độ"
    LATE = "qua_ky", "Quá kỳ liên lạc"
    LOST = "mat_lien_lac", "Mất liên lạc"


class Abroad(TextChoices):
    """How it stands on a day with somebody transferred abroad."""

    AWAY = "dang_o", "Đang ở nước ngoài"
    OVERDUE = "qua_han", "Quá hạn về"
    RETURNED = "da_ve", "Đã về"
