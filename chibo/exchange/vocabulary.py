"""Where a workbook stands, and what becomes of a row."""

from django.db.models import TextChoices


class Outcome(TextChoices):
    """What happens to a row of the workbook. Every row has exactly one."""

    CREATE = "create", "Tạo mới"
    UPDATE = "update", "Cập nhật"
    SKIP = "skip", "Bỏ qua"
    REFUSE = "refuse", "Từ chối"
    ASK = "ask", "Chờ trả lời"


class BatchState(TextChoices):
    """Where a workbook stands on its way in."""

    RECEIVED = "received", "Đã nhận tệp"
    MAPPED = "mapped", "Đã ghép cột"
    CHECKING = "checking", "Đang kiểm tra"
    CHECKED = "checked", "Đã kiểm tra, chờ ghi"
    WRITING = "writing", "Đang ghi"
    WRITTEN = "written", "Đã ghi"
    UNDOING = "undoing", "Đang hoàn tác"
    UNDONE = "undone", "Đã hoàn tác"
    DROPPED = "dropped", "Đã bỏ"
