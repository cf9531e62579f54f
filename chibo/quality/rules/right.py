"""Đúng: numbers, days and ages that contradict each other or cannot be."""

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.lookups import LessThan

from chibo.kernel.days import add_months, show_day, years_between
from chibo.members.indicators.roll import ROLL
from chibo.members.models import Attribute, MemberEvent, Spell
from chibo.members.vocabulary import ATTRIBUTE_LABELS, Cause, EventState, Sex
from chibo.quality.rules.mending import correct_person, person_page
from chibo.quality.rules.model import Faults, Look, Rule, as_number, one_by_one, standing_event, versions, year_of
from chibo.quality.rules.populations import CHECKED_ROLL
from chibo.quality.vocabulary import Group, Number, Severity

OLDEST = 105
"""Full years beyond which a birthday is looked at again."""
ALIAS = {Number.NATIONAL_ID: "cccd", Number.CARD: "card"}
INDEX = {Number.NATIONAL_ID: "national_id_index", Number.CARD: "card_index"}
CHECKED = "Số được đối chiếu trong lần đọc số gần nhất; Chibo không hiện số ở đây."


def _is_of_today(kind: Number) -> Q:
    """The number that was read is the one the person has."""
    return Q(**{f"{ALIAS[kind]}__index": F(f"person__{INDEX[kind]}")})


def unread(look: Look) -> Q:
    """People with a number that nobody has read yet, or that was changed since."""
    found = Q()
    for kind, index in INDEX.items():
        number = F(f"person__{index}")
        other = Q(**{f"{ALIAS[kind]}__index__lt": number}) | Q(**{f"{ALIAS[kind]}__index__gt": number})
        found |= Q(**{f"person__{index}__isnull": False}) & (Q(**{f"{ALIAS[kind]}__isnull": True}) | other)
    return found


def _malformed(kind: Number) -> Faults:
    return lambda look: _is_of_today(kind) & Q(**{f"{ALIAS[kind]}__is_formed": False})


def _other_year(look: Look) -> Q:
    year = year_of("born_on")
    differs = Q(cccd__says_year__lt=year) | Q(cccd__says_year__gt=year)
    return _is_of_today(Number.NATIONAL_ID) & Q(cccd__is_formed=True, cccd__says_year__gt=0) & differs


def _other_sex(look: Look) -> Q:
    differs = Q(sex=Sex.MALE, cccd__says_sex=Sex.FEMALE) | Q(sex=Sex.FEMALE, cccd__says_sex=Sex.MALE)
    return _is_of_today(Number.NATIONAL_ID) & Q(cccd__is_formed=True) & differs


AGE = as_number("party_since") - as_number("born_on")
"""Full years times 10.000 and something."""


def _younger(look: Look) -> Q:
    return versions("admission.age.min", lambda years: _below(AGE, int(years)), day="party_since")


def _older(look: Look) -> Q:
    return versions("admission.age.max", lambda years: ~_below(AGE, int(years) + 1), day="party_since")


def _below(age: CombinedExpression, years: int) -> Q:
    return Q(LessThan(age, Value(years * 10_000)))


def _in_future(look: Look) -> Q:
    later = Q()
    for name in ("on", "decided_on", "sent_on", "presented_on", "received_on", "reported_on", "party_since"):
        later |= Q(**{f"{name}__gt": look.today})
    events = MemberEvent.objects.filter(later, person=OuterRef("person_id")).exclude(state=EventState.ANNULLED)
    values = Attribute.objects.filter(person=OuterRef("person_id"), since__gt=look.today)
    return Q(Exists(events)) | Q(Exists(values))


ORDER = Q(presented_on__lt=F("sent_on")) | Q(received_on__lt=F("presented_on")) | Q(reported_on__lt=F("received_on"))
DECIDED = Q(decided_on__gt=F("on")) | Q(decision__issued_on__gt=F("on"))


def _standing(condition: Q, **more: object) -> Q:
    rows = MemberEvent.objects.filter(condition, person=OuterRef("person_id"), state=EventState.STANDING, **more)
    return Q(Exists(rows))


def _admitted(row: Spell, look: Look) -> str:
    age = years_between(row.born_on, row.party_since)
    return f"{age} tuổi khi vào Đảng: sinh {show_day(row.born_on)}, vào Đảng {show_day(row.party_since)}"


RULES = (
    Rule(
        "cccd-sai-dang",
        Group.RIGHT,
        "Số CCCD sai dạng",
        "Số định danh cá nhân phải có 12 chữ số, ba số đầu là mã tỉnh có thật. Hãy đối chiếu với thẻ căn cước "
        "rồi sửa sai ở hồ sơ. " + CHECKED,
        CHECKED_ROLL,
        _malformed(Number.NATIONAL_ID),
        one_by_one(lambda row, look: "Số không đủ 12 chữ số hoặc mã tỉnh không có"),
        correct_person,
        "Sửa số",
    ),
    Rule(
        "the-sai-dang",
        Group.RIGHT,
        "Số thẻ đảng viên sai dạng",
        "Số thẻ đảng viên có 12 chữ số (thẻ cũ 8 chữ số), không phải một dãy giống nhau. Hãy đối chiếu với thẻ "
        "rồi sửa sai ở hồ sơ. " + CHECKED,
        CHECKED_ROLL,
        _malformed(Number.CARD),
        one_by_one(lambda row, look: "Số không đủ chữ số hoặc chỉ gồm một chữ số"),
        correct_person,
        "Sửa số",
        cite="card.digits",
    ),
    Rule(
        "cccd-trai-nam-sinh",
        Group.RIGHT,
        "CCCD trái năm sinh",
        "Chữ số thứ tư đến thứ sáu của số định danh ghi thế kỷ và năm sinh, không khớp năm sinh trong hồ sơ. Hãy "
        "xem giấy khai sinh "
        "và thẻ căn cước rồi sửa bên sai. " + CHECKED,
        CHECKED_ROLL,
        _other_year,
        one_by_one(lambda row, look: f"Hồ sơ ghi sinh năm {row.born_on.year}, số CCCD ghi năm khác"),
        correct_person,
        "Sửa ngày sinh hoặc số",
    ),
    Rule(
        "cccd-trai-gioi-tinh",
        Group.RIGHT,
        "CCCD trái giới tính",
        "Chữ số thứ tư của số định danh ghi giới tính, không khớp giới tính trong hồ sơ. Hãy xem thẻ căn cước "
        "rồi sửa bên sai. " + CHECKED,
        CHECKED_ROLL,
        _other_sex,
        one_by_one(
            lambda row, look: f"Hồ sơ ghi {ATTRIBUTE_LABELS['sex'].get(row.sex, row.sex).lower()}, số CCCD ghi khác"
        ),
        person_page,
    ),
    Rule(
        "vao-dang-chua-du-tuoi",
        Group.RIGHT,
        "Vào Đảng khi chưa đủ tuổi",
        "Ngày vào Đảng trước khi đủ tuổi kết nạp. Hãy xem lại ngày sinh và ngày vào Đảng theo lý lịch gốc; nếu "
        "đúng là kết nạp sớm theo quy định lúc đó thì xác nhận là đúng.",
        ROLL,
        _younger,
        one_by_one(_admitted),
        correct_person,
        "Sửa ngày",
        severity=Severity.LOOK,
        cite="admission.age.min",
    ),
    Rule(
        "vao-dang-qua-tuoi",
        Group.RIGHT,
        "Vào Đảng khi quá tuổi",
        "Kết nạp người trên tuổi quy định phải được cấp có thẩm quyền đồng ý. Hãy xem lại hai ngày; nếu có văn "
        "bản đồng ý thì xác nhận là đúng.",
        ROLL,
        _older,
        one_by_one(_admitted),
        correct_person,
        "Sửa ngày",
        severity=Severity.LOOK,
        cite="admission.age.max",
    ),
    Rule(
        "ngay-sinh-kho-tin",
        Group.RIGHT,
        f"Trên {OLDEST} tuổi",
        "Năm sinh có thể gõ nhầm, hoặc người này đã từ trần mà chưa ghi. Hãy đối chiếu lý lịch; nếu đúng thì xác nhận.",
        ROLL,
        lambda look: Q(born_on__lte=add_months(look.on, -12 * (OLDEST + 1))),
        one_by_one(lambda row, look: f"Sinh {show_day(row.born_on)}, {years_between(row.born_on, look.on)} tuổi"),
        correct_person,
        "Sửa ngày sinh",
        severity=Severity.LOOK,
    ),
    Rule(
        "chinh-thuc-truoc-vao-dang",
        Group.RIGHT,
        "Ngày chính thức trước ngày vào Đảng",
        "Ngày được công nhận chính thức ghi trước ngày vào Đảng. Hãy xem quyết định công nhận và quyết định kết "
        "nạp, rồi sửa ngày sai.",
        ROLL,
        lambda look: Q(standing_event(cause=Cause.OPENING, official_since__lt=F("party_since"))),
        one_by_one(lambda row, look: f"Vào Đảng {show_day(row.party_since)}, chính thức trước ngày đó"),
        person_page,
    ),
    Rule(
        "ngay-o-tuong-lai",
        Group.RIGHT,
        "Ngày ở tương lai",
        "Có ngày ghi sau hôm nay, thường do gõ nhầm năm. Hãy mở quá trình của đảng viên, tìm ngày đó và sửa.",
        ROLL,
        _in_future,
        one_by_one(lambda row, look: f"Có ngày sau {show_day(look.today)}"),
        person_page,
    ),
    Rule(
        "quyet-dinh-sau-ket-nap",
        Group.RIGHT,
        "Quyết định ký sau lễ kết nạp",
        "Lễ kết nạp chỉ tổ chức khi đã có quyết định. Hãy đối chiếu số, ngày quyết định và ngày lễ, rồi sửa ngày sai.",
        ROLL,
        lambda look: _standing(DECIDED, cause__in=(Cause.ADMISSION, Cause.READMISSION)),
        one_by_one(lambda row, look: "Quyết định kết nạp ghi ngày sau lễ kết nạp"),
        person_page,
    ),
    Rule(
        "buoc-chuyen-trai-thu-tu",
        Group.RIGHT,
        "Các bước chuyển sinh hoạt trái thứ tự",
        "Giới thiệu, nộp giấy, tiếp nhận, báo lại phải lần lượt sau nhau. Hãy xem giấy giới thiệu rồi sửa ngày sai.",
        ROLL,
        lambda look: _standing(ORDER),
        one_by_one(lambda row, look: "Ngày nộp giấy, tiếp nhận hoặc báo lại ghi trước bước liền trước"),
        person_page,
    ),
)
