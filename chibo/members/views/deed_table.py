"""Everything that can be recorded about a member, in one table: which fields it asks, what it does, when it makes sense."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chibo.kernel.viewer import Viewer
from chibo.members import actions
from chibo.members.forms.deeds import DECISION, MORE, PERSON
from chibo.members.models import Attribute, MemberEvent, Person
from chibo.members.queries import advice
from chibo.members.queries.advice import Advice
from chibo.members.queries.sight import Sight
from chibo.members.rules import capabilities
from chibo.members.vocabulary import EventState, Nature, Status

Data = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """What a deed is done to."""

    person: Person
    event: MemberEvent | None = None
    attribute: str = ""
    value: Attribute | None = None


Run = Callable[[Target, Data, Viewer], object]


@dataclass(frozen=True)
class Deed:
    """One line of the table.

    :ivar title: a plain verb: the page's title and the button's words
    :ivar fields: names out of ``forms.deeds.FIELDS``
    :ivar run: carries the action out; ``data["because"]`` is the decision
    :ivar when: for whom it is offered: ``member``, ``outside`` (not on a roll), ``new`` ways in for people not registered
    :ivar about: ``person``, ``event``, ``attribute`` or ``value``
    :ivar note: what the person should know before filling the form in
    :ivar effect: finished sentence of what follows; ``{name}`` and ``{on}``
    :ivar advise: what rules on record say about the person and the day
    :ivar labels: field → label where it differs; ``refusals``: field of a refusal → field of the form
    """

    title: str
    fields: tuple[str, ...]
    run: Run
    when: str = ""
    about: str = "person"
    note: str = ""
    effect: str = ""
    done: str = ""
    advise: Advice | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_entry(self) -> bool:
        """Whether people not registered yet can come in this way."""
        return self.when == "outside" and "cell" in self.fields and self.title not in NOT_FOR_NEW


NOT_FOR_NEW = ("Kết nạp lại", "Phục hồi đảng viên")
TO = {"cell": "to"}
_IN = "Đồng chí {name} có tên trong danh sách của chi bộ từ ngày {on}."
_OUT = "Đồng chí {name} không còn trong danh sách từ ngày {on}; ngày liền trước vẫn còn."


def _admit(t: Target, d: Data, by: Viewer) -> None:
    actions.admit_member(t.person, cell=d["cell"], on=d["on"], because=d["because"], by=by)


def _readmit(t: Target, d: Data, by: Viewer) -> None:
    actions.readmit_member(t.person, cell=d["cell"], on=d["on"], because=d["because"], by=by)


def _restore(t: Target, d: Data, by: Viewer) -> None:
    actions.restore_member(t.person, cell=d["cell"], on=d["on"], because=d["because"], by=by)


def _open(t: Target, d: Data, by: Viewer) -> None:
    actions.open_state(
        t.person,
        cell=d["cell"],
        on=d["on"],
        status=d["status"],
        party_since=d["party_since"],
        official_since=d["official_since"],
        because=d["because"],
        by=by,
    )


def _arrive(t: Target, d: Data, by: Viewer) -> None:
    actions.receive_from_outside(
        t.person, cell=d["cell"], on=d["on"], from_place=d["from_place"], status=d["status"],
        party_since=d["party_since"], sent_on=d["sent_on"], because=d["because"], by=by,
    )  # fmt: skip


def _send(t: Target, d: Data, by: Viewer) -> None:
    actions.send_transfer(t.person, to=d["to"], on=d["on"], kind=d["kind"], because=d["because"], by=by)


def _correct_person(t: Target, d: Data, by: Viewer) -> None:
    born_on, precision = d["born"]
    actions.correct_person(
        t.person, full_name=d["full_name"], born_on=born_on, born_precision=precision,
        national_id=d["national_id"] or None, card=d["card"] or None, reason=d["reason"], by=by,
    )  # fmt: skip


def _correct_particulars(t: Target, d: Data, by: Viewer) -> None:
    actions.correct_particulars(
        t.person, other_name=d["other_name"], card_issued_on=d["card_issued_on"], card_issued_by=d["card_issued_by"],
        deletion_proposal=d["deletion_proposal"], old_card=d["old_card"] or None,
        old_national_id=d["old_national_id"] or None, reason=d["reason"], by=by,
    )  # fmt: skip


def _change(t: Target, d: Data, by: Viewer) -> None:
    since, precision = d["since"]
    actions.change_attribute(
        t.person, name=t.attribute, value=d["value"], since=since, precision=precision, because=d["because"], by=by
    )


def _correct_value(t: Target, d: Data, by: Viewer) -> None:
    actions.correct_attribute(t.value, value=d["value"], since=d["since"][0], reason=d["reason"], by=by)


DEEDS: dict[str, Deed] = {
    "ket-nap": Deed(
        "Kết nạp đảng viên",
        ("cell", "on", *DECISION),
        _admit,
        when="outside",
        note="Ngày kết nạp là ngày làm lễ; ngày ký quyết định dùng để tính tuổi đảng.",
        effect=_IN + " Tư cách: dự bị.",
        done="Đã ghi việc kết nạp đồng chí {name}.",
        advise=advice.on_admission,
        labels={"on": "Ngày làm lễ kết nạp"},
    ),
    "ket-nap-lai": Deed(
        "Kết nạp lại",
        ("cell", "on", *DECISION),
        _readmit,
        when="outside",
        note="Cho người đã từng là đảng viên; thời gian dự bị tính lại từ đầu.",
        effect=_IN + " Tư cách: dự bị.",
        done="Đã ghi việc kết nạp lại đồng chí {name}.",
        advise=advice.on_readmission,
        labels={"on": "Ngày làm lễ kết nạp lại"},
    ),
    "phuc-hoi": Deed(
        "Phục hồi đảng viên",
        ("cell", "on", *DECISION),
        _restore,
        when="outside",
        note="Cho người đã bị xóa tên, khai trừ, cho ra khỏi Đảng mà quyết định đó được hủy.",
        effect=_IN + " Lần ra khỏi Đảng trước đó không còn tính vào số đưa ra khỏi Đảng.",
        done="Đã ghi việc phục hồi đồng chí {name}.",
        labels={"on": "Ngày phục hồi"},
    ),
    "hien-trang": Deed(
        "Ghi hiện trạng",
        ("cell", "on", "status", "party_since", "official_since", *DECISION),
        _open,
        when="outside",
        note="Cho người đã là đảng viên của chi bộ từ trước khi chi bộ ghi hồ sơ tại đây.",
        effect=_IN + " Không tính là kết nạp hay chuyển đến.",
        done="Đã ghi hiện trạng của đồng chí {name}.",
        labels={"on": "Ngày bắt đầu ghi"},
    ),
    "chuyen-den": Deed(
        "Tiếp nhận chuyển đến",
        ("cell", "on", "from_place", "status", "party_since", "sent_on", *DECISION),
        _arrive,
        when="outside",
        note="Cho người chuyển đến từ một nơi không có trong hệ thống này.",
        effect=_IN,
        done="Đã ghi việc đồng chí {name} chuyển đến.",
        labels={"on": "Ngày tiếp nhận"},
    ),
    "gioi-thieu-chuyen": Deed(
        "Giới thiệu chuyển sinh hoạt",
        ("to", "on", "kind", *DECISION),
        _send,
        when="member",
        note="Đến khi nơi nhận tiếp nhận, đảng viên vẫn tính ở nơi đi.",
        effect="Đồng chí {name} vẫn có tên ở nơi đi đến khi được tiếp nhận; được tính là “đã giới thiệu, chưa tiếp nhận”.",
        done="Đã ghi giấy giới thiệu chuyển sinh hoạt của đồng chí {name}.",
        labels={"on": "Ngày giới thiệu", "to": "Chi bộ nơi đến"},
        refusals=TO,
    ),
    "cong-nhan-chinh-thuc": Deed(
        "Công nhận chính thức",
        ("on", *DECISION),
        lambda t, d, by: actions.recognize(t.person, on=d["on"], because=d["because"], by=by),
        when="probationary",
        effect="Đồng chí {name} là đảng viên chính thức từ ngày {on}.",
        done="Đã công nhận chính thức đồng chí {name}.",
        advise=advice.on_recognition,
        labels={"on": "Ngày công nhận"},
    ),
    "tam-thoi": Deed(
        "Đến sinh hoạt tạm thời",
        ("cell", "on", *DECISION),
        lambda t, d, by: actions.start_temporary(t.person, cell=d["cell"], on=d["on"], because=d["because"], by=by),
        when="member",
        note="Đảng viên vẫn tính ở nơi sinh hoạt chính thức.",
        effect="Đồng chí {name} sinh hoạt tạm thời từ ngày {on}; số đảng viên của hai chi bộ không đổi.",
        done="Đã ghi nơi sinh hoạt tạm thời của đồng chí {name}.",
        labels={"on": "Từ ngày", "cell": "Chi bộ sinh hoạt tạm thời"},
    ),
    "het-tam-thoi": Deed(
        "Hết sinh hoạt tạm thời",
        ("on",),
        lambda t, d, by: actions.end_temporary(t.person, on=d["on"], by=by),
        when="guest",
        effect="Đồng chí {name} hết sinh hoạt tạm thời từ ngày {on}.",
        done="Đã ghi hết sinh hoạt tạm thời của đồng chí {name}.",
    ),
    "chuyen-di": Deed(
        "Chuyển đi ngoài hệ thống",
        ("to_place", "on", *DECISION),
        lambda t, d, by: actions.transfer_out(
            t.person, to_place=d["to_place"], on=d["on"], because=d["because"], by=by
        ),
        when="member",
        note="Đến một nơi không có trong hệ thống này: ra khỏi danh sách ngay ngày giới thiệu.",
        effect=_OUT,
        done="Đã ghi việc đồng chí {name} chuyển đi.",
        labels={"on": "Ngày giới thiệu"},
    ),
    "xoa-ten": Deed(
        "Xóa tên",
        ("ground", "on", *DECISION),
        lambda t, d, by: actions.strike_off(t.person, ground=d["ground"], on=d["on"], because=d["because"], by=by),
        when="member",
        note="Xóa tên không phải là hình thức kỷ luật.",
        effect=_OUT + " Tính vào số đưa ra khỏi Đảng.",
        done="Đã ghi việc xóa tên đồng chí {name}.",
        labels={"on": "Ngày có hiệu lực"},
    ),
    "khai-tru": Deed(
        "Khai trừ",
        ("on", *DECISION),
        lambda t, d, by: actions.expel(t.person, on=d["on"], because=d["because"], by=by),
        when="member",
        effect=_OUT + " Tính vào số đưa ra khỏi Đảng.",
        done="Đã ghi việc khai trừ đồng chí {name}.",
        labels={"on": "Ngày có hiệu lực"},
    ),
    "xin-ra": Deed(
        "Cho ra khỏi Đảng theo đơn",
        ("on", *DECISION),
        lambda t, d, by: actions.leave_on_request(t.person, on=d["on"], because=d["because"], by=by),
        when="member",
        effect=_OUT + " Tính vào số đưa ra khỏi Đảng.",
        done="Đã ghi việc đồng chí {name} xin ra khỏi Đảng.",
        labels={"on": "Ngày có hiệu lực"},
    ),
    "tu-tran": Deed(
        "Ghi từ trần",
        ("on",),
        lambda t, d, by: actions.record_death(t.person, on=d["on"], by=by),
        when="member",
        effect=_OUT + " Không tính vào số đưa ra khỏi Đảng.",
        done="Đã ghi đồng chí {name} từ trần.",
        labels={"on": "Ngày từ trần"},
    ),
    "nop-giay": Deed(
        "Ghi nộp giấy giới thiệu",
        ("on",),
        lambda t, d, by: actions.present_letter(t.event, on=d["on"], by=by),
        about="event",
        effect="Đồng chí {name} đã nộp giấy; vẫn tính ở nơi đi đến khi được tiếp nhận.",
        done="Đã ghi ngày nộp giấy giới thiệu của đồng chí {name}.",
        labels={"on": "Ngày nộp giấy"},
    ),
    "tiep-nhan": Deed(
        "Tiếp nhận chuyển sinh hoạt",
        ("on", "reported_on"),
        lambda t, d, by: actions.receive_transfer(t.event, on=d["on"], reported_on=d["reported_on"], by=by),
        about="event",
        effect="Đồng chí {name} tính ở nơi nhận từ ngày {on}, và thôi tính ở nơi đi.",
        done="Đã tiếp nhận đồng chí {name}.",
        labels={"on": "Ngày tiếp nhận"},
    ),
    "tra-lai": Deed(
        "Trả lại giấy giới thiệu",
        ("reason",),
        lambda t, d, by: actions.return_transfer(t.event, reason=d["reason"], by=by),
        about="event",
        effect="Đồng chí {name} ở lại nơi đi như chưa có lần giới thiệu này.",
        done="Đã trả lại giấy giới thiệu của đồng chí {name}.",
        labels={"reason": "Lý do trả lại"},
    ),
    "sua-ngay": Deed(
        "Sửa ngày đã ghi",
        ("on", "reason"),
        lambda t, d, by: actions.correct_event_day(t.event, on=d["on"], reason=d["reason"], by=by),
        about="event",
        note="Chỉ dùng khi ngày đã ghi là sai. Ngày cũ và lý do còn trong nhật ký.",
        effect="Mọi số liệu tính lại theo ngày {on}.",
        done="Đã sửa ngày.",
        labels={"on": "Ngày đúng", "reason": "Lý do sửa"},
    ),
    "huy": Deed(
        "Hủy ghi nhận",
        ("reason",),
        lambda t, d, by: actions.annul_event(t.event, reason=d["reason"], by=by),
        about="event",
        note="Dùng khi việc này ghi nhầm, hoặc quyết định đã bị hủy.",
        effect="Việc này ra khỏi mọi số liệu; ghi nhận cũ và lý do còn trong nhật ký.",
        done="Đã hủy ghi nhận.",
        labels={"reason": "Lý do hủy"},
    ),
    "sua-nguoi": Deed(
        "Sửa sai họ tên, ngày sinh, số định danh",
        ("full_name", "born", "national_id", "card", "reason"),
        _correct_person,
        about="self",
        note="Ô số định danh, số thẻ để trống thì giữ số đang có.",
        effect="Giá trị cũ và lý do còn trong nhật ký.",
        done="Đã sửa thông tin của đồng chí {name}.",
        labels={"reason": "Lý do sửa"},
    ),
    "giay-to": Deed(
        "Sửa giấy tờ, tên khác",
        (
            "other_name",
            "card_issued_on",
            "card_issued_by",
            "old_card",
            "old_national_id",
            "deletion_proposal",
            "reason",
        ),
        _correct_particulars,
        about="self",
        note="Ô số thẻ cũ, số CMND để trống thì giữ số đang có; các ô khác để trống là bỏ trống.",
        effect="Giá trị cũ và lý do còn trong nhật ký.",
        done="Đã sửa giấy tờ của đồng chí {name}.",
        labels={"reason": "Lý do sửa"},
    ),
    "thay-doi": Deed(
        "Thay đổi từ ngày",
        ("value", "since", *DECISION),
        _change,
        about="attribute",
        note="Dùng khi giá trị thay đổi thật. Nếu giá trị cũ ghi sai, hãy dùng “Sửa sai”.",
        effect="Giá trị cũ giữ đến hết ngày liền trước; số liệu của các ngày trước không đổi.",
        done="Đã ghi thay đổi của đồng chí {name}.",
    ),
    "sua-sai": Deed(
        "Sửa sai",
        ("value", "since", "reason"),
        _correct_value,
        about="value",
        note="Dùng khi giá trị đã ghi là sai. Nếu giá trị thay đổi thật từ một ngày, hãy dùng “Thay đổi từ ngày”.",
        effect="Số liệu của mọi ngày trong thời gian này tính lại; giá trị cũ và lý do còn trong nhật ký.",
        done="Đã sửa thông tin của đồng chí {name}.",
        labels={"reason": "Lý do sửa"},
    ),
}
NEW_PERSON = (*PERSON, *MORE)


def ways_in() -> list[tuple[str, Deed]]:
    """The deeds by which somebody not registered yet comes onto a roll."""
    return [(slug, deed) for slug, deed in DEEDS.items() if deed.is_entry]


def offered_for(sight: Sight, *, by: Viewer) -> list[tuple[str, str]]:
    """(slug, title) of what can be recorded about the person now; nothing for who may not write."""
    if not sight.may(capabilities.WRITE, by):
        return []
    states = _states_of(sight.person)
    return [(slug, deed.title) for slug, deed in DEEDS.items() if deed.when in states]


def _states_of(person: Person) -> set[str]:
    stays = list(person.stays.filter(exit=None).values_list("nature", flat=True))
    if Nature.PERMANENT not in stays:
        left = person.events.filter(cause="death", state=EventState.STANDING).exists()
        return set() if left else {"outside"}
    states = {"member"} | ({"guest"} if Nature.TEMPORARY in stays else set())
    last = person.spells.order_by("-since").first()
    return states | ({"probationary"} if last and last.status == Status.PROBATIONARY else set())
