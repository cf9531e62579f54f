"""The words of admission: the source, its certificates, special kinds, probation."""

from django.db.models import TextChoices


class ProspectState(TextChoices):
    """Where somebody of the source stands; "class" and "case" follow from certificate and open case."""

    LISTED = "listed", "Đang theo dõi"
    ADMITTED = "admitted", "Đã kết nạp"
    LEFT = "left", "Đã đưa ra khỏi nguồn"


class LeftReason(TextChoices):
    """Why somebody is no longer in the source."""

    MOVED = "chuyen_di", "Chuyển khỏi địa bàn, cơ quan"
    UNFIT = "khong_du", "Không còn đủ tiêu chuẩn"
    UNWILLING = "khong_nguyen_vong", "Không còn nguyện vọng vào Đảng"
    DIED = "da_mat", "Đã mất"
    WRONG = "ghi_nham", "Ghi nhầm"
    OTHER = "khac", "Lý do khác"
    NONE = "", "Không"


class Introducer(TextChoices):
    """Which organization brought somebody to the cell's attention."""

    YOUTH = "doan", "Đoàn Thanh niên"
    UNION = "cong_doan", "Công đoàn"
    WOMEN = "phu_nu", "Hội Liên hiệp Phụ nữ"
    FARMERS = "nong_dan", "Hội Nông dân"
    VETERANS = "cuu_chien_binh", "Hội Cựu chiến binh"
    FRONT = "mat_tran", "Mặt trận Tổ quốc"
    CELL = "chi_bo", "Chi bộ phát hiện"
    OTHER = "khac", "Tổ chức khác"


class Schooling(TextChoices):
    """General education completed."""

    BELOW = "chua_thcs", "Chưa hoàn thành trung học cơ sở"
    LOWER = "thcs", "Trung học cơ sở"
    UPPER = "thpt", "Trung học phổ thông"
    NONE = "", "Chưa ghi"


class SpecialKind(TextChoices):
    """Kinds of admission that need more than the usual steps; one person may be of several."""

    READMISSION = "ket_nap_lai", "Kết nạp lại"
    RELIGIOUS = "co_dao", "Người có đạo"
    OWNER = "chu_doanh_nghiep", "Chủ doanh nghiệp tư nhân"
    POPULATION = "dan_so", "Vi phạm chính sách dân số"
    OVER_AGE = "qua_tuoi", "Quá tuổi"


USUAL = "thuong"
"""An admission of no special kind."""
KINDS = ((USUAL, "Thường"), *SpecialKind.choices)
"""What a case of admission may be opened as."""


class ClassResult(TextChoices):
    """Result of the class for new members."""

    EXCELLENT = "xuat_sac", "Xuất sắc"
    GOOD = "gioi", "Giỏi"
    FAIR = "kha", "Khá"
    AVERAGE = "trung_binh", "Trung bình"
    FAILED = "khong_dat", "Không đạt"
    NONE = "", "Chưa học hoặc chưa ghi"


class ProbationResult(TextChoices):
    """How a probation was decided."""

    RECOGNIZED = "cong_nhan", "Công nhận chính thức"
    REFUSED = "khong_cong_nhan", "Không công nhận"
    NONE = "", "Chưa xét"


class Outcome(TextChoices):
    """What became of somebody admitted, as far as the records go."""

    ON_TIME = "dung_han", "Công nhận chính thức đúng hạn"
    LATE = "cham", "Công nhận chính thức chậm"
    OUT = "ra_khoi_dang", "Ra khỏi Đảng khi còn dự bị"
    AWAY = "chuyen_di", "Chuyển đi, từ trần khi còn dự bị"
    OPEN = "chua_xet", "Chưa có kết quả"


class TargetResult(TextChoices):
    """How a TCCSĐ did against its target of the year."""

    MET = "dat", "Đạt chỉ tiêu"
    BELOW = "chua_dat", "Chưa đạt, có kết nạp"
    NOBODY = "khong_ket_nap", "Được giao, không kết nạp được ai"
    UNASSIGNED = "chua_giao", "Chưa được giao chỉ tiêu"


SOURCE_STAGE, CLASS_STAGE, CASE_STAGE = "nguon", "lop", "ho_so"
PROBATION_STAGE, DUE_STAGE = "du_bi", "den_han"
STAGES = {
    SOURCE_STAGE: "Trong nguồn, chưa có giấy chứng nhận còn hạn",
    CLASS_STAGE: "Đã học lớp nhận thức về Đảng",
    CASE_STAGE: "Đang làm hồ sơ kết nạp",
    PROBATION_STAGE: "Đảng viên dự bị",
    DUE_STAGE: "Đủ thời gian dự bị, chờ công nhận",
}
"""Where in the pipeline somebody is; the steps of open cases are named by the procedure."""
