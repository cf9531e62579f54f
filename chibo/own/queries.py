"""The own record: whose it is, who has read it, what was asked to be corrected, all of it as data."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from chibo.fees.queries.people import charges_of
from chibo.journal import queries as journal
from chibo.journal import rules as journal_rules
from chibo.journal.models import Entry
from chibo.kernel.days import Precision, show_day
from chibo.kernel.refusal import NotFound
from chibo.members.queries import record
from chibo.members.queries.sight import MergedAway, Sight, person_of, sight_of
from chibo.members.rules import beside
from chibo.members.vocabulary import ATTRIBUTES
from chibo.own.rules import READ_OWN, offices_of
from chibo.own.vocabulary import CODE
from chibo.procedures import queries as procedures
from chibo.procedures.models import Case
from chibo.procedures.rules.handlers import of_case
from chibo.procedures.vocabulary import ActKind
from chibo.tables.sources import QuerySource


def own_sight(by: Any) -> Sight:
    """The viewer's own record.

    :raises NotEntitled: no right to it
    :raises NotFound: the account belongs to nobody's record
    """
    by.must(READ_OWN)
    uid = getattr(by, "person_uid", None)
    if not uid:
        raise NotFound(
            "Tài khoản này chưa gắn với hồ sơ đảng viên nào. Hãy báo văn phòng đảng ủy nơi đồng chí sinh hoạt.",
            code="no_record",
        )
    try:
        return sight_of(person_of(uid), by=by)
    except MergedAway as merged:
        kept = merged.kept
        stays = kept.stays.filter(nature="permanent").select_related("cell").order_by("-since", "-until", "-id")
        last = stays.first()
        return Sight(kept, last.cell if last else None, is_own=True)


@dataclass(frozen=True)
class Correction:
    """A correction asked for, as the member sees it.

    :ivar answer: why it was refused or sent back
    """

    case: Case
    item: str
    value: str
    step: str
    answer: str


def corrections_of(sight: Sight) -> list[Correction]:
    """What was asked to be corrected, the newest first."""
    cases = procedures.cases_of(sight.reference).filter(code=CODE).prefetch_related("acts")
    return [_correction(case) for case in cases]


def _correction(case: Case) -> Correction:
    definition = of_case(case).definition
    case.__dict__["history"] = sorted(case.acts.all(), key=lambda act: act.number)
    said: dict[str, Any] = {}
    for act in case.standing:
        said |= act.answers_in_the_open
    choices = next(one for one in definition.steps["khai"].asks if one.name == "muc").choices
    last = case.standing[-1]
    answer = last.reason if last.kind in (ActKind.RETURNED, ActKind.WITHDRAWN) else ""
    if case.state == "refused":
        answer = said.get("y_kien_dang_uy") if "duyet" in said else said.get("y_kien_chi_uy")
    step = definition.steps[case.step].title if case.is_open else case.get_state_display()
    return Correction(
        case, choices.get(said.get("muc", ""), "Chưa khai xong"), said.get("gia_tri", ""), step, answer or ""
    )


@dataclass(frozen=True)
class Reading:
    """Somebody read the record.

    :ivar office: role and unit of the reader on that day
    """

    entry: Entry
    office: str
    is_me: bool

    @property
    def reader(self) -> str:
        return "Chính đồng chí" if self.is_me else self.entry.actor_label

    @property
    def why(self) -> str:
        """The reason that was given, else what everybody in that office may."""
        return self.entry.reason or ("Theo nhiệm vụ được giao" if self.office and not self.is_me else "")


class Readings(QuerySource):
    """Who has read a record, newest first; a page takes the same statements however long it is."""

    def __init__(self, entries: QuerySet[Entry], me: str) -> None:
        super().__init__(entries, ("-id",))
        self.me = me

    def sorted_by(self, order: Any) -> "Readings":
        return self

    def page(self, after: Any, limit: int) -> list[Reading]:
        return self.told(list(self._after(after).order_by(*self.order)[:limit]))

    def key(self, row: Reading) -> tuple[int]:
        return (row.entry.pk,)

    def iterate(self) -> Any:
        yield from self.told(list(self.queryset.order_by(*self.order)))

    def told(self, entries: list[Entry]) -> list[Reading]:
        """The entries with the office of each reader."""
        offices = offices_of((entry.actor, entry.on) for entry in entries)
        return [Reading(e, offices.get((e.actor, e.on), ""), e.actor == self.me) for e in entries]


def readings_of(sight: Sight, by: Any) -> Readings:
    """Every reading of the record that the journal holds."""
    entries = journal.entries_of(sight.reference, readings=True).filter(what=journal_rules.READING)
    return Readings(entries, by.reference)


def everything_of(sight: Sight, *, on: date) -> dict[str, Any]:
    """What is kept about the member, as data to take along."""
    person = sight.person
    moments = record.timeline(person, today=on, with_cases=True, tellers=beside.tellers(lambda _: True))
    values = [row for _, _, rows in record.attribute_histories(person) for row in rows]
    return {
        "lập ngày": show_day(on),
        "hồ sơ": {
            "họ và tên": person.full_name,
            "ngày sinh": show_day(person.born_on, person.born_precision),
            "số định danh cá nhân": person.national_id,
            "số thẻ đảng viên": person.card,
        },
        "thông tin theo thời gian": [
            {"mục": ATTRIBUTES[row.name][0], "nội dung": row.shown, "nguồn": row.source, **_days(row)} for row in values
        ],
        "nơi sinh hoạt": [
            {"chi bộ": name, "hình thức": stay.get_nature_display(), **_days(stay)}
            for stay, name in record.stays_told(person)
        ],
        "quá trình": [
            {
                "ngày": show_day(one.on, one.precision),
                "việc": one.title,
                "nội dung": one.text,
                "đã hủy": one.css == "annulled",
            }
            for one in moments
        ],
        "đảng phí": [
            {"tháng": f"{row.month:%m/%Y}", "phải đóng": row.due, "đã đóng": row.paid} for row in charges_of(person)
        ],
        "đề nghị sửa": [
            {"mã hồ sơ": one.case.mark, "mục": one.item, "tình trạng": one.step, "trả lời": one.answer}
            for one in corrections_of(sight)
        ],
    }


def _days(row: Any) -> dict[str, str]:
    return {
        "từ ngày": show_day(row.since, getattr(row, "since_precision", Precision.DAY)),
        "đến trước ngày": show_day(row.until),
    }
