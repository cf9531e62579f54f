"""The source: listed, corrected, certified, moved, dropped."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from chibo.admission import rules
from chibo.admission.models import ClassCertificate, Prospect, ProspectStay
from chibo.admission.rules import source
from chibo.admission.vocabulary import LeftReason, ProspectState
from chibo.journal import actions as journal
from chibo.kernel import secrets
from chibo.kernel.clock import today
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Question, Refusal
from chibo.kernel.text import fold, name_key
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import Person
from chibo.members.models.truth import NATIONAL_ID
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.org.vocabulary import CELL_KINDS
from chibo.procedures import queries as procedures

UNCHANGED: Any = object()
"""Says that a value is to stay as it is."""


@transaction.atomic
def list_prospect(
    *,
    unit: Unit,
    by: Viewer,
    national_id: str = "",
    follower: Person | None = None,
    person: Person | None = None,
    confirmed: bool = False,
    is_illustration: bool = False,
    **facts: Any,
) -> Prospect:
    """Đưa vào nguồn: a cell begins to follow somebody (``rules.source.Facts``).

    :param person: the record of one who was a member before (kết nạp lại)
    :param confirmed: a namesake of the same birthday was asked about and is somebody else
    :raises Question: somebody of that name and birthday is in the source or on record
    :raises Refusal: a value is not possible, no such cell that day, followed elsewhere already, or a member today
    """
    by.must(rules.WRITE, unit)
    found = source.facts(today=today(), **facts)
    _must_be_cell(unit, found.listed_on)
    number = source.number(national_id)
    person = person or _registered(number)
    if person is not None:
        _must_not_be_member(person, found.listed_on)
    elif not confirmed:
        _ask_about_namesakes(found)
    _check_follower(follower, person)
    prospect = Prospect(unit=unit, follower=follower, person=person, is_illustration=is_illustration, **asdict(found))
    _put_name(prospect)
    _put_number(prospect, number)
    _save(prospect)
    ProspectStay.objects.create(prospect=prospect, unit=unit, since=found.listed_on)
    _tell(
        "admission.listed", prospect, f"Đưa {prospect.full_name} vào nguồn kết nạp", on=found.listed_on, by=by,
        after=image(prospect), sensitive={"national_id": number} if number else None,
    )  # fmt: skip
    return prospect


@transaction.atomic
def correct_prospect(
    prospect: Prospect,
    *,
    reason: str,
    by: Viewer,
    national_id: str | None = None,
    follower: Person | None = UNCHANGED,
    person: Person | None = UNCHANGED,
    **facts: Any,
) -> Prospect:
    """Sửa thông tin: the old values stay in the journal with the reason. The day of listing cannot pass a later move.

    :raises Refusal: no reason, no longer in the source, or a value that is not possible
    """
    by.must(rules.WRITE, prospect.unit)
    source.must_be_listed(prospect.full_name, prospect.is_listed)
    if not reason.strip():
        raise Refusal("Hãy ghi ngắn gọn lý do sửa.", field="reason", code="reason")
    before, hidden = image(prospect), prospect.national_id
    names = source.Facts.__dataclass_fields__
    found = source.facts(today=today(), **{name: facts.get(name, getattr(prospect, name)) for name in names})
    first = prospect.stays.order_by("since", "pk").first()
    if first is not None and found.listed_on != first.since:
        if found.listed_on >= first.until:
            raise Refusal(
                f"Từ ngày {show_day(first.until)} đồng chí đã được theo dõi ở chi bộ khác. Hãy chọn ngày trước đó.",
                field="listed_on",
                code="order",
            )
        _must_be_cell(first.unit, found.listed_on)
        ProspectStay.objects.filter(pk=first.pk).update(since=found.listed_on)
    for name, value in asdict(found).items():
        setattr(prospect, name, value)
    _put_name(prospect)
    number = hidden if national_id is None else source.number(national_id)
    _put_number(prospect, number)
    if person is not UNCHANGED:
        prospect.person = person
    elif prospect.person is None:
        prospect.person = _registered(number)
    if prospect.person is not None:
        _must_not_be_member(prospect.person, found.listed_on)
    if follower is not UNCHANGED:
        _check_follower(follower, prospect.person)
        prospect.follower = follower
    _save(prospect)
    changed = number != hidden
    _tell(
        "admission.prospect_corrected", prospect, f"Sửa thông tin nguồn: {prospect.full_name}", on=today(), by=by,
        reason=reason, before=before, after=image(prospect),
        sensitive={"before": hidden, "after": number} if changed else None,
    )  # fmt: skip
    return prospect


@transaction.atomic
def certify(prospect: Prospect, *, number: str, issued_on: date, by: Viewer, issuer: str = "") -> ClassCertificate:
    """Ghi giấy chứng nhận học lớp nhận thức về Đảng; its last day by the rule of the day of issue.

    :raises Refusal: no longer in the source, a day that cannot be, the same certificate again
    """
    by.must(rules.WRITE, prospect.unit)
    source.must_be_listed(prospect.full_name, prospect.is_listed)
    number, issuer = source.check_certificate(
        number=number, issued_on=issued_on, issuer=issuer, born_on=prospect.born_on, today=today()
    )
    if prospect.certificates.filter(number=number, issued_on=issued_on).exists():
        raise Refusal(
            f"Giấy chứng nhận số {number} ngày {show_day(issued_on)} đã được ghi. Không cần ghi lại.",
            field="number",
            code="twice",
        )
    made = ClassCertificate.objects.create(
        prospect=prospect, number=number, issued_on=issued_on, issuer=issuer, expires_on=source.expiry(issued_on)
    )
    _tell(
        "admission.certified", prospect, f"Ghi giấy chứng nhận lớp nhận thức về Đảng của {prospect.full_name}",
        on=issued_on, by=by, after={"number": number, "issued_on": issued_on, "expires_on": made.expires_on},
    )  # fmt: skip
    return made


@transaction.atomic
def drop_certificate(certificate: ClassCertificate, *, reason: str, by: Viewer) -> None:
    """Bỏ giấy chứng nhận ghi sai; the journal keeps what it said.

    :raises Refusal: no reason, or the person is no longer in the source
    """
    prospect = certificate.prospect
    by.must(rules.WRITE, prospect.unit)
    source.must_be_listed(prospect.full_name, prospect.is_listed)
    if not reason.strip():
        raise Refusal("Hãy ghi ngắn gọn vì sao bỏ giấy chứng nhận này.", field="reason", code="reason")
    told = {"number": certificate.number, "issued_on": certificate.issued_on, "expires_on": certificate.expires_on}
    certificate.delete()
    _tell(
        "admission.certificate_dropped", prospect, f"Bỏ giấy chứng nhận {told['number']} của {prospect.full_name}",
        on=today(), by=by, reason=reason, before=told,
    )  # fmt: skip


@transaction.atomic
def move_prospect(prospect: Prospect, *, to: Unit, on: date, reason: str, by: Viewer) -> None:
    """Chuyển nơi theo dõi: from the day on another cell follows the person.

    :raises Refusal: no longer in the source, the same cell, no such cell, before the last move, or no reason
    """
    by.must(rules.WRITE, prospect.unit)
    source.must_be_listed(prospect.full_name, prospect.is_listed)
    if not reason.strip():
        raise Refusal("Hãy ghi lý do chuyển nơi theo dõi.", field="reason", code="reason")
    if to.pk == prospect.unit_id:
        raise Refusal("Chi bộ này đang theo dõi rồi. Hãy chọn chi bộ khác.", field="to", code="same_cell")
    _must_be_cell(to, on, field="to")
    stay = prospect.stays.get(until=FOREVER)
    if not stay.since < on <= today():
        raise Refusal(
            f"Ngày {show_day(on)} không sau lần ghi nơi theo dõi gần nhất ({show_day(stay.since)}), hoặc chưa đến. "
            "Hãy xem lại ngày.",
            field="on",
            code="order",
        )
    before = prospect.unit
    ProspectStay.objects.filter(pk=stay.pk).update(until=on)
    ProspectStay.objects.create(prospect=prospect, unit=to, since=on, reason=reason.strip()[:500])
    prospect.unit = to
    prospect.save(update_fields=["unit"])
    _tell(
        "admission.prospect_moved", prospect, f"Chuyển nơi theo dõi {prospect.full_name}", on=on, by=by, reason=reason,
        before={"unit": before.ref}, after={"unit": to.ref},
    )  # fmt: skip


@transaction.atomic
def drop_prospect(prospect: Prospect, *, reason: str, on: date, by: Viewer, note: str = "") -> None:
    """Đưa ra khỏi nguồn, with the reason; an open case must be withdrawn first.

    :raises Refusal: no longer in the source, a case is open, no reason, or a day that cannot be
    """
    by.must(rules.WRITE, prospect.unit)
    source.must_be_listed(prospect.full_name, prospect.is_listed)
    note = source.check_leaving(reason=reason, note=note, on=on, listed_on=prospect.listed_on, today=today())
    must_have_no_case(prospect)
    before = image(prospect)
    prospect.state, prospect.left_reason = ProspectState.LEFT, LeftReason(reason)
    prospect.note = note or prospect.note
    close(prospect, on=on)
    _tell(
        "admission.dropped", prospect, f"Đưa {prospect.full_name} ra khỏi nguồn kết nạp", on=on, by=by,
        reason=note or LeftReason(reason).label, before=before, after=image(prospect),
    )  # fmt: skip


@transaction.atomic
def take_up_again(prospect: Prospect, *, on: date, reason: str, by: Viewer) -> None:
    """Đưa trở lại nguồn one who had left it, or whose admission was annulled; the time between stays empty.

    :raises Refusal: not one who left, a day before leaving, or no reason
    """
    by.must(rules.WRITE, prospect.unit)
    if not may_come_back(prospect):
        raise Refusal(
            f"Đồng chí {prospect.full_name} chưa ra khỏi nguồn. Không cần đưa trở lại.", code="not_left", status=409
        )
    if not reason.strip():
        raise Refusal("Hãy ghi lý do đưa trở lại nguồn.", field="reason", code="reason")
    if not prospect.closed_on <= on <= today():
        raise Refusal(
            f"Ngày {show_day(on)} trước ngày ra khỏi nguồn ({show_day(prospect.closed_on)}) hoặc chưa đến. Hãy xem lại ngày.",
            field="on",
            code="order",
        )
    _must_be_cell(prospect.unit, on, field="on")
    before = image(prospect)
    prospect.state, prospect.left_reason, prospect.closed_on = ProspectState.LISTED, "", FOREVER
    _save(prospect)
    ProspectStay.objects.create(prospect=prospect, unit=prospect.unit, since=on)
    _tell(
        "admission.taken_up_again", prospect, f"Đưa {prospect.full_name} trở lại nguồn kết nạp", on=on, by=by,
        reason=reason, before=before, after=image(prospect),
    )  # fmt: skip


def may_come_back(prospect: Prospect) -> bool:
    """Whether the prospect left the source, or was admitted by an admission that was annulled since."""
    if prospect.state == ProspectState.ADMITTED:
        return prospect.person is None or not prospect.person.stays.filter(since__gte=prospect.closed_on).exists()
    return prospect.state == ProspectState.LEFT


def close(prospect: Prospect, *, on: date) -> None:
    """End the stay with the prospect's time in the source; the state is set by the caller."""
    prospect.closed_on = on
    prospect.save()
    ProspectStay.objects.filter(prospect=prospect, since__gt=on).delete()
    ProspectStay.objects.filter(prospect=prospect, until__gt=on).update(until=on)


def must_have_no_case(prospect: Prospect) -> None:
    """:raises Refusal: a case about the prospect is open"""
    for case in procedures.open_cases_of(prospect.reference, on=today()):
        raise Refusal(
            f"Hồ sơ {case.mark} của {prospect.full_name} đang giải quyết. Hãy rút hoặc kết thúc hồ sơ đó trước.",
            code="open_case",
            status=409,
        )


def image(prospect: Prospect) -> dict[str, Any]:
    """What the journal keeps, without the personal number."""
    names = (*source.Facts.__dataclass_fields__, "state", "closed_on", "left_reason")
    told = {name: getattr(prospect, name) for name in names}
    return told | {
        "unit": prospect.unit.ref,
        "follower": str(prospect.follower.uid) if prospect.follower else "",
        "person": str(prospect.person.uid) if prospect.person else "",
    }


def _tell(what: str, prospect: Prospect, label: str, *, on: date, by: Viewer, **more: Any) -> None:
    subjects = [prospect.reference, *([f"person:{prospect.person.uid}"] if prospect.person else [])]
    journal.record(
        what, subject=prospect.reference, label=label, place=prospect.unit.reference, on=on, by=by, subjects=subjects,
        **more,
    )  # fmt: skip


def _put_name(prospect: Prospect) -> None:
    prospect.name_key, prospect.folded = name_key(prospect.full_name), fold(prospect.full_name)


def _put_number(prospect: Prospect, number: str) -> None:
    prospect.national_id_sealed = secrets.seal(number, purpose=NATIONAL_ID) if number else None
    prospect.national_id_index = secrets.blind_index(number, purpose=NATIONAL_ID) if number else None


def _save(prospect: Prospect) -> None:
    try:
        with transaction.atomic():
            prospect.save()
    except IntegrityError:
        raise Refusal(
            "Số định danh cá nhân này đang thuộc về một người khác trong nguồn. Hãy tìm người đó, hoặc xem lại số.",
            field="national_id",
            code="duplicate_national_id",
        ) from None


def _registered(number: str) -> Person | None:
    """Who has the personal number on record."""
    if not number:
        return None
    index = secrets.blind_index(number, purpose=NATIONAL_ID)
    found = Person.objects.filter(national_id_index=index).select_related("merged_into").first()
    return (found.merged_into or found) if found else None


def _must_not_be_member(person: Person, on: date) -> None:
    if members.cell_on(person, on=on) is not None or members.cell_on(person, on=today()) is not None:
        raise Refusal(
            f"Đồng chí {person.full_name} đang là đảng viên trong danh sách. Hãy mở hồ sơ đảng viên thay vì đưa vào nguồn.",
            field="national_id",
            code="is_member",
        )


def _must_be_cell(unit: Unit, on: date, *, field: str = "unit") -> None:
    placement = org.placements_of([unit.pk], on=on).get(unit.pk)
    if placement is None or placement.kind not in CELL_KINDS:
        raise Refusal(
            f"Ngày {show_day(on)} tổ chức này chưa có, đã kết thúc hoặc không phải chi bộ. Hãy chọn một chi bộ hoặc ngày khác.",
            field=field,
            code="no_such_cell",
        )


def _check_follower(follower: Person | None, person: Person | None) -> None:
    if follower is None:
        return
    if person is not None and follower.pk == person.pk:
        raise Refusal(
            "Người theo dõi phải là một đảng viên khác. Hãy chọn lại.", field="follower", code="follower_self"
        )
    if members.cell_on(follower, on=today()) is None:
        raise Refusal(
            f"Đồng chí {follower.full_name} không có trong danh sách đảng viên hiện nay. Hãy phân công đảng viên khác.",
            field="follower",
            code="follower_not_member",
        )


def _ask_about_namesakes(found: source.Facts) -> None:
    folded = fold(found.full_name)
    listed = Prospect.objects.filter(folded=folded, born_on=found.born_on, state=ProspectState.LISTED)[:3]
    people = Person.objects.filter(folded=folded, born_on=found.born_on, merged_into=None)[:3]
    if listed or people:
        raise Question(
            f"Đã có {found.full_name}, sinh {show_day(found.born_on)}, trong "
            f"{'nguồn' if listed else 'hồ sơ đảng viên'}. Nếu là cùng một người, hãy mở hồ sơ đó (người đã từng là đảng viên: "
            "nhập số CCCD để nối hồ sơ); nếu là hai người khác nhau, hãy xác nhận để tiếp tục.",
            field="full_name",
            code="namesake",
            choices=tuple((str(one.uid), one.full_name) for one in (*listed, *people)),
        )
