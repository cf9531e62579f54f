"""The clock, read only at the door (views and commands)."""

from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    """The present day in the time zone of the settings."""
    return timezone.localdate()


def now() -> datetime:
    """The present moment, aware of its time zone."""
    return timezone.now()
