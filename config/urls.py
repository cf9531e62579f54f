"""Which part of the house answers which address."""

from django.urls import include, path

ROOMS = {
    "site": "",
    "accounts": "tai-khoan/",
    "ui": "ui/",
    "api": "api/v1/",
    "quality": "chat-luong/",
    "inbox": "cong-viec/",
    "own": "cua-toi/",
    "admission": "phat-trien/",
    "transfers": "chuyen-sinh-hoat/",
    "removal": "sang-loc/",
    "fees": "dang-phi/",
    "dossiers": "ho-so/",
    "badges": "huy-hieu/",
    "procedures": "quy-trinh/",
    "papers": "van-ban/",
    "reports": "bao-cao/",
    "catalogue": "chi-tieu/",
    "members": "dang-vien/",
    "posts": "chuc-danh/",
    "access": "phan-quyen/",
    "org": "to-chuc/",
    "exchange": "nhap-tep/",
    "jobs": "viec/",
    "files": "tep/",
    "decisions": "quyet-dinh/",
    "rulebook": "quy-dinh/",
    "journal": "nhat-ky/",
}

urlpatterns = [path(prefix, include(f"chibo.{area}.urls")) for area, prefix in ROOMS.items()]
