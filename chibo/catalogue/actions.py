"""What the catalogue writes: that a list or a table left the system as a file or on paper."""

from datetime import date

from chibo.indicators import Indicator
from chibo.journal import actions as journal
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit

EXPORT = "figures.export"
FORMS = {"xlsx": "Excel", "csv": "CSV", "in": "bản in"}


def note_export(*, what: str, unit: Unit, form: str, rows: int, on: date, by: Viewer) -> None:
    """Put an export on record.

    :param what: what was exported, in words
    :raises NotEntitled: the viewer may not export the figures of the unit
    """
    by.must(EXPORT, unit)
    journal.record(
        "catalogue.exported",
        subject=unit.reference,
        label=f"Xuất {FORMS.get(form, form)}: {what}"[:400],
        place=unit.reference,
        on=on,
        by=by,
        after={"form": form, "rows": rows},
    )


def name_of_list(indicator: Indicator, *, part: str) -> str:
    """What a list is called in files and in the journal."""
    rest = " – người không nằm trong số này" if part == "rest" else ""
    return f"{indicator.code} {indicator.title}{rest}"
