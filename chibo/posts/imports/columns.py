"""The columns of a workbook about posts."""

from dataclasses import replace

from chibo.exchange.reading.values import Choice, Day, Lookup, Text
from chibo.exchange.rules.kinds import Column
from chibo.members.imports import columns as people
from chibo.members.imports import papers
from chibo.posts.vocabulary import Body, How

GROUP = "Chức danh"
UID = replace(people.UID, hint="Chibo ghi cột này khi xuất; có thì không cần các cột khác về người.")
TITLE = Column(
    "title",
    "Chức danh",
    Text(longest=200),
    required=True,
    also=(
        "chức vụ",
        "chức vụ đảng",
        "chức vụ, chức danh",
        "chức danh, chức vụ",
        "chức vụ hiện nay",
        "chức vụ trong đảng",
    ),
    hint="Ghi như trên văn bản; mỗi dòng một chức danh.",
    example="Bí thư chi bộ",
    group=GROUP,
)
BODY = Column(
    "body",
    "Khối",
    Choice(
        values=tuple(Body.choices),
        also={
            "HĐND": "hdnd", "UBND": "ubnd", "chính quyền": "ubnd", "MTTQ": "mat_tran", "mặt trận": "mat_tran",
            "thôn": "thon", "ấp": "thon", "tổ dân phố": "thon", "cơ quan": "don_vi", "đơn vị": "don_vi",
        },
    ),
    also=("khối công tác", "hệ thống"),
    hint="Chỉ cần khi chức danh không có trong danh mục.",
    example="Đảng",
    group=GROUP,
)  # fmt: skip
UNIT = Column(
    "unit",
    "Tổ chức",
    Lookup("unit"),
    required=True,
    also=("tổ chức đảng", "đơn vị", "nơi giữ chức danh", "chi bộ", "đảng bộ", "cấp ủy", "nơi công tác"),
    hint="Mã hoặc tên tổ chức đảng nơi giữ chức danh; chức danh chính quyền, thôn ghi tổ chức đảng ở đó.",
    example="Chi bộ Thôn 1",
    group=GROUP,
)
UNIT_REF = Column(
    "unit_ref",
    "Mã tổ chức",
    Text(longest=60),
    also=("mã đơn vị", "mã tổ chức đảng", "mã chi bộ", "mã đảng bộ"),
    hint="Mã ngắn; có mã thì tên chỉ để đọc.",
    group=GROUP,
)
SUPERIOR = Column(
    "superior",
    "Cấp trên của tổ chức",
    Lookup("unit"),
    also=("cấp trên", "trực thuộc", "đảng bộ cấp trên", "thuộc đảng bộ"),
    hint="Khi nhiều tổ chức trùng tên.",
    example="Đảng bộ xã An Bình",
    group=GROUP,
)
SINCE = Column(
    "since",
    "Từ ngày",
    Day(partial=True),
    required=True,
    also=("ngày bắt đầu", "ngày giữ chức", "ngày nhận chức", "ngày bổ nhiệm", "thời gian giữ chức", "từ"),
    example="15/06/2020",
    group=GROUP,
)
UNTIL = Column(
    "until",
    "Đến ngày",
    Day(partial=True),
    also=("ngày kết thúc", "ngày thôi giữ chức", "thôi giữ từ ngày", "đến"),
    hint="Ngày thôi giữ; đang giữ thì để trống.",
    group=GROUP,
)
HOW = Column(
    "how",
    "Hình thức",
    Choice(
        values=tuple(pair for pair in How.choices if pair[0]),
        also={"bầu cử": "bau", "được bầu": "bau", "chỉ định": "chi_dinh", "bổ nhiệm lại": "bo_nhiem", "khác": "khac"},
    ),
    also=("hình thức giữ chức", "cách thức", "bầu/chỉ định/bổ nhiệm"),
    example="Bầu",
    group=GROUP,
)
NOTE = Column("note", "Ghi chú", Text(longest=500), also=("ghi chú khác", "diễn giải"), group=GROUP)

COLUMNS = (
    UID, people.NAME, people.BORN, people.NATIONAL_ID, people.CARD, TITLE, BODY, UNIT, UNIT_REF, SUPERIOR, SINCE, UNTIL, HOW,
    *papers.COLUMNS, NOTE,
)  # fmt: skip
TITLES = {column.name: column.title for column in COLUMNS}
