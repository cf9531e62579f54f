"""``manage.py document``: the pages of ``docs/`` that are made from the code, so that they cannot fall behind it."""

import sys
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.core.management.base import BaseCommand

from chibo.access.rules import capabilities, roles
from chibo.catalogue.contents import ALL, chapters
from chibo.indicators import Balance, Dimension, Indicator, Kind, Phrase
from chibo.procedures.queries import describing
from chibo.procedures.rules.handlers import installed

KIND_TITLES = {
    Kind.COUNT: "số đếm",
    Kind.SHARE: "tỷ lệ (k trong n)",
    Kind.AVERAGE: "số trung bình (tổng chia số năm)",
    Kind.BALANCE: "bảng cân đối",
    Kind.REGISTER: "sổ",
}
SIGNS = {1: "cộng", -1: "trừ", 0: "ghi chú"}
MANY = 20
"""A dimension with more values than this is described by their number."""
MADE = "*Trang này do lệnh `manage.py document` viết ra từ mã nguồn; đừng sửa tay.*"


class Command(BaseCommand):
    help = "Viết lại các trang docs/ làm từ mã nguồn: chỉ tiêu, vai trò và quyền, quy trình."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="chỉ so sánh; thoát 1 nếu trang đã cũ")

    def handle(self, *, check, **options):
        stale = [name for name, text in pages().items() if not _holds(name, text)]
        for name in stale:
            self.stdout.write(f"docs/{name}: {'đã cũ' if check else 'viết lại'}")
            if not check:
                path = settings.BASE_DIR / "docs" / name
                path.parent.mkdir(exist_ok=True)
                path.write_text(pages()[name], encoding="utf-8")
        if check and stale:
            sys.exit(1)


def pages() -> dict[str, str]:
    """File name under ``docs/`` → text."""
    made = {"indicators.md": "\n".join(_indicators()) + "\n", "permissions.md": "\n".join(_permissions()) + "\n"}
    return made | describing.pages(installed(), MADE)


def _holds(name: str, text: str) -> bool:
    path = settings.BASE_DIR / "docs" / name
    return path.exists() and path.read_text(encoding="utf-8") == text


def _indicators() -> Iterator[str]:
    yield from ("# Danh mục chỉ tiêu", "", MADE, "")
    yield (
        "Mỗi con số là độ dài của một danh sách. Chỉ tiêu *trạng thái* hỏi cho một ngày (tính đến hết ngày đó); chỉ tiêu "
        "*phát sinh* hỏi cho một khoảng, kể cả ngày đầu và ngày cuối. Mọi chỉ tiêu hỏi được theo cơ cấu khi đó hoặc cơ cấu "
        "của một ngày khác. Mã không bao giờ đổi nghĩa."
    )
    for _, title, listed in chapters():
        yield from ("", f"## {title}")
        for indicator in listed:
            yield from _indicator(indicator)
    yield from ("", "## Các cách chia và giá trị của chúng", "")
    yield "`unit` chia theo các tổ chức trực thuộc trực tiếp; chỉ tiêu nào chia được thì có ghi."
    yield from ("", "| mã | tên | giá trị |", "|---|---|---|")
    for dimension in _dimensions():
        yield f"| `{dimension.code}` | {dimension.title} | {_values(dimension)} |"


def _indicator(indicator: Indicator) -> Iterator[str]:
    yield from ("", f"### {indicator.code} {indicator.title}", "", indicator.question, "")
    yield f"- Cách tính: {indicator.definition}"
    yield f"- Căn cứ: {indicator.source}"
    takes = "trạng thái, hỏi cho một ngày" if indicator.is_state else "phát sinh, hỏi cho một khoảng"
    yield f"- Loại: {KIND_TITLES[indicator.kind]}; {takes}; đơn vị tính: {indicator.counting_unit}"
    if indicator.base_title:
        yield f"- Mẫu số: {indicator.base_title}"
    if isinstance(indicator, Balance):
        lines = "; ".join(f"{line.title} (`{line.code}`, {SIGNS[line.sign]})" for line in indicator.lines)
        yield f"- Các dòng: đầu kỳ (`opening`); {lines}; cuối kỳ (`closing`)"
    splits = [f"{dimension.title} (`{dimension.code}`)" for dimension in indicator.allowed()]
    splits += ["tổ chức trực thuộc (`unit`)"] if indicator.population.over_units else []
    if splits:
        yield f"- Chia theo: {'; '.join(splits)}"
    if indicator.phrases:
        yield "- Câu trong báo cáo:"
        yield from (f"  - {_phrase(phrase)}" for phrase in indicator.phrases)


def _phrase(phrase: Phrase) -> str:
    kept = ", ".join(f"`{code}={value}`" for code, values in phrase.where.items() for value in values)
    return f"“{phrase.text}”" + (f" ({kept})" if kept else "")


def _dimensions() -> list[Dimension]:
    """Every dimension once, two of one code only where their values differ."""
    seen: dict[tuple[str, str], Dimension] = {}
    for indicator in ALL:
        for dimension in indicator.allowed():
            seen.setdefault((dimension.code, _values(dimension)), dimension)
    return sorted(seen.values(), key=lambda dimension: dimension.code)


def _values(dimension: Dimension) -> str:
    if not isinstance(dimension.labels, Mapping):
        return "theo dữ liệu gặp được"
    values = [(value, label) for value, label in dimension.labels.items() if value]
    if len(values) > MANY:
        return f"{len(values)} giá trị, từ `{values[0][0]}` ({values[0][1]}) đến `{values[-1][0]}` ({values[-1][1]})"
    return "; ".join(f"`{value}` {label}" for value, label in values)


def _permissions() -> Iterator[str]:
    yield from ("# Vai trò và quyền", "", MADE, "")
    yield (
        "Một vai trò được giao tại một tổ chức *và mọi tổ chức bên dưới*, từ ngày đến ngày; vai trò *toàn hệ thống* không gắn "
        "với tổ chức nào. Bảng này cũng là trang `/phan-quyen/vai-tro/`."
    )
    yield from ("", "| vai trò | mã | phạm vi | ghi chú |", "|---|---|---|---|")
    for code, role in roles().items():
        where = "toàn hệ thống" if role.is_everywhere else "một tổ chức và bên dưới"
        yield f"| {role.title} | `{code}` | {where} | {role.note} |"
    titles = [role.title for role in roles().values()]
    yield from ("", f"| quyền | mã | {' | '.join(titles)} |", f"|---|---|{':-:|' * len(titles)}")
    for code, capability in capabilities().items():
        marks = " | ".join("có" if code in role.capabilities else "" for role in roles().values())
        yield f"| {capability.title} | `{code}` | {marks} |"
