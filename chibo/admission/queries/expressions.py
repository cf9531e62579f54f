"""What both databases say in their own words: days so much later, a uid as references write it."""

from typing import Any

from django.db.models import CharField, DateField, Func


class Later(Func):
    """A day so many months, then days, later; the last of the month where that day does not exist."""

    output_field = DateField()

    def __init__(self, day: Any, *, months: int = 0, days: int = 0) -> None:
        super().__init__(day)
        self.months, self.days = int(months), int(days)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, list]:
        """``+12 months`` from 29/02 is 01/03 to SQLite: never beyond the month that is meant."""
        day, params = compiler.compile(self.source_expressions[0])
        moved = f"date({day}, '+{self.months} months')"
        last = f"date({day}, 'start of month', '+{self.months + 1} months', '-1 day')"
        return f"date(min({moved}, {last}), '+{self.days} days')", [*params, *params]

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, list]:
        day, params = compiler.compile(self.source_expressions[0])
        return f"(({day} + interval '{self.months} months')::date + {self.days})", list(params)


class Written(Func):
    """A uid with its dashes, as references and addresses write it."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, list]:
        uid, params = compiler.compile(self.source_expressions[0])
        parts = [f"substr({uid}, {first}, {size})" for first, size in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))]
        return "(" + " || '-' || ".join(parts) + ")", list(params) * len(parts)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, list]:
        uid, params = compiler.compile(self.source_expressions[0])
        return f"({uid})::text", list(params)
