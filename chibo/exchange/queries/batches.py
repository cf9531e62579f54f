"""Batches, and how many of their rows end how."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from chibo.exchange import staging
from chibo.exchange.models import Batch, BatchRow
from chibo.exchange.rules import kinds, states
from chibo.exchange.vocabulary import Outcome
from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer


def batches(*, by: Viewer) -> QuerySet[Batch]:
    """The batches the viewer brought in, and those of the viewer's home that the viewer could have, newest first."""
    home, mine = getattr(by, "home", None), Q(owner=by.reference)
    if home is not None:
        allowed = [kind.name for kind in kinds.kinds().values() if by.may(kind.capability, home)]
        mine |= Q(place=home.reference, kind__in=allowed)
    return Batch.objects.filter(mine).select_related("file", "job")


def batch_of(uid: UUID, *, by: Viewer) -> Batch:
    """A batch the viewer brought in, or one for a unit at which the viewer may bring in the same.

    :raises NotFound: there is none, or not for this viewer
    """
    found = Batch.objects.filter(uid=uid).select_related("file", "job").first()
    if found is not None:
        if found.owner == by.reference:
            return found
        place = kinds.place_of(found.place, found.on)
        if states.may_at(by, kinds.kind_of(found.kind).capability, place):
            return found
    raise NotFound("Không có lần nhập này, hoặc đồng chí không được xem. Hãy mở lại danh sách.", code="unknown_batch")


def counts(batch: Batch) -> Counter[str]:
    """How many rows end how; all of them together are the rows of the workbook."""
    return counts_of([batch])[batch.pk]


def counts_of(found: Iterable[Batch]) -> dict[int, Counter[str]]:
    """The same for several batches in one query."""
    ids = [batch.pk for batch in found]
    result = {pk: Counter(dict.fromkeys(Outcome.values, 0)) for pk in ids}
    lines = BatchRow.objects.filter(batch_id__in=ids).values_list("batch_id", "outcome").annotate(n=Count("pk"))
    for pk, outcome, n in lines.order_by():
        result[pk][outcome] = n
    return result


def sheet_of(batch: Batch, name: str = "") -> dict[str, Any]:
    """A sheet as it was looked at; the first that is not hidden and has rows where no name is given.

    :raises NotFound: no such sheet
    """
    sheets = batch.looked["sheets"]
    if name:
        chosen = [sheet for sheet in sheets if sheet["name"] == name]
    else:
        chosen = [sheet for sheet in sheets if sheet["rows"] and not sheet["hidden"]] or sheets
    if not chosen:
        raise NotFound(f"Tệp không có trang tính “{name[:60]}”. Hãy chọn trang khác.", code="unknown_sheet")
    return chosen[0] | {"top": staging.open_cells(chosen[0]["top"])}
