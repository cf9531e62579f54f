"""Sống: records that no longer follow what goes on."""

from django.db.models import Exists, Model, OuterRef, Q

from chibo.kernel.days import add_months, show_day
from chibo.members.indicators.roll import ROLL
from chibo.members.models import MemberEvent, Spell
from chibo.members.vocabulary import EventState, Status
from chibo.quality.rules.mending import deed, person_page, reorganize, unit_page
from chibo.quality.rules.model import Look, Rule, in_force, one_by_one
from chibo.quality.rules.populations import BASE_COMMITTEES, CELLS_ON, UNITS
from chibo.quality.vocabulary import Group, Severity
from chibo.rulebook import queries as rulebook

NOTHING = Q(pk__in=[])


def _probation_over(look: Look) -> Q:
    ruling = rulebook.value("probation.months", on=look.on)
    if not ruling.is_on_record:
        return NOTHING
    return Q(status=Status.PROBATIONARY, party_since__lt=add_months(look.on, -int(ruling.value)))


def _letter_overdue(look: Look) -> Q:
    """Sent, the day for presenting the letter has passed, and it was not presented by the end of the day."""
    late = MemberEvent.objects.filter(
        Q(presented_on=None) | Q(presented_on__gt=look.on), state=EventState.PENDING, due_on__lt=look.on
    )
    return Q(person__in=late.values("person"))


def _fewer_than(key: str, look: Look, members) -> Q:
    """No member with the number that the rulebook asks for: the list of the unit is shorter."""
    ruling = rulebook.value(key, on=look.on)
    if not ruling.is_on_record:
        return NOTHING
    last = int(ruling.value) - 1
    return ~Q(Exists(members.order_by("pk")[last : last + 1]))


def _few_official(look: Look) -> Q:
    official = Spell.objects.filter(in_force(look), cell=OuterRef("unit"), status=Status.OFFICIAL)
    return _fewer_than("org.chi_bo.min_official", look, official)


def _below(look: Look):
    """Members at or below the unit of the row."""
    return Spell.objects.filter(in_force(look), in_force(look, "cell__above__"), cell__above__ancestor=OuterRef("unit"))


def _few_members(look: Look) -> Q:
    return _fewer_than("org.dang_bo_co_so.min_members", look, _below(look))


def _least(key: str):
    def tell(row: Model, look: Look) -> str:
        ruling = rulebook.value(key, on=look.on)
        return f"Dưới {ruling.text}"

    return tell


RULES = (
    Rule(
        "du-bi-qua-han",
        Group.ALIVE,
        "Quá thời gian dự bị",
        "Thời gian dự bị đã hết mà hồ sơ chưa ghi công nhận chính thức hay xóa tên. Hãy hỏi chi bộ đã xét chưa, "
        "rồi ghi quyết định.",
        ROLL,
        _probation_over,
        one_by_one(lambda row, look: f"Dự bị từ {show_day(row.party_since)}"),
        deed("cong-nhan-chinh-thuc"),
        "Ghi công nhận",
        cite="probation.months",
    ),
    Rule(
        "chuyen-qua-han",
        Group.ALIVE,
        "Quá hạn nộp giấy chuyển sinh hoạt",
        "Đã giới thiệu chuyển sinh hoạt, quá hạn nộp giấy mà chưa thấy nộp. Hãy liên lạc với đảng viên và nơi "
        "đến; nếu không đi nữa thì ghi trả lại.",
        ROLL,
        _letter_overdue,
        one_by_one(lambda row, look: "Quá hạn nộp giấy giới thiệu"),
        person_page,
        cite="transfer.present.working_days",
    ),
    Rule(
        "chi-bo-it-dang-vien",
        Group.ALIVE,
        "Chi bộ thiếu đảng viên chính thức",
        "Chi bộ có ít đảng viên chính thức hơn mức Điều lệ yêu cầu. Hãy soát lại danh sách; nếu đúng thì trình "
        "cấp trên sáp nhập hoặc bổ sung đảng viên.",
        CELLS_ON,
        _few_official,
        one_by_one(_least("org.chi_bo.min_official")),
        reorganize,
        "Sắp xếp",
        severity=Severity.LOOK,
        cite="org.chi_bo.min_official",
    ),
    Rule(
        "dang-bo-co-so-it-dang-vien",
        Group.ALIVE,
        "Đảng bộ cơ sở thiếu đảng viên",
        "Đảng bộ cơ sở có ít đảng viên hơn mức Điều lệ yêu cầu. Hãy soát lại danh sách; nếu đúng thì xem đã có ý "
        "kiến đồng ý của cấp trên trực tiếp chưa, hoặc chuyển thành chi bộ cơ sở.",
        BASE_COMMITTEES,
        _few_members,
        one_by_one(_least("org.dang_bo_co_so.min_members")),
        reorganize,
        "Sắp xếp",
        severity=Severity.LOOK,
        cite="org.dang_bo_co_so.min_members",
    ),
    Rule(
        "to-chuc-khong-dang-vien",
        Group.ALIVE,
        "Tổ chức không có đảng viên nào",
        "Tổ chức còn hoạt động trong hồ sơ nhưng ở đó và cấp dưới không có đảng viên nào. Hãy nhập danh sách, "
        "hoặc ghi việc giải thể, sáp nhập nếu đã có quyết định.",
        UNITS,
        lambda look: ~Q(Exists(_below(look))),
        one_by_one(lambda row, look: f"{row.get_kind_display()}, không có đảng viên"),
        unit_page,
        "Mở tổ chức",
    ),
)
