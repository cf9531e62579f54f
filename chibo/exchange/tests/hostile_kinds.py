"""More hostile files: what is no workbook, old containers, text."""

import gzip
import random
import struct

from chibo.exchange.tests import made
from chibo.exchange.tests.hostile import MEGABYTE, sent_as, sound, with_members

# Something else under the name of a workbook.


@sent_as("a.xlsx", "wrong_kind")
def word_document() -> bytes:
    return made.packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})


@sent_as("a.xlsx", "wrong_kind")
def slides() -> bytes:
    return made.packed({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"})


@sent_as("a.xlsx", "wrong_kind")
def binary_workbook() -> bytes:
    return made.packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01"})


@sent_as("a.xlsm", "wrong_kind")
def workbook_with_macros() -> bytes:
    return made.packed(with_members(**{"xl/vbaProject.bin": b"\xd0\xcf"}))


@sent_as("a.xls", "wrong_kind")
def page_of_the_web() -> bytes:
    return b"<html><body><table><tr><td>a</td></tr></table></body></html>"


@sent_as("a.xls", "wrong_kind")
def workbook_of_2003_as_xml() -> bytes:
    return b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'


@sent_as("a.xlsx", "wrong_kind")
def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + random.Random(4).randbytes(2000)


@sent_as("a.csv", "wrong_kind")
def page_to_print() -> bytes:
    return b"%PDF-1.7\n" + random.Random(5).randbytes(2000)


@sent_as("a.xlsx", "wrong_kind")
def packed_in_another_way() -> bytes:
    return gzip.compress(sound())


@sent_as("a.xlsx", "broken_file")
def prose() -> bytes:
    return "Kính gửi các đồng chí.\nĐây không phải bảng.\n".encode()


@sent_as("a.ods", "wrong_kind")
def text_document() -> bytes:
    return made.ods(made.ods_table([["a"]]), kind="text")


@sent_as("a.ods", "protected_file")
def table_with_a_password() -> bytes:
    manifest = b'<m:manifest xmlns:m="urn:x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    return made.ods(made.ods_table([["a"]]), more={"META-INF/manifest.xml": manifest})


@sent_as("a.ods", "broken_file")
def table_cut_short() -> bytes:
    return made.ods(made.ods_table(made.ROWS))[:-40]


@sent_as("a.ods", "broken_file")
def table_cut_inside() -> bytes:
    content = made.ods_content(made.ods_table(made.ROWS * 20)).encode()[:-3000]
    return made.packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


# Old containers.


@sent_as("a.xlsx", "protected_file")
def workbook_with_a_password() -> bytes:
    return made.ole(random.Random(6).randbytes(8000), "EncryptedPackage")


@sent_as("a.xls", "protected_file")
def old_workbook_with_a_password() -> bytes:
    return made.xls(made.ROWS, early=made.record(0x2F, struct.pack("<3H", 1, 1, 1) + bytes(48)))


@sent_as("a.xls", "wrong_kind")
def old_word_document() -> bytes:
    return made.ole(bytes(5000), "WordDocument")


@sent_as("a.xls", "wrong_kind")
def container_of_nothing() -> bytes:
    return made.ole(bytes(5000), "Something")


@sent_as("a.xls", "broken_file")
def head_of_a_container() -> bytes:
    return made.xls(made.ROWS)[:512]


@sent_as("a.xls", "broken_file")
def container_cut_in_the_middle() -> bytes:
    return made.xls(made.ROWS * 100)[:4000]


@sent_as("a.xls", "broken_file")
def container_that_goes_round() -> bytes:
    data = bytearray(made.xls(made.ROWS * 100))
    fat = (len(data) - 512) // 512 * 512
    data[fat + 4 * 3 : fat + 4 * 4] = struct.pack("<I", 1)
    return bytes(data)


@sent_as("a.xls", "broken_file")
def directory_that_goes_round() -> bytes:
    data = bytearray(made.xls(made.ROWS))
    directory = struct.unpack_from("<I", data, 48)[0]
    fat = 512 * (1 + struct.unpack_from("<I", data, 76)[0])
    data[fat + 4 * directory : fat + 4 * directory + 4] = struct.pack("<I", directory)
    return bytes(data)


@sent_as("a.xls", "broken_file")
def sectors_beyond_the_end() -> bytes:
    data = bytearray(made.xls(made.ROWS))
    data[48:52] = struct.pack("<I", 0x00FFFFFF)
    return bytes(data)


@sent_as("a.xls", "broken_file")
def random_bytes_in_a_container() -> bytes:
    return made.ole(random.Random(7).randbytes(20_000))


@sent_as("a.xls", "broken_file")
def sheet_beyond_the_stream() -> bytes:
    return made.ole(
        made.record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
        + made.record(0x85, struct.pack("<IBB", 0x7FFFFFFF, 0, 0) + b"\x01\x01a\x00")
        + made.record(0x0A)
    )


@sent_as("a.xls", "wrong_kind")
def workbook_before_workbooks() -> bytes:
    return b"\x09\x00\x04\x00\x02\x00\x10\x00" + bytes(100)


# Text.


@sent_as("a.csv", "wrong_kind")
def random_bytes_as_text() -> bytes:
    return random.Random(8).randbytes(50_000)


@sent_as("a.csv", "wrong_kind")
def text_with_zero_bytes() -> bytes:
    return b"a,b\n1,\x00\x00\x002\n" * 50


@sent_as("a.csv", "broken_file")
def text_with_control_bytes() -> bytes:
    return b"a,b\n1,\x01\x02\x07\n"


@sent_as("a.csv", "broken_file")
def stray_bytes_in_utf8() -> bytes:
    text = "Họ và tên,Ngày sinh\n" + "Nguyễn Thị Ánh,21/05/1985\n" * 200
    return text.encode()[:2000] + b"\xff\xfe\x80" + text.encode()[2000:]


@sent_as("a.csv", "broken_file")
def utf8_cut_inside_a_letter() -> bytes:
    return "Họ và tên,Ngày sinh\nNguyễn Thị Ánh,21/05/1985\nLê Thị Hiế".encode()[:-1]


@sent_as("a.csv", "broken_file")
def utf16_of_an_odd_length() -> bytes:
    return "Họ và tên,Ngày sinh\nNguyễn Thị Ánh,21/05/1985\n".encode("utf-16")[:-1]


@sent_as("a.csv", "unknown_encoding")
def letters_of_another_country() -> bytes:
    return "Фамилия,Имя\nИванов,Иван\nПетров,Пётр\nСидоров,Николай\n".encode("koi8-r")


@sent_as("a.csv", "broken_file")
def quotation_mark_never_closed() -> bytes:
    return b'a,b\n1,"x\n' + b"2,y\n" * 500


@sent_as("a.csv", "too_large")
def quotation_mark_never_closed_in_a_large_file() -> bytes:
    return b'a,b\n1,"x\n' + b"2,y\n" * (2 * MEGABYTE // 4)
