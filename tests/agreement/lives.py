"""One person after the other: what was asked, as it is known now, and where it led."""

from collections import defaultdict
from datetime import date

from tests.agreement.replay import ENTRIES, EXITS, FOREVER, ONE_DAY, REMOVALS, Chain, Life, Replay, Side

CORRECTIONS = {"annul", "correct_day", "presented", "received", "returned"}
OF_PEOPLE = ENTRIES | EXITS | {
    "person", "moved", "sent", "recognition", "temporary_start", "temporary_end", "change", "correct"
}  # fmt: skip


def events_of(log: list[dict], redirected: list[tuple[int, str, str]]) -> dict[int, list[dict]]:
    """What was asked about each person, with every correction and every day of a letter applied, in order of entry.

    :param redirected: the entry of a reorganization, the cell that ended and the cell to which letters under way then go
    """
    entries = {entry["id"]: dict(entry) for entry in log if entry["op"] in OF_PEOPLE}
    for entry in log:
        if entry["op"] not in CORRECTIONS:
            continue
        target = entries[entry["target"]]
        if entry["op"] == "annul":
            target["annulled"] = True
        elif entry["op"] == "correct_day":
            target["on"] = entry["on"]
        elif entry["op"] == "presented":
            target["presented"] = entry["on"]
        elif entry["op"] == "returned":
            target["annulled"] = True
        else:
            target |= {"received": entry["on"], "reported": entry["reported"]}
            for number, ended, taker in redirected:
                if target["id"] < number < entry["id"] and target["cell"] == ended:
                    target["cell"] = taker
            target.setdefault("presented", entry["on"])
    people: dict[int, list[dict]] = defaultdict(list)
    for entry in entries.values():
        if not entry.get("annulled"):
            people[entry["p"]].append(entry)
    return people


def live(replay: Replay, p: int, events: list[dict]) -> Life:
    """Run through one life, day by day."""
    person = next(entry for entry in events if entry["op"] == "person")
    life = Life(born=person["on"], attributes=_attributes(person, events))
    dated: dict[date, list[dict]] = defaultdict(list)
    for entry in events:
        if entry["op"] == "sent":
            life.letters.append({"sent": entry["on"], "until": entry.get("received", FOREVER)})
            if "received" not in entry:
                continue
            entry = entry | {"sent": entry["on"], "on": entry["received"], "op": "moved"}
        elif entry["op"] == "moved":
            life.letters.append({"sent": entry["sent"], "until": entry["on"]})
        if entry["op"] in ENTRIES | EXITS | {"moved", "recognition", "temporary_start"}:
            dated[entry["on"]].append(entry)
    run = _Run(replay, p, life)
    for day in sorted({*dated, *replay.left}):
        run.day(day, dated[day])
    return life


class _Run:
    def __init__(self, replay: Replay, p: int, life: Life) -> None:
        self.replay, self.p, self.life = replay, p, life
        self.chain: Chain | None = None
        self.since: date | None = None
        self.removal: int | None = None

    def day(self, day: date, events: list[dict]) -> None:
        """Structure first; whoever leaves on the day leaves the cell of the eve and was not moved."""
        leaves = any(entry["op"] in EXITS or entry["op"] == "moved" for entry in events)
        if self.chain is not None and not leaves:
            self._follow(day)
        for entry in events:
            self._event(day, entry)

    def _follow(self, day: date) -> None:
        """The cell of the eve ended or became a đảng bộ: the chain goes on where everybody was sent."""
        cell = self.chain.cells[-1][1]
        left = self.replay.left.get(day, {})
        if cell not in left:
            return
        to = self.replay.chosen.get(day, {}).get(self.p, left[cell])
        out = Side(self.p, "reorganization", day, False, cell, day - ONE_DAY, self.chain)
        into = Side(self.p, "reorganization", day, True, to, day, self.chain, out)
        out.other = into
        self.chain.cells.append((day, to))
        self.since = day
        self.life.sides += [out, into]

    def _event(self, day: date, entry: dict) -> None:
        op = entry["op"]
        if op == "recognition":
            self.life.status.append((day, "official"))
        elif op == "temporary_start":
            visit = Chain([(day, entry["cell"])], until=day)
            self.life.sides.append(Side(self.p, op, day, True, entry["cell"], day, visit, entry=entry))
        elif op == "moved":
            out = self._leave(day, "transfer", entry)
            into = self._arrive(day, "transfer", entry)
            out.other, into.other = into, out
        elif op in EXITS:
            self._leave(day, op, entry)
            if op in REMOVALS:
                self.removal = entry["id"]
        else:
            self._enter(day, entry)

    def _leave(self, day: date, cause: str, entry: dict) -> Side:
        tree = day if self.since == day else day - ONE_DAY
        side = Side(self.p, cause, day, False, self.chain.cells[-1][1], tree, self.chain, entry=entry)
        side.status = self.life.status_on(tree)
        self.chain.until = day
        self.chain = None
        self.life.sides.append(side)
        return side

    def _arrive(self, day: date, cause: str, entry: dict) -> Side:
        self.chain, self.since = Chain([(day, entry["cell"])]), day
        self.life.chains.append(self.chain)
        side = Side(self.p, cause, day, True, entry["cell"], day, self.chain, entry=entry)
        self.life.sides.append(side)
        return side

    def _enter(self, day: date, entry: dict) -> None:
        op, life = entry["op"], self.life
        self._arrive(day, op, entry)
        if op in ("admission", "readmission"):
            status = "probationary"
            if op == "admission" or life.party_since is None:
                life.party_since = entry["decided"] or day
        else:
            status = entry.get("status") or life.status_on(day) or "official"
            life.party_since = entry.get("party_since") or life.party_since
        if op == "restoration":
            life.restored.add(self.removal)
        life.status.append((day, status))


def _attributes(person: dict, events: list[dict]) -> dict[str, list[tuple[date, str]]]:
    """Values with their first days; each holds until the next."""
    lines: dict[str, list[tuple[date, str]]] = {}
    for name, value in person["attributes"].items():
        since = person["known"] if person["known"] and name not in ("sex", "ethnicity") else person["on"]
        lines[name] = [(since, value)]
    for entry in events:
        if entry["op"] == "change":
            lines.setdefault(entry["name"], []).append((entry["on"], entry["value"]))
        elif entry["op"] == "correct":
            line = [row for row in lines[entry["name"]] if row[0] != entry["on"]]
            lines[entry["name"]] = [*line, (entry["since"], entry["value"])]
    return lines
