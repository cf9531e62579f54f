"""The four steps on pages: file, columns, preview, writing; and taking it back."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from chibo.exchange import queries
from chibo.exchange.models import Batch
from chibo.exchange.tests.pages import HEAD, ROWS, checked, chosen, received, send, sign_in, url, workbook, written
from chibo.exchange.vocabulary import BatchState, Outcome
from chibo.jobs.models import Job, State
from chibo.journal.models import Entry
from chibo.members.models import Person
from chibo.members.tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(once):
    return once(World)


@pytest.fixture
def client(world, at_once):
    return sign_in("ban_to_chuc", world.h)


def test_the_whole_way_writes_the_good_rows_and_takes_them_back(client):
    batch = written(client)
    assert batch.state == BatchState.WRITTEN
    assert set(Person.objects.values_list("full_name", flat=True)) == {"Nguyễn Văn Bình", "Trần Thị Cúc"}
    page = client.get(url("batch", batch))
    assert "3 dòng trong tệp = 2 tạo mới + 0 cập nhật + 0 bỏ qua + 1 từ chối" in page.text
    asked = client.get(url("undo", batch))
    assert "2 đảng viên do tệp tạo ra sẽ bị gỡ khỏi Chibo" in asked.text
    shown = client.post(url("undo", batch), {"a": "1"})
    assert "Lý do" in shown.text
    said = {"confirmed": "1", "seen": shown.context["preview"].seal}
    assert client.post(url("undo", batch), said).status_code == 422
    answer = client.post(url("undo", batch), said | {"reason": "Nhập nhầm tệp"})
    assert answer.status_code == 302
    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE and not Person.objects.exists()
    assert Entry.objects.filter(what="exchange.undone").get().reason == "Nhập nhầm tệp"
    assert "đã được hoàn tác" in client.get(url("batch", batch)).text


def test_the_first_step_stands_on_its_own_page_with_the_home_of_the_viewer(client, world):
    page = client.get(reverse("exchange:upload", args=["members"]))
    assert page.context["form"]["unit"].value() == world.h.ref
    assert "Chọn một" not in page.text and "step-now" in page.text and "to-chuc-goi-y" in page.text


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"content": b""}, "file", "Tệp rỗng"),
        ({"content": b"%PDF-1.7 ..."}, "file", "Đây là tệp PDF"),
        ({"unit": "khong-co"}, "unit", "Không có tổ chức"),
        ({"unit": ""}, "unit", "Hãy nhập tệp nói về tổ chức nào."),
        ({"on": "31/02/2024"}, "on", ""),
        ({"on": "01/01/1990"}, "on", ""),
        ({"name": "Danh sách (MẬT).xlsx"}, "file", "dấu “(MẬT)”"),
    ],
)
def test_a_file_is_refused_beside_its_field_and_nothing_is_kept(client, changes, field, sentence):
    answer = send(client, **({"content": workbook()} | changes))
    assert answer.status_code == 422 and not Batch.objects.exists()
    assert sentence in " ".join(answer.context["form"].errors[field])
    assert f"#id_{field}" in answer.text


def test_a_file_that_is_too_big_is_refused_before_it_is_read(client, monkeypatch):
    monkeypatch.setattr("chibo.files.rules.MAX_SIZE", 1000)
    answer = send(client, workbook())
    assert answer.status_code == 422 and "lớn hơn 20 MB" in answer.context["form"].errors["file"][0]


def test_a_file_keeps_the_ending_of_what_it_is(client):
    batch = received(client, "Họ và tên;Ngày sinh\nNguyễn Văn An;15/03/1980\n".encode("utf-16"), name="ds.xls")
    assert batch.file.name == "ds.csv" and batch.looked["scan"]["encoding"] == "utf-16"


def test_letters_are_read_another_way_where_they_came_out_wrong(client):
    batch = received(client, "Họ và tên;Ngày sinh\nNguyễn Văn An;15/03/1980\n".encode(), name="ds.csv")
    answer = client.post(url("read_again", batch), {"encoding": "utf-8"})
    assert answer["Location"] == url("columns", batch)
    assert client.post(url("read_again", batch), {"encoding": "koi8-r"}).status_code == 422
    assert client.post(url("read_again", batch), {"encoding": "utf-16"}).status_code == 422
    batch.refresh_from_db()
    assert batch.options["encoding"] == "utf-8" and chosen(client, batch)["full_name"] == "0"


def test_columns_are_proposed_with_what_is_left_over_and_what_was_seen(client):
    batch = received(client, workbook(title="DANH SÁCH ĐẢNG VIÊN", others=["Khác"]))
    assert client.get(url("batch", batch)).status_code == 302
    page = client.get(url("columns", batch))
    form = page.context["form"]
    assert form["full_name"].value() == "1" and form["born"].value() == "2" and form["unit"].value() == "4"
    assert "H · Ghi chú của xã" in page.text and "1 cột của tệp không được nhập" in page.text
    assert "B · Họ và tên · Nguyễn Văn Bình" in page.text and page.context["header_row"] == 3
    assert {sheet["name"] for sheet in page.context["sheets"]} == {"Danh sách", "Khác"}
    other = client.get(url("columns", batch), {"trang": "Khác", "tieu-de": "0"})
    assert other.context["sheet"]["name"] == "Khác" and other.context["header_row"] == 0
    assert client.get(url("columns", batch), {"trang": "Không có"}).status_code == 404


def test_a_column_that_is_missing_or_chosen_twice_is_refused_at_its_field(client):
    batch = received(client)
    said = chosen(client, batch)
    answer = client.post(url("columns", batch), said | {"full_name": ""})
    assert answer.status_code == 422 and "bắt buộc" in answer.context["form"].errors["full_name"][0]
    answer = client.post(url("columns", batch), said | {"other_name": said["full_name"]})
    assert answer.status_code == 422 and any(
        "Một cột được chọn" in e[0] for e in answer.context["form"].errors.values()
    )
    answer = client.post(url("columns", batch), said | {"full_name": "99"})
    assert "Hãy chọn lại cột" in answer.context["form"].errors["full_name"][0]
    batch.refresh_from_db()
    assert batch.state == BatchState.RECEIVED


def test_a_blank_workbook_filled_in_by_hand_goes_in_as_it_is(client):
    answer = client.get(reverse("exchange:template", args=["members"]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = book["Nhập liệu"]
    places = {cell.value.rstrip(" *"): cell.column for cell in sheet[2]}
    said = {"Họ và tên": "Nguyễn Văn Bình", "Ngày sinh": "15/03/1980", "Giới tính": "Nam", "Tổ chức sinh hoạt": "A1",
            "Số định danh cá nhân": "036080001234", "Ngày vào Đảng": date(2005, 5, 19)}  # fmt: skip
    for title, value in said.items():
        sheet.cell(3, places[title], value)
    file = io.BytesIO()
    book.save(file)
    batch = checked(client, file.getvalue())
    assert (batch.sheet, batch.header_row) == ("Nhập liệu", 2)
    assert queries.counts(batch)[Outcome.CREATE] == 1 and sum(queries.counts(batch).values()) == 1


def test_what_was_mapped_once_is_proposed_again_to_the_same_office(client):
    batch = received(client)
    client.post(url("columns", batch), chosen(client, batch) | {"other_name": "7"})
    again = received(client)
    assert chosen(client, again)["other_name"] == "7"


def test_the_preview_counts_and_opens_each_list(client):
    batch = checked(client)
    page = client.get(url("batch", batch))
    counted = {outcome: n for outcome, *_, n in page.context["tiles"]}
    assert counted == {Outcome.CREATE: 2, Outcome.UPDATE: 0, Outcome.SKIP: 0, Outcome.REFUSE: 1}
    assert "Lê Văn Dũng" in page.text and "disabled" in page.text and "Chỉ ghi các dòng tốt (2 dòng)" in page.text
    for outcome, names in {"create": 2, "refuse": 1, "": 3, "ask": 0}.items():
        listed = client.get(url("rows", batch), {"ket-qua": outcome})
        assert listed.text.count('class="main"') == names
    assert client.get(url("rows", batch), {"ket-qua": "x"}).status_code == 404
    for form in ("xlsx", "csv", "in"):
        assert client.get(url("rows", batch), {"ket-qua": "refuse", "xuat": form}).status_code == 200


def test_all_or_nothing_is_refused_with_the_reason(client):
    batch = checked(client)
    answer = client.post(url("write", batch), {"cach": "tat-ca"})
    assert answer.status_code == 422 and "Còn 1 dòng bị từ chối" in answer.text
    good = checked(client, workbook(ROWS[:2]), name="tốt.xlsx")
    assert "disabled" not in client.get(url("batch", good)).text
    assert written(client, workbook(ROWS[:2]), how="tat-ca").state == BatchState.WRITTEN


def test_an_update_shows_what_is_and_what_comes_field_by_field(client):
    written(client, workbook(ROWS[:2]))
    changed = [(*ROWS[0][:6], "20/05/2006", ""), ROWS[1]]
    batch = checked(client, workbook(changed))
    page = client.get(url("batch", batch))
    assert "<del>19/05/2006</del> → <ins>20/05/2006</ins>" in page.text
    row = next(queries.RowSource(batch, Outcome.UPDATE).iterate())
    assert row.differences == [("Ngày chính thức", "19/05/2006", "20/05/2006")]


def test_the_order_of_days_is_asked_and_only_offered_answers_are_taken(client):
    rows = [(n, f"Nguyễn Văn {name}", f"0{n}/0{n + 1}/1980", "", "Chi bộ Thôn 1", "", "", "") for n, name in
            enumerate(("An", "Bình", "Chi"), 1)]  # fmt: skip
    batch = checked(client, workbook(rows))
    assert batch.state == BatchState.MAPPED and batch.questions
    assert client.get(url("batch", batch))["Location"] == url("questions", batch)
    page = client.get(url("questions", batch))
    (field,) = page.context["form"].fields
    assert "ghi ngày theo thứ tự nào" in page.text and "01/02/1980" in page.text
    assert client.post(url("questions", batch), {field: "ymd"}).status_code == 422
    empty = client.post(url("questions", batch), {})
    assert empty.status_code == 422 and "Chưa trả lời câu nào" in empty.text
    answer = client.post(url("questions", batch), {field: "dmy"})
    assert answer.status_code == 302
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED
    assert client.post(url("ask_again", batch)).status_code == 302
    batch.refresh_from_db()
    assert batch.state == BatchState.MAPPED and batch.questions


def test_a_question_is_asked_once_for_its_rows_and_answered(client, world):
    rows = [(n, f"Nguyễn Văn {name}", "15/03/1980", "", "Chi bộ Thôn 1", "19/05/2005", "19/05/2006", "") for n, name in
            enumerate(("Ánh", "Bảo", "Chí"), 1)]  # fmt: skip
    batch = checked(client, workbook(rows), unit="H")
    page = client.get(url("batch", batch))
    assert page.context["asked"] == 3
    form = page.context["form"]
    (field,) = form.fields
    assert "Hỏi cho 3 dòng: 2, 3, 4." in page.text
    answer = client.post(url("questions", batch), {field: form.fields[field].choices[0][0]})
    assert answer.status_code == 302
    batch.refresh_from_db()
    assert queries.counts(batch)[Outcome.ASK] == 0


def test_the_workbook_comes_back_with_its_faults_and_maps_as_before(client):
    batch = checked(client, workbook(others=["Khác"]))
    answer = client.get(url("returned", batch))
    content = b"".join(answer.streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Danh sách"]
    assert book.sheetnames == ["Danh sách", "Khác"] and book["Khác"]["A1"].value == "Trang Khác"
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == [*HEAD, "Kết quả", "Lỗi cần sửa"]
    assert cells[1][:8] == [1, *ROWS[0][1:7], None] and cells[1][8:] == ["Tạo mới", None]
    assert cells[3][8] == "Từ chối" and "Ngày sinh: " in cells[3][9]
    assert sheet["C4"].fill.start_color.rgb == "FFFDECEA" and sheet["B4"].fill.fill_type is None
    again = received(client, content)
    before, after = chosen(client, batch), chosen(client, again)
    assert (
        after == before
        and "Lỗi cần sửa" not in client.get(url("columns", again)).text.partition('<h2 id="ghep-cot"')[2]
    )
    assert checked(client, content).digest == batch.digest


def test_a_long_workbook_goes_back_as_a_job(client, monkeypatch):
    from chibo.exchange.actions import returning

    monkeypatch.setattr(returning, "AT_ONCE", 2)
    batch = checked(client)
    answer = client.get(url("returned", batch))
    job = Job.objects.get(kind=returning.KIND)
    assert answer["Location"] == reverse("jobs:job", args=[job.uid]) and job.state == State.DONE
    assert client.get(reverse("files:download", args=[job.result.uid])).status_code == 200


def test_a_step_that_fails_says_why_and_can_be_repeated(client, monkeypatch):
    from chibo.exchange.reading import sentences
    from chibo.exchange.reading import workbook as reader

    batch = received(client)

    def broken(*args, **kwargs):
        raise sentences.broken()

    with monkeypatch.context() as patched:
        patched.setattr(reader, "read", broken)
        client.post(url("columns", batch), chosen(client, batch))
        page = client.get(url("batch", batch))
        assert "Chưa kiểm tra được tệp" in page.text and "Tệp hỏng" in page.text
    assert client.post(url("check", batch)).status_code == 302
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED


def test_a_step_under_way_shows_its_bar_and_takes_no_second_one(client, waiting):
    batch = received(client)
    client.post(url("columns", batch), chosen(client, batch))
    page = client.get(url("batch", batch))
    assert "Đang chờ" in page.text and "every 2s" in page.text and "xem lại tiến độ" in page.text
    again = client.post(url("check", batch))
    assert again.status_code == 409 and "đang được xử lý" in again.text
    assert client.post(url("columns", batch), {}).status_code == 409


@pytest.mark.parametrize("state", [BatchState.CHECKING, BatchState.WRITING, BatchState.UNDOING])
def test_a_step_that_broke_off_is_taken_up_again(client, state):
    batch = checked(client)
    Batch.objects.update(state=state)
    Job.objects.update(state=State.CANCELLED)
    page = client.get(url("batch", batch))
    assert "đã dừng giữa chừng" in page.text and "Làm tiếp" in page.text
    assert (client.get(url("columns", batch)).status_code == 200) == (state == BatchState.CHECKING)
    if state == BatchState.CHECKING:
        assert client.post(url("check", batch)).status_code == 302
        batch.refresh_from_db()
        assert batch.state == BatchState.CHECKED


def test_a_workbook_is_dropped(client):
    batch = checked(client)
    shown = client.post(url("drop", batch), {"a": "1"})
    answer = client.post(url("drop", batch), {"confirmed": "1", "seen": shown.context["preview"].seal})
    assert answer["Location"] == reverse("exchange:list")
    batch.refresh_from_db()
    assert batch.state == BatchState.DROPPED and not batch.rows.exists()
    assert "Tệp này đã bỏ" in client.get(url("batch", batch)).text


def test_what_stands_on_a_batch_is_listed_and_holds_it(client, monkeypatch):
    batch = written(client)
    monkeypatch.setattr("chibo.exchange.actions.undoing.what_stands_on", lambda batch: ["Đã chuyển đi."])
    monkeypatch.setattr("chibo.exchange.actions.what_stands_on", lambda batch: ["Đã chuyển đi."])
    page = client.get(url("undo", batch))
    assert "Chưa hoàn tác được" in page.text and "Đã chuyển đi." in page.text and "Tiếp tục, ghi lý do" not in page.text
    shown = client.post(url("undo", batch), {"a": "1"})
    said = {"confirmed": "1", "seen": shown.context["preview"].seal, "reason": "Nhầm"}
    assert client.post(url("undo", batch), said).status_code == 422
    batch.refresh_from_db()
    assert batch.state == BatchState.WRITTEN
