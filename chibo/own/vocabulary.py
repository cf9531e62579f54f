"""What a member may ask to have corrected."""

from chibo.members.vocabulary import ATTRIBUTES

CODE = "sua-thong-tin"
STATED = "khai"
"""The step at which the member says what is wrong."""
NAME, BIRTH, IDENTITY, CARD = "full_name", "born_on", "national_id", "card"
NUMBERS = (IDENTITY, CARD)
WRONG, CHANGED = "ghi_sai", "thay_doi"
BY_PROCEDURE = ("exemption", "activity")
"""Attributes that follow from decisions, which are cases of their own."""
ITEMS: dict[str, str] = {
    NAME: "Họ và tên khai sinh",
    BIRTH: "Ngày sinh",
    IDENTITY: "Số định danh cá nhân (CCCD)",
    CARD: "Số thẻ đảng viên",
    **{name: title for name, (title, _) in ATTRIBUTES.items() if name not in BY_PROCEDURE},
}
NEVER_CHANGES = (NAME, BIRTH, *NUMBERS)
"""Items that are corrected, not changed from a day on."""
