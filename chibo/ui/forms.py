"""Forms: one look, fields that know Vietnamese dates and text, refusals put beside their field."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates

from chibo.kernel.days import Precision, parse_day, parse_partial, show_day
from chibo.kernel.numbers import BIGGEST, show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import MAX_TEXT, tidy

_INT = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+|-?[0-9]{1,400}")


class Renderer(DjangoTemplates):
    """The project's form renderer: error summary on top, label, hint and error beside each field."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"


class Form(forms.Form):
    """A form whose messages name the field, in groups if asked.

    :cvar groups: ``(legend, [field names])`` pairs; fields not named come first, without a legend
    :cvar refusal_fields: names of refusals' fields → names of this form's fields, where they differ
    """

    use_required_attribute = False
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    refusal_fields: Mapping[str, str] = {}
    refusal: Refusal | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            ask_by_name(field)

    def grouped(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Visible fields by group, in order."""
        named = {name for _, names in self.groups for name in names}
        rest = [bound for bound in self.visible_fields() if bound.name not in named]
        if rest:
            yield "", rest
        for legend, names in self.groups:
            yield legend, [self[name] for name in names if name in self.fields]


def ask_by_name(field: forms.Field) -> None:
    """Say which field is empty: the same sentence stands in the summary and beside the field."""
    name = (field.label or "mục này").strip()
    name = name[:1].lower() + name[1:]
    verb = "chọn" if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)) else "nhập"
    if field.error_messages.get("required") in (None, forms.Field().error_messages["required"]):
        field.error_messages["required"] = f"Hãy {verb} {name}."


def apply_refusal(form: forms.Form, refusal: Refusal, *, fields: Mapping[str, str] | None = None) -> None:
    """Put a refusal beside its field, or on top where the form has no such field.

    :param fields: names of the refusal's fields → names of the form's fields, where they differ
    """
    names = {**getattr(form, "refusal_fields", {}), **(fields or {})}
    name = names.get(refusal.field or "", refusal.field)
    form.refusal = refusal
    form.add_error(name if name in form.fields else None, ValidationError(refusal.message, code=refusal.code))


def refused(form: forms.Form, refusal: Refusal, *, fields: Mapping[str, str] | None = None) -> None:
    """What an action refused, put into the form it was asked by.

    :raises Refusal: it is about the page, not about what was typed: not entitled, or not there (403, 404)
    """
    if refusal.status in (403, 404):
        raise refusal
    apply_refusal(form, refusal, fields=fields)


def clean_by(read: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a kernel reader inside a form field: a refusal becomes a validation error."""
    try:
        return read(*args, **kwargs)
    except Refusal as refusal:
        raise ValidationError(refusal.message, code=refusal.code) from refusal


class DayField(forms.Field):
    """A whole day: ``3/2/1930``, ``03021930`` and ``03-02-1930`` are taken, ``03/02/1930`` is shown back."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ví dụ 03/02/1930.")
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"data-day": True, "inputmode": "numeric", "autocomplete": "off", "maxlength": 40, "size": 12}

    def prepare_value(self, value: Any) -> Any:
        return show_day(value) if isinstance(value, date) else value

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return self._read(data) if data else data
        except Refusal:
            return data

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, (date, tuple)):
            return value or None
        if not str(value).strip():
            return None
        return clean_by(self._read, str(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True

    def _read(self, text: str) -> Any:
        return parse_day(text)


class PartialDayField(DayField):
    """A day known in full, to the month (``02/1930``) or to the year (``1930``); cleans to ``(date, Precision)``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ví dụ 03/02/1930; nếu chỉ biết tháng hoặc năm, ghi 02/1930 hoặc 1930.")
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return show_day(value[0], value[1])
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, date):
            return value, Precision.DAY
        return super().to_python(value)

    def _read(self, text: str) -> Any:
        return parse_partial(text)


class TextField(forms.CharField):
    """A line of text: one normal form, single spaces, a sentence when it is too long."""

    def __init__(self, *, longest: int = 200, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if len(text) > 4 * self.longest + 200:
            raise self._too_long(len(text))
        text = self.tidy(text)
        if len(text) > self.longest:
            raise self._too_long(len(text))
        return text

    def tidy(self, text: str) -> str:
        """The text as it is kept."""
        return tidy(text)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data if data is None else str(data)[: 4 * self.longest + 200]

    def _too_long(self, length: int) -> ValidationError:
        return ValidationError(
            f"Nội dung dài {show_int(length)} ký tự, nhiều nhất là {show_int(self.longest)}. Hãy rút ngắn.",
            code="too_long",
        )


class LongTextField(TextField):
    """Text of several lines; lines are kept."""

    widget = forms.Textarea

    def __init__(self, *, longest: int = MAX_TEXT, lines: int = 4, **kwargs: Any) -> None:
        self.lines = lines
        super().__init__(longest=longest, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"rows": self.lines}

    def tidy(self, text: str) -> str:
        return "\n".join(tidy(line) for line in text.strip().splitlines())


class WholeNumberField(forms.Field):
    """A whole number within bounds; ``1.985`` is read as 1985."""

    widget = forms.TextInput

    def __init__(self, *, low: int = 0, high: int = BIGGEST, **kwargs: Any) -> None:
        self.low, self.high = low, high
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "data-short": True, "maxlength": 30, "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return show_int(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        text = str(value).strip()
        if not _INT.fullmatch(text):
            raise ValidationError("Hãy nhập một số nguyên, ví dụ 1.985.", code="whole_number")
        number = int(text.replace(".", ""))
        if not self.low <= number <= self.high:
            raise ValidationError(
                f"Số phải từ {show_int(self.low)} đến {show_int(self.high)}. Hãy sửa lại.", code="out_of_range"
            )
        return number
