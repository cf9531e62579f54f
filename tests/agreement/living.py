"""Random events of people: every cause, every correction. Each asks one action and logs what it asked."""

from datetime import date, timedelta

from chibo.members import actions as members
from chibo.members.models import MemberEvent, Spell, Stay
from tests.agreement.world import BY, CHOICES, World

GROUNDS = ("no_activity", "returned_card", "lost_will", "two_years")


def anything(world: World, on: date) -> None:
    """One event, of any kind."""
    way = world.rng.choices(list(WAYS), list(WAYS.values()))[0]
    way(world, on)


def on_the_day(world: World, on: date, hot: list[str]) -> None:
    """An event in one of the cells that are reorganized on this day (or receive)."""
    standing = set(world.cells(on))
    cells = [cell for cell in hot if cell in standing]
    people = world.in_cells(cells, on) or world.in_cells(cells, on - timedelta(days=1))
    if not people or not cells:
        return
    p, cell = world.rng.choice(people), world.rng.choice(cells)
    way = world.rng.choice((admit, admit, transfer, transfer, die, strike_off, send, in_and_out, away_and_back, guest))
    way(world, on, p=p, cell=cell)


def _somebody(world: World, on: date) -> int | None:
    people = world.on_roll(on)
    return world.rng.choice(people) if people else None


def _a_cell(world: World, on: date) -> str:
    return world.rng.choice(world.cells(on))


def _gone(world: World, *causes: str) -> int | None:
    """Somebody whose last way was one of these exits."""
    last = dict(MemberEvent.objects.filter(state="standing").order_by("on", "id").values_list("person_id", "cause"))
    people = [p for p, pk in enumerate(world.people) if last.get(pk) in causes]
    return world.rng.choice(people) if people else None


def open_state(world: World, on: date) -> None:
    p = world.register(known_since=on if world.rng.random() < 0.5 else None)
    cell, status = _a_cell(world, on), world.rng.choice(("official", "official", "probationary"))
    since = None if world.rng.random() < 0.2 else on - timedelta(days=world.rng.randrange(30, 300))
    entry = {"op": "opening", "p": p, "on": on, "cell": cell, "status": status, "party_since": since}
    world.ask(
        entry,
        lambda: members.open_state(
            world.person(p), cell=world.unit(cell), on=on, status=status, party_since=since, by=BY
        ),
    )


def admit(world: World, on: date, p: int | None = None, cell: str | None = None) -> int:
    new, cell = world.register(), cell or _a_cell(world, on)
    decided = on - timedelta(days=world.rng.randrange(30)) if world.rng.random() < 0.7 else None
    entry = {"op": "admission", "p": new, "on": on, "cell": cell, "decided": decided}
    world.ask(
        entry,
        lambda: members.admit_member(world.person(new), cell=world.unit(cell), on=on, decided_on=decided, by=BY),
    )
    return new


def readmit(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    p = _gone(world, "strike_off", "voluntary_exit", "expulsion") if p is None else p
    _back(world, on, p, cell, "readmission", members.readmit_member)


def restore(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    p = _gone(world, "strike_off", "expulsion", "voluntary_exit") if p is None else p
    _back(world, on, p, cell, "restoration", members.restore_member)


def _back(world: World, on: date, p: int | None, cell: str | None, op: str, action: object) -> None:
    if p is None:
        return
    cell = cell or _a_cell(world, on)
    entry = {"op": op, "p": p, "on": on, "cell": cell, "decided": None}
    world.ask(entry, lambda: action(world.person(p), cell=world.unit(cell), on=on, by=BY))


def receive(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    """From outside: somebody new, or one who went out before."""
    p = _gone(world, "transfer_out") if p is None and world.rng.random() < 0.5 else p
    p, cell = world.register() if p is None else p, cell or _a_cell(world, on)
    sent = on - timedelta(days=world.rng.randrange(20)) if world.rng.random() < 0.5 else None
    entry = {
        "op": "transfer_in", "p": p, "on": on, "cell": cell, "status": "official", "party_since": None, "sent": sent
    }  # fmt: skip
    world.ask(
        entry,
        lambda: members.receive_from_outside(
            world.person(p), cell=world.unit(cell), on=on, from_place="Nơi khác", sent_on=sent, by=BY
        ),
    )


def _leave(op: str, action: object, **more: object):
    def way(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
        p = _somebody(world, on) if p is None else p
        if p is not None:
            entry = {"op": op, "p": p, "on": on, **({"ground": more["ground"]} if "ground" in more else {})}
            world.ask(entry, lambda: action(world.person(p), on=on, by=BY, **more))

    return way


go_out = _leave("transfer_out", members.transfer_out, to_place="Nơi khác")
expel = _leave("expulsion", members.expel)
leave_on_request = _leave("voluntary_exit", members.leave_on_request)
die = _leave("death", members.record_death)


def strike_off(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    _leave("strike_off", members.strike_off, ground=world.rng.choice(GROUNDS))(world, on, p)


def transfer(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    p, cell = _somebody(world, on) if p is None else p, cell or _a_cell(world, on)
    entry = {"op": "moved", "p": p, "on": on, "cell": cell, "kind": "internal"}
    entry |= {"sent": on, "presented": on, "reported": on}
    world.ask(entry, lambda: members.transfer(world.person(p), to=world.unit(cell), on=on, by=BY))


def send(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    p, cell = _somebody(world, on) if p is None else p, cell or _a_cell(world, on)
    entry = {"op": "sent", "p": p, "on": on, "cell": cell, "kind": "permanent"}
    event = world.ask(
        entry, lambda: members.send_transfer(world.person(p), to=world.unit(cell), on=on, kind="permanent", by=BY)
    )
    if event is not None:
        world.letters[entry["id"]] = event.pk


def present(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    letter = _letter(world)
    if letter is not None:
        event = MemberEvent.objects.get(pk=world.letters[letter])
        world.ask({"op": "presented", "target": letter, "on": on}, lambda: members.present_letter(event, on=on, by=BY))


def take_in(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    """A letter under way is received, now and then sent back."""
    letter = _letter(world)
    if letter is None:
        return
    event = MemberEvent.objects.get(pk=world.letters[letter])
    if world.rng.random() < 0.15:
        entry = {"op": "returned", "target": letter, "on": on}
        done = world.ask(entry, lambda: members.return_transfer(event, reason="thử", by=BY))
    else:
        reported = on + timedelta(days=3) if world.rng.random() < 0.7 else None
        entry = {"op": "received", "target": letter, "on": on, "reported": reported}
        done = world.ask(entry, lambda: members.receive_transfer(event, on=on, reported_on=reported, by=BY))
    if done is not None:
        del world.letters[letter]


def _letter(world: World) -> int | None:
    return world.rng.choice(sorted(world.letters)) if world.letters else None


def recognize(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    rows = Spell.objects.filter(status="probationary", until__gt=on, stay_until__gt=on)
    waiting = world.numbers_of(rows.values_list("person_id", flat=True))
    if waiting:
        p = world.rng.choice(waiting)
        world.ask({"op": "recognition", "p": p, "on": on}, lambda: members.recognize(world.person(p), on=on, by=BY))


def guest(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    p, cell = _somebody(world, on) if p is None else p, cell or _a_cell(world, on)
    world.ask(
        {"op": "temporary_start", "p": p, "on": on, "cell": cell},
        lambda: members.start_temporary(world.person(p), cell=world.unit(cell), on=on, by=BY),
    )


def guest_leaves(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    rows = Stay.objects.filter(nature="temporary", until__gt=on)
    guests = world.numbers_of(rows.values_list("person_id", flat=True))
    if guests:
        p = world.rng.choice(guests)
        world.ask(
            {"op": "temporary_end", "p": p, "on": on}, lambda: members.end_temporary(world.person(p), on=on, by=BY)
        )


def in_and_out(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    """Admitted and gone on one day."""
    new = admit(world, on, cell=cell)
    world.rng.choice((die, go_out, strike_off, transfer))(world, on, p=new)


def away_and_back(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    """Out and in again on one day."""
    p = _somebody(world, on) if p is None else p
    if world.rng.random() < 0.5:
        go_out(world, on, p=p)
        receive(world, on, p=p, cell=cell)
    else:
        expel(world, on, p=p)
        restore(world, on, p=p, cell=cell)


def change(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    """An attribute changes, on a day or in a year of which no more is known."""
    p = world.rng.randrange(len(world.people)) if p is None else p
    name = world.rng.choice(list(CHOICES))
    value, by_year = world.rng.choice(CHOICES[name]), world.rng.random() < 0.3
    since, precision = (date(on.year, 1, 1), "year") if by_year else (on, "day")
    world.ask(
        {"op": "change", "p": p, "on": since, "name": name, "value": value},
        lambda: members.change_attribute(
            world.person(p), name=name, value=value, since=since, precision=precision, by=BY
        ),
    )


def correct_attribute(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    p = world.rng.randrange(len(world.people)) if p is None else p
    rows = [row for row in world.person(p).attributes.order_by("name", "since") if row.name in CHOICES]
    if rows:
        row = world.rng.choice(rows)
        value = world.rng.choice(CHOICES[row.name])
        since = row.since + timedelta(days=world.rng.choice((-40, 0, 0, 25)))
        world.ask(
            {"op": "correct", "p": p, "on": row.since, "name": row.name, "value": value, "since": since},
            lambda: members.correct_attribute(row, reason="thử", value=value, since=since, by=BY),
        )


def annul(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    """The last event of somebody is taken back."""
    event, target = _recent(world)
    if event is not None:
        world.ask({"op": "annul", "target": target, "on": on}, lambda: members.annul_event(event, reason="thử", by=BY))


def correct_day(world: World, on: date, p: int | None = None, cell: str | None = None) -> None:
    event, target = _recent(world)
    if event is not None:
        day = event.on + timedelta(days=world.rng.choice((-9, -3, -1, 1, 2)))
        world.ask(
            {"op": "correct_day", "target": target, "on": day},
            lambda: members.correct_event_day(event, on=day, reason="thử", by=BY),
        )


def _recent(world: World) -> tuple[MemberEvent | None, int | None]:
    """An event on record and the entry of the log that asked for it."""
    causes = {"moved": "transfer"} | {op: op for op in ("admission", "death", "strike_off", "recognition")}
    entries = [entry for entry in world.log[-120:] if entry["op"] in causes]
    for _ in range(5):
        if not entries:
            break
        entry = world.rng.choice(entries)
        found = MemberEvent.objects.filter(
            person=world.people[entry["p"]], cause=causes[entry["op"]], on=entry["on"], state="standing"
        )
        if len(found) == 1 and (entry["op"] != "moved" or found[0].sent_on == found[0].on):
            return found[0], entry["id"]
    return None, None


WAYS = {
    admit: 8, readmit: 3, restore: 3, receive: 5, go_out: 5, strike_off: 4, expel: 2, leave_on_request: 2, die: 4,
    transfer: 8, send: 8, present: 5, take_in: 8, recognize: 6, guest: 4, guest_leaves: 2, in_and_out: 2,
    away_and_back: 2, change: 10, correct_attribute: 3, annul: 2, correct_day: 4,
}  # fmt: skip
