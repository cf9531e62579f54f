"""More hostile files: XML that bites, fields of many megabytes, parts that are not there."""

from chibo.exchange.tests import made
from chibo.exchange.tests.hostile import MEGABYTE, SHEET1, one_sheet, sent_as, with_members

LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + step)} "{("&" + chr(97 + step) + ";") * 10}">' for step in range(12)
)


@sent_as("a.xlsx", "unsafe_file")
def billion_laughs_in_the_strings() -> bytes:
    return made.packed(with_members(**{"xl/sharedStrings.xml": f"{LAUGHS}]><sst><si><t>&m;</t></si></sst>".encode()}))


@sent_as("a.xlsx", "unsafe_file")
def billion_laughs_in_the_book() -> bytes:
    return made.packed(with_members(**{"xl/workbook.xml": f"{LAUGHS}]><workbook>&m;</workbook>".encode()}))


@sent_as("a.ods", "unsafe_file")
def billion_laughs_in_a_table() -> bytes:
    content = made.ods_content(made.ods_table([["a"]])).split("?>", 1)[1]
    return made.packed(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": f"{LAUGHS}]>{content}".encode()}
    )


@sent_as("a.xlsx", "unsafe_file")
def entity_of_another_file() -> bytes:
    content = made.worksheet('<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData>')
    content = content.replace("?>", '?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 1)
    return made.packed(with_members(**{SHEET1: content.encode()}))


@sent_as("a.xlsx", "no_rows")
def a_million_tags_inside_each_other() -> bytes:
    return one_sheet("<a>" * 1_000_000)


@sent_as("a.xlsx", "broken_file")
def a_million_tags_never_closed() -> bytes:
    return one_sheet("<sheetData>" + '<c r="A1" ' * 1_000_000)


@sent_as("a.xlsx", "too_large")
def an_attribute_of_twenty_megabytes() -> bytes:
    return one_sheet(f'<sheetData><row r="1" spans="{"1:1 " * 5_000_000}"><c r="A1"><v>1</v></c></row></sheetData>')


@sent_as("a.xlsx", "too_large")
def a_row_of_forty_megabytes() -> bytes:
    cells = "".join(f'<c r="A1" t="inlineStr"><is><t>{"a" * 30_000}</t></is></c>' for _ in range(1400))
    return one_sheet(f'<sheetData><row r="1">{cells}</row></sheetData>')


@sent_as("a.xlsx", "too_large")
def a_field_of_twenty_megabytes() -> bytes:
    return made.xlsx(made.sheet([["a", "b" * 20 * MEGABYTE]]))


@sent_as("a.xlsx", "too_large")
def a_string_of_twenty_megabytes() -> bytes:
    rows = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
    return made.xlsx(made.worksheet(rows), strings=made.strings("b" * 20 * MEGABYTE))


@sent_as("a.ods", "too_large")
def a_paragraph_of_twenty_megabytes() -> bytes:
    return made.ods(made.ods_table([["a", "b" * 20 * MEGABYTE]]))


@sent_as("a.csv", "too_large")
def a_line_of_twenty_megabytes() -> bytes:
    return b"a,b\n1," + b"b" * 20 * MEGABYTE + b"\n"


@sent_as("a.xlsx", "unsafe_file")
def corrupted_strings() -> bytes:
    rows = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
    members = made.book(made.worksheet(rows), strings=made.strings("a", "b"))
    members["xl/sharedStrings.xml"] = members["xl/sharedStrings.xml"][:-30] + b"<si><t></si></x>" + bytes(20)
    return made.packed(members)


@sent_as("a.xlsx", "broken_file")
def string_of_a_negative_number() -> bytes:
    rows = '<sheetData><row r="1"><c r="A1" t="s"><v>-1</v></c></row></sheetData>'
    return made.xlsx(made.worksheet(rows), strings=made.strings("a"))


@sent_as("a.xlsx", "broken_file")
def string_that_is_not_there() -> bytes:
    rows = '<sheetData><row r="1"><c r="A1" t="s"><v>99999999999</v></c></row></sheetData>'
    return made.xlsx(made.worksheet(rows), strings=made.strings("a"))


@sent_as("a.xlsx", "broken_file")
def sheet_that_is_not_there() -> bytes:
    members = made.book(made.sheet(made.ROWS))
    del members[SHEET1]
    return made.packed(members)


@sent_as("a.xlsx", "broken_file")
def book_that_is_not_there() -> bytes:
    members = made.book(made.sheet(made.ROWS))
    del members["xl/workbook.xml"]
    return made.packed(members)


@sent_as("a.xlsx", "unsafe_file")
def sheet_in_another_encoding() -> bytes:
    return made.packed(with_members(**{SHEET1: made.sheet(made.ROWS).replace("UTF-8", "UTF-16").encode("utf-16")}))
