"""Size of letters, and the gallery of components."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from chibo.kernel import clock
from chibo.kernel.refusal import NotFound
from chibo.ui import gallery as samples

A_YEAR = 365 * 24 * 3600


@require_safe
def text_size(request: HttpRequest, size: str) -> HttpResponse:
    """Remember large or usual letters, and go back to the page."""
    if size not in ("lon", "thuong"):
        raise NotFound("Chỉ có cỡ chữ “lon” và “thuong”. Hãy chọn một trong hai.")
    back = request.GET.get("ve", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie("co_chu", size, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page."""
    return render(request, "ui/gallery.html", samples.context(request, today=clock.today()))
