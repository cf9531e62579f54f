"""The second step: columns."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from chibo.exchange import actions, queries
from chibo.exchange.actions.mapping import OPEN
from chibo.exchange.forms import ColumnsForm, LettersForm
from chibo.exchange.forms.columns import SKIP_HIDDEN, shown
from chibo.exchange.models import Batch
from chibo.exchange.queries import veiled
from chibo.exchange.rules import states
from chibo.exchange.rules.guessing import Guess, letters
from chibo.exchange.views.asked import Page, page_of
from chibo.kernel.refusal import Refusal
from chibo.ui import params
from chibo.ui.forms import refused

SHEET, HEADER = "trang", "tieu-de"
_SHOWN_ROWS, _SHOWN_COLUMNS = 6, 60
_MOST_HEADER = 40


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Which column is which: proposed, confirmed or changed, then checked."""
    page = page_of(request, uid)
    batch = page.batch
    states.must_be(batch, request.viewer, *OPEN)
    states.must_rest(batch)
    sheet, guess = _guess(batch, request.POST if request.method == "POST" else request.GET)
    rows = _rows(page, sheet, guess)
    form = ColumnsForm(
        page.kind,
        guess,
        rows,
        request.POST if request.method == "POST" else None,
        options=batch.options,
        has_hidden=_scan(batch, sheet).get("hidden_row_count", 0) > 0,
    )
    if request.method == "POST" and form.is_valid():
        try:
            _map(batch, sheet, guess, form, request)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            return redirect("exchange:batch", batch.uid)
    context = page.context(2) | _context(page, sheet, guess, form, rows)
    return render(request, "exchange/columns.html", context, status=422 if form.is_bound else 200)


def _map(batch: Batch, sheet: dict[str, Any], guess: Guess, form: ColumnsForm, request: HttpRequest) -> None:
    mapping = form.mapping()
    kept = {name: batch.options[name] for name in ("encoding", "text") if batch.options.get(name)}
    if batch.sheet == sheet["name"]:
        said = batch.options.get("date_order", {})
        orders = {name: order for name, order in said.items() if mapping.get(name) == batch.mapping.get(name)}
        kept |= {"date_order": orders} if orders else {}
    actions.map_columns(
        batch,
        sheet=sheet["name"],
        header_row=guess.header_row,
        mapping=mapping,
        options=kept | form.options(),
        by=request.viewer,
    )
    actions.request(batch, "check", by=request.viewer)


def _guess(batch: Batch, asked: QueryDict) -> tuple[dict[str, Any], Guess]:
    """The sheet asked for and what it seems to hold; where it was mapped already, as it was."""
    sheet = queries.sheet_of(batch, asked.get(SHEET, "") or batch.sheet or actions.likely_sheet(batch))
    is_same = bool(batch.mapping) and sheet["name"] == batch.sheet
    header = None
    if asked.get(HEADER, "").strip():
        header = params.whole_number(asked, HEADER, default=0, low=0, high=_MOST_HEADER)
    elif is_same:
        header = batch.header_row
    guess = actions.propose(batch, sheet=sheet["name"], header_row=header)
    if is_same and guess.header_row == batch.header_row:
        used = set(batch.mapping.values())
        guess = Guess(
            guess.header_row,
            guess.headings,
            dict(batch.mapping),
            dict.fromkeys(batch.mapping, 1.0),
            [place for place in range(len(guess.headings)) if place not in used],
            [],
        )
    return sheet, guess


def _rows(page: Page, sheet: dict[str, Any], guess: Guess) -> list[list[str]]:
    """The rows below the heading, in words."""
    tell = str if page.is_open else veiled
    return [[tell(shown(cell)) for cell in row] for row in sheet["top"][guess.header_row :] if any(row)]


def _scan(batch: Batch, sheet: dict[str, Any]) -> dict[str, Any]:
    return next((one for one in batch.looked["scan"]["sheets"] if one["name"] == sheet["name"]), {})


def _context(
    page: Page, sheet: dict[str, Any], guess: Guess, form: ColumnsForm, rows: Sequence[Sequence[str]]
) -> dict[str, Any]:
    batch, scan = page.batch, page.batch.looked["scan"]
    width = min(len(guess.headings), _SHOWN_COLUMNS)
    used = {place: name for name, place in guess.mapping.items()}
    titles = {column.name: column.title for column in page.kind.columns}
    letters_form = LettersForm(is_text=scan["format"] == "csv", initial=batch.options)
    return {
        "form": form,
        "sheet": sheet,
        "sheets": [one for one in batch.looked["sheets"] if one["rows"]],
        "header_row": guess.header_row,
        "scan": scan,
        "notes": scan["notes"],
        "heads": [(letters(i), guess.headings[i], titles.get(used.get(i, ""), "")) for i in range(width)],
        "first_rows": [
            (guess.header_row + number, [row[i] if i < len(row) else "" for i in range(width)])
            for number, row in enumerate(rows[:_SHOWN_ROWS], 1)
        ],
        "more_columns": len(guess.headings) - width,
        "unmapped": [f"{letters(i)} · {guess.headings[i]}" for i in guess.unmapped],
        "doubtful": sum(line.is_doubtful for line in form.lines),
        "letters_form": letters_form,
        "skip_hidden": SKIP_HIDDEN,
    }


@require_POST
def read_again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Read the letters of the file another way."""
    page = page_of(request, uid)
    is_text = page.batch.looked["scan"]["format"] == "csv"
    form = LettersForm(request.POST, is_text=is_text)
    if not form.is_valid():
        raise Refusal("Không có cách đọc này. Hãy chọn một bảng mã trong danh sách.", code="encoding")
    actions.look_again(
        page.batch,
        encoding=form.cleaned_data.get("encoding", ""),
        text=form.cleaned_data.get("text", ""),
        by=request.viewer,
    )
    messages.success(request, "Đã đọc lại tệp. Hãy xem chữ trong vài dòng đầu đã đúng chưa.")
    return redirect("exchange:columns", page.batch.uid)
