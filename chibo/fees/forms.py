"""What is typed about fees."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError

from chibo.fees.rules import money
from chibo.fees.vocabulary import EXEMPTIONS, UNASKED, BasisKind, Region, ReliefReason, RetentionKind, Way, months
from chibo.kernel.refusal import Refusal
from chibo.members.models import Person
from chibo.ui import forms

ASKED_FOR = (*EXEMPTIONS, ReliefReason.HARDSHIP, *UNASKED)
BY_HAND = (Way.CASH, Way.BANK)


class MonthField(forms.TextField):
    """A month: ``11/2026``; cleans to its first day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ví dụ 11/2026.")
        super().__init__(longest=20, **kwargs)

    def widget_attrs(self, widget: django_forms.Widget) -> dict:
        return {"data-short": True, "inputmode": "numeric", "autocomplete": "off", "maxlength": 20, "size": 9}

    def prepare_value(self, value: Any) -> Any:
        return months.show(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, date):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return months.parse(text)
        except Refusal as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal


class AmountField(forms.WholeNumberField):
    """Whole đồng: ``1.250.000``, with or without ``đ``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("high", money.MOST)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = value.strip().rstrip("đĐ ").replace("\u00a0", "").replace(" ", "").replace(",", ".")
        return super().to_python(value)


class PersonField(django_forms.ChoiceField):
    """One of the people offered; cleans to the person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("", "Chọn đồng chí")], **kwargs)
        self.people: dict[str, Person] = {}

    def offer(self, people: Sequence[Person]) -> None:
        """Say who may be chosen."""
        self.people = {str(person.uid): person for person in people}
        self.choices = [("", "Chọn đồng chí"), *((uid, person.full_name) for uid, person in self.people.items())]

    def clean(self, value: Any) -> Person | None:
        return self.people.get(super().clean(value))


class TakingForm(forms.Form):
    """When, how, and by whom money is taken."""

    on = forms.DayField(label="Ngày thu")
    way = django_forms.ChoiceField(
        label="Hình thức", choices=[(way.value, way.label) for way in BY_HAND], initial=Way.CASH
    )
    approver = PersonField(label="Người chỉ đạo, duyệt thu")
    collector = PersonField(label="Người thu", help_text="Là đồng chí khác với người duyệt.")

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("approver", "collector"):
            self.fields[name].offer(people)


class PayForm(TakingForm):
    """What one member pays."""

    month = MonthField(label="Đóng cho tháng")
    amount = AmountField(label="Số tiền (đồng)", low=1)
    is_extra = django_forms.BooleanField(
        label="Tự nguyện đóng thêm, ngoài mức phải đóng",
        required=False,
        help_text="Đóng thêm cần được cấp ủy cấp trên đồng ý.",
    )
    groups = (("Số tiền", ("month", "amount", "is_extra")), ("Việc thu", ("on", "way", "approver", "collector")))


class AssignForm(forms.Form):
    """Who directs and who collects from a day on."""

    approver = PersonField(label="Người chỉ đạo, duyệt thu", help_text="Bí thư, phó bí thư hoặc chi ủy viên.")
    collector = PersonField(label="Người thu", help_text="Là đồng chí khác với người duyệt.")
    since = forms.DayField(label="Từ ngày")

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("approver", "collector"):
            self.fields[name].offer(people)


class ReliefForm(forms.Form):
    """What is asked for."""

    reason = django_forms.ChoiceField(
        label="Lý do", choices=[("", "Chọn lý do"), *((one.value, one.label) for one in ASKED_FOR)]
    )
    percent = django_forms.TypedChoiceField(
        label="Mức giảm",
        choices=[("100", "Miễn, không thu"), ("30", "Giảm 30%"), ("50", "Giảm 50%"), ("70", "Giảm 70%")],
        coerce=int,
        help_text="Mức giảm chỉ dùng khi đảng viên có khó khăn; các lý do khác là miễn hoặc không thu.",
    )
    first = MonthField(label="Từ tháng")
    last = MonthField(label="Đến hết tháng", help_text="Giảm: mỗi lần nhiều nhất 12 tháng.")
    grounds = forms.LongTextField(
        label="Căn cứ",
        required=False,
        lines=3,
        help_text="Nội dung này được mã hóa; mỗi lần mở xem đều ghi nhật ký.",
    )
    refusal_fields = {"since": "first", "until": "last"}


class DecideForm(forms.Form):
    """Approved or not."""

    answer = django_forms.ChoiceField(
        label="Quyết định",
        choices=[("approve", "Duyệt"), ("refuse", "Không duyệt")],
        widget=django_forms.RadioSelect,
    )
    reason = forms.LongTextField(label="Lý do", lines=3, required=False, help_text="Cần ghi khi không duyệt.")


class EndReliefForm(forms.Form):
    """From which month a relief no longer holds."""

    until = MonthField(label="Không áp dụng từ tháng")
    reason = forms.LongTextField(label="Lý do", lines=3)


class CorrectForm(forms.Form):
    """How a due is put right."""

    how = django_forms.ChoiceField(
        label="Cách sửa",
        choices=[
            ("again", "Tính lại theo diện đóng và quy định"),
            ("amount", "Ghi số tiền khác"),
            ("strike", "Không phải đóng tháng này"),
        ],
        widget=django_forms.RadioSelect,
        initial="again",
    )
    amount = AmountField(label="Số tiền (đồng)", required=False, help_text="Chỉ khi ghi số tiền khác.")
    reason = forms.LongTextField(label="Lý do sửa", lines=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("how") == "amount" and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", "Hãy nhập số tiền phải đóng.")
        return cleaned


class ReverseForm(forms.Form):
    """Why and when something is taken back."""

    on = forms.DayField(label="Ngày thu hồi")
    reason = forms.LongTextField(label="Lý do", lines=3)


class ReceiveForm(forms.Form):
    """When the money came."""

    on = forms.DayField(label="Ngày nhận")


class RemitForm(forms.Form):
    """What is divided, and by which share."""

    first_month = MonthField(label="Từ tháng")
    last_month = MonthField(label="Đến hết tháng")
    on = forms.DayField(label="Ngày nộp")
    keeping = django_forms.ChoiceField(label="Loại tổ chức", choices=RetentionKind.choices)
    share = forms.WholeNumberField(
        label="Giữ lại (%)", low=0, high=100, required=False, help_text="Để trống thì lấy theo quy định."
    )
    grounds = forms.TextField(
        label="Căn cứ",
        longest=300,
        required=False,
        help_text="Văn bản của cấp ủy cấp trên, khi tỷ lệ khác quy định trong sổ hoặc sổ chưa có.",
    )
    groups = (
        ("Các tháng", ("first_month", "last_month", "on")),
        ("Tỷ lệ giữ lại", ("keeping", "share", "grounds")),
    )


class BasesForm(forms.Form):
    """From which month the bases of the page hold."""

    since = MonthField(label="Áp dụng từ tháng")


class FillForm(forms.Form):
    """What to fill in for members of whom nothing is on record."""

    dien = django_forms.ChoiceField(label="Diện đóng", choices=[("", "Chưa chọn"), *BasisKind.choices], required=False)
    vung = django_forms.ChoiceField(label="Vùng", choices=Region.choices, required=False)
