"""How signing in differs from the library's way: no sign-up, Vietnamese sentences, an entry in the journal."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from chibo.accounts import actions
from chibo.kernel import clock


class Adapter(DefaultAccountAdapter):
    """Closed to sign-up: accounts are opened by an administrator."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Tài khoản này đã khóa. Hãy liên hệ quản trị viên.",
        "enter_current_password": "Mật khẩu hiện tại không đúng. Hãy nhập lại.",
        "incorrect_password": "Mật khẩu không đúng. Hãy nhập lại.",
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Hãy nhập lại.",
        "username_password_mismatch": "Tên đăng nhập hoặc mật khẩu không đúng. Hãy nhập lại.",
        "email_password_mismatch": "Tên đăng nhập hoặc mật khẩu không đúng. Hãy nhập lại.",
        "phone_password_mismatch": "Tên đăng nhập hoặc mật khẩu không đúng. Hãy nhập lại.",
        "too_many_login_attempts": "Đã nhập sai nhiều lần. Hãy đợi năm phút rồi thử lại.",
        "rate_limited": "Đã thử quá nhiều lần. Hãy đợi ít phút rồi thử lại.",
        "same_as_current": "Mật khẩu mới phải khác mật khẩu hiện tại.",
        "username_taken": "Tên đăng nhập này đã có. Hãy chọn tên khác.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account for oneself."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No greeting after signing in: the page itself says who one is."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the home page."""
        return "/"

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Go on, and keep that somebody came in."""
        response = super().post_login(request, user, **kwargs)
        actions.note("accounts.signed_in", user, f"{user.username} đăng nhập", on=clock.today())
        return response
