"""What pages and reports say about figures: numbers with their k/n, sentences, filters."""

from collections.abc import Callable, Mapping
from string import Formatter

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from chibo.indicators import Figure, Indicator, Kind, Phrase
from chibo.kernel.days import Window, show_window
from chibo.kernel.numbers import NBSP, percent, show_decimal, show_int
from chibo.ui import markup

INCOMPLETE = "chưa đủ dữ liệu"
RESIDUAL_ZERO = "Khớp"


def fraction(part: int, whole: int) -> str:
    """``882 / 1.985 = 44,43%``: no percentage without its k and n."""
    share = percent(part, whole)
    equals = "" if share is None else f" = {show_decimal(share)}%"
    return f"{show_int(part)}{NBSP}/{NBSP}{show_int(whole)}{equals}"


def number(figure: Figure) -> str:
    """The value as it is printed; an average to the places of its indicator."""
    if figure.indicator.kind is Kind.AVERAGE:
        return show_decimal(figure.value, figure.indicator.places)
    return show_int(int(figure.value))


def count(value: int, *, complete: bool) -> str:
    """A count; a zero is a statement, made only over complete records."""
    return show_int(value) if value or complete else INCOMPLETE


def residual(value: int) -> str:
    """``Khớp`` or the difference with its sign."""
    return RESIDUAL_ZERO if value == 0 else f"{'+' if value > 0 else '−'}{show_int(abs(value))}"


def when(window: Window) -> str:
    """The window with a capital letter: ``Ngày 31/12/2019``."""
    text = show_window(window)
    return text[:1].upper() + text[1:]


def labels_of(
    indicator: Indicator, asked: object, where: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, str, str, str]]:
    """What a filter keeps, in words: (dimension code, its title, value, its label)."""
    told = []
    for code, values in where.items():
        dimension = indicator.population.dimension(code)
        if dimension is None:
            told += [(code, "Dòng", value, value) for value in values]
            continue
        labels = dimension.label_of(asked, values)
        told += [(code, dimension.title, value, labels.get(value, value)) for value in values]
    return told


def sentence(
    phrase: Phrase,
    figure: Figure,
    *,
    unit: str,
    part: int | None = None,
    link: Callable[[str], SafeString] | None = None,
) -> SafeString:
    """The sentence in which a report states a figure or (``part``) the part of it that the phrase names.

    A part is always followed by its k/n. Over incomplete records the sentence says so and keeps the number as recorded;
    a zero is then no statement.

    :param link: makes the number a link to its list
    """
    text = phrase.text
    whole = figure.base if figure.base is not None else int(figure.value)
    stated = number(figure) if part is None else show_int(part)
    if part is not None and "{percent}" not in text:
        text = f"{text.rstrip('.')} ({{percent}})."
    if not figure.is_complete and not (part if part is not None else figure.value):
        return format_html("{} {}.", markup.badge("waiting", "Chưa đủ dữ liệu"), told_of(phrase))
    values = {
        "value": (link or str)(stated),
        "base": show_int(whole),
        "percent": fraction(part if part is not None else int(figure.value), whole),
        "unit": unit,
        "window": when(figure.asked.window) if text.startswith("{window}") else show_window(figure.asked.window),
        "numerator": "" if figure.numerator is None else show_int(figure.numerator),
        "divisor": "" if figure.divisor is None else plain(figure.divisor),
        "residual": "" if figure.residual is None else show_int(figure.residual),
    }
    said = format_html(text, **values)
    return (
        said
        if figure.is_complete
        else format_html("{} Đã ghi nhận: {}", markup.badge("waiting", "Chưa đủ dữ liệu"), said)
    )


def told_of(phrase: Phrase) -> str:
    """The words of a phrase without its numbers, to say what is not known."""
    words = "".join(literal for literal, *_ in Formatter().parse(phrase.text))
    return " ".join(words.replace("()", "").replace(",", " ").split()).strip(" .")


def reasons(missing: tuple[tuple[object, str], ...]) -> SafeString:
    """The units whose records are incomplete, as items of a list."""
    return format_html_join("", "<li>{}</li>", ((reason,) for _, reason in missing))


def plain(value: object) -> str:
    """A divisor without empty places: ``5``, ``3,42``."""
    text = show_decimal(value)
    return text.rstrip("0").rstrip(",") if "," in text else text
