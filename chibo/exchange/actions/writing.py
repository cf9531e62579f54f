"""The fourth step: what was decided is written, part after part. A killed process goes on with the next part."""

from collections.abc import Callable, Sequence

from django.db import transaction

from chibo.exchange import staging
from chibo.exchange.actions.checking import check, replace_in, setting_of
from chibo.exchange.actions.undoing import take_back
from chibo.exchange.models import Batch, Chunk
from chibo.exchange.queries import counts
from chibo.exchange.rules import kinds, states
from chibo.exchange.rules.kinds import Importer, Kind, Plan, Setting, Trace
from chibo.exchange.vocabulary import BatchState, Outcome
from chibo.journal import actions as journal
from chibo.journal import queries as entries
from chibo.kernel import clock
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer

Tick = Callable[..., None]
WRITES = (Outcome.CREATE, Outcome.UPDATE)


def write(batch: Batch, *, only_good: bool, by: Viewer, tick: Tick = lambda *_, **__: None) -> None:
    """Write the rows that were found good. Going on after a stop is the same call again.

    :param only_good: leave rows that are refused or not answered out; without it one such row holds the whole back
    :raises Refusal: not entitled, another state, rows that hold it back, or the records have changed since the check so
        that other verdicts came out: they are kept, to be looked at again
    """
    place = states.must_be(batch, by, BatchState.CHECKED, BatchState.WRITING)
    kind = kinds.kind_of(batch.kind)
    if batch.state == BatchState.CHECKED:
        _look_again(batch, by, tick)
        if not only_good:
            _hold_back(batch)
        batch.state, batch.options = BatchState.WRITING, batch.options | {"only_good": only_good}
        batch.save()
    setting = setting_of(batch, place, by)
    try:
        _write_chunks(batch, kind, setting, tick)
    except Refusal:
        take_back(batch, kind, setting, tick)
        batch.state = BatchState.CHECKED
        batch.save()
        raise
    _close(batch, kind, by)


def _look_again(batch: Batch, by: Viewer, tick: Tick) -> None:
    """Somebody has written since the check: decide again, and go on only if nothing came out differently."""
    if entries.last_number() == batch.journal_mark:
        return
    before = batch.digest
    check(batch, by=by, tick=tick)
    if batch.digest != before or batch.state != BatchState.CHECKED:
        raise Refusal(
            "Hồ sơ đã thay đổi từ lúc kiểm tra, nên kết quả kiểm tra nay khác. Hãy xem lại kết quả mới rồi ghi.",
            code="changed_since_check",
            status=409,
        )


def _hold_back(batch: Batch) -> None:
    found = counts(batch)
    if bad := found[Outcome.REFUSE] + found[Outcome.ASK]:
        raise Refusal(
            f"Còn {show_int(bad)} dòng bị từ chối hoặc chờ trả lời nên không ghi cả tệp. Hãy sửa các dòng đó rồi gửi lại, "
            "hoặc chọn chỉ ghi các dòng tốt.",
            code="bad_rows",
        )


def _write_chunks(batch: Batch, kind: Kind, setting: Setting, tick: Tick) -> None:
    importer = kind.begin(setting)
    ahead = getattr(importer, "ahead", None)
    waiting = list(batch.chunks.filter(is_written=False).order_by("number").defer("rows", "data", "traces"))
    total = sum(counts(batch)[outcome] for outcome in WRITES)
    done = total - batch.rows.filter(outcome__in=WRITES, chunk__in=[c.number for c in waiting]).count()
    prepared = _Prepared(waiting, ahead)
    try:
        for place in range(len(waiting)):
            chunk, plans = prepared.take(place)
            with transaction.atomic():
                traces = _write_some(importer, plans, chunk, only_good=batch.options.get("only_good", False))
                chunk.traces, chunk.data, chunk.is_written = staging.pack_traces(traces), None, True
                chunk.save(update_fields=["traces", "data", "is_written"])
                done += len(traces)
                tick(done, f"Đang ghi {kind.noun}", checkpoint={"batch": str(batch.uid), "do": "write"}, total=total)
    finally:
        if close := getattr(importer, "close", None):
            close()


class _Prepared:
    """Chunks with their plans, the next one announced to an importer that prepares ahead."""

    def __init__(self, waiting: Sequence[Chunk], ahead: Callable[[Sequence[Plan]], None] | None) -> None:
        self._waiting, self._ahead = waiting, ahead
        self._next = self._load(0)

    def take(self, place: int) -> tuple[Chunk, list[Plan]]:
        """The chunk at a place; places are asked for in order."""
        taken, self._next = self._next, self._load(place + 1)
        return taken

    def _load(self, place: int) -> tuple[Chunk, list[Plan]] | None:
        if place >= len(self._waiting):
            return None
        chunk = Chunk.objects.get(pk=self._waiting[place].pk)
        plans = [plan for plan in staging.plans_of(chunk, with_data=True) if plan.outcome in WRITES]
        if self._ahead is not None:
            self._ahead(plans)
        return chunk, plans


def _write_some(importer: Importer, plans: list[Plan], chunk: Chunk, *, only_good: bool) -> list[Trace]:
    """Write rows; where the records refuse one after all, leave it out or, if all must go in, let the refusal through."""
    if not plans:
        return []
    if not only_good:
        return importer.write(plans)
    try:
        with transaction.atomic():
            return importer.write(plans)
    except Refusal as refusal:
        if len(plans) == 1:
            _refuse(chunk, plans[0], refusal)
            return []
    half = len(plans) // 2
    return [
        *_write_some(importer, plans[:half], chunk, only_good=True),
        *_write_some(importer, plans[half:], chunk, only_good=True),
    ]


def _refuse(chunk: Chunk, plan: Plan, refusal: Refusal) -> None:
    late = Plan(plan.number, Outcome.REFUSE, plan.target, plan.label, faults=[(refusal.field or "", refusal.message)])
    replace_in(chunk, {plan.number: late})


@transaction.atomic
def _close(batch: Batch, kind: Kind, by: Viewer) -> None:
    found = counts(batch)
    batch.state, batch.written_at = BatchState.WRITTEN, clock.now()
    batch.save()
    journal.record(
        "exchange.written",
        subject=batch.reference,
        label=(
            f"Nhập tệp “{batch.file.name}”: {show_int(found[Outcome.CREATE])} {kind.noun} mới, "
            f"{show_int(found[Outcome.UPDATE])} cập nhật"
        ),
        place=batch.place,
        on=batch.on,
        by=by,
        after={"batch": str(batch.uid), "kind": batch.kind, "rows": sum(found.values()), **found},
        count=max(found[Outcome.CREATE] + found[Outcome.UPDATE], 1),
    )
