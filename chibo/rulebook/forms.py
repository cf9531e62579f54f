"""A new version, and a correction."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CharField, ChoiceField, Textarea

from chibo.kernel.refusal import Refusal
from chibo.rulebook import rules
from chibo.rulebook.models import Certainty
from chibo.ui import forms

_CERTAINTY = [("", "Chọn mức tin cậy"), *Certainty.choices]


class ValueField(CharField):
    """A value as people type it: ``30``, ``2,5``, ``2/3``, ``Có``, a list or a table."""

    widget = Textarea(attrs={"rows": 2})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Giá trị mới")
        kwargs.setdefault("help_text", "Ví dụ 30; 2,5; 2/3; Có; danh sách ghi như [90, 70, 50].")
        super().__init__(strip=True, **kwargs)

    def clean(self, value: Any) -> Any:
        """The typed text as a value."""
        text = super().clean(value)
        try:
            return rules.parse_value(text)
        except Refusal as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal


class VersionForm(forms.Form):
    """From which day which value holds, and where that stands."""

    since = forms.DayField(label="Có hiệu lực từ ngày")
    value = ValueField()
    shown = forms.TextField(
        label="Cách ghi trên màn hình", longest=300, required=False, help_text="Để trống thì hiện đúng giá trị đã nhập."
    )
    source = forms.TextField(label="Căn cứ", longest=300, help_text="Số, ký hiệu, năm và điều khoản của văn bản.")
    certainty = ChoiceField(label="Mức tin cậy", choices=_CERTAINTY)
    url = forms.TextField(label="Địa chỉ nguồn", longest=500, required=False)
    note = forms.TextField(label="Ghi chú", longest=500, required=False)


class CorrectionForm(forms.Form):
    """The right value of a version that was entered wrongly; the reason is asked on the next page."""

    value = ValueField(label="Giá trị đúng")
    source = forms.TextField(label="Căn cứ", longest=300)
    certainty = ChoiceField(label="Mức tin cậy", choices=_CERTAINTY)
