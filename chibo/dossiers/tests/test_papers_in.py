"""Documents and scans in a file: what is taken, what is refused, what is missing."""

import struct
import time
import zlib

import pytest

from chibo.dossiers import actions
from chibo.dossiers.models import Dossier, DossierItem
from chibo.dossiers.queries.contents import contents, lacking
from chibo.dossiers.rules.document_types import document_types, owed_kinds
from chibo.dossiers.rules.scans import check_scan
from chibo.dossiers.vocabulary import FileSet
from chibo.files import queries as files
from chibo.journal import queries as journal
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.members import queries as members
from chibo.members.tests.world import ME, d

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))

PACKED = (
    b"%PDF-1.7\n5 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n"
    + zlib.compress(b"6 0 << /S /JavaScript /JS (app.alert(1)) >>")
    + b"\nendstream endobj\n%%EOF\n"
)
"""A PDF that hides what it does among its packed objects."""


@pytest.fixture
def an(world):
    return world.member("Nguyễn Văn An")


def put(person, **more):
    return actions.add_item(person, **{"kind": "LY-LICH", "pages": 4, "on": d("01/10/2026"), "by": ME} | more)


@pytest.mark.parametrize(("name", "content"), [("a.pdf", PDF), ("A.JPG", JPEG), ("a.jpeg", JPEG), ("a.png", PNG)])
def test_a_whole_scan_is_kept_as_it_is(world, an, name, content):
    item = put(an, scan=(name, content))
    assert files.content(item.file) == content
    assert item.file.capability == "", "given out only where the right of the file is checked"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"%PDF-1.4" + b"0" * (20 * 1024 * 1024), "too_big"),
        ("a.pdf", b"<!doctype html><script>alert(1)</script>", "scan_type"),
        ("a.docx", b"PK\x03\x04" + b"0" * 50, "scan_type"),
        ("a.pdf", b"GIF89a" + b"0" * 50, "scan_type"),
        ("a.jpg", PDF, "scan_name"),
        ("a", PDF, "scan_name"),
        ("a.pdf.exe", PDF, "scan_name"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj <<>> endobj\n", "cut_off"),
        ("a.jpg", JPEG[:-2], "cut_off"),
        ("a.pdf", b"%PDF-1.4\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\n%%EOF", "active_pdf"),
        ("a.pdf", b"%PDF-1.4\n<< /Type /EmbeddedFile >>\n%%EOF", "active_pdf"),
        ("a.pdf", b"%PDF-1.4\n<< /S /J#61va#53cript /JS (app.alert(1)) >>\n%%EOF", "active_pdf"),
        ("a.pdf", b"%PDF-1.4\n<< /S /SubmitForm /F (http://x) >>\n%%EOF", "active_pdf"),
        ("a.pdf", PACKED, "active_pdf"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "scan_type"),
        ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "scan_type"),
        ("a.html", JPEG, "scan_name"),
        ("a.pdf\x00.html", PDF, "scan_name"),
        ("..\\..\\", PDF, "no_name"),
        ("TỐI MẬT.pdf", PDF, "classified"),
        ("(MẬT) ly lich.pdf", PDF, "classified"),
        ("a.pdf", "%PDF-1.4\n<< /Title (TỐI MẬT) >>\n%%EOF".encode(), "classified"),
        ("a.pdf", b"%PDF-1.4\n<< /Title (\xfe\xff" + "Độ mật: Mật".encode("utf-16-be") + b") >>\n%%EOF", "classified"),
        ("x" * 300 + ".pdf", PDF, "too_long"),
        ("../../etc/passwd", PDF, "scan_name"),
    ],
)
def test_anything_else_is_refused_and_nothing_is_kept(world, an, name, content, code):
    with pytest.raises(Refusal) as caught:
        put(an, scan=(name, content))
    assert (caught.value.code, caught.value.field) == (code, "file")
    assert not DossierItem.objects.exists()


def test_what_pictures_hold_by_chance_is_no_action():
    """A long scan is packed noise; sooner or later it spells a short name."""
    noise = b"%PDF-1.4\n1 0 obj << /Length 9 >>\nstream\n\x01/JS \x02#4\x93/J\xffS\nendstream endobj\n%%EOF"
    assert check_scan("a.pdf", noise) == "a.pdf"


def test_a_packed_bomb_is_looked_through_no_further_than_it_pays():
    bomb = b"%PDF-1.7\n5 0 obj << /Type /ObjStm >>\nstream\n" + zlib.compress(b"0" * 60_000_000) + b"endstream\n%%EOF"
    began = time.perf_counter()
    assert check_scan("a.pdf", bomb * 3) == "a.pdf"
    assert time.perf_counter() - began < 3, "unpacking ends at its bound; the rest is never unfolded"


def test_words_that_only_sound_like_a_marking_are_taken():
    assert check_scan("bí mật đời tư.pdf", PDF) == "bí mật đời tư.pdf"
    assert check_scan("mật độ dân số.pdf", "%PDF-1.4 (mật ong, bí mật)\n%%EOF".encode())


def test_what_is_entered_wrongly_is_refused(world, an):
    for more, field in (
        ({"kind": "x"}, "kind"), ({"pages": 0}, "pages"), ({"pages": 2001}, "pages"), ({"on": d("23/11/2026")}, "on"),
        ({"dated": d("23/11/2026")}, "dated"), ({"title": "x" * 301}, "title"), ({"title": "TUYỆT MẬT"}, "title"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as caught:
            put(an, **more)
        assert caught.value.field == field
    with pytest.raises(Refusal, match="chưa có hồ sơ đảng viên"):
        put(world.person("Lê Văn Ngoài"))


def test_the_contents_list_says_what_is_missing(world, an):
    item = put(an)
    spell = members.spell_on(an, on=d("22/11/2026"))

    def missing():
        return {line.kind.code for _, lines in contents(an, spell) for line in lines if line.is_missing}

    owed = {one.code for one in owed_kinds(is_official=True, party_since=None)}
    assert missing() == owed - {"LY-LICH"}
    assert [part for part, _ in contents(an, spell)] == list(FileSet)
    actions.strike_item(item, reason="Nhầm", on=d("02/10/2026"), by=ME)
    assert missing() == owed
    with pytest.raises(Refusal, match="đã được bỏ"):
        actions.strike_item(item, reason="Nhầm", on=d("02/10/2026"), by=ME)
    assert [e.reason for e in journal.entries_of(f"person:{an.uid}") if e.what == "dossiers.item_struck"] == ["Nhầm"]
    assert contents(an, None) == []


def test_probationary_members_owe_no_papers_of_recognition(world, an):
    world.member("Trần Văn Bình", status="probationary")
    for code in owed_kinds(is_official=False, party_since=None):
        for spell in members.roll(world.h, on=d("22/11/2026")):
            put(spell.person, kind=code.code)
    lack = lacking(members.roll(world.h, on=d("22/11/2026")))
    assert [spell.person.full_name for spell in lack] == ["Nguyễn Văn An"]
    assert lacking(members.roll(world.h, on=d("22/11/2026")), "9-KND").count() == 0


def test_the_list_of_kinds_is_whole_and_says_what_is_local():
    kinds = document_types()
    assert {one.set for one in kinds.values()} == set(FileSet)
    assert [one.code for one in kinds.values() if one.is_local] == ["KHAC"]
    assert {one.priority for one in kinds.values()} == {1, 2, 3}
    assert all(f"{number}-KND" in kinds for number in range(1, 17))


def test_a_folder_stands_where_it_was_put_last(world, an):
    actions.put_on_shelf(an, location="Tủ 3, cặp 12", on=d("01/10/2026"), by=ME)
    actions.put_on_shelf(an, location="Tủ 4", on=d("02/10/2026"), by=ME)
    assert Dossier.objects.order_by("-since").first().location == "Tủ 4"


class Stranger:
    """Somebody without any right."""

    label, reference, person_uid = "Ai đó", "account:0", ""

    def may(self, capability, unit=None):
        return None

    def must(self, capability, unit=None):
        raise NotEntitled("Không được.")


def test_nobody_writes_into_a_file_without_the_right(world, an):
    item = put(an)
    for act in (
        lambda: put(an, by=Stranger()),
        lambda: actions.strike_item(item, reason="x", on=d("01/10/2026"), by=Stranger()),
        lambda: actions.put_on_shelf(an, location="x", on=d("01/10/2026"), by=Stranger()),
        lambda: actions.hand_over(an, to=world.b, on=d("01/10/2026"), by=Stranger()),
        lambda: actions.lend(an, borrower="x", purpose="x", on=d("01/10/2026"), due_on=d("02/10/2026"), by=Stranger()),
        lambda: actions.declare_supplement(an, year=2026, on=d("01/10/2026"), by=Stranger()),
        lambda: actions.tick_supplements([an], cell=world.a1, year=2026, on=d("01/10/2026"), by=Stranger()),
        lambda: actions.record_card(an, deed="lost", on=d("01/10/2026"), reason="x", by=Stranger()),
        lambda: actions.check_cards([an], at=world.a, on=d("01/10/2026"), by=Stranger()),
        lambda: actions.state_custody(unit=world.h, keeper="base", on=d("01/10/2026"), by=Stranger()),
        lambda: actions.rule_custody(unit=world.h, keeper="base", on=d("01/10/2026"), by=Stranger()),
        lambda: actions.reconcile(unit=world.a, on=d("01/10/2026"), listed=1, files=1, by=Stranger()),
    ):
        with pytest.raises(NotEntitled):
            act()
