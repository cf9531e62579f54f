"""The fields of everything that can be recorded about a member; a deed names the ones it needs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django import forms as django_forms

from chibo.kernel.refusal import Refusal
from chibo.members.vocabulary import ATTRIBUTES, LONGEST_VALUE, Ground, Status, TransferKind
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.ui import forms

DATALIST = "chi-bo"
Choices = Sequence[tuple[str, str]]


class UnitField(forms.TextField):
    """A cell by short reference, code or name; found on the day of the form (``DeedForm.clean``)."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("help_text", "Gõ tên chi bộ (không dấu cũng được) hoặc mã ngắn.")
        super().__init__(longest=200, **kwargs)

    def widget_attrs(self, widget: django_forms.Widget) -> dict:
        return {"list": DATALIST, "autocomplete": "off"}


def _choice(
    label: str, choices: Choices, *, required: bool = False, empty: str = "Chưa rõ"
) -> django_forms.ChoiceField:
    offered = [(value, title) for value, title in choices if value]
    return django_forms.ChoiceField(label=label, choices=[("", empty), *offered], required=required)


def _attribute(name: str) -> Callable[[], django_forms.Field]:
    title, values = ATTRIBUTES[name]
    if values is None:
        return lambda: forms.TextField(label=title, longest=LONGEST_VALUE, required=False)
    return lambda: _choice(title, values)


FIELDS: Mapping[str, Callable[[], django_forms.Field]] = {
    "full_name": lambda: forms.TextField(label="Họ và tên khai sinh", longest=100),
    "born": lambda: forms.PartialDayField(label="Ngày sinh"),
    "national_id": lambda: forms.TextField(
        label="Số định danh cá nhân (CCCD)", longest=40, required=False, help_text="12 chữ số; được giữ kín."
    ),
    "card": lambda: forms.TextField(label="Số thẻ đảng viên", longest=40, required=False),
    **{name: _attribute(name) for name in ATTRIBUTES},
    "other_name": lambda: forms.TextField(label="Tên khác", longest=100, required=False),
    "card_issued_on": lambda: forms.DayField(label="Ngày cấp thẻ đảng viên", required=False),
    "card_issued_by": lambda: forms.TextField(label="Nơi cấp thẻ đảng viên", required=False),
    "old_card": lambda: forms.TextField(label="Số thẻ theo Quy định 85", longest=40, required=False),
    "old_national_id": lambda: forms.TextField(label="Số CMND cũ", longest=40, required=False),
    "deletion_proposal": lambda: forms.TextField(label="Đề nghị xóa hồ sơ, lý do", longest=500, required=False),
    "on": lambda: forms.DayField(label="Ngày"),
    "cell": lambda: UnitField(label="Chi bộ"),
    "to": lambda: UnitField(label="Chi bộ nơi đến"),
    "status": lambda: _choice("Tư cách", Status.choices, required=True, empty="Chọn tư cách"),
    "party_since": lambda: forms.DayField(label="Ngày vào Đảng", required=False),
    "official_since": lambda: forms.DayField(label="Ngày chính thức", required=False),
    "from_place": lambda: forms.TextField(label="Chuyển đến từ (ngoài hệ thống)"),
    "to_place": lambda: forms.TextField(label="Chuyển đến nơi (ngoài hệ thống)"),
    "sent_on": lambda: forms.DayField(label="Ngày giới thiệu", required=False),
    "reported_on": lambda: forms.DayField(label="Ngày báo lại nơi đi", required=False),
    "ground": lambda: _choice("Lý do xóa tên", Ground.choices, required=True, empty="Chọn lý do"),
    "kind": lambda: _choice("Hình thức chuyển", TransferKind.choices, required=True, empty="Chọn hình thức"),
    "reason": lambda: forms.LongTextField(label="Lý do", lines=3),
    "value": lambda: forms.TextField(label="Giá trị", longest=LONGEST_VALUE),
    "since": lambda: forms.PartialDayField(label="Từ ngày"),
    "decision_number": lambda: forms.TextField(label="Số, ký hiệu quyết định", longest=80, required=False),
    "decision_issued_on": lambda: forms.DayField(label="Ngày ký quyết định", required=False),
    "decision_issuer": lambda: forms.TextField(label="Cơ quan ban hành", required=False),
}
PERSON = ("full_name", "born", "sex", "ethnicity", "religion", "national_id", "card")
MORE = ("occupation", "qualification", "political_theory", "hometown", "residence")
DECISION = ("decision_number", "decision_issued_on", "decision_issuer")
GROUPS = (("Người", PERSON), ("Trình độ, nghề nghiệp, nơi ở", MORE), ("Quyết định", DECISION))
DECISION_MISSING = {
    "decision_number": "Hãy nhập số, ký hiệu của quyết định, hoặc để trống cả ba ô quyết định.",
    "decision_issued_on": "Hãy nhập ngày ký quyết định, hoặc để trống cả ba ô quyết định.",
    "decision_issuer": "Hãy nhập cơ quan ban hành, hoặc để trống cả ba ô quyết định.",
}


class DeedForm(forms.Form):
    """A form made of :data:`FIELDS`; cells come out as units, the decision whole or not at all."""

    units_on: date
    legend = ""
    refusal_fields = {
        "born_on": "born",
        "number": "decision_number",
        "issued_on": "decision_issued_on",
        "issuer": "decision_issuer",
        "decided_on": "decision_issued_on",
    }

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, field in self.fields.items():
            if isinstance(field, UnitField) and cleaned.get(name):
                cleaned[name] = self._unit(name, cleaned[name], cleaned.get("on") or self.units_on)
        given = [name for name in DECISION if cleaned.get(name)]
        if given and all(name in self.fields for name in DECISION):
            for name in DECISION:
                if name not in given and name not in self.errors:
                    self.add_error(name, DECISION_MISSING[name])
        return cleaned

    def _unit(self, name: str, text: str, on: date) -> Unit | None:
        try:
            return org.by_ref(text, on=on, field=name)
        except Refusal as refusal:
            forms.apply_refusal(self, refusal)
            if refusal.choices:
                offered = [(text, f"“{text}”: chọn một tổ chức"), *refusal.choices]
                self.fields[name].widget = django_forms.Select(choices=offered)
            return None


def deed_form(
    names: Sequence[str],
    *,
    legend: str = "",
    labels: Mapping[str, str] | None = None,
    choices: Choices | None = None,
    refusals: Mapping[str, str] | None = None,
    units_on: date,
) -> type[DeedForm]:
    """A form class with the named fields.

    :param legend: stands over the fields that belong to no group
    :param labels: field → label, where it differs from the usual one
    :param choices: the values of the field ``value``, where it has a list
    :param refusals: names of refusals' fields → names of fields, where they differ
    """
    made = {name: FIELDS[name]() for name in names}
    if choices is not None and "value" in made:
        made["value"] = _choice("Giá trị", choices, required=True, empty="Chọn giá trị")
    for name, label in (labels or {}).items():
        if name in made:
            made[name].label = label
    grouped = {name for _, members in GROUPS for name in members}
    own = tuple(name for name in names if name not in grouped)
    groups = [(title, tuple(name for name in members if name in made)) for title, members in GROUPS]
    laid = [groups[0], groups[1], (legend, own), groups[2]]
    refused = {**DeedForm.refusal_fields, **(refusals or {})}
    body = {"units_on": units_on, "groups": tuple(g for g in laid if g[1]), "refusal_fields": refused}
    return type("DeedForm", (DeedForm,), made | body)
