"""The decision that a row rests on: number, day and issuer; found in the register or entered there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from chibo.decisions import actions as decisions
from chibo.decisions.models import Decision
from chibo.exchange.reading.values import Day, Text
from chibo.exchange.rules.kinds import Column, Row, Setting
from chibo.kernel.bulk import batches
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal

GROUP = "Quyết định"
NUMBER = Column(
    "decision_number",
    "Số quyết định",
    Text(longest=80),
    also=("số qđ", "quyết định số", "số, ký hiệu", "số ký hiệu", "số văn bản", "quyết định"),
    example="12-QĐ/ĐU",
    group=GROUP,
)
ISSUED_ON = Column(
    "decision_issued_on",
    "Ngày quyết định",
    Day(),
    also=("ngày qđ", "ngày ký", "ngày ký quyết định", "ngày ban hành", "ngày văn bản"),
    example="10/06/2020",
    group=GROUP,
)
ISSUER = Column(
    "decision_issuer",
    "Cơ quan ban hành",
    Text(longest=200),
    also=("nơi ban hành", "cấp ra quyết định", "cơ quan ra quyết định", "cơ quan quyết định"),
    example="Đảng ủy xã An Bình",
    group=GROUP,
)
COLUMNS = (NUMBER, ISSUED_ON, ISSUER)
NOT_SAID = "Chưa rõ cơ quan ban hành"
"""The issuer of a decision whose issuer no cell names."""
Paper = tuple[str, str, str]
"""(number, ISO day, issuer or nothing), as JSON carries it."""


@dataclass(frozen=True)
class Told:
    """What a row says about its decision.

    :ivar paper: None where there is none, or where it is not said whole
    :ivar remark: what is said of a decision that cannot be registered; goes into the note of the row
    """

    paper: Paper | None = None
    remark: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)


def told(row: Row) -> Told:
    """The decision of a row; one without a number or a day cannot be registered and is kept as a remark."""
    number, day, issuer = (row.values.get(column.name) for column in COLUMNS)
    if number and day:
        return Told((number, day, issuer or ""))
    if not number and not day:
        return Told()
    what = f"Quyết định {number}" if number else f"Quyết định ngày {show_day(date.fromisoformat(day))}"
    missing = "ngày ký" if number else "số"
    sentence = f"~{what} chưa có {missing} nên được giữ trong ghi chú, chưa vào sổ quyết định."
    return Told(remark=what, notes=[("decision_number" if number else "decision_issued_on", sentence)])


def register(papers: Iterable[Sequence[str]], setting: Setting) -> tuple[dict[Paper, int], list[int]]:
    """Papers → primary keys of their decisions, and those entered now."""
    wanted = dict.fromkeys((number, day, issuer) for number, day, issuer in papers)
    found, entered = known(wanted), []
    for paper in wanted:
        if paper in found:
            continue
        number, day, issuer = paper
        decision = decisions.register(
            number=number, issued_on=date.fromisoformat(day), issuer=issuer or NOT_SAID, by=setting.by
        )
        found[paper] = decision.pk
        entered.append(decision.pk)
    return found, entered


def known(papers: Iterable[Sequence[str]]) -> dict[Paper, int]:
    """Papers that the register has → primary keys; where no issuer is said, one with this number and day will do."""
    wanted = [(number, day, issuer) for number, day, issuer in papers]
    same: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for some in batches(sorted({number for number, _, _ in wanted}), 10_000):
        rows = Decision.objects.filter(number__in=some).values_list("pk", "number", "issued_on", "issuer")
        for pk, number, day, issuer in rows:
            same.setdefault((number, day.isoformat()), []).append((issuer, pk))
    found: dict[Paper, int] = {}
    for number, day, issuer in wanted:
        there = same.get((number, day), [])
        fitting = [pk for one, pk in there if one == (issuer or NOT_SAID)] or (
            [] if issuer else [pk for _, pk in there]
        )
        if len(fitting) == 1:
            found[(number, day, issuer)] = fitting[0]
    return found


def withdraw(keys: Iterable[int], setting: Setting) -> None:
    """Take out the decisions that a batch entered, as far as nothing else rests on them meanwhile."""
    for some in batches(sorted(set(keys)), 5_000):
        for decision in Decision.objects.filter(pk__in=some):
            try:
                decisions.withdraw(decision=decision, on=setting.on, by=setting.by)
            except Refusal as refusal:
                if refusal.code != "stands_on":
                    raise
