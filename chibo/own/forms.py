"""The form in which a member says what is wrong: one item, its own kind of value."""

from datetime import date
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError

from chibo.members.vocabulary import ATTRIBUTES, LONGEST_VALUE
from chibo.own.vocabulary import BIRTH, CHANGED, ITEMS, NEVER_CHANGES, NUMBERS, WRONG
from chibo.ui import forms

FILE = "tep"


class CorrectionForm(forms.Form):
    """What is right, since when, why, and a paper that shows it."""

    def __init__(self, *args: Any, item: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.today = item, today
        self.fields[self.value_name] = self._value()
        if item not in NEVER_CHANGES:
            self.fields["loai"] = django_forms.ChoiceField(
                label="Vì sao sửa",
                choices=[(WRONG, "Hồ sơ ghi sai"), (CHANGED, "Thông tin đã thay đổi")],
                widget=django_forms.RadioSelect,
            )
            self.fields["tu_ngay"] = forms.DayField(
                label="Thay đổi từ ngày", required=False, help_text="Chỉ ghi khi thông tin đã thay đổi."
            )
        self.fields["ly_do"] = forms.LongTextField(label="Giải thích", lines=3)
        self.fields[FILE] = django_forms.FileField(
            label="Giấy tờ chứng minh (nếu có)", required=False, help_text="PDF, Word, ảnh; nhiều nhất 20 MB."
        )
        for field in self.fields.values():
            forms.ask_by_name(field)

    @property
    def value_name(self) -> str:
        """The field of the case that takes the value."""
        return "so_moi" if self.item in NUMBERS else "gia_tri"

    def _value(self) -> django_forms.Field:
        label = f"{ITEMS[self.item]} đúng là"
        if self.item == BIRTH:
            return forms.DayField(label=label)
        values = ATTRIBUTES[self.item][1] if self.item in ATTRIBUTES else None
        if values is not None:
            return django_forms.ChoiceField(label=label, choices=[("", "– Chọn –"), *[(t, t) for v, t in values if v]])
        return forms.TextField(label=label, longest=LONGEST_VALUE)

    def clean_tu_ngay(self) -> date | None:
        """:raises ValidationError: a day that is still to come"""
        day = self.cleaned_data["tu_ngay"]
        if day and day > self.today:
            raise ValidationError("Ngày này chưa tới. Hãy khai khi thông tin đã thay đổi.", code="future")
        return day

    def answers(self) -> dict[str, Any]:
        """As the step takes them."""
        cleaned = self.cleaned_data
        value = cleaned[self.value_name]
        found = {
            "muc": self.item,
            "loai": cleaned.get("loai") or WRONG,
            self.value_name: f"{value:%d/%m/%Y}" if isinstance(value, date) else value,
            "tu_ngay": cleaned.get("tu_ngay"),
            "ly_do": cleaned["ly_do"],
        }
        return {name: one for name, one in found.items() if one not in (None, "")}
