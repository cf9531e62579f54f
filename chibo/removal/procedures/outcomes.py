"""What the steps bring about: periods of help here, the roll of members by its own actions; the act points to the event.

Somebody in the office may have recorded the same thing directly. Then the case takes over the event that stands.
"""

from datetime import date

from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Entrusted, Viewer
from chibo.members import actions as members
from chibo.members.models import MemberEvent, Person
from chibo.members.queries.subjects import person_in
from chibo.members.vocabulary import Cause, EventState
from chibo.procedures.models import Act, Case
from chibo.procedures.rules import voting
from chibo.procedures.rules.handlers import Moment, Outcome
from chibo.procedures.vocabulary import ActKind
from chibo.removal import actions
from chibo.removal.procedures.subjects import reference, removal_in
from chibo.removal.queries.helping import open_help
from chibo.removal.queries.leaving import present_home
from chibo.removal.rules import capabilities
from chibo.removal.vocabulary import HelpResult


def _by(by: Viewer) -> Entrusted:
    return Entrusted(by, frozenset({capabilities.ROLL, capabilities.WRITE}))


def begin_help(m: Moment) -> str:
    """A period of help begins with the step."""
    row = actions.start_help(
        person_in(m.case), since=m.on, due_on=m.value("giup_den"), helper=m.value("nguoi_giup"), on=m.on, by=_by(m.by),
        reason=m.value("ly_do") or "", plan=m.value("ke_hoach") or "", case=m.case.reference,
    )  # fmt: skip
    return row.reference


def judge_help(m: Moment) -> str:
    """The vote says what became of the help."""
    row = open_help(person_in(m.case))
    passed = voting.tally(m.step.vote, m.vote, on=m.case.rule_day).has_passed
    actions.judge_help(
        row, result=HelpResult.IMPROVED if passed else HelpResult.PROPOSED, judged_on=m.on, on=m.on, by=_by(m.by),
        vote=dict(m.vote), confirmed=True,
    )  # fmt: skip
    return row.reference


def _left(person: Person, cause: Cause, on: date) -> MemberEvent | None:
    """The same way out recorded directly on the day."""
    return person.events.filter(cause=cause, on=on, state=EventState.STANDING).order_by("-id").first()


def strike_off(m: Moment) -> str:
    """Off the roll from the day of effect."""
    person, day = person_in(m.case), m.data["hieu_luc"]
    event = _left(person, Cause.STRIKE_OFF, day) or members.strike_off(
        person, ground=m.value("can_cu"), on=day, because=m.because, by=_by(m.by)
    )
    _stop_help(person, day, m)
    actions.lead_by_case(event, m.case.reference)
    return reference(event)


def leave(m: Moment) -> str:
    """Off the roll from the day of effect, as the member asked."""
    person, day = person_in(m.case), m.data["hieu_luc"]
    event = _left(person, Cause.VOLUNTARY_EXIT, day) or members.leave_on_request(
        person, on=day, because=m.because, by=_by(m.by)
    )
    _stop_help(person, day, m)
    actions.lead_by_case(event, m.case.reference)
    return reference(event)


def die(m: Moment) -> str:
    """Off the roll on the day of death."""
    person, day = person_in(m.case), m.value("ngay_mat")
    event = _left(person, Cause.DEATH, day) or members.record_death(person, on=day, by=_by(m.by))
    _stop_help(person, day, m)
    actions.lead_by_case(event, m.case.reference)
    return reference(event)


def _stop_help(person: Person, day: date, m: Moment) -> None:
    row = open_help(person)
    if row is None:
        return
    if row.since < day:
        actions.judge_help(row, result=HelpResult.STOPPED, judged_on=day, on=max(day, m.on), by=_by(m.by))
    else:
        actions.annul_help(row, reason=f"Rời tổ chức trước khi giúp đỡ, hồ sơ {m.case.mark}", on=m.on, by=_by(m.by))


def settle_complaint(m: Moment) -> str:
    """Upheld: nothing changes. Restored: a new entry. A wrong decision: the removal leaves every count."""
    result = m.data["ket_qua"]
    if result == "phuc_hoi":
        return _restore(m, m.data.get("phuc_hoi_tu") or m.on)
    if result == "huy":
        event = removal_in(m)
        reason = f"Hủy quyết định theo kết quả giải quyết khiếu nại, hồ sơ {m.case.mark}"
        members.annul_event(event, reason=reason, because=m.because, by=_by(m.by))
        return reference(event)
    return ""


def restore(m: Moment) -> str:
    """A new entry from the day named."""
    return _restore(m, m.data["phuc_hoi_tu"])


def _restore(m: Moment, day: date) -> str:
    person = person_in(m.case)
    cell = present_home(person, on=day)
    if cell is None:
        raise Refusal(
            f"Chưa rõ đồng chí {person.full_name} trở lại chi bộ nào. Hãy ghi phục hồi ở hồ sơ đảng viên.",
            code="no_cell",
        )
    return reference(members.restore_member(person, cell=cell, on=day, because=m.because, by=_by(m.by)))


OUTCOMES: dict[str, Outcome] = {
    "bat_dau_giup": begin_help,
    "ket_qua_giup": judge_help,
    "xoa_ten": strike_off,
    "xin_ra": leave,
    "tu_tran": die,
    "giai_quyet": settle_complaint,
    "phuc_hoi": restore,
}


def turned(case: Case, act: Act, by: Viewer) -> None:
    """A case of help that is sent back before its help, or withdrawn, takes the help off; one of leaving lets go of the notice."""
    if act.kind in (ActKind.WITHDRAWN, ActKind.LAPSED):
        actions.let_go(case.reference)
    if case.code != "sang-loc":
        return
    row = open_help(person_in(case))
    if row is not None and row.case == case.reference:
        actions.annul_help(row, reason=f"{act.get_kind_display()}: {act.reason}"[:500], on=act.on, by=_by(by))
