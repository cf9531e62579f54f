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
    "cases.read": Capability("Xem hồ sơ đang giải quyết theo quy trình"),
    "cases.cell": Capability("Làm các bước của chi bộ trong quy trình"),
    "cases.base": Capability("Làm các bước của đảng ủy cơ sở trong quy trình"),
    "cases.above": Capability("Làm các bước của cấp ủy cấp trên cơ sở trong quy trình"),
    "cases.override": Capability("Cho đi tiếp khi quy định chặn, có lý do và văn bản"),
    "admission.read": Capability("Xem nguồn, chỉ tiêu phát triển đảng viên"),
    "admission.write": Capability("Ghi nguồn phát triển đảng viên"),
    "admission.target": Capability("Giao, điều chỉnh chỉ tiêu phát triển đảng viên"),
    "removal.read": Capability("Xem việc sàng lọc, giúp đỡ đảng viên"),
    "removal.write": Capability("Ghi việc sàng lọc, giúp đỡ đảng viên"),
    "fees.read": Capability("Xem sổ đảng phí"),
    "fees.write": Capability("Thu đảng phí, ghi mức đóng"),
    "fees.approve": Capability("Duyệt miễn, giảm và nộp đảng phí lên cấp trên"),
    "dossiers.read": Capability("Xem hồ sơ giấy của đảng viên, sổ giao nhận"),
    "dossiers.write": Capability("Nhận, giao, bổ sung hồ sơ giấy của đảng viên"),
    "badges.read": Capability("Xem danh sách đủ tuổi Đảng nhận huy hiệu"),
    "badges.write": Capability("Đề nghị, ghi việc trao huy hiệu Đảng"),
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
        frozenset(
            _FIGURES
            | {
                "figures.rows",
                "members.read",
                "members.read_own",
                "quality.read",
                "posts.read",
                "cases.read",
                "cases.cell",
                "admission.read",
                "admission.write",
                "removal.read",
                "removal.write",
                "fees.read",
                "fees.write",
                "badges.read",
            }
        ),
        note="Chỉ thấy chi bộ của mình.",
    ),
    "van_phong_co_so": Role(
        "Văn phòng đảng ủy cơ sở",
        frozenset(
            _FIGURES
            | {
                "figures.rows",
                "figures.export",
                "cases.read",
                "cases.cell",
                "cases.base",
                "admission.read",
                "admission.write",
                "admission.target",
                "removal.read",
                "removal.write",
                "fees.read",
                "fees.write",
                "fees.approve",
                "dossiers.read",
                "dossiers.write",
                "badges.read",
                "badges.write",
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
        "Ủy ban kiểm tra đảng ủy cơ sở",
        frozenset(_FIGURES | {"figures.rows", "members.read", "posts.read", "cases.read", "removal.read"}),
    ),
    "ban_to_chuc": Role(
        "Ban Tổ chức cấp ủy",
        frozenset(
            _FIGURES
            | {
                "org.write",
                "cases.read",
                "cases.cell",
                "cases.base",
                "cases.above",
                "admission.read",
                "admission.write",
                "admission.target",
                "removal.read",
                "removal.write",
                "fees.read",
                "dossiers.read",
                "dossiers.write",
                "badges.read",
                "badges.write",
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
        frozenset(
            _FIGURES | {"figures.rows", "figures.export", "members.read", "posts.read", "cases.read", "removal.read"}
        ),
    ),
    "ban_tuyen_giao": Role("Ban Tuyên giáo cấp ủy", frozenset(_FIGURES | {"figures.export"})),
    "ban_dan_van": Role("Ban Dân vận cấp ủy", frozenset(_FIGURES | {"figures.export"})),
    "van_phong_cap_uy": Role(
        "Văn phòng cấp ủy", frozenset(_FIGURES | {"figures.export", "decisions.write", "fees.read", "fees.approve"})
    ),
    "thuong_truc": Role(
        "Thường trực cấp ủy",
        frozenset(
            _FIGURES
            | {
                "figures.rows",
                "figures.export",
                "members.read",
                "quality.read",
                "posts.read",
                "cases.read",
                "cases.override",
                "decisions.write",
                "admission.read",
                "removal.read",
                "fees.read",
                "dossiers.read",
                "badges.read",
            }
        ),
        note="Mở được mọi con số đến tận danh sách; không sửa, chỉ cho đi tiếp hồ sơ bị chặn.",
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
