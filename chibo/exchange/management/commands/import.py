"""``manage.py import KIND FILE``: a workbook in one go; ``--undo BATCH`` takes one back."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from chibo.exchange import actions, queries
from chibo.exchange.models import Batch
from chibo.exchange.rules import kinds
from chibo.exchange.vocabulary import BatchState, Outcome
from chibo.jobs import actions as jobs
from chibo.kernel.clock import today
from chibo.kernel.days import parse_iso
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import System, Viewer
from chibo.rulebook import queries as rulebook

MOST_SHOWN = 50
PLACES = {
    Outcome.CREATE: "created",
    Outcome.UPDATE: "updated",
    Outcome.SKIP: "skipped",
    Outcome.REFUSE: "refused",
}


class Command(BaseCommand):
    help = "Nhập một tệp Excel, ODS hoặc CSV; xem trước bằng --dry-run, lấy lại bằng --undo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", nargs="?", help=f"loại tệp: {', '.join(kinds.kinds())}")
        parser.add_argument("file", nargs="?", help="tệp .xlsx, .xls, .ods hoặc .csv")
        parser.add_argument("--unit", default="", help="tổ chức mà tệp nói về, bằng mã ngắn; bỏ trống: toàn hệ thống")
        parser.add_argument("--on", default="", help="số liệu đến ngày nào (2024-12-31); bỏ trống: hôm nay")
        parser.add_argument("--sheet", default="", help="tên trang tính; bỏ trống: trang nhận ra nhiều cột nhất")
        parser.add_argument("--header", type=int, default=None, help="số của dòng tiêu đề; bỏ trống: tự tìm")
        parser.add_argument("--map", action="append", default=[], help="MỤC=SỐ CỘT (từ 1) hoặc MỤC=TIÊU ĐỀ CỘT")
        parser.add_argument(
            "--option",
            action="append",
            default=[],
            help="TÊN=GIÁ TRỊ: encoding, text, skip_hidden=1, hoặc của loại tệp",
        )
        parser.add_argument(
            "--answer", action="append", default=[], help="CÂU HỎI=TRẢ LỜI, như khóa in ra khi được hỏi"
        )
        parser.add_argument(
            "--all", action="store_true", help="ghi tất cả hoặc không ghi gì; không có: ghi các dòng tốt"
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")
        parser.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")
        parser.add_argument("--undo", default="", help="mã lần nhập cần hoàn tác")

    def handle(self, **options: Any) -> None:
        by = System("lệnh nhập tệp")
        try:
            with rulebook.steady():
                result = self._undo(options, by) if options["undo"] else self._import(options, by)
        except Refusal as refusal:
            if options["json"]:
                said = {"refused": refusal.message, "code": refusal.code, "choices": [c[1] for c in refusal.choices]}
                self.stdout.write(json.dumps(said, ensure_ascii=False))
                sys.exit(1)
            raise CommandError(refusal.message) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            self._tell(result)
        if result["state"] == BatchState.MAPPED and not options["dry_run"]:
            sys.exit(1)  # Nothing was written: whole columns must be answered for first.

    def _import(self, options: dict[str, Any], by: Viewer) -> dict[str, Any]:
        if not options["kind"] or not options["file"]:
            raise CommandError("Cần loại tệp và tên tệp, ví dụ: manage.py import members danh-sach.xlsx --unit QN")
        batch = self._receive(options, by)
        self._map(batch, options, by)
        with self._job(batch, "Kiểm tra", by) as tick:
            actions.check(batch, by=by, tick=tick)
        if not options["dry_run"] and batch.state == BatchState.CHECKED:
            with self._job(batch, "Ghi", by) as tick:
                actions.write(batch, only_good=not options["all"], by=by, tick=tick)
        return _result(batch)

    def _receive(self, options: dict[str, Any], by: Viewer) -> Batch:
        kind = kinds.kind_of(options["kind"])
        on = parse_iso(options["on"]) if options["on"] else today()
        file = Path(options["file"])
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Không mở được tệp {file} ({error.strerror}). Hãy xem lại tên tệp.") from error
        place = kinds.place_of(options["unit"], on)
        said = _options(options["option"], kind)
        return actions.receive(name=file.name, content=content, kind=kind.name, place=place, on=on, options=said, by=by)

    def _map(self, batch: Batch, options: dict[str, Any], by: Viewer) -> None:
        sheet = queries.sheet_of(batch, options["sheet"] or actions.likely_sheet(batch))["name"]
        guess = actions.propose(batch, sheet=sheet, header_row=options["header"])
        mapping = dict(guess.mapping)
        for field, _, column in (said.partition("=") for said in options["map"]):
            mapping = {name: index for name, index in mapping.items() if name != field}
            mapping[field] = _column(column, guess.headings)
            mapping = {name: index for name, index in mapping.items() if name == field or index != mapping[field]}
        chosen = _options(options["option"], kinds.kind_of(batch.kind))
        actions.map_columns(batch, sheet=sheet, header_row=guess.header_row, mapping=mapping, options=chosen, by=by)
        if options["answer"]:
            actions.answer(batch, answers=dict(said.rpartition("=")[::2] for said in options["answer"]), by=by)

    @contextmanager
    def _job(self, batch: Batch, title: str, by: Viewer) -> Iterator[Callable[..., None]]:
        job = jobs.start(kind="exchange.command", title=f"{title} tệp {batch.file.name}", by=by)
        Batch.objects.filter(pk=batch.pk).update(job=job)
        batch.job = job
        with jobs.running(job, console=self.stderr._out) as tick:
            yield lambda done, message="", checkpoint=None, total=None: tick(done, message, total=total)

    def _undo(self, options: dict[str, Any], by: Viewer) -> dict[str, Any]:
        try:
            uid = UUID(options["undo"])
        except ValueError as error:
            raise CommandError("Mã lần nhập không đúng. Hãy chép lại mã in ra khi nhập.") from error
        batch = Batch.objects.select_related("file", "job").filter(uid=uid).first()
        if batch is None:
            raise CommandError("Không có lần nhập nào mang mã này. Hãy chép lại mã in ra khi nhập.")
        actions.begin_undo(batch, by=by)
        with self._job(batch, "Hoàn tác", by) as tick:
            actions.undo(batch, by=by, tick=tick)
        return _result(batch)

    def _tell(self, result: dict[str, Any]) -> None:
        self.stdout.write(f"Lần nhập {result['batch']}: {BatchState(result['state']).label.lower()}.")
        self.stdout.write(
            f"{result['rows']} dòng = {result['created']} tạo mới + {result['updated']} cập nhật + "
            f"{result['skipped']} bỏ qua + {result['refused']} từ chối"
        )
        if result["unused"]:
            self.stdout.write(f"  Cột không dùng: {', '.join(result['unused'])}. Cần thì ghép bằng --map.")
        if result["other_sheets"]:
            self.stdout.write(
                f"  Trang tính không nhập: {', '.join(result['other_sheets'])}. Cần thì nhập bằng --sheet."
            )
        for note in result["notes"]:
            self.stdout.write(f"  {note}")
        for question in result["questions"]:
            self.stdout.write(f"Hỏi: {question['text']}  --answer '{question['key']}=…'")
            for value, label in question["choices"]:
                self.stdout.write(f"    {value}: {label}")
        for fault in result["faults"][:MOST_SHOWN]:
            self.stdout.write(f"  {fault['sheet']}, dòng {fault['row']}, {fault['column']}: {fault['message']}")
        if len(result["faults"]) > MOST_SHOWN:
            self.stdout.write(f"  và {len(result['faults']) - MOST_SHOWN} lỗi khác (xem đủ bằng --json)")


def _options(said: list[str], kind: kinds.Kind) -> dict[str, Any]:
    """Of how the file is read, and of the kind itself."""
    known: dict[str, tuple[str, ...]] = dict.fromkeys(("encoding", "text"), ())
    known["skip_hidden"] = ("1", "0")
    known |= {name: tuple(value for value, _ in choices) for name, _, choices in kind.options}
    chosen: dict[str, Any] = dict(one.partition("=")[::2] for one in said)
    for name, value in chosen.items():
        if name not in known:
            raise CommandError(f"Loại tệp này không có lựa chọn “{name}”. Có: {', '.join(known)}.")
        if known[name] and value not in known[name]:
            raise CommandError(f"Lựa chọn “{name}” chỉ nhận: {', '.join(known[name])}.")
    return chosen | ({"skip_hidden": chosen["skip_hidden"] == "1"} if "skip_hidden" in chosen else {})


def _column(said: str, headings: list[str]) -> int:
    if said.isdecimal():
        return int(said) - 1
    if said not in headings:
        raise CommandError(f"Tệp không có cột “{said}”. Các cột: {', '.join(filter(None, headings))}.")
    return headings.index(said)


def _result(batch: Batch) -> dict[str, Any]:
    """Rows in = created + updated + skipped + refused; what waits for an answer counts as refused."""
    found = queries.counts(batch)
    result: dict[str, Any] = {"batch": str(batch.uid), "state": batch.state, "rows": sum(found.values())}
    result |= {word: found[outcome] for outcome, word in PLACES.items()}
    result["refused"] += found[Outcome.ASK]
    result["notes"] = [*batch.looked["scan"]["notes"], *batch.notes]
    result |= _columns(batch)
    result["questions"] = [
        {
            "key": f"date_order:{q['field']}",
            "text": f"Cột “{q['title']}” ghi ngày theo thứ tự nào? Ví dụ: {', '.join(q['examples'])}",
            "choices": q["choices"],
        }
        for q in batch.questions
    ] + [
        {"key": asked.ask.key, "text": asked.ask.text, "choices": asked.ask.choices, "rows": asked.rows}
        for asked in queries.questions(batch)
    ]
    titles = {column.name: column.title for column in kinds.kind_of(batch.kind).columns}
    result["faults"] = [
        {"sheet": batch.sheet, "row": plan.number, "column": titles.get(name, name), "message": sentence}
        for plan in queries.plans_of_batch(batch)
        if plan.outcome == Outcome.REFUSE
        for name, sentence in plan.faults
        if not sentence.startswith("~")
    ]
    return result


def _columns(batch: Batch) -> dict[str, Any]:
    """Which heading was taken for what, and which for nothing; further sheets, which are not brought in."""
    if not batch.sheet:
        return {"columns": {}, "unused": [], "other_sheets": []}
    headings = actions.propose(batch, header_row=batch.header_row).headings
    titles = {column.name: column.title for column in kinds.kind_of(batch.kind).columns}
    used = set(batch.mapping.values())
    return {
        "columns": {titles[name]: headings[place] for name, place in batch.mapping.items() if place < len(headings)},
        "unused": [heading for place, heading in enumerate(headings) if heading and place not in used],
        "other_sheets": [one["name"] for one in batch.looked["sheets"] if one["rows"] and one["name"] != batch.sheet],
    }
