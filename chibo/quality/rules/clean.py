"""Sạch: one record for one person, one place, one way of writing each value."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import CharField, DateField, Exists, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Substr
from django.db.models.lookups import Exact

from chibo.kernel.days import Precision, add_months, show_day
from chibo.members.indicators.roll import ROLL
from chibo.members.models import Attribute, Person, Spell, Stay
from chibo.members.vocabulary import ATTRIBUTE_LABELS, ATTRIBUTES, WIDE, Nature
from chibo.org.models import Closure
from chibo.org.queries.levels import level_kinds
from chibo.quality.models import Waiver
from chibo.quality.rules.mending import deed, merge_page, person_page
from chibo.quality.rules.model import Look, Rule, in_force, one_by_one
from chibo.quality.rules.populations import IN_ENDED_UNITS, OFF_EVERY_ROLL, WITHOUT_EVENTS
from chibo.quality.vocabulary import Group, Severity

TWIN, ALIKE = "trung-ho-so", "co-the-trung"
LONGEST_GUEST = 12
"""Months for which somebody may be a guest elsewhere before it is asked about."""


def _found_different(rule: str, other: str) -> Exists:
    """Whether the two were looked at and are different people.

    :param other: path to the other person, in the query in which this stands
    """
    return Exists(Waiver.objects.filter(rule=rule, person=OuterRef(OuterRef("person_id")), alike=OuterRef(other)))


def twins(look: Look) -> Q:
    """Another record, on a roll or not, of the same name without diacritics and the same full birthday."""
    others = Person.objects.filter(
        ~_found_different(TWIN, "pk"),
        folded=OuterRef("person__folded"),
        born_on=OuterRef("born_on"),
        born_precision=Precision.DAY,
        merged_into=None,
    )
    return Q(person__born_precision=Precision.DAY) & Q(Exists(others.exclude(pk=OuterRef("person_id"))))


def alike(look: Look) -> Q:
    """Another member of the same đảng bộ cơ sở with the same name and year of birth, who is no twin."""
    year = Substr(Cast(OuterRef("born_on"), CharField()), 1, 4)
    whole = Exact(OuterRef("person__born_precision"), Value(Precision.DAY.value))
    is_twin = Q(born_on=OuterRef("born_on"), born_precision=Precision.DAY) & Q(whole)
    others = Person.objects.filter(
        ~is_twin,
        folded=OuterRef("person__folded"),
        born_on__gte=Cast(Concat(year, Value("-01-01")), DateField()),
        born_on__lte=Cast(Concat(year, Value("-12-31")), DateField()),
        merged_into=None,
    ).exclude(pk=OuterRef("person_id"))
    return Q(Exists(others.filter(_with_a_base_in_common(look))))


def _with_a_base_in_common(look: Look) -> Q:
    """On the roll, in the same đảng bộ or chi bộ cơ sở as the row, and not known to be somebody else."""
    bases = Closure.objects.filter(
        in_force(look),
        in_force(look, "ancestor__placements__"),
        descendant=OuterRef(OuterRef(OuterRef("cell_id"))),
        ancestor__placements__kind__in=level_kinds("base", on=look.on),
    )
    there = Spell.objects.filter(
        in_force(look),
        in_force(look, "cell__above__"),
        person=OuterRef("pk"),
        cell__above__ancestor__in=bases.values("ancestor"),
    )
    return Q(Exists(there)) & ~_found_different(ALIKE, "pk")


def _twins_told(rows: Sequence[Model], look: Look) -> list[str]:
    return _told(rows, Person.objects.filter(born_on__in={row.born_on for row in rows}, merged_into=None))


def _alike_told(rows: Sequence[Model], look: Look) -> list[str]:
    years = {row.born_on.year for row in rows}
    found = Person.objects.filter(born_on__year__in=years, merged_into=None)
    return _told(rows, found.filter(Exists(Spell.objects.filter(in_force(look), person=OuterRef("pk")))), by_year=True)


def _told(rows: Sequence[Model], people: QuerySet[Person], *, by_year: bool = False) -> list[str]:
    """Who else it may be, for a page of rows, in one query."""
    found = defaultdict(list)
    for person in people.filter(folded__in={row.person.folded for row in rows}).order_by("id"):
        found[person.folded, person.born_on.year if by_year else person.born_on].append(person)
    told = []
    for row in rows:
        same = found[row.person.folded, row.born_on.year if by_year else row.born_on]
        others = [f"{p.full_name}, sinh {show_day(p.born_on, p.born_precision)}" for p in same if p.pk != row.person_id]
        told.append(f"Có hồ sơ khác: {'; '.join(others[:3])}" + (" …" if len(others) > 3 else ""))
    return told


def _outside(look: Look) -> Q:
    """A value that stands in no list: forms refuse it, so it came in another way."""
    found = Q()
    for name in WIDE:
        found |= ~Q(**{f"{name}__in": ["", *ATTRIBUTE_LABELS[name]]})
    for name in ATTRIBUTE_LABELS.keys() - set(WIDE):
        values = Attribute.objects.filter(in_force(look), person=OuterRef("person_id"), name=name)
        found |= Q(Exists(values.exclude(value__in=list(ATTRIBUTE_LABELS[name]))))
    return found


def _outside_told(row: Spell, look: Look) -> str:
    wrong = [
        f"{ATTRIBUTES[name][0].lower()} “{getattr(row, name)}”"
        for name in WIDE
        if getattr(row, name) not in ("", *ATTRIBUTE_LABELS[name])
    ]
    return f"Ngoài danh mục: {', '.join(wrong)}" if wrong else "Có giá trị ngoài danh mục"


def _long_guests(look: Look) -> Q:
    stays = Stay.objects.filter(
        person=OuterRef("person_id"),
        nature=Nature.TEMPORARY,
        since__lte=add_months(look.on, -LONGEST_GUEST),
        until__gt=look.on,
    )
    return Q(Exists(stays))


RULES = (
    Rule(
        TWIN,
        Group.CLEAN,
        "Có hai hồ sơ trùng tên, trùng ngày sinh",
        "Cùng họ tên (không kể dấu) và cùng ngày sinh với một hồ sơ khác, thường do nhập hai lần. Hãy so hai hồ "
        "sơ: nếu là một người thì gộp lại, nếu là hai người thì xác nhận là hai người khác nhau.",
        ROLL,
        twins,
        _twins_told,
        merge_page,
        "So và gộp",
        severity=Severity.LOOK,
    ),
    Rule(
        ALIKE,
        Group.CLEAN,
        "Trùng tên, trùng năm sinh trong một đảng bộ cơ sở",
        "Trong cùng đảng bộ cơ sở có người cùng họ tên (không kể dấu) và cùng năm sinh. Hãy so hai hồ sơ: nếu là "
        "một người thì gộp lại, nếu là hai người thì xác nhận là hai người khác nhau.",
        ROLL,
        alike,
        _alike_told,
        merge_page,
        "So và gộp",
        severity=Severity.LOOK,
    ),
    Rule(
        "gia-tri-ngoai-danh-muc",
        Group.CLEAN,
        "Giá trị không có trong danh mục",
        "Một mục của hồ sơ có giá trị mà không biểu mẫu nào nhận, nên không được đếm vào nhóm nào. Hãy mở lý "
        "lịch và chọn lại giá trị.",
        ROLL,
        _outside,
        one_by_one(_outside_told),
        person_page,
    ),
    Rule(
        "hai-noi-sinh-hoat",
        Group.CLEAN,
        f"Sinh hoạt tạm thời nơi khác quá {LONGEST_GUEST} tháng",
        "Đảng viên có tên ở chi bộ này nhưng sinh hoạt tạm thời ở nơi khác đã quá lâu. Hãy hỏi nơi tạm thời: nếu "
        "đã về thì ghi hết tạm thời, nếu ở hẳn thì chuyển sinh hoạt chính thức.",
        ROLL,
        _long_guests,
        one_by_one(lambda row, look: f"Sinh hoạt tạm thời từ trước {show_day(add_months(look.on, -LONGEST_GUEST))}"),
        deed("het-tam-thoi"),
        "Ghi hết tạm thời",
        severity=Severity.LOOK,
    ),
    Rule(
        "khong-co-chi-bo",
        Group.CLEAN,
        "Đảng viên không ở chi bộ nào",
        "Mọi lần vào danh sách của người này đã bị hủy ghi nhận, nên không còn ở chi bộ nào. Hãy ghi lại hiện "
        "trạng hoặc việc kết nạp cho đúng.",
        OFF_EVERY_ROLL,
        lambda look: Q(),
        one_by_one(lambda row, look: f"Lần ghi cuối, đã hủy: {row.get_cause_display()} ngày {show_day(row.on)}"),
        deed("hien-trang"),
        "Ghi hiện trạng",
        beside=ROLL,
    ),
    Rule(
        "ho-so-chua-vao-chi-bo",
        Group.CLEAN,
        "Hồ sơ chưa vào chi bộ nào",
        "Hồ sơ đã lập nhưng chưa ghi việc gì đưa người này vào một chi bộ. Hãy ghi hiện trạng, kết nạp hoặc "
        "chuyển đến. Hồ sơ như vậy chưa thuộc tổ chức nào nên chỉ thấy ở tổ chức đứng đầu cây.",
        WITHOUT_EVENTS,
        lambda look: Q(),
        one_by_one(lambda row, look: "Chưa ghi việc gì"),
        person_page,
        beside=ROLL,
    ),
    Rule(
        "o-to-chuc-da-ket-thuc",
        Group.CLEAN,
        "Còn ở tổ chức đã kết thúc",
        "Người này còn sinh hoạt (chính thức hoặc tạm thời) ở một tổ chức đã giải thể, sáp nhập. Hãy ghi hết tạm "
        "thời hoặc chuyển về nơi kế thừa.",
        IN_ENDED_UNITS,
        lambda look: Q(),
        one_by_one(lambda row, look: f"{row.get_nature_display()}, tổ chức kết thúc {show_day(row.cell.ended_on)}"),
        person_page,
        beside=ROLL,
    ),
)
