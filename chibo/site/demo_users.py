"""The users of the demo: one of every kind the project is made for, each at a place of its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoUser:
    """Somebody to sign in as.

    :param unit: short reference of a unit of the demo; what became of it counts. None: the whole system
    :param below: take the first unit of this level below it instead (``base``, ``cell``)
    :param is_member: whether the account has a record of its own among the members of its unit
    """

    username: str
    display_name: str
    role: str
    unit: str | None
    below: str = ""
    is_member: bool = False


USERS = (
    DemoUser("bithu.chibo", "Bí thư chi bộ (minh họa)", "bi_thu_chi_bo", "NT", "cell", is_member=True),
    DemoUser("vanphong.xa", "Văn phòng đảng ủy cơ sở (minh họa)", "van_phong_co_so", "QN", "base"),
    DemoUser("ubkt.coso", "Ủy ban kiểm tra đảng ủy cơ sở (minh họa)", "ubkt_co_so", "KT", "base"),
    DemoUser("bantochuc", "Ban Tổ chức cấp ủy (minh họa)", "ban_to_chuc", "QN"),
    DemoUser("ubkt", "Ủy ban Kiểm tra cấp ủy (minh họa)", "ubkt", "NT"),
    DemoUser("tuyengiao", "Ban Tuyên giáo cấp ủy (minh họa)", "ban_tuyen_giao", "KT"),
    DemoUser("danvan", "Ban Dân vận cấp ủy (minh họa)", "ban_dan_van", "DT"),
    DemoUser("vanphong", "Văn phòng cấp ủy (minh họa)", "van_phong_cap_uy", "VL"),
    DemoUser("thuongtruc", "Thường trực cấp ủy (minh họa)", "thuong_truc", "QN"),
    DemoUser("dangvien", "Đảng viên (minh họa)", "dang_vien", "DT", "cell", is_member=True),
    DemoUser("baochi", "Người viết báo cáo, báo chí (minh họa)", "bao_chi", "VL"),
    DemoUser("quantri", "Quản trị viên (minh họa)", "quan_tri", None),
)
