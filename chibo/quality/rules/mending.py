"""Where each kind of finding is mended."""

from collections.abc import Callable

from django.db.models import Model
from django.urls import reverse


def person_page(row: Model) -> str:
    """The record of the person of a row."""
    return reverse("members:person", args=[person_of(row).uid])


def correct_person(row: Model) -> str:
    """The form that corrects name, birthday and numbers."""
    return reverse("members:deed", args=[person_of(row).uid, "sua-nguoi"])


def say_attribute(name: str) -> Callable[[Model], str]:
    """The form that says an attribute."""
    return lambda row: reverse("members:attribute_deed", args=[person_of(row).uid, "thay-doi", name])


def deed(slug: str) -> Callable[[Model], str]:
    """The form of something that happens to the person."""
    return lambda row: reverse("members:deed", args=[person_of(row).uid, slug])


def merge_page(row: Model) -> str:
    """Where two records of the person are made one."""
    return reverse("members:merge_find", args=[person_of(row).uid])


def unit_page(row: Model) -> str:
    """The page of the unit of a row."""
    return reverse("org:unit", args=[row.unit.uid])


def reorganize(row: Model) -> str:
    """Where the unit of a row is reorganized."""
    return reverse("org:reorganize_choose", args=[row.unit.uid])


def person_of(row: Model) -> Model:
    """The person of a row: its own, or the row itself."""
    return getattr(row, "person", row)
