"""The first step: which unit, which day, which file."""

from datetime import date
from typing import Any

from django import forms as django_forms

from chibo.exchange.rules import kinds
from chibo.exchange.rules.kinds import Kind, Place
from chibo.files import rules as file_rules
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.ui import forms

SUGGESTIONS = "to-chuc-goi-y"
OPTION = "o-"
ENCODINGS = (
    ("", "Tự nhận ra"),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1258", "Windows-1258"),
    ("tcvn3", "TCVN3 (phông .VnTime)"),
    ("vni", "VNI (phông VNI-Times)"),
)
TEXTS = (
    ("", "Tự nhận ra"),
    ("unicode", "Unicode, giữ nguyên"),
    ("tcvn3", "TCVN3 (phông .VnTime)"),
    ("vni", "VNI (phông VNI-Times)"),
)
LETTERS = "Khi chữ trong tệp không phải Unicode"


def encoding_field() -> django_forms.ChoiceField:
    """How a text file is encoded."""
    return django_forms.ChoiceField(label="Bảng mã của tệp CSV", choices=ENCODINGS, required=False)


def text_field() -> django_forms.ChoiceField:
    """How Vietnamese is written in the cells of a workbook."""
    return django_forms.ChoiceField(label="Kiểu chữ trong ô", choices=TEXTS, required=False)


class UploadForm(forms.Form):
    """What is said about a workbook of one kind."""

    refusal_fields = {"": "file", "name": "file"}

    def __init__(self, kind: Kind, by: Viewer, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.by, self.today = kind, by, today
        self.is_everywhere = by.is_everywhere(kind.capability)
        home = getattr(by, "home", None)
        told = "Gõ mã ngắn hoặc tên tổ chức (không dấu cũng được)."
        if self.is_everywhere:
            told += " Để trống nếu tệp nói về toàn hệ thống."
        self.fields["unit"] = forms.TextField(
            label="Tệp nói về tổ chức nào",
            required=not self.is_everywhere,
            initial=home.ref if home is not None and by.may(kind.capability, home) else "",
            help_text=told,
        )
        self.fields["unit"].widget.attrs |= {"list": SUGGESTIONS, "autocomplete": "off"}
        if kind.asks_day:
            self.fields["on"] = forms.DayField(
                label="Số liệu đến ngày",
                initial=today,
                help_text="Ngày mà danh sách trong tệp phản ánh. Ví dụ 03/02/1930.",
            )
        self.fields["file"] = django_forms.FileField(
            label="Tệp",
            allow_empty_file=True,
            max_length=None,
            help_text="Tệp .xlsx, .xls, .ods hoặc .csv, nhiều nhất 20 MB. Tệp không cần đúng mẫu; bước sau sẽ ghép cột.",
            widget=django_forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt,.tsv"}),
        )
        self.fields["file"].error_messages |= {
            "required": "Hãy chọn tệp.",
            "missing": "Hãy chọn tệp.",
            "invalid": "Hãy chọn tệp.",
        }
        for name, title, choices in kind.options:
            self.fields[OPTION + name] = django_forms.ChoiceField(label=title, choices=choices, initial=choices[0][0])
        self.fields["encoding"], self.fields["text"] = encoding_field(), text_field()
        self.groups = ((LETTERS, ("encoding", "text")),)
        for field in self.fields.values():
            forms.ask_by_name(field)

    @property
    def suggestions(self) -> list[tuple[str, str]]:
        """Units offered while somebody types."""
        return kinds.places_for(self.by, self.kind.capability, self.today)

    def clean_file(self) -> Any:
        """The file, unless it is too big to be taken into memory."""
        sent = self.cleaned_data["file"]
        forms.clean_by(file_rules.check_length, sent.size)
        return sent

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data.setdefault("on", self.today) if not self.kind.asks_day else None
        if data.get("on") and "unit" in data:
            try:
                data["place"] = self._place(data["unit"], data["on"])
            except Refusal as refusal:
                if refusal.status == 403:
                    raise
                forms.apply_refusal(self, refusal)
        return data

    def _place(self, text: str, on: date) -> Place:
        return kinds.place_of(text, on)

    def options(self) -> dict[str, str]:
        """What was chosen beside the file."""
        data = self.cleaned_data
        chosen = {name: data[OPTION + name] for name, _, _ in self.kind.options}
        return chosen | {name: data[name] for name in ("encoding", "text") if data[name]}
