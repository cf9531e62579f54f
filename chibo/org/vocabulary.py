"""The words of organization: kinds, sectors, reorganizations. Codes in the database, labels on the screen."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """Kind of a Party organization, of all three eras (domain rules 1.1)."""

    DANG_BO_TINH = "dang_bo_tinh", "Đảng bộ tỉnh, thành phố"
    DANG_BO_HUYEN = "dang_bo_huyen", "Đảng bộ huyện, thị xã, thành phố thuộc tỉnh"
    DANG_BO_CAP_TREN_CO_SO = "dang_bo_cap_tren_co_so", "Đảng bộ cấp trên trực tiếp của tổ chức cơ sở đảng"
    DANG_BO_CO_SO = "dang_bo_co_so", "Đảng bộ cơ sở"
    CHI_BO_CO_SO = "chi_bo_co_so", "Chi bộ cơ sở"
    DANG_BO_BO_PHAN = "dang_bo_bo_phan", "Đảng bộ bộ phận"
    DANG_BO_TRUC_THUOC_CO_SO = "dang_bo_truc_thuoc_co_so", "Đảng bộ trực thuộc cơ sở"
    CHI_BO_TRUC_THUOC = "chi_bo_truc_thuoc", "Chi bộ trực thuộc đảng bộ cơ sở"
    CHI_BO = "chi_bo", "Chi bộ"


CELL_KINDS = frozenset({Kind.CHI_BO_CO_SO, Kind.CHI_BO_TRUC_THUOC, Kind.CHI_BO})
"""Kinds in which members sit."""


class Sector(TextChoices):
    """Loại hình cơ sở: the eleven leaves of the national statistics (biểu 5), and đặc khu since 1/7/2025."""

    XA = "xa", "Xã"
    PHUONG = "phuong", "Phường"
    THI_TRAN = "thi_tran", "Thị trấn"
    DAC_KHU = "dac_khu", "Đặc khu"
    CO_QUAN_DANG = "co_quan_dang", "Cơ quan Đảng, Mặt trận, đoàn thể"
    CO_QUAN_NHA_NUOC = "co_quan_nha_nuoc", "Cơ quan Nhà nước"
    SU_NGHIEP = "su_nghiep", "Đơn vị sự nghiệp"
    QUAN_DOI = "quan_doi", "Quân đội"
    CONG_AN = "cong_an", "Công an"
    DOANH_NGHIEP = "doanh_nghiep", "Doanh nghiệp và hợp tác xã"
    NGOAI_NUOC = "ngoai_nuoc", "Ngoài nước"
    KHAC = "khac", "Loại hình khác"
    CHUNG = "chung", "Không phân loại hình"


SECTOR_GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "dia_ban": ("Xã, phường, thị trấn", ("xa", "phuong", "thi_tran", "dac_khu")),
    "co_quan": ("Cơ quan", ("co_quan_dang", "co_quan_nha_nuoc")),
    "su_nghiep": ("Sự nghiệp", ("su_nghiep",)),
    "doanh_nghiep": ("Doanh nghiệp", ("doanh_nghiep",)),
    "quan_doi": ("Quân đội", ("quan_doi",)),
    "cong_an": ("Công an", ("cong_an",)),
    "khac": ("Khác", ("ngoai_nuoc", "khac", "chung")),
}
"""The groups in which reports speak of sectors."""


class CellKind(TextChoices):
    """Kind of a cell, by the people who sit in it."""

    THON = "thon", "Thôn, ấp, tổ dân phố"
    CO_QUAN_XA = "co_quan_xa", "Cơ quan xã, phường, thị trấn"
    CO_QUAN = "co_quan", "Cơ quan"
    TRUONG_HOC = "truong_hoc", "Trường học"
    Y_TE = "y_te", "Trạm y tế"
    QUAN_SU = "quan_su", "Quân sự"
    CONG_AN = "cong_an", "Công an"
    DOANH_NGHIEP = "doanh_nghiep", "Doanh nghiệp"
    HOP_TAC_XA = "hop_tac_xa", "Hợp tác xã"
    KHAC = "khac", "Loại khác"
    NONE = "", "Không phải chi bộ"


class EventKind(TextChoices):
    """What can happen to organizations (domain rules 1.5), the opening state and plain adjustments apart."""

    OPENING = "opening", "Thiết lập hiện trạng"
    ESTABLISH = "establish", "Thành lập"
    DISSOLVE = "dissolve", "Giải thể"
    SPLIT = "split", "Chia tách"
    MERGE_INTO = "merge_into", "Sáp nhập"
    CONSOLIDATE = "consolidate", "Hợp nhất"
    UPGRADE = "upgrade", "Nâng cấp"
    DOWNGRADE = "downgrade", "Hạ cấp"
    TRANSFER = "transfer", "Chuyển giao"
    RENAME = "rename", "Đổi tên"
    DISBAND = "disband", "Giải tán"
    ADJUST = "adjust", "Điều chỉnh thông tin"


REORGANIZATIONS = tuple(k for k in EventKind if k not in (EventKind.OPENING, EventKind.ADJUST))
"""The nine reorganizations and the disciplinary giải tán."""
ENDINGS = frozenset(
    {EventKind.DISSOLVE, EventKind.SPLIT, EventKind.MERGE_INTO, EventKind.CONSOLIDATE, EventKind.DISBAND}
)


class PartyRole(TextChoices):
    """The part a unit takes in an event."""

    SUBJECT = "subject", "Tổ chức được quyết định"
    ENDED = "ended", "Tổ chức kết thúc"
    FOUNDED = "founded", "Tổ chức mới"
    RECEIVER = "receiver", "Nơi tiếp nhận"


class PlaceKind(TextChoices):
    """Levels of administrative places, old and new."""

    TINH = "tinh", "Tỉnh, thành phố"
    HUYEN = "huyen", "Huyện, quận, thị xã"
    XA = "xa", "Xã"
    PHUONG = "phuong", "Phường"
    THI_TRAN = "thi_tran", "Thị trấn"
    DAC_KHU = "dac_khu", "Đặc khu"
    THON = "thon", "Thôn, ấp, tổ dân phố"


class WorkUnitKind(TextChoices):
    """Agencies, schools, enterprises to which a Party organization belongs."""

    PARTY_BOARD = "party_board", "Cơ quan tham mưu của cấp ủy"
    STATE_OFFICE = "state_office", "Cơ quan nhà nước"
    SCHOOL = "school", "Trường học"
    ENTERPRISE = "enterprise", "Doanh nghiệp"
    ARMED_FORCE = "armed_force", "Đơn vị lực lượng vũ trang"
    OTHER = "other", "Đơn vị khác"


class ProjectStatus(TextChoices):
    """How far a merger project between a Party board and a state office is."""

    SURVEY = "survey", "Rà soát"
    DRAFT = "draft", "Xây dựng đề án"
    CONSULTED = "consulted", "Xin ý kiến"
    DECIDED = "decided", "Đã quyết định"
    DONE = "done", "Đã thực hiện"
    STOPPED = "stopped", "Dừng"
