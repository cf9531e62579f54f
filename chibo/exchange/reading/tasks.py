"""What the reading process can be asked to do."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from itertools import islice
from typing import Any, BinaryIO

from chibo.exchange.reading import limits, pieces, rows, sentences, shortened
from chibo.exchange.reading.answers import AskDateOrder, ColumnSpec, SheetScan
from chibo.exchange.reading.facts import Facts
from chibo.exchange.reading.scan import Inspection
from chibo.exchange.reading.sources import Book, Sheet, shown

_LARGE = 1024 * 1024
"""A file from which on scanning and parsing go side by side; what is absurd in small ones is said by the scan."""

Speak = Callable[[tuple[str, Any]], None]


def look(job: dict[str, Any], speak: Speak) -> None:
    """Tell what the file is and show the first rows of every sheet."""
    inspection = Inspection(job["path"], job["name"], encoding=job.get("encoding", ""))
    # A long sheet is not parsed to its end before anything is chosen; the scan has been over all of it.
    short = shortened.openings(inspection)
    book = Book(inspection, _beginnings(inspection, short) if short else None)
    names = book.names()
    if len(names) > limits.SHEETS:
        raise sentences.too_large(
            f"Tệp có quá {limits.SHEETS} trang tính", "Chỉ giữ các trang tính cần nhập rồi tải lên."
        )
    sheets = []
    for name, hidden in names:
        sheet = book.sheet(name)
        if sheet.rows * sheet.columns > limits.AREA:
            raise sentences.too_large(f"Trang tính “{name}” quá lớn")
        pad = [None] * sheet.offset
        top = [pad + shown(row) if row else [] for row in islice(sheet, limits.TOP)]
        if name in short:
            sheet.rows, sheet.columns = short[name].scan.rows, short[name].scan.columns
            top += [[] for _ in range(len(top), min(limits.TOP, sheet.rows))]
            top = [row + [None] * (sheet.columns - len(row)) for row in top]
        sheets.append({"name": name, "rows": sheet.rows, "columns": sheet.columns, "top": top, "hidden": hidden})
        _convert(sheet, top, inspection, job.get("text", ""))
        facts = inspection.facts_of(name)
        if facts is None:
            facts = _facts(sheet)
            inspection.facts.append(facts)
            inspection.scan.sheets.append(facts.scan)
    if not any(sheet["rows"] for sheet in sheets):
        raise sentences.no_rows()
    pieces.promise(inspection)
    speak(("look", {"scan": asdict(inspection.scan), "sheets": sheets}))


def _beginnings(inspection: Inspection, short: dict[str, Facts]) -> BinaryIO:
    return shortened.workbook(inspection, {name: facts.opening for name, facts in short.items()})


def _facts(sheet: Sheet) -> Facts:
    """What the parser alone knows of a sheet that could not be scanned."""
    facts = Facts(SheetScan(sheet.name, rows=sheet.rows, columns=sheet.columns, hidden=sheet.hidden))
    for region in sheet.merged:
        facts.merge_numbers(*region)
    facts.check()
    return facts


def _convert(sheet: Sheet, top: list[list[Any]], inspection: Inspection, forced: str) -> None:
    """Bring old text in the first rows to Unicode, as reading will."""
    conversion = rows.conversion(sheet, forced, inspection.may_be_old, ask=False)
    if conversion is None:
        return
    convert, note = conversion
    if note:
        inspection.scan.notes.append(note)
    for row in top:
        row[:] = [convert(cell) if cell.__class__ is str else cell for cell in row]


def read(job: dict[str, Any], speak: Speak) -> None:
    """Give the rows of one sheet with clean values, a batch an answer."""
    options = job["options"]
    inspection = Inspection(
        job["path"], job["name"], only=job["sheet"], encoding=options.get("encoding") or "", later=True
    )
    if job["in_pieces"] and _read_in_pieces(inspection, job, speak):
        return
    if os.path.getsize(job["path"]) < _LARGE:
        inspection.scan_sheets()
        book = Book(inspection)
        sheet = book.sheet(job["sheet"])
    else:
        # The parser works outside the interpreter's lock: the scan costs no time beside it.
        with ThreadPoolExecutor(1) as beside:
            scanned = beside.submit(inspection.scan_sheets)
            try:
                book = Book(inspection)
                sheet = book.sheet(job["sheet"])
            finally:
                scanned.result()
    _give(inspection, sheet, job, speak)


def _give(inspection: Inspection, sheet: Sheet, job: dict[str, Any], speak: Speak) -> None:
    columns = [ColumnSpec(*column) for column in job["columns"]]
    reading = rows.Reading(inspection, sheet, job["first_row"], columns, job["options"])
    if isinstance(sheet, pieces.PiecedSheet):
        sheet.agrees = reading.agrees
    every = iter(reading)
    while batch := list(islice(every, job["batch"])):
        speak(("rows", batch))
    speak(("notes", reading.notes))


def _read_in_pieces(inspection: Inspection, job: dict[str, Any], speak: Speak) -> bool:
    """Give rows before the last ones have been seen; False if nothing was given, because it cannot be done."""
    given = False

    def told(answer: tuple[str, Any]) -> None:
        nonlocal given
        given = True
        speak(answer)

    try:
        sheet = pieces.PiecedSheet(inspection, job["sheet"])
        if sheet.rows < job["first_row"]:
            return False
        _give(inspection, sheet, job, told)
    except AskDateOrder:
        return False
    except pieces.Unsettled:
        if not given:
            return False
        speak(("again", None))
    return True
