"""The columns of a workbook of movements."""

from chibo.exchange.reading.values import Choice, Day, Lookup, Text
from chibo.exchange.rules.kinds import Column
from chibo.members.imports import columns, papers
from chibo.members.imports.headings import HEADINGS
from chibo.members.vocabulary import Cause, Ground, Sex, Status

_CAUSES = tuple((cause.value, cause.label) for cause in Cause if cause not in (Cause.OPENING, Cause.REORGANIZATION))
_ALSO = {
    "Kết nạp đảng": "admission", "Kết nạp Đảng viên": "admission", "Kết nạp mới": "admission", "Mới kết nạp": "admission",
    "KN": "admission", "Phục hồi đảng tịch": "restoration", "Khôi phục": "restoration", "Khôi phục quyền đảng viên": "restoration",
    "Phục hồi quyền đảng viên": "restoration", "Chuyển sinh hoạt đến": "transfer_in", "Tiếp nhận": "transfer_in",
    "Chuyển sinh hoạt đảng đến": "transfer_in", "Nơi khác chuyển đến": "transfer_in", "Chuyển về": "transfer_in",
    "Đến": "transfer_in", "Chuyển nội bộ": "transfer", "Chuyển sinh hoạt nội bộ": "transfer", "Nội bộ": "transfer",
    "Chuyển sinh hoạt đảng": "transfer", "Chuyển sinh hoạt đảng nội bộ": "transfer", "Chuyển chi bộ": "transfer",
    "Chuyển sinh hoạt đi": "transfer_out", "Chuyển sinh hoạt đảng đi": "transfer_out", "Chuyển đi nơi khác": "transfer_out",
    "Đi": "transfer_out", "Xóa tên đảng viên": "strike_off", "Bị xóa tên": "strike_off", "Xóa tên đảng viên dự bị": "strike_off",
    "Khai trừ khỏi Đảng": "expulsion", "Bị khai trừ": "expulsion", "Khai trừ ra khỏi Đảng": "expulsion",
    "Xin ra Đảng": "voluntary_exit", "Xin ra": "voluntary_exit", "Cho ra khỏi Đảng": "voluntary_exit",
    "Xin ra khỏi Đảng theo đơn": "voluntary_exit", "Mất": "death", "Đã mất": "death", "Chết": "death", "Qua đời": "death",
    "Công nhận đảng viên chính thức": "recognition", "Chuyển chính thức": "recognition", "Chuyển đảng chính thức": "recognition",
    "Công nhận": "recognition", "CNCT": "recognition", "Chuyển đảng viên chính thức": "recognition",
    "Sinh hoạt tạm thời": "temporary_start", "Chuyển sinh hoạt tạm thời": "temporary_start", "SHTT": "temporary_start",
    "Đến tạm thời": "temporary_start", "Hết tạm thời": "temporary_end", "Kết thúc sinh hoạt tạm thời": "temporary_end",
}  # fmt: skip
_GROUNDS = {
    "Bỏ sinh hoạt": "no_activity", "Bỏ sinh hoạt đảng": "no_activity", "Không đóng đảng phí": "no_activity",
    "Bỏ sinh hoạt, không đóng đảng phí": "no_activity", "Tự bỏ sinh hoạt": "no_activity", "Trả thẻ": "returned_card",
    "Tự hủy thẻ": "returned_card", "Giảm sút ý chí": "lost_will", "Giảm sút ý chí phấn đấu": "lost_will",
    "Hai năm liền không hoàn thành nhiệm vụ": "two_years", "2 năm không hoàn thành nhiệm vụ": "two_years",
    "Không bảo đảm tiêu chuẩn chính trị": "political_standard", "Vi phạm tiêu chuẩn chính trị": "political_standard",
    "Dự bị không đủ điều kiện": "probation_failed", "Không đủ tư cách": "probation_failed",
}  # fmt: skip
GROUP, PLACE, WAY = "Biến động", "Nơi đi, nơi đến", "Vào Đảng"


def _column(name: str, title: str, type: object, group: str, **more: object) -> Column:
    return Column(name, title, type, also=HEADINGS.get(name, ()), group=group, **more)


COLUMNS = (
    *columns.KEYS,
    _column("sex", "Giới tính", Choice(tuple(Sex.choices), {"F": "nu", "M": "nam"}), columns.GROUP, example="Nam"),
    _column("cause", "Loại biến động", Choice(_CAUSES, _ALSO), GROUP, required=True, example="Kết nạp"),
    _column("on", "Ngày có hiệu lực", Day(), GROUP, required=True, example="19/05/2024",
            hint="Kết nạp: ngày làm lễ. Chuyển đến: ngày tiếp nhận. Chuyển đi: ngày giới thiệu."),
    _column("from_unit", "Chi bộ nơi đi", Lookup("unit"), PLACE, hint="Để trống thì lấy chi bộ trong hồ sơ."),
    _column("to_unit", "Chi bộ nơi đến", Lookup("unit"), PLACE, example="Chi bộ Thôn 1",
            hint="Cần cho kết nạp, chuyển đến, chuyển sinh hoạt, phục hồi, sinh hoạt tạm thời."),
    _column("base", "Đảng bộ cơ sở", Lookup("unit"), PLACE),
    _column("other_place", "Nơi ngoài hệ thống", Text(), PLACE, hint="Nơi đi hoặc nơi đến không có trong Chibo."),
    _column("party_since", "Ngày vào Đảng", Day(), WAY, hint="Cho người chuyển đến từ ngoài hệ thống."),
    _column("official_since", "Ngày chính thức", Day(), WAY),
    _column("status", "Tư cách", Choice(tuple(Status.choices), {"CT": "official", "DB": "probationary"}), WAY),
    _column("ground", "Lý do xóa tên", Choice(tuple(c for c in Ground.choices if c[0]), _GROUNDS), GROUP),
    *papers.COLUMNS,
    _column("note", "Ghi chú", Text(longest=400), GROUP),
)  # fmt: skip
