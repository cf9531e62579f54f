"""Why a file is not read, and what to do next. Every refusal of the reader is made here."""

from chibo.kernel.refusal import Refusal

SAVE_AGAIN = (
    "Mở tệp bằng Excel hoặc LibreOffice, chọn Lưu thành (Save As), loại “Excel Workbook (.xlsx)”, rồi tải tệp mới lên."
)
SPLIT = "Chia thành nhiều tệp nhỏ hơn rồi tải lên từng tệp."


def thousands(number: int) -> str:
    """A number as it is written in Vietnamese: ``1.048.576``."""
    return f"{number:,}".replace(",", ".")


def some(count: int, cells: list[str], most: int = 5) -> str:
    """``7 ô (C2, C3, D5 …)``."""
    return f"{thousands(count)} ô ({', '.join(cells[:most])}{' …' if count > most else ''})"


def megabytes(size: int) -> str:
    """A size in whole megabytes."""
    return f"{thousands(max(1, round(size / 1024 / 1024)))} MB"


def empty() -> Refusal:
    """The file holds nothing."""
    return Refusal("Tệp rỗng, không có dữ liệu. Kiểm tra lại tệp ở máy của bạn rồi tải lên lần nữa.", code="empty_file")


def broken(what: str = "Tệp hỏng hoặc bị cắt cụt") -> Refusal:
    """The file is damaged."""
    return Refusal(
        f"{what}, nên không đọc được. Tải lại bản gốc hoặc {SAVE_AGAIN[0].lower()}{SAVE_AGAIN[1:]}", code="broken_file"
    )


def odd(what: str) -> Refusal:
    """The file is made as no program for workbooks makes it."""
    return Refusal(f"{what}; tệp không được đọc để giữ an toàn. {SAVE_AGAIN}", code="unsafe_file")


def too_large(what: str, way_out: str = SPLIT) -> Refusal:
    """The file holds more than is read in one piece."""
    return Refusal(f"{what}. {way_out}", code="too_large")


def too_far(sheet: str, row: int, column: int, rows: int, columns: int) -> Refusal:
    """A value stands absurdly far from the others."""
    from chibo.exchange.reading.places import address

    return Refusal(
        f"Trang tính “{sheet}” có dữ liệu tới tận ô {address(row, column)}, quá giới hạn {thousands(rows)} dòng × "
        f"{thousands(columns)} cột. Nhấn Ctrl+End trong Excel để tới ô ấy, xóa các dòng và cột thừa, lưu lại rồi tải lên.",
        code="too_large",
    )


def other_kind(kind: str, way_out: str = SAVE_AGAIN) -> Refusal:
    """The file is something else than a workbook that is read."""
    return Refusal(f"{kind}. {way_out}", code="wrong_kind")


def protected() -> Refusal:
    """The file opens only with a password."""
    return Refusal(
        "Tệp được bảo vệ bằng mật khẩu nên không mở được. Mở tệp bằng Excel, vào Tệp › Thông tin › Bảo vệ sổ làm việc, "
        "bỏ mật khẩu mở tệp, lưu lại rồi tải lên.",
        code="protected_file",
    )


def no_rows(name: str = "") -> Refusal:
    """There is nothing to read in it."""
    where = f"Trang tính “{name}”" if name else "Tệp"
    return Refusal(f"{where} không có dòng dữ liệu nào. Chọn trang tính khác hoặc tệp khác.", code="no_rows")


def no_sheet(name: str) -> Refusal:
    """The sheet asked for is not there."""
    return Refusal(f"Tệp không có trang tính “{name}”. Chọn lại trang tính rồi tiếp tục.", code="no_sheet")


def out_of_memory() -> Refusal:
    """Reading took more room than it may."""
    return too_large("Tệp cần quá nhiều bộ nhớ để đọc")


def out_of_time() -> Refusal:
    """Reading took longer than it may."""
    return too_large(
        "Đọc tệp mất quá nhiều thời gian nên đã dừng lại", f"{SPLIT} Nếu tệp nhỏ, hãy lưu lại thành .xlsx mới."
    )


def stopped() -> Refusal:
    """The reading process ended without an answer."""
    return Refusal(
        f"Chương trình đọc đã dừng đột ngột ở tệp này, chưa có gì được ghi. {SAVE_AGAIN}", code="reader_stopped"
    )


def busy() -> Refusal:
    """Too many files are being looked at."""
    return Refusal("Máy chủ đang đọc nhiều tệp khác. Đợi một phút rồi tải tệp lên lần nữa.", code="busy", status=503)
