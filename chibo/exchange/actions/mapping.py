"""The second step: which column is which, and what the person answers when asked."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from chibo.exchange.models import Batch, Habit
from chibo.exchange.queries import questions, sheet_of
from chibo.exchange.reading.values.days import ORDERS
from chibo.exchange.rules import kinds, states
from chibo.exchange.rules.guessing import Guess, guess
from chibo.exchange.vocabulary import BatchState
from chibo.kernel import clock
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer

COLUMNS_KEY = "columns:"
ANSWER_KEY = "answer:"
OPEN = (BatchState.RECEIVED, BatchState.MAPPED, BatchState.CHECKED, BatchState.CHECKING)
"""Where columns can still be chosen; a check that broke off is one of them."""
MOST_TRIED = 12
"""Sheets that are looked at to find the one with the rows."""


def propose(batch: Batch, *, sheet: str = "", header_row: int | None = None) -> Guess:
    """What the sheet seems to hold; where the office mapped such headings before, as it did then."""
    kind = kinds.kind_of(batch.kind)
    found = _guess(batch, kind, sheet_of(batch, sheet or batch.sheet or likely_sheet(batch)), header_row)
    habit = Habit.objects.filter(place=batch.place, kind=batch.kind, key=COLUMNS_KEY + found.fingerprint).first()
    if habit is None:
        return found
    known = {column.name for column in kind.columns}
    mapping = {name: index for name, index in habit.value.items() if name in known and index < len(found.headings)}
    missing = [c.name for c in kind.columns if c.required and c.name not in mapping]
    used = set(mapping.values())
    return Guess(
        found.header_row,
        found.headings,
        mapping,
        dict.fromkeys(mapping, 1.0),
        [i for i in range(len(found.headings)) if i not in used and found.headings[i]],
        missing,
    )


def likely_sheet(batch: Batch) -> str:
    """The sheet that seems to hold the rows: the one with the most columns recognised, the first of equals."""
    kind = kinds.kind_of(batch.kind)
    sheets = [sheet for sheet in batch.looked["sheets"] if sheet["rows"] and not sheet["hidden"]][:MOST_TRIED]
    if len(sheets) < 2:
        return sheet_of(batch)["name"]

    def recognised(name: str) -> tuple[bool, int]:
        found = _guess(batch, kind, sheet_of(batch, name), None)
        return not found.missing, len(found.mapping)

    return max((sheet["name"] for sheet in sheets), key=recognised)


def _guess(batch: Batch, kind: kinds.Kind, sheet: dict[str, Any], header_row: int | None) -> Guess:
    scans = batch.looked["scan"]["sheets"]
    merged = next((scan["merged"] for scan in scans if scan["name"] == sheet["name"]), ())
    near = [tuple(region) for region in merged if region[0] <= len(sheet["top"])]
    return guess(sheet["top"], kind.columns, merged=near, header_row=header_row)


@transaction.atomic
def map_columns(
    batch: Batch,
    *,
    sheet: str,
    header_row: int,
    mapping: Mapping[str, int],
    options: Mapping[str, Any] | None = None,
    by: Viewer,
) -> None:
    """Say which column is which. The rows must be checked (again) after it; the office remembers it if that leads anywhere.

    :raises Refusal: not open any more, an unknown field or sheet, two fields in one column, a required one missing
    """
    states.must_be(batch, by, *OPEN)
    states.must_rest(batch)
    kind = kinds.kind_of(batch.kind)
    width = max((len(row) for row in sheet_of(batch, sheet)["top"]), default=0)
    _check_mapping(kind, mapping, width)
    batch.sheet, batch.header_row, batch.mapping = sheet, header_row, dict(mapping)
    batch.options = dict(options or {})
    batch.state, batch.questions = BatchState.MAPPED, []
    batch.save()


def remember_columns(batch: Batch) -> None:
    """Keep for the office which column is which in a sheet with such headings."""
    found = _guess(batch, kinds.kind_of(batch.kind), sheet_of(batch, batch.sheet), batch.header_row)
    _remember(batch, COLUMNS_KEY + found.fingerprint, dict(batch.mapping))


def _check_mapping(kind: kinds.Kind, mapping: Mapping[str, int], width: int) -> None:
    titles = {column.name: column.title for column in kind.columns}
    taken: dict[int, str] = {}
    for name, index in mapping.items():
        if name not in titles:
            raise Refusal(
                f"Loại tệp này không có mục “{name[:40]}”. Hãy chọn trong danh sách.", field=name[:40], code="field"
            )
        if not 0 <= index < max(width, 1):
            raise Refusal(
                f"Tệp không có cột thứ {index + 1}. Hãy chọn lại cột cho “{titles[name]}”.", field=name, code="column"
            )
        if index in taken:
            raise Refusal(
                f"Một cột được chọn cho cả “{taken[index]}” và “{titles[name]}”. Hãy chọn mỗi cột cho một mục.",
                field=name,
                code="column_twice",
            )
        taken[index] = titles[name]
    for column in kind.columns:
        if column.required and column.name not in mapping:
            raise Refusal(
                f"Chưa có cột cho “{column.title}”, là mục bắt buộc. Hãy chọn cột.",
                field=column.name,
                code="column_missing",
            )


@transaction.atomic
def answer(batch: Batch, *, answers: Mapping[str, str], by: Viewer) -> None:
    """Answer what was asked; the rows must be checked again after it. An empty answer takes an earlier one back.

    :param answers: key of the question → one of its choices; ``date_order:<field>`` for how days are written
    :raises Refusal: not open any more, or no way to write days
    """
    states.must_be(batch, by, BatchState.MAPPED, BatchState.CHECKED)
    states.must_rest(batch)
    orders = dict(batch.options.get("date_order", {}))
    lasting = {asked.ask.key for asked in questions(batch) if asked.ask.remembered}
    for key, value in answers.items():
        if key.startswith("date_order:"):
            name = key.partition(":")[2]
            orders.pop(name, None)
            if value:
                orders[name] = _order(value)
        elif value:
            batch.answers[key] = value
            if key in lasting:
                _remember(batch, (ANSWER_KEY + key)[:200], value)
        else:
            batch.answers.pop(key, None)
            Habit.objects.filter(place=batch.place, kind=batch.kind, key=(ANSWER_KEY + key)[:200]).delete()
    if orders or "date_order" in batch.options:
        batch.options["date_order"] = orders
    batch.questions = [q for q in batch.questions if q["field"] not in orders]
    batch.state = BatchState.MAPPED
    batch.save()


def _order(said: str) -> str:
    if said not in ORDERS:
        raise Refusal(
            f"Không có cách ghi ngày “{said[:20]}”. Hãy trả lời dmy (ngày/tháng) hoặc mdy (tháng/ngày).",
            code="date_order",
        )
    return said


def remembered_answers(batch: Batch) -> dict[str, str]:
    """What the office answered before, under what it answers now."""
    habits = Habit.objects.filter(place=batch.place, kind=batch.kind, key__startswith=ANSWER_KEY)
    before = {key.removeprefix(ANSWER_KEY): value for key, value in habits.values_list("key", "value")}
    return before | batch.answers


@transaction.atomic
def forget_answers(batch: Batch, *, by: Viewer) -> None:
    """Take every answer back, those the office gave before too; what is doubtful is asked again at the next check.

    :raises Refusal: not open any more
    """
    states.must_be(batch, by, BatchState.MAPPED, BatchState.CHECKED)
    states.must_rest(batch)
    Habit.objects.filter(place=batch.place, kind=batch.kind, key__startswith=ANSWER_KEY).delete()
    batch.answers, batch.state = {}, BatchState.MAPPED
    batch.options = {name: value for name, value in batch.options.items() if name != "date_order"}
    batch.save()


def _remember(batch: Batch, key: str, value: object) -> None:
    Habit.objects.update_or_create(
        place=batch.place, kind=batch.kind, key=key, defaults={"value": value, "made_at": clock.now()}
    )


@transaction.atomic
def drop(batch: Batch, *, by: Viewer) -> None:
    """Put a workbook aside that is not wanted any more; its staged rows go, the file stays in the archive.

    :raises Refusal: it has been written: it can be undone instead
    """
    states.must_be(batch, by, *OPEN)
    states.must_rest(batch)
    batch.chunks.all().delete()
    batch.rows.all().delete()
    batch.state = BatchState.DROPPED
    batch.save(update_fields=["state"])
