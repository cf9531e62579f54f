"""One process that writes a long file and says what it took: ``python -m tests.benchmarks.exporting WAY ROWS``.

``xlsx`` and ``csv`` go through the lists of the program; ``kept`` is the whole of what the worker does, up to the encrypted
file; ``bare`` is XlsxWriter writing one row of the same thirty cells again and again. The rows come from the installation
of the environment: what happened to people, with the person, the cells and the decision.

The memory is the most this process ever held, beyond what it holds when it stands ready: all loaded, one short file made.
It is read where the system keeps it, since what ``resource`` tells of a child starts with the size of its parent.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

COLUMNS = 30
DAYS = ("on", "decided_on", "party_since", "official_since", "sent_on", "received_on")
WARM = 10


def table_of(rows: int) -> Any:
    """So many events: texts, ids, whole and partial days, moments, whole numbers, decimals, percents, empty cells."""
    from chibo.members.models import MemberEvent
    from chibo.tables.columns import Column
    from chibo.tables.sources import QuerySource
    from chibo.tables.table import Table

    found = MemberEvent.objects.select_related("person", "cell", "from_cell", "decision")
    last = MemberEvent.objects.order_by("pk").values_list("pk", flat=True)[rows - 1]
    now = datetime.fromisoformat("2026-11-22T10:00:00+07:00")
    columns = [
        Column("name", "Họ và tên", "person.full_name", main=True),
        Column("born", "Ngày sinh", "person.born_on", kind="day", precision="person.born_precision"),
        Column("known", "Khóa tên", "person.name_key"),
        Column("folded", "Không dấu", "person.folded"),
        Column("person", "Mã hồ sơ", "person.uid", kind="id"),
        Column("uid", "Mã việc", kind="id"),
        Column("cause", "Việc", lambda e: e.get_cause_display(), width=30),
        Column("state", "Tình trạng", lambda e: e.get_state_display(), kind="badge", state=lambda e: "done"),
        Column("status", "Tư cách", lambda e: e.get_status_display()),
        Column("cell", "Chi bộ", lambda e: e.cell.ref if e.cell else "", kind="id"),
        Column("from", "Nơi đi", lambda e: e.from_cell.ref if e.from_cell else "", kind="id"),
        Column("because", "Căn cứ", lambda e: str(e.decision or "")),
        Column("note", "Ghi chú"),
        *(Column(name, f"Ngày {place}", kind="day") for place, name in enumerate(DAYS, 1)),
        *(Column(name, name, kind="int") for name in ("pk", "person_id", "cell_id", "from_cell_id")),
        Column("share", "Tỷ lệ", lambda e: e.pk % 1000 / 10, kind="percent"),
        Column("mean", "Trung bình", lambda e: e.pk / 7, kind="decimal"),
        Column("at", "Lúc", lambda e: now, kind="moment"),
        Column("same", "Cùng nơi", lambda e: e.cell_id == e.from_cell_id),
    ]
    texts = [
        Column(f"t{n}", f"Chữ {n}", lambda e, n=n: f"{n} {e.person.full_name}") for n in range(COLUMNS - len(columns))
    ]
    return Table("benchmark", "Việc", [*columns, *texts], QuerySource(found.filter(pk__lte=last), ("pk",)), total=rows)


def listed(form: str, rows: int) -> Callable[[], int]:
    """Writes a file of the list; gives its size."""
    from chibo.tables.export import Heading, write
    from chibo.tables.parts import parts_of

    def run() -> int:
        with tempfile.TemporaryFile() as file:
            write(file, form, parts_of([table_of(rows)], {}), Heading("Việc", by="máy đo"))
            return file.seek(0, 2)

    return run


def kept(rows: int) -> Callable[[], int]:
    """Writes the file and keeps it as a job does."""
    from chibo.files import actions as files
    from chibo.kernel.viewer import System
    from chibo.tables.export import Heading, write
    from chibo.tables.parts import parts_of

    def run() -> int:
        with tempfile.TemporaryFile() as file:
            write(file, "xlsx", parts_of([table_of(rows)], {}), Heading("Việc", by="máy đo"))
            return files.keep_made(name="viec.xlsx", file=file, by=System("máy đo")).size

    return run


def bare(rows: int) -> Callable[[], int]:
    """Writes as many cells of the same kinds: constants, no list, no database."""
    import xlsxwriter

    cells: list[Any] = [
        "Nguyễn Thị Ngọc Ánh", date(1968, 2, 3), "anh ngoc thi nguyen", "nguyen thi ngoc anh", "01890a5d-ac96-774b-bcce-b302",
        "01890a5d-ac96-774b-bcce-b303", "Kết nạp", "Có hiệu lực", "Chính thức", "QN.01.02", "", "", "", date(2015, 1, 1), None,
        date(2005, 5, 19), date(2006, 5, 19), None, None, 123_456, 65_432, 4_321, None, 0.456, 17636.57,
        datetime(2026, 11, 22, 10), "không", "0 Nguyễn Thị Ngọc Ánh", "1 Nguyễn Thị Ngọc Ánh", "2 Nguyễn Thị Ngọc Ánh",
    ]  # fmt: skip
    assert len(cells) == COLUMNS

    def run() -> int:
        with tempfile.TemporaryFile() as file:
            book = xlsxwriter.Workbook(file, {"constant_memory": True})
            sheet, style = book.add_worksheet(), book.add_format({"border": 1})
            put = {str: sheet.write_string, date: sheet.write_datetime, datetime: sheet.write_datetime}
            puts = [
                (sheet.write_blank if one in (None, "") else put.get(type(one), sheet.write_number), place, one or None)
                for place, one in enumerate(cells)
            ]
            for number in range(rows):
                for write, place, one in puts:
                    write(number, place, one, style)
            book.close()
            return file.seek(0, 2)

    return run


def memory(name: str) -> int:
    """What this process holds (``VmRSS``), of that mapped files (``RssFile``), or ever held (``VmHWM``), in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def main(way: str, rows: int) -> None:
    """Write once, after a short file that does not count."""
    import django

    django.setup()
    ways = {"xlsx": lambda n: listed("xlsx", n), "csv": lambda n: listed("csv", n), "kept": kept, "bare": bare}
    ways[way](WARM)()
    idle, mapped, began = memory("VmRSS"), memory("RssFile"), time.process_time()
    size = ways[way](rows)()
    took = time.process_time() - began
    told = {"seconds": took, "memory": memory("VmHWM") - idle, "idle": idle, "mapped": memory("RssFile") - mapped}
    print(json.dumps(told | {"size": size}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
