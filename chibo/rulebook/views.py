"""The rules of a day, one rule over time, a new version, a correction."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chibo.journal import queries as journal
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import NotFound
from chibo.rulebook import actions, queries, rules
from chibo.rulebook.forms import CorrectionForm, VersionForm
from chibo.rulebook.models import Certainty, Parameter, Version
from chibo.tables.columns import Column
from chibo.tables.export import Heading, answer
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table
from chibo.ui import params
from chibo.ui.confirm import Answer, Change, Preview, two_step

GROUPS = {
    "org": "Tổ chức đảng",
    "congress": "Đại hội",
    "admission": "Kết nạp đảng viên",
    "probation": "Đảng viên dự bị",
    "official": "Đảng viên dự bị",
    "card": "Thẻ đảng viên",
    "transfer": "Chuyển sinh hoạt đảng",
    "strikeoff": "Xóa tên, kết nạp lại",
    "readmission": "Xóa tên, kết nạp lại",
    "badge": "Huy hiệu Đảng",
    "eval": "Đánh giá, xếp loại",
    "meeting": "Sinh hoạt chi bộ",
    "discipline": "Kỷ luật",
    "citizen": "Tiếp dân, đơn thư",
    "petition": "Tiếp dân, đơn thư",
    "fee": "Đảng phí",
    "planning": "Công tác cán bộ",
    "appoint": "Công tác cán bộ",
    "rotation": "Công tác cán bộ",
    "doc": "Thể thức văn bản",
    "security": "An toàn dữ liệu",
    "sharelog": "An toàn dữ liệu",
    "breach": "An toàn dữ liệu",
    "claims": "Đối chiếu nhận định",
}
COLUMNS = (
    Column("group", "Nhóm", width=24),
    Column("title", "Quy định", "parameter.title", main=True, width=44),
    Column("text", "Giá trị", "ruling.text", width=36),
    Column("source", "Căn cứ", "ruling.source", width=36),
    Column("since", "Hiệu lực", width=22),
    Column("certainty", "Mức tin cậy", width=18),
    Column("key", "Khóa", "parameter.key", kind="id", width=26),
)
VERSIONS = (
    Column("number", "Phiên bản", "version.number", kind="int"),
    Column("since", "Hiệu lực", width=22),
    Column(
        "until", "Đến trước", lambda row: row["version"].until if row["version"].until < FOREVER else None, kind="day"
    ),
    Column("text", "Giá trị", "ruling.text", width=36),
    Column("note", "Ghi chú", "version.note", width=36),
    Column("source", "Căn cứ", "version.source", width=36),
    Column("certainty", "Mức tin cậy", width=18),
)
BADGES = {Certainty.CONFIRMED: "done", Certainty.SECONDARY: "plain", Certainty.UNCERTAIN: "waiting"}


@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule with its value on a day."""
    request.viewer.must(rules.READ)
    today = clock.today()
    on = params.asked(request.GET, today=today).on
    rows = [_row(parameter, ruling) for parameter, ruling in queries.all_on(on)]
    if leaving := _leaving(request, "Quy định và tham số", on, COLUMNS, rows):
        return leaving
    order = {title: place for place, title in enumerate(dict.fromkeys(row["group"] for row in rows))}
    rows.sort(key=lambda row: order[row["group"]])
    groups = [(title, list(held)) for title, held in groupby(rows, key=lambda row: row["group"])]
    return render(request, "rulebook/list.html", {"groups": groups, "on": on, "count": len(rows)})


def _leaving(
    request: HttpRequest, title: str, on: date, columns: Sequence[Column], rows: list[dict[str, Any]]
) -> HttpResponse | None:
    """The rows as a file or on paper."""
    table = Table(f"rulebook.{title}", title, columns, RowsSource(rows))
    return answer(request, [table], Heading(title, when=f"ngày {show_day(on)}", by=request.viewer.label))


def _row(parameter: Parameter, ruling: queries.Ruling) -> dict[str, Any]:
    return {
        "parameter": parameter,
        "ruling": ruling,
        "group": GROUPS.get(parameter.key.split(".")[0], "Khác"),
        "since": rules.show_since(ruling.since, ruling.since_precision) if ruling.is_on_record else "",
        "badge": BADGES[Certainty(ruling.certainty)],
        "certainty": Certainty(ruling.certainty).label,
    }


@require_safe
def rule(request: HttpRequest, key: str) -> HttpResponse:
    """One rule with all its versions and what was done to it."""
    request.viewer.must(rules.READ)
    parameter = _parameter(key)
    on = params.asked(request.GET, today=clock.today()).on
    versions = parameter.versions.select_related("parameter").order_by("-since")
    rows = [{"version": v, **_row(parameter, queries.ruling_of(v))} for v in versions]
    if leaving := _leaving(request, parameter.title, on, VERSIONS, rows):
        return leaving
    context = {
        "parameter": parameter,
        "ruling": queries.value(key, on=on),
        "on": on,
        "rows": rows,
        "entries": journal.entries_of(f"rule:{key}")[:50],
        "may_write": request.viewer.may(rules.WRITE),
    }
    return render(request, "rulebook/rule.html", context)


def add(request: HttpRequest, key: str) -> HttpResponse:
    """A new version: the form, then what it touches, then done."""
    request.viewer.must(rules.WRITE)
    parameter = _parameter(key)

    def preview(said: dict[str, Any]) -> Preview:
        versions = list(parameter.versions.order_by("since"))
        rules.check_version(versions, **said)
        before = queries.ruling_of(versions[-1]) if versions else queries.Ruling(key=key)
        cases = queries.touched_cases(key, said["since"])
        told = [f"Phiên bản trước hết hiệu lực từ {show_day(said['since'])}."] if versions else []
        told += [f"Hồ sơ đang mở chịu ảnh hưởng: {name}" for name in cases] or [
            "Chưa có hồ sơ nào đang mở chịu ảnh hưởng."
        ]
        new = said["shown"] or f"{rules.show_value(said['value'])} {parameter.counted_in}".strip()
        return Preview(
            title=f"Thêm phiên bản của quy định “{parameter.title}”",
            changes=[
                Change(f"Giá trị từ {show_day(said['since'])}", before.text, new),
                Change("Căn cứ", before.source, said["source"]),
                Change("Mức tin cậy", Certainty(before.certainty).label, Certainty(said["certainty"]).label),
            ],
            consequences=told,
            button="Thêm phiên bản",
        )

    def act(said: dict[str, Any], answer: Answer) -> str:
        actions.add_version(key=key, by=request.viewer, **said)
        return parameter.get_absolute_url()

    form = VersionForm(request.POST or None)
    context = {"parameter": parameter, "now": queries.value(key, on=clock.today())}
    return two_step(request, form, "rulebook/add.html", context, preview=preview, act=act)


def correct(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """A version that was entered wrongly: the right value, a reason, done."""
    request.viewer.must(rules.WRITE)
    parameter = _parameter(key)
    version = parameter.versions.filter(number=int(number)).first()
    if version is None:
        raise NotFound("Không có phiên bản này. Hãy mở lại từ trang quy định.", code="unknown_version")

    def preview(said: dict[str, Any]) -> Preview:
        rules.check_same_type(version.value, said["value"])
        return Preview(
            title=f"Sửa sai phiên bản {version.number} của quy định “{parameter.title}”",
            changes=[
                Change("Giá trị", rules.show_value(version.value), rules.show_value(said["value"])),
                Change("Căn cứ", version.source, said["source"]),
                Change("Mức tin cậy", version.get_certainty_display(), Certainty(said["certainty"]).label),
            ],
            consequences=["Giá trị cũ và lý do sửa được giữ trong nhật ký."],
            button="Sửa sai",
            asks_reason=True,
        )

    def act(said: dict[str, Any], answer: Answer) -> str:
        actions.correct_version(version=version, by=request.viewer, on=clock.today(), reason=answer.reason, **said)
        return parameter.get_absolute_url()

    form = CorrectionForm(request.POST or None, initial=_typed(version))
    return two_step(
        request, form, "rulebook/add.html", {"parameter": parameter, "version": version}, preview=preview, act=act
    )


def _typed(version: Version) -> dict[str, Any]:
    complex_value = isinstance(version.value, (list, dict))
    text = json.dumps(version.value, ensure_ascii=False) if complex_value else rules.show_value(version.value)
    return {"value": text, "source": version.source, "certainty": version.certainty}


def _parameter(key: str) -> Parameter:
    found = Parameter.objects.filter(key=key).first()
    if found is None:
        raise NotFound("Không có quy định này trong sổ. Hãy chọn từ danh sách.", code="unknown_rule")
    return found
