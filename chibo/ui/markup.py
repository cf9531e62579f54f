"""Small pieces of markup as functions, for templates (through the tag library) and for rows of tables."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from chibo.kernel.days import show_day
from chibo.kernel.numbers import show_decimal, show_int

STATES = {
    "done": "circle-check",
    "waiting": "clock",
    "late": "alert-triangle",
    "new": "info-circle",
    "plain": "",
}
"""What a badge can say beside its words: settled, waiting, overdue or wrong, new or under way, neutral."""
NOTHING = "–"


def asset(path: str) -> str:
    """Address of a static file; its plain address where the manifest does not list it (tests, before collecting)."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """An icon of the sprite, hidden from screen readers: words always stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        asset("vendor/icons.svg"),
        name,
    )


def badge(state: str, text: object) -> SafeString:
    """A word on a coloured ground; never colour alone.

    :param state: a key of :data:`STATES`; anything else is neutral
    """
    state = state if state in STATES else "plain"
    return format_html('<span class="state state-{}">{}</span>', state, text)


def show(value: object) -> str:
    """A value as a Vietnamese page prints it: days, whole numbers, decimals, yes and no, a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        return show_int(value)
    if isinstance(value, (float, Decimal)):
        return show_decimal(value)
    if isinstance(value, date):
        return show_day(value) or NOTHING
    return str(value)


def link(url: str, text: object) -> SafeString:
    """A plain link."""
    return format_html('<a href="{}">{}</a>', url, text)


def with_query(url: str, changes: dict[str, object]) -> str:
    """The address with some query parameters set; None or an empty text takes one away."""
    parts = urlsplit(url)
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key not in changes]
    added = [(key, str(value)) for key, value in changes.items() if value not in (None, "")]
    return urlunsplit(parts._replace(query=urlencode(kept + added)))


def svg(markup: str) -> SafeString:
    """Markup built from numbers and escaped text only."""
    return mark_safe(markup)  # noqa: S308
