"""The words of posts: bodies, roles, how somebody came to hold one."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Body(TextChoices):
    """To which body a post belongs."""

    DANG = "dang", "Đảng"
    HDND = "hdnd", "Hội đồng nhân dân"
    UBND = "ubnd", "Ủy ban nhân dân"
    MAT_TRAN = "mat_tran", "Mặt trận Tổ quốc"
    DOAN_THE = "doan_the", "Đoàn thể"
    DON_VI = "don_vi", "Cơ quan, đơn vị"
    THON = "thon", "Thôn, ấp, tổ dân phố"


class How(TextChoices):
    """How somebody came to hold a post."""

    BAU = "bau", "Bầu"
    CHI_DINH = "chi_dinh", "Chỉ định"
    BO_NHIEM = "bo_nhiem", "Bổ nhiệm"
    LUAN_CHUYEN = "luan_chuyen", "Luân chuyển"
    KHAC = "khac", "Hình thức khác"
    NONE = "", "Chưa rõ"


class HoldingState(TextChoices):
    """Annulled: recorded wrongly; kept for the journal, counts nowhere."""

    STANDING = "standing", "Có hiệu lực"
    ANNULLED = "annulled", "Đã hủy"


@dataclass(frozen=True)
class Role:
    """What somebody is in a body; the title as printed on the decision stands beside it.

    :ivar leads: head or deputy of the body
    :ivar single: at any time one person a unit
    :ivar also: other ways to write it
    """

    label: str
    body: Body
    leads: bool = False
    single: bool = False
    also: tuple[str, ...] = ()


def _pair(code: str, head: str, deputy: str, body: Body, also: tuple[str, ...] = ()) -> dict[str, Role]:
    """Head and deputy; ``also`` are further titles of the head, the deputy's have "phó" in front."""
    deputies = tuple(f"Phó {title[0].lower()}{title[1:]}" for title in also)
    return {
        code: Role(head, body, leads=True, single=True, also=also),
        f"pho_{code}": Role(deputy, body, leads=True, also=deputies),
    }


OTHER = "khac"
"""A post outside the list: only its title says what it is; of such posts one person may hold several in a unit."""
SECRETARY = "bi_thu"

ROLES: dict[str, Role] = {
    SECRETARY: Role("Bí thư", Body.DANG, leads=True, single=True, also=("BT",)),
    "pho_bi_thu_thuong_truc": Role(
        "Phó bí thư thường trực", Body.DANG, leads=True, single=True, also=("PBT thường trực", "PBTTT", "Phó BT TT")
    ),
    "pho_bi_thu": Role("Phó bí thư", Body.DANG, leads=True, also=("PBT",)),
    "uy_vien_ban_thuong_vu": Role(
        "Ủy viên ban thường vụ", Body.DANG, also=("UVBTV", "UV BTV", "Ủy viên BTV", "Ủy viên thường vụ", "UVTV")
    ),
    "cap_uy_vien": Role(
        "Ủy viên ban chấp hành (cấp ủy viên)",
        Body.DANG,
        also=("Cấp ủy viên", "Ủy viên ban chấp hành", "UVBCH", "UV BCH", "Đảng ủy viên", "Huyện ủy viên", "Tỉnh ủy viên"),
    ),
    "chi_uy_vien": Role("Chi ủy viên", Body.DANG, also=("Ủy viên chi ủy", "Chi ủy", "CUV")),
    "to_truong_to_dang": Role("Tổ trưởng tổ đảng", Body.DANG),
    "to_pho_to_dang": Role("Tổ phó tổ đảng", Body.DANG),
    **_pair(
        "chu_nhiem_ubkt", "Chủ nhiệm Ủy ban Kiểm tra", "Phó chủ nhiệm Ủy ban Kiểm tra", Body.DANG, ("Chủ nhiệm UBKT",)
    ),
    "uy_vien_ubkt": Role("Ủy viên Ủy ban Kiểm tra", Body.DANG, also=("Ủy viên UBKT", "UV UBKT")),
    **_pair(
        "chanh_van_phong",
        "Chánh Văn phòng cấp ủy",
        "Phó Chánh Văn phòng cấp ủy",
        Body.DANG,
        ("Chánh văn phòng", "Chánh văn phòng đảng ủy", "Chánh văn phòng huyện ủy", "Chánh văn phòng tỉnh ủy"),
    ),
    **_pair("truong_ban_to_chuc", "Trưởng Ban Tổ chức", "Phó trưởng Ban Tổ chức", Body.DANG),
    **_pair(
        "truong_ban_tuyen_giao",
        "Trưởng Ban Tuyên giáo và Dân vận",
        "Phó trưởng Ban Tuyên giáo và Dân vận",
        Body.DANG,
        ("Trưởng Ban Tuyên giáo",),
    ),
    **_pair("truong_ban_dan_van", "Trưởng Ban Dân vận", "Phó trưởng Ban Dân vận", Body.DANG),
    **_pair("truong_ban_noi_chinh", "Trưởng Ban Nội chính", "Phó trưởng Ban Nội chính", Body.DANG),
    **_pair("truong_ban_xay_dung_dang", "Trưởng Ban Xây dựng Đảng", "Phó trưởng Ban Xây dựng Đảng", Body.DANG),
    **_pair(
        "giam_doc_trung_tam_chinh_tri",
        "Giám đốc Trung tâm chính trị",
        "Phó giám đốc Trung tâm chính trị",
        Body.DANG,
        ("Giám đốc TTCT",),
    ),
    **_pair(
        "chu_tich_hdnd", "Chủ tịch Hội đồng nhân dân", "Phó chủ tịch Hội đồng nhân dân", Body.HDND, ("Chủ tịch HĐND",)
    ),
    **_pair(
        "truong_ban_hdnd",
        "Trưởng ban của Hội đồng nhân dân",
        "Phó trưởng ban của Hội đồng nhân dân",
        Body.HDND,
        ("Trưởng ban HĐND",),
    ),
    "dai_bieu_hdnd": Role("Đại biểu Hội đồng nhân dân", Body.HDND, also=("Đại biểu HĐND",)),
    **_pair(
        "chu_tich_ubnd", "Chủ tịch Ủy ban nhân dân", "Phó chủ tịch Ủy ban nhân dân", Body.UBND, ("Chủ tịch UBND",)
    ),
    "uy_vien_ubnd": Role("Ủy viên Ủy ban nhân dân", Body.UBND, also=("Ủy viên UBND",)),
    **_pair("truong_cong_an", "Trưởng Công an", "Phó trưởng Công an", Body.UBND),
    **_pair(
        "chi_huy_truong_quan_su",
        "Chỉ huy trưởng Ban Chỉ huy quân sự",
        "Chỉ huy phó Ban Chỉ huy quân sự",
        Body.UBND,
        ("Chỉ huy trưởng quân sự",),
    ),
    **_pair(
        "chu_tich_mttq",
        "Chủ tịch Ủy ban Mặt trận Tổ quốc",
        "Phó chủ tịch Ủy ban Mặt trận Tổ quốc",
        Body.MAT_TRAN,
        ("Chủ tịch Mặt trận Tổ quốc", "Chủ tịch MTTQ", "Chủ tịch UBMTTQ", "Chủ tịch Mặt trận"),
    ),
    "uy_vien_mttq": Role(
        "Ủy viên Ủy ban Mặt trận Tổ quốc", Body.MAT_TRAN, also=("Ủy viên UBMTTQ", "Ủy viên MTTQ", "Ủy viên Mặt trận")
    ),
    **_pair(
        "truong_ban_cong_tac_mat_tran",
        "Trưởng ban công tác Mặt trận",
        "Phó trưởng ban công tác Mặt trận",
        Body.MAT_TRAN,
        ("Trưởng ban CTMT",),
    ),
    **_pair(
        "bi_thu_doan",
        "Bí thư Đoàn Thanh niên",
        "Phó bí thư Đoàn Thanh niên",
        Body.DOAN_THE,
        ("Bí thư Đoàn", "Bí thư đoàn xã", "Bí thư chi đoàn", "Bí thư huyện đoàn", "Bí thư tỉnh đoàn", "Bí thư Đoàn TNCS"),
    ),
    **_pair(
        "chu_tich_hoi_phu_nu",
        "Chủ tịch Hội Liên hiệp Phụ nữ",
        "Phó chủ tịch Hội Liên hiệp Phụ nữ",
        Body.DOAN_THE,
        ("Chủ tịch Hội LHPN", "Chủ tịch Hội Phụ nữ", "Chi hội trưởng phụ nữ"),
    ),
    **_pair(
        "chu_tich_hoi_nong_dan",
        "Chủ tịch Hội Nông dân",
        "Phó chủ tịch Hội Nông dân",
        Body.DOAN_THE,
        ("Chủ tịch HND", "Chi hội trưởng nông dân"),
    ),
    **_pair(
        "chu_tich_hoi_cuu_chien_binh",
        "Chủ tịch Hội Cựu chiến binh",
        "Phó chủ tịch Hội Cựu chiến binh",
        Body.DOAN_THE,
        ("Chủ tịch Hội CCB", "Chi hội trưởng cựu chiến binh", "Chi hội trưởng CCB"),
    ),
    **_pair(
        "chu_tich_cong_doan",
        "Chủ tịch Công đoàn",
        "Phó chủ tịch Công đoàn",
        Body.DOAN_THE,
        ("Chủ tịch Liên đoàn Lao động", "Chủ tịch CĐCS"),
    ),
    **_pair(
        "chu_tich_hoi_nguoi_cao_tuoi",
        "Chủ tịch Hội Người cao tuổi",
        "Phó chủ tịch Hội Người cao tuổi",
        Body.DOAN_THE,
        ("Chủ tịch Hội NCT", "Chi hội trưởng người cao tuổi"),
    ),
    **_pair(
        "thu_truong",
        "Thủ trưởng cơ quan, đơn vị",
        "Phó thủ trưởng cơ quan, đơn vị",
        Body.DON_VI,
        ("Thủ trưởng", "Giám đốc", "Hiệu trưởng", "Trưởng phòng", "Trạm trưởng", "Trưởng trạm y tế", "Trưởng trạm"),
    ),
    **_pair(
        "truong_thon",
        "Trưởng thôn, ấp, tổ dân phố",
        "Phó trưởng thôn, ấp, tổ dân phố",
        Body.THON,
        (
            "Trưởng thôn", "Trưởng ấp", "Trưởng buôn", "Trưởng làng", "Trưởng xóm", "Trưởng khóm",
            "Trưởng khu phố", "Trưởng khối phố", "Tổ trưởng tổ dân phố", "Tổ trưởng TDP", "Tổ trưởng dân phố",
        ),
    ),
    OTHER: Role("Chức danh khác", Body.DON_VI),
}  # fmt: skip
"""Code → role. The order is that of lists: head, deputies, members; the Party first."""

RANKS = {code: rank for rank, code in enumerate(ROLES)}


def roles_by_body() -> list[tuple[str, list[tuple[str, str]]]]:
    """The roles as groups of a select: (label of the body, (code, label) pairs)."""
    groups = {body.label: [(c, r.label) for c, r in ROLES.items() if r.body == body and c != OTHER] for body in Body}
    return [*groups.items(), ("Ngoài danh mục", [(OTHER, ROLES[OTHER].label)])]
