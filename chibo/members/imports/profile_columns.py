"""The columns of a full profile: the 33 of the national sheet, and what offices keep beside them."""

from typing import Any

from chibo.exchange.reading.values import Choice, Day, Digits, Lookup, Text, Type
from chibo.exchange.rules.kinds import Column
from chibo.members.imports import columns
from chibo.members.imports.headings import HEADINGS
from chibo.members.queries.sheet import SHEET, State
from chibo.members.vocabulary import (
    ETHNICITIES,
    Occupation,
    PoliticalTheory,
    Qualification,
    Religion,
    Sex,
    Status,
)

STATES = (
    *State.choices,
    ("transfer_out", "Chuyển đi"),
    ("strike_off", "Xóa tên"),
    ("expulsion", "Khai trừ"),
    ("voluntary_exit", "Xin ra khỏi Đảng"),
)
"""Trạng thái of the national sheet, and the ways of leaving that offices write in its place."""
_ETHNIC = {
    "Người Kinh": "01", "Việt": "01", "Thái trắng": "03", "Thái đen": "03", "Hán": "04", "Hoa (Hán)": "04", "Khơ me": "05",
    "Khơ-me": "05", "Kh'mer": "05", "H'Mông": "08", "Hmông": "08", "Mèo": "08", "Gia-rai": "10", "J'rai": "10", "Jrai": "10",
    "Ê-đê": "12", "Ba-na": "13", "Bahnar": "13", "Xơ-đăng": "14", "Cao Lan": "15", "Sán Chỉ": "15", "K'ho": "16", "Cơ-ho": "16",
    "Kơ Ho": "16", "Chàm": "17", "M'nông": "20", "Ra-glai": "21", "Raglai": "21", "Xtiêng": "22", "S'tiêng": "22",
    "Bru - Vân Kiều": "23", "Bru": "23", "Vân Kiều": "23", "Giáy": "25", "Nhắng": "25", "Cơ-tu": "26", "Giẻ-triêng": "27",
    "Khơ-mú": "29", "Tà-ôi": "31", "Pa Kô": "31", "Chơ-ro": "32", "Xinh-mun": "34", "Mạ": "28", "Pu-péo": "51", "Rơ-măm": "54",
}  # fmt: skip
_RELIGION = {
    "Không theo tôn giáo": "khong", "Không tôn giáo": "khong", "Lương": "khong", "Thiên chúa giáo": "cong_giao",
    "Thiên Chúa": "cong_giao", "Đạo Phật": "phat_giao", "Phật": "phat_giao", "Đạo Thiên Chúa": "cong_giao",
    "Kitô giáo": "cong_giao", "Hòa Hảo": "hoa_hao", "PGHH": "hoa_hao", "Đạo Cao Đài": "cao_dai", "Islam": "hoi_giao",
}  # fmt: skip
_OCCUPATION = {
    "Cán bộ": "can_bo_cong_chuc", "Công chức": "can_bo_cong_chuc", "CBCC": "can_bo_cong_chuc", "CB, CC": "can_bo_cong_chuc",
    "Giáo viên": "vien_chuc", "Bộ đội": "luc_luong_vu_trang", "Công an": "luc_luong_vu_trang", "Quân nhân": "luc_luong_vu_trang",
    "LLVT": "luc_luong_vu_trang", "Công nhân": "cong_nhan", "Người lao động": "cong_nhan", "Làm ruộng": "nong_dan",
    "Nông nghiệp": "nong_dan", "Học sinh": "hoc_sinh", "SV": "sinh_vien", "Lao động tự do": "lao_dong_tu_do",
    "Tự do": "lao_dong_tu_do", "Nghề tự do": "lao_dong_tu_do", "Hưu": "huu_tri", "Nghỉ hưu": "huu_tri", "CB hưu": "huu_tri",
    "Cán bộ hưu trí": "huu_tri", "Cán bộ hưu": "huu_tri", "Chủ doanh nghiệp": "chu_doanh_nghiep", "Nội trợ": "khac",
    "Khác": "khac",
}  # fmt: skip
_QUALIFICATION = {
    "ĐH": "dai_hoc", "Cử nhân": "dai_hoc", "Kỹ sư": "dai_hoc", "Bác sĩ": "dai_hoc", "CĐ": "cao_dang", "TC": "trung_cap",
    "SC": "so_cap", "Thạc sỹ": "thac_si", "ThS": "thac_si", "Th.S": "thac_si", "Cao học": "thac_si", "Tiến sỹ": "tien_si",
    "TS": "tien_si", "Chưa đào tạo": "khong", "Không qua đào tạo": "khong", "Trung học chuyên nghiệp": "trung_cap",
    "Trung cấp chuyên nghiệp": "trung_cap", "THCN": "trung_cap", "Sau đại học": "thac_si", "Công nhân kỹ thuật": "so_cap",
}  # fmt: skip
_THEORY = {
    "SC": "so_cap", "TC": "trung_cap", "CC": "cao_cap", "CN": "cu_nhan", "Sơ cấp LLCT": "so_cap", "Trung cấp LLCT": "trung_cap",
    "Cao cấp LLCT": "cao_cap", "Cử nhân LLCT": "cu_nhan", "Cao cấp lý luận chính trị": "cao_cap",
    "Trung cấp lý luận chính trị": "trung_cap", "Sơ cấp lý luận chính trị": "so_cap", "Cử nhân chính trị": "cu_nhan",
    "Chưa học": "chua", "Chưa": "chua", "Không": "chua", "TCLLCT": "trung_cap", "CCLLCT": "cao_cap", "SCLLCT": "so_cap",
}  # fmt: skip
_STATES = {
    "Đang hoạt động": "active", "Bình thường": "active", "Sinh hoạt": "active", "Đang công tác": "active", "Đã chết": "dead",
    "Mất": "dead", "Đã mất": "dead", "Qua đời": "dead", "Chết": "dead", "Rời Đảng": "left", "Ra khỏi Đảng": "left",
    "Rời đi": "left", "Đã rời": "left", "Miễn sinh hoạt": "exempt", "Miễn SH": "exempt", "Miễn công tác": "exempt",
    "Miễn công tác và sinh hoạt đảng": "exempt", "Miễn sinh hoạt đảng": "exempt", "Đình chỉ sinh hoạt đảng": "suspended",
    "Đình chỉ sinh hoạt": "suspended", "Đình chỉ SH": "suspended", "Gián đoạn sinh hoạt": "interrupted",
    "Gián đoạn SH": "interrupted", "Gián đoạn sinh hoạt đảng": "interrupted", "Chuyển sinh hoạt": "transfer_out",
    "Đã chuyển đi": "transfer_out", "Chuyển sinh hoạt đảng": "transfer_out", "Xin ra Đảng": "voluntary_exit",
    "Xin ra": "voluntary_exit", "Bị khai trừ": "expulsion", "Bị xóa tên": "strike_off", "Xóa tên đảng viên": "strike_off",
}  # fmt: skip
_STATUS = {
    "CT": "official",
    "DB": "probationary",
    "Đảng viên chính thức": "official",
    "Đảng viên dự bị": "probationary",
}
UNIT = "Tổ chức sinh hoạt"
LIFE = "Nghề nghiệp, trình độ, nơi ở"
_PLACES = (
    ("birth", "Nơi đăng ký khai sinh", ("khai sinh", "nơi đkks", "đkks", "nơi sinh", "nơi đk khai sinh")),
    ("home", "Quê quán", ("quê quán", "quê", "nguyên quán")),
    ("permanent", "Nơi thường trú", ("thường trú", "nơi đkhk thường trú", "hộ khẩu thường trú", "hktt", "nơi đăng ký thường trú")),
)  # fmt: skip
PLACE_PARTS = (
    ("country", "Việt Nam", ("quốc gia", "nước")),
    ("province", "Tỉnh Nam Định", ("tỉnh, thành phố", "tỉnh", "tỉnh/tp", "thành phố")),
    ("commune", "Xã An Bình", ("xã, phường", "xã", "phường", "xã, phường, đặc khu", "xã, phường, thị trấn")),
    ("address", "Xóm 3", ("địa chỉ", "địa chỉ chi tiết", "chi tiết", "thôn, xóm", "số nhà, đường")),
)
TITLES = {column.key: column.title for column in SHEET}


def _column(name: str, title: str, type: Type, group: str = columns.GROUP, **more: Any) -> Column:
    return Column(name, title, type, also=HEADINGS[name], group=group, **more)


def _place_columns() -> dict[str, Column]:
    made = {}
    for prefix, group, words in _PLACES:
        for part, example, parts in PLACE_PARTS:
            name = f"{prefix}_{part}"
            also = [f"{word} {said}" for word in (group, *words) for said in parts]
            also += [f"{said} {word}" for word in words for said in parts[:2]]
            if part == "address":
                also += [*words, group]
            longest = 200 if part == "address" else 60
            made[name] = Column(
                name, TITLES[name], Text(longest=longest), also=tuple(dict.fromkeys(also)), example=example, group=group
            )
    return made


_MADE: dict[str, Column] = {
    "stt": _column("stt", "STT", Text(longest=20), "", hint="Không ghi vào hồ sơ."),
    **{column.name: column for column in columns.KEYS},
    "other_name": _column("other_name", "Tên khác", Text(longest=100)),
    "sex": _column(
        "sex", "Giới tính", Choice(tuple(Sex.choices), {"F": "nu", "M": "nam", "Bà": "nu", "Ông": "nam"}), example="Nữ"
    ),
    "ethnicity": _column("ethnicity", "Dân tộc", Choice(ETHNICITIES, _ETHNIC), example="Kinh"),
    "religion": _column("religion", "Tôn giáo", Choice(tuple(Religion.choices), _RELIGION), example="Không"),
    "card_issued_on": _column("card_issued_on", "Ngày cấp thẻ", Day(), group="Thẻ đảng viên"),
    "card_issued_by": _column("card_issued_by", "Nơi cấp thẻ", Text(), group="Thẻ đảng viên"),
    "old_card": _column(
        "old_card", "Số thẻ theo QĐ 85", Digits(lengths=(), kind=""), group="Thẻ đảng viên", sensitive=True
    ),
    "unit_code": _column("unit_code", "Mã tổ chức sinh hoạt", Lookup("unit"), group=UNIT),
    "unit": _column("unit", "Tổ chức sinh hoạt", Lookup("unit"), example="Chi bộ Thôn 1", group=UNIT),
    "base": _column("base", "Đảng bộ cơ sở", Lookup("unit"), group=UNIT),
    "upper": _column("upper", "Đảng bộ cấp trên", Lookup("unit"), group=UNIT),
    **_place_columns(),
    "party_since": _column("party_since", "Ngày vào Đảng", Day(), example="19/05/2005", group="Vào Đảng"),
    "official_since": _column("official_since", "Ngày chính thức", Day(), example="19/05/2006", group="Vào Đảng"),
    "status": _column(
        "status",
        "Tư cách",
        Choice(tuple(Status.choices), _STATUS),
        group="Vào Đảng",
        hint="Không bắt buộc; Chibo tính từ ngày chính thức. Ghi trái với các ngày thì dòng bị từ chối.",
    ),
    "old_national_id": _column(
        "old_national_id", "Số CMND cũ", Digits(lengths=(9, 12), kind="cmnd"), group=columns.GROUP, sensitive=True
    ),
    "state": _column("state", "Trạng thái", Choice(STATES, _STATES), example="Đang sinh hoạt", group="Tình trạng"),
    "left_on": _column("left_on", "Ngày rời", Day(), group="Tình trạng"),
    "deletion_proposal": _column(
        "deletion_proposal",
        "Đề nghị xóa",
        Text(longest=500),
        hint="Lý do đề nghị xóa hồ sơ trùng, hồ sơ sai; Chibo chỉ ghi lại.",
        group="Tình trạng",
    ),
    "occupation": _column("occupation", "Nghề nghiệp", Choice(tuple(Occupation.choices), _OCCUPATION), group=LIFE),
    "qualification": _column(
        "qualification", "Trình độ chuyên môn", Choice(tuple(Qualification.choices), _QUALIFICATION), group=LIFE
    ),
    "political_theory": _column(
        "political_theory", "Lý luận chính trị", Choice(tuple(PoliticalTheory.choices), _THEORY), group=LIFE
    ),
    "general_education": _column("general_education", "Giáo dục phổ thông", Text(), example="12/12", group=LIFE),
    "foreign_language": _column("foreign_language", "Ngoại ngữ", Text(), group=LIFE),
    "informatics": _column("informatics", "Tin học", Text(), group=LIFE),
    "residence": _column("residence", "Nơi ở hiện nay", Text(longest=400), group=LIFE),
}
COLUMNS = (
    *(_MADE[column.key] for column in SHEET),
    *(column for name, column in _MADE.items() if name not in TITLES),
)
"""The 33 of the sheet in its order, then the others."""
