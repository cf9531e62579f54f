"""Which part of the house answers which address."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = {
    "site": "",
    "accounts": "tai-khoan/",
    "ui": "ui/",
    "api": "api/v1/",
    "reports": "bao-cao/",
    "catalogue": "chi-tieu/",
    "members": "dang-vien/",
    "access": "phan-quyen/",
    "org": "to-chuc/",
    "tables": "bang/",
    "jobs": "viec/",
    "files": "tep/",
    "decisions": "quyet-dinh/",
    "rulebook": "quy-dinh/",
    "journal": "nhat-ky/",
    "claims": "doi-chieu/",
    "demo": "minh-hoa/",
}


def _built(name):
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


urlpatterns = [
    path(prefix, include(f"chibo.{area}.urls")) for area, prefix in ROOMS.items() if _built(f"chibo.{area}.urls")
]
