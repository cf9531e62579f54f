"""Đủ: what every record has to say and some do not."""

from django.db.models import Exists, OuterRef, Q

from chibo.kernel.days import Precision, add_months, show_day
from chibo.members.indicators.roll import ROLL
from chibo.members.models import Attribute, Spell
from chibo.members.vocabulary import ATTRIBUTES, WIDE, Status
from chibo.org.models import Closure
from chibo.quality.rules.mending import correct_person, person_page, say_attribute, unit_page
from chibo.quality.rules.model import Look, Rule, in_force, one_by_one
from chibo.quality.rules.populations import CELLS_ON
from chibo.quality.vocabulary import Group

CARD_WITHIN = 12
"""Months after becoming official in which a card is expected."""
ASKED = (
    ("sex", "gioi-tinh"),
    ("ethnicity", "dan-toc"),
    ("religion", "ton-giao"),
    ("occupation", "nghe-nghiep"),
    ("qualification", "trinh-do"),
    ("political_theory", "ly-luan"),
    ("hometown", "que-quan"),
    ("permanent_residence", "noi-thuong-tru"),
    ("residence", "noi-o"),
)
"""Attributes that every record has to say, with the word in the address of the list."""


def _without_card(look: Look) -> Q:
    """Official at the end of the day and not on probation within the last months."""
    lately = Spell.objects.filter(
        person=OuterRef("person_id"), status=Status.PROBATIONARY, until__gt=add_months(look.on, -CARD_WITHIN)
    )
    return Q(status=Status.OFFICIAL, person__card_index__isnull=True) & ~Q(Exists(lately))


def _missing(name: str):
    if name in WIDE:
        return lambda look: Q(**{name: ""})

    def faults(look: Look) -> Q:
        said = Attribute.objects.filter(in_force(look), person=OuterRef("person_id"), name=name).exclude(value="")
        return ~Q(Exists(said))

    return faults


def _attribute_rule(name: str, slug: str) -> Rule:
    title = ATTRIBUTES[name][0]
    small = title[0].lower() + title[1:]
    return Rule(
        f"thieu-{slug}",
        Group.WHOLE,
        f"Thiếu {small}",
        f"Hồ sơ chưa ghi {small} vào ngày này. Hãy hỏi chi bộ hoặc xem lý lịch rồi ghi thêm.",
        ROLL,
        _missing(name),
        one_by_one(lambda row, look: f"Chưa ghi {small}"),
        say_attribute(name),
        "Ghi thêm",
    )


def _said_complete(look: Look) -> Q:
    """A statement of the unit, or of one above it, that the records of members are complete on the day."""
    stated = Closure.objects.filter(
        in_force(look),
        in_force(look, "ancestor__coverages__"),
        descendant=OuterRef("unit"),
        ancestor__coverages__area="members",
        ancestor__coverages__is_gap=False,
    )
    return ~Q(Exists(stated))


RULES = (
    Rule(
        "thieu-cccd",
        Group.WHOLE,
        "Thiếu số CCCD",
        "Hồ sơ chưa có số định danh cá nhân (CCCD), nên không đối chiếu được với dữ liệu dân cư. Hãy xem thẻ căn "
        "cước rồi ghi đủ 12 chữ số.",
        ROLL,
        lambda look: Q(person__national_id_index__isnull=True),
        one_by_one(lambda row, look: "Chưa có số CCCD"),
        correct_person,
        "Ghi số",
    ),
    Rule(
        "thieu-the",
        Group.WHOLE,
        "Thiếu số thẻ đảng viên",
        f"Đảng viên chính thức quá {CARD_WITHIN} tháng mà hồ sơ chưa có số thẻ. Hãy xem thẻ rồi ghi số; nếu chưa "
        "được phát thẻ thì làm thủ tục phát thẻ.",
        ROLL,
        _without_card,
        one_by_one(lambda row, look: "Chính thức, chưa có số thẻ"),
        correct_person,
        "Ghi số",
        cite="card.digits",
    ),
    Rule(
        "thieu-ngay-vao-dang",
        Group.WHOLE,
        "Thiếu ngày vào Đảng",
        "Không có ngày vào Đảng thì không tính được tuổi đảng. Hãy xem quyết định kết nạp rồi ghi ngày.",
        ROLL,
        lambda look: Q(party_since__isnull=True),
        one_by_one(lambda row, look: "Chưa ghi ngày vào Đảng"),
        person_page,
    ),
    Rule(
        "ngay-sinh-chua-du",
        Group.WHOLE,
        "Ngày sinh chỉ có tháng hoặc năm",
        "Hồ sơ mới ghi tháng hoặc năm sinh. Hãy xem giấy khai sinh rồi ghi đủ ngày.",
        ROLL,
        lambda look: ~Q(person__born_precision=Precision.DAY),
        one_by_one(lambda row, look: f"Mới ghi {show_day(row.born_on, row.person.born_precision)}"),
        correct_person,
        "Sửa ngày sinh",
    ),
    *(_attribute_rule(name, slug) for name, slug in ASKED),
    Rule(
        "chua-xac-nhan-du",
        Group.WHOLE,
        "Chi bộ chưa được xác nhận đủ đảng viên",
        "Chưa ai xác nhận danh sách đảng viên của chi bộ là đầy đủ, nên mọi con số của chi bộ ghi “chưa đủ dữ "
        "liệu”. Hãy soát danh sách với chi bộ rồi báo cấp trên xác nhận.",
        CELLS_ON,
        _said_complete,
        one_by_one(lambda row, look: f"Chưa có xác nhận cho ngày {show_day(look.on)}"),
        unit_page,
        "Mở chi bộ",
    ),
)
