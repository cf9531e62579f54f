"""What two records of one person say, where they differ, and which of their histories can be told as one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from chibo.kernel import secrets
from chibo.kernel.days import FOREVER, Precision, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold, name_key
from chibo.members.actions.people import put_numbers
from chibo.members.derivation.writing import cell_spans
from chibo.members.models import Attribute, MemberEvent, Particulars, Person
from chibo.members.models.particulars import OLD_CARD, OLD_NATIONAL_ID
from chibo.members.rules.history import replay
from chibo.members.rules.rows import Happening, Subject
from chibo.members.vocabulary import ATTRIBUTES, Cause, EventState, Nature

KEPT, OTHER = "kept", "other"
UNIQUE = ("national_id", "card")
"""Numbers that one record only can have: the one not kept stays findable at the other record."""
FACTS: dict[str, str] = {
    "full_name": "Họ và tên",
    "born": "Ngày sinh",
    "national_id": "Số định danh (CCCD)",
    "card": "Số thẻ đảng viên",
    "other_name": "Tên khác",
    "card_issued_on": "Ngày cấp thẻ",
    "card_issued_by": "Nơi cấp thẻ",
    "old_card": "Số thẻ cũ",
    "old_national_id": "Số CMND",
    "deletion_proposal": "Đề nghị xóa",
}
"""What a record says without dates, and what it is called."""
SECRET = frozenset({"national_id", "card", "old_card", "old_national_id"})
Facts = dict[str, object]


def facts_of(person: Person) -> Facts:
    """Everything undated that a record says, numbers in clear; empty where it says nothing."""
    more = Particulars.objects.filter(person=person).first() or Particulars()
    return {
        "full_name": person.full_name,
        "born": (person.born_on, str(person.born_precision)),
        "national_id": person.national_id,
        "card": person.card,
        "other_name": more.other_name,
        "card_issued_on": more.card_issued_on,
        "card_issued_by": more.card_issued_by,
        "old_card": more.old_card,
        "old_national_id": more.old_national_id,
        "deletion_proposal": more.deletion_proposal,
    }


def put_facts(person: Person, facts: Facts) -> None:
    """Write them; particulars are kept only where something is known."""
    person.full_name = str(facts["full_name"])
    person.name_key, person.folded = name_key(person.full_name), fold(person.full_name)
    person.born_on, person.born_precision = facts["born"]
    put_numbers(person, national_id=str(facts["national_id"]), card=str(facts["card"]))
    person.save()
    more = Particulars.objects.filter(person=person).first() or Particulars(person=person)
    if any(facts[name] for name in FACTS if name not in ("full_name", "born", *UNIQUE)):
        more.other_name = facts["other_name"]
        more.card_issued_on, more.card_issued_by = facts["card_issued_on"], facts["card_issued_by"]
        more.deletion_proposal = facts["deletion_proposal"]
        more.old_card_sealed, more.old_card_index = _sealed(str(facts["old_card"]), OLD_CARD)
        more.old_national_id_sealed, more.old_national_id_index = _sealed(
            str(facts["old_national_id"]), OLD_NATIONAL_ID
        )
        more.save()
    elif more.pk:
        more.delete()


def _sealed(number: str, purpose: str) -> tuple[bytes | None, bytes | None]:
    if not number:
        return None, None
    return secrets.seal(number, purpose=purpose), secrets.blind_index(number, purpose=purpose)


@dataclass(frozen=True)
class Line:
    """A value while ``since <= day < until``."""

    value: str
    since: date
    until: date
    precision: str = Precision.DAY
    source: str = ""


def lines_of(person: Person) -> dict[str, list[Line]]:
    """The attributes of a record, by name, in order of time."""
    found: dict[str, list[Line]] = {}
    for row in Attribute.objects.filter(person=person).order_by("name", "since"):
        line = Line(row.value, row.since, row.until, str(row.since_precision), row.source)
        found.setdefault(row.name, []).append(line)
    return found


def contradict(some: Sequence[Line], others: Sequence[Line]) -> bool:
    """Whether the two say different things about one day."""
    return any(a.value != b.value and a.since < b.until and b.since < a.until for a in some for b in others)


def combine(first: Sequence[Line], second: Sequence[Line]) -> list[Line]:
    """The first where it says something, the second on all other days."""
    lines = list(first)
    for line in second:
        free = [line]
        for taken in first:
            free = [part for one in free for part in _without(one, taken)]
        lines += free
    joined: list[Line] = []
    for line in sorted(lines, key=lambda one: one.since):
        if joined and joined[-1].until == line.since and joined[-1].value == line.value:
            joined[-1] = replace(joined[-1], until=line.until, source=joined[-1].source or line.source)
        else:
            joined.append(line)
    return joined


def _without(line: Line, taken: Line) -> list[Line]:
    if taken.until <= line.since or taken.since >= line.until:
        return [line]
    parts = []
    if line.since < taken.since:
        parts.append(replace(line, until=taken.since))
    if taken.until < line.until:
        parts.append(replace(line, since=taken.until, precision=Precision.DAY))
    return parts


@dataclass(frozen=True)
class Way:
    """A way to tell both histories as one.

    :ivar aside: events that count no longer
    """

    code: str
    title: str
    aside: frozenset[int]


@dataclass(frozen=True)
class Choices:
    """What was chosen where the records differ; everything may be left out where they do not.

    :ivar history: code of a :class:`Way`
    :ivar facts: name of a fact → :data:`KEPT` or :data:`OTHER`
    :ivar attributes: name of an attribute → the same
    """

    history: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


NOTHING_CHOSEN = Choices()


class Two:
    """The record that is to be kept and the other one."""

    def __init__(self, kept: Person, other: Person) -> None:
        self.kept, self.other = kept, other

    @cached_property
    def facts(self) -> tuple[Facts, Facts]:
        return facts_of(self.kept), facts_of(self.other)

    @cached_property
    def lines(self) -> tuple[dict[str, list[Line]], dict[str, list[Line]]]:
        return lines_of(self.kept), lines_of(self.other)

    @cached_property
    def events(self) -> tuple[list[MemberEvent], list[MemberEvent]]:
        """Standing and pending events of both."""
        rows = MemberEvent.objects.filter(person__in=[self.kept, self.other]).exclude(state=EventState.ANNULLED)
        rows = rows.select_related("cell").order_by("on", "id")
        return [e for e in rows if e.person_id == self.kept.pk], [e for e in rows if e.person_id == self.other.pk]

    def different_facts(self) -> list[str]:
        """The facts about which both say something, and not the same."""
        kept, other = self.facts
        return [name for name in FACTS if kept[name] and other[name] and kept[name] != other[name]]

    def different_attributes(self) -> list[str]:
        """The attributes about which they contradict each other on some day."""
        kept, other = self.lines
        return [name for name in ATTRIBUTES if contradict(kept.get(name, ()), other.get(name, ()))]

    def merged_facts(self, choices: Choices) -> tuple[Facts, Facts]:
        """What the kept record will say, and what the other one."""
        kept, other = (dict(facts) for facts in self.facts)
        for name in FACTS:
            if not other[name] or (kept[name] and choices.facts.get(name) != OTHER):
                continue
            if name in UNIQUE:
                kept[name], other[name] = other[name], kept[name]
            else:
                kept[name] = other[name]
        return kept, other

    def merged_lines(self, choices: Choices) -> dict[str, list[Line]]:
        """The attributes of the kept record over all days."""
        kept, other = self.lines
        born_on, _ = self.merged_facts(choices)[0]["born"]
        merged = {}
        for name in sorted(set(kept) | set(other)):
            pair = [kept.get(name, []), other.get(name, [])]
            first, second = reversed(pair) if choices.attributes.get(name) == OTHER else pair
            merged[name] = [
                replace(line, since=max(line.since, born_on)) for line in combine(first, second) if line.until > born_on
            ]
        return merged

    def ways(self, choices: Choices = NOTHING_CHOSEN) -> list[Way]:
        """The ways to tell both histories as one that the rules of membership allow; the fullest first."""
        kept, other = self.events
        mine, theirs = {e.pk for e in kept}, {e.pk for e in other}
        openings = {e.pk for e in (*kept, *other) if e.cause == Cause.OPENING}
        names = f"hồ sơ giữ lại ({self.kept.full_name})", f"hồ sơ gộp vào ({self.other.full_name})"
        thought = [
            Way("both", "Giữ mọi sự kiện của cả hai hồ sơ", frozenset()),
            Way(
                "without_other_opening",
                f"Giữ cả hai, bỏ hiện trạng ban đầu của {names[1]}",
                frozenset(theirs & openings),
            ),
            Way(
                "without_kept_opening", f"Giữ cả hai, bỏ hiện trạng ban đầu của {names[0]}", frozenset(mine & openings)
            ),
            Way("kept", f"Chỉ giữ quá trình của {names[0]}", frozenset(theirs)),
            Way("other", f"Chỉ giữ quá trình của {names[1]}", frozenset(mine)),
        ]
        found: dict[frozenset[int], Way] = {}
        for way in thought:
            if way.aside not in found and self._is_possible(way, choices):
                found[way.aside] = way
        return list(found.values())

    def _is_possible(self, way: Way, choices: Choices) -> bool:
        events = [e for part in self.events for e in part if e.pk not in way.aside]
        there = {e.pk for e in events}
        reversed_ids = {e.reverses_id for e in events if e.reverses_id}
        if not reversed_ids <= there:
            return False
        facts, _ = self.merged_facts(choices)
        name, (born_on, _) = str(facts["full_name"]), facts["born"]
        standing = [_happening(e, reversed_ids) for e in events if e.state == EventState.STANDING]
        try:
            history = replay(Subject(self.kept.pk, name, name_key(name), born_on), standing, {}, self._spans)
        except Refusal:
            return False
        pending = [e for e in events if e.state == EventState.PENDING]
        here = [s.cell for s in history.stays if s.nature == Nature.PERMANENT and s.until >= FOREVER]
        return len(pending) <= 1 and all([e.from_cell_id] == here for e in pending)

    @cached_property
    def _spans(self) -> dict[int, list[tuple[date, date]]]:
        return cell_spans()

    def way(self, choices: Choices) -> Way:
        """The way chosen; where nothing was chosen the one that leaves nothing aside.

        :raises Refusal: it must be chosen, or what was chosen is not possible
        """
        ways = self.ways(choices)
        found = next((w for w in ways if w.code == (choices.history or "both")), None)
        if found is not None:
            return found
        if not ways:
            raise Refusal(
                "Quá trình của hai hồ sơ trái nhau, không ghép lại được. Hãy sửa các ghi nhận trái nhau ở từng hồ sơ trước.",
                field="history",
                code="no_way",
            )
        raise Refusal(
            "Quá trình của hai hồ sơ chồng lên nhau. Hãy chọn giữ quá trình nào.",
            field="history",
            code="choose_history",
            choices=tuple((way.code, way.title) for way in ways),
        )

    def must_be_answered(self, choices: Choices) -> None:
        """:raises Refusal: something differs and nobody said which value is kept"""
        open_ones = [
            (f"fact_{n}", FACTS[n]) for n in self.different_facts() if choices.facts.get(n) not in (KEPT, OTHER)
        ]
        open_ones += [
            (f"attribute_{n}", ATTRIBUTES[n][0])
            for n in self.different_attributes()
            if choices.attributes.get(n) not in (KEPT, OTHER)
        ]
        for place, title in open_ones:
            raise Refusal(
                f"Hai hồ sơ ghi khác nhau về {title[0].lower() + title[1:]}. Hãy chọn giữ giá trị nào.",
                field=place,
                code="choose_value",
                choices=((KEPT, "của hồ sơ giữ lại"), (OTHER, "của hồ sơ gộp vào")),
            )


def _happening(event: MemberEvent, reversed_ids: Collection[int]) -> Happening:
    values = {}
    for name in Happening._fields:
        if name == "reversed":
            values[name] = event.pk in reversed_ids
        else:
            values[name] = getattr(event, f"{name}_id" if name in ("cell", "from_cell", "org_event") else name)
    return Happening(**values)


def shown_fact(name: str, value: object) -> str:
    """A fact in words; numbers stay hidden."""
    if not value:
        return "chưa ghi"
    if name in SECRET:
        return "đã có số (không hiện ở đây)"
    if name == "born":
        return show_day(*value)
    return show_day(value) if isinstance(value, date) else str(value)


def shown_lines(name: str, lines: Iterable[Line]) -> str:
    """The values of an attribute in words."""
    rows = (
        Attribute(name=name, value=line.value).shown + f" (từ {show_day(line.since, line.precision)})" for line in lines
    )
    return "; ".join(rows) or "chưa ghi"
