"""What the steps bring about: the roll of members changes by its own actions, and the act points to the event.

Somebody in the office may have recorded the same thing directly. Then the case takes over the event that stands.
"""

from datetime import date

from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.members.models import MemberEvent, Person
from chibo.members.queries import made
from chibo.members.queries.subjects import person_in
from chibo.members.vocabulary import Activity, Cause, EventState, Exemption, Nature, TransferKind
from chibo.org import queries as org
from chibo.procedures.models import Act, Case
from chibo.procedures.rules import voting
from chibo.procedures.rules.handlers import Moment, Outcome
from chibo.transfers import actions
from chibo.transfers.models import TransferAbroad
from chibo.transfers.procedures.acting import Acting
from chibo.transfers.procedures.subjects import other_cell
from chibo.transfers.queries.cases import event_of, reference

KINDS = {"chuyen-chinh-thuc": TransferKind.PERMANENT, "chuyen-noi-bo": TransferKind.INTERNAL}
RECEIVED, RETURNED = "nhan", "tra_lai"


def _by(m: Moment) -> Acting:
    return Acting(m.by, m.case)


def _letter(m: Moment, event: MemberEvent) -> str:
    """Keep what the step says of the letter, and point to the event."""
    issuer = m.case.waiting_unit
    actions.keep_letter(
        event,
        on=m.on,
        by=_by(m),
        at=issuer,
        number=m.value("so_giay"),
        issued_by=org.name_of(issuer, on=m.on) if issuer else "",
        reason=(m.value("ly_do") or "")[:500],
        dossier=m.value("ho_so"),
        dossier_on=m.value("ngay_giao_ho_so"),
        case=m.case,
    )
    return reference(event)


def hand_letter(m: Moment) -> str:
    """The letter leaves the sender: from now on the person is on the way.

    :raises Refusal: on the way to another cell already
    """
    person, to = person_in(m.case), other_cell(m)
    event = person.events.filter(state=EventState.PENDING).select_related("person", "cell").first()
    if event is not None and event.cell_id != to.pk:
        raise Refusal(
            f"Đồng chí {person.full_name} đang có giấy giới thiệu đến một chi bộ khác. Hãy trả lại lần ấy ở hồ sơ đảng viên "
            "trước.",
            code="transfer_under_way",
            status=409,
        )
    if event is None:
        kind = KINDS[m.case.code]
        event = members.send_transfer(person, to=to, on=m.on, kind=kind, because=m.because, by=_by(m))
    return _letter(m, event)


def under_way(m: Moment) -> MemberEvent:
    """The event of the case, on the way or received.

    :raises Refusal: it was returned or annulled in the record of the member
    """
    event = event_of(m.case)
    if event is None or event.state == EventState.ANNULLED:
        raise Refusal(
            "Lần giới thiệu này đã bị trả lại hoặc hủy ở hồ sơ đảng viên. Hãy trả hồ sơ về bước giao giấy giới thiệu, hoặc rút "
            "hồ sơ.",
            code="not_under_way",
            status=409,
        )
    return event


def present(m: Moment) -> str:
    """The person has handed in the letter."""
    event = under_way(m)
    if event.state == EventState.PENDING and event.presented_on is None:
        members.present_letter(event, on=m.on, by=_by(m))
    if m.data.get("du_ho_so"):
        actions.keep_letter(event, on=m.on, by=_by(m), at=event.cell, dossier_received_on=m.on)
    return reference(event)


def _received(m: Moment, *, reported: bool) -> str:
    event = under_way(m)
    if m.data["ket_qua"] == RETURNED:
        members.return_transfer(event, reason=_why(m), by=_by(m))
    elif event.state == EventState.PENDING:
        members.receive_transfer(event, on=m.on, by=_by(m), reported_on=m.on if reported else None)
    return reference(event)


def _why(m: Moment) -> str:
    """:raises Refusal: no reason for the return"""
    reason = m.data.get("ly_do_tra_lai") or ""
    if not reason.strip():
        raise Refusal("Cần ghi lý do trả lại. Hãy viết ngắn gọn.", field="ly_do_tra_lai", code="reason")
    return reason


def receive(m: Moment) -> str:
    """The new cell receives the person, or returns the letter."""
    return _received(m, reported=False)


def receive_within(m: Moment) -> str:
    """The same between two cells of one base, which knows it at once."""
    return _received(m, reported=True)


def slip_back(m: Moment) -> str:
    """The slip has come back to the sender."""
    event = under_way(m)
    if event.reported_on is None and event.sent_on is not None:
        members.report_back(event, on=m.on, by=_by(m))
    return ""


def leave_reach(m: Moment) -> str:
    """To a place that Chibo does not keep: off the roll on this day."""
    person = person_in(m.case)
    event = members.transfer_out(person, to_place=m.value("noi_den")[:200], on=m.on, because=m.because, by=_by(m))
    return _letter(m, event)


def go_abroad(m: Moment) -> str:
    """To a Party organization abroad: off the roll on this day, with what is known of the stay."""
    person, country = person_in(m.case), m.value("nuoc")
    place = f"{m.value('noi_den')}, {country}" if m.value("noi_den") else country
    event = members.transfer_out(
        person, to_place=place[:200], on=m.on, because=m.because, kind=TransferKind.ABROAD, by=_by(m)
    )
    actions.note_abroad(
        event,
        country=country,
        purpose=m.value("muc_dich"),
        expected_on=m.value("du_kien_ve"),
        on=m.on,
        by=_by(m),
    )
    return _letter(m, event)


def come_home(m: Moment) -> str:
    """Back from abroad and received again; nothing where the person stays there."""
    if m.data["ket_qua"] != "ve":
        return ""
    person, event = person_in(m.case), under_way(m)
    if person.stays.filter(nature=Nature.PERMANENT, since__lte=m.on, until__gt=m.on).exists():
        back = (
            person.events.filter(state=EventState.STANDING, cause=Cause.TRANSFER_IN, on__gt=event.on)
            .order_by("on")
            .first()
        )
    else:
        back = members.receive_from_outside(
            person, cell=m.case.unit, on=m.on, from_place=event.other_place, status="", because=m.because, by=_by(m)
        )
    row = TransferAbroad.objects.filter(event=event).first()
    if row is not None and row.is_open:
        actions.note_return(row, returned_on=m.on, on=m.on, by=_by(m))
    return reference(back) if back else ""


def receive_outsider(m: Moment) -> str:
    """Somebody from a place that Chibo does not keep comes onto the roll."""
    if m.data["ket_qua"] == RETURNED:
        _why(m)
        return ""
    event = members.receive_from_outside(
        person_in(m.case),
        cell=m.case.unit,
        on=m.on,
        from_place=m.value("noi_di")[:200],
        status=m.value("tu_cach"),
        party_since=m.value("ngay_vao_dang"),
        sent_on=m.value("ngay_gioi_thieu"),
        because=m.because,
        by=_by(m),
    )
    actions.keep_letter(event, on=m.on, by=_by(m), at=m.case.unit, number=m.value("so_giay"), dossier_received_on=m.on)
    return reference(event)


def attend_elsewhere(m: Moment) -> str:
    """Temporary activity begins; the person counts where they did."""
    if m.data["ket_qua"] == RETURNED:
        _why(m)
        return ""
    event = members.start_temporary(
        person_in(m.case),
        cell=other_cell(m),
        on=m.on,
        sent_on=m.case.day_of("giao-giay"),
        presented_on=m.on,
        because=m.because,
        by=_by(m),
    )
    return _letter(m, event)


def temporary_ends(m: Moment) -> str:
    """Temporary activity ends, unless it is prolonged, or has ended with its cell."""
    person = person_in(m.case)
    stay = person.stays.filter(nature=Nature.TEMPORARY, since__lte=m.on, until__gt=m.on).first()
    if m.data["ket_thuc"] != "ve" or stay is None:
        return ""
    members.end_temporary(person, on=m.on, by=_by(m))
    return ""


def temporary_reported(m: Moment) -> str:
    """The slip about a temporary stay has come back."""
    event = event_of(m.case)
    if event is not None and event.state == EventState.STANDING and event.reported_on is None:
        members.report_back(event, on=m.on, by=_by(m))
    return ""


def exempt(m: Moment) -> str:
    """Exempt from a day, and to a day where one is named; nothing where the cell did not agree."""
    if not voting.tally(m.step.vote, m.vote, on=m.case.rule_day).has_passed:
        return ""
    person, source = person_in(m.case), f"Nghị quyết chi bộ số {m.value('so_nghi_quyet')}, hồ sơ {m.case.mark}"
    value = _change(m, person, "exemption", m.value("ly_do"), m.value("tu_ngay"), source)
    if (until := m.value("den_ngay")) is not None:
        _change(m, person, "exemption", Exemption.NONE, until, source)
    return value


def suspend(m: Moment) -> str:
    """Suspended from a day; the end is another decision's."""
    person = person_in(m.case)
    return _change(m, person, "activity", Activity.SUSPENDED, m.value("tu_ngay"), f"Hồ sơ {m.case.mark}")


def lift(m: Moment) -> str:
    """Back to activity from a day."""
    person = person_in(m.case)
    return _change(m, person, "activity", Activity.ACTIVE, m.value("tro_lai_tu"), f"Hồ sơ {m.case.mark}")


def lift_directly(m: Moment) -> str:
    """Back to activity, or to duty, of somebody whose standing was recorded without a case."""
    if m.value("hinh_thuc") != "het_mien":
        return lift(m)
    person = person_in(m.case)
    return _change(m, person, "exemption", Exemption.NONE, m.value("tro_lai_tu"), f"Hồ sơ {m.case.mark}")


def _change(m: Moment, person: Person, name: str, value: str, since: date, source: str) -> str:
    """Write a value from a day on. :returns: how the act points to it"""
    members.change_attribute(
        person, name=name, value=value, since=since, source=source[:200], because=m.because, by=_by(m)
    )
    return made.reference_of(person, name, value, since)


OUTCOMES: dict[str, Outcome] = {
    "giao_giay": hand_letter,
    "nop_giay": present,
    "tiep_nhan": receive,
    "tiep_nhan_noi_bo": receive_within,
    "phieu_bao": slip_back,
    "chuyen_di": leave_reach,
    "ra_nuoc_ngoai": go_abroad,
    "ve_nuoc": come_home,
    "tiep_nhan_tu_ngoai": receive_outsider,
    "den_tam_thoi": attend_elsewhere,
    "het_tam_thoi": temporary_ends,
    "phieu_bao_tam_thoi": temporary_reported,
    "mien": exempt,
    "dinh_chi": suspend,
    "tro_lai": lift,
    "tro_lai_truc_tiep": lift_directly,
}


def turned(case: Case, act: Act, by) -> None:
    """A case that is sent back before its letter, or withdrawn, takes the person off the way."""
    event = event_of(case)
    if event is not None and event.state == EventState.PENDING:
        members.return_transfer(event, reason=f"{act.get_kind_display()}: {act.reason}", by=Acting(by, case))
