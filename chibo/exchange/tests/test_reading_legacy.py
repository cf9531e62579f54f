"""Old Vietnamese text: every letter there and back, recognised in sheets and text files, never guessed."""

import unicodedata

import pytest

from chibo.exchange.reading import legacy, values, workbook
from chibo.exchange.tests import made
from chibo.kernel.refusal import Refusal

LOWER = [
    unicodedata.normalize("NFC", base + tone)
    for base in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
]
LETTERS = [letter for small in [*LOWER, "đ"] for letter in (small, small.upper()) if not letter.isascii()]
"""All 134 letters of Vietnamese that are not ASCII."""

TO_TCVN3 = {letter: chr(code) for code, letter in legacy.TCVN3_TABLE.items()}
TO_VNI: dict[str, str] = {}
for written, letter in legacy.VNI_TABLE.items():
    TO_VNI.setdefault(letter, written)

NAMES = [
    "Nguyễn Thị Ánh", "Trần Văn Bình", "Lê Đức Cường", "Phạm Hoàng Dũng", "Huỳnh Ngọc Em", "Vũ Minh Hạnh", "Võ Thị Kiều",
    "Đặng Quốc Khánh", "Bùi Hữu Lợi", "Đỗ Thị Mận", "Hồ Xuân Nghĩa", "Ngô Thúy Oanh", "Dương Văn Phước", "Lý Thị Quyên",
    "Chi bộ thôn Phú Xuân", "Đảng ủy xã Hòa Bình", "Cán bộ hưu trí", "Trung học phổ thông", "Tày", "Mường",
]  # fmt: skip


def tcvn3(text: str) -> str:
    return "".join(TO_TCVN3.get(letter, letter) for letter in text)


def vni(text: str) -> str:
    return "".join(TO_VNI.get(letter, letter) for letter in text)


def cp1258(text: str) -> bytes:
    """Hats and horns stay on their letters, tones stand behind them."""
    written = ""
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in apart if mark in legacy._TONES)
        rest = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in legacy._TONES))
        try:
            letter.encode("cp1258")
            written += letter
        except UnicodeEncodeError:
            written += rest + tones
    return written.encode("cp1258")


def table() -> list[list[str]]:
    return [["STT", "Ho va ten"], *([str(number), name] for number, name in enumerate(NAMES, 1))]


def as_text(lines: list[list[str]]) -> str:
    return "".join(",".join(line) + "\r\n" for line in lines)


@pytest.fixture
def sent(tmp_path):
    def write(data: bytes):
        path = tmp_path / "sent"
        path.write_bytes(data)
        return path

    return write


def read(path, name, sheet, **options):
    columns = [workbook.ColumnSpec("a", 0), workbook.ColumnSpec("b", 1, values.Text().spec())]
    reading = workbook.read(path, name, sheet=sheet, first_row=2, columns=columns, options=options)
    return [row for batch in reading for row in batch], reading.notes


def test_there_are_134_letters():
    assert len(LETTERS) == len(set(LETTERS)) == 134


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_of_vni_and_windows_1258(letter):
    assert legacy.from_vni(TO_VNI[letter]) == letter
    assert legacy.from_cp1258(cp1258(letter)) == letter
    assert legacy.from_twice(letter.encode().decode("latin-1")) == letter


def test_every_letter_that_tcvn3_has():
    """Its fonts have small letters with tones alone; capitals are small letters in a font of capitals."""
    small = [letter for letter in LETTERS if letter.islower()]
    assert len(small) == 67
    for letter in [*small, *"ĂÂÊÔƠƯĐ"]:
        assert legacy.from_tcvn3(TO_TCVN3[letter]) == letter


def test_known_words():
    assert legacy.from_tcvn3("NguyÔn V¨n An, §¶ng bé Hµ Néi") == "Nguyễn Văn An, Đảng bộ Hà Nội"
    assert (
        legacy.from_vni("Nguyeãn Vaên An, Ñaûng boä Haø Noäi, TRÖÔØNG THÒ LYÙ")
        == "Nguyễn Văn An, Đảng bộ Hà Nội, TRƯỜNG THỊ LÝ"
    )


@pytest.mark.parametrize("word", "Nguyễn Đặng Huỳnh Quyên khuya thuở nghiêng Ưng ước xoong giếng gì quốc hợp Ý".split())
def test_syllables(word):
    assert legacy.is_syllable(word)


@pytest.mark.parametrize("word", "NguyÔn Nguyeãn Vaên Ñaûng Hµ Müller hơpc đàc àá mùôn hẹplx".split())
def test_no_syllables(word):
    assert not legacy.is_syllable(word)


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("utf-8", as_text(table()).encode()),
        ("utf-8", as_text(table()).encode("utf-8-sig")),
        ("utf-16", as_text(table()).encode("utf-16")),
        ("utf-16", as_text(table()).encode("utf-16-le")),
        ("utf-16", b"\xfe\xff" + as_text(table()).encode("utf-16-be")),
        ("cp1258", cp1258(as_text(table()))),
        ("tcvn3", tcvn3(as_text(table())).encode("latin-1")),
        ("vni", vni(as_text(table())).encode("cp1252")),
        ("utf-8", unicodedata.normalize("NFD", as_text(table())).encode()),
    ],
)
def test_text_files_in_every_encoding(sent, encoding, data):
    path = sent(data)
    seen = workbook.look(path, "a.csv")
    assert seen.scan.encoding == encoding
    assert bool(seen.scan.notes) == (encoding in ("cp1258", "tcvn3", "vni"))
    rows, _ = read(path, "a.csv", "a")
    assert [row[1][1] for row in rows] == NAMES
    assert not any(row[2] for row in rows)


@pytest.mark.parametrize(
    ("kind", "write"), [("TCVN3", tcvn3), ("VNI", vni), ("UTF-8", lambda text: text.encode().decode("latin-1"))]
)
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "csv"])
def test_old_text_in_cells_is_converted_and_told(sent, kind, write, ending):
    lines = [[write(cell) for cell in line] for line in table()]
    path = sent(
        {
            "xlsx": lambda: made.xlsx(made.sheet(lines)),
            "xls": lambda: made.xls(lines),
            "ods": lambda: made.ods(made.ods_table(lines)),
            "csv": lambda: as_text(lines).encode(),
        }[ending]()
    )
    sheet = "a" if ending == "csv" else "Trang 1"
    seen = workbook.look(path, f"a.{ending}")
    assert any(kind in note for note in seen.scan.notes)
    assert seen.sheets[0].top == [[line[0], line[1]] for line in table()]
    rows, notes = read(path, f"a.{ending}", sheet)
    assert [row[1][1] for row in rows] == NAMES
    assert any(kind in note for note in notes)


def test_shared_strings_and_escaped_letters_are_seen_too(sent):
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="B2" t="s"><v>1</v></c></row>'
    content = made.worksheet(f"<sheetData>{rows}</sheetData>")
    for text in (tcvn3("Nguyễn Văn Định"), vni("Nguyễn Văn Định")):
        for strings in (made.strings("a", text), made.strings("a", text).encode("ascii", "xmlcharrefreplace").decode()):
            rows_, _ = read(sent(made.xlsx(content, strings=strings)), "a.xlsx", "Trang 1")
            assert rows_[0][1] == [None, "Nguyễn Văn Định"]


def test_unicode_is_left_alone(sent):
    lines = [
        ["1", name]
        for name in [*NAMES, "Hoà", "Lý Thuý Hà", "Ayun H'Niê", "Y Mlô Êban", "Kpă Ró", "Müller", "5 · 6 «x» ° ±"]
    ]
    rows, notes = read(sent(made.xlsx(made.sheet([["a", "b"], *lines]))), "a.xlsx", "Trang 1")
    assert [row[1][1] for row in rows] == [line[1] for line in lines]
    assert not notes
    assert not any(row[2] for row in rows)


def test_a_cell_possible_both_ways_in_a_mixed_sheet_is_not_decided(sent):
    """``Vò Kim Dòng`` is itself, or Vũ Kim Dũng in TCVN3."""
    lines = [["1", name] for name in NAMES[:10]] + [["1", tcvn3(name)] for name in NAMES[10:]] + [["1", "Vò Kim Dòng"]]
    path = sent(made.xlsx(made.sheet([["a", "b"], *lines])))
    rows, _ = read(path, "a.xlsx", "Trang 1")
    assert [row[1][1] for row in rows] == [*NAMES, None]
    assert "không đoán" in rows[-1][2][0][1]
    rows, _ = read(path, "a.xlsx", "Trang 1", text="tcvn3")
    assert rows[-1][1][1] == "Vũ Kim Dũng"
    rows, _ = read(path, "a.xlsx", "Trang 1", text="unicode")
    assert rows[-1][1][1] == "Vò Kim Dòng"


def test_letters_of_no_vietnamese_are_refused_with_a_choice(sent):
    lines = [["1", word] for word in ("æÁÍÉ¿ßþ", "×ÁÎÏÞ¶", "ðÅÔÒ¤", "óÉÄ¥ð", "þÈÌ¦")]
    path = sent(made.xlsx(made.sheet(lines)))
    with pytest.raises(Refusal) as caught:
        workbook.look(path, "a.xlsx")
    assert caught.value.field == "text"
    assert [choice for choice, _ in caught.value.choices] == ["unicode", "tcvn3", "vni"]
    assert workbook.look(path, "a.xlsx", text="unicode").sheets[0].top == lines


def test_an_encoding_can_be_said(sent):
    data = cp1258("Ho ten;Ghi chu\nVương Tú;Sé\n")
    for wrong in ("Vò;Tý\n".encode("cp1252"), "Фамилия;Имя\nИванов;Иван\n".encode("koi8-r")):
        with pytest.raises(Refusal) as caught:
            workbook.look(sent(wrong), "a.csv")
        assert caught.value.field == "encoding"
    assert workbook.look(sent(data), "a.csv", encoding="cp1258").sheets[0].top[1] == ["Vương Tú", "Sé"]
    with pytest.raises(Refusal, match="bảng mã đã chọn"):
        workbook.look(sent(data), "a.csv", encoding="utf-8")
    with pytest.raises(Refusal, match="Không có bảng mã"):
        workbook.look(sent(data), "a.csv", encoding="rot13")
