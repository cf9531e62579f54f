"""Size of letters, and the gallery of components."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from chibo.kernel import clock
from chibo.kernel.refusal import NotFound
from chibo.ui import gallery as samples
from chibo.ui import params
from chibo.ui.confirm import two_step

A_YEAR = 365 * 24 * 3600
ICONS = Path(__file__).with_name("icons.txt")


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
    """Every component on one page; its form goes through both steps and keeps nothing."""
    today = clock.today()
    shown = samples.context(today=today) | {
        "asked": params.asked(request.GET, today=today),
        "done": "da-ghi" in request.GET,
        "icons": ICONS.read_text("utf-8").split(),
    }
    form = samples.SampleForm(request.POST or None)
    return two_step(request, form, "ui/gallery.html", shown, preview=samples.preview, act=samples.act)
