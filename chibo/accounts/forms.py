"""Signing in and changing the password, in Vietnamese."""

from typing import Any

from allauth.account import forms as library
from django.core.exceptions import ValidationError

MISMATCH = "Hai lần nhập mật khẩu mới khác nhau. Hãy nhập lại."
LABELS = {
    "login": "Tên đăng nhập",
    "password": "Mật khẩu",
    "oldpassword": "Mật khẩu hiện tại",
    "password1": "Mật khẩu mới",
    "password2": "Nhập lại mật khẩu mới",
}
LONGEST = 200


class _Vietnamese:
    label_suffix = ""
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            label = LABELS[name]
            field.label = label
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["maxlength"] = LONGEST
            field.error_messages["required"] = f"Hãy nhập {label[0].lower()}{label[1:]}."
            if name != "password1":
                field.help_text = ""

    def clean(self) -> Any:
        """:raises ValidationError: something too long to be a name or a password"""
        for name in self.fields:
            if len(self.cleaned_data.get(name) or "") > LONGEST:
                raise ValidationError(f"{LABELS[name]} quá dài. Hãy nhập lại.", code="too_long")
        return super().clean()


class SignInForm(_Vietnamese, library.LoginForm):
    """User name and password."""


class ChangePasswordForm(_Vietnamese, library.ChangePasswordForm):
    """The present password and twice the new one."""

    def clean(self) -> Any:
        """Say in Vietnamese where the two differ."""
        cleaned = super().clean()
        if "password2" in self.errors and "password1" in self.cleaned_data:
            self.errors["password2"] = self.error_class([MISMATCH])
        return cleaned
