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

SYMBOLS = {
    "Chi bộ": "CB",
    "Đảng ủy": "ĐU",
    "Tỉnh ủy": "TU",
    "Thành ủy": "TU",
    "Thị ủy": "TU",
    "Huyện ủy": "HU",
    "Quận ủy": "QU",
}
ISSUED_BY = ("/ĐU", "/CB")
"""Ends of symbols that name who issues; that of a đảng ủy bộ phận stays as the form says."""


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


def symbol_of(issuer: str, symbol: str) -> str:
    """The symbol with the letters of whoever issues: ``QĐ/ĐU`` of a ``Tỉnh ủy A`` → ``QĐ/TU``."""
    body = issuer.removeprefix("Ban Thường vụ ")
    letters = next((letters for name, letters in SYMBOLS.items() if body.casefold().startswith(name.casefold())), "")
    return f"{symbol[: symbol.rindex('/')]}/{letters}" if letters and symbol.endswith(ISSUED_BY) else symbol
