"""The columns of the list of payments through the national portal."""

from dataclasses import replace

from chibo.exchange.reading.values import Day, Text, Whole
from chibo.exchange.rules.kinds import Column
from chibo.fees.rules import money
from chibo.members.imports import columns as people

GROUP = "Đóng đảng phí"
UID = replace(people.UID, hint="Chibo ghi cột này khi xuất; có thì không cần các cột khác về người.")
MONTH = Column(
    "month",
    "Đóng cho tháng",
    Day(partial=True),
    also=("tháng", "kỳ đóng", "tháng đóng", "kỳ thu", "đảng phí tháng", "tháng nộp", "kỳ đảng phí"),
    hint="Như 11/2026; để trống thì là tháng của ngày đóng.",
    example="11/2026",
    group=GROUP,
)
AMOUNT = Column(
    "amount",
    "Số tiền",
    Whole(low=1, high=money.MOST),
    required=True,
    also=(
        "số tiền đóng",
        "số tiền nộp",
        "số tiền (đồng)",
        "số tiền thanh toán",
        "đảng phí",
        "thành tiền",
        "giá trị giao dịch",
    ),
    example="100.000",
    group=GROUP,
)
PAID_ON = Column(
    "paid_on",
    "Ngày đóng",
    Day(),
    required=True,
    also=("ngày nộp", "ngày thanh toán", "ngày giao dịch", "thời gian giao dịch", "thời gian thanh toán", "ngày"),
    example="05/11/2026",
    group=GROUP,
)
CODE = Column(
    "code",
    "Mã giao dịch",
    Text(longest=60),
    also=("mã thanh toán", "số giao dịch", "mã hóa đơn", "mã tham chiếu", "mã biên lai", "số biên lai"),
    hint="Có mã thì nhập lại tệp không ghi hai lần.",
    group=GROUP,
)
COLUMNS = (UID, people.NAME, people.BORN, people.NATIONAL_ID, people.CARD, MONTH, AMOUNT, PAID_ON, CODE)
