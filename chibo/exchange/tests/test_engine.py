"""A workbook on its way in: every row ends in exactly one way, nothing is half written, everything can be taken back."""

from datetime import date
from types import SimpleNamespace

import pytest

from chibo.exchange import actions, queries, staging
from chibo.exchange.actions import checking
from chibo.exchange.models import Batch, Habit
from chibo.exchange.reading.values import Day, Text, Whole
from chibo.exchange.rules import kinds
from chibo.exchange.rules.kinds import Ask, Column, Kind, Place, Plan, Trace
from chibo.exchange.vocabulary import BatchState, Outcome
from chibo.journal.models import Entry
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.viewer import System

pytestmark = pytest.mark.django_db
BY = System("văn phòng thử nghiệm")
ON = date(2024, 12, 31)
HEAD = "Tên,Số,Ngày\n"
PLACE = Place("unit:1", "Đảng bộ thử nghiệm", SimpleNamespace(uid="1"))


class Notes:
    """Keeps each row as a habit, whose key is the name: the simplest thing that can be written."""

    broken_at: str = ""

    def __init__(self, setting):
        self.setting, self.seen = setting, {}

    def plan(self, rows):
        return [self.one(row) for row in rows]

    def one(self, row):
        name, number = row.values.get("name"), row.values.get("number")
        plan = Plan(row.number, Outcome.CREATE, label=name or "", data=[name, number], faults=list(row.faults))
        known = Habit.objects.filter(place="test", kind="note", key=name).first()
        if not row.is_sound or not name:
            plan.outcome = Outcome.REFUSE
        elif name == "gần giống":
            self.ask(plan, f"name:{name}")
        elif known is not None and known.value == number:
            plan.outcome, plan.target = Outcome.SKIP, known.pk
        elif known is not None:
            plan.outcome, plan.target = Outcome.UPDATE, known.pk
            plan.differences = [("number", str(known.value), str(number))]
        self.seen.setdefault(name, []).append(plan)
        return plan

    def ask(self, plan, key):
        if self.setting.answers.get(key) != "yes":
            plan.outcome = Outcome.ASK
            plan.ask = Ask(key, "Có phải tên đó không?", (("yes", "Phải"), ("no", "Không")), remembered=True)

    def finish(self):
        return [
            Plan(plan.number, Outcome.REFUSE, label=plan.label, faults=[("name", "Tên có hai lần trong tệp.")])
            for plans in self.seen.values()
            if len(plans) > 1
            for plan in plans
        ]

    def write(self, plans):
        traces = []
        for plan in plans:
            name, number = plan.data
            if name == type(self).broken_at:
                raise Refusal("Tên này vừa bị khóa. Hãy chọn tên khác.", field="name")
            before = Habit.objects.filter(pk=plan.target).values_list("value", flat=True).first()
            row, _ = Habit.objects.update_or_create(
                place="test", kind="note", key=name, defaults={"value": number, "made_at": "2024-01-01T00:00:00Z"}
            )
            traces.append(Trace(plan.number, row.pk, {"before": before, "new": plan.target is None}))
        return traces


def stands_on(traces):
    marked = Habit.objects.filter(pk__in=[t.target for t in traces], value=-1)
    return [f"Ghi nhớ {row.key} đã được dùng." for row in marked]


def take_back(setting, traces):
    for trace in traces:
        if trace.undo["new"]:
            Habit.objects.filter(pk=trace.target).delete()
        else:
            Habit.objects.filter(pk=trace.target).update(value=trace.undo["before"])


NOTES = Kind(
    name="notes",
    title="Ghi nhớ",
    noun="ghi nhớ",
    explain="",
    columns=(
        Column("name", "Tên", Text(), required=True),
        Column("number", "Số", Whole()),
        Column("day", "Ngày", Day()),
    ),
    capability="members.write",
    begin=Notes,
    stands_on=stands_on,
    undo=take_back,
    about=("number", "day"),
)


@pytest.fixture(autouse=True)
def only_notes(monkeypatch, settings, tmp_path):
    settings.VAR_DIR, settings.FILES_DIR = tmp_path, tmp_path / "files"
    monkeypatch.setattr(kinds, "_kinds", {"notes": NOTES})
    monkeypatch.setattr(kinds, "_find_place", [lambda reference, on: PLACE])
    monkeypatch.setattr(Notes, "broken_at", "")


def brought(text: str, **options) -> Batch:
    batch = actions.receive(name="ghi-nho.csv", content=(HEAD + text).encode(), kind="notes", place=PLACE, on=ON, by=BY)
    guess = actions.propose(batch)
    actions.map_columns(
        batch,
        sheet=queries.sheet_of(batch)["name"],
        header_row=guess.header_row,
        mapping=guess.mapping,
        options=options,
        by=BY,
    )
    return batch


def checked(text: str, **options) -> Batch:
    batch = brought(text, **options)
    actions.check(batch, by=BY)
    return batch


def notes() -> dict:
    return dict(Habit.objects.filter(place="test").values_list("key", "value"))


def found(batch: Batch) -> dict:
    return {outcome: n for outcome, n in queries.counts(batch).items() if n}


def test_every_row_ends_in_exactly_one_way():
    Habit.objects.create(place="test", kind="note", key="cũ", value=1, made_at="2024-01-01T00:00:00Z")
    Habit.objects.create(place="test", kind="note", key="đổi", value=1, made_at="2024-01-01T00:00:00Z")
    batch = checked("mới,5,\ncũ,1,\nđổi,2,\nhỏng,abc,\ngần giống,4,\nhai,1,\nhai,1,\n")
    assert found(batch) == {"create": 1, "skip": 1, "update": 1, "refuse": 3, "ask": 1}
    lines = {row.number: (row.outcome, row.reasons, row.changes) for row in queries.RowSource(batch).iterate()}
    assert lines[2] == ("create", "", "")
    assert lines[4] == ("update", "", "Số: 1 → 2")
    assert lines[5][0] == "refuse"
    assert lines[5][1].startswith("Số: ")
    assert lines[7] == lines[8] == ("refuse", "Tên: Tên có hai lần trong tệp.", "")
    actions.write(batch, only_good=True, by=BY)
    assert notes() == {"mới": 5, "cũ": 1, "đổi": 2}
    assert batch.state == BatchState.WRITTEN
    assert sum(queries.counts(batch).values()) == 7


def test_one_bad_row_holds_a_whole_back():
    batch = checked("mới,5,\nhỏng,abc,\n")
    with pytest.raises(Refusal, match="Còn 1 dòng"):
        actions.write(batch, only_good=False, by=BY)
    assert notes() == {}
    assert batch.state == BatchState.CHECKED


def test_an_answer_is_asked_for_once_and_remembered_by_the_office():
    batch = checked("gần giống,4,\n")
    (asked,) = queries.questions(batch)
    assert (asked.ask.key, asked.rows) == ("name:gần giống", [2])
    actions.answer(batch, answers={asked.ask.key: "yes"}, by=BY)
    actions.check(batch, by=BY)
    assert found(batch) == {"create": 1}
    assert found(checked("gần giống,4,\n")) == {"create": 1}


def test_the_columns_of_a_sheet_are_remembered():
    batch = actions.receive(
        name="a.csv", content="Cột lạ,Số,Ngày\nmới,5,\n".encode(), kind="notes", place=PLACE, on=ON, by=BY
    )
    assert "name" in actions.propose(batch).missing
    sheet = queries.sheet_of(batch)["name"]
    again = actions.receive(
        name="b.csv", content="Cột lạ,Số,Ngày\nkhác,6,\n".encode(), kind="notes", place=PLACE, on=ON, by=BY
    )
    actions.map_columns(batch, sheet=sheet, header_row=1, mapping={"number": 0, "name": 2}, by=BY)
    actions.check(batch, by=BY)
    assert "name" in actions.propose(again).missing  # not one row was read that way
    actions.map_columns(batch, sheet=sheet, header_row=1, mapping={"name": 0, "number": 1}, by=BY)
    actions.check(batch, by=BY)
    assert actions.propose(again).mapping == {"name": 0, "number": 1}


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ({"number": 1}, "Chưa có cột cho “Tên”"),
        ({"name": 0, "number": 0}, "cho cả “Tên” và “Số”"),
        ({"name": 99}, "Tệp không có cột thứ 100"),
        ({"name": 0, "lạ": 1}, "không có mục “lạ”"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(mapping, sentence):
    batch = brought("mới,5,\n")
    with pytest.raises(Refusal, match=sentence):
        actions.map_columns(batch, sheet=batch.sheet, header_row=1, mapping=mapping, by=BY)


def test_the_order_of_day_and_month_is_asked_and_never_guessed():
    batch = checked("mới,5,03/02/2020\n")
    assert (batch.state, [q["field"] for q in batch.questions]) == (BatchState.MAPPED, ["day"])
    assert found(batch) == {}
    with pytest.raises(Refusal, match="ngày/tháng"):
        actions.answer(batch, answers={"date_order:day": "ymd"}, by=BY)
    actions.answer(batch, answers={"date_order:day": "dmy"}, by=BY)
    actions.check(batch, by=BY)
    assert (batch.questions, found(batch)) == ([], {"create": 1})


def test_undoing_brings_everything_back():
    Habit.objects.create(place="test", kind="note", key="đổi", value=1, made_at="2024-01-01T00:00:00Z")
    batch = checked("mới,5,\nđổi,2,\n")
    actions.write(batch, only_good=False, by=BY)
    actions.undo(batch, reason="nhầm tệp", by=BY)
    assert notes() == {"đổi": 1}
    assert batch.state == BatchState.UNDONE
    entries = Entry.objects.filter(subject=batch.reference).order_by("id").values_list("what", "reason")
    assert list(entries) == [("exchange.written", ""), ("exchange.undone", "nhầm tệp")]


def test_what_stands_on_a_batch_is_listed_instead():
    batch = checked("mới,5,\n")
    actions.write(batch, only_good=False, by=BY)
    Habit.objects.filter(key="mới").update(value=-1)
    with pytest.raises(Refusal, match="Ghi nhớ mới đã được dùng") as refused:
        actions.undo(batch, by=BY)
    assert refused.value.choices == (("0", "Ghi nhớ mới đã được dùng."),)
    assert batch.state == BatchState.WRITTEN


def parts_of_two(monkeypatch):
    monkeypatch.setattr(checking, "PART", 2)


def test_a_killed_writing_goes_on_with_the_next_part(monkeypatch):
    parts_of_two(monkeypatch)
    batch = checked("".join(f"n{i},{i},\n" for i in range(5)))
    assert batch.chunks.count() == 3

    class Killed(BaseException):
        pass

    def tick(done, message="", checkpoint=None, total=None):
        if checkpoint is None and done == 2:
            raise Killed

    with pytest.raises(Killed):
        actions.write(batch, only_good=True, by=BY, tick=tick)
    batch.refresh_from_db()
    assert (len(notes()), batch.state) == (2, BatchState.WRITING)
    told = []
    actions.write(
        batch, only_good=True, by=BY, tick=lambda done, *_, **more: told.append(done) if "checkpoint" in more else None
    )
    assert notes() == {f"n{i}": i for i in range(5)}
    assert told == [4, 5]


def test_a_row_refused_while_writing_is_left_out_of_the_good_ones(monkeypatch):
    batch = checked("".join(f"n{i},{i},\n" for i in range(5)))
    monkeypatch.setattr(Notes, "broken_at", "n3")
    actions.write(batch, only_good=True, by=BY)
    assert set(notes()) == {"n0", "n1", "n2", "n4"}
    assert found(batch) == {"create": 4, "refuse": 1}
    (row,) = queries.RowSource(batch, Outcome.REFUSE).iterate()
    assert (row.number, row.reasons) == (5, "Tên: Tên này vừa bị khóa. Hãy chọn tên khác.")


def test_a_row_refused_while_writing_takes_all_parts_back(monkeypatch):
    parts_of_two(monkeypatch)
    batch = checked("".join(f"n{i},{i},\n" for i in range(5)))
    monkeypatch.setattr(Notes, "broken_at", "n4")
    with pytest.raises(Refusal, match="vừa bị khóa"):
        actions.write(batch, only_good=False, by=BY)
    assert notes() == {}
    assert batch.state == BatchState.CHECKED


def test_a_batch_taken_back_on_the_way_can_be_written_again(monkeypatch):
    parts_of_two(monkeypatch)
    batch = checked("".join(f"n{i},{i},\n" for i in range(5)))
    monkeypatch.setattr(Notes, "broken_at", "n4")
    with pytest.raises(Refusal):
        actions.write(batch, only_good=False, by=BY)
    monkeypatch.setattr(Notes, "broken_at", "")
    actions.write(batch, only_good=False, by=BY)
    assert notes() == {f"n{i}": i for i in range(5)}


def test_records_that_changed_since_the_check_are_looked_at_again():
    batch = checked("mới,5,\n")
    Habit.objects.create(place="test", kind="note", key="mới", value=4, made_at="2024-01-01T00:00:00Z")
    Entry.objects.create(at="2024-01-01T00:00:00Z", what="x", subject="y", label="z", on=ON, actor="a", actor_label="b")
    with pytest.raises(Refusal, match="đã thay đổi từ lúc kiểm tra"):
        actions.write(batch, only_good=True, by=BY)
    assert found(batch) == {"update": 1}
    assert notes() == {"mới": 4}
    actions.write(batch, only_good=True, by=BY)
    assert notes() == {"mới": 5}


def test_something_else_written_since_the_check_does_not_matter():
    batch = checked("mới,5,\n")
    Entry.objects.create(at="2024-01-01T00:00:00Z", what="x", subject="y", label="z", on=ON, actor="a", actor_label="b")
    actions.write(batch, only_good=True, by=BY)
    assert notes() == {"mới": 5}


def test_what_is_staged_lies_encrypted():
    batch = checked("bí thư,5,\n")
    chunk = batch.chunks.get()
    assert "bí thư".encode() not in bytes(chunk.rows) + bytes(chunk.data)
    assert staging.plans_of(chunk, with_data=True)[0].data == ["bí thư", 5]
    actions.write(batch, only_good=True, by=BY)
    chunk.refresh_from_db()
    assert chunk.data is None


def test_a_step_out_of_order_says_which_comes_first():
    batch = brought("mới,5,\n")
    with pytest.raises(Refusal, match="Hãy kiểm tra tệp trước"):
        actions.write(batch, only_good=True, by=BY)
    with pytest.raises(Refusal, match="Hãy kiểm tra tệp trước"):
        actions.undo(batch, by=BY)
    actions.drop(batch, by=BY)
    with pytest.raises(Refusal, match="gửi lại tệp"):
        actions.check(batch, by=BY)


def test_only_who_may_write_there_brings_something_in():
    class Stranger(System):
        def may(self, capability, unit=None):
            return None

        def must(self, capability, unit=None):
            raise NotEntitled("Đồng chí không có quyền này. Hãy hỏi quản trị viên.")

    stranger = Stranger("người lạ")
    with pytest.raises(NotEntitled):
        actions.receive(
            name="a.csv", content=(HEAD + "mới,5,\n").encode(), kind="notes", place=PLACE, on=ON, by=stranger
        )
    batch = checked("mới,5,\n")
    for step in (
        lambda: actions.check(batch, by=stranger),
        lambda: actions.write(batch, only_good=True, by=stranger),
        lambda: queries.batch_of(batch.uid, by=stranger),
    ):
        with pytest.raises(Refusal):
            step()
    assert notes() == {}


def test_a_marked_workbook_is_refused_and_not_kept():
    text = "Tên,Số,Ngày\nDanh sách\nTỐI MẬT,1,\n"
    with pytest.raises(Refusal, match="Chibo không giữ bí mật nhà nước"):
        actions.receive(name="a.csv", content=text.encode(), kind="notes", place=PLACE, on=ON, by=BY)
    assert Batch.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_database_equally_often(rows, django_assert_num_queries):
    batch = checked("".join(f"n{i},{i},\n" for i in range(rows)))
    with django_assert_num_queries(2):
        assert len(queries.RowSource(batch, Outcome.CREATE).page(None, 50)) == rows
    with django_assert_num_queries(1):
        queries.counts(batch)


def test_beside_the_label_stands_what_the_workbook_says_of_a_row():
    batch = checked("mới,5,25/12/2020\nhai,1,\nhai,1,\n")
    assert [row.about for row in queries.RowSource(batch).iterate()] == ["5 · 25/12/2020", "1", "1"]
