"""Files that do harm to who reads them carelessly, made by code: name → (bytes, how they were sent)."""

import random
import struct
import zipfile
import zlib
from collections.abc import Callable

from chibo.exchange.tests import made

Maker = Callable[[], bytes]
HOSTILE: dict[str, tuple[str, str, Maker]] = {}
"""What it is → (the name it is sent under, the code it is refused with, what makes it)."""


def sent_as(name: str, code: str) -> Callable[[Maker], Maker]:
    def keep(maker: Maker) -> Maker:
        HOSTILE[maker.__name__.replace("_", " ")] = (name, code, maker)
        return maker

    return keep


def sound() -> bytes:
    return made.xlsx(made.sheet(made.ROWS))


def one_sheet(content: str) -> bytes:
    return made.xlsx(made.worksheet(content))


def with_members(**more: bytes) -> dict[str, bytes]:
    return {**made.book(made.sheet(made.ROWS)), **more}


def deflated(unit: bytes, times: int) -> bytes:
    """The same megabyte many times, without packing it many times."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)
    return first * times + packer.flush(zlib.Z_FINISH)


def zipped(members: list[tuple[str, bytes, int, int, int]], *, shared: bool = False, flags: int = 0) -> bytes:
    """A package written by hand: (name, packed content, size it claims, checksum it claims, method)."""
    body, directory = b"", b""
    for name, content, size, checksum, method in members:
        written = name.encode()
        head = struct.pack("<5H3I2H", 20, flags, method, 0, 33, checksum, len(content), size, len(written), 0)
        at = 0 if shared and body else len(body)
        if not (shared and body):
            body += b"PK\x03\x04" + head + written + content
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<3H2I", 0, 0, 0, 0, at) + written
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + end


def with_bomb(name: str, packed: bytes, size: int, checksum: int = 0) -> bytes:
    members = [
        (member, content, len(content), zlib.crc32(content), 0)
        for member, content in with_members().items()
        if member != name
    ]
    return zipped([*members, (name, packed, size, checksum, 8)])


MEGABYTE = 1024 * 1024
SHEET1 = "xl/worksheets/sheet1.xml"


# Cut short, damaged, with stray bytes.


@sent_as("a.xlsx", "broken_file")
def cut_after_a_tenth() -> bytes:
    return sound()[: len(sound()) // 10]


@sent_as("a.xlsx", "broken_file")
def cut_in_the_middle() -> bytes:
    return sound()[: len(sound()) // 2]


@sent_as("a.xlsx", "broken_file")
def cut_at_the_end() -> bytes:
    return sound()[:-12]


@sent_as("a.xlsx", "broken_file")
def sheet_cut_inside_the_package() -> bytes:
    members = made.book(made.sheet(made.ROWS * 50))
    return made.packed({**members, SHEET1: members[SHEET1][:-4000]})


@sent_as("a.xlsx", "broken_file")
def stray_bytes_in_the_middle() -> bytes:
    data = bytearray(made.xlsx(made.sheet(made.ROWS * 200)))
    for place in range(600, 900):
        data[place] ^= 0x5A
    return bytes(data)


@sent_as("a.xlsx", "broken_file")
def stray_bytes_before() -> bytes:
    return b"\x00\x01\x02stray" + sound()


@sent_as("a.xlsx", "broken_file")
def checksum_wrong() -> bytes:
    members = [(name, content, len(content), 1, 0) for name, content in with_members().items()]
    return zipped(members)


@sent_as("a.xlsx", "empty_file")
def empty_file() -> bytes:
    return b""


@sent_as("a.csv", "empty_file")
def empty_text() -> bytes:
    return b""


@sent_as("a.csv", "no_rows")
def blank_lines() -> bytes:
    return b"\n\n , ,\n\n".replace(b" ", b"")


@sent_as("a.xlsx", "no_rows")
def zero_rows() -> bytes:
    return one_sheet("<sheetData/>")


@sent_as("a.xlsx", "no_rows")
def no_sheets() -> bytes:
    return made.xlsx()


@sent_as("a.xlsx", "broken_file")
def random_bytes() -> bytes:
    return random.Random(1).randbytes(50_000)


@sent_as("a.xlsx", "broken_file")
def random_bytes_in_a_package() -> bytes:
    return b"PK\x03\x04" + random.Random(2).randbytes(50_000)


@sent_as("a.xlsx", "unsafe_file")
def sheet_of_random_bytes() -> bytes:
    return made.packed(with_members(**{SHEET1: random.Random(3).randbytes(20_000)}))


@sent_as("a.xlsx", "wrong_kind")
def empty_package() -> bytes:
    return b"PK\x05\x06" + bytes(18)


# Absurd extents.


@sent_as("a.xlsx", "too_large")
def first_and_last_cell() -> bytes:
    """Two kilobytes that abort the parser."""
    return one_sheet(
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )


@sent_as("a.xlsx", "too_large")
def last_row_alone() -> bytes:
    return one_sheet(
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    )


@sent_as("a.xlsx", "too_large")
def last_column_alone() -> bytes:
    return one_sheet('<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row></sheetData>')


@sent_as("a.xlsx", "too_large")
def far_cell_before_the_others() -> bytes:
    return one_sheet(
        '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    )


@sent_as("a.xlsx", "too_large")
def wide_and_long() -> bytes:
    """Inside both limits, but not inside their product."""
    return one_sheet(
        '<sheetData><row r="1"><c r="SA1"><v>1</v></c></row><row r="900000"><c r="A900000"><v>1</v></c></row></sheetData>'
    )


@sent_as("a.xlsx", "too_large")
def row_beyond_every_number() -> bytes:
    return one_sheet('<sheetData><row r="4294967295"><c r="A4294967295"><v>1</v></c></row></sheetData>')


@sent_as("a.xlsx", "too_large")
def column_beyond_every_number() -> bytes:
    return one_sheet('<sheetData><row r="1"><c r="ZZZZZZ1"><v>1</v></c></row></sheetData>')


@sent_as("a.xlsx", "too_large")
def two_thousand_sheets() -> bytes:
    return made.xlsx(*[made.sheet([["a"]])] * 2000)


@sent_as("a.ods", "too_large")
def two_thousand_tables() -> bytes:
    return made.ods(*[made.ods_table([["a"]])] * 2000)


@sent_as("a.xlsx", "too_large")
def too_many_merged_regions() -> bytes:
    regions = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 150_000))
    return made.xlsx(made.sheet(made.ROWS, tail=f"<mergeCells>{regions}</mergeCells>"))


@sent_as("a.ods", "too_large")
def repeated_beyond_measure() -> bytes:
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" '
        'office:value-type="float" office:value="1"/></table:table-row>'
    )
    return made.ods(made.ods_table(made.ROWS, tail=row))


@sent_as("a.csv", "too_large")
def six_hundred_columns() -> bytes:
    return b"a,b\n" + b",".join([b"1"] * 600) + b"\n"


@sent_as("a.csv", "too_large")
def more_than_a_million_lines() -> bytes:
    return b"1,2\n" * 1_100_000


# Enormous once unpacked.


@sent_as("a.xlsx", "too_large")
def bomb_that_says_so() -> bytes:
    return with_bomb(SHEET1, deflated(bytes(MEGABYTE), 1500), 1500 * MEGABYTE)


@sent_as("a.xlsx", "unsafe_file")
def bomb_below_the_limit_but_packed_too_well() -> bytes:
    return with_bomb("xl/sharedStrings.xml", deflated(bytes(MEGABYTE), 500), 500 * MEGABYTE)


@sent_as("a.xlsx", "unsafe_file")
def bomb_that_lies() -> bytes:
    return with_bomb(SHEET1, deflated(b" " * MEGABYTE, 1500), 2000)


@sent_as("a.xlsx", "unsafe_file")
def bomb_of_strings_that_lies() -> bytes:
    return with_bomb("xl/sharedStrings.xml", deflated(b"<si><t>a</t></si>" * 61_680, 1500), 2000)


@sent_as("a.xlsx", "broken_file")
def says_more_than_it_holds() -> bytes:
    content = made.sheet(made.ROWS).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return with_bomb(SHEET1, packer.compress(content) + packer.flush(), 50_000, zlib.crc32(content))


@sent_as("a.ods", "unsafe_file")
def bomb_in_a_table() -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        [
            ("mimetype", kind, len(kind), zlib.crc32(kind), 0),
            ("content.xml", deflated(bytes(MEGABYTE), 1500), 1000, 0, 8),
        ]
    )


@sent_as("a.xlsx", "unsafe_file")
def overlapping_members() -> bytes:
    packed = deflated(b" " * MEGABYTE, 20)
    return zipped(
        [(f"xl/worksheets/sheet{number}.xml", packed, 20 * MEGABYTE, 0, 8) for number in range(30)], shared=True
    )


@sent_as("a.zip", "wrong_kind")
def package_in_a_package() -> bytes:
    inner = made.packed({"0": bytes(MEGABYTE)})
    for _ in range(3):
        inner = made.packed({f"{number}.zip": inner for number in range(10)})
    return inner


@sent_as("a.xlsx", "too_large")
def five_thousand_members() -> bytes:
    return made.packed(with_members(**{f"xl/media/{number}.png": b"x" for number in range(5000)}))


@sent_as("a.xlsx", "too_large")
def count_of_members_that_lies() -> bytes:
    data = bytearray(sound())
    at = data.rfind(b"PK\x05\x06")
    data[at + 8 : at + 12] = struct.pack("<HH", 60_000, 60_000)
    return bytes(data)


@sent_as("a.xlsx", "unsafe_file")
def members_of_the_same_name() -> bytes:
    members = [(name, content, len(content), zlib.crc32(content), 0) for name, content in with_members().items()]
    return zipped([*members, members[0]])


@sent_as("a.xlsx", "unsafe_file")
def paths_that_climb() -> bytes:
    return made.packed(with_members(**{"../../../../etc/cron.d/x": b"x"}))


@sent_as("a.xlsx", "unsafe_file")
def paths_from_the_root() -> bytes:
    return made.packed(with_members(**{"/etc/x": b"x"}))


@sent_as("a.xlsx", "unsafe_file")
def packed_in_an_odd_way() -> bytes:
    return made.packed(with_members(), zipfile.ZIP_LZMA)


@sent_as("a.xlsx", "protected_file")
def members_behind_a_password() -> bytes:
    members = [(name, content, len(content), zlib.crc32(content), 0) for name, content in with_members().items()]
    return zipped(members, flags=1)
