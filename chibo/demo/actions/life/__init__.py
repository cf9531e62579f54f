"""What the records of a committee hold beside the roll: targets, special admissions, files, screening, members away, cases,
fees, badges.

Made after everybody is on record, each part whole, by the actions of the areas. Everything is decided by one seeded chance.
"""

from chibo.demo.actions.life import admissions, away, badges, dues, files, leading, screening
from chibo.demo.actions.life.scene import Scene

PARTS = (
    ("chỉ tiêu, nguồn kết nạp", 400, admissions.fill),
    ("hồ sơ, phiếu bổ sung, báo cáo", 600, files.fill),
    ("rà soát, giúp đỡ", 300, screening.fill),
    ("đi làm xa, ra ngoài nước", 100, away.fill),
    ("hồ sơ đang giải quyết", 200, leading.fill),
    ("Huy hiệu Đảng", 200, badges.fill),
    ("đảng phí", 300, dues.fill),
)
"""Title, weight on the progress bar, what fills it."""

__all__ = ["PARTS", "Scene"]
