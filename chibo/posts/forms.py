"""What is typed about a post, and what a list is narrowed by."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms as django_forms

from chibo.decisions.models import Decision
from chibo.kernel.days import FOREVER, Precision
from chibo.kernel.refusal import Refusal
from chibo.members.forms.deeds import DECISION, DECISION_MISSING, FIELDS
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.posts.models import Holding
from chibo.posts.vocabulary import OTHER, Body, How, roles_by_body
from chibo.ui import forms

DATALIST = "to-chuc"
HOW = [("", "Chưa rõ"), *(pair for pair in How.choices if pair[0])]


class UnitField(forms.TextField):
    """A unit by short reference, code or name."""

    def widget_attrs(self, widget: django_forms.Widget) -> dict:
        return {"list": DATALIST, "autocomplete": "off"}


class HoldingForm(forms.Form):
    """Everything about a holding.

    :ivar on: the day on which names of units are read where no first day is typed
    """

    role = django_forms.ChoiceField(label="Chức danh", choices=[("", "Chọn chức danh"), *roles_by_body()])
    title = forms.TextField(
        label="Tên gọi trên văn bản", required=False, help_text="Để trống thì lấy tên trong danh mục."
    )
    body = django_forms.ChoiceField(
        label="Khối",
        choices=[("", "Theo danh mục"), *Body.choices],
        required=False,
        help_text="Chỉ chọn khi chức danh ngoài danh mục.",
    )
    unit = UnitField(label="Tổ chức", help_text="Gõ tên (không dấu cũng được) hoặc mã ngắn.")
    since = forms.PartialDayField(label="Từ ngày")
    until = forms.PartialDayField(
        label="Thôi giữ từ ngày", required=False, help_text="Để trống nếu đang giữ. Ngày này không còn giữ nữa."
    )
    how = django_forms.ChoiceField(label="Hình thức", choices=HOW, required=False)
    term = forms.WholeNumberField(label="Nhiệm kỳ (khóa)", low=1, high=99, required=False)
    note = forms.TextField(label="Ghi chú", longest=500, required=False)
    decision_number = FIELDS["decision_number"]()
    decision_issued_on = FIELDS["decision_issued_on"]()
    decision_issuer = FIELDS["decision_issuer"]()
    groups = (
        ("Chức danh", ("role", "title", "body", "unit")),
        ("Thời gian", ("since", "until", "how", "term", "note")),
        ("Quyết định", DECISION),
    )
    refusal_fields = {
        "number": "decision_number",
        "issued_on": "decision_issued_on",
        "issuer": "decision_issuer",
        "on": "until",
    }

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("unit"):
            cleaned["unit"] = self._unit(cleaned["unit"], (cleaned.get("since") or (self.on, ""))[0])
        if cleaned.get("role") == OTHER and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", "Hãy nhập tên gọi của chức danh ngoài danh mục.")
        check_decision(self, cleaned)
        return cleaned

    def _unit(self, text: str, on: date) -> Unit | None:
        try:
            return org.by_ref(text, on=on)
        except Refusal as refusal:
            forms.apply_refusal(self, refusal)
            if refusal.choices:
                offered = [(text, f"“{text}”: chọn một tổ chức"), *refusal.choices]
                self.fields["unit"].widget = django_forms.Select(choices=offered)
            return None


class CorrectForm(HoldingForm):
    """What was recorded wrongly, put right."""

    reason = forms.LongTextField(label="Lý do sửa", lines=3)
    groups = (*HoldingForm.groups, ("Lý do", ("reason",)))


class LeaveForm(forms.Form):
    """The day from which a post is no longer held."""

    on = forms.DayField(label="Thôi giữ từ ngày", help_text="Ngày này không còn giữ nữa; ngày liền trước vẫn còn.")
    note = forms.TextField(label="Lý do thôi giữ", longest=500, required=False)
    decision_number = FIELDS["decision_number"]()
    decision_issued_on = FIELDS["decision_issued_on"]()
    decision_issuer = FIELDS["decision_issuer"]()
    groups = (("Thôi giữ", ("on", "note")), ("Quyết định", DECISION))
    refusal_fields = {
        "until": "on",
        "since": "on",
        "number": "decision_number",
        "issued_on": "decision_issued_on",
        "issuer": "decision_issuer",
    }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_decision(self, cleaned)
        return cleaned


def check_decision(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """A decision is said whole or not at all."""
    given = [name for name in DECISION if cleaned.get(name)]
    for name in DECISION if given else ():
        if name not in given and name not in form.errors:
            form.add_error(name, DECISION_MISSING[name])


def typed(holding: Holding) -> dict[str, Any]:
    """A holding as the form shows it."""
    decision: Decision | None = holding.decision
    shown = {name: getattr(holding, name) for name in ("role", "title", "body", "how", "term", "note")}
    return shown | {
        "unit": holding.unit.ref,
        "since": (holding.since, Precision(holding.since_precision)),
        "until": None if holding.until >= FOREVER else (holding.until, Precision(holding.until_precision)),
        "decision_number": decision.number if decision else "",
        "decision_issued_on": decision.issued_on if decision else None,
        "decision_issuer": decision.issuer if decision else "",
    }


def facts_of(data: dict[str, Any]) -> dict[str, Any]:
    """What the form says, as the actions take it."""
    since, since_precision = data["since"]
    until, until_precision = data["until"] or (FOREVER, Precision.DAY)
    return {
        "role": data["role"],
        "title": data["title"],
        "body": data["body"],
        "unit": data["unit"],
        "since": since,
        "since_precision": since_precision,
        "until": until,
        "until_precision": until_precision,
        "how": data["how"],
        "term": data["term"],
        "note": data["note"],
    }


class FilterForm(forms.Form):
    """What the list of posts is narrowed by."""

    khoi = django_forms.ChoiceField(label="Khối", choices=[("", "Tất cả"), *Body.choices], required=False)
    pham_vi = django_forms.ChoiceField(
        label="Phạm vi", choices=[("", "Cả cấp dưới"), ("rieng", "Riêng tổ chức này")], required=False
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["don-vi"] = django_forms.ChoiceField(label="Tổ chức", choices=units, required=False)
        roles = [("", "Tất cả"), ("lanh-dao", "Cấp trưởng và cấp phó"), *roles_by_body()]
        self.fields["chuc-danh"] = django_forms.ChoiceField(label="Chức danh", choices=roles, required=False)
        self.fields["pham-vi"] = self.fields.pop("pham_vi")
        self.order_fields(["don-vi", "pham-vi", "khoi", "chuc-danh"])

    def told(self) -> Iterator[tuple[str, str]]:
        """(label, chosen value in words), for the head of a file."""
        for name in ("pham-vi", "khoi", "chuc-danh"):
            if value := self.cleaned_data.get(name):
                choices = dict(pair for pair in _flat(self.fields[name].choices))
                yield self.fields[name].label, str(choices[value])


def _flat(choices: Any) -> Iterator[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label
