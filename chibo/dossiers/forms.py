"""What is typed about files."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms as django_forms

from chibo.dossiers.rules.document_types import document_types
from chibo.dossiers.vocabulary import CardDeed, Errand, FileSet, Keeper
from chibo.kernel.refusal import Refusal
from chibo.org import queries as org
from chibo.ui import forms

DATALIST = "to-chuc"
WHERE = "Gõ tên (không dấu cũng được) hoặc mã ngắn."


class UnitField(forms.TextField):
    """A unit by short reference, code or name."""

    def widget_attrs(self, widget: django_forms.Widget) -> dict:
        return {"list": DATALIST, "autocomplete": "off"}


class FileForm(forms.Form):
    """A form about files; units typed by name are found on its day.

    :ivar today: the day on which names are read where no day is typed
    """

    units: Sequence[str] = ()
    """Fields that name a unit."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.units:
            if text := cleaned.get(name):
                try:
                    cleaned[name] = org.by_ref(text, on=cleaned.get("on") or self.today, field=name)
                except Refusal as refusal:
                    forms.apply_refusal(self, refusal)
            else:
                cleaned[name] = None
        return cleaned


def _kinds() -> list[tuple[str, Any]]:
    groups = [
        (part.label, [(one.code, one.shown) for one in document_types().values() if one.set == part])
        for part in FileSet
    ]
    return [("", "Chọn loại tài liệu"), *groups]


class ItemForm(FileForm):
    """Đưa tài liệu vào hồ sơ."""

    kind = django_forms.ChoiceField(label="Loại tài liệu", choices=_kinds)
    title = forms.TextField(label="Tên tài liệu", longest=300, required=False, help_text="Để trống thì lấy tên loại.")
    number = forms.TextField(label="Số, ký hiệu", longest=60, required=False)
    dated = forms.PartialDayField(label="Ngày văn bản", required=False)
    pages = forms.WholeNumberField(label="Số tờ", low=1, high=2000)
    is_copy = django_forms.BooleanField(label="Là bản sao", required=False)
    on = forms.DayField(label="Ngày đưa vào hồ sơ")
    file = django_forms.FileField(
        label="Bản quét",
        required=False,
        allow_empty_file=True,
        help_text="PDF, ảnh JPEG hoặc PNG, nhiều nhất 20 MB. Không gửi tài liệu có dấu mật.",
    )


class HandForm(FileForm):
    """Giao hồ sơ."""

    units = ("to",)
    errand = django_forms.ChoiceField(label="Lý do", choices=Errand.choices)
    to = UnitField(label="Tổ chức nhận", required=False, help_text=WHERE)
    to_place = forms.TextField(
        label="Hoặc nơi nhận ngoài hệ thống", required=False, help_text="Chỉ ghi khi nơi nhận không có trong Chibo."
    )
    on = forms.DayField(label="Ngày giao")
    letter = forms.TextField(label="Số phiếu giao", longest=60, required=False)
    is_sealed = django_forms.BooleanField(label="Đã niêm phong", required=False, initial=True)
    carried = forms.LongTextField(label="Gồm có", longest=1000, lines=3, required=False)
    note = forms.TextField(label="Ghi chú", longest=500, required=False)


class ReceiveFromForm(FileForm):
    """Nhận hồ sơ that nobody handed over here."""

    place = forms.TextField(label="Nơi giao")
    on = forms.DayField(label="Ngày nhận")
    letter = forms.TextField(label="Số phiếu giao", longest=60, required=False)
    is_sealed = django_forms.BooleanField(label="Còn niêm phong", required=False, initial=True)
    carried = forms.LongTextField(label="Gồm có", longest=1000, lines=3, required=False)


class ReceiveForm(FileForm):
    """Nhận hồ sơ."""

    on = forms.DayField(label="Ngày nhận")
    note = forms.TextField(label="Ghi chú", longest=300, required=False, help_text="Ví dụ: thiếu tài liệu nào.")


class ReturnForm(FileForm):
    """Trả lại nơi giao."""

    on = forms.DayField(label="Ngày trả lại")
    reason = forms.TextField(label="Lý do", longest=300)


class LendForm(FileForm):
    """Cho mượn hồ sơ."""

    borrower = forms.TextField(label="Người, cơ quan mượn")
    purpose = forms.TextField(label="Để làm gì", longest=300)
    carried = forms.TextField(label="Tài liệu mượn", longest=500, required=False, help_text="Để trống là cả hồ sơ.")
    on = forms.DayField(label="Ngày cho mượn")
    due_on = forms.DayField(label="Hẹn trả")


class GiveBackForm(FileForm):
    """Ghi trả hồ sơ."""

    on = forms.DayField(label="Ngày trả")
    note = forms.TextField(label="Ghi chú", longest=500, required=False)


class ShelfForm(FileForm):
    """Ghi vị trí lưu."""

    location = forms.TextField(label="Vị trí lưu", help_text="Kho, tủ, ngăn, cặp.")
    on = forms.DayField(label="Từ ngày")
    note = forms.TextField(label="Ghi chú", longest=500, required=False)


class ApartForm(FileForm):
    """Ghi hồ sơ giữ riêng."""

    units = ("holder",)
    holder = UnitField(label="Tổ chức giữ", help_text=WHERE)
    on = forms.DayField(label="Từ ngày")
    reason = forms.TextField(label="Lý do", longest=300)


class EndApartForm(FileForm):
    """Thôi giữ riêng."""

    on = forms.DayField(label="Từ ngày")
    note = forms.TextField(label="Ghi chú", longest=300, required=False)


class SlipForm(FileForm):
    """Nhận phiếu bổ sung."""

    year = forms.WholeNumberField(label="Năm", low=1930, high=2100)
    changes = forms.LongTextField(
        label="Thay đổi trong năm",
        longest=4000,
        lines=6,
        required=False,
        help_text="Học vấn, chức vụ, khen thưởng, kỷ luật, gia đình … Để trống nếu không có thay đổi. Nội dung được giữ kín.",
    )
    on = forms.DayField(label="Ngày khai")


class CardForm(FileForm):
    """Ghi vào sổ thẻ."""

    deed = django_forms.ChoiceField(label="Việc", choices=CardDeed.choices)
    on = forms.DayField(label="Ngày")
    number = forms.TextField(
        label="Số thẻ", longest=40, required=False, help_text="12 chữ số; được giữ kín. Để trống nếu số không đổi."
    )
    issuer = forms.TextField(label="Nơi cấp", required=False)
    reason = forms.TextField(label="Lý do, kết quả", longest=300, required=False)


class ReasonForm(FileForm):
    """Only a reason."""

    reason = forms.TextField(label="Lý do", longest=300)


class CustodyForm(FileForm):
    """Ghi nơi giữ hồ sơ of a unit and all below it."""

    keeper = django_forms.ChoiceField(label="Nơi giữ", choices=[("", "Chọn cấp giữ"), *Keeper.choices])
    on = forms.DayField(label="Từ ngày")
    moves_since = forms.DayField(
        label="Ghi giao nhận từng hồ sơ từ ngày",
        required=False,
        help_text="Trước ngày này coi như hồ sơ đã theo đảng viên chuyển đi. Để trống là từ ngày trên.",
    )
    note = forms.TextField(label="Ghi chú", longest=500, required=False)


class CustodyRuleForm(FileForm):
    """Ghi quyết định giao cấp giữ hồ sơ."""

    keeper = django_forms.ChoiceField(label="Cấp được giao giữ", choices=[("", "Chọn cấp giữ"), *Keeper.choices])
    on = forms.DayField(label="Từ ngày")
    note = forms.TextField(label="Căn cứ", longest=500, help_text="Số, ngày và cơ quan ra quyết định.")


class OpenReportsForm(FileForm):
    """Giao kỳ báo cáo."""

    refusal_fields = {"unit": "first", "to": "last"}
    first = forms.DayField(label="Từ ngày")
    last = forms.DayField(label="Đến ngày")
    due_on = forms.DayField(label="Hạn gửi")


class SubmitForm(FileForm):
    """Gửi báo cáo."""

    on = forms.DayField(label="Ngày gửi")
    note = forms.LongTextField(label="Giải trình", longest=2000, lines=4, required=False)


class ReconcileForm(FileForm):
    """Ghi đối chiếu danh sách."""

    on = forms.DayField(label="Ngày đối chiếu")
    listed = forms.WholeNumberField(label="Đảng viên theo danh sách cấp trên", low=0, high=1_000_000)
    files = forms.WholeNumberField(label="Hồ sơ có trên giá", low=0, high=1_000_000)
    differences = forms.LongTextField(label="Chênh lệch và cách xử lý", longest=2000, lines=4, required=False)
