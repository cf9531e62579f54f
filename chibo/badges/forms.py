"""What is typed about badges."""

from django import forms as django_forms

from chibo.badges.vocabulary import BadgeKind
from chibo.ui import forms


class ProposeForm(forms.Form):
    """One badge."""

    years = django_forms.ChoiceField(label="Mốc")
    award_day = forms.DayField(label="Đợt trao", help_text="3/2, 19/5, 2/9 hoặc 7/11.")
    kind = django_forms.ChoiceField(label="Hình thức", choices=BadgeKind.choices)
    why = forms.LongTextField(
        label="Lý do, nếu tặng sớm", lines=3, required=False, help_text="Tình trạng bệnh nặng. Được mã hóa khi lưu."
    )
    refusal_fields = {"person": "years", "reason": "why"}

    def __init__(self, *args, milestones: list[int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["years"].choices = [(str(one), f"{one} năm tuổi Đảng") for one in milestones]


class DecideForm(forms.Form):
    """The decision for several badges."""

    number = forms.TextField(label="Số quyết định", longest=60)
    issued_on = forms.DayField(label="Ngày ký")
    issuer = forms.TextField(label="Cơ quan ban hành", longest=200)
    signer_title = forms.TextField(label="Chức vụ người ký", longest=200, required=False)
    refusal_fields = {"badges": "number"}


class AwardForm(forms.Form):
    """The day of the ceremony."""

    awarded_on = forms.DayField(label="Ngày trao")
    refusal_fields = {"badges": "awarded_on"}


class NothingForm(forms.Form):
    """Nothing but the choice of people."""

    refusal_fields: dict[str, str] = {}


class BackForm(forms.Form):
    """A badge was given back."""

    returned_on = forms.DayField(label="Ngày giao lại")
    why = forms.TextField(label="Lý do", longest=500)
    refusal_fields = {"reason": "why"}


class LostForm(forms.Form):
    """A badge was lost."""

    lost_on = forms.DayField(label="Ngày báo mất")
    why = forms.TextField(label="Lý do mất", longest=500)
    refusal_fields = {"reason": "why"}


class AgainForm(forms.Form):
    """Another one was given for it."""

    reissued_on = forms.DayField(label="Ngày cấp lại")
    number = forms.TextField(label="Số huy hiệu cấp lại", longest=30, required=False)
