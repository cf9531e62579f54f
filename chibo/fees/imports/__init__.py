"""What a row of the portal's list means: who paid how much for which month; held against what is on record."""

from chibo.exchange.rules.kinds import Kind
from chibo.fees import rules
from chibo.fees.imports.columns import COLUMNS
from chibo.fees.imports.importer import PaymentImporter, stands_on, undo

PAYMENTS = Kind(
    name="fees",
    title="Đảng phí đóng qua Cổng Dịch vụ công",
    noun="lần đóng",
    explain=(
        "Mỗi dòng là một lần đảng viên đóng đảng phí qua Cổng Dịch vụ công quốc gia, như danh sách tải về từ Cổng. Lần đã có "
        "thì bỏ qua; tháng đã thu bằng cách khác thì hỏi."
    ),
    columns=COLUMNS,
    capability=rules.WRITE,
    sensitive="members.sensitive",
    begin=PaymentImporter,
    stands_on=stands_on,
    undo=undo,
    about=("month", "amount", "paid_on"),
)

__all__ = ["PAYMENTS"]
