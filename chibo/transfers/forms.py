"""What is typed about letters, members away and abroad."""

from django import forms as django_forms

from chibo.transfers.vocabulary import AwayReason, Means, Purpose, Regime
from chibo.ui import forms


def _choice(label: str, choices, *, empty: str = "") -> django_forms.ChoiceField:
    return django_forms.ChoiceField(label=label, choices=[("", empty), *choices] if empty else choices)


class LetterForm(forms.Form):
    """Number, dossier and slip of a letter."""

    KEPT = ("number", "issued_by", "reason", "dossier", "dossier_on", "dossier_received_on")
    number = forms.TextField(label="Số giấy giới thiệu", longest=40, required=False)
    issued_by = forms.TextField(label="Cấp ủy ký giấy", required=False)
    reason = forms.TextField(label="Lý do chuyển", longest=500, required=False)
    dossier = forms.TextField(
        label="Hồ sơ mang theo", longest=500, required=False, help_text="Thẻ, hồ sơ đảng viên, bản tự kiểm điểm …"
    )
    dossier_on = forms.DayField(label="Ngày giao hồ sơ", required=False)
    dossier_received_on = forms.DayField(label="Ngày nơi đến nhận hồ sơ", required=False)
    reported_on = forms.DayField(label="Ngày phiếu báo về nơi đi", required=False)
    groups = (
        ("Giấy giới thiệu", ("number", "issued_by", "reason")),
        ("Hồ sơ", ("dossier", "dossier_on", "dossier_received_on")),
        ("Phiếu báo", ("reported_on",)),
    )
    refusal_fields = {"on": "reported_on"}


class AwayForm(forms.Form):
    """A member goes away."""

    place = forms.TextField(label="Nơi đến", help_text="Xã, tỉnh hoặc thành phố.")
    country = forms.TextField(label="Nước", longest=80, required=False, help_text="Để trống nếu ở trong nước.")
    reason = _choice("Lý do", AwayReason.choices, empty="Chọn lý do")
    since = forms.DayField(label="Đi từ ngày")
    expected_on = forms.DayField(label="Dự kiến về", required=False)
    regime = _choice("Chế độ liên lạc", Regime.choices)
    note = forms.TextField(label="Ghi chú", longest=500, required=False, help_text="Cách liên lạc đã hẹn.")
    groups = (("Đi đâu", ("place", "country", "reason", "since", "expected_on")), ("Liên lạc", ("regime", "note")))


class CorrectAwayForm(AwayForm):
    """The same, put right."""

    until = forms.DayField(label="Ngày về", required=False, help_text="Để trống nếu chưa về.")
    why = forms.LongTextField(label="Lý do sửa", lines=3)
    groups = (
        ("Đi đâu", ("place", "country", "reason", "since", "expected_on", "until")),
        ("Liên lạc", ("regime", "note")),
        ("Lý do", ("why",)),
    )


class ContactForm(forms.Form):
    """One time in touch."""

    on = forms.DayField(label="Ngày liên lạc")
    means = _choice("Hình thức", Means.choices)
    by_whom = forms.TextField(label="Người liên lạc", longest=100)
    note = forms.TextField(label="Nội dung", longest=500, required=False)


class DayForm(forms.Form):
    """The day on which somebody came back."""

    on = forms.DayField(label="Ngày về")
    refusal_fields = {"until": "on", "returned_on": "on"}


class AbroadForm(forms.Form):
    """Where somebody went abroad, and for what."""

    country = forms.TextField(label="Nước đến", longest=80)
    purpose = _choice("Mục đích", Purpose.choices, empty="Chọn mục đích")
    expected_on = forms.DayField(label="Dự kiến về", required=False)


class ReceiveForm(forms.Form):
    """The day on which members moved by a reorganization were received."""

    received_on = forms.DayField(label="Ngày tiếp nhận")
    has_dossier = django_forms.BooleanField(label="Đã nhận đủ hồ sơ đảng viên", required=False)
    note = forms.TextField(label="Ghi chú", longest=500, required=False)
