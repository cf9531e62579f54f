"""The second step: which column is which."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms as django_forms

from chibo.exchange.forms.upload import OPTION, encoding_field, text_field
from chibo.exchange.reading.values import Fault
from chibo.exchange.reading.values.cells import words
from chibo.exchange.rules.guessing import Guess, letters
from chibo.exchange.rules.kinds import Column, Kind
from chibo.ui import forms

SKIP_HIDDEN = "skip_hidden"
NOT_THERE = "Không có trong tệp"
DOUBTFUL = 0.7
_LONGEST = 28
_EXAMPLES = 3


def shown(cell: Any) -> str:
    """A raw cell in few words."""
    try:
        text = words(cell)
    except Fault:
        text = "Đúng" if cell is True else "Sai" if cell is False else str(cell)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@dataclass(frozen=True)
class Line:
    """A field of the kind beside the column it is read from."""

    column: Column
    bound: Any
    is_found: bool
    is_doubtful: bool
    samples: str

    @property
    def hint(self) -> str:
        """What the column of the kind says of itself."""
        return self.column.hint


class ColumnsForm(forms.Form):
    """A choice of columns for each field of a kind."""

    def __init__(self, kind: Kind, guess: Guess, data_rows: Sequence[Sequence[str]], *args: Any, **kwargs: Any) -> None:
        self.kind, self.guess, self._rows = kind, guess, data_rows
        chosen, has_hidden = kwargs.pop("options", {}), kwargs.pop("has_hidden", False)
        super().__init__(*args, **kwargs)
        choices = [("", NOT_THERE), *((str(place), self._label(place)) for place in range(len(guess.headings)))]
        for column in kind.columns:
            place = guess.mapping.get(column.name)
            self.fields[column.name] = django_forms.ChoiceField(
                label=column.title,
                choices=choices,
                required=False,
                initial="" if place is None else str(place),
                error_messages={"invalid_choice": f"Hãy chọn lại cột cho “{column.title}” trong danh sách."},
            )
        for name, title, options in kind.options:
            self.fields[OPTION + name] = django_forms.ChoiceField(
                label=title, choices=options, initial=chosen.get(name, options[0][0])
            )
        if has_hidden:
            self.fields[SKIP_HIDDEN] = django_forms.BooleanField(
                label="Bỏ qua các dòng đang ẩn trong tệp", required=False, initial=chosen.get(SKIP_HIDDEN, False)
            )

    def samples(self, place: int | None) -> list[str]:
        """The first filled cells of a column."""
        if place is None:
            return []
        return [row[place] for row in self._rows if place < len(row) and row[place]][:_EXAMPLES]

    def _label(self, place: int) -> str:
        heading = self.guess.headings[place]
        heading = heading if len(heading) <= 44 else heading[:43] + "…"
        example = next(iter(self.samples(place)), "")
        return f"{letters(place)} · {heading}" + (f" · {example}" if example else "")

    @cached_property
    def lines(self) -> list[Line]:
        """Fields in the order of the kind."""
        found = []
        for column in self.kind.columns:
            place = self.guess.mapping.get(column.name)
            doubtful = place is not None and self.guess.confidence.get(column.name, 1.0) < DOUBTFUL
            samples = " · ".join(self.samples(place))
            found.append(Line(column, self[column.name], place is not None, doubtful, samples))
        return found

    @property
    def found_lines(self) -> list[Line]:
        """Fields that have a column, and those that need one."""
        return [line for line in self.lines if line.is_found or line.column.required]

    @property
    def other_lines(self) -> list[Line]:
        """Fields that no column was found for."""
        return [line for line in self.lines if not (line.is_found or line.column.required)]

    @property
    def has_errors_below(self) -> bool:
        """Whether something is to be mended among the fields without a column."""
        return self.is_bound and any(line.bound.errors or line.bound.value() for line in self.other_lines)

    def others(self) -> list[Any]:
        """Fields that are no columns."""
        names = {column.name for column in self.kind.columns}
        return [self[name] for name in self.fields if name not in names]

    def mapping(self) -> dict[str, int]:
        """Field → column."""
        data = self.cleaned_data
        return {column.name: int(data[column.name]) for column in self.kind.columns if data.get(column.name)}

    def options(self) -> dict[str, Any]:
        """What was chosen beside the columns."""
        data = self.cleaned_data
        chosen: dict[str, Any] = {name: data[OPTION + name] for name, _, _ in self.kind.options}
        if data.get(SKIP_HIDDEN):
            chosen[SKIP_HIDDEN] = True
        return chosen


class LettersForm(forms.Form):
    """How the letters of the file are to be read."""

    def __init__(self, *args: Any, is_text: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["encoding" if is_text else "text"] = encoding_field() if is_text else text_field()
