"""A workbook about posts on its way in, and back out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from chibo.exchange.rules.kinds import Ask, Plan, Row, Setting, Trace
from chibo.exchange.vocabulary import Outcome
from chibo.kernel.days import FOREVER, Precision, show_day
from chibo.kernel.refusal import Refusal
from chibo.members.imports import papers
from chibo.members.imports.people import Match, Matcher
from chibo.org.imports import Found, Missing, UnitBook
from chibo.posts import actions, queries
from chibo.posts.actions.bulk import HoldingSpec, images_of
from chibo.posts.imports.columns import TITLES
from chibo.posts.imports.meaning import SKIP, Meaning, meaning_of
from chibo.posts.models import Holding
from chibo.posts.rules import holding as checks
from chibo.posts.rules.holding import Facts, Life, Membership
from chibo.posts.rules.titles import plain
from chibo.posts.vocabulary import OTHER, How

SHOWN = 20
UPDATE = "update"
FIELDS = {"person": "full_name", "role": "title", "term": "note"}
"""Field of a refusal → column, where they differ."""


@dataclass(slots=True)
class Here:
    """What is known when a part of the workbook is judged."""

    members: dict[int, Membership]
    lives: dict[int, Life]
    held: dict[tuple[int, int, str], list[Holding]]
    decisions: dict[papers.Paper, int]


@dataclass(slots=True)
class Line:
    """A row as far as it is understood."""

    row: Row
    match: Match
    unit: Found | Ask | Missing
    meaning: Meaning
    facts: Facts | None = None
    paper: papers.Told = field(default_factory=papers.Told)
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        name = self.match.person.full_name if self.match.person else self.row.values.get("full_name") or ""
        where = self.unit.name if isinstance(self.unit, Found) else self.row.values.get("unit") or ""
        return f"{name}: {self.row.values.get('title') or ''}, {where}"


class PostImporter:
    """Implements :class:`chibo.exchange.rules.kinds.Importer`."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.people = Matcher(setting)
        self.book = UnitBook(setting.place.unit, on=setting.on, answers=setting.answers)
        self.seen: dict[tuple, list[tuple[date, date, int]]] = {}

    def plan(self, rows: Sequence[Row]) -> list[Plan]:
        lines = [self._line(row, match) for row, match in zip(rows, self.people.match(rows), strict=True)]
        settled = [line for line in lines if line.facts and line.match.person and isinstance(line.unit, Found)]
        here = self._here(settled)
        return [self._plan(line, here) for line in lines]

    def finish(self) -> list[Plan]:
        return []

    def write(self, plans: Sequence[Plan]) -> list[Trace]:
        ids, entered = papers.register((p.data["paper"] for p in plans if p.data["paper"]), self.setting)
        settled = _settled(self.setting)
        specs = {plan.number: _spec(plan.data, ids) for plan in plans}
        new = [plan for plan in plans if plan.outcome == Outcome.CREATE]
        old = [plan for plan in plans if plan.outcome == Outcome.UPDATE]
        before = images_of(plan.target for plan in old)
        if old:
            actions.change_many({plan.target: specs[plan.number] for plan in old}, **settled)
        keys = actions.load_holdings([specs[plan.number] for plan in new], source=self.setting.source, **settled)
        made = {plan.number: pk for plan, pk in zip(new, keys, strict=True)}
        after = images_of([*keys, *(plan.target for plan in old)])
        traces = []
        for plan in plans:
            pk = made.get(plan.number, plan.target)
            told = {"before": before.get(pk) if plan.number not in made else None, "after": after[pk]}
            traces.append(Trace(plan.number, pk, told))
        if entered and traces:
            traces[0].undo["decisions"] = entered
        return traces

    # Understanding a row

    def _line(self, row: Row, match: Match) -> Line:
        value = row.values.get
        meaning = meaning_of(value("title"), value("body"), self.setting.answers)
        line = Line(row, match, self._unit(row), meaning, paper=papers.told(row), faults=list(row.faults))
        line.faults += [*match.faults, *meaning.faults, *line.paper.notes]
        if isinstance(line.unit, Missing):
            line.faults.append(("unit_ref" if value("unit_ref") else "unit", line.unit.sentence))
        faulty = {name for name, _ in line.faults}
        empty = [name for name in ("title", "since") if value(name) is None and name not in faulty]
        line.faults += [(name, f"Ô “{TITLES[name]}” để trống. Hãy điền rồi nhập lại dòng này.") for name in empty]
        if row.is_sound and meaning.role and value("since"):
            try:
                line.facts = self._facts(row, meaning, line.paper)
            except Refusal as refusal:
                line.faults.append(_fault(refusal))
        return line

    def _facts(self, row: Row, meaning: Meaning, paper: papers.Told) -> Facts:
        value = row.values.get
        since, precision = _day(value("since"))
        until, until_precision = _day(value("until"))
        note = "; ".join(part for part in (value("note") or "", paper.remark) if part)
        return checks.facts(
            role=meaning.role, title=value("title"), body=meaning.body, since=since, since_precision=precision,
            until=until, until_precision=until_precision, how=value("how") or "", note=note,
        )  # fmt: skip

    def _unit(self, row: Row) -> Found | Ask | Missing:
        """By the names of the first day; of the last, or of the workbook's day, where that finds nothing."""
        text, above = row.values.get("unit_ref") or row.values.get("unit"), (row.values.get("superior"),)
        if not text:
            return Missing("Chưa ghi tổ chức. Hãy ghi mã ngắn hoặc tên tổ chức.")
        days = [_day(row.values.get("since"))[0], self.setting.on]
        if row.values.get("until"):
            days.insert(1, _day(row.values["until"])[0])
        found = [self.book.find(text, above, on=day) for day in dict.fromkeys(days) if day < FOREVER]
        for kind in (Found, Ask):
            for one in found:
                if isinstance(one, kind):
                    return one
        return found[-1]

    # Judging it

    def _here(self, settled: Iterable[Line]) -> Here:
        people = {line.match.person.id for line in settled}
        held: dict[tuple[int, int, str], list[Holding]] = {}
        for one in queries.standing().filter(person__in=people).select_related("decision").order_by("since", "pk"):
            held.setdefault(_key(one.person_id, one.unit_id, one.role, one.title), []).append(one)
        return Here(
            queries.memberships(people),
            queries.lives({line.unit.unit_id for line in settled}),
            held,
            papers.known(line.paper.paper for line in settled if line.paper.paper),
        )

    def _plan(self, line: Line, here: Here) -> Plan:
        plan = Plan(line.row.number, Outcome.REFUSE, label=line.label, faults=line.faults)
        if any(not sentence.startswith("~") for _, sentence in line.faults):
            return plan
        if line.match.skip or line.meaning.skip:
            plan.outcome = Outcome.SKIP
            return plan
        for ask in (line.match.ask, line.meaning.ask, line.unit if isinstance(line.unit, Ask) else None):
            if ask is not None:
                plan.outcome, plan.ask = Outcome.ASK, ask
                return plan
        person, unit = line.match.person, line.unit
        facts = replace(line.facts, since=checks.beginning(line.facts, here.lives[unit.unit_id]))
        try:
            checks.check(facts, here.members[person.id], here.lives[unit.unit_id])
        except Refusal as refusal:
            plan.faults = [*line.faults, _fault(refusal)]
            return plan
        key = _key(person.id, unit.unit_id, facts.role, facts.title)
        if not self._is_first(plan, key, facts):
            return plan
        plan.data = _stored(person.id, unit.unit_id, facts, line.paper.paper)
        self._against(plan, facts, here.held.get(key, []), here, line)
        return plan

    def _is_first(self, plan: Plan, key: tuple, facts: Facts) -> bool:
        """Whether no row before this one says the same, or something that overlaps."""
        spans = self.seen.setdefault(key, [])
        for since, until, number in spans:
            if (since, until) == (facts.since, facts.until):
                plan.outcome = Outcome.SKIP
                plan.faults = [*plan.faults, ("title", f"~Trùng với dòng {number} nên bỏ qua.")]
                return False
            if since < facts.until and facts.since < until:
                sentence = (
                    f"Chồng thời gian với dòng {number}: cùng người, cùng chức danh, cùng tổ chức. Hãy xem lại ngày."
                )
                plan.faults = [*plan.faults, ("since", sentence)]
                return False
        spans.append((facts.since, facts.until, plan.number))
        return True

    def _against(self, plan: Plan, facts: Facts, held: Sequence[Holding], here: Here, line: Line) -> None:
        """New, the same as one on record, a change of it, or near one."""
        clashing = [one for one in held if one.since < facts.until and facts.since < one.until]
        same = next((one for one in held if _same_day(one, facts)), None)
        if len(clashing) > 1 or (same and clashing and same not in clashing):
            days = ", ".join(show_day(one.since, one.since_precision) for one in clashing)
            sentence = f"Đã có các lần giữ chức danh này chồng thời gian, từ {days}. Hãy xem lại hai ngày."
            plan.faults = [*plan.faults, ("since", sentence)]
            return
        near = same or (clashing[0] if clashing else None)
        if near is None:
            plan.outcome = Outcome.CREATE
            return
        if near is not same:
            answer = self.setting.answers.get(ask_key := f"holding:{near.uid}:{facts.since}")
            if answer == SKIP:
                plan.outcome = Outcome.SKIP
                return
            if answer != UPDATE:
                plan.outcome, plan.ask = Outcome.ASK, _about(near, facts, line.label, ask_key)
                return
        self._compare(plan, near, facts, here, line, is_same_day=near is same)

    def _compare(self, plan: Plan, now: Holding, facts: Facts, here: Here, line: Line, *, is_same_day: bool) -> None:
        """What the workbook says otherwise; cells without a word change nothing."""
        value, changed = line.row.values.get, {}
        title = now.title if plain(now.title) == plain(facts.title) else facts.title
        since = (now.since, now.since_precision)
        if not is_same_day or (now.since_precision != Precision.DAY and facts.since_precision == Precision.DAY):
            since = (facts.since, facts.since_precision)
        until = (facts.until, facts.until_precision) if value("until") else (now.until, now.until_precision)
        for name, old, new in (
            ("title", now.title, title),
            ("since", show_day(now.since, now.since_precision), show_day(*since)),
            ("until", show_day(now.until, now.until_precision), show_day(*until)),
            ("how", How(now.how).label, How(facts.how or now.how).label),
            ("note", now.note, facts.note or now.note),
        ):
            if old != new:
                changed[name] = (old, new)
        decision, paper = now.decision_id, line.paper.paper
        if paper and here.decisions.get(paper, 0) != decision:
            changed["decision_number"] = (str(now.decision or ""), paper[0])
        plan.target = now.pk
        if not changed:
            plan.outcome, plan.data = Outcome.SKIP, None
            return
        plan.outcome = Outcome.UPDATE
        plan.differences = [(TITLES[name], old, new) for name, (old, new) in changed.items()]
        merged = replace(
            facts, title=title, body=now.body, since=since[0], since_precision=since[1], until=until[0],
            until_precision=until[1], how=facts.how or now.how, note=facts.note or now.note, term=now.term,
        )  # fmt: skip
        plan.data = _stored(now.person_id, now.unit_id, merged, paper) | {"decision": None if paper else decision}


def stands_on(traces: Sequence[Trace]) -> list[str]:
    """What has been done since to the holdings that these rows made or changed."""
    now = images_of(trace.target for trace in traces)
    changed = [trace.target for trace in traces if now.get(trace.target) != trace.undo["after"]]
    gone = sum(1 for pk in changed if pk not in now)
    told = [f"{gone} lần giữ chức danh đã bị gỡ khỏi hồ sơ"] if gone else []
    rows = Holding.objects.filter(pk__in=[pk for pk in changed if pk in now][:SHOWN]).select_related("person")
    told += [f"chức danh {one.title} của đồng chí {one.person.full_name} đã được sửa hoặc kết thúc" for one in rows]
    if len(changed) - gone > SHOWN:
        told.append(f"và {len(changed) - gone - SHOWN} chức danh khác")
    return told


def undo(setting: Setting, traces: Sequence[Trace]) -> None:
    """Made holdings go, changed ones are as before, decisions that only these rows needed leave the register."""
    settled = _settled(setting)
    made = [trace.target for trace in traces if trace.undo["before"] is None]
    if made:
        actions.unload_holdings(made, **settled)
    changed = {trace.target: trace.undo["before"] for trace in traces if trace.undo["before"] is not None}
    if changed:
        actions.put_back(changed, **settled)
    papers.withdraw((pk for trace in traces for pk in trace.undo.get("decisions", ())), setting)


def _settled(setting: Setting) -> dict[str, Any]:
    return {"at": setting.place.unit, "on": setting.on, "by": setting.by, "batch": setting.batch}


def _key(person: int, unit: int, role: str, title: str) -> tuple:
    return person, unit, role, plain(title) if role == OTHER else ""


def _day(value: Sequence[str] | None) -> tuple[date, str]:
    return (date.fromisoformat(value[0]), value[1]) if value else (FOREVER, Precision.DAY.value)


def _same_day(one: Holding, facts: Facts) -> bool:
    """The first days agree as far as both are known."""
    return (
        one.since <= checks.latest(facts.since, facts.since_precision)
        and facts.since <= checks.latest(one.since, one.since_precision)
    )  # fmt: skip


def _about(near: Holding, facts: Facts, label: str, key: str) -> Ask:
    was, now = show_day(near.since, near.since_precision), show_day(facts.since, facts.since_precision)
    return Ask(
        key,
        f"{label}: trong hồ sơ đã ghi từ {was}, tệp ghi từ {now}. Đây là cùng một lần giữ chức danh?",
        ((UPDATE, f"Cùng một lần: sửa ngày bắt đầu thành {now}"), (SKIP, "Bỏ qua dòng này")),
    )


def _fault(refusal: Refusal) -> tuple[str, str]:
    name = FIELDS.get(refusal.field or "", refusal.field or "title")
    return name if name in TITLES else "title", refusal.message


def _stored(person: int, unit: int, facts: Facts, paper: papers.Paper | None) -> dict[str, Any]:
    days = {name: getattr(facts, name).isoformat() for name in ("since", "until")}
    return vars(facts) | days | {"person": person, "unit": unit, "paper": list(paper) if paper else None}


def _spec(data: dict[str, Any], decisions: dict[papers.Paper, int]) -> HoldingSpec:
    more = {k: v for k, v in data.items() if k not in ("since", "until", "paper", "decision")}
    decision = decisions[tuple(data["paper"])] if data["paper"] else data.get("decision")
    days = {name: date.fromisoformat(data[name]) for name in ("since", "until")}
    return HoldingSpec(**more, **days, decision=decision)
