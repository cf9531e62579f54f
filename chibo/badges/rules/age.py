"""Party age: what counts, what is taken off and why (Điều lệ Đảng, điều 5; rule ``party_age.deductions``)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from chibo.badges.rules.days import complete_on
from chibo.kernel.days import FOREVER, show_day, years_between
from chibo.members.models import Attribute, MemberEvent
from chibo.members.vocabulary import REMOVALS, Activity, Cause, Status
from chibo.rulebook.queries import Ruling

RULE = "party_age.deductions"


@dataclass(frozen=True)
class Deduction:
    """Time that does not count: ``since <= day < until``."""

    since: date
    until: date
    why: str

    @property
    def days(self) -> int:
        """How many days."""
        return (self.until - self.since).days


@dataclass(frozen=True)
class PartyAge:
    """From when party age counts and what is taken off.

    :ivar start: day of the first decision of admission; None where it is not on record
    :ivar counted_from: the same, moved by what is taken off
    :ivar notes: what was not taken off, or is not known, in sentences
    :ivar counts: whether it counts at all yet (official members)
    """

    start: date | None
    counted_from: date | None
    counts: bool = True
    deductions: Sequence[Deduction] = ()
    notes: Sequence[str] = ()
    ruling: Ruling = field(default_factory=lambda: Ruling(key=RULE))

    def years(self, on: date) -> int | None:
        """Full years at the end of a day."""
        return years_between(self.counted_from, on) if self.counted_from else None

    def complete_on(self, years: int) -> date | None:
        """The day on which so many years are complete."""
        return complete_on(self.counted_from, years) if self.counted_from else None

    @property
    def explained(self) -> str:
        """One line for a list: what was taken off and why."""
        parts = [
            f"trừ {one.days} ngày {one.why} ({show_day(one.since)} đến {show_day(one.until)})"
            for one in self.deductions
        ]
        return "; ".join([*parts, *self.notes])


def age_of(
    start: date | None,
    status: str,
    events: Sequence[MemberEvent],
    activity: Sequence[Attribute],
    taken: frozenset[str],
    ruling: Ruling,
    on: date,
) -> PartyAge:
    """Party age from what is on record of a person up to a day.

    :param taken: what is taken off by the rule of the day
    """
    notes: list[str] = []
    gaps: list[Deduction] = []
    left: MemberEvent | None = None
    for event in events:
        if event.cause in REMOVALS:
            left = event
        elif event.cause == Cause.READMISSION and left is not None:
            if left.cause in taken:
                gaps.append(
                    Deduction(left.on, event.on, f"ngoài Đảng ({left.get_cause_display().lower()} rồi kết nạp lại)")
                )
            left = None
        elif event.cause == Cause.RESTORATION and left is not None:
            notes.append(f"phục hồi ngày {show_day(event.on)}, tuổi đảng tính liên tục")
            left = None
        elif event.cause == Cause.TRANSFER_IN:
            notes.append("có thời gian sinh hoạt ngoài hệ thống, cần đối chiếu hồ sơ về gián đoạn khi chuyển")
    for line in activity:
        until = min(line.until, on) if line.until < FOREVER else on
        if line.value == Activity.INTERRUPTED and Activity.INTERRUPTED in taken and until > line.since:
            gaps.append(Deduction(line.since, until, "gián đoạn sinh hoạt"))
        elif line.value == Activity.SUSPENDED:
            notes.append(
                f"đình chỉ sinh hoạt từ {show_day(line.since)}: không có trong danh mục trừ tuổi đảng nên không trừ"
            )
    if gaps and not ruling.is_on_record:
        notes.append("sổ quy định chưa nêu cách trừ tuổi đảng cho ngày này")
    gaps = merged(gaps)
    if status == Status.PROBATIONARY:
        notes.append("đảng viên dự bị chưa được tính tuổi đảng")
    counted = start + timedelta(days=sum(one.days for one in gaps)) if start else None
    return PartyAge(start, counted, status != Status.PROBATIONARY, gaps, list(dict.fromkeys(notes)), ruling)


def merged(gaps: Iterable[Deduction]) -> list[Deduction]:
    """The same time without counting a day twice."""
    found: list[Deduction] = []
    for one in sorted(gaps, key=lambda gap: (gap.since, gap.until)):
        if found and one.since < found[-1].until:
            if one.until > found[-1].until:
                found.append(Deduction(found[-1].until, one.until, one.why))
            continue
        found.append(one)
    return found
