"""Public geography of Quảng Nam: districts, their communes before and after 1/7/2025."""

from chibo.demo.rules import names
from chibo.demo.rules.names import CO, CO_TU, GIE_TRIENG, HRE, MNONG, XO_DANG

DISTRICTS: tuple[tuple[str, str, int, float, str, str], ...] = (
    ("thành phố Tam Kỳ", "p", 7, 1.1,
     "p:An Mỹ,p:An Sơn,p:An Xuân,p:An Phú,p:Hòa Hương,p:Hòa Thuận,p:Phước Hòa,p:Tân Thạnh,p:Trường Xuân,Tam Ngọc,Tam Phú,Tam Thanh,"
     "Tam Thăng",
     "p:Tam Kỳ,p:Quảng Phú,p:Hương Trà,p:Bàn Thạch"),
    ("thành phố Hội An", "p", 6, 1.0,
     "p:Minh An,p:Sơn Phong,p:Cẩm Phô,p:Tân An,p:Thanh Hà,p:Cẩm Châu,p:Cẩm Nam,p:Cửa Đại,p:Cẩm An,Cẩm Hà,Cẩm Kim,Cẩm Thanh,Tân Hiệp",
     "p:Hội An,p:Hội An Đông,p:Hội An Tây,Tân Hiệp"),
    ("thị xã Điện Bàn", "p", 7, 1.1,
     "p:Vĩnh Điện,p:Điện An,p:Điện Dương,p:Điện Nam Bắc,p:Điện Nam Đông,p:Điện Nam Trung,p:Điện Ngọc,Điện Phương,Điện Minh,"
     "Điện Thắng Bắc,Điện Thắng Nam,Điện Thắng Trung,Điện Hòa,Điện Tiến,Điện Hồng,Điện Thọ,Điện Phước,Điện Quang,Điện Trung,Điện Phong",
     "p:Điện Bàn,p:Điện Bàn Đông,p:An Thắng,p:Điện Bàn Bắc,Điện Bàn Tây,Gò Nổi"),
    ("huyện Duy Xuyên", "x", 7, 1.0,
     "t:Nam Phước,Duy Châu,Duy Hải,Duy Hòa,Duy Nghĩa,Duy Phú,Duy Phước,Duy Sơn,Duy Tân,Duy Thành,Duy Thu,Duy Trinh,Duy Trung,Duy Vinh",
     "Nam Phước,Duy Nghĩa,Duy Xuyên,Thu Bồn"),
    ("huyện Đại Lộc", "x", 7, 1.0,
     "t:Ái Nghĩa,Đại An,Đại Chánh,Đại Cường,Đại Đồng,Đại Hiệp,Đại Hòa,Đại Hồng,Đại Hưng,Đại Lãnh,Đại Minh,Đại Nghĩa,Đại Phong,"
     "Đại Quang,Đại Sơn,Đại Tân,Đại Thắng,Đại Thạnh",
     "Đại Lộc,Hà Nha,Thượng Đức,Vu Gia,Phú Thuận"),
    ("huyện Đông Giang", "x", 5, 0.85, "t:Prao,A Rooi,A Ting,Ba,Jơ Ngây,Kà Dăng,Ma Cooih,Sông Kôn,Tà Lu,Tư,Za Hung",
     "Sông Vàng,Sông Kôn,Đông Giang,Bến Hiên"),
    ("huyện Tây Giang", "x", 5, 0.85, "A Nông,A Tiêng,A Vương,A Xan,Bha Lê,Ch'Ơm,Dang,Ga Ry,Lăng,Tr'Hy", "Avương,Tây Giang,Hùng Sơn"),
    ("huyện Nam Giang", "x", 5, 0.85,
     "t:Thạnh Mỹ,Cà Dy,Chà Vàl,Chơ Chun,Đắc Pre,Đắc Pring,Đắc Tôi,La Dêê,La Êê,Tà Bhing,Tà Pơơ,Zuôih",
     "Thạnh Mỹ,Bến Giằng,Nam Giang,Đắc Pring,La Dêê,La Êê"),
    ("huyện Phước Sơn", "x", 5, 0.8,
     "t:Khâm Đức,Phước Chánh,Phước Công,Phước Đức,Phước Hiệp,Phước Hòa,Phước Kim,Phước Lộc,Phước Mỹ,Phước Năng,Phước Thành,Phước Xuân",
     "Khâm Đức,Phước Năng,Phước Chánh,Phước Thành,Phước Hiệp"),
    ("huyện Nam Trà My", "x", 5, 0.85, "Trà Cang,Trà Don,Trà Dơn,Trà Leng,Trà Linh,Trà Mai,Trà Nam,Trà Tập,Trà Vân,Trà Vinh",
     "Nam Trà My,Trà Tập,Trà Vân,Trà Linh,Trà Leng"),
    ("huyện Bắc Trà My", "x", 5, 0.85,
     "t:Trà My,Trà Bui,Trà Đốc,Trà Đông,Trà Dương,Trà Giác,Trà Giang,Trà Giáp,Trà Ka,Trà Kót,Trà Nú,Trà Sơn,Trà Tân",
     "Trà My,Trà Liên,Trà Giáp,Trà Tân,Trà Đốc"),
    ("huyện Núi Thành", "x", 7, 1.0,
     "t:Núi Thành,Tam Anh Bắc,Tam Anh Nam,Tam Giang,Tam Hải,Tam Hiệp,Tam Hòa,Tam Mỹ Đông,Tam Mỹ Tây,Tam Nghĩa,Tam Quang,Tam Sơn,"
     "Tam Thạnh,Tam Tiến,Tam Trà,Tam Xuân I,Tam Xuân II",
     "Núi Thành,Tam Mỹ,Tam Anh,Đức Phú,Tam Xuân,Tam Hải"),
    ("huyện Phú Ninh", "x", 6, 0.95, "t:Phú Thịnh,Tam An,Tam Đại,Tam Dân,Tam Đàn,Tam Lãnh,Tam Lộc,Tam Phước,Tam Thái,Tam Thành,Tam Vinh",
     "Phú Ninh,Tây Hồ,Chiên Đàn"),
    ("huyện Tiên Phước", "x", 6, 0.95,
     "t:Tiên Kỳ,Tiên An,Tiên Cẩm,Tiên Cảnh,Tiên Châu,Tiên Hà,Tiên Hiệp,Tiên Lãnh,Tiên Lập,Tiên Lộc,Tiên Mỹ,Tiên Ngọc,Tiên Phong,"
     "Tiên Sơn,Tiên Thọ",
     "Tiên Phước,Lãnh Ngọc,Thạnh Bình,Sơn Cẩm Hà"),
    ("huyện Hiệp Đức", "x", 5, 0.9,
     "t:Tân An,Bình Lâm,Bình Sơn,Hiệp Hòa,Hiệp Thuận,Phước Gia,Phước Trà,Quế Bình,Quế Lưu,Quế Thọ,Sông Trà,Thăng Phước",
     "Hiệp Đức,Việt An,Phước Trà"),
    ("huyện Thăng Bình", "x", 7, 1.0,
     "t:Hà Lam,Bình An,Bình Chánh,Bình Đào,Bình Định Bắc,Bình Định Nam,Bình Dương,Bình Giang,Bình Hải,Bình Lãnh,Bình Minh,Bình Nam,"
     "Bình Nguyên,Bình Phú,Bình Phục,Bình Quế,Bình Quý,Bình Sa,Bình Tú,Bình Triều,Bình Trị,Bình Trung",
     "Thăng Bình,Thăng An,Thăng Trường,Thăng Điền,Thăng Phú,Đồng Dương"),
    ("huyện Quế Sơn", "x", 6, 0.95,
     "t:Đông Phú,Quế Cường,Phú Thọ,Quế An,Quế Châu,Quế Hiệp,Quế Long,Quế Minh,Quế Phong,Quế Phú,Quế Thuận,Quế Xuân 1,Quế Xuân 2,Hương An",
     "Quế Sơn Trung,Quế Sơn,Xuân Phú"),
    ("huyện Nông Sơn", "x", 5, 0.9, "Quế Trung,Ninh Phước,Phước Ninh,Quế Lâm,Quế Lộc,Quế Phước,Sơn Viên", "Nông Sơn,Quế Phước"),
)  # fmt: skip
"""Name, p where communes are mostly phường, villages in a commune, weight of a cell, old communes, new communes."""

MINORITIES: dict[str, tuple[float, list[str], list[float]]] = {
    "QN-06": (0.62, [CO_TU], [1]),
    "QN-07": (0.86, [CO_TU], [1]),
    "QN-08": (0.66, [CO_TU, GIE_TRIENG], [3, 2]),
    "QN-09": (0.52, [GIE_TRIENG, MNONG, XO_DANG], [6, 1, 1]),
    "QN-10": (0.8, [XO_DANG, MNONG, CO], [7, 2, 1]),
    "QN-11": (0.38, [XO_DANG, CO, MNONG], [4, 3, 1]),
    "QN-12": (0.015, [CO], [1]),
    "QN-15": (0.07, [XO_DANG, MNONG, CO_TU], [2, 2, 1]),
}
"""District → share and groups of ethnic minorities among members."""
ELSEWHERE: tuple[float, list[str], list[float]] = (0.004, [names.HOA, CO_TU, HRE, names.TAY], [3, 2, 1, 1])
