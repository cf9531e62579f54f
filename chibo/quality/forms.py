"""Forms of the desk."""

from collections.abc import Sequence

from django import forms as django_forms

from chibo.quality.rules.staff import Colleague
from chibo.ui import forms


class AssignForm(forms.Form):
    """Who, until when, with which words; the whole list, or one person of it."""

    person = django_forms.ChoiceField(label="Giao phần nào", required=False)
    assignee = django_forms.ChoiceField(label="Giao cho")
    due_on = forms.DayField(label="Hạn làm xong")
    note = forms.TextField(label="Ghi chú", longest=500, required=False)

    def __init__(
        self, *args: object, staff: Sequence[Colleague], people: Sequence[tuple[str, str]] = (), **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        if people:
            self.fields["person"].choices = [("", "Cả danh sách"), *people]
        else:
            del self.fields["person"]
        choices = [(one.reference, one.shown) for one in staff]
        self.fields["assignee"].choices = [("", "Chọn người làm"), *choices]


class WaiveForm(forms.Form):
    """Of people who are alike, which of them was looked at; the grounds are asked for on the check page."""

    alike = django_forms.ChoiceField(label="Khác với hồ sơ nào")

    def __init__(self, *args: object, alike: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if alike:
            self.fields["alike"].choices = alike
        else:
            del self.fields["alike"]
