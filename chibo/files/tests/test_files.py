"""Files are encrypted, lie on the disk once, and come back only to those who may have them."""

import io
import os
import tempfile
from datetime import date

import pytest

from chibo.files import actions, queries, rules
from chibo.files.models import StoredFile
from chibo.journal.models import Entry
from chibo.kernel.refusal import NotFound, Refusal
from chibo.kernel.viewer import Reason, System

DAY = date(2024, 1, 1)
PDF = b"%PDF-1.7 noi dung"


class Reader:
    """A viewer that holds some capabilities anywhere."""

    label = "Người đọc"

    def __init__(self, reference, *capabilities):
        self.reference, self.capabilities = reference, capabilities

    def may(self, capability, unit=None):
        return Reason("có") if capability in self.capabilities else None


def keep(**changes):
    said = {"name": "Quyết định.pdf", "content": PDF, "on": DAY, "by": System("Văn phòng")} | changes
    return actions.keep(**said)


@pytest.mark.django_db
def test_a_file_comes_back_as_it_was_and_lies_encrypted():
    stored = keep()
    on_disk = queries.path_of(stored.digest).read_bytes()
    assert queries.content(stored) == PDF
    assert b"noi dung" not in on_disk
    assert Entry.objects.get().label == "Lưu tệp “Quyết định.pdf”"


@pytest.mark.django_db
def test_a_long_file_made_here_is_kept_and_comes_back_in_pieces(monkeypatch):
    monkeypatch.setattr(queries, "PIECE", 1000)
    made = b"PK\x03\x04" + os.urandom(4_500)
    with tempfile.TemporaryFile() as file:
        file.write(made)
        stored = actions.keep_made(name="danh-sach.xlsx", file=file, by=Reader("account:1"))
    pieces = list(queries.pieces(stored))
    assert (b"".join(pieces), len(pieces), stored.size) == (made, 6, len(made))
    assert made[100:200] not in queries.path_of(stored.digest).read_bytes()
    assert not Entry.objects.exists()
    with pytest.raises(NotFound):
        queries.file(stored.uid, by=Reader("account:2", "members.read"))


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [lambda raw: raw[:-1], lambda raw: raw[:5000] + b"x" + raw[5001:], lambda raw: b""])
def test_nothing_of_a_long_file_that_was_changed_is_given_out(changed):
    stored = actions.keep_made(name="a.csv", file=io.BytesIO(os.urandom(9_000)), by=Reader("account:1"))
    path = queries.path_of(stored.digest)
    path.write_bytes(changed(path.read_bytes()))
    with pytest.raises(NotFound, match="không còn đọc được"):
        queries.pieces(stored)


@pytest.mark.django_db
def test_equal_contents_lie_on_the_disk_once():
    first, second = keep(), keep(name="bản sao.pdf")
    assert (first.digest, StoredFile.objects.count()) == (second.digest, 2)


@pytest.mark.django_db
def test_a_damaged_file_is_refused_not_given_out():
    stored = keep(content=PDF + b" hong")
    queries.path_of(stored.digest).write_bytes(b"x" * 40)
    with pytest.raises(NotFound, match="không còn đọc được"):
        queries.content(stored)


@pytest.mark.django_db
def test_only_its_owner_and_those_who_hold_the_capability_may_have_it(monkeypatch):
    stored = keep(capability="members.read", place="unit:1", by=Reader("account:1"))
    assert queries.file(stored.uid, by=Reader("account:1")) == stored
    for reader in (Reader("account:2"), Reader("account:2", "members.read")):
        with pytest.raises(NotFound):
            queries.file(stored.uid, by=reader)
    monkeypatch.setattr(
        rules, "_gates", [lambda place, capability, by: (place, capability) == ("unit:1", "members.read")]
    )
    assert queries.file(stored.uid, by=Reader("account:2")) == stored


@pytest.mark.django_db
def test_a_file_without_a_place_needs_the_capability_anywhere():
    stored = keep(capability="decisions.read", by=Reader("account:1"))
    assert queries.file(stored.uid, by=Reader("account:2", "decisions.read")) == stored
    with pytest.raises(NotFound):
        queries.file(stored.uid, by=Reader("account:2", "figures.read"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "virus.exe"}, "file_type"),
        ({"name": "pdf"}, "file_type"),
        ({"name": "x" * 300 + ".pdf"}, "too_long"),
        ({"content": b""}, "empty"),
        ({"content": b"MZ not a pdf"}, "file_type"),
        ({"content": b"%PDF-" + bytes(rules.MAX_SIZE)}, "too_big"),
        ({"name": "ds.csv", "content": b"\xff\xfe"}, "encoding"),
        ({"name": "ds.csv", "content": "Độ mật: Mật\n".encode()}, "classified"),
        ({"name": "Báo cáo TỐI MẬT.pdf"}, "classified"),
        ({"name": "Báo_cáo_(MẬT).pdf"}, "classified"),
    ],
)
def test_what_is_not_taken_is_refused_and_nothing_is_kept(changes, code):
    with pytest.raises(Refusal) as refused:
        keep(**changes)
    assert refused.value.code == code
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_name_with_folders_keeps_only_its_end():
    assert keep(name="../../etc/Quyết định.pdf").name == "Quyết định.pdf"


@pytest.mark.parametrize(
    "text",
    [
        "TUYỆT MẬT",
        "Văn bản này TỐI MẬT không sao chụp",
        "số 12\nMẬT\nngày 1/1/2024",
        "(MẬT) Báo cáo",
        "Độ mật: mật",
        "Mức độ mật - Tối mật",
        "Tài liệu chứa bí mật nhà nước – không nhập",
        "TO\u0302\u0301I MA\u0323\u0302T",
    ],
)
def test_a_secrecy_marking_is_recognised(text):
    with pytest.raises(Refusal, match="Chibo không giữ bí mật nhà nước"):
        rules.refuse_if_classified(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hội thảo bảo vệ bí mật nhà nước",
        "Hợp tác xã mật ong",
        "mật độ dân số",
        "Bí thư làm việc mật thiết với thôn",
        "Đổi mật khẩu",
        "HỢP TÁC XÃ MẬT ONG RỪNG",
    ],
)
def test_ordinary_words_are_no_marking(text):
    rules.refuse_if_classified(text)
