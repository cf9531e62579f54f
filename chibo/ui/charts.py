"""Charts drawn on the server as SVG, each with its table: no script, sharp on paper.

Positions are in percent of the width, so letters keep their size on a phone.
"""

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from chibo.kernel.numbers import show_decimal, show_int
from chibo.ui.markup import NOTHING, svg

Number = int | float | Decimal
HEIGHT, TOP, BOTTOM = 250, 22, 44
LINE = 16
NARROW = 330
"""Width in pixels of a chart on a phone, where labels must still fit."""
LETTER = 7.2


def bar_chart(
    title: str,
    labels: Sequence[str],
    values: Sequence[Number | None],
    *,
    head: tuple[str, str] = ("Nhóm", "Số lượng"),
    places: int = 0,
    suffix: str = "",
    twin: bool = True,
) -> SafeString:
    """Columns for a few short labels, lying bars for many or long ones; None is *not enough data*.

    :param head: headings of the table
    :param suffix: after every number, e.g. ``"%"``
    """
    shown = [_show(value, places, suffix) for value in values]
    drawn = _columns(title, labels, values, shown) if _fits(labels) else _lying(labels, values, shown)
    return _figure(title, drawn, head, labels, shown) if twin else drawn


def line_chart(
    title: str,
    labels: Sequence[str],
    values: Sequence[Number | None],
    *,
    head: tuple[str, str] = ("Ngày", "Số lượng"),
    places: int = 0,
    suffix: str = "",
    twin: bool = True,
) -> SafeString:
    """A series over time; gaps where a value is None. The axis starts at zero unless the values lie close together."""
    shown = [_show(value, places, suffix) for value in values]
    drawn = _line(title, labels, values, shown, places, suffix)
    return _figure(title, drawn, head, labels, shown) if twin else drawn


def table_twin(head: tuple[str, str], labels: Sequence[str], shown: Sequence[str], caption: str) -> SafeString:
    """The same numbers as a folded table."""
    rows = "".join(
        f'<tr><th scope="row" class="main">{conditional_escape(label)}</th>'
        f'<td class="n" data-label="{conditional_escape(head[1])}">{conditional_escape(text)}</td></tr>'
        for label, text in zip(labels, shown, strict=True)
    )
    return format_html(
        '<details class="table-twin"><summary>Xem bảng số liệu</summary><table class="list">'
        '<caption class="visually-hidden">{}</caption>'
        '<thead><tr><th scope="col">{}</th><th scope="col" class="n">{}</th>'
        "</tr></thead><tbody>{}</tbody></table></details>",
        caption,
        *head,
        svg(rows),
    )


def _figure(
    title: str, drawn: SafeString, head: tuple[str, str], labels: Sequence[str], shown: Sequence[str]
) -> SafeString:
    twin = table_twin(head, labels, shown, title)
    return format_html('<figure class="chart"><figcaption>{}</figcaption>{}{}</figure>', title, drawn, twin)


def _show(value: Number | None, places: int, suffix: str) -> str:
    if value is None:
        return NOTHING
    return (show_decimal(value, places) if places else show_int(round(value))) + suffix


def _fits(labels: Sequence[str]) -> bool:
    room = NARROW / max(len(labels), 1) / LETTER
    return (
        len(labels) <= 9
        and all(len(_wrap(label, room)) <= 2 for label in labels)
        and all(len(word) <= room for label in labels for word in label.split())
    )


def _wrap(label: str, room: float) -> list[str]:
    lines: list[str] = []
    for word in label.split():
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines or [""]


def _said(title: str, labels: Sequence[str], shown: Sequence[str]) -> str:
    told = "; ".join(f"{label}: {text}" for label, text in list(zip(labels, shown, strict=True))[:40])
    return f"<title>{conditional_escape(title)}</title><desc>{conditional_escape(told)}</desc>"


def _text(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.2f}%" y="{y:.1f}" text-anchor="{anchor}">{conditional_escape(text)}</text>'


def _columns(title: str, labels: Sequence[str], values: Sequence[Number | None], shown: Sequence[str]) -> SafeString:
    top = max([float(v) for v in values if v is not None] or [0]) or 1.0
    floor = HEIGHT - BOTTOM
    step = 100 / max(len(labels), 1)
    room = NARROW / max(len(labels), 1) / LETTER
    parts = [_said(title, labels, shown)]
    for share in (0.25, 0.5, 0.75, 1):
        y = floor - share * (floor - TOP)
        parts.append(f'<line class="grid" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"></line>')
    for index, (label, value, text) in enumerate(zip(labels, values, shown, strict=True)):
        middle = step * (index + 0.5)
        height = max(float(value or 0), 0) / top * (floor - TOP)
        parts.append(
            f'<rect class="bar" x="{step * (index + 0.18):.2f}%" y="{floor - height:.1f}"'
            f' width="{step * 0.64:.2f}%" height="{height:.1f}"></rect>'
        )
        parts.append(_text(middle, floor - height - 5, text))
        parts += [_text(middle, floor + LINE * (n + 1), line) for n, line in enumerate(_wrap(label, room))]
    parts.append(f'<line class="axis" x1="0" x2="100%" y1="{floor}" y2="{floor}"></line>')
    return svg(f'<svg role="img" height="{HEIGHT}">{"".join(parts)}</svg>')


def _lying(labels: Sequence[str], values: Sequence[Number | None], shown: Sequence[str]) -> SafeString:
    top = max([float(v) for v in values if v is not None] or [0]) or 1.0
    rows = []
    for label, value, text in zip(labels, values, shown, strict=True):
        width = max(float(value or 0), 0) / top * 100
        rows.append(
            f"<dt>{conditional_escape(label)}</dt><dd>"
            f'<svg aria-hidden="true"><rect class="bar" width="{width:.2f}%" height="100%"></rect></svg>'
            f"<span>{conditional_escape(text)}</span></dd>"
        )
    return svg(f'<dl class="bars">{"".join(rows)}</dl>')


def _scale(values: Sequence[float]) -> tuple[float, float, float]:
    low, high = min(values), max(values)
    if low >= 0 and low < 0.6 * high:
        low = 0.0
    span = (high - low) or abs(high) or 1.0
    rough = span / 4
    unit = 10 ** math.floor(math.log10(rough))
    step = next(unit * n for n in (1, 2, 2.5, 5, 10) if unit * n >= rough)
    return math.floor(low / step) * step, math.ceil(high / step) * step or step, step


def _line(
    title: str,
    labels: Sequence[str],
    values: Sequence[Number | None],
    shown: Sequence[str],
    places: int,
    suffix: str,
) -> SafeString:
    known = [float(v) for v in values if v is not None]
    floor = HEIGHT - BOTTOM + LINE
    parts = [_said(title, labels, shown)]
    if known:
        low, high, step = _scale(known)
        digits = max(places, 0 if step >= 1 else 1)

        def height(value: float) -> float:
            return floor - (value - low) / ((high - low) or 1) * (floor - TOP)

        level = low
        while level <= high + step / 2:
            y = height(level)
            parts.append(f'<line class="grid" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"></line>')
            parts.append(_text(0, y - 4, _show(Decimal(str(round(level, 6))), digits, suffix), "start"))
            level += step
        parts += _points(values, shown, height)
    parts += _ticks(labels, floor)
    return svg(f'<svg role="img" height="{HEIGHT}">{"".join(parts)}</svg>')


def _across(index: int, count: int) -> float:
    return 54.0 if count == 1 else 12 + index * 84 / (count - 1)


def _points(values: Sequence[Number | None], shown: Sequence[str], height) -> list[str]:
    parts, count = [], len(values)
    places = [None if v is None else (_across(i, count), height(float(v))) for i, v in enumerate(values)]
    for one, two in pairwise(places):
        if one and two:
            parts.append(
                f'<line class="line" x1="{one[0]:.2f}%" y1="{one[1]:.1f}" x2="{two[0]:.2f}%" y2="{two[1]:.1f}"></line>'
            )
    known = [i for i, place in enumerate(places) if place]
    widest = max(len(shown[i]) for i in known)
    every = max(1, math.ceil(len(known) * (widest + 1) * LETTER / (NARROW * 0.86)))
    for rank, i in enumerate(known):
        x, y = places[i]
        if len(known) <= 40 or i in (known[0], known[-1]):
            parts.append(f'<circle class="dot" cx="{x:.2f}%" cy="{y:.1f}" r="4"></circle>')
        if (len(known) - 1 - rank) % every == 0:
            parts.append(_text(x, y - 12, shown[i], _anchor(i, count)))
    return parts


def _ticks(labels: Sequence[str], floor: float) -> list[str]:
    count = len(labels)
    widest = max((len(label) for label in labels), default=1)
    every = max(1, math.ceil(count * (widest + 1.5) * LETTER / (NARROW * 0.86)))
    parts = [f'<line class="axis" x1="0" x2="100%" y1="{floor}" y2="{floor}"></line>']
    for i, label in enumerate(labels):
        if (count - 1 - i) % every == 0:
            parts.append(_text(_across(i, count), floor + LINE + 2, label, _anchor(i, count)))
    return parts


def _anchor(index: int, count: int) -> str:
    """Letters at either end lean inwards."""
    if count == 1:
        return "middle"
    return "start" if index == 0 else "end" if index == count - 1 else "middle"
