"""Sample content of the gallery. Invented, and free of any record."""

from datetime import date
from typing import Any

from django import forms as django_forms

from chibo.kernel.days import parse_day
from chibo.kernel.refusal import Refusal
from chibo.ui import charts, forms
from chibo.ui.confirm import Answer, Change, Preview

ROWS = (
    ("Lường Thị Ẩn", "03/02/1968", "12/05/1994", "Chi bộ Thôn Hạ", "new", "Chính thức"),
    ("Mùa A Ước", "19/08/1990", "22/12/2018", "Chi bộ Trường THCS", "waiting", "Dự bị"),
    ("Quàng Văn Ửng", "1957", "03/02/1980", "Chi bộ Thôn Thượng", "done", "Miễn sinh hoạt"),
    ("Giàng Thị Ỷ", "08/03/1985", "19/05/2012", "Chi bộ Công an xã", "late", "Quá hạn hồ sơ"),
)
AGES = ("Dưới 30", "31–40", "41–50", "51–60", "Trên 60")
AGE_COUNTS = (212, 498, 535, 401, 1339)
SECTORS = ("Xã, phường, đặc khu", "Cơ quan hành chính", "Đơn vị sự nghiệp", "Doanh nghiệp nhà nước", "Công an")
SECTOR_COUNTS = (1339, 212, 401, 35, None)
YEARS = ("2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023")
YEAR_COUNTS = (65120, 65980, 66890, 68011, None, 70215, 71502, 72343)


class SampleForm(forms.Form):
    """Every kind of field, with a refusal beside one of them."""

    met_on = forms.DayField(label="Ngày họp chi bộ")
    present = forms.WholeNumberField(label="Tổng số đảng viên", high=10_000, help_text="Trong đó dự bị: 4.")
    born = forms.PartialDayField(label="Ngày sinh", required=False)
    kind = django_forms.ChoiceField(
        label="Hình thức", choices=[("", "Chọn…"), ("a", "Sinh hoạt thường kỳ"), ("b", "Sinh hoạt chuyên đề")]
    )
    opinion = forms.LongTextField(label="Ý kiến của chi bộ", required=False, longest=500, lines=3)
    outcome = django_forms.ChoiceField(
        label="Kết luận",
        choices=[("yes", "Đề nghị kết nạp"), ("no", "Chưa đề nghị, tiếp tục theo dõi")],
        widget=django_forms.RadioSelect,
    )
    told = django_forms.BooleanField(label="Đã báo cho cấp ủy cấp trên", required=False)
    groups = (("Kết luận của chi bộ", ("opinion", "outcome", "told")),)


def preview(data: dict[str, Any]) -> Preview:
    """What the sample form would do.

    :raises Refusal: a meeting before 03/11/2026
    """
    if data["met_on"] < parse_day("03/11/2026"):
        raise Refusal(
            "Ngày họp chi bộ không được trước ngày hoàn thành thẩm tra. Hãy nhập từ 03/11/2026 trở đi.", field="met_on"
        )
    return Preview(
        title="Ghi nghị quyết của chi bộ",
        changes=[Change("Ngày họp", None, data["met_on"]), Change("Số đảng viên", 1985, data["present"])],
        consequences=["4 đảng viên dự bị được tính vào số có mặt.", "Đảng ủy nhận được hồ sơ ngay."],
        warnings=["Mức hai phần ba chưa có căn cứ chắc chắn trong quy định; Chibo chỉ nhắc, không chặn."],
        button="Ghi nghị quyết",
        asks_reason=True,
    )


def act(data: dict[str, Any], answer: Answer) -> str:
    """Nothing is kept: the gallery has no records."""
    return "?da-ghi=1"


def context(*, today: date) -> dict[str, Any]:
    """Everything the gallery shows besides the form."""
    return {
        "today": today,
        "rows": ROWS,
        "columns_chart": charts.bar_chart("Cơ cấu độ tuổi đảng viên", AGES, AGE_COUNTS, head=("Tuổi", "Đảng viên")),
        "bars_chart": charts.bar_chart("Đảng viên theo loại hình", SECTORS, SECTOR_COUNTS, head=("Loại hình", "Số")),
        "line_chart": charts.line_chart("Đảng viên cuối năm", YEARS, YEAR_COUNTS, head=("Năm", "Đảng viên")),
        "partial": (date(1930, 2, 1), "month"),
        "share": (2924, 5649),
    }
