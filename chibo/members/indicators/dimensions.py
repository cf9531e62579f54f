"""Ways to split people: the same for the roll and for those admitted or removed, so that both can be set side by side."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Case, CharField, Q, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, ExtractDay, ExtractMonth, ExtractYear
from django.db.models.lookups import LessThan

from chibo.indicators import Asked, Dimension, choice_dimension
from chibo.kernel.days import add_months
from chibo.members.vocabulary import ATTRIBUTE_LABELS, KINH, Status

AGE_BANDS: tuple[tuple[str, str, int | None, int | None], ...] = (
    ("18-30", "Từ 18 đến 30 tuổi", 0, 31),
    ("31-40", "Từ 31 đến 40 tuổi", 31, 41),
    ("41-50", "Từ 41 đến 50 tuổi", 41, 51),
    ("51-60", "Từ 51 đến 60 tuổi", 51, 61),
    ("61+", "Trên 60 tuổi", 61, None),
)
"""Code, label, from full years, below full years."""
PARTY_AGE_BANDS: tuple[tuple[str, str, int | None, int | None], ...] = (
    ("0-9", "Dưới 10 năm tuổi đảng", 0, 10),
    ("10-19", "Từ 10 đến dưới 20 năm", 10, 20),
    ("20-29", "Từ 20 đến dưới 30 năm", 20, 30),
    ("30-39", "Từ 30 đến dưới 40 năm", 30, 40),
    ("40-49", "Từ 40 đến dưới 50 năm", 40, 50),
    ("50+", "Từ 50 năm tuổi đảng", 50, None),
)


def years_condition(path: str, on: date, low: int | None, high: int | None) -> Q:
    """From ``low`` to below ``high`` full years at the end of the day, counted from the date at the path."""
    condition = Q()
    if low:
        condition &= Q(**{f"{path}__lte": add_months(on, -12 * low)})
    if high is not None:
        condition &= Q(**{f"{path}__gt": add_months(on, -12 * high)})
    return condition or Q(**{f"{path}__isnull": False})


def _bands(path: str, bands: Sequence[tuple[str, str, int | None, int | None]]) -> Callable[[Asked], Case]:
    def key(asked: Asked) -> Case:
        return Case(
            *(When(years_condition(path, asked.on, low, high), then=Value(code)) for code, _, low, high in bands),
            default=Value(""),
            output_field=CharField(),
        )

    return key


def _years(path: str, day: str) -> CombinedExpression:
    """Full years from the date at one path of the row to the end of the day at another."""
    start, end = (ExtractMonth(one) * 100 + ExtractDay(one) for one in (path, day))
    return ExtractYear(day) - ExtractYear(path) - Case(When(LessThan(end, start), then=Value(1)), default=Value(0))


def _bands_then(
    path: str, bands: Sequence[tuple[str, str, int | None, int | None]], day: str
) -> Callable[[Asked], Case]:
    """As :func:`_bands`, on the day of each row."""
    years = _years(path, day)
    open_end = [code for code, _, _, high in bands if high is None]
    return lambda asked: Case(
        When(**{f"{path}__isnull": True}, then=Value("")),
        *(When(LessThan(years, high), then=Value(code)) for code, _, _, high in bands if high is not None),
        default=Value(open_end[0]),
        output_field=CharField(),
    )


def _yes(path: str, none: Sequence[str], yes: str) -> Callable[[Asked], Case]:
    """Whether the attribute has a value other than the ones that mean "none"; empty where it is not known."""

    def key(asked: Asked) -> Case:
        return Case(
            When(**{path: ""}, then=Value("")),
            When(**{f"{path}__in": list(none)}, then=Value("khong")),
            default=Value(yes),
            output_field=CharField(),
        )

    return key


SEX = choice_dimension("sex", "Giới tính", "sex", ATTRIBUTE_LABELS["sex"])
ETHNICITY = choice_dimension("ethnicity", "Dân tộc", "ethnicity", ATTRIBUTE_LABELS["ethnicity"])
MINORITY = Dimension(
    "minority",
    "Dân tộc thiểu số",
    _yes("ethnicity", [KINH], "dtts"),
    {"dtts": "Dân tộc thiểu số", "khong": "Dân tộc Kinh", "": "Chưa rõ"},
)
RELIGION = choice_dimension("religion", "Tôn giáo", "religion", ATTRIBUTE_LABELS["religion"])
RELIGIOUS = Dimension(
    "religious",
    "Có đạo",
    _yes("religion", ["khong"], "co_dao"),
    {"co_dao": "Có đạo", "khong": "Không theo tôn giáo", "": "Chưa rõ"},
)
OCCUPATION = choice_dimension("occupation", "Nghề nghiệp", "occupation", ATTRIBUTE_LABELS["occupation"])
STUDENT = Dimension(
    "student",
    "Học sinh, sinh viên",
    lambda asked: Case(
        When(occupation="", then=Value("")),
        When(occupation__in=["sinh_vien", "hoc_sinh"], then=Value("hssv")),
        default=Value("khong"),
        output_field=CharField(),
    ),
    {"hssv": "Học sinh, sinh viên", "khong": "Không phải học sinh, sinh viên", "": "Chưa rõ"},
)
QUALIFICATION = choice_dimension(
    "qualification", "Trình độ chuyên môn", "qualification", ATTRIBUTE_LABELS["qualification"]
)
POLITICAL_THEORY = choice_dimension(
    "political_theory", "Lý luận chính trị", "political_theory", ATTRIBUTE_LABELS["political_theory"]
)
EXEMPT = Dimension(
    "exempt",
    "Miễn công tác, sinh hoạt",
    _yes("exemption", ["khong", ""], "mien"),
    {"mien": "Được miễn công tác, sinh hoạt", "khong": "Không miễn", "": "Không miễn (chưa ghi)"},
)
STATUS = choice_dimension("status", "Tư cách", "status", dict(Status.choices))
AGE = Dimension(
    "age", "Độ tuổi", _bands("born_on", AGE_BANDS), {code: label for code, label, _, _ in AGE_BANDS} | {"": "Chưa rõ"}
)
PARTY_AGE = Dimension(
    "party_age",
    "Tuổi đảng",
    _bands("party_since", PARTY_AGE_BANDS),
    {code: label for code, label, _, _ in PARTY_AGE_BANDS} | {"": "Chưa rõ ngày vào Đảng"},
)
AGE_THEN = replace(AGE, key=_bands_then("born_on", AGE_BANDS, "tree_day"))
PARTY_AGE_THEN = replace(PARTY_AGE, key=_bands_then("party_since", PARTY_AGE_BANDS, "tree_day"))
YEAR = Dimension(
    "year",
    "Năm",
    lambda asked: Cast(ExtractYear("on"), CharField()),
    lambda asked, values: {str(y): str(y) for y in range(asked.window.first.year, asked.window.last.year + 1)},
)
PEOPLE = (
    STATUS, SEX, MINORITY, ETHNICITY, RELIGIOUS, RELIGION, STUDENT, OCCUPATION, QUALIFICATION, POLITICAL_THEORY, AGE,
    PARTY_AGE, EXEMPT,
)  # fmt: skip
"""Every attribute by which people are counted. Attributes overlap: their parts are never added to each other."""
PEOPLE_THEN = tuple({"age": AGE_THEN, "party_age": PARTY_AGE_THEN}.get(d.code, d) for d in PEOPLE)
"""The same for what happened: age and party age too are those of the day on which a movement is laid, not of the end of
the period."""
