"""What a committee is called, and in whose name it signs."""

COMMITTEES = {
    "đảng bộ tỉnh ": "Tỉnh ủy ",
    "đảng bộ thành phố ": "Thành ủy ",
    "đảng bộ huyện ": "Huyện ủy ",
    "đảng bộ quận ": "Quận ủy ",
    "đảng bộ thị xã ": "Thị ủy ",
    "đảng bộ ": "Đảng ủy ",
}
SIGNING = ("Ban Thường vụ", "Chi bộ", "Đảng ủy", "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Quận ủy", "Thị ủy")


def committee_name(name: str) -> str:
    """The committee of a đảng bộ: ``Đảng bộ huyện A`` → ``Huyện ủy A``; a chi bộ issues in its own name."""
    for begins, committee in COMMITTEES.items():
        if name.casefold().startswith(begins):
            return committee + name[len(begins) :]
    return name


def authority_of(issuer: str, otherwise: str) -> str:
    """In whose name an issuer signs: ``Đảng ủy xã A`` → ``T/M Đảng ủy``; the form's own words where nobody can tell."""
    for body in SIGNING:
        if issuer.casefold().startswith(body.casefold()):
            return f"T/M {body}"
    return otherwise
