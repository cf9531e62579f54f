"""What a row of a workbook about posts means: who holds what, where, from when until when."""

from chibo.exchange.rules.kinds import Kind
from chibo.posts import rules
from chibo.posts.imports.columns import COLUMNS
from chibo.posts.imports.importer import PostImporter, stands_on, undo

POSTS = Kind(
    name="posts",
    title="Chức danh",
    noun="chức danh",
    explain=(
        "Mỗi dòng là một người giữ một chức danh ở một tổ chức từ một ngày. Người phải có hồ sơ trong Chibo; nhập danh sách "
        "đảng viên trước nếu chưa có."
    ),
    columns=COLUMNS,
    capability=rules.WRITE,
    sensitive="members.sensitive",
    begin=PostImporter,
    stands_on=stands_on,
    undo=undo,
    about=("title", "unit", "since", "until"),
)

__all__ = ["POSTS"]
