"""Fields and the common form of everything that is done to a unit."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms as django_forms

from chibo.kernel.refusal import Refusal
from chibo.org import queries as org
from chibo.org.actions import Paper
from chibo.org.models import AdminPlace, Placement, Unit
from chibo.org.vocabulary import CellKind, Kind, Sector
from chibo.ui import forms

SUGGESTIONS = "to-chuc-goi-y"
MOST_SUGGESTED = 150
DECISION = ("decision_number", "decision_issued_on", "decision_issuer")
_MISSING = {
    "decision_number": "Hãy nhập số, ký hiệu của quyết định, hoặc để trống cả ba ô quyết định.",
    "decision_issued_on": "Hãy nhập ngày ký quyết định, hoặc để trống cả ba ô quyết định.",
    "decision_issuer": "Hãy nhập cơ quan ban hành, hoặc để trống cả ba ô quyết định.",
}


class UnitField(forms.TextField):
    """A unit by short reference, code or name; found on the day of the form."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Gõ mã ngắn hoặc tên tổ chức (không dấu cũng được).")
        super().__init__(longest=200, **kwargs)

    def widget_attrs(self, widget: django_forms.Widget) -> dict[str, Any]:
        return {"list": SUGGESTIONS, "autocomplete": "off"}


class UnitsField(forms.LongTextField):
    """Several units, one per line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Mỗi dòng một mã ngắn hoặc tên tổ chức.")
        super().__init__(lines=3, **kwargs)


class PlaceField(forms.TextField):
    """An administrative place by name or code; found on the day of the form."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Tên địa bàn, kèm cấp trên nếu trùng tên: xã An Bình, huyện Đông Hải.")
        super().__init__(label="Địa bàn", longest=200, required=False, **kwargs)


class LinesField(forms.LongTextField):
    """Names, one per line; cleans to a list."""

    def clean(self, value: Any) -> list[str]:
        return [line for line in super().clean(value).splitlines() if line]


def kind_field(
    label: str = "Loại tổ chức", *, kinds: Iterable[str] = Kind.values, **kwargs: Any
) -> django_forms.ChoiceField:
    """A choice of kinds."""
    choices = [("", "Chọn loại"), *((kind, Kind(kind).label) for kind in kinds)]
    return django_forms.ChoiceField(label=label, choices=choices, **kwargs)


def sector_field(**kwargs: Any) -> django_forms.ChoiceField:
    """A choice of sectors."""
    return django_forms.ChoiceField(label="Loại hình", choices=Sector.choices, initial=Sector.CHUNG, **kwargs)


def cell_kind_field(**kwargs: Any) -> django_forms.ChoiceField:
    """A choice of cell kinds, none for what is no cell."""
    choices = [("", "Không phải chi bộ"), *((kind, title) for kind, title in CellKind.choices if kind)]
    return django_forms.ChoiceField(label="Loại chi bộ", choices=choices, required=False, **kwargs)


def code_field() -> forms.TextField:
    """The official code."""
    return forms.TextField(label="Mã chính thức", longest=20, required=False)


class UnitForm(forms.Form):
    """About one unit: knows its placement today (or its last one), and finds the units that were typed.

    :cvar takes_decision: whether the three fields of a decision stand at the end
    """

    takes_decision = True
    refusal_fields = {
        "number": "decision_number",
        "issued_on": "decision_issued_on",
        "issuer": "decision_issuer",
        "decided_on": "decision_issued_on",
    }

    def __init__(self, *args: Any, unit: Unit, here: Placement, **kwargs: Any) -> None:
        self.unit, self.here = unit, here
        super().__init__(*args, **kwargs)
        if self.takes_decision:
            self.fields |= {
                "note": forms.TextField(label="Ghi chú", longest=500, required=False),
                "decision_number": forms.TextField(label="Số, ký hiệu quyết định", longest=80, required=False),
                "decision_issued_on": forms.DayField(label="Ngày ký quyết định", required=False),
                "decision_issuer": forms.TextField(label="Cơ quan ban hành", required=False),
            }
            self.groups = (*self.groups, ("Quyết định", DECISION))
            for name in ("note", *DECISION):
                forms.ask_by_name(self.fields[name])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        on = self.found_on(cleaned)
        for name, field in self.fields.items():
            if on is not None and cleaned.get(name) and isinstance(field, (UnitField, UnitsField, PlaceField)):
                cleaned[name] = self._find(name, field, cleaned[name], on)
        given = [name for name in DECISION if cleaned.get(name)]
        if given and self.takes_decision:
            for name in DECISION:
                if name not in given and name not in self.errors:
                    self.add_error(name, _MISSING[name])
        return cleaned

    def found_on(self, cleaned: dict[str, Any]) -> date | None:
        """The day on which typed units and places are looked for."""
        return cleaned.get("on")

    def _find(self, name: str, field: django_forms.Field, text: str, on: date) -> Unit | AdminPlace | list[Unit] | None:
        try:
            if isinstance(field, PlaceField):
                return org.find_place(text, on=on, field=name)
            if isinstance(field, UnitsField):
                return [org.by_ref(line, on=on, field=name) for line in text.splitlines()[:100] if line]
            return org.by_ref(text, on=on, field=name)
        except Refusal as refusal:
            forms.apply_refusal(self, refusal)
            return None

    def paper(self, data: dict[str, Any]) -> Paper | None:
        """The decision that was typed, if any."""
        if not data.get("decision_number"):
            return None
        return Paper(data["decision_number"], data["decision_issued_on"], data["decision_issuer"])

    def suggestions(self) -> list[Placement]:
        """Units near this one, offered while somebody types: what stands under the same superior and below it."""
        on = self.here.since
        above = self.here.superior
        found = list(org.children(above, on=on)[:MOST_SUGGESTED]) if above is not None else []
        return [*found, *org.children(self.unit, on=on)[: MOST_SUGGESTED - len(found)]]
