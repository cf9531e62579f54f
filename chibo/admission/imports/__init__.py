"""What rows of workbooks about the source and about targets mean."""

from chibo.admission import rules
from chibo.admission.imports import prospects, targets
from chibo.admission.imports.columns import PROSPECT_COLUMNS, TARGET_COLUMNS
from chibo.exchange.rules.kinds import Kind

PROSPECTS = Kind(
    name="prospects",
    title="Nguồn kết nạp",
    noun="quần chúng ưu tú",
    explain="Mỗi dòng là một quần chúng ưu tú mà một chi bộ theo dõi, kèm giấy chứng nhận lớp nhận thức về Đảng nếu có.",
    columns=PROSPECT_COLUMNS,
    capability=rules.WRITE,
    sensitive="members.sensitive",
    begin=prospects.ProspectImporter,
    stands_on=prospects.stands_on,
    undo=prospects.undo,
    about=("unit", "born", "listed_on"),
)
TARGETS = Kind(
    name="targets",
    title="Chỉ tiêu kết nạp",
    noun="chỉ tiêu",
    explain="Mỗi dòng là chỉ tiêu kết nạp của một tổ chức trong một năm. Khác với chỉ tiêu đang có thì là điều chỉnh, phải có lý do.",
    columns=TARGET_COLUMNS,
    capability=rules.TARGET,
    begin=targets.TargetImporter,
    stands_on=targets.stands_on,
    undo=targets.undo,
    about=("year", "number"),
)
KINDS = (PROSPECTS, TARGETS)
__all__ = ["KINDS", "PROSPECTS", "TARGETS"]
