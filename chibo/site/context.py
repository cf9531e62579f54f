"""What the frame of every page shows: where one works, as whom, the menu, and whether the data are invented."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from chibo.kernel import clock
from chibo.site.navigation import menu


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor; costs nothing on pages that have no frame."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}


def frame_of(request: HttpRequest) -> dict[str, Any]:
    """The frame of a signed-in person; empty for nobody."""
    viewer = getattr(request, "viewer", None)
    if viewer is None or not viewer.is_signed_in:
        return {}
    lines, buttons = menu(viewer, request.path, on=clock.today())
    several = len(viewer.grants) > 1
    return {
        "home": viewer.home_name,
        "home_url": reverse("site:home"),
        "switch_url": reverse("site:switch") if several else "",
        "user": viewer.label,
        # A name that says the role already, as those of the demo do, is not told twice.
        "role": "" if viewer.label.startswith(viewer.role_title) else viewer.role_title,
        "menu": lines,
        "phone_menu": buttons,
        "illustration": viewer.account.is_illustration or bool(viewer.home and viewer.home.is_illustration),
        "data_note": getattr(request, "data_note", ""),
    }
