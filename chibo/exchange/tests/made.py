"""Workbooks made by code, byte by byte: sound ones in every format, and the pieces that hostile ones are made of."""

import io
import struct
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def column(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell(row: int, number: int, value: object) -> str:
    """A cell as Excel writes it; a value that begins with ``=`` is a formula without a result, a pair a day."""
    place = f"{column(number)}{row}"
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    if isinstance(value, tuple):
        return f'<c r="{place}" s="1"><v>{value[1]}</v></c>'
    if value.startswith("="):
        return f'<c r="{place}"><f>{escape(value[1:])}</f></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def sheet(rows: list[list[object]], *, hidden: tuple[int, ...] = (), tail: str = "", head: str = "") -> str:
    """The XML of a sheet."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(cell(number, place, value) for place, value in enumerate(row, 1))
        lines.append(
            f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if number in hidden else ""}>{cells}</row>'
        )
    return worksheet(f"{head}<sheetData>{''.join(lines)}</sheetData>{tail}")


def worksheet(content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{MAIN}">{content}</worksheet>'


def book(
    *sheets: str, names: tuple[str, ...] = (), states: tuple[str, ...] = (), strings: str = ""
) -> dict[str, bytes]:
    """The members of an .xlsx."""
    listed, related, typed = "", "", ""
    members: dict[str, str] = {}
    for number, content in enumerate(sheets, 1):
        name = names[number - 1] if names else f"Trang {number}"
        state = f' state="{states[number - 1]}"' if states else ""
        listed += f'<sheet name="{escape(name)}" sheetId="{number}"{state} r:id="rId{number}"/>'
        related += (
            f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
        members[f"xl/worksheets/sheet{number}.xml"] = content
    if strings:
        related += f'<Relationship Id="rIdS" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
        members["xl/sharedStrings.xml"] = strings
    related += f'<Relationship Id="rIdT" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    members["xl/styles.xml"] = (
        f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><name val="Arial"/></font></fonts><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    members["xl/workbook.xml"] = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
    members["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
    members["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    )
    members["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>{typed}</Types>'
    )
    return {name: content.encode() for name, content in members.items()}


def strings(*texts: str) -> str:
    return f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{escape(text)}</t></si>" for text in texts)}</sst>'


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Members as a package."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def xlsx(*sheets: str, **more: object) -> bytes:
    return packed(book(*sheets, **more))


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def ods_content(tables: str, styles: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" xmlns:text="{OFFICE}:text:1.0" '
        f'xmlns:style="{OFFICE}:style:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        f'office:version="1.2"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )


def ods_cell(value: object) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    if isinstance(value, tuple):
        return f'<table:table-cell office:value-type="date" office:date-value="{value[0]}"><text:p/></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'


def ods_table(rows: list[list[object]], *, name: str = "Trang 1", hidden: tuple[int, ...] = (), tail: str = "") -> str:
    lines = ""
    for number, row in enumerate(rows, 1):
        how = ' table:visibility="collapse"' if number in hidden else ""
        lines += f"<table:table-row{how}>{''.join(map(ods_cell, row))}</table:table-row>"
    return f'<table:table table:name="{name}">{lines}{tail}</table:table>'


def ods(*tables: str, more: dict[str, bytes] | None = None, kind: str = "spreadsheet", styles: str = "") -> bytes:
    members = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
        "content.xml": ods_content("".join(tables), styles).encode(),
        "META-INF/manifest.xml": b'<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    }
    return packed({**members, **(more or {})})


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def biff(rows: list[list[object]], *, name: str = "Trang 1", tail: bytes = b"", early: bytes = b"") -> bytes:
    """The stream of an .xls (BIFF8)."""

    def xf(number_format: int) -> bytes:
        return record(0xE0, struct.pack("<HHHBBBBIIH", 0, number_format, 0, 0, 0, 0, 0, 0, 0, 0))

    def body() -> bytes:
        out = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
        width = max((len(row) for row in rows), default=0)
        out += record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if value is None or value == "":
                    continue
                at = struct.pack("<HHH", number, place, 1 if isinstance(value, tuple) else 0)
                if isinstance(value, bool):
                    out += record(0x205, at + bytes([value, 0]))
                elif isinstance(value, int | float):
                    out += record(0x203, at + struct.pack("<d", value))
                elif isinstance(value, tuple):
                    out += record(0x203, at + struct.pack("<d", value[1]))
                else:
                    out += record(0x204, at + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        return out + tail + record(0x0A)

    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + early + record(0x42, struct.pack("<H", 1200))
    start += xf(0) + xf(14)
    offset = len(start) + 4 + 6 + len(title) + 4
    return start + record(0x85, struct.pack("<IBB", offset, 0, 0) + title) + record(0x0A) + body()


def ole(stream: bytes, name: str = "Workbook") -> bytes:
    """A container with one stream."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // 512)
    stream = stream.ljust(count * 512, b"\0")
    fat_count = 1
    while fat_count * 128 < count + 1 + fat_count:
        fat_count += 1
    fat = [*range(1, count), 0xFFFFFFFE, 0xFFFFFFFE, *([0xFFFFFFFD] * fat_count)]
    fat += [0xFFFFFFFF] * (fat_count * 128 - len(fat))

    def entry(title: str, kind: int, start: int, size: int, child: int) -> bytes:
        written = title.encode("utf-16-le")
        return (
            written.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(written) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + entry(name, 2, 0, len(stream), 0xFFFFFFFF) + bytes(256)
    places = [count + 1 + number for number in range(fat_count)]
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<9I", 0, fat_count, count, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    )
    listed = places[:109] + [0xFFFFFFFF] * (109 - len(places))
    return head + struct.pack("<109I", *listed) + stream + directory + struct.pack(f"<{len(fat)}I", *fat)


def xls(rows: list[list[object]], **more: object) -> bytes:
    return ole(biff(rows, **more))


ROWS: list[list[object]] = [
    ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Tuổi đảng"],
    [1, "Nguyễn Thị Ánh", ("1985-05-21", 31188), "001185000123", 10.5],
    [2, "Trần Văn Bình", ("1990-12-31", 33238), "001190000456", 3],
    [3, "Lê Đức Cường", None, "", 0],
]
"""The same content in every format; a day is its text and its number."""

CELLS = [
    ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Tuổi đảng"],
    [1, "Nguyễn Thị Ánh", ("d", "1985-05-21T00:00:00"), "001185000123", 10.5],
    [2, "Trần Văn Bình", ("d", "1990-12-31T00:00:00"), "001190000456", 3],
    [3, "Lê Đức Cường", None, None, 0],
]
