"""Invented names: family, middle and given names by sex, decade and ethnic group."""

import hashlib
from functools import lru_cache
from importlib.resources import files
from random import Random

from chibo.kernel.text import fold

KINH, HOA, KHMER, CO_TU, XO_DANG, GIE_TRIENG, CO, MNONG, HRE = "01", "04", "05", "26", "14", "27", "30", "20", "19"
CO_HO, CHU_RU, TAY, NUNG = "16", "36", "02", "07"


def _weighted(text: str) -> tuple[list[str], list[float]]:
    """``"Nguyễn 38, Trần 11"`` → names and cumulative weights."""
    names, weights, total = [], [], 0.0
    for part in text.split(","):
        words = part.split()
        weight = float(words.pop()) if words[-1][0] in ".0123456789" else 1.0
        total += weight
        names.append(" ".join(words))
        weights.append(total)
    return names, weights


NORTH = _weighted(
    "Nguyễn 36,Trần 13,Vũ 9,Phạm 9,Đoàn 4,Đỗ 4,Hoàng 4,Lê 4,Bùi 3,Ngô 3,Phan 2,Đặng 2,Dương 2,Lương 2,Mai 1,Tống 1,"
    "Triệu 1,Lưu 1,Cao 1,Đinh 1,Khương .5,Lại .5"
)
CENTRE = _weighted(
    "Nguyễn 36,Trần 11,Lê 10,Phạm 6,Huỳnh 6,Võ 6,Phan 6,Đặng 3,Hồ 2.5,Ngô 2,Bùi 2,Dương 1.5,Trương 2,Đỗ 1.5,Hà .7,Mai .8,"
    "Thái .6,Đoàn 1,Lương .8,Châu .4,Tào .2,Ung .2,Doãn .3,Thân .2,Văn .5"
)
SOUTH = _weighted(
    "Nguyễn 36,Trần 13,Lê 9,Phạm 6,Huỳnh 7,Võ 5,Phan 4,Đặng 3,Trương 3,Bùi 2,Ngô 2,Hồ 2,Dương 2,Lâm 2,Đoàn 1,Cao 1,Mai 1,"
    "Thái 1,Tô 1,Lý 1,Đinh .5,Châu .5"
)
FAMILIES: dict[str, tuple[list[str], list[float]]] = {
    HOA: _weighted("Lâm 6,Quách 4,Tăng 4,Huỳnh 3,Lý 4,Trịnh 2,Vương 2,Trần 5,Ngô 2,Lưu 2,Thái 2,Mã 1"),
    KHMER: _weighted("Danh 8,Thạch 6,Sơn 5,Kim 5,Lâm 4,Lý 4,Kiên 3,Trà 2,Châu 3,Hữu 2,Tăng 2,Đào 1"),
    CO_TU: _weighted(
        "Alăng 5,Bhling 4,Arất 3,Zơrâm 4,Bnước 3,Pơloong 4,Hôih 2,Coor 3,Ating 3,Tơngôl 2,Bríu 3,Clâu 2,Bhnướch 2"
    ),
    XO_DANG: _weighted("Hồ 6,Nguyễn 3,Trần 1,Đinh 2,Vũ .5"),
    GIE_TRIENG: _weighted("Hiên 3,Kring 3,Zơrâm 2,Chờ Rum 2,Un 1,Blúp 2,Kpă 1,Hồ 2"),
    CO: _weighted("Hồ 6,Đinh 2,Trần 1,Nguyễn 1"),
    MNONG: _weighted("Hồ 4,Đinh 2,Nguyễn 2,Trần 1"),
    HRE: _weighted("Đinh 6,Phạm 3,Nguyễn 1"),
    CO_HO: _weighted("Kơ Să 4,Rơ Ông 4,Cil 4,Lơ Mu 3,Bon Niêng 2,Liêng Jrang 3,Đa Cát 2,Pang Ting 2"),
    CHU_RU: _weighted("Touprong 4,Touneh 5,Jơ Ngai 2,Ja Ri 2,Kơ Mo 1,Ba Nhong 2"),
    TAY: _weighted("Nông 5,Hoàng 4,Lương 3,Bế 2,Ma 2,Lý 1"),
    NUNG: _weighted("Nông 4,Lương 3,Vi 3,Hoàng 3,Lộc 1,Triệu 2"),
}
MIDDLE_MAN = (
    _weighted(
        "Văn 50,Xuân 6,Đình 6,Hữu 6,Ngọc 5,Công 4,Đức 4,Minh 3,Thanh 4,Quang 3,Trọng 2,Bá 1.5,Viết 1,Duy 1,Tấn 1.5"
    ),
    _weighted(
        "Văn 30,Minh 6,Đình 5,Hữu 6,Ngọc 6,Công 5,Đức 6,Thanh 6,Quang 5,Quốc 5,Xuân 4,Anh 3,Tuấn 3,Hoàng 3,Trọng 3,Duy 2,Tấn 2"
    ),
    _weighted(
        "Văn 14,Minh 8,Quốc 7,Đức 7,Anh 6,Hoàng 6,Tuấn 5,Hữu 5,Công 5,Thanh 5,Gia 2,Nhật 2,Quang 5,Ngọc 5,Duy 4,Trung 3,Bảo 2"
    ),
)
MIDDLE_WOMAN = (
    _weighted("Thị 94,Thanh 2,Kim 2,Ngọc 2"),
    _weighted("Thị 66,Thị Thu 4,Thị Thanh 5,Thị Kim 3,Thị Ngọc 3,Thị Minh 3,Thanh 3,Kim 3,Ngọc 3,Thu 3,Thị Bích 2,Mỹ 1,Hồng 1"),
    _weighted("Thị 30,Thị Thu 6,Thị Thanh 6,Thị Thùy 4,Thị Ngọc 5,Thị Kim 3,Thị Phương 3,Thị Mỹ 3,Ngọc 5,Thanh 5,Thùy 4,Phương 4,Bảo 2,"
              "Quỳnh 3,Thảo 2,Thị Hồng 3,Minh 3,Hoài 2,Khánh 2,Như 1"),
)  # fmt: skip
GIVEN_MAN = (
    _weighted("Hùng 3,Dũng 2,Sơn 3,Thành 4,Bình 4,Minh 3,Phúc 2,Lộc 2,Thọ 3,Sáu 2,Bảy 2,Tám 1,Mười 2,Ba,Tư,Năm,Chín,Hai,Thắng 2,"
              "Lợi 2,Tân 2,Phước 2,Xuân 2,Thu,Đông 2,Hải 3,Sỹ,Khoa,Tài 2,Đức 2,Chính 2,Nghĩa 2,Trung 2,Hiếu 2,Cường,Khánh,Kỳ,Nhân,Đạt,"
              "Bá,Điền,Cần,Kiệm,Liêm,Thảo,Lâm 2,Long 2,Quý 2,Hòa 3,Mậu,Tuất,Ất,Dần,Thìn,Ngọ,Thân,Mùi"),
    _weighted("Hùng 5,Dũng 5,Sơn 4,Thành 4,Bình 3,Minh 4,Phúc 2,Lộc 2,Tuấn 5,Cường 4,Hải 4,Thắng 3,Tùng 2,Nam 3,Hưng 3,Long 3,Toàn 3,"
              "Tiến 3,Việt 2,Quang 3,Vinh 3,Hiệp 2,Hiếu 2,Đức 3,Trung 3,Kiên 2,Lâm 2,Nghĩa 2,Phong 2,Quân 2,Tài 2,Tâm 2,Thanh 3,Tú 2,Vũ 2,"
              "Duy,Định,Khánh,Khoa,Luân,Lực,Nhân,Quyết,Sang,Thịnh,Thiện,Trường 2,Tuyên,Vương,Linh,Lĩnh,Ngọc,Hậu,Hoan,Chiến 2,Chung"),
    _weighted("Anh 5,Tuấn 4,Hiếu 4,Huy 4,Đạt 4,Khang 2,Khoa 3,Long 3,Minh 4,Nam 4,Phong 3,Phúc 3,Quân 3,Quang 2,Sơn 2,Tài 2,Thắng 2,"
              "Thành 2,Thiên,Thịnh 2,Tiến 2,Toàn 2,Trung 2,Tú 2,Tùng 2,Vinh 2,Vũ 3,Bảo 3,Duy 3,Dương 3,Hải 2,Hoàng 3,Hưng 3,Kiên 2,Kiệt 2,"
              "Lâm 2,Linh,Lộc,Nghĩa,Nguyên,Nhật,Quốc,Sang,Trí 2,Trường 2,Việt 2"),
)  # fmt: skip
GIVEN_WOMAN = (
    _weighted("Lan 4,Hoa 4,Nhung 2,Lài,Sen 2,Cúc 2,Mai 3,Đào 2,Liên 3,Hồng 3,Tuyết 3,Nga 2,Hạnh 2,Phượng 2,Xuân 3,Thu 2,Đông,Bảy,Sáu 2,"
              "Tám,Mười,Hai,Ba,Tư,Năm,Chín,Lành 2,Hiền 2,Thảo,Thơm,Nhàn,Thanh 2,Bình 2,Hòa 2,Minh,Lý,Phúc,Lộc,Lương,Tâm 2,Loan 2,Yến,"
              "Oanh 2,Vân 2,Nguyệt 2,Lựu,Mận,Gái,Út 2,Ngân,Huệ 3,Hường 2,Thúy,Tính"),
    _weighted("Hương 5,Lan 3,Hoa 4,Hằng 4,Hà 4,Hạnh 4,Hiền 4,Hồng 4,Huệ 3,Huyền 3,Lệ,Liên 3,Linh 2,Loan 2,Ly,Mai 3,Nga 3,Ngân 2,Nguyệt 2,"
              "Nhung 3,Oanh 2,Phương 4,Phượng 2,Quyên 2,Sương,Tâm 2,Thanh 3,Thảo 3,Thoa,Thu 3,Thúy 4,Thủy 5,Tuyết 2,Vân 4,Xuân 2,Yến 3,"
              "Dung 3,Bình,Anh 2,Diệu,Giang,Kiều,Lý,Minh,Trang 2,Trinh,Tươi,Hường,Hòa 2,Nhàn,Thơm"),
    _weighted("Anh 5,Trang 5,Linh 5,Thảo 4,Hương 3,Hà 3,Ngọc 4,Phương 4,Nhung 2,Nga,Ngân 3,Yến 3,Vy 3,Trâm 2,Trinh 2,Trúc 2,Tuyền 2,Uyên 2,"
              "Thư 2,Thùy 2,Thủy 2,Tiên 2,Quyên 2,Quỳnh 3,Oanh,Nhi 3,My 2,Mai 3,Ly 3,Loan,Lan 2,Khánh,Huyền 4,Hồng 2,Hoa,Hiền 3,Hạnh 2,"
              "Hằng 3,Hân 2,Giang 2,Dung 2,Duyên 3,Diệp,Châu 2,Chi 2,Ánh 2,An"),
)  # fmt: skip
GIVEN_OF: dict[str, tuple[tuple[list[str], list[float]], tuple[list[str], list[float]]]] = {
    CO_TU: (_weighted("Nhơn,Bhươi,Crúy,Nhói,Dung,Bứt,Mười,Thân,Tuấn,Hùng,Bảy,Nam,Hải,Trước,Nối,Plênh"),
            _weighted("Thị Hiền,Thị Nhanh,Thị Bé,Thị Mít,Thị Hương,Thị Lan,Thị Trâm,Thị Brơ,Thị Ngọc,Thị Thu,Thị Lý")),
    GIE_TRIENG: (_weighted("Văn Sơn,Văn Nhiêu,Nguyên,Đức,Hồng,Văn Ngọc,Nghĩa,Thông,Rô,Văn Tiến"),
                 _weighted("Thị Hoa,Thị Vân,Thị Nga,Thị Thêm,Thị Liễu,Thị Mai,Thị Hà")),
    CO_HO: (_weighted("K'Brên,K'Tư,K'Huy,Ha Win,Ha Sương,K'Đức,K'Bảo,Ha Nghĩa,K'Thành,K'Minh"),
            _weighted("Ka Hiền,Ka Nhung,Ka Trang,K'Lan,Ka Mỹ,K'Hương,Ka Thủy,Ka Duyên")),
    CHU_RU: (_weighted("Ya Loan,Ya Thương,Ya Đuk,Nai Sơn,Ya Tuấn,Ya Hiếu,Jơ Hùng,Ya Thành"),
             _weighted("Ma Bio,Ma Hương,Nai Thủy,Ma Lan,Ma Đoan,Ma Hiền,Nai Trang,Ma Duyên")),
}  # fmt: skip


@lru_cache(maxsize=1)
def forbidden() -> frozenset[str]:
    """SHA-256 of folded full names that no invented person may bear."""
    text = files("chibo.demo").joinpath("data/hashed_names.txt").read_text("ascii")
    return frozenset(text.split())


def is_forbidden(full_name: str) -> bool:
    """Whether somebody in the published reports bears this name."""
    return hashlib.sha256(fold(full_name).encode()).hexdigest() in forbidden()


def full_name(
    chance: Random, *, is_woman: bool, born: int, ethnicity: str, families: tuple[list[str], list[float]]
) -> str:
    """An invented name.

    :param born: year of birth
    :param families: family names of the Kinh of the region
    """
    while True:
        name = _invent(chance, is_woman, born, ethnicity, families)
        if not _is_taken(name):
            return name


@lru_cache(maxsize=100_000)
def _is_taken(name: str) -> bool:
    return is_forbidden(name)


def _invent(chance: Random, is_woman: bool, born: int, ethnicity: str, families: tuple[list[str], list[float]]) -> str:
    decade = 0 if born < 1962 else 1 if born < 1987 else 2
    family = _pick(chance, FAMILIES.get(ethnicity, families))
    if ethnicity in GIVEN_OF:
        return f"{family} {_pick(chance, GIVEN_OF[ethnicity][is_woman])}"
    middle = _pick(chance, (MIDDLE_WOMAN if is_woman else MIDDLE_MAN)[decade])
    return f"{family} {middle} {_pick(chance, (GIVEN_WOMAN if is_woman else GIVEN_MAN)[decade])}"


def _pick(chance: Random, table: tuple[list[str], list[float]]) -> str:
    return chance.choices(table[0], cum_weights=table[1])[0]
