"""Who is asking, and what a refusal looks like."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from chibo.access.queries import AccountViewer, Anonymous
from chibo.kernel import clock
from chibo.kernel.refusal import NotFound, Refusal
from chibo.rulebook import queries as rulebook
from chibo.site.acting import as_chosen

log = logging.getLogger("chibo.site")

API = "/api/"
OPEN_NAMES = ("account_login", "account_inactive")
OPEN_PATHS = ("/static/", "/healthz", "/robots.txt", "/favicon.ico", "/ui/co-chu/")
"""Addresses that answer before anybody has signed in."""
SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
SEEN_EVERY = 60
"""Seconds between two writes that put off the idle end of a session; reading a page costs no write."""

Next = Callable[[HttpRequest], HttpResponse]


class ViewerMiddleware:
    """Puts ``request.viewer`` on the request, asks for a sign-in, and ends sessions that have lasted too long.

    Within one request the rulebook is read once.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: viewer_of(request))
        if request.path_info.startswith(OPEN_PATHS) or request.path_info in _open_addresses():
            return self.get_response(request)
        if _outlived(request):
            logout(request)
        if not request.user.is_authenticated:
            return _sign_in(request)
        with rulebook.steady():
            return self.get_response(request)


def viewer_of(request: HttpRequest) -> AccountViewer | Anonymous:
    """The viewer of a request: its account today, or nobody."""
    if request.user.is_authenticated and request.user.is_active:
        return as_chosen(AccountViewer(request.user, on=clock.today()), request.session)
    return Anonymous()


def _open_addresses() -> tuple[str, ...]:
    return tuple(reverse(name) for name in OPEN_NAMES)


def _outlived(request: HttpRequest) -> bool:
    """Whether the session is older than ``SESSION_ABSOLUTE_AGE``; the first request of a session starts the count."""
    if not request.user.is_authenticated:
        return False
    now = int(time.time())
    if now - request.session.get(SEEN_AT, 0) >= SEEN_EVERY:
        request.session[SEEN_AT] = now
    began = request.session.get(SIGNED_IN_AT)
    if began is None:
        request.session[SIGNED_IN_AT] = now
        return False
    return now - began > settings.SESSION_ABSOLUTE_AGE


def _sign_in(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith(API):
        return _json(Refusal("Đồng chí chưa đăng nhập. Hãy đăng nhập rồi gọi lại.", code="not_signed_in", status=401))
    address = reverse("account_login")
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = address
        return response
    return redirect_to_login(request.get_full_path(), login_url=address)


class RefusalMiddleware:
    """Turns a refusal into a page, or into JSON under /api/. Input no field takes is refused too, never an error."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            has_nul = "\x00" in request.GET.urlencode().replace("%00", "\x00")
        except TooManyFieldsSent as error:
            request.GET = QueryDict()
            return answer(request, refusal_of(error))
        if has_nul:
            return answer(
                request,
                Refusal("Địa chỉ có ký tự không dùng được. Hãy mở lại trang từ mục lục.", code="bad_text", status=400),
            )
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to a refusal or to input that is no input; None leaves a real error to Django."""
        refusal = refusal_of(error)
        return None if refusal is None else answer(request, refusal)


def refusal_of(error: Exception) -> Refusal | None:
    """What an exception says to the person, or None for an error of the program."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Http404):
        return NotFound("Không có trang này. Hãy mở lại từ mục lục, hoặc tìm theo tên.", code="unknown_page")
    if isinstance(error, PermissionDenied):
        return Refusal("Đồng chí chưa được giao quyền làm việc này.", code="not_entitled", status=403)
    if isinstance(error, (RequestDataTooBig, TooManyFieldsSent)):
        return Refusal("Nội dung gửi lên quá lớn. Hãy viết gọn lại hoặc chia nhỏ rồi gửi.", code="too_big", status=413)
    if isinstance(error, (SuspiciousOperation, BadRequest)):
        return Refusal("Yêu cầu không hợp lệ. Hãy mở lại trang rồi làm lại.", code="bad_request", status=400)
    if isinstance(error, (OverflowError, DataError)):
        return Refusal("Có số quá lớn hoặc nội dung quá dài. Hãy xem lại các ô đã nhập.", code="too_big")
    return None


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as a page or as JSON, with its status."""
    if request.path_info.startswith(API):
        return _json(refusal)
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    context = {
        "refusal": refusal,
        "refusal_title": TITLES.get(refusal.status, ""),
        "frame_template": "ui/page.html" if signed_in else "ui/plain.html",
        "back_url": _back(request),
    }
    return render(request, "ui/refusal.html", context, status=refusal.status)


TITLES = {403: "Chưa được giao quyền", 404: "Không tìm thấy", 409: "Cần xem lại trước khi làm"}


def _back(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}/"
    return came_from if came_from.startswith(own) else ""


def _json(refusal: Refusal) -> JsonResponse:
    body = {"error": refusal.code, "message": refusal.message}
    if refusal.field:
        body["field"] = refusal.field
    if refusal.rule:
        body["rule"] = refusal.rule
    if refusal.choices:
        body["choices"] = [{"value": value, "label": label} for value, label in refusal.choices]
    return JsonResponse(body, status=refusal.status, json_dumps_params={"ensure_ascii": False})
