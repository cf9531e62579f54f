"""The tag library: ``{% load chibo %}``."""

from datetime import date

from django import template
from django.forms import BaseForm
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from chibo.kernel.days import show_day
from chibo.kernel.numbers import show_decimal, show_int, show_percent
from chibo.ui import markup, params

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """``03/02/1930``; a dash for no day and for an open end."""
    return show_day(value or None) or markup.NOTHING


@register.filter
def day_precise(value: date | None, precision: str) -> str:
    """A day as exactly as it is known: ``03/02/1930``, ``02/1930`` or ``1930``."""
    return show_day(value or None, precision) or markup.NOTHING


@register.filter
def vn(value: object) -> str:
    """A number as Vietnamese documents print it: ``1.985``, ``4,04``."""
    return markup.show(value)


@register.filter
def pct(value: object, places: int = 2) -> str:
    """A percentage (51.764 for 51,76%)."""
    return markup.NOTHING if value is None else f"{show_decimal(value, places)}%"


@register.simple_tag
def share(part: int, whole: int, places: int = 2) -> str:
    """k of n in percent."""
    return show_percent(part, whole, places)


@register.filter
def whole(value: int | None) -> str:
    """A whole number with points: ``1.985``."""
    return markup.NOTHING if value is None else show_int(value)


@register.filter
def get(mapping: dict, key: object) -> object:
    """One entry of a mapping, or nothing."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def block_text(context: template.Context, name: str) -> SafeString:
    """The text of a block of this page without its markup, so that the browser's title is the page's."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks is not None else None
    if block is None:
        return SafeString("")
    # The block has been escaped already; taking tags away keeps it so.
    return mark_safe(" ".join(strip_tags(block.render(context)).split()))  # noqa: S308


@register.simple_tag
def asset(path: str) -> str:
    """Address of a static file."""
    return markup.asset(path)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon; words always stand beside it."""
    return markup.icon(name) if name else SafeString("")


@register.simple_tag
def badge(state: str, text: object) -> SafeString:
    """A state in words on its colour: ``done waiting late new plain``."""
    return markup.badge(state, text)


@register.simple_tag(takes_context=True)
def keep_day(context: template.Context, url: str) -> str:
    """The address with the day and structure of this page."""
    request = context.get("request")
    return markup.with_query(url, params.carried(request.GET)) if request is not None else url


@register.simple_tag(takes_context=True)
def with_params(context: template.Context, **changes: object) -> str:
    """This page's query with changes (None takes one away), without the place in a list."""
    request = context.get("request")
    here = "?" + request.GET.urlencode() if request is not None else "?"
    dropped: dict[str, object] = {key: None for key in params.PLACE_IN_LIST}
    return markup.with_query(here, dropped | changes) or "?"


@register.simple_tag(takes_context=True)
def other_params(context: template.Context, *names: str | BaseForm) -> list[tuple[str, str]]:
    """Query parameters of this page besides the named ones, the fields of the forms that are named, and the place in a
    list: hidden fields of a GET form."""
    request = context.get("request")
    if request is None:
        return []
    left_out = {name for one in names for name in ([one] if isinstance(one, str) else one.fields)}
    left_out |= {*params.PLACE_IN_LIST}
    return [(key, value) for key, values in request.GET.lists() if key not in left_out for value in values]


@register.inclusion_tag("ui/_day_switch.html", takes_context=True)
def day_switch(
    context: template.Context,
    asked: params.Asked | None = None,
    today: date | None = None,
    structure: bool = True,
) -> dict:
    """The date switch and, where the page can be laid on another tree, the structure switch of the whole interface."""
    return _switch(context, asked, today) | {"has_structure": structure}


@register.inclusion_tag("ui/_period_switch.html", takes_context=True)
def period_switch(context: template.Context, asked: params.Asked | None = None, today: date | None = None) -> dict:
    """The same for a period: two days and the structure."""
    return _switch(context, asked, today)


def _switch(context: template.Context, asked: params.Asked | None, today: date | None) -> dict:
    request = context.get("request")
    query = request.GET if request is not None else {}
    structure = query.get(params.STRUCTURE, "") or params.THEN_WORD
    other = query.get(params.STRUCTURE_DAY, "") if structure == params.OTHER_WORD else ""
    if structure not in (params.THEN_WORD, params.NOW_WORD, params.OTHER_WORD):
        structure, other = params.OTHER_WORD, structure
    shown = {"day": query.get(params.DAY, ""), "first": query.get(params.FIRST, ""), "last": query.get(params.LAST, "")}
    if asked is not None:
        shown["day"] = show_day(asked.on)
        if asked.period:
            shown |= {"first": show_day(asked.period.first), "last": show_day(asked.period.last)}
    return {
        "request": request,
        "structure": structure,
        "structure_day": other,
        "past": asked is not None and today is not None and asked.on != today,
        "today": today,
        **shown,
    }
