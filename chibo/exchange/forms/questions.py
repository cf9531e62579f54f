"""What is asked before rows can be written: one question for all rows it holds for."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms as django_forms

from chibo.exchange.models import Batch
from chibo.exchange.queries import Asked
from chibo.kernel.numbers import show_int
from chibo.ui import forms

MOST = 50
"""Questions on a page; the others follow when these are answered."""
_ROWS_NAMED = 10


class QuestionsForm(forms.Form):
    """Radio groups; those left open are asked again."""

    def __init__(self, batch: Batch, asked: Iterable[Asked], *args: Any, tell: Any = str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys: dict[str, str] = {}
        for question in batch.questions:
            seen = ", ".join(question["examples"])
            self._ask(
                f"date_order:{question['field']}",
                f"Cột “{question['title']}” ghi ngày theo thứ tự nào?",
                question["choices"],
                f"Ví dụ trong tệp: {seen}.",
            )
        for one in list(asked)[:MOST]:
            choices = [(value, tell(label)) for value, label in one.ask.choices]
            self._ask(one.ask.key, tell(one.ask.text), choices, _for_rows(one.rows))

    def _ask(self, key: str, text: str, choices: Iterable[tuple[str, str]], help_text: str) -> None:
        name = "q-" + hashlib.sha256(key.encode()).hexdigest()[:16]
        self.keys[name] = key
        self.fields[name] = django_forms.ChoiceField(
            label=text,
            choices=[tuple(choice) for choice in choices],
            required=False,
            help_text=help_text,
            widget=django_forms.RadioSelect,
            error_messages={"invalid_choice": "Hãy chọn một trong các câu trả lời đã nêu."},
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not any(data.get(name) for name in self.keys):
            self.add_error(None, "Chưa trả lời câu nào. Hãy chọn câu trả lời rồi gửi.")
        return data

    def answers(self) -> dict[str, str]:
        """Key of the question → answer, of those that were answered."""
        return {key: self.cleaned_data[name] for name, key in self.keys.items() if self.cleaned_data.get(name)}


def _for_rows(rows: list[int]) -> str:
    named = ", ".join(str(number) for number in rows[:_ROWS_NAMED])
    if len(rows) == 1:
        return f"Hỏi cho dòng {named}."
    more = "…" if len(rows) > _ROWS_NAMED else ""
    return f"Hỏi cho {show_int(len(rows))} dòng: {named}{more}."
