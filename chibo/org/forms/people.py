"""Person by person: where each of those who hang on a unit goes."""

from typing import Any

from django import forms as django_forms

from chibo.kernel.occupants import Occupant
from chibo.org import queries as org
from chibo.org.actions import occupants
from chibo.org.forms.fields import LinesField, UnitForm
from chibo.org.vocabulary import CELL_KINDS
from chibo.ui import forms

SHOWN = "people_shown"
MOST_PEOPLE = 500


class PeopleForm(UnitForm):
    """New units, one name per line, and a choice for everybody who hangs on the unit.

    The first sending shows the people with the new units to choose from; the second goes on.

    :cvar names_field: the field with the names
    """

    names_field = "names"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: list[Occupant] = []
        self.refs: dict[str, str] = {}
        names = self._typed_names()
        if not names:
            return
        self.refs = dict(zip(org.free_refs(self.unit.ref[:34], len(names)), names, strict=True))
        choices = list(self.refs.items())
        first = choices[0][0]
        self.fields["default"] = django_forms.ChoiceField(
            label="Ai không chọn riêng thì về", choices=choices, initial=first
        )
        if self.here.kind in CELL_KINDS:
            self.people = _people_of(self.unit, self._typed_day())
        for number, person in enumerate(self.people):
            field = django_forms.ChoiceField(label=person.label, choices=choices, initial=first)
            self.fields[f"person_{number}"] = field
        self.fields[SHOWN] = django_forms.CharField(widget=django_forms.HiddenInput, required=False, initial="1")
        where = tuple(f"person_{number}" for number in range(len(self.people)))
        self.groups = (*self.groups[:-1], ("Nơi đến của từng người", ("default", *where)), self.groups[-1])
        for name in ("default", *where):
            forms.ask_by_name(self.fields[name])
        if self.data.get(SHOWN) != "1":
            self.data = self.data.copy()
            self.data[SHOWN] = "1"
            for name in ("default", *where):
                self.data[name] = first
            self.is_first_look = True

    is_first_look = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_first_look and not self.errors:
            self.add_error("default", "Hãy chọn nơi đến của từng người dưới đây, rồi xem trước lần nữa.")
        return cleaned

    def chosen(self, data: dict[str, Any]) -> dict[str, str]:
        """Occupant key → short reference of the new unit."""
        return {person.key: data[f"person_{number}"] for number, person in enumerate(self.people)}

    def _typed_names(self) -> list[str]:
        text = str(self.data.get(self.names_field, ""))[:5_000] if self.is_bound else ""
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))[:20]

    def _typed_day(self):
        try:
            return forms.DayField().clean(self.data.get("on", ""))
        except django_forms.ValidationError:
            return None


def _people_of(unit, on) -> list[Occupant]:
    if on is None:
        return []
    return [one for kind in occupants.receivable() for one in kind.preview([unit], on=on, limit=MOST_PEOPLE)]


def names_field(label: str) -> LinesField:
    """One name per line."""
    return LinesField(label=label, help_text="Mỗi dòng một tên đầy đủ.")
