"""Who may do what: the one table of roles and capabilities, shown at /phan-quyen/vai-tro/.

The rule is least access: a role carries what its work needs. A role is held at a unit "and below", so a secretary of
a cell sees that cell only; roles of the whole system look after the installation and see no member.
"""

from chibo.access.rules import Capability, Role

CAPABILITIES: dict[str, Capability] = {
    "org.read": Capability("Xem tổ chức đảng"),
    "org.write": Capability("Sắp xếp, sửa đổi tổ chức đảng"),
    "members.read": Capability("Xem danh sách và hồ sơ đảng viên"),
    "members.read_own": Capability("Xem hồ sơ của chính mình"),
    "members.write": Capability("Ghi, sửa hồ sơ và biến động đảng viên"),
    "members.sensitive": Capability("Xem số CCCD, số thẻ đảng viên"),
    "posts.read": Capability("Xem ai giữ chức danh nào"),
    "posts.write": Capability("Ghi, sửa việc giữ chức danh"),
    "members.merge": Capability("Gộp hai hồ sơ của một đảng viên, tách lại"),
    "quality.read": Capability("Xem bàn làm sạch dữ liệu"),
    "quality.write": Capability("Giao việc làm sạch, xác nhận dữ liệu là đúng"),
    "figures.read": Capability("Xem số liệu tổng hợp"),
    "figures.rows": Capability("Mở danh sách đứng sau số liệu"),
    "figures.export": Capability("Xuất số liệu ra tệp"),
    "rulebook.read": Capability("Xem quy định và tham số"),
    "rulebook.write": Capability("Thêm, sửa quy định và tham số", only_everywhere=True),
    "access.read": Capability("Xem quyền đã giao"),
    "access.grant": Capability("Giao và kết thúc quyền"),
    "journal.read": Capability("Xem nhật ký toàn hệ thống", only_everywhere=True),
    "decisions.read": Capability("Xem quyết định"),
    "decisions.write": Capability("Ghi quyết định"),
    "jobs.read": Capability("Xem và dừng mọi việc đang chạy", only_everywhere=True),
}

_FIGURES = {"org.read", "figures.read", "rulebook.read", "decisions.read"}

ROLES: dict[str, Role] = {
    "bi_thu_chi_bo": Role(
        "Bí thư chi bộ",
        frozenset(_FIGURES | {"figures.rows", "members.read", "members.read_own", "quality.read", "posts.read"}),
        note="Chỉ thấy chi bộ của mình.",
    ),
    "van_phong_co_so": Role(
        "Văn phòng đảng ủy cơ sở",
        frozenset(
            _FIGURES
            | {
                "figures.rows",
                "figures.export",
                "members.read",
                "members.write",
                "members.sensitive",
                "members.merge",
                "quality.read",
                "quality.write",
                "posts.read",
                "posts.write",
                "decisions.write",
            }
        ),
        note="Giữ hồ sơ đảng viên của đảng bộ cơ sở.",
    ),
    "ubkt_co_so": Role(
        "Ủy ban kiểm tra đảng ủy cơ sở", frozenset(_FIGURES | {"figures.rows", "members.read", "posts.read"})
    ),
    "ban_to_chuc": Role(
        "Ban Tổ chức cấp ủy",
        frozenset(
            _FIGURES
            | {
                "org.write",
                "members.read",
                "members.write",
                "members.sensitive",
                "members.merge",
                "quality.read",
                "quality.write",
                "posts.read",
                "posts.write",
                "figures.rows",
                "figures.export",
                "decisions.write",
                "access.read",
            }
        ),
    ),
    "ubkt": Role(
        "Ủy ban Kiểm tra cấp ủy",
        frozenset(_FIGURES | {"figures.rows", "figures.export", "members.read", "posts.read"}),
    ),
    "ban_tuyen_giao": Role("Ban Tuyên giáo cấp ủy", frozenset(_FIGURES | {"figures.export"})),
    "ban_dan_van": Role("Ban Dân vận cấp ủy", frozenset(_FIGURES | {"figures.export"})),
    "van_phong_cap_uy": Role("Văn phòng cấp ủy", frozenset(_FIGURES | {"figures.export", "decisions.write"})),
    "thuong_truc": Role(
        "Thường trực cấp ủy",
        frozenset(_FIGURES | {"figures.rows", "figures.export", "members.read", "quality.read", "posts.read"}),
        note="Mở được mọi con số đến tận danh sách; không sửa.",
    ),
    "dang_vien": Role("Đảng viên", frozenset({"members.read_own", "rulebook.read"}), note="Chỉ thấy hồ sơ của mình."),
    "bao_chi": Role(
        "Người viết báo cáo, báo chí",
        frozenset({"figures.read", "figures.export"}),
        note="Chỉ thấy số liệu, không mở được danh sách.",
    ),
    "quan_tri": Role(
        "Quản trị viên",
        frozenset(
            {
                "org.read",
                "rulebook.read",
                "rulebook.write",
                "access.read",
                "access.grant",
                "journal.read",
                "decisions.read",
                "jobs.read",
            }
        ),
        is_everywhere=True,
        note="Giao quyền, giữ sổ quy định, xem nhật ký; không xem hồ sơ đảng viên.",
    ),
}
