"""Numbers as Vietnamese documents print them."""

from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
BIGGEST = 2**63 - 1
"""The largest whole number both databases can hold."""


def show_int(value: int) -> str:
    """``1985`` → ``1.985``."""
    return f"{value:,}".replace(",", ".")


def show_decimal(value: float | Decimal, places: int = 2) -> str:
    """``4.0419`` → ``4,04``; half up."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,f}".replace(",", "_").replace(".", ",").replace("_", ".")


def percent(part: int, whole: int) -> Decimal | None:
    """Share in percent, unrounded; None where there is nothing to share."""
    return Decimal(part) * 100 / Decimal(whole) if whole else None


def show_percent(part: int, whole: int, places: int = 2) -> str:
    """``51,76%``; a dash where the whole is zero."""
    share = percent(part, whole)
    return "–" if share is None else f"{show_decimal(share, places)}%"
