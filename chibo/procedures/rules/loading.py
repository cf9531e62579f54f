"""Reading a definition: every mistake in the file is told at the start, with the file and the place."""

import re
from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any, get_origin

import yaml

from chibo.kernel.days import BEGINNING
from chibo.procedures.rules.definition import (
    FAILED,
    NEXT,
    PASSED,
    Deadline,
    Definition,
    Field,
    Paperwork,
    Print,
    Step,
    VoteSpec,
    Who,
)
from chibo.procedures.vocabulary import ENDS, FieldKind, Role, Span

KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}")
OWN = {"on", "accept", "number", "issued_on", "issuer", "signer_title", "buoc"}
"""Names that the form of a step uses itself, beside those that begin with one of ``OWN_BEGINNINGS``."""
OWN_BEGINNINGS = ("vote_", "paper_", "file_", "kept_")
SUBJECTS = ("prospect", "member", "unit")
TOP = {
    "code",
    "version",
    "title",
    "prefix",
    "subject",
    "source",
    "start",
    "sets",
    "steps",
    "checks",
    "note",
    "since",
    "alone",
    "unit_field",
    "other_unit_field",
}
STEP = {
    "key", "title", "note", "who", "only_if", "asks", "documents", "vote", "deadline", "checks", "papers", "then",
    "back_to", "outcome", "decision",
}  # fmt: skip


class DefinitionError(ValueError):
    """A definition that cannot be led; says the file, the place and what is wrong."""


def load(path: Path | str) -> Definition:
    """The definition of a file.

    :raises DefinitionError: anything in it that is unknown, missing or leads nowhere
    """
    path = Path(path)
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise DefinitionError(f"{path.name}: not YAML: {error}") from error
    definition = parse(content, where=path.name)
    if path.name != f"{definition.code}.{definition.version}.yaml":
        raise DefinitionError(f"{path.name}: must be named {definition.code}.{definition.version}.yaml")
    return definition


def parse(content: Any, *, where: str) -> Definition:
    """As :func:`load`, of what the file says."""
    return _Reader(where).definition(content)


class _Reader:
    def __init__(self, where: str) -> None:
        self.where = where

    def fail(self, place: str, text: str) -> DefinitionError:
        return DefinitionError(f"{self.where}: {place}: {text}" if place else f"{self.where}: {text}")

    def definition(self, content: Any) -> Definition:
        top = self.mapping(content, TOP, "")
        for name in ("code", "version", "title", "prefix", "subject", "source", "start", "steps"):
            if top.get(name) in (None, "", []):
                raise self.fail("", f"missing {name}")
        if top["subject"] not in SUBJECTS:
            raise self.fail("subject", f"unknown {top['subject']!r}, one of {', '.join(SUBJECTS)}")
        self.key(top["code"], "code")
        if not isinstance(top["version"], int) or top["version"] < 1:
            raise self.fail("version", "a whole number from 1")
        if not re.fullmatch(r"[A-Z]{2,8}", str(top["prefix"])):
            raise self.fail("prefix", "two to eight capital letters")
        if not isinstance(top.get("since", BEGINNING), date):
            raise self.fail("since", "a day like 2026-07-26")
        steps: dict[str, Step] = {}
        for number, raw in enumerate(self.rows(top["steps"], "steps"), start=1):
            step = self.step(raw, f"steps[{number}]")
            if step.key in steps:
                raise self.fail(step.key, "the key stands twice")
            steps[step.key] = step
        definition = Definition(
            code=top["code"], version=top["version"], title=top["title"], prefix=top["prefix"], subject=top["subject"],
            source=top["source"], start=top["start"], steps=steps, sets=self.asks(top.get("sets"), "sets"),
            checks=self.names(top.get("checks"), "checks"), note=top.get("note", ""), since=top.get("since", BEGINNING),
            alone=self.flag(top.get("alone", True), "alone"),
            unit_field=top.get("unit_field", ""),
            other_unit_field=top.get("other_unit_field", ""),
        )  # fmt: skip
        self.check_ways(definition)
        self.check_deadlines(definition)
        self.check_fields(definition)
        return definition

    def step(self, raw: Any, place: str) -> Step:
        row = self.mapping(raw, STEP, place)
        for name in ("key", "title", "who"):
            if not row.get(name):
                raise self.fail(place, f"missing {name}")
        key = self.key(row["key"], place)
        if key in (*ENDS, NEXT, "entered", "earliest", PASSED, FAILED):
            raise self.fail(key, "a step may not be called that")
        asks = self.asks(row.get("asks"), f"{key}.asks")
        vote = self.made(VoteSpec, row["vote"], f"{key}.vote") if row.get("vote") else None
        then, by_field = self.then(row.get("then", NEXT), asks, vote, key)
        deadline = row.get("deadline") or []
        papers = [self.printed(one, f"{key}.papers") for one in self.rows(row.get("papers"), f"{key}.papers")]
        return Step(
            key=key, title=row["title"], note=row.get("note", ""), who=self.who(row["who"], f"{key}.who"),
            only_if=row.get("only_if") or "", asks=asks, vote=vote, then=then, by_field=by_field,
            documents=tuple(
                self.made(Paperwork, one, f"{key}.documents") for one in self.rows(row.get("documents"), f"{key}.documents")
            ),
            deadlines=tuple(
                self.deadline(one, f"{key}.deadline")
                for one in ([deadline] if isinstance(deadline, Mapping) else self.rows(deadline, f"{key}.deadline"))
            ),
            checks=self.names(row.get("checks"), f"{key}.checks"), papers=tuple(one.code for one in papers),
            prints=tuple(one for one in papers if one.field),
            back_to=self.names(row.get("back_to"), f"{key}.back_to"), outcome=row.get("outcome") or "",
            decision=self.flag(row.get("decision", False), f"{key}.decision"),
        )  # fmt: skip

    def printed(self, raw: Any, place: str) -> Print:
        return Print(raw, "", "") if isinstance(raw, str) else self.made(Print, raw, place)

    def then(self, raw: Any, asks: tuple[Field, ...], vote: VoteSpec | None, key: str) -> tuple[dict[str, str], str]:
        if isinstance(raw, str):
            return {"": raw}, ""
        if not isinstance(raw, Mapping) or not raw:
            raise self.fail(f"{key}.then", "a step, an end, or a choice between them")
        ways = {str(name): str(value) for name, value in raw.items()}
        if "field" not in ways:
            if not set(ways) <= {PASSED, FAILED} or PASSED not in ways:
                raise self.fail(f"{key}.then", "either field and its values, or passed and failed")
            if vote is None:
                raise self.fail(f"{key}.then", "passed and failed need a vote")
            return ways, ""
        name = ways.pop("field")
        asked = next((one for one in asks if one.name == name), None)
        if asked is None or asked.kind not in (FieldKind.CHOICE, FieldKind.YES_NO) or not asked.required:
            raise self.fail(f"{key}.then", f"{name!r} is no required choice of this step")
        codes = set(asked.choices) if asked.kind == FieldKind.CHOICE else {"yes", "no"}
        ways = {{"True": "yes", "False": "no"}.get(code, code): to for code, to in ways.items()}
        if set(ways) != codes:
            raise self.fail(f"{key}.then", f"must name exactly the values {', '.join(sorted(codes))}")
        return ways, name

    def who(self, raw: Any, place: str) -> Who:
        who = self.made(Who, {"role": raw} if isinstance(raw, str) else raw, place)
        roles = [who.role] if who.role else list(who.roles.values())
        if bool(who.role) == bool(who.rule) or (who.rule and not who.roles):
            raise self.fail(place, "either a role, or a rule with roles for its values")
        for role in roles:
            if role not in Role.values:
                raise self.fail(place, f"unknown role {role!r}")
        if who.side not in ("from", "to"):
            raise self.fail(place, "side is from or to")
        return who

    def deadline(self, raw: Any, place: str) -> Deadline:
        row = dict(self.mapping(raw, {"rule", "amount", "unit", "from", "earliest", "lapses", "note"}, place))
        row["start"] = row.pop("from", "entered")
        one = self.made(Deadline, row, place)
        if bool(one.rule) == (one.amount is not None):
            raise self.fail(place, "either a rule or an amount")
        if one.unit not in Span.values:
            raise self.fail(place, f"unknown unit {one.unit!r}")
        return one

    def asks(self, raw: Any, place: str) -> tuple[Field, ...]:
        found = tuple(self.made(Field, one, place) for one in self.rows(raw, place))
        for one in found:
            self.key(one.name, place)
            if one.name in OWN or one.name.startswith(OWN_BEGINNINGS):
                raise self.fail(place, f"{one.name!r} is a name the form itself uses")
            if one.kind not in FieldKind.values:
                raise self.fail(f"{place}.{one.name}", f"unknown kind {one.kind!r}")
            if (one.kind == FieldKind.CHOICE) != bool(one.choices):
                raise self.fail(f"{place}.{one.name}", "choices belong to a choice, and a choice needs them")
        names = [one.name for one in found]
        if len(set(names)) < len(names):
            raise self.fail(place, "a name stands twice")
        return found

    def check_ways(self, definition: Definition) -> None:
        keys = set(definition.steps)
        if definition.start not in keys:
            raise self.fail("start", f"no step {definition.start!r}")
        for key, step in definition.steps.items():
            for target in definition.targets(key):
                if target not in keys and target not in ENDS:
                    raise self.fail(f"{key}.then", f"no step or end {target!r}")
            for target in step.back_to:
                if target not in keys:
                    raise self.fail(f"{key}.back_to", f"no step {target!r}")
        seen, ahead = set(), [definition.start]
        while ahead:
            key = ahead.pop()
            if key in seen or key not in keys:
                continue
            seen.add(key)
            ahead += definition.targets(key)
        if unreached := [key for key in definition.steps if key not in seen]:
            raise self.fail(unreached[0], "no way leads to this step")
        ending = {key for key in keys if definition.targets(key) & set(ENDS)}
        while more := {key for key in keys - ending if definition.targets(key) & ending}:
            ending |= more
        if endless := [key for key in definition.steps if key not in ending]:
            raise self.fail(endless[0], "no way leads from this step to an end")
        skipped = {key for key, step in definition.steps.items() if step.only_if}
        for key in skipped:
            at, passed = key, set()
            while at in skipped:
                if at in passed:
                    raise self.fail(key, "steps that may be skipped lead in a circle")
                passed.add(at)
                at = definition.past(at)

    def check_deadlines(self, definition: Definition) -> None:
        days = {one.name for one in definition.fields() if one.kind == FieldKind.DAY}
        for key, step in definition.steps.items():
            for one in step.deadlines:
                if one.start in ("entered", *definition.steps, *days):
                    continue
                if one.start == "earliest" and not one.earliest and any(other.earliest for other in step.deadlines):
                    continue
                raise self.fail(f"{key}.deadline", f"nothing called {one.start!r} to count from")

    def check_fields(self, definition: Definition) -> None:
        kinds: dict[str, Field] = {}
        for one in definition.fields():
            if one.name in kinds and (kinds[one.name].kind, kinds[one.name].sensitive) != (one.kind, one.sensitive):
                raise self.fail(one.name, "asked twice, as two different things")
            kinds[one.name] = one
        for key, step in definition.steps.items():
            for one in step.prints:
                if one.field not in kinds or one.value not in kinds[one.field].choices:
                    raise self.fail(f"{key}.papers", f"no choice {one.value!r} of a field {one.field!r}")
        units = {"", *(one.name for one in definition.sets if one.kind == FieldKind.UNIT)}
        for name in (definition.unit_field, definition.other_unit_field):
            if name not in units:
                raise self.fail(str(name), "no field of the opening that names a unit")

    def mapping(self, raw: Any, allowed: Collection[str], place: str) -> Mapping[str, Any]:
        if not isinstance(raw, Mapping):
            raise self.fail(place, "not a mapping")
        if unknown := [str(name) for name in raw if name not in allowed]:
            raise self.fail(place, f"unknown key {unknown[0]!r}")
        return raw

    def rows(self, raw: Any, place: str) -> list[Any]:
        if raw is None:
            return []
        if not isinstance(raw, list):
            raise self.fail(place, "not a list")
        return raw

    def names(self, raw: Any, place: str) -> tuple[str, ...]:
        found = self.rows(raw, place)
        if not all(isinstance(one, str) for one in found):
            raise self.fail(place, "not a list of names")
        return tuple(found)

    def flag(self, raw: Any, place: str) -> bool:
        if not isinstance(raw, bool):
            raise self.fail(place, "true or false")
        return raw

    def key(self, raw: Any, place: str) -> str:
        if not isinstance(raw, str) or not KEY.fullmatch(raw):
            raise self.fail(place, f"{raw!r} is no key: small letters, digits, - and _")
        return raw

    def made(self, kind: type, raw: Any, place: str) -> Any:
        row = {
            name: value
            for name, value in self.mapping(raw, {f.name for f in fields(kind)}, place).items()
            if value is not None
        }
        for one in fields(kind):
            needed = one.default is MISSING and one.default_factory is MISSING
            if needed and not row.get(one.name):
                raise self.fail(place, f"missing {one.name}")
            wanted = one.type if isinstance(one.type, UnionType) else get_origin(one.type) or one.type
            value = row.get(one.name)
            if one.name in row and (not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool)):
                raise self.fail(place, f"{one.name} is not what it should be")
        if "choices" in row:
            row["choices"] = {str(code): str(label) for code, label in row["choices"].items()}
        if "roles" in row:
            row["roles"] = {str(code): str(label) for code, label in row["roles"].items()}
        return kind(**row)
