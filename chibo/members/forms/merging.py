"""The form of merging two records: one choice for everything about which they differ."""

from django import forms as django_forms

from chibo.members.actions.merge_plan import FACTS, KEPT, OTHER, Choices, Two, shown_fact, shown_lines
from chibo.members.vocabulary import ATTRIBUTES
from chibo.ui import forms

FACT, ATTRIBUTE = "fact_", "attribute_"


class MergeForm(forms.Form):
    """Built from what the two records say."""

    refusal_fields = {"other": "history"}

    def __init__(self, *args: object, two: Two, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        ways = [(way.code, way.title) for way in two.ways()]
        if len(ways) > 1 or (ways and ways[0][0] != "both"):
            initial = "both" if ways[0][0] == "both" else None
            self._ask("history", "Quá trình", ways, initial)
        kept, other = two.facts
        for name in two.different_facts():
            pair = shown_fact(name, kept[name]), shown_fact(name, other[name])
            self._ask(FACT + name, FACTS[name], _of_each(*pair), None)
        kept_lines, other_lines = two.lines
        for name in two.different_attributes():
            pair = shown_lines(name, kept_lines[name]), shown_lines(name, other_lines[name])
            self._ask(ATTRIBUTE + name, ATTRIBUTES[name][0], _of_each(*pair), None)

    def _ask(self, name: str, title: str, choices: list[tuple[str, str]], initial: str | None) -> None:
        field = django_forms.ChoiceField(
            label=title, choices=choices, initial=initial, widget=django_forms.RadioSelect, label_suffix=""
        )
        forms.ask_by_name(field)
        self.fields[name] = field

    def choices(self) -> Choices:
        """What was chosen."""
        data = self.cleaned_data
        return Choices(
            history=data.get("history", ""),
            facts={name.removeprefix(FACT): value for name, value in data.items() if name.startswith(FACT)},
            attributes={
                name.removeprefix(ATTRIBUTE): value for name, value in data.items() if name.startswith(ATTRIBUTE)
            },
        )


def _of_each(kept: str, other: str) -> list[tuple[str, str]]:
    return [(KEPT, f"{kept} – của hồ sơ giữ lại"), (OTHER, f"{other} – của hồ sơ gộp vào")]
