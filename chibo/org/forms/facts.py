"""Correcting facts, congresses, merger projects, undoing."""

from datetime import date
from typing import Any

from django import forms as django_forms

from chibo.kernel.days import Precision
from chibo.org.forms.fields import (
    PlaceField,
    UnitField,
    UnitForm,
    cell_kind_field,
    code_field,
    kind_field,
    sector_field,
)
from chibo.org.models import Term, WorkUnit
from chibo.org.vocabulary import CELL_KINDS, ProjectStatus
from chibo.ui import forms


class CorrectForm(UnitForm):
    """What a placement says, put right for the whole time it holds."""

    takes_decision = False
    name = forms.TextField(label="Tên tổ chức")
    kind = kind_field()
    sector = sector_field()
    cell_kind = cell_kind_field()
    code = code_field()
    superior = UnitField(label="Trực thuộc", required=False)
    place = PlaceField()
    reason = forms.LongTextField(label="Lý do sửa", lines=2)
    FACTS = ("name", "kind", "sector", "cell_kind", "code", "superior", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fact in self.FACTS:
            self.fields[fact].initial = getattr(self.here, fact)
        if self.here.kind not in CELL_KINDS:
            del self.fields["cell_kind"]

    def found_on(self, cleaned: dict[str, Any]) -> date:
        return self.here.since

    def changed(self, data: dict[str, Any]) -> dict[str, Any]:
        """The facts that are to be others; an empty superior stays what it was."""
        data = data | {"superior": data["superior"] or self.here.superior, "place": data["place"] or None}
        return {f: data[f] for f in self.FACTS if f in data and data[f] != getattr(self.here, f)}


class CongressForm(UnitForm):
    """A congress that begins a term."""

    takes_decision = False
    congress_on = forms.PartialDayField(label="Ngày khai mạc đại hội")
    assumed = django_forms.BooleanField(label="Ngày này là giả định", required=False)
    ordinal = forms.WholeNumberField(label="Đại hội lần thứ", low=1, high=200, required=False)
    first_year = django_forms.CharField(label="Nhiệm kỳ từ năm", max_length=4)
    last_year = django_forms.CharField(label="Đến năm", max_length=4)
    refusal_fields = {"on": "congress_on"}

    def __init__(self, *args: Any, term: Term | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.term = term
        if term is not None:
            self.initial = {
                "congress_on": (term.congress_on, Precision(term.congress_precision)),
                "assumed": term.congress_assumed,
                "ordinal": term.ordinal,
                "first_year": str(term.first_year),
                "last_year": str(term.last_year),
            }
            self.fields["reason"] = forms.LongTextField(label="Lý do sửa", lines=2)
            forms.ask_by_name(self.fields["reason"])

    def clean_first_year(self) -> int:
        return _year(self.cleaned_data["first_year"])

    def clean_last_year(self) -> int:
        return _year(self.cleaned_data["last_year"])

    def facts(self, data: dict[str, Any]) -> dict[str, Any]:
        """As the actions name them."""
        on, precision = data["congress_on"]
        return {
            "ordinal": data["ordinal"],
            "first_year": data["first_year"],
            "last_year": data["last_year"],
            "congress_on": on,
            "congress_precision": precision,
            "congress_assumed": data["assumed"],
        }


class ProjectForm(UnitForm):
    """A merger project between a Party board and a state office."""

    takes_decision = False
    on = forms.DayField(label="Ngày bắt đầu")
    party_board = django_forms.ModelChoiceField(
        label="Cơ quan đảng", queryset=WorkUnit.objects.none(), empty_label="Chọn cơ quan"
    )
    state_office = django_forms.ModelChoiceField(
        label="Cơ quan nhà nước", queryset=WorkUnit.objects.none(), empty_label="Chọn cơ quan"
    )
    status = django_forms.ChoiceField(label="Tình trạng", choices=ProjectStatus.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = WorkUnit.objects.filter(committee=self.unit).order_by("name")
        self.fields["party_board"].queryset = offices.filter(kind="party_board")
        self.fields["state_office"].queryset = offices.filter(kind="state_office")


class StatusForm(UnitForm):
    """How far a merger project is from a day on."""

    takes_decision = False
    on = forms.DayField(label="Từ ngày")
    status = django_forms.ChoiceField(label="Tình trạng mới", choices=ProjectStatus.choices)


class WorkUnitForm(UnitForm):
    """An agency, school or enterprise that belongs to the unit."""

    takes_decision = False
    name = forms.TextField(label="Tên cơ quan, đơn vị", longest=160)
    kind = django_forms.ChoiceField(label="Loại", choices=WorkUnit._meta.get_field("kind").choices)
    on = forms.DayField(label="Có từ ngày")
    refusal_fields = {"since": "on"}


class UndoForm(forms.Form):
    """Nothing to fill in but what the preview asks for."""


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise django_forms.ValidationError("Hãy nhập năm đủ bốn chữ số, ví dụ 2020.", code="year")
    return int(text)
