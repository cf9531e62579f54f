"""What is typed about the source, targets and admissions, and what lists are narrowed by."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms as django_forms

from chibo.admission.models import Prospect
from chibo.admission.vocabulary import STAGES, ClassResult, Introducer, LeftReason, Schooling, SpecialKind
from chibo.kernel.days import Precision
from chibo.kernel.refusal import Refusal
from chibo.members.forms.deeds import DATALIST, DECISION, DECISION_MISSING, FIELDS, UnitField
from chibo.members.vocabulary import ATTRIBUTES
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.ui import forms

Choices = Sequence[tuple[str, str]]
MOST_TARGETS = 300


def _choice(
    label: str, choices: Choices, *, required: bool = False, empty: str = "Chưa rõ"
) -> django_forms.ChoiceField:
    offered = [pair for pair in choices if pair[0]]
    return django_forms.ChoiceField(label=label, choices=[("", empty), *offered], required=required)


def _of_person(name: str) -> django_forms.ChoiceField:
    title, values = ATTRIBUTES[name]
    return _choice(title, values or ())


class ProspectForm(forms.Form):
    """Somebody in the source."""

    full_name = forms.TextField(label="Họ và tên", longest=100)
    born = forms.PartialDayField(label="Ngày sinh")
    sex = _of_person("sex")
    ethnicity = _of_person("ethnicity")
    religion = _of_person("religion")
    national_id = FIELDS["national_id"]()
    occupation = _of_person("occupation")
    schooling = _choice("Học vấn phổ thông", Schooling.choices)
    qualification = _of_person("qualification")
    workplace = forms.TextField(label="Nơi làm việc, học tập", longest=200, required=False)
    residence = forms.TextField(label="Nơi ở", longest=400, required=False)
    introduced_by = _choice("Tổ chức giới thiệu", Introducer.choices, required=True, empty="Chọn tổ chức")
    introducer_name = forms.TextField(label="Tên tổ chức giới thiệu", longest=200, required=False)
    in_youth_union = django_forms.BooleanField(label="Đang sinh hoạt Đoàn", required=False)
    broke_population_policy = django_forms.BooleanField(label="Thuộc diện vi phạm chính sách dân số", required=False)
    listed_on = forms.DayField(label="Ngày đưa vào nguồn")
    note = forms.TextField(label="Ghi chú", longest=500, required=False)
    groups = (
        ("Người", ("full_name", "born", "sex", "ethnicity", "religion", "national_id")),
        ("Nghề nghiệp, học vấn, nơi ở", ("occupation", "schooling", "qualification", "workplace", "residence")),
        ("Giới thiệu, theo dõi", ("introduced_by", "introducer_name", "in_youth_union", "broke_population_policy",
                                  "listed_on", "follower", "note")),
    )  # fmt: skip
    refusal_fields = {"born_on": "born", "unit": "listed_on"}

    def __init__(self, *args: Any, followers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follower"] = _choice("Đảng viên theo dõi, giúp đỡ", followers, empty="Chưa phân công")

    def facts(self) -> dict[str, Any]:
        """What was typed, as the actions take it; the follower as a uid."""
        said = dict(self.cleaned_data)
        born_on, precision = said.pop("born")
        said.pop("reason", None)
        return said | {"born_on": born_on, "born_precision": str(precision)}


class CorrectForm(ProspectForm):
    """What was recorded wrongly or has changed."""

    reason = forms.LongTextField(label="Lý do sửa", lines=2)
    groups = (*ProspectForm.groups, ("Lý do", ("reason",)))


def typed(prospect: Prospect) -> dict[str, Any]:
    """A prospect as the form shows it; the personal number is typed anew where it changes."""
    names = [name for name in ProspectForm.base_fields if name not in ("born", "national_id")]
    shown = {name: getattr(prospect, name) for name in names}
    return shown | {
        "born": (prospect.born_on, Precision(prospect.born_precision)),
        "follower": str(prospect.follower.uid) if prospect.follower else "",
    }


class CertificateForm(forms.Form):
    """A class certificate."""

    number = forms.TextField(label="Số giấy chứng nhận", longest=60)
    issued_on = forms.DayField(label="Ngày cấp")
    issuer = forms.TextField(label="Nơi cấp", longest=200, required=False)
    groups = (("Giấy chứng nhận học lớp nhận thức về Đảng", ("number", "issued_on", "issuer")),)


class LeaveForm(forms.Form):
    """Out of the source."""

    left_reason = _choice("Lý do", LeftReason.choices, required=True, empty="Chọn lý do")
    on = forms.DayField(label="Từ ngày")
    note = forms.TextField(label="Nói rõ thêm", longest=500, required=False)
    groups = (("Đưa ra khỏi nguồn", ("left_reason", "on", "note")),)


class BackForm(forms.Form):
    """Into the source again."""

    on = forms.DayField(label="Từ ngày")
    reason = forms.LongTextField(label="Lý do", lines=2)


class MoveForm(forms.Form):
    """To another cell."""

    to = UnitField(label="Chi bộ tiếp tục theo dõi")
    on = forms.DayField(label="Từ ngày")
    reason = forms.LongTextField(label="Lý do", lines=2)
    datalist = DATALIST

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("to") and cleaned.get("on"):
            cleaned["to"] = self._unit(cleaned["to"], cleaned["on"])
        return cleaned

    def _unit(self, text: str, on: date) -> Unit | None:
        try:
            return org.by_ref(text, on=on, field="to")
        except Refusal as refusal:
            forms.apply_refusal(self, refusal)
            if refusal.choices:
                offered = [(text, f"“{text}”: chọn một chi bộ"), *refusal.choices]
                self.fields["to"].widget = django_forms.Select(choices=offered)
            return None


class FactForm(forms.Form):
    """A special kind of an admission on record."""

    kind = _choice("Trường hợp", SpecialKind.choices, required=True, empty="Chọn trường hợp")
    note = forms.TextField(label="Ghi chú", longest=500, required=False)
    decision_number = FIELDS["decision_number"]()
    decision_issued_on = FIELDS["decision_issued_on"]()
    decision_issuer = FIELDS["decision_issuer"]()
    groups = (("Trường hợp đặc biệt", ("kind", "note")), ("Văn bản đồng ý", DECISION))
    refusal_fields = {"number": "decision_number", "issued_on": "decision_issued_on", "issuer": "decision_issuer"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = [name for name in DECISION if cleaned.get(name)]
        for name in DECISION if given else ():
            if name not in given and name not in self.errors:
                self.add_error(name, DECISION_MISSING[name])
        return cleaned


class ClassForm(forms.Form):
    """The class of new members."""

    result = _choice("Kết quả", ClassResult.choices, required=True, empty="Chọn kết quả")
    number = forms.TextField(label="Số giấy chứng nhận", longest=60, required=False)
    on = forms.DayField(label="Ngày cấp", required=False)
    groups = (("Lớp bồi dưỡng đảng viên mới", ("result", "number", "on")),)


class TargetsForm(forms.Form):
    """Targets of many units: an empty box leaves a unit as it is."""

    on = forms.DayField(label="Ngày giao, điều chỉnh")
    reason = forms.LongTextField(
        label="Lý do điều chỉnh", lines=2, required=False, help_text="Bắt buộc khi thay chỉ tiêu đã giao."
    )
    refusal_fields = {"unit": "on", "number": "on", "year": "on"}

    def __init__(self, *args: Any, units: Sequence[tuple[int, str, int | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for pk, name, number in units[:MOST_TARGETS]:
            help_text = f"Đang là {number}." if number is not None else "Chưa giao."
            self.fields[f"n{pk}"] = forms.WholeNumberField(
                label=name, low=0, high=10_000, required=False, help_text=help_text
            )
        self.groups = (("Chỉ tiêu", tuple(f"n{pk}" for pk, *_ in units[:MOST_TARGETS])), ("Căn cứ", ("on", "reason")))

    def numbers(self) -> dict[int, int]:
        """Unit → the number typed for it."""
        return {
            int(name[1:]): value
            for name, value in self.cleaned_data.items()
            if name.startswith("n") and name[1:].isdigit() and value is not None
        }


class SourceFilter(forms.Form):
    """What the list of the source is narrowed by."""

    ten = forms.TextField(label="Họ tên", longest=100, required=False, help_text="Gõ không dấu cũng tìm được.")
    chang = django_forms.ChoiceField(
        label="Chặng",
        choices=[("", "Tất cả"), *((code, STAGES[code]) for code in ("nguon", "lop", "ho_so"))],
        required=False,
    )
    han = django_forms.ChoiceField(
        label="Giấy chứng nhận",
        choices=[("", "Tất cả"), ("het", "Đã hết hạn"), ("sap", "Hết hạn trong 90 ngày tới"), ("chua", "Chưa có")],
        required=False,
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["don-vi"] = django_forms.ChoiceField(label="Tổ chức", choices=list(units), required=False)
        self.order_fields(["ten", "don-vi", "chang", "han"])

    def told(self) -> list[tuple[str, str]]:
        """(label, chosen value in words), for the head of a file."""
        found = []
        for name in ("ten", "chang", "han"):
            if value := self.cleaned_data.get(name):
                choices = dict(getattr(self.fields[name], "choices", ()))
                found.append((self.fields[name].label, str(choices.get(value, value))))
        return found
