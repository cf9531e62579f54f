"""The desk of a unit, and its scores unit by unit."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chibo.catalogue.actions import EXPORT, note_export
from chibo.kernel.days import show_window
from chibo.kernel.refusal import NotFound
from chibo.org import queries as org
from chibo.org.models import Placement
from chibo.quality.queries.scores import Score, Sheet, groups, sheets
from chibo.quality.queries.work import assignments
from chibo.quality.views.asked import GROUP, Page, page_of
from chibo.quality.vocabulary import GROUP_MEANINGS, State
from chibo.tables.columns import Column
from chibo.tables.export import Heading, answer
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table
from chibo.ui import params

TITLE = "Bàn làm sạch dữ liệu"


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Four tiles, every rule with its share, the units below."""
    page = page_of(request)
    below = list(org.children(page.unit, on=page.on))
    own, parts = sheets(page.look, [p.unit_id for p in below])
    if file := _leaving(request, page, TITLE, [_rules_table(own), *_units_table(below, parts)]):
        return file
    open_work = assignments(at=[page.unit.pk], on=page.today).filter(state=State.OPEN)
    context = page.context() | {
        "groups": [_group(page, own, code, title, rules) for code, title, rules in groups()],
        "children": [
            (
                placement,
                page.url("desk", unit=placement.unit.uid),
                [(t, parts[placement.unit_id].unclean(g)) for g, t, _ in groups()],
            )
            for placement in below
            if placement.unit_id in parts
        ],
        "titles": [title for _, title, _ in groups()],
        "unread": own.unread,
        "work_url": page.url("assigned"),
        "has_work": open_work.exists(),
        "may_export": request.viewer.may(EXPORT, page.unit) is not None,
    }
    return render(request, "quality/desk.html", context)


def _rules_table(own: Sheet) -> Table:
    columns = (
        Column("group", "Nhóm", lambda row: row[0], width=14),
        Column("title", "Mục", lambda row: row[1].rule.title, main=True, width=50),
        Column("faults", "Còn lỗi", lambda row: row[1].faults, kind="int"),
        Column("clean", "Không lỗi", lambda row: row[1].clean, kind="int"),
        Column("base", "Trên số", lambda row: row[1].base, kind="int"),
        Column("noun", "Đơn vị tính", lambda row: row[1].rule.counting_unit, width=16),
        Column("share", "Tỷ lệ", lambda row: row[1].percent if row[1].base else None, kind="percent"),
        Column("state", "Tình trạng", lambda row: _word(row[1]), width=22),
    )
    rows = [(title, score) for code, title, _ in groups() for score in own.of(code)]
    return Table("quality.desk", "Các mục soát", columns, RowsSource(rows))


def _units_table(below: list[Placement], parts: Mapping[int, Sheet]) -> list[Table]:
    """How many rules are broken in each unit below, by group; nothing where none stands below."""
    rows = [(placement, parts[placement.unit_id]) for placement in below if placement.unit_id in parts]
    columns = [
        Column("name", "Tổ chức", lambda row: row[0].name, main=True, width=44),
        *(
            Column(code, f"{title}: số mục còn lỗi", lambda row, code=code: row[1].unclean(code), kind="int")
            for code, title, _ in groups()
        ),
    ]
    return [Table("quality.desk.units", "Tổ chức trực thuộc", columns, RowsSource(rows))] if rows else []


def _leaving(request: HttpRequest, page: Page, title: str, tables: list[Table]) -> HttpResponse | None:
    """The tables as a file or on paper, for whoever may export; it is put on record."""
    if not request.GET.get(params.EXPORT):
        return None
    request.viewer.must(EXPORT, page.unit)
    when = show_window(page.on)

    def exported(form: str, count: int) -> None:
        what = f"{title}, {page.unit_name}, {when}"
        note_export(what=what, unit=page.unit, form=form, rows=count, on=page.today, by=request.viewer)

    illustration = page.unit.is_illustration
    heading = Heading(title, scope=page.unit_name, when=when, by=request.viewer.label, illustration=illustration)
    return answer(request, tables, heading, exported=exported)


def _group(page: Page, own: Sheet, code: str, title: str, rules: list) -> dict:
    scores = own.of(code)
    return {
        "code": code,
        "title": title,
        "meaning": GROUP_MEANINGS[code],
        "unclean": own.unclean(code),
        "total": len(rules),
        "clean": len(rules) - own.unclean(code),
        "matrix_url": page.url("matrix", **{GROUP: code}),
        "lines": [(score, page.url("rows", score.rule.code), _colour(score), _word(score)) for score in scores],
    }


def _colour(score: Score) -> str:
    if not score.base:
        return "plain"
    return "done" if score.is_clean else "waiting" if score.rule.may_be_waived else "late"


def _word(score: Score) -> str:
    if not score.base:
        return "Không có gì để soát"
    return "Sạch" if score.is_clean else score.rule.severity.label


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Units by rules of one group; every cell opens its list."""
    page = page_of(request)
    wanted = request.GET.get(GROUP, "") or groups()[0][0]
    found = next((one for one in groups() if one[0] == wanted), None)
    if found is None:
        raise NotFound("Không có nhóm này. Hãy chọn đúng, đủ, sạch hoặc sống.", code="unknown_group")
    code, title, rules = found
    below = list(org.children(page.unit, on=page.on))
    own, parts = sheets(page.look, [p.unit_id for p in below], rules=rules)
    lines = [(p.name, p.unit.uid, parts[p.unit_id]) for p in below] or [(page.unit_name, page.unit.uid, own)]
    may_export = request.viewer.may(EXPORT, page.unit) is not None
    heading = f"{TITLE}: {title}"
    table = Table(
        f"quality.matrix.{code}",
        heading,
        [
            Column("name", "Tổ chức", lambda r: r[0], main=True, width=34),
            *(Column(r.code, r.title, lambda row, c=r.code: row[2].score(c).faults, kind="int") for r in rules),
        ],
        RowsSource(lines),
        noun="tổ chức",
        foot=[("Cộng", None, own)] if below else (),
    )
    if file := _leaving(request, page, heading, [table]):
        return file
    context = page.context() | {
        "title": title,
        "rules": rules,
        "lines": [_line(page, *line) for line in lines],
        "total": _line(page, "Cộng", page.unit.uid, own) if below else None,
        "tabs": [(t, page.url("matrix", **{GROUP: c}), c == code) for c, t, _ in groups()],
        "may_export": may_export,
    }
    return render(request, "quality/matrix.html", context)


def _line(page: Page, name: str, uid: object, sheet: Sheet) -> tuple:
    cells = [(score, page.url("rows", score.rule.code, unit=uid)) for score in sheet.scores]
    return name, page.url("desk", unit=uid), cells
