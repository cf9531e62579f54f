"""What a call asks for: known parameters, each once, bounded."""

from collections.abc import Mapping
from datetime import date

from django.http import QueryDict

from chibo.catalogue.parameters import question_of
from chibo.catalogue.queries import Question
from chibo.kernel.days import parse_iso
from chibo.kernel.refusal import Refusal
from chibo.tables.paging import refuse_page_numbers

FIGURE = ("unit", "on", "from", "to", "by", "where", "structure", "page")
ROWS = (*FIGURE, "part", "limit", "cursor")
UNITS = ("q", "on", "limit", "page")
UNIT = ("on",)
REPEATABLE = ("where",)
PARTS = ("value", "base", "rest")


def checked(query: QueryDict, known: tuple[str, ...]) -> QueryDict:
    """The query itself.

    :raises Refusal: a parameter nobody reads, one given twice, a page number
    """
    for name, values in query.lists():
        if name not in known:
            raise Refusal(
                f"Không có tham số “{name[:40]}”. Hãy dùng: {', '.join(n for n in known if n != 'page')}.",
                field=name[:40],
                code="unknown_parameter",
                choices=tuple((n, n) for n in known if n != "page"),
            )
        if len(values) > 1 and name not in REPEATABLE:
            raise Refusal(
                f"Tham số {name} chỉ được ghi một lần. Hãy bớt lại một giá trị.", field=name, code="repeated_parameter"
            )
    refuse_page_numbers(query)
    return query


def question(code: str, query: QueryDict, *, today: date) -> Question:
    """The figure that is asked for.

    :raises Refusal: anything that cannot be read
    """
    return question_of(
        code,
        unit=query.get("unit", ""),
        on=query.get("on", ""),
        first=query.get("from", ""),
        last=query.get("to", ""),
        by=query.get("by", ""),
        where=query.getlist("where"),
        structure=query.get("structure", ""),
        today=today,
    )


def part_of(query: Mapping[str, str]) -> str:
    """Which list behind the figure: ``value``, ``base`` or ``rest``.

    :raises Refusal: another word
    """
    part = query.get("part", "") or "value"
    if part not in PARTS:
        raise Refusal(
            f"Không có phần “{part[:40]}”. Hãy chọn một trong: {', '.join(PARTS)}.",
            field="part",
            code="unknown_value",
            choices=tuple((p, p) for p in PARTS),
        )
    return part


def day_of(query: Mapping[str, str], *, today: date) -> date:
    """The day asked, else today.

    :raises Refusal: not a day
    """
    text = query.get("on", "")
    return parse_iso(text, field="on") if text else today


def name_of_question(asked: Question, part: str) -> str:
    """The same for two calls that page through one list, so that a cursor of another list is told apart."""
    where = sorted((asked.where or {}).items())
    return f"api|{asked.indicator.code}|{asked.unit.uid}|{asked.window}|{asked.structure}|{where}|{part}"
