"""The filter of the member list: each choice is a dimension of the roll, so that a filtered list is a figure's list."""

from collections.abc import Iterator

from django import forms as django_forms
from django.forms.boundfield import BoundField

from chibo.members.indicators.dimensions import (
    AGE,
    MINORITY,
    OCCUPATION,
    POLITICAL_THEORY,
    QUALIFICATION,
    RELIGIOUS,
    SEX,
    STATUS,
)
from chibo.ui import forms

DIMENSIONS = {
    "tu-cach": STATUS,
    "gioi-tinh": SEX,
    "dan-toc": MINORITY,
    "ton-giao": RELIGIOUS,
    "do-tuoi": AGE,
    "nghe": OCCUPATION,
    "trinh-do": QUALIFICATION,
    "ly-luan": POLITICAL_THEORY,
}
"""Parameter of the address → dimension."""
FIRST_LINE = ("ten", "don-vi", "tu-cach")
UNKNOWN = "chua-ro"
"""The empty value of a dimension, as the address says it."""


class FilterForm(forms.Form):
    """Name, unit and dimensions of the roll."""

    ten = forms.TextField(
        label="Họ tên hoặc số thẻ", longest=100, required=False, help_text="Gõ không dấu cũng tìm được."
    )

    def __init__(self, *args, units: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["don-vi"] = django_forms.ChoiceField(label="Tổ chức", choices=units, required=False)
        for name, dimension in DIMENSIONS.items():
            choices = [("", "Tất cả"), *((value or UNKNOWN, label) for value, label in dimension.labels.items())]
            self.fields[name] = django_forms.ChoiceField(label=dimension.title, choices=choices, required=False)

    @property
    def first_line(self) -> list[BoundField]:
        """What stands beside the button."""
        return [self[name] for name in FIRST_LINE]

    @property
    def more(self) -> list[BoundField]:
        """What is folded away."""
        return [self[name] for name in DIMENSIONS if name not in FIRST_LINE]

    @property
    def uses_more(self) -> bool:
        """Whether something folded away is chosen."""
        return any(self.data.get(bound.name) for bound in self.more)

    def where(self) -> dict[str, list[str]]:
        """Dimension → values kept, of what was chosen."""
        chosen = {d.code: self.cleaned_data.get(name) for name, d in DIMENSIONS.items()}
        return {code: ["" if value == UNKNOWN else value] for code, value in chosen.items() if value}

    def told(self) -> Iterator[tuple[str, str]]:
        """(label, chosen value in words) of what was chosen, for the head of a file."""
        if self.cleaned_data.get("ten"):
            yield "Họ tên hoặc số thẻ", self.cleaned_data["ten"]
        for name in DIMENSIONS:
            if value := self.cleaned_data.get(name):
                yield self.fields[name].label, dict(self.fields[name].choices)[value]
