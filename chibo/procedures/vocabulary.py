"""States of a case, kinds of acts, roles that hold a step. Codes in the database, labels on the screen."""

from django.db.models import TextChoices


class CaseState(TextChoices):
    """How a case stands."""

    OPEN = "open", "Đang giải quyết"
    DONE = "done", "Hoàn thành"
    REFUSED = "refused", "Không chấp thuận"
    WITHDRAWN = "withdrawn", "Đã rút"
    LAPSED = "lapsed", "Hết hiệu lực"


ENDS = ("done", "refused", "lapsed", "withdrawn")
"""Where a step may lead beside another step."""


class ActKind(TextChoices):
    """What somebody (or a reorganization) did to a case."""

    OPENED = "opened", "Mở hồ sơ"
    STEP = "step", "Thực hiện"
    RETURNED = "returned", "Trả lại"
    WITHDRAWN = "withdrawn", "Rút hồ sơ"
    LAPSED = "lapsed", "Hết hiệu lực"
    OVERRIDDEN = "overridden", "Cho đi tiếp"
    SKIPPED = "skipped", "Không phải làm"
    MOVED = "moved", "Chuyển theo tổ chức"
    TAKEN_BACK = "taken_back", "Rút lại việc vừa ghi"


class Role(TextChoices):
    """Who holds a step, by level; which organization that is, is found on the day."""

    CA_NHAN = "ca_nhan", "Cá nhân"
    CHI_BO = "chi_bo", "Chi bộ"
    DANG_UY_BO_PHAN = "dang_uy_bo_phan", "Đảng ủy bộ phận"
    DANG_UY_CO_SO = "dang_uy_co_so", "Đảng ủy cơ sở"
    CAP_TREN = "cap_tren", "Cấp ủy cấp trên trực tiếp của cơ sở"
    CAP_UY_TINH = "cap_uy_tinh", "Tỉnh ủy, thành ủy"


CAPABILITY_OF = {
    Role.CA_NHAN: "cases.cell",
    Role.CHI_BO: "cases.cell",
    Role.DANG_UY_BO_PHAN: "cases.base",
    Role.DANG_UY_CO_SO: "cases.base",
    Role.CAP_TREN: "cases.above",
    Role.CAP_UY_TINH: "cases.above",
}


class FieldKind(TextChoices):
    """What a step asks for."""

    TEXT = "text", "chữ"
    LONG = "long", "đoạn văn"
    DAY = "day", "ngày"
    WHOLE = "whole", "số nguyên"
    MONEY = "money", "số tiền"
    CHOICE = "choice", "lựa chọn"
    YES_NO = "yes_no", "có hoặc không"
    UNIT = "unit", "tổ chức"
    MEMBER = "member", "đảng viên"


class Span(TextChoices):
    """What a deadline is counted in."""

    WORKING_DAYS = "working_days", "ngày làm việc"
    DAYS = "days", "ngày"
    MONTHS = "months", "tháng"
