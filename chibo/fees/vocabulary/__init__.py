"""The words of party fees: how a due is reckoned, why it is less, how money came in and where it went."""

from django.db.models import TextChoices


class BasisKind(TextChoices):
    """By which line of the regulation a member pays."""

    INSURED = "insured", "Đóng bảo hiểm xã hội bắt buộc"
    ON_LEAVE = "on_leave", "Nghỉ ốm, thai sản không đóng bảo hiểm xã hội"
    PENSION = "pension", "Hưởng lương hưu"
    UNINSURED_WORKING_AGE = "uninsured_working_age", "Không đóng bảo hiểm xã hội, trong tuổi lao động"
    UNINSURED_RETIRED = "uninsured_retired", "Không đóng bảo hiểm xã hội, hết tuổi lao động"
    STUDENT = "student", "Học sinh, sinh viên"


SHORT = {
    BasisKind.INSURED: "Bảo hiểm xã hội",
    BasisKind.ON_LEAVE: "Nghỉ, hưởng trợ cấp",
    BasisKind.PENSION: "Lương hưu",
    BasisKind.UNINSURED_WORKING_AGE: "Trong tuổi lao động",
    BasisKind.UNINSURED_RETIRED: "Hết tuổi lao động",
    BasisKind.STUDENT: "Học sinh, sinh viên",
}
"""What the lines are called in narrow columns."""
WITH_AMOUNT = frozenset({BasisKind.INSURED, BasisKind.ON_LEAVE, BasisKind.PENSION})
"""Reckoned on an amount of the member's own."""
WITH_REGION = frozenset({BasisKind.UNINSURED_WORKING_AGE, BasisKind.UNINSURED_RETIRED})
"""Reckoned on the minimum wage of a region."""


class Region(TextChoices):
    """Regions of the minimum wage."""

    FIRST = "I", "Vùng I"
    SECOND = "II", "Vùng II"
    THIRD = "III", "Vùng III"
    FOURTH = "IV", "Vùng IV"
    NONE = "", "Không theo vùng"


class ReliefReason(TextChoices):
    """Why a member pays less, or is not asked."""

    SOCIAL_PENSION = "social_pension", "Hưởng trợ cấp hưu trí xã hội"
    POOR = "poor", "Hộ nghèo"
    NEAR_POOR = "near_poor", "Hộ cận nghèo"
    GRAVE_ILLNESS = "grave_illness", "Mắc bệnh hiểm nghèo"
    HARDSHIP = "hardship", "Có khó khăn, được giảm"
    DETAINED = "detained", "Bị đình chỉ sinh hoạt vì tạm giữ, tạm giam"
    PAID_ELSEWHERE = "paid_elsewhere", "Đã đóng ở nơi khác"
    PARTY_AGE = "party_age", "Đủ 50 năm tuổi Đảng"
    NONE = "", "Không miễn, giảm"


EXEMPTIONS = (
    ReliefReason.SOCIAL_PENSION, ReliefReason.POOR, ReliefReason.NEAR_POOR, ReliefReason.GRAVE_ILLNESS,
)  # fmt: skip
"""Reasons for which a member may ask to be exempt."""
UNASKED = (ReliefReason.DETAINED, ReliefReason.PAID_ELSEWHERE)
"""Reasons for which nothing is collected, without being an exemption."""


class ReliefState(TextChoices):
    """How far a relief is."""

    ASKED = "asked", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    REFUSED = "refused", "Không duyệt"
    ANNULLED = "annulled", "Đã hủy"


class Way(TextChoices):
    """How money came in."""

    CASH = "cash", "Tiền mặt"
    BANK = "bank", "Chuyển khoản"
    PORTAL = "portal", "Cổng Dịch vụ công quốc gia"


class EntryCause(TextChoices):
    """Why the money of an organization changed."""

    COLLECTED = "collected", "Thu của đảng viên"
    EXTRA = "extra", "Đảng viên tự nguyện đóng thêm"
    RECEIVED = "received", "Nhận của cấp dưới"
    KEPT = "kept", "Trích giữ lại"
    PASSED = "passed", "Nộp lên cấp trên"
    CARRIED_IN = "carried_in", "Nhận của tổ chức trước khi sắp xếp"
    CARRIED_OUT = "carried_out", "Bàn giao khi sắp xếp tổ chức"


class RetentionKind(TextChoices):
    """By which line of the regulation a part is kept."""

    CELL_VILLAGE = "cell_village", "Chi bộ thôn, tổ dân phố"
    CELL_BORDER_FORCE = "cell_border_force", "Chi bộ lực lượng vũ trang đóng ở xã biên giới"
    CELL_OTHER = "cell_other", "Chi bộ khác"
    BASE = "base", "Tổ chức cơ sở đảng"
    ABOVE = "above", "Cấp ủy cấp trên cơ sở"


def word_of(reason: str, percent: int) -> str:
    """How a relief is called: ``Miễn``, ``Giảm 50%``, ``Không thu``; empty for none."""
    if not reason:
        return ""
    if reason in UNASKED:
        return "Không thu"
    return "Miễn" if percent == 100 else f"Giảm {percent}%"
