"""The columns of a workbook of units, and the words people use in them."""

from chibo.exchange.reading.values import Choice, Day, Lookup, Text
from chibo.exchange.rules.kinds import Column
from chibo.kernel.days import show_day
from chibo.org.vocabulary import ENDINGS, CellKind, EventKind, Kind, Sector

SOME_CELL = "Chi bộ, chưa rõ loại"
SOME_BOARD = "Đảng bộ, chưa rõ loại"
"""What a word leaves open: chi bộ and đảng bộ are called the same and are of different kinds in the three eras."""
LEVELS = ("level1", "level2", "level3", "level4")

KIND_WORDS = {
    "chi bộ": SOME_CELL,
    "cb": SOME_CELL,
    "tổ chức đảng là chi bộ": SOME_CELL,
    "đảng bộ": SOME_BOARD,
    "đb": SOME_BOARD,
    "đảng ủy": SOME_BOARD,
    "đảng bộ xã": SOME_BOARD,
    "đảng bộ phường": SOME_BOARD,
    "đảng bộ xã, phường": SOME_BOARD,
    "đảng ủy xã": SOME_BOARD,
    "đảng ủy phường": SOME_BOARD,
    "đảng bộ đặc khu": SOME_BOARD,
    "đảng bộ thành phố": SOME_BOARD,
    "đảng bộ tỉnh": Kind.DANG_BO_TINH.value,
    "tỉnh ủy": Kind.DANG_BO_TINH.value,
    "đảng bộ huyện": Kind.DANG_BO_HUYEN.value,
    "đảng bộ quận": Kind.DANG_BO_HUYEN.value,
    "đảng bộ thị xã": Kind.DANG_BO_HUYEN.value,
    "đảng bộ thành phố thuộc tỉnh": Kind.DANG_BO_HUYEN.value,
    "huyện ủy": Kind.DANG_BO_HUYEN.value,
    "quận ủy": Kind.DANG_BO_HUYEN.value,
    "thị ủy": Kind.DANG_BO_HUYEN.value,
    "đảng bộ cấp trên trực tiếp cơ sở": Kind.DANG_BO_CAP_TREN_CO_SO.value,
    "đảng bộ cấp trên cơ sở": Kind.DANG_BO_CAP_TREN_CO_SO.value,
    "đảng ủy cấp trên trực tiếp cơ sở": Kind.DANG_BO_CAP_TREN_CO_SO.value,
    "đảng bộ cấp trên trực tiếp của tccsđ": Kind.DANG_BO_CAP_TREN_CO_SO.value,
    "cấp trên trực tiếp cơ sở": Kind.DANG_BO_CAP_TREN_CO_SO.value,
    "đảng ủy khối": Kind.DANG_BO_CAP_TREN_CO_SO.value,
    "đảng bộ khối": Kind.DANG_BO_CAP_TREN_CO_SO.value,
    "đbcs": Kind.DANG_BO_CO_SO.value,
    "đảng ủy cơ sở": Kind.DANG_BO_CO_SO.value,
    "đảng bộ thị trấn": Kind.DANG_BO_CO_SO.value,
    "cbcs": Kind.CHI_BO_CO_SO.value,
    "cb cơ sở": Kind.CHI_BO_CO_SO.value,
    "đảng ủy bộ phận": Kind.DANG_BO_BO_PHAN.value,
    "đbbp": Kind.DANG_BO_BO_PHAN.value,
    "bộ phận": Kind.DANG_BO_BO_PHAN.value,
    "đảng bộ trực thuộc": Kind.DANG_BO_TRUC_THUOC_CO_SO.value,
    "đảng bộ trực thuộc đảng ủy cơ sở": Kind.DANG_BO_TRUC_THUOC_CO_SO.value,
    "chi bộ trực thuộc": Kind.CHI_BO_TRUC_THUOC.value,
    "cbtt": Kind.CHI_BO_TRUC_THUOC.value,
    "cb trực thuộc": Kind.CHI_BO_TRUC_THUOC.value,
    "chi bộ trực thuộc đảng ủy cơ sở": Kind.CHI_BO_TRUC_THUOC.value,
    "chi bộ trực thuộc đảng bộ bộ phận": Kind.CHI_BO_TRUC_THUOC.value,
}

SECTOR_WORDS = {
    "cơ quan đảng": "co_quan_dang",
    "đảng, đoàn thể": "co_quan_dang",
    "mặt trận, đoàn thể": "co_quan_dang",
    "cơ quan hành chính": "co_quan_nha_nuoc",
    "hành chính": "co_quan_nha_nuoc",
    "nhà nước": "co_quan_nha_nuoc",
    "sự nghiệp": "su_nghiep",
    "sự nghiệp công lập": "su_nghiep",
    "trường học": "su_nghiep",
    "bệnh viện": "su_nghiep",
    "doanh nghiệp": "doanh_nghiep",
    "doanh nghiệp nhà nước": "doanh_nghiep",
    "doanh nghiệp ngoài nhà nước": "doanh_nghiep",
    "hợp tác xã": "doanh_nghiep",
    "htx": "doanh_nghiep",
    "lực lượng vũ trang": "quan_doi",
    "quân sự": "quan_doi",
    "khác": "khac",
    "loại khác": "khac",
}

CELL_WORDS = {
    "thôn": "thon",
    "ấp": "thon",
    "bản": "thon",
    "buôn": "thon",
    "làng": "thon",
    "khu phố": "thon",
    "tổ dân phố": "thon",
    "tdp": "thon",
    "khu dân cư": "thon",
    "nông thôn": "thon",
    "địa bàn dân cư": "thon",
    "cơ quan xã": "co_quan_xa",
    "cơ quan phường": "co_quan_xa",
    "cơ quan hành chính": "co_quan",
    "trường": "truong_hoc",
    "giáo dục": "truong_hoc",
    "nhà trường": "truong_hoc",
    "y tế": "y_te",
    "bệnh viện": "y_te",
    "quân đội": "quan_su",
    "ban chỉ huy quân sự": "quan_su",
    "htx": "hop_tac_xa",
    "khác": "khac",
}

ENDING_WORDS = {"nhập": "merge_into", "sát nhập": "merge_into", "tách": "split", "chia": "split"}

UNDATED = "undated"
FROM_BELOW = "below"

COLUMNS = (
    Column(
        "ref",
        "Mã ngắn",
        Text(longest=40),
        also=("mã", "mã đơn vị", "mã tổ chức", "mã tổ chức đảng", "mã tccsđ", "id", "ký hiệu"),
        hint="Mã riêng của tổ chức trong Chibo; để trống thì Chibo đặt mã.",
        example="NH-T04",
    ),
    Column(
        "name",
        "Tên tổ chức",
        Text(longest=200),
        also=("tên", "tên đơn vị", "tên tổ chức đảng", "tổ chức đảng", "đơn vị", "tên chi bộ", "tên chi bộ, đảng bộ"),
        hint="Tên đầy đủ. Không cần khi tên nằm trong các cột cấp 1, cấp 2, cấp 3.",
        example="Chi bộ thôn 4",
    ),
    Column(
        "kind",
        "Loại tổ chức",
        Choice(values=tuple(Kind.choices), also=KIND_WORDS),
        also=("loại", "loại đơn vị", "loại tổ chức đảng", "cấp tổ chức", "hình thức tổ chức"),
        hint="Ghi “Chi bộ”, “Đảng bộ” hoặc để trống thì Chibo hỏi lại.",
        example="Chi bộ trực thuộc đảng bộ cơ sở",
    ),
    Column(
        "superior",
        "Cấp trên trực tiếp",
        Lookup("unit"),
        also=(
            "cấp trên",
            "trực thuộc",
            "đơn vị cấp trên",
            "tổ chức cấp trên",
            "mã cấp trên",
            "thuộc đảng bộ",
            "đảng bộ",
        ),
        hint="Mã hoặc tên; có thể là một dòng khác của tệp, trước hay sau đều được.",
        example="Đảng bộ xã Nam Hồng",
    ),
    *(
        Column(
            name,
            f"Cấp {number}",
            Text(longest=200),
            also=also,
            hint="Dùng thay cho cấp trên khi tệp ghi mỗi cấp một cột; ô gộp được hiểu là lặp lại.",
            group="Cấp theo cột",
        )
        for number, (name, also) in enumerate(
            zip(
                LEVELS,
                (
                    ("cấp i", "đảng bộ cấp 1", "đảng bộ tỉnh", "đảng bộ huyện", "huyện ủy", "cấp huyện"),
                    ("cấp ii", "đảng bộ cấp 2", "đảng bộ xã", "đảng bộ cơ sở", "đảng ủy", "cấp xã", "cấp cơ sở"),
                    ("cấp iii", "chi bộ", "đảng bộ bộ phận", "cấp 3 (chi bộ)"),
                    ("cấp iv", "chi bộ trực thuộc"),
                ),
                strict=True,
            ),
            start=1,
        )
    ),
    Column(
        "code",
        "Mã chính thức",
        Text(longest=20),
        also=("mã số", "mã theo quy định", "mã định danh", "mã tổ chức theo 208"),
        hint="Mã do cấp trên cấp, có hiệu lực từ ngày của tệp.",
        example="38.168.053.000.004",
    ),
    Column(
        "sector",
        "Loại hình cơ sở",
        Choice(values=tuple(Sector.choices), also=SECTOR_WORDS),
        also=("loại hình", "loại hình tổ chức", "khối", "lĩnh vực"),
        example="Xã",
    ),
    Column(
        "cell_kind",
        "Kiểu chi bộ",
        Choice(values=tuple((code, label) for code, label in CellKind.choices if code), also=CELL_WORDS),
        also=("loại chi bộ", "loại hình chi bộ"),
        hint="Chỉ dùng cho chi bộ.",
        example="Thôn, ấp, tổ dân phố",
    ),
    Column(
        "place",
        "Địa bàn",
        Lookup("place"),
        also=("xã, phường", "địa danh", "địa bàn hành chính", "thôn, xã"),
        hint="Tên thôn, xã đã có trong danh mục địa bàn; ghi kèm cấp trên nếu trùng tên.",
    ),
    Column(
        "since",
        "Ngày thành lập",
        Day(),
        also=("thành lập", "ngày lập", "ngày quyết định thành lập", "ngày tl", "hoạt động từ"),
        hint="Ngày, tháng, năm. Để trống thì tính từ ngày số liệu của tệp.",
        example="01/07/2010",
    ),
    Column(
        "until",
        "Ngày kết thúc",
        Day(),
        also=("ngày giải thể", "ngày sáp nhập", "ngày chấm dứt", "kết thúc hoạt động"),
        hint="Ngày tổ chức không còn; để trống nếu đang hoạt động.",
    ),
    Column(
        "ending",
        "Hình thức kết thúc",
        Choice(
            values=tuple((kind.value, kind.label) for kind in EventKind if kind in ENDINGS),
            also=ENDING_WORDS,
        ),
        also=("lý do kết thúc", "hình thức"),
        hint="Để trống được hiểu là giải thể.",
    ),
    Column(
        "successor",
        "Tổ chức tiếp nhận",
        Lookup("unit"),
        also=("đơn vị tiếp nhận", "sáp nhập vào", "nhập vào", "tổ chức kế thừa", "chi bộ tiếp nhận"),
        hint="Mã hoặc tên tổ chức nhận bàn giao khi tổ chức này kết thúc.",
    ),
)
TITLES = {column.name: column.title for column in COLUMNS}
_TYPES = {column.name: column.type for column in COLUMNS}

OPTIONS = (
    (
        UNDATED,
        "Tổ chức không ghi ngày thành lập",
        (
            ("day", "Có từ ngày số liệu của tệp"),
            (FROM_BELOW, "Có từ ngày sớm nhất ghi cho cấp dưới của nó trong tệp"),
        ),
    ),
)


def shown(field: str, value: object) -> str:
    """A value of a field in words."""
    if value is None or value == "":
        return ""
    if field in ("since", "until"):
        return show_day(value) if not isinstance(value, str) else value
    type_ = _TYPES[field]
    return type_.show(value) if isinstance(type_, Choice) else str(value)
