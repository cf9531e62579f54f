"""What a registered decision must have."""

from datetime import date

from chibo.kernel.refusal import Refusal

READ = "decisions.read"
WRITE = "decisions.write"
LENGTHS = {"number": 80, "issuer": 200, "signer_title": 200, "summary": 500}
NAMES = {
    "number": "Số, ký hiệu",
    "issuer": "Cơ quan ban hành",
    "signer_title": "Chức danh người ký",
    "summary": "Trích yếu",
}


def check(values: dict[str, str], *, issued_on: date, effective_on: date | None) -> None:
    """:raises Refusal: no number, no issuer, too long, or in effect before it was signed"""
    for field in ("number", "issuer"):
        if not values[field]:
            raise Refusal(
                f"Thiếu {NAMES[field].lower()} của quyết định. Hãy ghi như trên văn bản.", field=field, code="missing"
            )
    for field, length in LENGTHS.items():
        if len(values[field]) > length:
            raise Refusal(f"{NAMES[field]} quá dài. Hãy viết gọn trong {length} ký tự.", field=field, code="too_long")
    if effective_on is not None and effective_on < issued_on:
        raise Refusal(
            "Ngày có hiệu lực đang trước ngày ký. Hãy xem lại hai ngày trên văn bản.",
            field="effective_on",
            code="period",
        )
