"""The forms of a case: made from the definition of the step; filters of the list."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError

from chibo.kernel.refusal import Refusal
from chibo.org import queries as org
from chibo.procedures.models import Case
from chibo.procedures.rules.definition import Definition, Field, Step
from chibo.procedures.rules.handlers import Handed
from chibo.procedures.rules.people import people_at
from chibo.procedures.rules.voting import PARTS
from chibo.procedures.vocabulary import CaseState, FieldKind
from chibo.ui import forms

DECISION = ("number", "issued_on", "issuer", "signer_title")
ACCEPT = "accept"
KEPT = "kept_"
"""Before the kind of a paper: the file of it that was already sent."""


class UnitField(forms.TextField):
    """A unit by its short reference or its name; cleans to its reference."""

    def __init__(self, *, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text or text.startswith("unit:"):
            return text
        try:
            return org.by_ref(text, on=self.on).reference
        except Refusal as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal


def field_of(one: Field, *, on: date, case_unit: Any = None) -> django_forms.Field:
    """The form field for what a definition asks."""
    said = {"label": one.label, "required": one.required, "help_text": one.help}
    match one.kind:
        case FieldKind.LONG:
            return forms.LongTextField(**said)
        case FieldKind.DAY:
            return forms.DayField(**{k: v for k, v in said.items() if v != ""})
        case FieldKind.WHOLE | FieldKind.MONEY:
            return forms.WholeNumberField(**said)
        case FieldKind.CHOICE:
            return _choice(list(one.choices.items()), said)
        case FieldKind.YES_NO:
            return _choice([("yes", "Có"), ("no", "Không")], said)
        case FieldKind.UNIT:
            return UnitField(on=on, **said | {"help_text": one.help or "Gõ mã hoặc tên tổ chức."})
        case FieldKind.MEMBER:
            people = people_at(case_unit, on) if case_unit is not None else []
            return django_forms.ChoiceField(choices=[("", "– Chọn đảng viên –"), *people], **said)
    return forms.TextField(longest=300, **said)


def _choice(pairs: list[tuple[str, str]], said: dict[str, Any]) -> django_forms.ChoiceField:
    """Few values as buttons to tap, many as a list."""
    if len(pairs) <= 5:
        empty = [] if said["required"] else [("", "Chưa ghi")]
        return django_forms.ChoiceField(choices=[*pairs, *empty], widget=django_forms.RadioSelect, **said)
    return django_forms.ChoiceField(choices=[("", "– Chọn –"), *pairs], **said)


class ActForm(forms.Form):
    """What every act says: its day. Days that are still to come are refused."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["on"] = forms.DayField(label="Ngày thực hiện", initial=today)
        forms.ask_by_name(self.fields["on"])

    def clean_on(self) -> date:
        """:raises ValidationError: a day that is still to come"""
        day = self.cleaned_data["on"]
        if day and day > self.today:
            raise ValidationError("Ngày này chưa tới. Hãy ghi khi việc đã làm xong.", code="future")
        return day


class AnswersForm(ActForm):
    """Adds the fields a definition asks for."""

    def __init__(self, *args: Any, asked: tuple[Field, ...], unit: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for one in asked:
            self._add(one.name, field_of(one, on=self.today, case_unit=unit))

    def _add(self, name: str, field: django_forms.Field) -> None:
        self.fields[name] = field
        forms.ask_by_name(field)

    def ask_to_accept(self, told: str) -> None:
        """Let what speaks against it be read and accepted."""
        self._add(ACCEPT, django_forms.BooleanField(label="Tôi đã đọc các cảnh báo trên và vẫn ghi", required=False))

    def answers(self) -> dict[str, Any]:
        """What was answered, as the actions take it."""
        found = {}
        for one in self.asked:
            value = self.cleaned_data.get(one.name)
            if one.kind == FieldKind.YES_NO:
                value = {"yes": True, "no": False}.get(value)
            if value not in (None, ""):
                found[one.name] = value
        return found


class StepForm(AnswersForm):
    """The form of a step: day, answers, vote, papers, decision."""

    def __init__(self, *args: Any, step: Step, case: Case, last: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, asked=step.asks, unit=case.unit, **kwargs)
        self.step = step
        for one in step.asks:
            if last and one.name in last and not one.sensitive:
                value = last[one.name]
                self.initial.setdefault(
                    one.name, {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
                )
        groups = []
        if step.vote:
            names = []
            for name, label in PARTS.items():
                full = f"{label} ({step.vote.of})" if name == "obliged" else label
                self._add(f"vote_{name}", forms.WholeNumberField(label=full, high=100_000, required=name != "blank"))
                names.append(f"vote_{name}")
            groups.append(("Biểu quyết", tuple(names)))
        papers = []
        for one in step.documents:
            label = one.label + ("" if one.required else " (nếu có)")
            self._add(f"paper_{one.kind}", forms.DayField(label=f"{label}: ngày nhận", required=False))
            self._add(
                f"file_{one.kind}",
                django_forms.FileField(
                    label=f"{label}: tệp", required=False, help_text="PDF, Word, ảnh; nhiều nhất 20 MB."
                ),
            )
            self.fields[KEPT + one.kind] = django_forms.UUIDField(required=False, widget=django_forms.HiddenInput)
            papers += [f"paper_{one.kind}", f"file_{one.kind}"]
        if papers:
            groups.append(("Giấy tờ", tuple(papers)))
        if step.decision:
            self._add("number", forms.TextField(label="Số, ký hiệu quyết định", longest=80))
            self._add("issued_on", forms.DayField(label="Ngày ký"))
            self._add("issuer", forms.TextField(label="Cơ quan ban hành"))
            self._add("signer_title", forms.TextField(label="Chức danh người ký", required=False))
            groups.append(("Quyết định", DECISION))
        self.groups = tuple(groups)

    def vote(self) -> dict[str, int] | None:
        """The vote, where there is one."""
        if self.step.vote is None:
            return None
        return {name: self.cleaned_data.get(f"vote_{name}") or 0 for name in PARTS}

    def papers(self, kept: dict[str, Any]) -> list[Handed]:
        """The papers handed in. :param kept: files already sent, by kind"""
        found = []
        for one in self.step.documents:
            day, stored = self.cleaned_data.get(f"paper_{one.kind}"), kept.get(one.kind)
            if day or stored:
                found.append(Handed(one.kind, day, stored=stored))
        return found


class OpenForm(AnswersForm):
    """What is asked when a case is opened."""

    def __init__(self, *args: Any, definition: Definition, unit: Any, **kwargs: Any) -> None:
        super().__init__(*args, asked=definition.sets, unit=unit, **kwargs)
        self.fields["on"].label = "Ngày mở hồ sơ"


class ReasonForm(ActForm):
    """An act with a reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reason()

    def _reason(self) -> None:
        self.fields["reason"] = forms.LongTextField(label="Lý do", lines=3)
        forms.ask_by_name(self.fields["reason"])


class BackForm(ReasonForm):
    """Where it is returned to, and why."""

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = django_forms.ChoiceField(
            label="Trả lại bước",
            choices=places,
            widget=django_forms.RadioSelect,
            initial=places[-1][0] if places else None,
        )
        self.order_fields(["on", "to", "reason"])
        forms.ask_by_name(self.fields["to"])


class OverrideForm(ReasonForm):
    """Why, and by which document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in (
            ("number", forms.TextField(label="Số, ký hiệu văn bản", longest=80)),
            ("issued_on", forms.DayField(label="Ngày ký")),
            ("issuer", forms.TextField(label="Cơ quan ban hành")),
            ("signer_title", forms.TextField(label="Chức danh người ký", required=False)),
        ):
            self.fields[name] = field
            forms.ask_by_name(field)
        self.groups = (("Văn bản cho đi tiếp", DECISION),)


class TakeBackForm(ReasonForm):
    """Why the last act no longer counts; it has no day of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["on"]


class FilterForm(forms.Form):
    """What the list of cases is narrowed by."""

    def __init__(
        self, *args: Any, units: list[tuple[str, str]], procedures: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose = django_forms.ChoiceField
        states = [("", CaseState.OPEN.label), ("tre", "Quá hạn"), ("tat-ca", "Tất cả"), *CaseState.choices[1:]]
        self.fields["don-vi"] = choose(label="Tổ chức", choices=units, required=False)
        self.fields["trang-thai"] = choose(label="Trạng thái", choices=states, required=False)
        self.fields["quy-trinh"] = choose(label="Quy trình", choices=[("", "Tất cả"), *procedures], required=False)
        self.fields["ten"] = forms.TextField(label="Tên hoặc mã hồ sơ", required=False, longest=100)

    def told(self) -> Iterator[tuple[str, str]]:
        """(label, chosen value in words), for the head of a file."""
        for name in ("trang-thai", "quy-trinh", "ten"):
            if value := self.cleaned_data.get(name):
                choices = dict(getattr(self.fields[name], "choices", ()))
                yield self.fields[name].label, str(choices.get(value, value))
