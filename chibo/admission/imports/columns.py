"""The columns of workbooks about the source and about targets."""

from chibo.admission.vocabulary import Introducer, Schooling
from chibo.exchange.reading.values import Choice, Day, Lookup, Text, Whole
from chibo.exchange.rules.kinds import Column
from chibo.members.imports import columns as people
from chibo.members.imports.profile_columns import COLUMNS as PROFILE

GROUP, CLASS, TARGET = "Theo dõi", "Lớp nhận thức về Đảng", "Chỉ tiêu"
OF_PROFILE = {column.name: column for column in PROFILE}
UNIT = Column(
    "unit", "Chi bộ", Lookup("unit"), required=True, also=("chi bộ theo dõi", "tổ chức đảng", "đơn vị"),
    hint="Mã ngắn hoặc tên chi bộ.", example="Chi bộ Thôn 1", group=GROUP,
)  # fmt: skip
SUPERIOR = Column(
    "superior", "Đảng bộ", Lookup("unit"), also=("cấp trên", "trực thuộc", "thuộc đảng bộ"),
    hint="Khi nhiều chi bộ trùng tên.", example="Đảng bộ xã An Bình", group=GROUP,
)  # fmt: skip
PROSPECT_COLUMNS = (
    people.NAME,
    people.BORN,
    *(OF_PROFILE[name] for name in ("sex", "ethnicity", "religion")),
    people.NATIONAL_ID,
    OF_PROFILE["occupation"],
    OF_PROFILE["qualification"],
    Column(
        "schooling", "Học vấn phổ thông", Choice(
            values=tuple(pair for pair in Schooling.choices if pair[0]),
            also={"12/12": "thpt", "THPT": "thpt", "THCS": "thcs", "9/12": "thcs", "cấp 3": "thpt", "cấp 2": "thcs"},
        ), also=("học vấn", "trình độ học vấn", "văn hóa", "trình độ văn hóa", "giáo dục phổ thông"), example="Trung học phổ thông",
    ),
    Column("workplace", "Nơi làm việc, học tập", Text(longest=200), also=("đơn vị công tác", "cơ quan")),
    Column("residence", "Nơi ở", Text(longest=400), also=("chỗ ở", "nơi cư trú", "địa chỉ")),
    UNIT,
    SUPERIOR,
    Column(
        "introduced_by", "Tổ chức giới thiệu", Choice(
            values=tuple(Introducer.choices),
            also={"Đoàn TN": "doan", "Đoàn TNCS": "doan", "Chi đoàn": "doan", "CĐ": "cong_doan", "Phụ nữ": "phu_nu",
                  "Nông dân": "nong_dan", "CCB": "cuu_chien_binh", "MTTQ": "mat_tran", "Chi bộ": "chi_bo"},
        ), required=True, also=("đơn vị giới thiệu", "đoàn thể giới thiệu"), example="Đoàn Thanh niên", group=GROUP,
    ),
    Column("introducer_name", "Tên tổ chức giới thiệu", Text(longest=200), example="Chi đoàn Thôn 1", group=GROUP),
    Column(
        "listed_on", "Ngày đưa vào nguồn", Day(), required=True, also=("ngày vào nguồn", "ngày giới thiệu"),
        example="01/03/2026", group=GROUP,
    ),
    Column("class_number", "Số giấy chứng nhận", Text(longest=60), also=("số gcn", "giấy chứng nhận"), group=CLASS),
    Column("class_on", "Ngày cấp giấy chứng nhận", Day(), also=("ngày cấp gcn", "ngày cấp"), group=CLASS),
    Column("class_by", "Nơi cấp", Text(longest=200), also=("nơi cấp gcn",), group=CLASS),
    Column("note", "Ghi chú", Text(longest=500)),
)  # fmt: skip
TARGET_COLUMNS = (
    Column(
        "unit", "Tổ chức", Lookup("unit"), required=True, also=("tccsđ", "tổ chức cơ sở đảng", "đảng bộ", "đơn vị"),
        hint="Mã ngắn hoặc tên tổ chức.", example="Đảng bộ xã An Bình", group=TARGET,
    ),
    Column("year", "Năm", Whole(low=1930, high=2100), required=True, example="2026", group=TARGET),
    Column(
        "number", "Chỉ tiêu", Whole(low=0, high=10_000), required=True, also=("chỉ tiêu giao", "số lượng", "chỉ tiêu kết nạp"),
        example="12", group=TARGET,
    ),
    Column("on", "Ngày giao", Day(), required=True, also=("ngày giao chỉ tiêu", "ngày điều chỉnh"), example="10/01/2026", group=TARGET),
    Column("reason", "Lý do điều chỉnh", Text(longest=500), also=("lý do", "ghi chú"), group=TARGET),
)  # fmt: skip
TITLES = {column.name: column.title for column in (*PROSPECT_COLUMNS, *TARGET_COLUMNS)}


def empty(values: dict, *names: str) -> list[tuple[str, str]]:
    """A fault for each of the fields that says nothing."""
    return [
        (name, f"Ô “{TITLES[name]}” để trống. Hãy điền rồi nhập lại dòng này.")
        for name in names
        if values.get(name) is None
    ]
