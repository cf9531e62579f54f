"""Facts for every form, as kind and as unkind as they come."""

from datetime import date

from chibo.papers.rules import Form, Head
from chibo.papers.rules.facts import example_of

LONG_NAME = "Nguyễn Thị Hoàng Phương Khánh Linh Bảo Ngọc Quỳnh Trâm Anh Thư Mỹ Duyên"
HARSH = "Lê & Trần <b>đậm</b> {{ khong }} {% x %} “ngoặc” \\ #panic()"
HEAD = Head(
    above="Đảng bộ Khối các cơ quan và doanh nghiệp tỉnh Mường Chùm",
    issuer="Chi bộ Trung tâm Kiểm soát và Phòng ngừa bệnh tật",
    number=5,
    place="Mường Chùm",
    on=date(2026, 6, 5),
    signer="Quàng Văn Ín",
)
EMPTY, FULL, HARD = "trong", "day", "kho"


def facts_for(form: Form, variant: str) -> tuple[dict, Head | None]:
    """Facts and head of a form.

    ``trong`` nothing is known; ``day`` the examples; ``kho`` long and harsh words, sixty rows in the first table, one in
    the second, none in the third.
    """
    if variant == EMPTY:
        return {}, None
    if variant == FULL:
        return example_of(form), HEAD
    facts = example_of(form)
    for name, one in form.fields.items():
        if one.kind == "text":
            facts[name] = HARSH
        elif one.kind == "long":
            facts[name] = f"{HARSH}\n" * 3
    if "full_name" in form.fields:
        facts["full_name"] = LONG_NAME
    for (name, rows), count in zip(form.rows.items(), (60, 1, 0), strict=False):
        row = {one.name: LONG_NAME if one.name == "full_name" else one.example for one in rows.fields}
        facts[name] = [row] * count
    return facts, HEAD
