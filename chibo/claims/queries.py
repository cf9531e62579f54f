"""Every entry of the published reports, asked of the catalogue and judged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from chibo.catalogue import queries as catalogue
from chibo.catalogue.queries import Question, indicator_of
from chibo.claims import rules
from chibo.indicators import Figure, Kind, count_rows
from chibo.kernel.days import Period, closing
from chibo.kernel.numbers import percent, show_decimal, show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.rulebook import queries as rulebook

DATA = Path(__file__).parent / "data"
PASS, FAIL, NOT_BUILT = "pass", "fail", "not built"


@dataclass(frozen=True)
class Verdict:
    """An entry held against the records.

    :ivar got: what the catalogue says, as data or as a sentence with k/n or the series
    :ivar rows: length of the list behind it
    :ivar printed_base: the share in the base that the text names, where the right base is another
    """

    id: str
    kind: str
    area: str
    committee: str
    expected: object
    got: object = None
    verdict: str = NOT_BUILT
    rows: int | None = None
    printed_base: str = ""
    call: Mapping[str, object] | None = None
    note: str = ""

    @property
    def is_built(self) -> bool:
        """Whether the catalogue can answer it yet."""
        return self.verdict != NOT_BUILT


@cache
def entries() -> tuple[dict, ...]:
    """All entries, in the order of the reports."""
    return tuple(yaml.safe_load((DATA / "entries.yaml").read_text(encoding="utf-8")))


@cache
def calls() -> dict[str, dict]:
    """Entry id → how the catalogue is asked."""
    return yaml.safe_load((DATA / "calls.yaml").read_text(encoding="utf-8"))


def judged(*, viewer: Viewer, today: date, committee: str = "", area: str = "", kind: str = "") -> Iterator[Verdict]:
    """Every entry that the filters keep, judged."""
    for entry in entries():
        if committee and entry["committee"] != committee:
            continue
        if (area and entry["area"] != area) or (kind and entry["kind"] != kind):
            continue
        yield judge(entry, viewer=viewer, today=today)


def judge(entry: Mapping[str, object], *, viewer: Viewer, today: date) -> Verdict:
    """One entry held against the records; what cannot be answered is a failure with the reason, never a pass."""
    head = {
        "id": entry["id"],
        "kind": entry["kind"],
        "area": entry["area"],
        "committee": entry["committee"],
        "expected": entry["value"],
    }
    call = calls().get(entry["id"])
    if call is None:
        return Verdict(**head)
    try:
        answer = ANSWERS[call.get("as", "value")](entry, call, viewer, today)
    except Refusal as refusal:
        answer = {"got": None, "verdict": FAIL, "note": refusal.message}
    return Verdict(**head, call=call, **answer)


def question_of(call: Mapping[str, object], today: date) -> Question:
    """The question of a call."""
    indicator = indicator_of(call["code"])
    if "day" in call:
        window = date.fromisoformat(call["day"])
    else:
        window = Period(date.fromisoformat(call["from"]), date.fromisoformat(call["to"]))
    unit = org.by_ref(call["unit"], on=closing(window))
    where = {dimension: tuple(values) for dimension, values in call.get("where", {}).items()}
    return Question(indicator=indicator, unit=unit, window=window, where=where)


def _value(entry, call, viewer, today) -> dict:
    question = question_of(call, today)
    figure = catalogue.figure(question, viewer=viewer)
    rows = count_rows(catalogue.rows(question, viewer=viewer))
    got = round(figure.value) if figure.indicator.kind is Kind.AVERAGE else int(figure.value)
    expected, comparator = entry["value"], entry["comparator"]
    fits = (
        got > expected
        if comparator == "more_than"
        else got >= expected
        if comparator == "at_least"
        else got == expected
    )
    answer = {
        "got": got,
        "rows": rows,
        "verdict": PASS if fits and figure.is_complete else FAIL,
        "note": _missing(figure),
    }
    if figure.indicator.kind is Kind.AVERAGE:
        answer["note"] = (
            f"{show_int(figure.numerator)} / {show_decimal(figure.divisor)} năm = {show_decimal(figure.value)}"
        )
    elif rows != got:
        answer["verdict"], answer["note"] = FAIL, f"Danh sách có {rows} dòng, khác con số."
    if "printed_base" in call:
        base = int(catalogue.figure(question_of(call["printed_base"], today), viewer=viewer).value)
        answer["printed_base"] = f"{_share(got, figure.base)}; theo mẫu số in trong bài: {_share(got, base)}"
    elif figure.base is not None:
        answer["printed_base"] = _share(got, figure.base)
    return answer


def _series(entry, call, viewer, today) -> dict:
    question = question_of(call, today)
    figure = catalogue.figure(question, viewer=viewer)
    points = catalogue.yearly(question, viewer=viewer)
    verdict = rules.judge_series(call["word"], points, _table(question)) if figure.is_complete else rules.NOT_ENOUGH
    told = "; ".join(f"{year}: {_share(count, base)}" for year, count, base in points)
    return {
        "got": told,
        "rows": sum(count for _, count, _ in points),
        "verdict": _passed(verdict),
        "note": f"{verdict}. {_missing(figure)}".strip(),
    }


def _years_with(entry, call, viewer, today) -> dict:
    question = question_of(call, today)
    figure = catalogue.figure(question, viewer=viewer)
    points = catalogue.yearly(question, viewer=viewer)
    k = sum(1 for _, count, _ in points if count)
    verdict = (
        rules.judge_share(call["word"], k, len(points), _table(question)) if figure.is_complete else rules.NOT_ENOUGH
    )
    told = "; ".join(f"{year}: {count}" for year, count, _ in points)
    return {
        "got": f"{k}/{len(points)} năm tròn ({told})",
        "rows": sum(count for _, count, _ in points),
        "verdict": _passed(verdict),
        "note": f"{verdict}. {_missing(figure)}".strip(),
    }


def _share_claim(entry, call, viewer, today) -> dict:
    question = question_of(call, today)
    figure = catalogue.figure(question, viewer=viewer)
    return _judged_share(question, call, viewer, figure, figure.base)


def _every_year(entry, call, viewer, today) -> dict:
    """The share of every year-end of the window, each of which must be what the word says."""
    question = question_of(call, today)
    figure = catalogue.figure(question, viewer=viewer)
    points = catalogue.yearly(question, viewer=viewer)
    table = _table(question)
    found = {rules.judge_share(call["word"], count, base or 0, table) for _, count, base in points}
    verdict = next((one for one in (rules.NOT_ENOUGH, rules.CONTRADICTED) if one in found), rules.SUPPORTED)
    verdict = verdict if points and figure.is_complete else rules.NOT_ENOUGH
    return {
        "got": "; ".join(f"{year}: {_share(count, base)}" for year, count, base in points),
        "rows": sum(count for _, count, _ in points),
        "verdict": _passed(verdict),
        "note": f"{verdict}. {_missing(figure)}".strip(),
    }


def _share_of(entry, call, viewer, today) -> dict:
    question = question_of(call, today)
    figure = catalogue.figure(question, viewer=viewer)
    base = catalogue.figure(question_of(call["base"], today), viewer=viewer)
    return _judged_share(question, call, viewer, figure, int(base.value))


def _judged_share(question: Question, call, viewer: Viewer, figure: Figure, n: int) -> dict:
    k = int(figure.value)
    verdict = rules.judge_share(call["word"], k, n, _table(question)) if figure.is_complete else rules.NOT_ENOUGH
    return {
        "got": _share(k, n),
        "rows": count_rows(catalogue.rows(question, viewer=viewer)),
        "verdict": _passed(verdict),
        "note": f"{verdict}. {_missing(figure)}".strip(),
    }


def _register(entry, call, viewer, today) -> dict:
    question = question_of(call, today)
    rows = catalogue.rows(question, viewer=viewer).filter(unit=question.unit, until__gt=question.window)
    found = list(rows.select_related("unit"))
    if len(found) != 1:
        return {"got": None, "rows": len(found), "verdict": FAIL, "note": "Không có đúng một nhiệm kỳ vào ngày này."}
    term = found[0]
    got = {
        "ordinal": term.ordinal,
        "label": term.label,
        "length": term.length,
        "founded_year": term.unit.founded_on.year,
    }[call["field"]]
    return {
        "got": got,
        "rows": 1,
        "verdict": PASS if got == entry["value"] else FAIL,
        "note": "Ngày đại hội giả định." if term.congress_assumed else "",
    }


ANSWERS = {
    "value": _value,
    "series": _series,
    "years_with": _years_with,
    "share": _share_claim,
    "every_year": _every_year,
    "share_of": _share_of,
    "register": _register,
}


def _table(question: Question) -> rules.Table:
    return rulebook.value("claims.quantifiers", on=closing(question.window)).value


def _passed(verdict: str) -> str:
    return PASS if verdict == rules.SUPPORTED else FAIL


def _missing(figure: Figure) -> str:
    return " ".join(reason for _, reason in figure.missing)


def _share(k: int, n: int | None) -> str:
    if n is None:
        return show_int(k)
    share = percent(k, n)
    return f"{show_int(k)} / {show_int(n)}" + ("" if share is None else f" = {show_decimal(share)}%")
