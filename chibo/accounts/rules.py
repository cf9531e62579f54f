"""What an account must be like."""

import re

from chibo.kernel.refusal import Refusal

MANAGE = "access.grant"
"""Who may give rights may also open and lock accounts."""
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")


def check_account(*, username: str, display_name: str) -> None:
    """:raises Refusal: a user name with other signs, no display name, too long"""
    if not _USERNAME.fullmatch(username):
        raise Refusal(
            "Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số, dấu chấm và gạch. Hãy nhập như vanphong.xa.",
            field="username",
            code="bad_username",
        )
    if not display_name or len(display_name) > 120:
        raise Refusal("Hãy nhập tên hiển thị, nhiều nhất 120 ký tự.", field="display_name", code="bad_name")
