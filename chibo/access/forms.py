"""Giving and ending a grant."""

from typing import Any

from django.forms import ChoiceField

from chibo.access import rules
from chibo.ui import forms


class GrantForm(forms.Form):
    """Who, as what, where, from when until when, and why."""

    refusal_fields = {"account": "username"}

    username = forms.TextField(label="Tên đăng nhập", longest=60, help_text="Tài khoản được giao quyền.")
    role = ChoiceField(label="Vai trò")
    unit = forms.TextField(
        label="Tổ chức",
        longest=200,
        required=False,
        help_text="Mã ngắn hoặc tên; quyền gồm cả mọi tổ chức bên dưới. Để trống với vai trò toàn hệ thống.",
    )
    since = forms.DayField(label="Từ ngày")
    until = forms.DayField(label="Đến trước ngày", required=False, help_text="Để trống nếu chưa rõ ngày hết quyền.")
    reason = forms.TextField(label="Lý do, căn cứ", longest=rules.REASON_LENGTH, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Chọn vai trò"), *((code, r.title) for code, r in rules.roles().items())]


class EndForm(forms.Form):
    """The day from which a grant no longer holds."""

    refusal_fields = {"on": "end_on"}

    end_on = forms.DayField(label="Kết thúc từ ngày")
