"""Taking a written workbook back, at any later time, while nothing stands on it."""

from collections.abc import Callable

from django.db import transaction

from chibo.exchange import staging
from chibo.exchange.actions.checking import setting_of
from chibo.exchange.models import Batch
from chibo.exchange.rules import kinds, states
from chibo.exchange.rules.kinds import Kind, Setting
from chibo.exchange.vocabulary import BatchState
from chibo.jobs.actions import cancel
from chibo.jobs.queries import is_alive
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.bulk import long_work
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer

Tick = Callable[..., None]
SHOWN = 20
BEGUN = (BatchState.WRITTEN, BatchState.WRITING, BatchState.UNDOING)


def undo(batch: Batch, *, by: Viewer, reason: str = "", tick: Tick = lambda *_, **__: None) -> None:
    """Take everything back that the batch wrote, also where writing it broke off half-way. Going on after a stop is the
    same call again.

    :raises Refusal: not entitled, another state, still being written, or something stands on it (``choices`` tell what)
    """
    place = states.must_be(batch, by, *BEGUN)
    kind = kinds.kind_of(batch.kind)
    begin(batch, by=by)
    take_back(batch, kind, setting_of(batch, place, by), tick)
    with transaction.atomic():
        batch.state, batch.undone_at = BatchState.UNDONE, clock.now()
        batch.save(update_fields=["state", "undone_at"])
        batch.chunks.update(data=None)
        journal.record(
            "exchange.undone",
            subject=batch.reference,
            label=f"Hoàn tác lần nhập tệp “{batch.file.name}”",
            place=batch.place,
            on=batch.on,
            by=by,
            reason=reason,
            after={"batch": str(batch.uid), "kind": batch.kind},
        )


def begin(batch: Batch, *, by: Viewer) -> None:
    """From here on the batch is being taken back, whatever becomes of the process that does it.

    :raises Refusal: as :func:`undo`
    """
    states.must_be(batch, by, *BEGUN)
    if batch.state == BatchState.UNDOING:
        return
    if batch.state == BatchState.WRITING:
        _end_writing(batch, by)
    refuse_if_stood_on(batch)
    batch.state = BatchState.UNDOING
    batch.save(update_fields=["state"])


def _end_writing(batch: Batch, by: Viewer) -> None:
    """:raises Refusal: a living process is at it, or the job is not the viewer's to stop"""
    if batch.job is None or not batch.job.is_open:
        return
    if is_alive(batch.job):
        raise Refusal(
            "Tệp này đang được ghi. Hãy đợi ghi xong, hoặc dừng việc ghi ở trang Việc, rồi hoàn tác.",
            code="under_way",
            status=409,
        )
    cancel(job=batch.job, by=by)


def what_stands_on(batch: Batch) -> list[str]:
    """Sentences: what has been done since that stands on the rows of the batch."""
    return kinds.kind_of(batch.kind).stands_on(list(staging.traces_of_batch(batch)))


def refuse_if_stood_on(batch: Batch) -> None:
    """:raises Refusal: something stands on the batch; the refusal lists it"""
    standing = what_stands_on(batch)
    if standing:
        more = f" và {len(standing) - SHOWN} việc khác" if len(standing) > SHOWN else ""
        raise Refusal(
            "Không hoàn tác được vì đã có việc dựa trên lần nhập này: "
            + "; ".join(sentence.rstrip(".") for sentence in standing[:SHOWN])
            + f"{more}. Hãy hủy các việc đó trước.",
            code="stood_on",
            status=409,
            choices=tuple((str(i), sentence) for i, sentence in enumerate(standing)),
        )


def take_back(batch: Batch, kind: Kind, setting: Setting, tick: Tick) -> None:
    """Undo the written chunks, the last one first, each in its own transaction."""
    with long_work():
        _take_back(batch, kind, setting, tick)


def _take_back(batch: Batch, kind: Kind, setting: Setting, tick: Tick) -> None:
    written = list(batch.chunks.filter(is_written=True).order_by("-number").values_list("pk", flat=True))
    for place, pk in enumerate(written):
        with transaction.atomic():
            chunk = batch.chunks.select_for_update().get(pk=pk)
            traces = staging.traces_of(chunk)
            if traces:
                kind.undo(setting, traces)
            chunk.is_written, chunk.traces = False, None
            chunk.save(update_fields=["is_written", "traces"])
            tick(
                place + 1,
                "Đang hoàn tác",
                checkpoint={"batch": str(batch.uid), "do": "undo"},
                total=len(written),
            )
