"""Sample content of the gallery. Invented, and free of any record."""

from datetime import date

from django.http import HttpRequest


def context(request: HttpRequest, *, today: date) -> dict:
    """Everything the gallery template shows."""
    return {"today": today}
