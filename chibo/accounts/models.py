"""Accounts."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name, whatever the case it was typed in."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """Somebody who can sign in; ``person_uid`` links to the own record of a member."""

    username = models.CharField(
        "tên đăng nhập",
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"\A[a-z0-9][a-z0-9._-]*\Z",
                "Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số, dấu chấm và gạch. Hãy nhập như vanphong.xa.",
            )
        ],
    )
    display_name = models.CharField("tên hiển thị", max_length=120)
    person_uid = models.UUIDField("hồ sơ đảng viên", null=True, blank=True, unique=True)
    is_active = models.BooleanField("đang dùng", default=True)
    is_illustration = models.BooleanField("tài khoản minh họa", default=False)
    made_at = models.DateTimeField("ngày lập", auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]
    objects = AccountManager()

    class Meta:
        verbose_name = "Tài khoản"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        return self.display_name

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"account:{self.pk}"
