"""The kind of workbook ``members``: the roll of a unit as of a day, with full profiles."""

from chibo.exchange.rules.kinds import Kind
from chibo.members.imports.profile_columns import COLUMNS
from chibo.members.imports.profiles import ProfileImporter
from chibo.members.imports.undoing import stands_on, undo
from chibo.members.rules import capabilities

MEMBERS = Kind(
    name="members",
    title="Hồ sơ đảng viên",
    noun="đảng viên",
    explain=(
        "Danh sách đảng viên của đơn vị vào một ngày, mỗi dòng một người; nhận cả bảng 33 cột chuẩn hóa dữ liệu đảng viên. "
        "Người chưa có hồ sơ được lập hồ sơ và ghi hiện trạng vào ngày đó; người đã có thì so từng ô, ô trống không xóa gì."
    ),
    columns=COLUMNS,
    capability=capabilities.WRITE,
    sensitive=capabilities.SENSITIVE,
    begin=ProfileImporter,
    stands_on=stands_on,
    undo=undo,
    about=("born", "unit", "unit_code", "state"),
    asks_day=True,
)
