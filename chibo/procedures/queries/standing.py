"""Acts that were not taken back, in the words of the database: one that was taken back is known never to have held."""

from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, QuerySet

from chibo.procedures.models import Act
from chibo.procedures.vocabulary import ActKind


class _Names(Func):
    """Whether the list ``numbers`` in the data of an act has a number."""

    output_field = BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, list]:
        (data, first), (number, second) = (compiler.compile(one) for one in self.source_expressions)
        return f"EXISTS (SELECT 1 FROM json_each({data}, '$.numbers') WHERE value = {number})", [*first, *second]

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, list]:
        (data, first), (number, second) = (compiler.compile(one) for one in self.source_expressions)
        return f"({data} -> 'numbers' @> to_jsonb({number}))", [*first, *second]


def standing_acts() -> QuerySet[Act]:
    """The acts of all cases that were not taken back, and took none back."""
    gone = Act.objects.filter(_Names(F("data"), OuterRef("number")), case=OuterRef("case"), kind=ActKind.TAKEN_BACK)
    return Act.objects.exclude(kind=ActKind.TAKEN_BACK).filter(~Exists(gone))
