"""Counting: value, base, cells, lists and series from the same rows."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.db.models import Aggregate, BigIntegerField, Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, ExtractYear

from chibo.indicators.model import Asked, Balance, Cell, Dimension, Figure, Indicator, Kind, Population, Where
from chibo.kernel.days import Period
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold

UNIT = "unit"
"""The code of the dimension that splits by the units directly below."""


def list_rows(
    indicator: Indicator,
    asked: Asked,
    where: Where | None = None,
    *,
    part: str = "value",
    over: Sequence[int] | None = None,
) -> QuerySet:
    """The list behind a figure.

    :param part: ``"value"`` (what is counted), ``"base"`` (what it is a share of) or ``"rest"`` (base without value)
    :raises Refusal: the indicator is asked for the wrong kind of window, an unknown dimension or value
    """
    check_window(indicator, asked)
    where = where or {}
    if isinstance(indicator, Balance):
        return _balance_rows(indicator, asked, where)
    if part == "value":
        rows = indicator.population.rows(asked, over)
        if indicator.where is not None:
            rows = rows.filter(indicator.where(asked))
        return _kept(rows, indicator.population, asked, where)
    rows = base_rows(indicator, asked, where, over)
    if rows is None:
        raise Refusal("Chỉ tiêu này không có mẫu số. Hãy mở danh sách của chính con số.", field="part", code="no_base")
    if part == "rest":
        counted = list_rows(indicator, asked, where)
        if rows.model is counted.model:
            return rows.exclude(pk__in=counted.order_by().values("pk"))
        return rows.exclude(person__in=counted.order_by().values("person"))
    return rows


def evaluate(
    indicator: Indicator,
    asked: Asked,
    *,
    by: Sequence[str] = (),
    where: Where | None = None,
    over: Mapping[int, tuple[str, str]] | None = None,
) -> Figure:
    """Count an indicator.

    :param by: at most two dimension codes; ``unit`` splits by the units in ``over``
    :param over: id → (reference, name) of units that do not contain each other, in the order of names
    :raises Refusal: as :func:`list_rows`, and a dimension that the indicator does not have
    """
    check_window(indicator, asked)
    where = clean_where(indicator, asked, where or {})
    if isinstance(indicator, Balance):
        return _balance(indicator, asked, where)
    value = count_rows(list_rows(indicator, asked, where), indicator.population.adds)
    based = base_rows(indicator, asked, where, None)
    base = None if based is None else count_rows(based, base_adds(indicator))
    dimensions = tuple(dimension_of(indicator, code, over) for code in by)
    if len(dimensions) > 2:
        raise Refusal("Chỉ chia được theo nhiều nhất hai chiều. Hãy bớt chiều.", field="by", code="dimensions")
    laid = list(over or ()) if UNIT in by else None
    cells = _cells(indicator, asked, where, dimensions, laid) if dimensions else ()
    if indicator.kind is Kind.AVERAGE:
        divisor = Decimal(str(round(asked.window.years, 6)))
        return Figure(
            indicator, asked, Decimal(value) / divisor, where=where, numerator=value, divisor=divisor, by=dimensions,
            cells=cells,
        )  # fmt: skip
    return Figure(indicator, asked, value, where=where, base=base, by=dimensions, cells=cells)


def series(indicator: Indicator, asked: Asked, where: Where | None = None) -> list[tuple[int, int, int | None]]:
    """The figure year by year: (year, count, base).

    States at the year ends inside the window, in one query for the counts and one for the bases; happenings by full
    calendar year, grouped. A window of one day looks six years back.
    """
    where = clean_where(indicator, asked, where or {})
    if not indicator.is_state:
        return _yearly(indicator, asked, where)
    points = [Asked(asked.scope, day) for day in year_ends(asked)]
    if not points:
        return []
    counts = _counted_at_once([list_rows(indicator, point, where) for point in points], indicator.population.adds)
    bases = [base_rows(indicator, point, where, None) for point in points]
    based = _counted_at_once(bases, base_adds(indicator)) if all(b is not None for b in bases) else [None] * len(points)
    return [(point.on.year, n, base) for point, n, base in zip(points, counts, based, strict=True)]


def grouped(
    population: Population,
    asked: Asked,
    *,
    over: Sequence[int] | None = None,
    by: Sequence[Dimension] = (),
    measures: Mapping[str, Q] | None = None,
    where: Q | None = None,
) -> dict[tuple, dict[str, int]]:
    """A statistics table in one grouped query: (branch, *values) → measure → count; ``all`` counts every row.

    :param over: lay the rows over these units; the branch is the first part of the key
    """
    rows = population.rows(asked, over)
    if where is not None:
        rows = rows.filter(where)
    names = ["branch"] if over is not None else []
    for i, dimension in enumerate(by):
        rows = rows.annotate(**{f"key{i}": expression(dimension, asked)})
        names.append(f"key{i}")
    counters = {f"m{i}": Count("pk", filter=condition) for i, condition in enumerate((measures or {}).values())}
    rows = rows.order_by().values(*names).annotate(n=Count("pk"), **counters)
    titles = list(measures or {})
    return {
        tuple("" if row[name] is None else row[name] for name in names): {
            "all": row["n"],
            **{title: row[f"m{i}"] for i, title in enumerate(titles)},
        }
        for row in rows
    }


def count_rows(rows: QuerySet, adds: str = "") -> int:
    """How long the list is, or (``adds``) the sum of that column over it."""
    return int(rows.order_by().aggregate(n=measure(adds))["n"]) if adds else rows.order_by().count()


def measure(adds: str) -> Aggregate | Coalesce:
    """What is made of a group of rows: their number, or the sum of a column (0 over none)."""
    return Coalesce(Sum(adds), 0, output_field=BigIntegerField()) if adds else Count("pk")


def base_adds(indicator: Indicator) -> str:
    """The column that is added up in the base."""
    return (indicator.base or indicator.population).adds


def check_window(indicator: Indicator, asked: Asked) -> None:
    """:raises Refusal: a period is needed and a day was given"""
    if not indicator.is_state and not isinstance(asked.window, Period):
        raise Refusal(
            f"{indicator.code} đếm việc xảy ra trong một khoảng thời gian. Hãy chọn từ ngày và đến ngày.",
            field="from",
            code="needs_period",
        )


def clean_where(indicator: Indicator, asked: Asked, where: Where) -> dict[str, tuple[str, ...]]:
    """Values by code; a label (with or without diacritics) is taken too.

    :raises Refusal: unknown dimension or value
    """
    if isinstance(indicator, Balance):
        return {code: tuple(values) for code, values in where.items()}
    clean: dict[str, tuple[str, ...]] = {}
    for code, values in where.items():
        dimension = _dimension(indicator, code)
        labels = dict(dimension.label_of(asked, values))
        known = {fold(label): value for value, label in labels.items()} | {value: value for value in labels}
        found = []
        for value in values:
            match = known.get(value, known.get(fold(value)))
            if match is None:
                choices = tuple(list(labels.items())[:60])
                raise Refusal(
                    f"“{value[:40]}” không phải giá trị của {dimension.title.lower()}. Hãy chọn một trong: "
                    f"{', '.join(v for v, _ in choices[:12] if v)}.",
                    field="where",
                    code="unknown_value",
                    choices=choices,
                )
            found.append(match)
        clean[code] = tuple(found)
    return clean


def dimension_of(indicator: Indicator, code: str, over: Mapping[int, tuple[str, str]] | None = None) -> Dimension:
    """A dimension of the indicator; ``unit`` splits by the units in ``over``.

    :raises Refusal: it does not have it
    """
    return _by_unit(indicator, over) if code == UNIT else _dimension(indicator, code)


def has_base(indicator: Indicator, where: Where) -> bool:
    """Whether the figure is a part of a list that can be shown beside it."""
    if indicator.base is not None:
        return True
    return indicator.kind is not Kind.AVERAGE and bool(where or indicator.where)


def _dimension(indicator: Indicator, code: str) -> Dimension:
    for dimension in indicator.allowed():
        if dimension.code == code:
            return dimension
    codes = ", ".join(d.code for d in indicator.allowed())
    raise Refusal(
        f"{indicator.code} không chia theo “{code[:40]}”. Hãy chọn một trong: {codes}.",
        field="by",
        code="unknown_dimension",
    )


def _by_unit(indicator: Indicator, over: Mapping[int, tuple[str, str]] | None) -> Dimension:
    """The dimension that splits by unit: the key is the id under which a row was laid, the value the unit's reference."""
    if not indicator.population.over_units or over is None:
        raise Refusal(
            f"{indicator.code} không chia theo tổ chức cấp dưới. Hãy mở từng tổ chức.", field="by", code="by_unit"
        )
    labels = {ref: name for ref, name in over.values()}
    return Dimension(
        UNIT, "Tổ chức", lambda asked: "branch", labels, refs={str(pk): ref for pk, (ref, _) in over.items()}
    )


def expression(dimension: Dimension, asked: Asked) -> object:
    """The key of a dimension over the rows of its population."""
    key = dimension.key(asked)
    return F(key) if isinstance(key, str) else key


def _kept(rows: QuerySet, population: Population, asked: Asked, where: Where) -> QuerySet:
    for code, values in where.items():
        dimension = population.dimension(code)
        if dimension is None:
            continue
        alias = f"kept_{code}"
        kept = Q(**{f"{alias}__in": list(values)})
        if "" in values:
            kept |= Q(**{f"{alias}__isnull": True})
        rows = rows.alias(**{alias: expression(dimension, asked)}).filter(kept)
    return rows


def base_rows(indicator: Indicator, asked: Asked, where: Where, over: Sequence[int] | None) -> QuerySet | None:
    """The list a figure is a share of: a share's own base, or the same rows without the conditions."""
    if indicator.base is not None:
        rows = indicator.base.rows(asked, over)
        if indicator.base_where is not None:
            rows = rows.filter(indicator.base_where(asked))
        return _kept(rows, indicator.base, asked, where)
    if indicator.kind is Kind.AVERAGE or (not where and indicator.where is None):
        return None
    return indicator.population.rows(asked, over)


def splits_base(indicator: Indicator, where: Where, by: Sequence[Dimension]) -> bool:
    """Whether every cell of a breakdown has a base of its own."""
    if indicator.base is not None:
        return all(d.code == UNIT or indicator.base.dimension(d.code) for d in by)
    return bool(where) and [d.code for d in by] == [UNIT] and has_base(indicator, where)


def _cells(
    indicator: Indicator, asked: Asked, where: Where, dimensions: tuple[Dimension, ...], over: Sequence[int] | None
) -> tuple[Cell, ...]:
    counts = _split(list_rows(indicator, asked, where, over=over), asked, dimensions, indicator.population.adds)
    bases = None
    if splits_base(indicator, where, dimensions):
        based = tuple((indicator.base and indicator.base.dimension(d.code)) or d for d in dimensions)
        bases = _split(base_rows(indicator, asked, where, over), asked, based, base_adds(indicator))
    return cells_of(asked, dimensions, counts, bases)


def cells_of(
    asked: Asked,
    dimensions: Sequence[Dimension],
    counts: Mapping[tuple[str, ...], int],
    bases: Mapping[tuple[str, ...], int] | None,
) -> tuple[Cell, ...]:
    """Counts by value as cells, with labels, in the order of the labels."""
    keys = set(counts) | set(bases or ())
    labels = [d.label_of(asked, {key[i] for key in keys}) for i, d in enumerate(dimensions)]
    orders = [{value: n for n, value in enumerate(line)} for line in labels]
    ordered = sorted(keys, key=lambda key: tuple(orders[i].get(v, len(orders[i])) for i, v in enumerate(key)))
    return tuple(
        Cell(
            key={d.code: value for d, value in zip(dimensions, key, strict=True)},
            labels=tuple(labels[i].get(value, value or "Chưa rõ") for i, value in enumerate(key)),
            value=counts.get(key, 0),
            base=None if bases is None else bases.get(key, 0),
        )
        for key in ordered
    )


def _split(rows: QuerySet, asked: Asked, dimensions: Sequence[Dimension], adds: str) -> dict[tuple[str, ...], int]:
    names = []
    for i, dimension in enumerate(dimensions):
        rows = rows.annotate(**{f"key{i}": expression(dimension, asked)})
        names.append(f"key{i}")
    found = rows.order_by().values(*names).annotate(n=measure(adds))
    counts: dict[tuple[str, ...], int] = {}
    for row in found:
        key = tuple("" if row[name] is None else str(row[name]) for name in names)
        key = tuple(d.refs.get(value, value) for d, value in zip(dimensions, key, strict=True))
        counts[key] = counts.get(key, 0) + int(row["n"])
    return counts


def _counted_at_once(lists: Sequence[QuerySet], adds: str = "") -> list[int]:
    """The lengths of several lists (or the sums of a column) in one query."""
    first, *others = [
        rows.order_by().values(which=Value(i)).annotate(n=measure(adds)).values_list("which", "n")
        for i, rows in enumerate(lists)
    ]
    found = dict(first.union(*others, all=True)) if others else dict(first)
    return [int(found.get(i, 0)) for i in range(len(lists))]


def year_ends(asked: Asked) -> Collection:
    """The 31 December days of a period, at most twelve; of a day those of the ten years before."""
    if isinstance(asked.window, Period):
        return asked.window.year_ends()[-12:]
    day = asked.window
    ends = Period(day.replace(year=max(day.year - 6, 1), month=1, day=1), day).year_ends()
    return [end for end in ends if end <= day]


def _yearly(indicator: Indicator, asked: Asked, where: Where) -> list[tuple[int, int, int | None]]:
    years = asked.window.full_years()
    if not years:
        return []
    counts = _by_year(list_rows(indicator, asked, where), indicator, indicator.population.adds)
    dated = indicator.base is None or indicator.base.dimension("year") is not None
    based = base_rows(indicator, asked, where, None) if dated else None
    bases = None if based is None else _by_year(based, indicator, base_adds(indicator))
    return [(year, counts.get(year, 0), None if bases is None else bases.get(year, 0)) for year in years]


def _by_year(rows: QuerySet, indicator: Indicator, adds: str) -> dict[int, int]:
    fields = {field.name for field in rows.model._meta.fields}
    field = next((name for name in ("on", "month", "awarded_on", "since") if name in fields), "event__on")
    found = rows.order_by().annotate(in_year=ExtractYear(field)).values("in_year").annotate(n=measure(adds))
    return {row["in_year"]: int(row["n"]) for row in found}


def _balance_rows(balance: Balance, asked: Asked, where: Where) -> QuerySet:
    codes = list(where.get("line", ("closing",)))
    if len(codes) != 1 or set(where) - {"line"}:
        raise Refusal("Hãy chọn đúng một dòng của bảng cân đối (line).", field="where", code="one_line")
    code = codes[0]
    if code == "opening":
        return balance.opening(asked)
    if code == "closing":
        return balance.closing(asked)
    for line in balance.lines:
        if line.code == code:
            return line.rows(asked)
    choices = ", ".join(["opening", *(line.code for line in balance.lines), "closing"])
    raise Refusal(
        f"Bảng cân đối không có dòng “{code[:40]}”. Hãy chọn một trong: {choices}.", field="where", code="line"
    )


def _balance(balance: Balance, asked: Asked, where: Where) -> Figure:
    counts = balance.counter(asked)
    residual = counts["opening"] + sum(line.sign * counts[line.code] for line in balance.lines) - counts["closing"]
    cells = [Cell({"line": "opening"}, ("Đầu kỳ",), counts["opening"])]
    cells += [Cell({"line": line.code}, (line.title,), counts[line.code]) for line in balance.lines]
    cells.append(Cell({"line": "closing"}, ("Cuối kỳ",), counts["closing"]))
    value = counts["closing"]
    if where:
        value = count_rows(_balance_rows(balance, asked, where), balance.adds_of(where["line"][0]))
    return Figure(balance, asked, value, where=where, residual=residual, cells=tuple(cells))
