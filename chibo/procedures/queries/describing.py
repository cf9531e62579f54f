"""A procedure in words for ``docs/``: a diagram, a table of steps, a table of deadlines and rules. Made from the definition and from
the rules an installation starts with, without the database."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from chibo.kernel.days import show_day
from chibo.procedures.rules.definition import Deadline, Definition, Step, Who
from chibo.procedures.rules.handlers import Handler
from chibo.procedures.vocabulary import CaseState, FieldKind, Role, Span
from chibo.rulebook.models import Certainty
from chibo.rulebook.rules import given_entries, show_value

Given = Mapping[str, Mapping[str, Any]]
FOLDER = "procedures"


def pages(handlers: list[Handler], made: str) -> dict[str, str]:
    """Name of the file under ``docs/`` → text: an index, and a page for each version of each procedure."""
    given = {entry["key"]: entry for entry in given_entries()}
    found = {f"{FOLDER}.md": _index([one.definition for one in handlers], made)}
    for handler in handlers:
        text = "\n".join(_page(handler.definition, given, made)) + "\n"
        found[f"{FOLDER}/{name_of(handler.definition)}.md"] = text
    return found


def name_of(definition: Definition) -> str:
    """``ket-nap.1``"""
    return f"{definition.code}.{definition.version}"


def _index(definitions: list[Definition], made: str) -> str:
    rows = [
        "# Quy trình", "", made, "",
        "Mỗi quy trình là một tệp YAML trong mục `procedures` của phần phụ trách, đọc và xét duyệt được như văn bản; hồ sơ giữ phiên "
        "bản và ngày áp dụng quy định từ lúc mở đến lúc kết thúc. Cách viết: [decisions/45](decisions/45-procedures-as-data.md).",
        "",
        "| quy trình | mã | phiên bản | mã hồ sơ | số bước | căn cứ |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for one in definitions:
        rows.append(
            f"| [{one.title}]({FOLDER}/{name_of(one)}.md) | `{one.code}` | {one.version} | {one.prefix}-năm-số | {len(one.steps)} | "
            f"{_cell(one.source)} |"
        )
    return "\n".join(rows) + "\n"


def _page(definition: Definition, given: Given, made: str) -> Iterator[str]:
    yield from (f"# {definition.title}", "", made, "")
    yield f"Mã `{definition.code}`, phiên bản {definition.version}. Căn cứ: {definition.source}."
    if definition.note:
        yield from ("", definition.note)
    yield from ("", "```mermaid", *_diagram(definition), "```", "")
    if definition.sets:
        yield from ("Khi mở hồ sơ hỏi: " + "; ".join(one.label for one in definition.sets) + ".", "")
    yield from ("## Các bước", "", "| bước | ai làm | cần có | rồi đến | trả lại được về |", "|---|---|---|---|---|")
    for step in definition.steps.values():
        only = " (khi có)" if step.only_if else ""
        back = "; ".join(definition.steps[key].title for key in step.back_to)
        yield (
            f"| {_cell(step.title)}{only} | {_who(step.who)} | {_cell(_needs(step))} | {_cell(_ways(definition, step))} | {_cell(back)} |"
        )
    counted = [(step, one) for step in definition.steps.values() for one in step.deadlines]
    if counted:
        yield from (
            "",
            "## Thời hạn",
            "",
            "| bước | thời hạn | tính từ | quy định | căn cứ | mức tin cậy |",
            "|---|---|---|---|---|---|",
        )
        for step, one in counted:
            yield from _deadline_rows(definition, step, one, given)
    others = [key for key in dict.fromkeys(definition.rules()) if key not in {one.rule for _, one in counted}]
    if others:
        yield from ("", "## Quy định khác", "", "| quy định | giá trị | căn cứ | mức tin cậy |", "|---|---|---|---|")
        for key in others:
            for version in given[key]["versions"]:
                yield f"| `{key}` {given[key]['title']} | {_amount(given[key], version)} | {_source(version)} | {_certainty(version)} |"


def _diagram(definition: Definition) -> Iterator[str]:
    ids = {key: f"b{number}" for number, key in enumerate(definition.steps, start=1)}
    ends: set[str] = set()
    yield "flowchart TD"
    yield f"  mo([Mở hồ sơ]) --> {ids[definition.start]}"
    for key, step in definition.steps.items():
        yield f'  {ids[key]}["{_quoted(step.title)}<br/>{_quoted(_who(step.who))}"]'
    for key, step in definition.steps.items():
        for label, target in _targets(definition, step):
            if target not in ids:
                ends.add(target)
            arrow = f"-- {_quoted(label)} -->" if label else "-->"
            yield f"  {ids[key]} {arrow} {ids.get(target, target)}"
        if step.only_if:
            yield f"  {ids[key]} -. không có cấp này hoặc không thuộc trường hợp .-> {ids.get(definition.past(key), definition.past(key))}"
        if step.back_to:
            yield f"  {ids[key]} -. trả lại .-> {ids[step.back_to[-1]]}"
    for end in sorted(ends):
        yield f"  {end}([{CaseState(end).label}])"


def _targets(definition: Definition, step: Step) -> Iterator[tuple[str, str]]:
    for named, to in step.then.items():
        yield _label(step, named), definition.target(step.key, to)


def _label(step: Step, named: str) -> str:
    if step.by_field:
        asked = next(one for one in step.asks if one.name == step.by_field)
        return {"yes": "có", "no": "không"}[named] if asked.kind == FieldKind.YES_NO else asked.choices[named]
    return {"passed": "đủ tỷ lệ", "failed": "không đủ tỷ lệ"}.get(named, "")


def _ways(definition: Definition, step: Step) -> str:
    def name(target: str) -> str:
        return definition.steps[target].title if target in definition.steps else CaseState(target).label

    return "; ".join(f"{label}: {name(to)}" if label else name(to) for label, to in _targets(definition, step))


def _who(who: Who) -> str:
    if who.role:
        return Role(who.role).label + (" nơi đến" if who.side == "to" else "")
    return f"theo quy định: {' hoặc '.join(dict.fromkeys(Role(role).label for role in who.roles.values()))}"


def _needs(step: Step) -> str:
    needs = [one.label + ("" if one.required else " (nếu có)") for one in step.documents]
    if step.vote:
        needs.append(f"biểu quyết của {step.vote.of}")
    if step.decision:
        needs.append("quyết định")
    return "; ".join(needs) or "–"


def _deadline_rows(definition: Definition, step: Step, one: Deadline, given: Given) -> Iterator[str]:
    what = "sớm nhất sau" if one.earliest else "hết hiệu lực sau" if one.lapses else "trong"
    title, start = _cell(step.title), _cell(_start(definition, one))
    unit = Span(one.unit).label
    if not one.rule:
        yield f"| {title} | {what} {one.amount} {unit} | {start} | {_cell(one.note) or 'quy trình này'} | {_cell(definition.source)} | – |"
        return
    for version in given[one.rule]["versions"]:
        since = version.get("since")
        held = f"từ {show_day(since) if isinstance(since, date) else since}: " if since else ""
        yield (
            f"| {title} | {what} {held}{show_value(version['value'])} {unit} | {start} | `{one.rule}` | {_source(version)} | "
            f"{_certainty(version)} |"
        )


def _start(definition: Definition, one: Deadline) -> str:
    if one.start == "entered":
        return "ngày đến bước này"
    if one.start == "earliest":
        return "ngày sớm nhất"
    if one.start in definition.steps:
        return f"ngày làm “{definition.steps[one.start].title}”"
    return next(field.label for field in definition.fields() if field.name == one.start)


def _amount(entry: Mapping[str, Any], version: Mapping[str, Any]) -> str:
    since = version.get("since")
    held = f"từ {show_day(since) if isinstance(since, date) else since}: " if since else ""
    return _cell(
        held + (version.get("shown") or f"{show_value(version['value'])} {entry.get('counted_in', '')}".strip())
    )


def _source(version: Mapping[str, Any]) -> str:
    return _cell(version["source"])


def _certainty(version: Mapping[str, Any]) -> str:
    return Certainty(version["certainty"]).label.lower()


def _cell(text: str) -> str:
    return " ".join(str(text).replace("|", "/").split())


def _quoted(text: str) -> str:
    return _cell(text).replace('"', "#quot;")
