"""Signing in, signing out, changing the password."""

from typing import Any

from allauth.account import views as library
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chibo.accounts import actions
from chibo.accounts.forms import ChangePasswordForm, SignInForm
from chibo.kernel import clock


class SignIn(library.LoginView):
    """The way in."""

    form_class = SignInForm


class SignOut(library.LogoutView):
    """The way out."""


class ChangePassword(library.PasswordChangeView):
    """A new password for oneself."""

    form_class = ChangePasswordForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it and keep that it was changed."""
        response = super().form_valid(form)
        user = self.request.user
        actions.note("accounts.password_changed", user, f"{user.username} đổi mật khẩu", on=clock.today())
        return response


def inactive(request: HttpRequest) -> HttpResponse:
    """Told to whoever signs in with a locked account."""
    return render(request, "account/account_inactive.html", status=403)
