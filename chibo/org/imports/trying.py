"""What only the whole workbook shows: who receives what ends, and whether the rules accept everything together."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from chibo.exchange.rules.kinds import Ask
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import Refusal
from chibo.org import rules
from chibo.org.actions import occupants
from chibo.org.actions.plan import Change, Ending, Plan
from chibo.org.actions.prepare import prepare
from chibo.org.imports.book import Found, Missing
from chibo.org.imports.judging import Judge, Verdict
from chibo.org.imports.sieving import sieve
from chibo.org.imports.tree import Node
from chibo.org.models import Placement, Unit
from chibo.org.vocabulary import EventKind


class Trial:
    """Tries what a judge has found on the records; reads only."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    def hold(self) -> None:
        """Take out of the verdicts whatever the rules refuse."""
        self.settle_heirs()
        self.try_whole()
        self.try_endings()
        self.refuse_without_heir()

    def settle_heirs(self) -> None:
        for node, verdict in list(self.judge.verdicts.items()):
            if node.until == FOREVER or (node.unit is not None and node.unit.ended_on < FOREVER):
                continue
            text = str(node.values.get("successor") or "")
            heir = self.judge.forest.named(text, node, on=node.until) if text else None
            kind = str(node.values.get("ending") or EventKind.DISSOLVE.value)
            try:
                verdict.ending = (node.until, kind, self._heir_ref(node, heir))
            except Refusal as refusal:
                node.refuse("successor", refusal.message)
        self.judge.prune()

    def _heir_ref(self, node: Node, heir: "Node | Found | Ask | Missing | None") -> str | None:
        if heir is None:
            return None
        if isinstance(heir, Missing):
            raise Refusal(heir.sentence)
        if isinstance(heir, Ask):
            node.ask = heir
            return None
        if heir is node or (isinstance(heir, Found) and node.unit and heir.unit_id == node.unit.unit_id):
            raise Refusal(f"{node.name} không thể tiếp nhận chính mình. Hãy chọn tổ chức khác.")
        if isinstance(heir, Node):
            if heir not in self.judge.verdicts and heir.unit is None:
                raise Refusal(
                    f"Tổ chức tiếp nhận {heir.name} (dòng {heir.number}) chưa nhập được. Hãy sửa dòng đó trước."
                )
            since = heir.unit.founded_on if heir.unit is not None else heir.since
            until = heir.until if heir in self.judge.verdicts else heir.unit.ended_on
            if not since <= node.until < until:
                raise rules.outside_its_life(Unit(founded_on=since, ended_on=until), heir.name, node.until)
        return heir.unit.ref if isinstance(heir, Node) and heir.unit is not None else heir.ref

    def try_whole(self) -> None:
        """All foundings and changes as one plan."""
        self._refuse_what_changed_later()
        founded = [v for v in self.judge.verdicts.values() if v.spec is not None]
        self.judge.drop(sieve(founded, lambda some: self._attempt(some)))
        founded = [v for v in self.judge.verdicts.values() if v.spec is not None]
        changed = [v for v in self.judge.verdicts.values() if v.facts]
        self.judge.drop(sieve(changed, lambda some: self._attempt([*founded, *some]), apart=True))

    def _attempt(self, verdicts: Iterable[Verdict]) -> None:
        prepare(Plan(kind=EventKind.OPENING, on=self.judge.on, **self._parts(verdicts)))

    def _parts(self, verdicts: Iterable[Verdict]) -> dict[str, tuple]:
        verdicts = list(verdicts)
        return {
            "found": tuple(v.spec for v in verdicts if v.spec is not None),
            "change": tuple(Change(self.judge.unit_of(v), v.facts) for v in verdicts if v.facts),
        }

    def _refuse_what_changed_later(self) -> None:
        changed = {
            v.node.unit.unit_id: v for v in self.judge.verdicts.values() if v.node.unit and (v.facts or v.ending)
        }
        later = Placement.objects.filter(since__gt=self.judge.on, unit_id__in=changed).select_related("event")
        self.judge.drop(
            (
                changed[p.unit_id],
                rules.later_change(p.name, self.judge.on, p.since, p.event.get_kind_display().lower()),
            )
            for p in later.order_by("-since")
        )

    def try_endings(self) -> None:
        """Endings of units on record: nobody may be left in them, and the rules for endings hold."""
        ending = [v for v in self.judge.verdicts.values() if v.ending is not None and v.node.unit is not None]
        by_day: dict[date, list[Verdict]] = defaultdict(list)
        for verdict in ending:
            by_day[verdict.ending[0]].append(verdict)
        for day, verdicts in sorted(by_day.items()):
            hanging = occupants.counts([self.judge.unit_of(v) for v in verdicts], on=day)
            titles = {one.kind: one.title for one in occupants.installed()}
            for verdict in verdicts:
                for kind, count in hanging.get(verdict.node.unit.unit_id, {}).items():
                    self.judge.drop([(verdict, _still_there(verdict.node.unit.name, titles[kind], count))])
            left = [v for v in reversed(verdicts) if v.node in self.judge.verdicts]
            self.judge.drop(sieve(left, lambda some, day=day: self._attempt_endings(some, day)))

    def _attempt_endings(self, verdicts: Iterable[Verdict], day: date) -> None:
        known = {
            v.node.unit.ref: self.judge.unit_of(v) for v in self.judge.verdicts.values() if v.node.unit is not None
        }
        ends = []
        for verdict in verdicts:
            heir = verdict.ending[2]
            founded = heir is not None and heir.casefold() in self.judge.matcher.new_refs
            ends.append(
                Ending(self.judge.unit_of(verdict), None if founded else known.get(heir, heir), all_chosen=True)
            )
        # What leaves an ended unit on its last day, leaves it by the changes of the same workbook.
        others = self._parts(self.judge.verdicts.values()) if day == self.judge.on else {}
        prepare(Plan(kind=EventKind.DISSOLVE, on=day, end=tuple(ends), **others))

    def refuse_without_heir(self) -> None:
        """Who should have received what ends may have been refused after all."""
        coming = {v.spec.ref for v in self.judge.verdicts.values() if v.spec is not None}
        self.judge.drop(
            (v, Refusal("Tổ chức tiếp nhận bị từ chối. Hãy sửa dòng của tổ chức đó trước.", field="successor"))
            for v in list(self.judge.verdicts.values())
            if v.ending is not None
            and v.ending[2] is not None
            and v.ending[2].casefold() in self.judge.matcher.new_refs
            and v.ending[2] not in coming
        )


def _still_there(name: str, title: str, count: int) -> Refusal:
    return Refusal(
        f"{name} còn {count} {title.lower()}. Hãy giải thể hoặc sáp nhập ở trang của tổ chức để chọn nơi tiếp nhận, "
        "rồi nhập lại tệp.",
        field="until",
        code="members_left",
    )
