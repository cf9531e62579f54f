"""Reading the parameters of a figure as commands and the API take them: unit, on, from, to, by, where, structure."""

from collections.abc import Mapping, Sequence
from datetime import date

from chibo.catalogue.queries import Question, indicator_of, window_of
from chibo.kernel.days import parse_iso
from chibo.kernel.refusal import Refusal
from chibo.kernel.scope import THEN, Structure
from chibo.org import queries as org

LONGEST = 200
"""Longest value of a parameter, in characters."""


def question_of(
    code: str,
    *,
    unit: str,
    on: str = "",
    first: str = "",
    last: str = "",
    by: str = "",
    where: Sequence[str] = (),
    structure: str = "",
    today: date,
) -> Question:
    """The question meant.

    :param by: dimension codes, separated by commas
    :param where: ``dim=value`` entries; several of one dimension are all kept
    :param structure: ``then``, ``now`` or an ISO day
    :raises Refusal: anything that cannot be read, in words
    """
    indicator = indicator_of(code)
    for name, text in (("on", on), ("from", first), ("to", last), ("by", by), ("structure", structure)):
        if len(text) > LONGEST:
            raise Refusal(f"Tham số {name} quá dài. Hãy rút gọn.", field=name, code="too_long")
    day = parse_iso(on, field="on") if on else None
    start = parse_iso(first, field="from") if first else None
    end = parse_iso(last, field="to") if last else None
    found = org.by_ref(unit, on=day or end or today)
    window = window_of(on=day, first=start, last=end, indicator=indicator, unit=found, today=today)
    return Question(
        indicator=indicator,
        unit=found,
        window=window,
        structure=structure_of(structure, today=today),
        by=tuple(part.strip() for part in by.split(",") if part.strip()),
        where=conditions_of(where),
    )


def structure_of(text: str, *, today: date) -> Structure:
    """``then`` (or nothing), ``now``, or an ISO day."""
    if text in ("", "then"):
        return THEN
    if text == "now":
        return Structure(today)
    return Structure(parse_iso(text, field="structure"))


def conditions_of(entries: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """``["sex=nu", "sex=nam"]`` → ``{"sex": ("nu", "nam")}``.

    :raises Refusal: an entry without ``=``, or too many
    """
    if len(entries) > 50:
        raise Refusal("Quá nhiều điều kiện lọc. Hãy bớt xuống dưới 50.", field="where", code="too_many")
    conditions: dict[str, list[str]] = {}
    for entry in entries:
        name, sign, value = entry[: 2 * LONGEST].partition("=")
        if not sign:
            raise Refusal(
                f"Điều kiện “{entry[:40]}” thiếu dấu bằng. Hãy viết như sex=nu.", field="where", code="condition"
            )
        conditions.setdefault(name.strip(), []).append(value.strip())
    return {name: tuple(values) for name, values in conditions.items()}
