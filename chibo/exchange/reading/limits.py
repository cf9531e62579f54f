"""How much a workbook may hold, and how much reading it may cost. Larger ones are refused with a sentence that says so."""

MEGABYTE = 1024 * 1024

FILE_BYTES = 100 * MEGABYTE
"""A file as it was sent."""

TEXT_BYTES = 100 * MEGABYTE
"""A text file as it was sent."""

MEMBERS = 3_000
"""Files inside a packed workbook."""

UNPACKED_BYTES = 800 * MEGABYTE
"""All members of a packed workbook once unpacked."""

RATIO = 250
"""How many times larger than packed; asked of what unpacks to more than ``RATIO_FROM``."""

RATIO_FROM = 64 * MEGABYTE

PART_BYTES = 8 * MEGABYTE
"""A member that only describes the workbook: its list of sheets, its relations."""

STYLE_BYTES = 64 * MEGABYTE
"""Styles."""

SHEETS = 100
ROWS = 1_000_000
COLUMNS = 500

AREA = 15_000_000
"""Rows × columns of one sheet up to its last value: a reader keeps room for each."""

ROW_BYTES = 32 * MEGABYTE
"""One row of a sheet as it is written in the file."""

CELL_TEXT = 32_767
"""Letters in one cell; Excel itself holds no more."""

TAG_BYTES = 8 * CELL_TEXT
"""One text or one tag as it is written in XML."""

MERGED = 100_000
"""Merged regions of one sheet."""

MERGED_CELLS = 2_000_000
"""Cells of one sheet that merged regions fill."""

FAULTY_CELLS = 300_000
"""Cells without a result or with an error in one sheet."""

TOP = 40
"""Rows shown before anything is chosen."""

MEMORY_BYTES = 1536 * MEGABYTE
"""Address space of the reading process."""

LOOK_SECONDS = 40
"""Computing time for a look."""

READ_SECONDS = 120
"""Computing time for reading a whole sheet."""

PATIENCE = 3
"""How many times as long an answer is waited for, on a machine that has other things to do."""

ANSWER_BYTES = 256 * MEGABYTE
"""One answer of the reading process."""

STDERR_BYTES = 64 * 1024
"""How much of its complaints is kept."""

SHOWN = 1_000
"""Hidden rows and merged regions named one by one; the others are only counted."""

SHOWN_TEXT = 300
"""Letters of a cell shown before anything is chosen."""

LOOKS = 2
"""Files looked at at once; others wait."""

LOOK_WAIT_SECONDS = 60
"""How long they wait."""
