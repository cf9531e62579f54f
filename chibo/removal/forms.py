"""What is typed about rounds of screening and help."""

from django import forms as django_forms

from chibo.procedures.rules.voting import PARTS
from chibo.removal.vocabulary import HelpResult
from chibo.ui import forms


class RoundForm(forms.Form):
    """A cell has reviewed its members."""

    held_on = forms.DayField(label="Ngày chi bộ rà soát")
    why = forms.TextField(
        label="Lý do chưa rà soát, nếu có người bỏ dấu", longest=200, required=False, help_text="Ví dụ: đi làm xa."
    )
    note = forms.TextField(label="Ghi chú", longest=500, required=False)
    refusal_fields = {"on": "held_on", "year": "held_on", "skipped": "why"}


class ManyForm(forms.Form):
    """Several whole cells at once."""

    held_on = forms.DayField(label="Ngày rà soát")
    refusal_fields = {"on": "held_on", "year": "held_on", "cells": "held_on", "skipped": "held_on"}


class HelpForm(forms.Form):
    """A period of help begins."""

    since = forms.DayField(label="Giúp đỡ từ ngày")
    due_on = forms.DayField(label="Đến ngày", required=False, help_text="Để trống thì tính theo sổ quy định.")
    helper = forms.TextField(label="Người giúp đỡ", longest=200)
    reason = forms.LongTextField(
        label="Biểu hiện cần giúp đỡ", lines=3, required=False, help_text="Chỉ ghi việc cụ thể. Được mã hóa khi lưu."
    )
    plan = forms.LongTextField(label="Nội dung giúp đỡ", lines=3, required=False)


class JudgeForm(forms.Form):
    """What the cell voted."""

    result = django_forms.ChoiceField(
        label="Kết quả", choices=[("", "Chọn kết quả"), *[c for c in HelpResult.choices if c[0] != HelpResult.GOING_ON]]
    )
    judged_on = forms.DayField(label="Ngày chi bộ nhận xét")
    vote_obliged = forms.WholeNumberField(label=PARTS["obliged"], low=0, high=100_000, required=False)
    vote_present = forms.WholeNumberField(label=PARTS["present"], low=0, high=100_000, required=False)
    vote_for = forms.WholeNumberField(label=PARTS["for"], low=0, high=100_000, required=False)
    vote_against = forms.WholeNumberField(label=PARTS["against"], low=0, high=100_000, required=False)
    vote_blank = forms.WholeNumberField(label=PARTS["blank"], low=0, high=100_000, required=False)
    refusal_fields = {"on": "judged_on"}
    groups = (
        ("Kết quả", ("result", "judged_on")),
        ("Biểu quyết", ("vote_obliged", "vote_present", "vote_for", "vote_against", "vote_blank")),
    )

    def vote(self) -> dict[str, int] | None:
        """The numbers given; None where none was."""
        found = {name: self.cleaned_data.get(f"vote_{name}") for name in PARTS}
        if all(value is None for value in found.values()):
            return None
        return {name: value for name, value in found.items() if value is not None}


class NoticeForm(forms.Form):
    """A notice was sent."""

    sent_on = forms.DayField(label="Ngày gửi phiếu báo")
    number = forms.TextField(label="Số phiếu báo", longest=60, required=False)
