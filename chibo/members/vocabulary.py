"""The words of members: causes of movement, attributes and their values."""

from django.db.models import TextChoices


class Cause(TextChoices):
    """Every way onto the roll, along it and off it, and what changes on it."""

    OPENING = "opening", "Hiện trạng ban đầu"
    ADMISSION = "admission", "Kết nạp"
    READMISSION = "readmission", "Kết nạp lại"
    RESTORATION = "restoration", "Phục hồi"
    TRANSFER_IN = "transfer_in", "Chuyển đến"
    TRANSFER = "transfer", "Chuyển sinh hoạt"
    TRANSFER_OUT = "transfer_out", "Chuyển đi"
    REORGANIZATION = "reorganization", "Do sắp xếp tổ chức"
    STRIKE_OFF = "strike_off", "Xóa tên"
    EXPULSION = "expulsion", "Khai trừ"
    VOLUNTARY_EXIT = "voluntary_exit", "Xin ra khỏi Đảng"
    DEATH = "death", "Từ trần"
    RECOGNITION = "recognition", "Công nhận chính thức"
    TEMPORARY_START = "temporary_start", "Đến sinh hoạt tạm thời"
    TEMPORARY_END = "temporary_end", "Hết sinh hoạt tạm thời"


ENTRIES = frozenset({Cause.OPENING, Cause.ADMISSION, Cause.READMISSION, Cause.RESTORATION, Cause.TRANSFER_IN})
EXITS = frozenset({Cause.TRANSFER_OUT, Cause.STRIKE_OFF, Cause.EXPULSION, Cause.VOLUNTARY_EXIT, Cause.DEATH})
REMOVALS = frozenset({Cause.STRIKE_OFF, Cause.EXPULSION, Cause.VOLUNTARY_EXIT})
"""Đưa ra khỏi Đảng: deaths and transfers are not removals."""
ALONG = frozenset({Cause.TRANSFER, Cause.REORGANIZATION})


class Status(TextChoices):
    """Chính thức or dự bị."""

    OFFICIAL = "official", "Chính thức"
    PROBATIONARY = "probationary", "Dự bị"


class Nature(TextChoices):
    """Where a person counts (chính thức) and where one merely attends (tạm thời)."""

    PERMANENT = "permanent", "Sinh hoạt chính thức"
    TEMPORARY = "temporary", "Sinh hoạt tạm thời"


class TransferKind(TextChoices):
    """Kinds of transfer of Party activity (domain rules 2.5)."""

    PERMANENT = "permanent", "Chính thức"
    TEMPORARY = "temporary", "Tạm thời"
    INTERNAL = "internal", "Nội bộ"
    ABROAD = "abroad", "Ra ngoài nước"
    NONE = "", "Không phải chuyển sinh hoạt"


class EventState(TextChoices):
    """Pending: a transfer under way, not yet received. Annulled: corrected away, counts nowhere."""

    STANDING = "standing", "Có hiệu lực"
    PENDING = "pending", "Đang chuyển, chưa tiếp nhận"
    ANNULLED = "annulled", "Đã hủy"


class Ground(TextChoices):
    """Grounds of xóa tên (Điều lệ, điều 8 and its guides)."""

    NO_ACTIVITY = "no_activity", "Bỏ sinh hoạt, không đóng đảng phí 3 tháng trong năm"
    RETURNED_CARD = "returned_card", "Trả thẻ hoặc tự hủy thẻ"
    LOST_WILL = "lost_will", "Giảm sút ý chí, không tiến bộ sau 12 tháng giúp đỡ"
    TWO_YEARS = "two_years", "Hai năm liền không hoàn thành nhiệm vụ"
    POLITICAL_STANDARD = "political_standard", "Không bảo đảm tiêu chuẩn chính trị"
    PROBATION_FAILED = "probation_failed", "Dự bị không đủ điều kiện công nhận"
    NONE = "", "Không ghi lý do"


class Sex(TextChoices):
    FEMALE = "nu", "Nữ"
    MALE = "nam", "Nam"


class Religion(TextChoices):
    NONE = "khong", "Không"
    BUDDHISM = "phat_giao", "Phật giáo"
    CATHOLICISM = "cong_giao", "Công giáo"
    PROTESTANTISM = "tin_lanh", "Tin lành"
    CAO_DAI = "cao_dai", "Cao Đài"
    HOA_HAO = "hoa_hao", "Phật giáo Hòa Hảo"
    ISLAM = "hoi_giao", "Hồi giáo"
    OTHER = "khac", "Tôn giáo khác"


class Occupation(TextChoices):
    OFFICIAL = "can_bo_cong_chuc", "Cán bộ, công chức"
    PUBLIC_EMPLOYEE = "vien_chuc", "Viên chức"
    ARMED_FORCES = "luc_luong_vu_trang", "Lực lượng vũ trang"
    WORKER = "cong_nhan", "Công nhân, người lao động"
    FARMER = "nong_dan", "Nông dân"
    UNIVERSITY_STUDENT = "sinh_vien", "Sinh viên"
    PUPIL = "hoc_sinh", "Học sinh"
    BUSINESS_OWNER = "chu_doanh_nghiep", "Chủ doanh nghiệp tư nhân"
    FREELANCE = "lao_dong_tu_do", "Lao động tự do"
    RETIRED = "huu_tri", "Hưu trí"
    OTHER = "khac", "Nghề khác"


class Qualification(TextChoices):
    NONE = "khong", "Chưa qua đào tạo"
    ELEMENTARY = "so_cap", "Sơ cấp"
    INTERMEDIATE = "trung_cap", "Trung cấp"
    COLLEGE = "cao_dang", "Cao đẳng"
    UNIVERSITY = "dai_hoc", "Đại học"
    MASTER = "thac_si", "Thạc sĩ"
    DOCTOR = "tien_si", "Tiến sĩ"


class PoliticalTheory(TextChoices):
    NONE = "chua", "Chưa qua đào tạo"
    ELEMENTARY = "so_cap", "Sơ cấp"
    INTERMEDIATE = "trung_cap", "Trung cấp"
    ADVANCED = "cao_cap", "Cao cấp"
    BACHELOR = "cu_nhan", "Cử nhân"


class Exemption(TextChoices):
    NONE = "khong", "Không miễn"
    AGE = "tuoi_cao", "Tuổi cao, sức yếu"
    ILLNESS = "dieu_tri", "Điều trị dài ngày"
    MOBILE = "luu_dong", "Đi làm xa dưới 1 năm"
    MATERNITY = "thai_san", "Thai sản"
    OTHER = "khac", "Lý do khác"


class Activity(TextChoices):
    ACTIVE = "khong", "Đang sinh hoạt"
    SUSPENDED = "dinh_chi", "Đình chỉ sinh hoạt"
    INTERRUPTED = "gian_doan", "Gián đoạn sinh hoạt"


ETHNICITIES: tuple[tuple[str, str], ...] = tuple(
    (f"{number:02d}", name)
    for number, name in enumerate(
        (
            "Kinh,Tày,Thái,Hoa,Khmer,Mường,Nùng,Mông,Dao,Gia Rai,Ngái,Ê Đê,Ba Na,Xơ Đăng,Sán Chay,Cơ Ho,Chăm,Sán Dìu,Hrê,"
            "Mnông,Raglay,Xtiêng,Bru Vân Kiều,Thổ,Giáy,Cơ Tu,Giẻ Triêng,Mạ,Khơ Mú,Co,Tà Ôi,Chơ Ro,Kháng,Xinh Mun,Hà Nhì,"
            "Chu Ru,Lào,La Chí,La Ha,Phù Lá,La Hủ,Lự,Lô Lô,Chứt,Mảng,Pà Thẻn,Cơ Lao,Cống,Bố Y,Si La,Pu Péo,Brâu,Ơ Đu,Rơ Măm"
        ).split(","),
        start=1,
    )
)
"""The 54 ethnic groups with their statistics codes; ``01`` is Kinh, all others are dân tộc thiểu số."""
KINH = "01"

ATTRIBUTES: dict[str, tuple[str, tuple[tuple[str, str], ...] | None]] = {
    "sex": ("Giới tính", tuple(Sex.choices)),
    "ethnicity": ("Dân tộc", ETHNICITIES),
    "religion": ("Tôn giáo", tuple(Religion.choices)),
    "occupation": ("Nghề nghiệp", tuple(Occupation.choices)),
    "qualification": ("Trình độ chuyên môn", tuple(Qualification.choices)),
    "political_theory": ("Lý luận chính trị", tuple(PoliticalTheory.choices)),
    "exemption": ("Miễn công tác, sinh hoạt", tuple(Exemption.choices)),
    "activity": ("Đình chỉ, gián đoạn sinh hoạt", tuple(Activity.choices)),
    "birth_registration": ("Nơi đăng ký khai sinh", None),
    "hometown": ("Quê quán", None),
    "permanent_residence": ("Nơi thường trú", None),
    "residence": ("Nơi ở hiện nay", None),
    "general_education": ("Giáo dục phổ thông", None),
    "foreign_language": ("Ngoại ngữ", None),
    "informatics": ("Tin học", None),
}
"""Attributes of a person with history: title, and the values allowed (None: free text)."""
WIDE = ("sex", "ethnicity", "religion", "occupation", "qualification", "political_theory", "exemption")
"""The attributes that are counted, held in every derived row."""
ATTRIBUTE_LABELS: dict[str, dict[str, str]] = {
    name: dict(values) for name, (_, values) in ATTRIBUTES.items() if values is not None
}
LONGEST_VALUE = 400
PLACES = ("birth_registration", "hometown", "permanent_residence")
"""Attributes that name a place of four parts: country, province, commune, address."""


def place_text(country: str, province: str, commune: str, address: str) -> str:
    """A place as it is stored: ``Việt Nam | Nam Định | Xã An Bình | xóm 3``; the address alone where nothing else is known."""
    parts = [part.replace("|", "/").strip() for part in (country, province, commune, address)]
    if not any(parts[:3]):
        return parts[3]
    return " ".join(" | ".join(parts).split())


def place_parts(text: str) -> tuple[str, str, str, str]:
    """Country, province, commune, address of a stored place; a text without parts is the address."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != 4:
        return "", "", "", " / ".join(part for part in parts if part)
    country, province, commune, address = parts
    return country, province, commune, address


def place_shown(text: str) -> str:
    """A place in words, from small to large: ``xóm 3, Xã An Bình, Nam Định, Việt Nam``."""
    return ", ".join(part for part in reversed(place_parts(text)) if part)
